# SPDX-License-Identifier: Apache-2.0
"""Documents put together here as the module does it: the column's name is the place in the tree. What Markdown, the comparison
of texts, the wording check and the signing of links make is filled in by hand.

    document(fetch, 'round', number='7', subject='cara')    the tree of a page; None where it is refused. fetch(query, **given)
                                                            answers the rows of a query: see pages.py
    says(tree)                                              what the vocabulary has against it; '' when nothing
"""

import re

from lxml import etree

import pages
from conftest import SCHEMA

KEY = re.compile('[a-z_-]+')
GRAMMAR = etree.RelaxNG(etree.parse(str(SCHEMA / 'xml/cocreate.rng')))

ROOT = {'site': 'grind', 'base': '/a/b/cocreate', 'origin': 'http://127.0.0.1:8080', 'path': '/', 'href': '/a/b/cocreate/',
        'lang': 'en', 'representation': 'xml'}
MARKDOWN = '''<body><h3>One <code>x</code></h3><p>It <em>ratt<strong>les</strong></em>.<br/>Always.
 <a href="https://example.com/" rel="nofollow ugc noopener">See</a></p>
 <ol start="3"><li>tight<ul><li><p>loose</p></li></ul></li></ol>
 <blockquote><p>said</p></blockquote><pre><code>a &lt; b</code></pre><hr/></body>'''.replace('\n ', '')
VIEWER = '<viewer name="Ada" group="customer" moderator="yes" admin="yes"/>'
REASON = '<reason>It asks how much they like it.</reason><better>What should we remove?</better><better>What stays?</better>'
FORM = f'''<form token="abcdefghijklmnop"/><refusals><refusal status="422" field="title" key="too-short" min="5" max="120"/>
 <refusal status="422" field="kind" key="unknown"/><refusal key="sign-in"/></refusals>
 <typed><field name="title">no</field><field name="body"/></typed>
 <findings><finding field="title" rule="L1" severity="stop" category="liking">{REASON}</finding></findings>'''.replace('\n ', '')


def add_rows(root, element, rows):
    parent, _, name = element.rpartition('/')
    parent = etree.SubElement(root, parent) if parent else root
    for row in rows:
        item = etree.SubElement(parent, name)
        for column, value in row.items():
            column, _, means = column.partition('|')
            path, _, attribute = column.partition('@')
            at = item
            for step in filter(None, path.split('/')):
                at = at.find(step) if at.find(step) is not None else etree.SubElement(at, step)
            if attribute:
                at.set(attribute, str(value))
            elif means == 'markdown':
                at.extend(etree.fromstring(MARKDOWN))
            elif means == 'finding':    # more than the content of an element
                item.remove(at)
                item.extend(etree.fromstring(f'<x>{REASON}</x>'))
            elif means in ('was', 'now'):
                etree.SubElement(at, 'del' if means == 'was' else 'ins').text = value
            else:
                at.text = str(value)


def document(fetch, page, **given):
    root = etree.Element('cocreate', page=page, **ROOT)
    request = etree.SubElement(root, 'request')
    if page == 'ideas':
        request.attrib.update({'sort': 'trending', 'limit': '20'})
    etree.SubElement(root, 'login', href='/sign-in/?return=/a/b/cocreate/')
    personal = pages.AUDIENCE[page] == 'viewer'
    if personal:
        root.append(etree.fromstring(VIEWER))
    given = {'site': 'grind', **given}
    for query in pages.QUERIES:
        if query.page == page:
            rows = fetch(query, **given)
            if query.element == 'outcome' and rows:
                return None
            if query.element != 'outcome':
                add_rows(root, query.element, rows)
    if personal:
        root.extend(etree.fromstring(f'<x>{FORM}</x>'))
    return root


def says(root):
    valid = GRAMMAR.validate(root)
    return '' if valid else str(GRAMMAR.error_log)


def names(root):
    """Every element and attribute that is there, also with a value that is a key: card, card/@late, card/@late=yes."""
    for element in root.iter():
        yield element.tag
        for name, value in element.attrib.items():
            yield f'{element.tag}/@{name}'
            if KEY.fullmatch(value):
                yield f'{element.tag}/@{name}={value}'

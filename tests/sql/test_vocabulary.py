# SPDX-License-Identifier: Apache-2.0
"""What the pages' queries give is what the vocabulary of the document (schema/xml/cocreate.rng) says.

The documents are put together here as the module does it: the column's name is the place in the tree. What Markdown and the
comparison of texts make is filled in by hand.
"""

import copy

import pytest
from lxml import etree

import pages
from conftest import SCHEMA, WEB

GRAMMAR = etree.RelaxNG(etree.parse(str(SCHEMA / 'xml/cocreate.rng')))

ROOT = {'site': 'grind', 'base': '/a/b/cocreate', 'origin': 'http://127.0.0.1:8080', 'path': '/', 'href': '/a/b/cocreate/',
        'lang': 'en', 'representation': 'xml'}
MARKDOWN = '''<body><h3>One <code>x</code></h3><p>It <em>ratt<strong>les</strong></em>.<br/>Always.
 <a href="https://example.com/" rel="nofollow ugc noopener">See</a></p>
 <ol start="3"><li>tight<ul><li><p>loose</p></li></ul></li></ol>
 <blockquote><p>said</p></blockquote><pre><code>a &lt; b</code></pre><hr/></body>'''.replace('\n ', '')
VIEWER = '<viewer name="Ada" group="customer" moderator="yes"/>'
FORM = '''<form token="abcdefghijklmnop"/><refusals><refusal status="422" field="title" key="too-short" min="5" max="120"/>
 <refusal status="422" field="kind" key="unknown"/><refusal key="sign-in"/></refusals>
 <typed><field name="title">no</field><field name="body"/></typed>'''.replace('\n ', '')


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
            elif means in ('was', 'now'):
                etree.SubElement(at, 'del' if means == 'was' else 'ins').text = value
            else:
                at.text = str(value)


def document(database, page, **given):
    root = etree.Element('cocreate', page=page, **ROOT)
    request = etree.SubElement(root, 'request')
    if page == 'ideas':
        request.attrib.update({'sort': 'trending', 'limit': '20'})
    etree.SubElement(root, 'login', href='/sign-in/?return=/a/b/cocreate/')
    if page in ('idea_new', 'idea_edit'):
        root.append(etree.fromstring(VIEWER))
    for query in pages.QUERIES:
        if query.page == page and query.element != 'outcome':
            add_rows(root, query.element, pages.fetch(database.session(WEB), query, site='grind', **given))
    if page in ('idea_new', 'idea_edit'):
        root.extend(etree.fromstring(f'<x>{FORM}</x>'))
    return root


def says(root):
    valid = GRAMMAR.validate(root)
    return '' if valid else str(GRAMMAR.error_log)


PAGES = ['overview', 'ideas', 'idea', 'idea_new', 'idea_edit', 'idea_vote']


@pytest.fixture
def edited(database):
    """One plain idea, and one of staff that was voted for and edited."""
    database.propose(subject='ben', body='')
    database.propose(group='staff')
    for subject in ('ben', 'cleo'):
        database.act('vote_cast', subject=subject, number='2')
    database.act('idea_edit', group='staff', number='2', title='A silent hopper', body='', kind='keep', stage='buy')
    return database


@pytest.mark.parametrize('page', PAGES)
def test_every_page_is_in_the_vocabulary(edited, page):
    assert says(document(edited, page, number='2', subject='ada', limit='1')) == ''
    assert says(document(edited, page, number='1', subject='ben', sort='top')) == ''


@pytest.mark.parametrize('page', ['overview', 'ideas', 'idea_new'])
def test_pages_without_ideas(database, page):
    assert says(document(database, page)) == ''


@pytest.mark.parametrize('key, status', [('not-found', 404), ('parameter', 400), ('busy', 503)])
def test_error_pages(database, key, status):
    root = document(database, 'error')
    etree.SubElement(root, 'error', status=str(status), key=key)
    assert says(root) == ''
    root[-1].set('key', 'nonsense')
    assert says(root)


def test_what_is_not_in_the_vocabulary(edited):
    """Each of these small steps away from it is noticed."""
    good = document(edited, 'idea', number='2')
    assert says(good) == ''
    steps = {
        'an attribute more': lambda r: r.find('idea').set('mood', 'x'),
        'an attribute less': lambda r: r.find('idea').attrib.pop('votes'),
        'a version that is no number': lambda r: r.find('idea').set('version', 'two'),
        'a moment of another form': lambda r: r.find('idea').set('created', '2026-01-01 00:00:00'),
        'an element more': lambda r: etree.SubElement(r.find('idea'), 'firm'),
        'an element less': lambda r: r.find('idea').remove(r.find('idea/author')),
        'elements in another order': lambda r: r.find('idea').append(r.find('idea/title')),
        'a group that speaks a little': lambda r: r.find('idea/author').set('speaks', 'maybe'),
        'a script in the text': lambda r: etree.SubElement(r.find('idea/body'), 'script'),
        'an attribute of an event': lambda r: r.find('idea/body/p').set('onclick', 'x'),
        'a link that is code': lambda r: r.find('idea/body/p/a').set('href', 'javascript:x'),
        'a link that is trusted': lambda r: r.find('idea/body/p/a').attrib.pop('rel'),
        'a page of another name': lambda r: r.set('page', 'ideas'),
        'a site without a name': lambda r: r.attrib.pop('site'),
        'a representation more': lambda r: r.set('representation', 'json'),
        'the viewer on a page of everybody': lambda r: r.insert(1, etree.fromstring('<viewer name="Ada" group="staff"/>')),
        'the first version as a change': lambda r: r.find('changes/change').set('version', '1'),
        'words in between': lambda r: setattr(r.find('request'), 'tail', 'words'),
    }
    unnoticed = []
    for name, step in steps.items():
        root = copy.deepcopy(good)
        step(root)
        if not says(root):
            unnoticed.append(name)
    assert unnoticed == []

# SPDX-License-Identifier: Apache-2.0
"""What the pages' queries give is what the vocabulary of the document (schema/xml/cocreate.rng) says.

Pages of rounds: test_round_vocabulary.py.
"""

import copy
import functools

import pytest
from lxml import etree

import pages
from conftest import WEB
from documents import document, says

def reader(database):
    return functools.partial(pages.fetch, database.session(WEB))


PAGES = ['overview', 'ideas', 'ideas_similar', 'idea', 'idea_new', 'idea_edit', 'idea_vote']


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
    assert says(document(reader(edited), page, number='2', subject='ada', limit='1')) == ''
    assert says(document(reader(edited), page, number='1', subject='ben', sort='top')) == ''
    assert says(document(reader(edited), page, number='2', subject='ada', q='silent', title='A silent hopper')) == ''
    assert says(document(reader(edited), page, number='2', subject='ada', q='x' * 101, title='?')) == ''


@pytest.mark.parametrize('page', ['overview', 'ideas', 'idea_new'])
def test_pages_without_ideas(database, page):
    assert says(document(reader(database), page)) == ''


@pytest.mark.parametrize('key, status', [('not-found', 404), ('parameter', 400), ('busy', 503), ('findings-open', 409)])
def test_error_pages(database, key, status):
    root = document(reader(database), 'wording')
    root.set('page', 'error')
    root.remove(root.find('site'))
    root.find('form').addprevious(etree.Element('error', status=str(status), key=key))
    assert says(root) == ''
    root.find('error').set('key', 'No key')
    assert says(root)


def test_what_is_not_in_the_vocabulary(edited):
    """Each of these small steps away from it is noticed."""
    good = document(reader(edited), 'idea', number='2')
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

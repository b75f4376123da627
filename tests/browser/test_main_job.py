# SPDX-License-Identifier: Apache-2.0
"""What the site is there for, from reading to voting, with the script and without it."""

import feedparser
import pytest

from browser import PHONE, DESKTOP
from places import COMMUNITY, IDEA

IDEAS = f'{COMMUNITY}/ideas'


def titles(browser, root=''):
    return [element.text for element in browser.all(f'{root} .cc-item-title')]


def sign_in(browser, user, password='demo'):
    browser.type('#name', user)
    browser.type('#password', password)
    browser.follow(browser.button('Sign in'))


def fill(browser, **fields):
    fields = {**IDEA, **fields}
    browser.type('#cc-form-title', fields['title'])
    browser.choose('kind', fields['kind'])
    browser.choose('stage', fields['stage'])
    browser.type('#cc-form-body', fields['body'])


def test_a_visitor_reads_the_front_page_and_the_community(either, demo):
    either.get(demo.origin + '/')
    top = demo.titles('?sort=top&limit=5')
    assert len(top) == 5 and titles(either, '.table-talk') == top  # put in by SSI
    either.follow(either.link(top[0]))
    assert either.text('h1') == top[0] and either.has('.masthead')  # inside the site's own shell
    assert either.text('.cc-vote .cc-vote-note').startswith('Been there too? Sign in')
    either.follow(either.link('All ideas'))
    assert titles(either) == demo.titles()
    either.follow(either.link('Most votes'))
    assert titles(either)[:5] == top
    either.follow(either.link('Show more ideas'))
    assert titles(either) and titles(either)[0] == demo.titles('?sort=top&limit=50')[20]


def test_lists_are_narrowed_by_kind_and_moment(either, demo):
    either.get(f'{demo.origin}{IDEAS}')
    for menu, choice, words in [('.cc-menu:nth-child(1)', 1, 'kind='), ('.cc-menu:nth-child(2)', 4, 'stage=')]:
        either.find(f'{menu} summary').click()
        link = either.find(f'{menu} li:nth-child({choice + 1}) a')
        either.wait(link.is_displayed)
        either.follow(link)
        assert words in either.path()
    assert 0 < len(titles(either)) < 20
    assert titles(either) == demo.titles('?' + either.path().split('?')[1])


def test_sign_in_leads_back_and_sign_out_too(either, demo):
    either.get(f'{demo.origin}{IDEAS}?sort=new')
    either.follow(either.link('Sign in'))
    sign_in(either, 'ada', 'wrong')
    assert 'do not belong together' in either.text('[role=alert]')
    sign_in(either, 'ada')
    assert either.path() == f'{IDEAS}?sort=new' and 'Ada Lindqvist' in either.text('.account')
    either.follow(either.button('Sign out'))
    assert either.text('h1') == 'You are signed out'
    either.follow(either.link('Back to where you were'))
    assert either.path() == f'{IDEAS}?sort=new' and 'Ada Lindqvist' not in either.text('.account')
    assert either.has('a.cc-vote-button') and not either.has('button.cc-vote-button')


@pytest.mark.parametrize('size', [PHONE, DESKTOP], ids=['phone', 'desktop'])
def test_an_idea_is_proposed_and_found_everywhere(either, demo, size):
    browser, title = either, f'A lid that says {"click" if either.script else "clack"} on {size[0]}'
    browser.size(size)
    browser.get(f'{demo.origin}{IDEAS}')
    browser.expect('401')
    browser.follow(browser.link('Share an idea'))
    assert browser.status() == 401 and browser.text('h1') == 'First, please sign in'
    browser.follow(browser.find('.cc-problem .cc-button'))
    sign_in(browser, 'ada')
    assert browser.path() == f'{IDEAS}/new' and 'Ada Lindqvist' in browser.text('.cc-as')
    fill(browser, title=title)
    browser.follow(browser.button('Share my idea'))
    number = int(browser.path().split('?')[0].rsplit('/', 1)[1])
    assert browser.path() == f'{IDEAS}/{number}?done=proposed'
    assert browser.text('h1') == title and 'Thank you' in browser.text('[role=status]')
    assert browser.text('.cc-text em') == 'single'
    assert browser.has('a[href$="/edit"]')
    browser.get(f'{demo.origin}{IDEAS}?sort=new')
    assert titles(browser)[0] == title
    browser.get(f'{demo.origin}{COMMUNITY}/')
    assert title in titles(browser)
    assert demo.idea(number).findtext('title') == title
    assert demo.idea(number).findtext('author') == 'Ada Lindqvist'
    feed = feedparser.parse(demo.get(f'{IDEAS}.atom?sort=new').content)
    assert not feed.bozo and feed.entries[0].title == title and feed.entries[0].link == f'{demo.origin}{IDEAS}/{number}'


def test_an_idea_with_the_most_votes_comes_to_the_front_page(browser, demo):
    number = demo.propose(title='A front page idea')
    top = int(demo.xml(f'{IDEAS}.xml?sort=top&limit=1').find('ideas/idea').get('votes'))
    assert top < 4000
    demo.sql(f"""select cocreate.vote_cast('grind', 'guest-' || n, 'Guest ' || n, 'customer', '{number}', '1')
                 from generate_series(1, {top + 1}) n""")
    browser.get(demo.origin + '/')
    assert titles(browser, '.table-talk')[0] == 'A front page idea'


def test_an_author_edits_and_everybody_sees_what_changed(either, demo):
    number = demo.propose(title='A crank that falls', body='It slips when wet.')
    demo.vote(number, 'ben')
    either.sign_in(demo, 'ada')
    either.get(f'{demo.origin}{IDEAS}/{number}')
    assert not either.has('.cc-changes') and 'edited' not in either.text('.cc-idea-head')
    either.follow(either.link('Change my idea'))
    assert either.value('#cc-form-title') == 'A crank that falls' and either.value('#cc-form-body') == 'It slips when wet.'
    either.type('#cc-form-title', 'A crank that stays')
    either.follow(either.button('Save my changes'))
    assert either.path() == f'{IDEAS}/{number}?done=edited'
    either.sign_in(demo, None)
    either.get(f'{demo.origin}{IDEAS}/{number}')
    assert either.text('h1') == 'A crank that stays' and 'edited' in either.text('.cc-idea-head')
    assert '1 of the votes was given to an earlier version' in either.text('.cc-vote-note')
    either.find('.cc-changes summary').click()
    either.wait(lambda: either.find('.cc-diff del').is_displayed())
    assert 'falls' in either.text('.cc-diff del') and 'stays' in either.text('.cc-diff ins')
    assert not either.has('a[href$="/edit"]')


def test_other_peoples_ideas_are_not_for_editing(browser, demo):
    number = demo.propose()
    browser.expect('403')
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}/{number}/edit')
    assert browser.status() == 403 and browser.text('h1') == 'Only its author can change this idea'

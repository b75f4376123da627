# SPDX-License-Identifier: Apache-2.0
"""The states of pages while the database is away, as states.py has those of the rest."""

from places import COMMUNITY
from states import IDEAS, state

LONG = 'Every morning it falls off the shelf.\n\n' * 5


def late(browser, annex, user, path):
    """The last good page, which stays in the tab when the database is back."""
    frail = annex.frail
    browser.sign_in(frail, user)
    browser.get(frail.origin + path)
    with frail.away():
        browser.wait(lambda: browser.get(frail.origin + path) or browser.has('.cc-late'), 'the page is late')


@state(picture=True)
def late_ideas(browser, demo, annex):
    late(browser, annex, 'ben', IDEAS)


@state(picture=True)
def late_idea(browser, demo, annex):
    late(browser, annex, None, f'{IDEAS}/1')


@state()
def late_rounds(browser, demo, annex):
    late(browser, annex, 'ada', f'{COMMUNITY}/rounds')


@state()
def late_front(browser, demo, annex):
    late(browser, annex, 'ben', '/')


@state('503', picture=True)
def vote_in_vain(browser, demo, annex):
    browser.sign_in(annex.frail, 'ben')
    browser.get(annex.frail.origin + IDEAS)
    with annex.frail.away():
        browser.find('.cc-vote-form button').click()
        browser.wait(lambda: browser.has('.cc-vote-away'), 'the note')


@state('503', picture=True)
def idea_in_vain(browser, demo, annex):
    browser.sign_in(annex.frail, 'ada')
    browser.get(f'{annex.frail.origin}{IDEAS}/new')
    browser.type('#cc-form-title', 'A hook')
    browser.type('#cc-form-body', LONG)
    with annex.frail.away():
        browser.follow(browser.button('Share my idea'))
    assert browser.status() == 503

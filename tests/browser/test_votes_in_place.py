# SPDX-License-Identifier: Apache-2.0
"""Voting: in place with the script, by a form without it, by keyboard, and when something is in the way."""

import pytest
from selenium.webdriver.common.keys import Keys

from places import COMMUNITY

IDEAS = f'{COMMUNITY}/ideas'
MARK = 'window.sameDocument = true'
SAME = 'return window.sameDocument === true'


@pytest.fixture
def number(demo):
    number = demo.propose()
    demo.vote(number, 'cleo')
    return number


def state(browser, number):
    """What the control of an idea shows: tally, pressed."""
    button = browser.find(f'form[action$="/ideas/{number}/vote"] button')
    tally = button.get_property('textContent').split('Votes so far:')[1]
    return int(tally), button.get_attribute('aria-pressed')


def vote(browser, number):
    return browser.find(f'form[action$="/ideas/{number}/vote"] button')


@pytest.mark.parametrize('where', ['idea', 'list', 'overview'])
def test_a_vote_counts_in_place_and_is_taken_back(browser, demo, number, where):
    browser.sign_in(demo, 'ben')
    browser.get(demo.origin + {'idea': f'{IDEAS}/{number}', 'list': f'{IDEAS}?sort=new', 'overview': f'{COMMUNITY}/'}[where])
    assert state(browser, number) == (1, 'false')
    browser.js(MARK)
    vote(browser, number).click()
    browser.wait(lambda: state(browser, number) == (2, 'true'))
    if where == 'idea':
        browser.wait(lambda: 'Your vote is in' in browser.text('.cc-vote-note'))
    browser.wait(lambda: browser.find('[role=status].cc-hidden').get_property('textContent') == 'Thank you. Your vote counts.')
    assert browser.js('return document.activeElement.getAttribute("aria-pressed")') == 'true'  # the focus stays
    assert browser.js(SAME)
    assert demo.idea(number).get('votes') == '2'
    browser.leave(browser.driver.refresh)
    assert state(browser, number) == (2, 'true')
    vote(browser, number).click()
    browser.wait(lambda: state(browser, number) == (1, 'false'))
    browser.leave(browser.driver.refresh)
    assert state(browser, number) == (1, 'false') and demo.idea(number).get('votes') == '1'


@pytest.mark.parametrize('path, back', [('{number}', '{number}?done=voted'), ('?sort=new', '?sort=new&done=voted#idea-{number}')])
def test_without_script_a_vote_is_a_form(browser, demo, number, path, back):
    slash = '' if path.startswith('?') else '/'
    browser.scripting(False)
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}{slash}{path.format(number=number)}')
    assert state(browser, number) == (1, 'false')
    browser.follow(vote(browser, number))
    assert browser.path() == f'{IDEAS}{slash}{back.format(number=number)}'
    assert state(browser, number) == (2, 'true') and 'Your vote counts' in browser.text('.cc-done')
    browser.follow(vote(browser, number))
    assert state(browser, number) == (1, 'false') and 'taken back' in browser.text('.cc-done')


@pytest.mark.parametrize('key', [Keys.SPACE, Keys.ENTER], ids=['space', 'enter'])
def test_the_keyboard_is_enough(either, demo, number, key):
    either.sign_in(demo, 'ben')
    either.get(f'{demo.origin}{IDEAS}/{number}')
    button = either.press_tab_until(lambda element: element.get_attribute('aria-pressed') == 'false')
    assert button.value_of_css_property('outline-style') == 'solid'
    assert int(button.value_of_css_property('outline-width').removesuffix('px')) >= 2
    button.send_keys(key)
    either.wait(lambda: state(either, number) == (2, 'true'))


def test_a_visitor_signs_in_to_vote_and_comes_back(either, demo, number):
    either.get(f'{demo.origin}{IDEAS}/{number}')
    either.follow(either.find('a.cc-vote-button'))
    either.type('#name', 'ben')
    either.type('#password', 'demo')
    either.follow(either.button('Sign in'))
    assert either.path() == f'{IDEAS}/{number}' and state(either, number) == (1, 'false')


def test_who_was_signed_out_meanwhile_is_told(either, demo, number):
    either.expect('401')
    either.sign_in(demo, 'ben')
    either.get(f'{demo.origin}{IDEAS}/{number}')
    either.sign_in(demo, None)
    either.follow(vote(either, number))
    assert either.status() == 401 and either.text('h1') == 'First, please sign in'
    assert demo.idea(number).get('votes') == '1'


def test_two_tabs_agree(browser, demo, number):
    """A vote that was already cast elsewhere is not counted twice."""
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{IDEAS}/{number}')
    demo.vote(number, 'ben')
    vote(browser, number).click()
    browser.wait(lambda: state(browser, number) == (2, 'true'))
    assert demo.idea(number).get('votes') == '2'

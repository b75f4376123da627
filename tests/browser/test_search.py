# SPDX-License-Identifier: Apache-2.0
"""Looking for ideas; and ideas close to a title, which appear while it is typed and are in nobody's way."""

import pytest

from places import COMMUNITY, IDEA
from test_main_job import fill

IDEAS = f'{COMMUNITY}/ideas'
ASKED = '''return performance.getEntriesByType("resource").map(entry => entry.name).filter(name => name.includes("/similar."))
    .map(name => new URL(name).searchParams.get("title"))'''
BUSY = 'return window.underWay > 0'
COUNT = '''const plain = window.fetch; window.underWay = 0; window.calledOff = 0;
window.fetch = (...all) => {
  window.underWay++;
  return plain(...all).catch(error => { window.calledOff += error.name === "AbortError"; throw error; })
    .finally(() => window.underWay--);
};'''


@pytest.fixture
def form(browser, demo):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.js(COUNT)
    return browser


def close(browser):
    return [link.text for link in browser.all('.cc-similar-place .cc-similar-item a')]


def test_somebody_looks_for_an_idea(either, demo):
    either.sign_in(demo, 'ben')
    either.get(f'{demo.origin}{IDEAS}?kind=hurts')
    either.type('#cc-search', 'crank hexagon')
    either.follow(either.button('Search'))
    assert either.path() == f'{IDEAS}?q=crank+hexagon&kind=hurts'
    title, = [item.text for item in either.all('.cc-item-title')]
    assert title.startswith('The crank slips') and 'crank hexagon' in either.text('h1')
    either.follow(either.link(title))
    assert either.text('h1') == title


def test_nobody_has_said_it_and_so_somebody_does(either, demo):
    either.sign_in(demo, 'ada')
    instrument = 'zither' if either.script else 'dulcimer'
    words = f'A {instrument} & a "lid" für 100 %'
    either.get(f'{demo.origin}{IDEAS}')
    either.type('#cc-search', words)
    either.follow(either.button('Search'))
    either.follow(either.find('.cc-empty .cc-button'))
    assert either.value('#cc-form-title') == words
    either.choose('kind', 'new')
    either.choose('stage', 'use')
    either.follow(either.button('Share my idea'))
    assert either.text('h1') == words
    either.get(f'{demo.origin}{IDEAS}')
    either.type('#cc-search', instrument)
    either.follow(either.button('Search'))
    assert words in [item.text for item in either.all('.cc-item-title')]


def test_ideas_close_to_the_title_appear_while_it_is_typed(form):
    place = form.find('.cc-similar-place')
    assert place.get_attribute('aria-live') == 'polite' and not place.is_displayed()
    form.type('#cc-form-title', 'The crank slips')
    form.wait(lambda: close(form))
    assert close(form)[0].startswith('The crank slips over the hexagon') and len(close(form)) <= 5
    votes = form.find('.cc-similar-item .cc-meta > span:last-child').text
    assert votes.split()[0].isdigit() and votes.endswith(('vote', 'votes'))
    assert form.js('return document.activeElement.id') == 'cc-form-title', 'the focus stays where it is'
    form.type('#cc-form-title', 'Zebra')
    form.wait(lambda: not close(form))
    form.wait(lambda: not place.is_displayed())


def test_not_every_letter_is_a_question_and_the_last_one_counts(form):
    """On a slow line: each question takes longer than the next pause."""
    form.slow_line()
    form.find('#cc-form-title').send_keys('The cra')
    form.wait(lambda: form.js('return window.underWay === 1'))
    form.find('#cc-form-title').send_keys('nk slips')
    form.wait(lambda: form.js('return window.calledOff === 1'))
    form.wait(lambda: close(form))
    assert close(form)[0].startswith('The crank slips') and not form.js(BUSY)
    assert form.js(ASKED)[-1] == 'The crank slips' and len(form.js(ASKED)) < len('The crank slips') / 2
    form.cdp('Network.disable')


def test_what_was_typed_survives_a_look_at_another_idea(form):
    form.type('#cc-form-title', 'The crank slips')
    form.wait(lambda: close(form))
    form.follow(form.find('.cc-similar-item a'))
    form.leave(form.driver.back)
    form.wait(lambda: form.value('#cc-form-title') == 'The crank slips' and close(form))


def test_it_is_in_nobodys_way(form, demo):
    """Without an answer, and while it is on its way: the idea is proposed all the same."""
    form.js('window.fetch = () => Promise.reject(new TypeError("no network"))')
    fill(form, title='The crank slips once more')
    form.wait(lambda: form.value('#cc-form-title') == 'The crank slips once more')
    assert not close(form)
    form.follow(form.button('Share my idea'))
    assert form.text('h1') == 'The crank slips once more'


def test_without_script_a_refused_form_leads_to_them_in_a_tab_of_its_own(browser, demo):
    browser.scripting(False)
    browser.expect('422')
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{IDEAS}/new')
    browser.type('#cc-form-title', 'The crank slips')
    browser.type('#cc-form-body', IDEA['body'])
    browser.follow(browser.button('Share my idea'))
    assert browser.status() == 422
    first, = browser.driver.window_handles
    browser.button('See which ideas are close to it, in a new tab').click()
    browser.wait(lambda: len(browser.driver.window_handles) == 2)
    browser.driver.switch_to.window([handle for handle in browser.driver.window_handles if handle != first][0])
    browser.wait(lambda: browser.has('.cc-similar-item'))
    assert browser.path() == f'{IDEAS}/similar?title=The+crank+slips'
    assert browser.find('.cc-similar-item a').text.startswith('The crank slips')
    browser.read_console()
    browser.driver.close()
    browser.driver.switch_to.window(first)
    assert browser.value('#cc-form-body') == IDEA['body']

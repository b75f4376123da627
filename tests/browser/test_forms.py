# SPDX-License-Identifier: Apache-2.0
"""Writing: nothing that somebody typed is lost, and nothing is sent twice."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from places import COMMUNITY
from test_main_job import fill, sign_in

IDEAS = f'{COMMUNITY}/ideas'
NEW = f'{IDEAS}/new'


@pytest.fixture
def form(browser, demo):
    browser.sign_in(demo, 'ada')
    browser.get(demo.origin + NEW)
    return browser


@pytest.fixture
def either_form(either, demo):
    either.sign_in(demo, 'ada')
    either.get(demo.origin + NEW)
    return either


def typed(browser):
    chosen = {name: browser.value(f'input[name={name}]:checked') if browser.has(f'input[name={name}]:checked') else ''
              for name in ('kind', 'stage')}
    return {'title': browser.value('#cc-form-title'), 'body': browser.value('#cc-form-body'), **chosen}


def test_a_refused_form_says_why_and_keeps_everything(either_form):
    browser = either_form
    browser.expect('422')
    body = 'First line\n\n  <b>second</b> & "third" line é 漢字'
    browser.type('#cc-form-title', 'Abc')
    browser.choose('kind', 'keep')
    browser.type('#cc-form-body', body)
    browser.follow(browser.button('Share my idea'))
    assert browser.status() == 422
    assert browser.driver.title.startswith('Please check')
    assert typed(browser) == {'title': 'Abc', 'body': body, 'kind': 'keep', 'stage': ''}
    summary = browser.find('.cc-summary')
    assert 'two' in summary.text or '2 things' in summary.text
    assert [link.text for link in browser.all('a', summary)] == [
        'The title needs at least 5 characters.', 'Please choose the moment when it matters.']
    title = browser.find('#cc-form-title')
    assert title.get_attribute('aria-invalid') == 'true'
    error = title.get_attribute('aria-describedby').split()[0]
    assert browser.text(f'#{error}') == 'The title needs at least 5 characters.'
    if browser.script:
        assert browser.js('return document.activeElement') == summary  # heard first
    browser.all('a', summary)[0].click()
    browser.wait(lambda: browser.js('return document.activeElement') == title)
    browser.all('a', summary)[1].click()
    browser.wait(lambda: browser.js('return document.activeElement.name') == 'stage')
    browser.choose('stage', 'use')
    browser.type('#cc-form-title', 'Abcdef')
    browser.follow(browser.button('Share my idea'))
    assert browser.text('h1') == 'Abcdef' and '<b>second</b>' in browser.text('.cc-text')


def test_signed_out_while_typing_nothing_is_lost(either_form, demo):
    browser = either_form
    browser.expect('401')
    title = f'Typed for an hour, {"with" if browser.script else "without"} script'
    fill(browser, title=title)
    before = typed(browser)
    browser.cdp('Network.clearBrowserCookies')
    browser.follow(browser.button('Share my idea'))
    assert browser.status() == 401 and typed(browser) == before
    assert 'your words are safe' in browser.text('.cc-summary')
    here = browser.driver.current_window_handle
    browser.link('Sign in, in a new tab').click()
    browser.wait(lambda: len(browser.driver.window_handles) == 2)
    browser.driver.switch_to.window(next(h for h in browser.driver.window_handles if h != here))
    browser.wait(lambda: browser.has('#name'))
    sign_in(browser, 'ada')
    browser.read_console()
    browser.driver.close()
    browser.driver.switch_to.window(here)
    assert typed(browser) == before
    browser.follow(browser.button('Share my idea'))
    assert browser.text('h1') == title
    assert demo.titles('?sort=new&limit=50').count(title) == 1


def test_signed_out_while_editing_nothing_is_lost(either, demo):
    number = demo.propose(title='Before the change')
    either.expect('401')
    either.sign_in(demo, 'ada')
    either.get(f'{demo.origin}{IDEAS}/{number}/edit')
    either.type('#cc-form-title', 'After the change')
    either.cdp('Network.clearBrowserCookies')
    either.follow(either.button('Save my changes'))
    assert either.status() == 401 and either.value('#cc-form-title') == 'After the change'
    either.sign_in(demo, 'ada')
    either.follow(either.button('Save my changes'))
    assert either.text('h1') == 'After the change' and demo.idea(number).get('version') == '2'


def test_an_edit_that_crosses_another_is_not_lost_and_does_not_overwrite(either, demo):
    number = demo.propose(title='The first words')
    either.expect('409')
    either.sign_in(demo, 'ada')
    either.get(f'{demo.origin}{IDEAS}/{number}/edit')
    demo.edit(number, title='The second words')
    either.type('#cc-form-title', 'The third words')
    either.follow(either.button('Save my changes'))
    assert either.status() == 409 and either.value('#cc-form-title') == 'The third words'
    assert demo.idea(number).findtext('title') == 'The second words'
    either.follow(either.button('Save my changes'))
    assert either.text('h1') == 'The third words'


def test_a_draft_is_kept_until_it_is_sent_or_dropped(form, demo):
    fill(form, title='Half an idea', kind='remove')
    before = typed(form)
    form.get(f'{demo.origin}{IDEAS}')
    form.get(demo.origin + NEW)
    assert typed(form) == before and form.find('.cc-draft').is_displayed()
    form.button('Start afresh').click()
    form.wait(lambda: typed(form) == {'title': '', 'body': '', 'kind': '', 'stage': ''})
    assert not form.find('.cc-draft').is_displayed()
    form.get(demo.origin + NEW)
    assert typed(form)['title'] == '' and not form.find('.cc-draft').is_displayed()
    fill(form, title='A whole idea')
    form.follow(form.button('Share my idea'))
    form.get(demo.origin + NEW)
    assert typed(form)['title'] == '' and not form.find('.cc-draft').is_displayed()


def test_a_draft_is_for_the_person_who_typed_it(form, demo):
    fill(form, title='Only for me')
    form.sign_in(demo, 'ben')
    form.get(demo.origin + NEW)
    assert typed(form)['title'] == ''


def test_pressing_twice_makes_one_idea(either_form, demo):
    """An impatient person on a slow line: the first press is on its way when the second comes."""
    browser, title = either_form, f'Pressed twice, {"with" if either_form.script else "without"} script'
    fill(browser, title=title)
    button = browser.button('Share my idea')
    browser.js('arguments[0].scrollIntoView({block: "center", behavior: "instant"})', button)
    browser.slow_line()
    browser.leave(lambda: ActionChains(browser.driver, duration=0).click(button).pause(0.4).click().perform())
    browser.wait(lambda: browser.text('h1') == title)
    assert demo.titles('?sort=new&limit=50').count(title) == 1


def test_going_back_and_sending_again_makes_one_idea(form, demo):
    fill(form, title='Sent, gone back, sent')
    form.follow(form.button('Share my idea'))
    first = form.path()
    form.driver.back()
    form.wait(lambda: form.path() == NEW)
    fill(form, title='Sent, gone back, sent')
    form.follow(form.button('Share my idea'))
    assert form.path() == first
    assert demo.titles('?sort=new&limit=50').count('Sent, gone back, sent') == 1


def test_the_counter_counts_characters_and_speaks_up(form):
    form.find('#cc-form-title').send_keys('x' * 40)
    assert form.text('[data-counter=cc-form-title]') == ''
    form.find('#cc-form-title').send_keys('é' * 70)
    assert form.text('[data-counter=cc-form-title]') == 'Characters left: 10'
    form.find('#cc-form-title').send_keys('y' * 12)
    assert form.text('[data-counter=cc-form-title]') == 'Too many characters: 2'


def test_a_form_is_filled_and_sent_by_keyboard(either_form, demo):
    browser, title = either_form, f'Without a mouse, {either_form.script}'
    active = lambda: browser.driver.switch_to.active_element
    browser.press_tab_until(lambda e: e.get_attribute('id') == 'cc-form-title').send_keys(title)
    browser.press_tab_until(lambda e: e.get_attribute('name') == 'kind', 3)
    active().send_keys(Keys.SPACE)
    browser.press_tab_until(lambda e: e.get_attribute('name') == 'stage', 3)
    active().send_keys(Keys.SPACE)
    active().send_keys(Keys.ARROW_RIGHT)
    browser.press_tab_until(lambda e: e.get_attribute('name') == 'body', 3).send_keys('Keys alone.')
    button = browser.press_tab_until(lambda e: e.tag_name == 'button', 4)
    browser.leave(lambda: button.send_keys(Keys.ENTER))
    assert browser.text('h1') == title
    assert demo.idea(browser.path().split('?')[0].rsplit('/', 1)[1]).find('stage').get('key') == 'buy'

# SPDX-License-Identifier: Apache-2.0
"""What the script adds beside votes and forms; and what a page is without it."""

import pytest
from selenium.webdriver.common.keys import Keys

from places import COMMUNITY, as_document

IDEAS = f'{COMMUNITY}/ideas'

# A page of a site that cannot include on the server.
PAGE = '''<script type="module" src="/community/cocreate/.theme/cocreate.js"></script>
<cocreate-fragment src="%s"><p id="meanwhile">The ideas are being fetched.</p></cocreate-fragment>'''


@pytest.fixture
def page(demo):
    """page(src): the address of a static page with the element in it."""
    def make(source):
        (demo.folder / 'site/static.shtml').write_bytes(as_document((PAGE % source).encode()))
        return demo.origin + '/static.shtml'
    return make


def test_the_element_brings_the_ideas_into_any_page(browser, demo, page):
    browser.expect('favicon.ico')
    browser.sign_in(demo, 'ben')
    browser.get(page(f'{IDEAS}.fragment?sort=top&amp;limit=5'))
    browser.wait(lambda: browser.has('.cc-item'))
    assert [e.text for e in browser.all('.cc-item-title')] == demo.titles('?sort=top&limit=5')
    assert not browser.has('#meanwhile')
    button = browser.find('button[aria-pressed=false]')
    votes = int(browser.text('button[aria-pressed=false] .cc-tally').split()[-1])
    button.click()
    browser.wait(lambda: f'{votes + 1}' in browser.text('button:focus .cc-tally'))
    assert browser.find('button:focus').get_attribute('aria-pressed') == 'true'
    assert browser.path() == '/static.shtml'


FETCHED = 'return performance.getEntriesByType("resource").some(entry => entry.name.endsWith(arguments[0]))'


@pytest.mark.parametrize('source', [f'{IDEAS}.xml', '/robots.txt'])
def test_what_are_no_ideas_leaves_what_is_there(browser, page, source):
    browser.expect('favicon.ico')
    browser.get(page(source))
    browser.wait(lambda: browser.js(FETCHED, source))
    assert browser.find('#meanwhile').is_displayed()


def test_what_cannot_be_had_leaves_what_is_there(browser, page):
    browser.expect('favicon.ico 404')
    browser.get(page(f'{COMMUNITY}/nothing.fragment'))
    browser.wait(lambda: any('nothing.fragment' in entry['message'] for entry in browser.driver.get_log('browser')))
    assert browser.find('#meanwhile').is_displayed()


def test_nothing_is_fetched_from_elsewhere(browser, page):
    browser.expect('favicon.ico')  # and nothing about a policy: it was not even tried
    browser.get(page('https://example.invalid/ideas.fragment'))
    browser.wait(lambda: browser.js('return !!customElements.get("cocreate-fragment")'))
    assert browser.find('#meanwhile').is_displayed()


def test_without_script_the_element_shows_what_is_in_it(browser, page):
    browser.expect('favicon.ico')
    browser.scripting(False)
    browser.get(page(f'{IDEAS}.fragment'))
    assert browser.find('#meanwhile').is_displayed()


def test_dates_are_said_the_way_people_say_them(either, demo):
    number = demo.propose()
    either.get(f'{demo.origin}{IDEAS}/{number}')
    time = either.find('.cc-idea-head time')
    if either.script:
        assert time.text in ('now', 'this minute', '0 minutes ago', '1 minute ago') and time.get_attribute('title')[-4:].isdigit()
    else:
        assert time.text[-4:].isdigit() and not time.get_attribute('title')


def test_a_menu_closes_by_escape_and_by_a_click_beside_it(browser, demo):
    browser.get(f'{demo.origin}{IDEAS}')
    menu, summary = browser.find('.cc-menu'), browser.find('.cc-menu summary')
    summary.click()
    browser.wait(lambda: menu.get_property('open'))
    browser.find('.cc-menu a').send_keys(Keys.ESCAPE)
    browser.wait(lambda: not menu.get_property('open'))
    assert browser.js('return document.activeElement') == summary
    summary.click()
    browser.wait(lambda: menu.get_property('open'))
    browser.find('h1').click()
    browser.wait(lambda: not menu.get_property('open'))


def test_no_page_allows_anything_inline(demo, annex):
    for reply in [demo.get('/'), demo.get(f'{COMMUNITY}/'), demo.get(f'{COMMUNITY}/nothing', status=404), annex.get('/bare/')]:
        policy = reply.headers['Content-Security-Policy']
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and 'unsafe' not in policy

# SPDX-License-Identifier: Apache-2.0
"""Chromium, and the questions that the tests ask of a page in it."""

import base64
import os
import pathlib
import shutil

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from places import NODE, REPO

PICTURES = REPO / 'build/pictures'
FIGURES = os.environ.get('FIGURES')  # a folder, when the pictures of the docs are wanted
PHONE, DESKTOP = (390, 844), (1280, 900)
DEADLINE = 20  # seconds for anything that a page does

OPTIONS = '''--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-dev-shm-usage --no-proxy-server --lang=en-GB'''.split()

# The rules of WCAG 2.2, levels A and AA. target-size has to be asked for by name.
AXE = '''
const done = arguments[arguments.length - 1], only = arguments[0];
const tags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
const runOnly = only ? { type: 'rule', values: only } : tags;
axe.run(document, { runOnly, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(
  result => done(result.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`))),
  error => done([String(error)]));
'''


class Browser:
    def __init__(self, folder):
        options = webdriver.ChromeOptions()
        for option in [*OPTIONS, f'--user-data-dir={folder}']:
            options.add_argument(option)
        options.binary_location = shutil.which('chromium')
        options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
        self.driver = webdriver.Chrome(service=Service(shutil.which('chromedriver')), options=options)
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self.axe_source = (NODE / 'axe-core/axe.min.js').read_text()

    def quit(self):
        self.driver.quit()

    def fresh(self):
        """A tab without past: no cookies, no drafts, no emulation."""
        old = self.driver.window_handles
        self.driver.switch_to.new_window('tab')
        new = self.driver.current_window_handle
        for handle in old:
            self.driver.switch_to.window(handle)
            self.driver.close()
        self.driver.switch_to.window(new)
        self.cdp('Network.clearBrowserCookies')
        self.complaints, self.expected, self.script = [], [], True
        self.size(DESKTOP)

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    # The machine of the person.

    def size(self, size):
        self.width, self.height = size
        self.cdp('Emulation.setDeviceMetricsOverride', width=self.width, height=self.height, deviceScaleFactor=1,
                 mobile=self.width < 600)

    def dark(self, on=True):
        self.cdp('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': 'dark' if on else 'light'}])

    def scripting(self, on):
        self.script = on
        self.cdp('Emulation.setScriptExecutionDisabled', value=not on)

    def slow_line(self):
        self.cdp('Network.enable')
        self.cdp('Network.emulateNetworkConditions', offline=False, latency=1000, downloadThroughput=-1, uploadThroughput=-1)

    def offline(self, on):
        self.cdp('Network.enable')
        self.cdp('Network.emulateNetworkConditions', offline=on, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def sign_in(self, place, user):
        """The short way, for tests that are about something else."""
        cookie = place.session(user).cookies.get('quernby') if user else None
        self.cdp('Network.clearBrowserCookies')
        if cookie:
            self.cdp('Network.setCookie', name='quernby', value=cookie, url=place.origin, httpOnly=True, sameSite='Lax')

    # Going about.

    def get(self, url):
        self.driver.get(url)

    def find(self, selector, root=None):
        return (root or self.driver).find_element(By.CSS_SELECTOR, selector)

    def all(self, selector, root=None):
        return (root or self.driver).find_elements(By.CSS_SELECTOR, selector)

    def has(self, selector):
        return bool(self.all(selector))

    def link(self, text):
        return self.driver.find_element(By.LINK_TEXT, text)

    def button(self, text):
        return self.driver.find_element(By.XPATH, f'//button[normalize-space() = "{text}"]')

    def wait(self, condition, what=''):
        """condition() becomes true; it may look at what is just being replaced, which chromedriver says in many ways."""
        return WebDriverWait(self.driver, DEADLINE, 0.05, [WebDriverException]).until(lambda _: condition(), what)

    def leave(self, act):
        """act() brings another document, which is there at the end."""
        born = 'return performance.timeOrigin'
        before = self.js(born)
        act()
        self.wait(lambda: self.js(born) != before and self.js('return document.readyState') == 'complete', 'another document')

    def follow(self, element):
        """Clicks what leads to another document."""
        self.leave(element.click)

    def press_tab_until(self, condition, at_most=80):
        for _ in range(at_most):
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
            if condition(self.driver.switch_to.active_element):
                return self.driver.switch_to.active_element
        raise AssertionError(f'not reached with {at_most} tabs')

    def type(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def value(self, selector):
        return self.find(selector).get_property('value')

    def choose(self, name, value):
        self.find(f'input[name={name}][value={value}]').click()

    def path(self):
        return '/' + self.driver.current_url.split('/', 3)[3]

    def js(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    # Questions.

    def text(self, selector='body'):
        return self.find(selector).text

    def status(self):
        """The HTTP status of the document in the tab."""
        return self.js('return performance.getEntriesByType("navigation")[0].responseStatus')

    def axe(self, only=None):
        """What breaks WCAG 2.2 AA on this page as it is now."""
        if not self.script:
            self.cdp('Emulation.setScriptExecutionDisabled', value=False)  # the page's own scripts stay as they were: not run
        if not self.js('return !!window.axe'):
            self.js(self.axe_source)
        found = self.driver.execute_async_script(AXE, only)
        if not self.script:
            self.cdp('Emulation.setScriptExecutionDisabled', value=True)
        return found

    def sideways(self):
        """By how many pixels the page is wider than the window."""
        return self.js('return document.documentElement.scrollWidth') - self.width

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = self.cdp('Page.getLayoutMetrics')['cssContentSize']
        clip = {'x': 0, 'y': 0, 'width': self.width, 'height': min(size['height'], 6000), 'scale': 1}
        data = self.cdp('Page.captureScreenshot', format='png', optimizeForSpeed=True, captureBeyondViewport=True,
                        clip=clip)['data']
        (PICTURES / f'{name}.png').write_bytes(base64.b64decode(data))

    def figure(self, name, first, last=None, width=None):
        """For the docs: a small picture of the page from one element (or what a selector finds) to another."""
        if not FIGURES:
            return
        seen = self.width, self.height
        self.size((width or self.width, self.height))
        top, bottom = self.js("""const box = what => (what.tagName ? what : document.querySelector(what)).getBoundingClientRect();
            return [box(arguments[0]).top + scrollY, box(arguments[1]).bottom + scrollY]""", first, last or first)
        clip = {'x': 0, 'y': max(top - 16, 0), 'width': self.width, 'height': bottom - top + 32, 'scale': 1}
        data = self.cdp('Page.captureScreenshot', format='webp', quality=80, captureBeyondViewport=True, clip=clip)['data']
        (pathlib.Path(FIGURES) / f'{name}.webp').write_bytes(base64.b64decode(data))
        self.size(seen)

    # The console: anything in it fails the test, unless it was announced.

    def expect(self, words):
        """Chromium writes a line for every document with a status of 400 and more: expect('422 favicon.ico')."""
        self.expected += words.split()

    def read_console(self):
        """Of the tab that is in front; to be called before a tab is closed, too."""
        for entry in self.driver.get_log('browser'):
            if not any(words in entry['message'] for words in self.expected):
                self.complaints.append(f"{entry['level']}: {entry['message']}")
        return self.complaints

# SPDX-License-Identifier: Apache-2.0
"""One demo and one Chromium for the whole run; a fresh tab for each test. What the console says fails the test."""

import os
import pathlib
import shutil
import tempfile

import pytest

import places
from browser import Browser


@pytest.fixture(scope='session')
def test_dir():
    os.umask(0o022)
    folder = pathlib.Path(tempfile.mkdtemp(prefix='cc-browser-'))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope='session')
def demo(test_dir):
    demo = places.Demo(test_dir / 'demo')
    yield demo
    log = demo.log()
    demo.stop()
    assert not log, 'error log of the demo:\n' + '\n'.join(log)


@pytest.fixture(scope='session')
def annex(demo, test_dir):
    annex = places.Annex(demo, test_dir / 'annex')
    yield annex
    annex.stop()


@pytest.fixture(scope='session')
def window(test_dir):
    window = Browser(test_dir / 'profile')
    yield window
    window.quit()


@pytest.fixture
def browser(window, demo):
    window.fresh()
    yield window
    complaints = window.read_console()
    assert not complaints, 'console:\n' + '\n'.join(complaints)


@pytest.fixture(params=['script', 'no script'])
def either(browser, request):
    """The browser with its script and without: the same must be possible."""
    browser.scripting(request.param == 'script')
    return browser

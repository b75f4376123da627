# SPDX-License-Identifier: Apache-2.0
"""Every page in every state: usable by everybody (WCAG 2.2 AA by axe-core), in light and dark, on a telephone and on a
desk, read from the left and from the right. Pictures of the important ones go to build/pictures."""

import pytest

import away_states  # noqa: F401  (adds its states)
import round_states  # noqa: F401  (adds its states)
from browser import DESKTOP, PHONE
from states import STATES

# What may be another matter in the dark, and what on a narrow window. Colours hardly depend on the width, and looking at them
# takes long: on a telephone they are looked at where a picture is taken.
COLOURS = ['color-contrast', 'link-in-text-block']
NARROW = ['target-size', 'scrollable-region-focusable', 'nested-interactive', 'aria-hidden-focus']
RIGHT_TO_LEFT = 'for (const e of document.querySelectorAll("html, .cocreate")) e.dir = arguments[0]'


def look(browser, name, picture):
    """Everything that is wrong with the page in the tab."""
    wrong = []
    for size, device, rules in ((DESKTOP, 'desktop', None), (PHONE, 'phone', NARROW + COLOURS * picture)):
        browser.size(size)
        for dark, only in ((False, rules), (True, COLOURS)):
            browser.dark(dark)
            if not dark or size == DESKTOP or picture:
                wrong += [f'{device}{", dark" * dark}: {line}' for line in browser.axe(only)]
            if picture and (size == DESKTOP or not dark):
                browser.picture(f'{name}-{device}{"-dark" * dark}')
        browser.dark(False)
        for direction in ('ltr', 'rtl'):
            browser.js(RIGHT_TO_LEFT, direction)
            if browser.sideways() > 0:
                wrong.append(f'{device}, {direction}: wider than the window by {browser.sideways()} pixels')
        browser.js(RIGHT_TO_LEFT, 'ltr')
    return wrong


@pytest.mark.parametrize('name', STATES)
def test_state(browser, demo, annex, name):
    visit = STATES[name]
    if visit.expect:
        browser.expect(visit.expect)
    visit(browser, demo, annex)
    wrong = look(browser, name, visit.picture)
    assert not wrong, '\n'.join(wrong)

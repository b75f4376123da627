# SPDX-License-Identifier: Apache-2.0
"""The database is away: reading goes on and says so, what was typed is not lost, what was pressed can be pressed again."""

import pytest

from places import COMMUNITY
from played import FORM
from round_states import played
from states import IDEAS

SENT = '''const form = arguments[0].closest('form');
return [...new FormData(form, arguments[0])]'''
AGAIN = "return [...document.querySelectorAll('form[data-again] input')].map(field => [field.name, field.value])"
FILL = '''const [form, values] = [arguments[0], arguments[1]];
for (const [name, value] of Object.entries(values)) for (const field of form.querySelectorAll(`[name="${name}"]`)) {
  if (['checkbox', 'radio'].includes(field.type)) field.checked = field.value === value;
  else if (field.type !== 'hidden') field.value = value;
}'''
OPEN = '''const within = fold => fold.contains(arguments[0]) || arguments[0].contains(fold);
for (const fold of document.querySelectorAll('.cocreate details')) fold.open ||= within(fold)'''
TEXT = 'First line\n\n  <b>second</b> & "third" line é 漢字'


@pytest.fixture
def number(annex):
    number = annex.frail.propose()
    annex.frail.vote(number, 'cleo')
    return number


def control(browser, number):
    return browser.find(f'form[action$="/ideas/{number}/vote"] button')


def shown(browser, number):
    """What the control of an idea shows: tally, pressed."""
    button = control(browser, number)
    return int(button.get_property('textContent').split('Votes so far:')[1]), button.get_attribute('aria-pressed')


# --- reading ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('user', [None, 'ben'])
def test_the_last_good_page_says_that_it_is_one(either, annex, number, user):
    frail, browser = annex.frail, either
    browser.sign_in(frail, user)
    for path in ('/', '/ideas?sort=new', f'/ideas/{number}', '/rounds', '/promises'):
        browser.get(frail.origin + COMMUNITY + path)
        assert not browser.has('.cc-late')
        heading = browser.text('h1')
        with frail.away():
            browser.wait(lambda: browser.get(frail.origin + COMMUNITY + path) or browser.has('.cc-late'), f'{path} is late')
            assert browser.status() == 200 and browser.text('h1') == heading
            notice = browser.find('.cc-late')
            assert notice.get_attribute('role') == 'status' and 'a little while ago' in notice.text
            if path != '/rounds' and path != '/promises':
                assert browser.has('.cc-vote-button')
        browser.get(frail.origin + COMMUNITY + path)
        assert not browser.has('.cc-late')


# --- voting in place ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('how', ['database', 'network'])
@pytest.mark.parametrize('path', ['/ideas/{number}', '/ideas?sort=new'])
def test_a_vote_that_does_not_arrive_can_be_pressed_again(browser, annex, number, path, how):
    browser.expect('503 ERR_INTERNET_DISCONNECTED')
    frail = annex.frail
    browser.sign_in(frail, 'ben')
    browser.get(frail.origin + COMMUNITY + path.format(number=number))
    browser.js('window.sameDocument = true')
    if how == 'network':
        browser.offline(True)
        press_in_vain(browser, number)
        browser.offline(False)
    else:
        with frail.away():
            press_in_vain(browser, number)
    control(browser, number).click()
    browser.wait(lambda: shown(browser, number) == (2, 'true'), 'the vote counts')
    assert browser.js('return window.sameDocument') and not browser.has('.cc-vote-away')
    assert frail.idea(number).get('votes') == '2'


def press_in_vain(browser, number):
    for _ in range(2):
        control(browser, number).click()
        browser.wait(lambda: browser.has('.cc-vote-away') and not browser.has('button[aria-busy]'), 'the note')
        note = browser.find('.cc-vote-away')
        assert note.text == 'This did not get through yet. Please press again in a moment.' and note.is_displayed()
        assert shown(browser, number) == (1, 'false') and browser.sideways() <= 0
        browser.wait(lambda: 'did not get through' in browser.find('[role=status].cc-hidden').get_property('textContent'))


# --- whatever is sent ---------------------------------------------------------------------------------------------------

OURS = {'title': 'Parcels while it is away'}    # rounds of our own: what is written here stands on no page that others look at


def write_idea(demo, frail):
    return 'ada', f'{IDEAS}/new', '.cc-form', {'title': 'Lid', 'body': TEXT, 'kind': 'better'}, 'Share my idea', 422


def cast_vote(demo, frail):
    return 'ben', f'{IDEAS}?sort=new', f'form[action$="/ideas/{frail.propose()}/vote"]', {}, None, 200


def write_card(demo, frail):
    values = {'body': TEXT, 'share': 'none'}
    return 'cleo', played(demo, 'advice', **OURS).path, '.cc-card-form', values, None, 200


def write_card_by_link(demo, frail):
    round = played(demo, 'advice', **OURS)
    round.links.setdefault('Guest of the pause', None)
    round.invite_by_link('Guest of the pause')
    link = round.links['Guest of the pause']
    return None, f'{round.path}?link={link}', '.cc-card-form', {'body': TEXT, 'share': 'text'}, None, 200


def reply(demo, frail):
    values = {'body': TEXT, 'kind': 'builds', 'source': 'a'}
    return 'ada', f'{played(demo, "table", **OURS).path}/tables/1', '.cc-reply-form', values, None, 200


def plan_round(demo, frail):
    values = {name: value for name, value in FORM.items() if name not in ('language', 'tables')}
    values |= {'title': 'The pause', 'ask-keep': '', 'in_our_hands': TEXT, 'report': ''}
    return 'mod', f'{COMMUNITY}/rounds/new', 'form[data-round-form]', values, 'Look at it before it opens', 422


@pytest.mark.parametrize('act', [write_idea, cast_vote, write_card, write_card_by_link, reply, plan_round])
def test_what_was_sent_waits_and_is_sent_again(either, demo, annex, act):
    """Texts are to be seen, everything is in the form that sends it again: as it was, with the same token."""
    browser, frail = either, annex.frail
    browser.expect('503 422')
    user, path, selector, values, words, then = act(demo, frail)
    browser.sign_in(frail, user)
    browser.get(frail.origin + path)
    form = browser.find(selector)
    browser.js(OPEN, form)
    browser.js(FILL, form, values)
    button = browser.button(words) if words else browser.find('button[type=submit]', form)
    sent = browser.js(SENT, button)
    with frail.away():
        browser.js('for (const form of document.forms) form.classList.remove("cc-vote-form")')  # a form, also with the script
        browser.follow(button)
        assert browser.status() == 503 and browser.text('h1') == 'One moment, please'
        again = browser.js(AGAIN)
        made = [] if 'token' in dict(sent) else ['token']
        assert sorted(field for field in again if field[0] not in made) == sorted(sent)
        for name, value in values.items():
            if value in (TEXT, 'Lid', 'The pause', 'a') and name in dict(sent):
                assert value in [text.get_property('textContent') for text in browser.all('.cc-keep-text')]
        assert len(browser.all('.cc-problem button')) == 1 and not browser.axe()
        browser.follow(browser.button('Send it again'))  # in vain, and nothing is lost
        assert browser.status() == 503 and sorted(browser.js(AGAIN)) == sorted(again)
    browser.follow(browser.button('Send it again'))
    assert browser.status() == then, browser.text()
    if then == 200:
        assert browser.has('.cc-done')
    else:
        assert browser.has('.cc-summary')  # as it is when it is sent at once: a field is missing

# SPDX-License-Identifier: Apache-2.0
"""The states of the pages of advice rounds and promises, as states.py has those of the rest. Three rounds are the demo's own:
1 is closed, 2 is acting, 3 takes advice. The others are played, once for all tests."""

from places import COMMUNITY
from played import FORM, Round
from states import at, elsewhere, state

ROUNDS = f'{COMMUNITY}/rounds'
BAD = 'Do you like the new crank, and would you buy it?'


def played(demo, phase, **fields):
    """The number of a round in this phase."""
    rounds = demo.__dict__.setdefault('rounds', {})
    key = (phase, *fields.items())
    if key not in rounds:
        rounds[key] = Round(demo, phase, **fields)
    return rounds[key]


def silent(demo, phase='empty'):
    """Nobody gave advice, twice."""
    if ('silent', phase) not in demo.__dict__.setdefault('rounds', {}):
        silent = demo.rounds['silent', phase] = Round(demo)
        silent.pass_until('advice-until', 16 * 60)
        silent.pass_until('advice-until', 16 * 60)
        if phase == 'closed':
            silent.post('learning', {'learning': 'We asked in the week before the holidays. *Nobody* grinds then.'})
    return demo.rounds['silent', phase]


def contested(demo):
    """Reported, and somebody says that we missed the point."""
    round = played(demo, 'reported')
    if not hasattr(round, 'contested'):
        round.contested = round.post(f'cards/{round.cards["Ines Duarte"]}/missed', {'text': 'The green of the **old** lid.'},
                                     'Ines Duarte')
    return round


def flagged(demo):
    round = played(demo, 'hearing')
    if not hasattr(round, 'flagged'):
        round.flagged = round.post(f'cards/{round.cards["ben"]}/flag', {'reason': 'It names a price that is not his.'}, 'ada')
    return round


def of(phase, name, page='', user=None, expect=None, picture=False, **fields):
    """A state that is a page of a played round."""
    def visit(browser, demo, annex):
        round = played(demo, phase, **fields)
        link = f'?link={round.links[user]}' if user in round.links else ''
        browser.sign_in(demo, None if link else user)
        browser.get(f'{demo.origin}{round.path}{page}{link}')
    visit.__name__ = name
    state(expect, picture)(visit)


def open_all(browser):
    """Every fold of the page, as somebody would who looks for something."""
    browser.js('for (const fold of document.querySelectorAll(".cocreate details")) fold.open = true')


# --- lists and the form ---------------------------------------------------------------------------------------------------

at('rounds', ROUNDS)
at('round_new_member', f'{ROUNDS}/new', 'ada', expect='403')
at('round_missing', f'{ROUNDS}/999999', expect='404')
at('wording', f'{ROUNDS}/wording?lang=de&text=Wie+gefaellt+Ihnen+die+neue+Kurbel%3F', 'mod')
at('desk', f'{ROUNDS}/desk', 'mod', picture=True)
at('me', f'{COMMUNITY}/me', 'ada')


@state(picture=True)
def round_new(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/new')
    open_all(browser)


@state()
def round_new_findings(browser, demo, annex):
    """What the check finds while somebody types."""
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/new')
    browser.type('#cc-form-better', BAD)
    browser.wait(lambda: browser.has('[data-findings=better] .cc-finding'))


@state()
def round_new_radical(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/new')
    open_all(browser)
    browser.choose('newness', 'radical')
    assert browser.has('.cc-slot-shut')


@state('422')
def round_new_refused(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/new')
    browser.type('#cc-form-title', 'Abc')
    browser.type('#cc-form-keep', BAD)
    browser.follow(browser.button('Look at it before it opens'))
    assert browser.has('.cc-summary') and browser.has('[data-findings=keep] .cc-finding')


WORDS = {'better': BAD, 'ask-better': 'yes', 'free1': 'How satisfied are you, and why? And what else?'}
of('draft', 'round_preview', '/preview', 'mod', **WORDS)
of('draft', 'round_preview_admin', '/preview', 'admin', **WORDS)
of('announced', 'round_announced', '', 'ada')
of('announced', 'round_radical', '', 'ada', newness='radical', tables='off', stones='off', remove='', **{
    'ask-remove': '', 'ask-story': 'yes', 'story': 'Tell us about the last time that you lent it: where did it get stuck?'})
of('announced', 'round_slips', '/edit', 'mod')


@state('409')
def round_preview_refused(browser, demo, annex):
    """What the check stops is not published."""
    round = played(demo, 'draft', **WORDS)
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{round.path}/preview')
    browser.leave(lambda: browser.js('document.querySelector("form.cc-publish").submit()'))  # there is no button for it
    assert browser.status() == 409 and browser.has('.cc-summary')


@state()
def round_preview_owing(browser, demo, annex):
    """One promise is overdue; here that is one too many."""
    round = played(demo, 'draft')
    browser.sign_in(demo, 'mod')
    demo.sql("update cocreate.round_setting set overdue_promises = 0 where site = 'grind'")
    browser.get(f'{demo.origin}{round.path}/preview')
    demo.sql("update cocreate.round_setting set overdue_promises = 3 where site = 'grind'")
    assert 'administrator' in browser.text('.cc-publish')


# --- advice ---------------------------------------------------------------------------------------------------------------

at('round_advice', f'{ROUNDS}/3')
at('round_invited', f'{ROUNDS}/3', 'ada', picture=True)
of('advice', 'round_advice_host', '', 'mod')


def wrote(demo):
    """A round with everything that somebody can have in it before the end."""
    round = played(demo, 'advice', days='12')
    if not round.cards:
        round.invite_by_link('Walter Nemec')
        round.post('invite', {'who': 'cleo', 'why': 'You turn it *every* morning.'})
        round.post('join', {'value': 'decline'}, 'cleo')
        round.advise('ada', '1', 'name', 'The second colour. It only ever chips.')
        round.advise('ada', '2', 'none', 'The coin.', 'draft')
    return round


def of_wrote(name, page, user):
    def visit(browser, demo, annex):
        round = wrote(demo)
        link = f'?link={round.links[user]}' if user in round.links else ''
        browser.sign_in(demo, None if link else user)
        browser.get(f'{demo.origin}{round.path}{page}{link}')
        open_all(browser)
    visit.__name__ = name
    state()(visit)


of_wrote('round_wrote', '', 'ada')
of_wrote('round_declined', '', 'cleo')
of_wrote('round_guest', '', 'Walter Nemec')
of_wrote('round_host', '/host', 'mod')
of_wrote('answer_waiting', '/mine', 'ada')


@state('422')
def card_refused(browser, demo, annex):
    browser.sign_in(demo, 'cleo')
    browser.get(f'{demo.origin}{ROUNDS}/3')
    browser.type('#cc-q1-new-body', '  ')
    browser.follow(browser.find('#question-1 button[value=send]'))
    assert browser.has('.cc-summary') and browser.has('#question-1 .cc-error')


@state('422')
def host_refused(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{wrote(demo).path}/host')
    browser.type('#cc-invite-who', 'nobody-of-this-name')
    browser.follow(browser.button('Invite them'))
    assert browser.has('.cc-summary')


@state('410')
def link_gone(browser, demo, annex):
    round = wrote(demo)
    browser.sign_in(demo, None)
    browser.get(f'{demo.origin}{round.path}?link={round.links["Walter Nemec"][:-1]}x')


# --- tables, hearing, choosing ----------------------------------------------------------------------------------------------

of('table', 'round_table', '', 'ada')
of('table', 'round_table_visitor', '')
of('table', 'table_guest', '/tables/1', 'Walter Nemec')
of('hearing', 'table_closed', '/tables/1', 'ben')
of('hearing', 'round_hearing', '', 'ada')
of('choosing', 'round_choosing', '', 'ben')


@state(picture=True)
def kitchen_table(browser, demo, annex):
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{played(demo, "table").path}/tables/1')
    open_all(browser)


@state('422')
def table_refused(browser, demo, annex):
    round = played(demo, 'table')
    browser.sign_in(demo, 'ben')
    browser.get(f'{demo.origin}{round.path}/tables/1')
    fold = browser.find(f'#card-{round.cards["ada"]} + .cc-say')
    browser.find('summary', fold).click()
    browser.find('input[value=differs]', fold).click()
    browser.find('textarea', fold).send_keys('No.')
    browser.follow(browser.find('button[type=submit]', fold))
    assert browser.has('.cc-summary') and browser.has('.cc-say[open] .cc-error')


@state(picture=True)
def hearing(browser, demo, annex):
    round = played(demo, 'hearing')
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{round.path}/hearing')


@state('422')
def hearing_refused(browser, demo, annex):
    round = played(demo, 'hearing')
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{round.path}/hearing')
    browser.find(f'#card-{round.cards["ada"]}')
    browser.find('.cc-pick input').click()
    browser.follow(browser.button('Write it down'))
    assert browser.has('.cc-summary') and browser.has('.cc-pick input:checked')


@state()
def choosing(browser, demo, annex):
    round = played(demo, 'choosing')
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{round.path}/choosing')
    open_all(browser)


@state('422')
def choosing_refused(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{played(demo, "choosing").path}/choosing')
    browser.find('.cc-action-form input[name=title]').send_keys('A crank of wood')
    browser.follow(browser.button('Save this action'))
    assert browser.has('.cc-summary') and browser.has('.cc-action-form .cc-error')


# --- acting, report, promises ------------------------------------------------------------------------------------------------

at('round_acting', f'{ROUNDS}/2')
at('round_acting_adviser', f'{ROUNDS}/2', 'ada')
at('traces', f'{ROUNDS}/2/traces', 'mod')
at('promises', f'{COMMUNITY}/promises', picture=True)
at('promise', f'{COMMUNITY}/promises/7')
at('promise_keeper', f'{COMMUNITY}/promises/7', 'mod')
of('reported', 'round_reported', '', 'ben')
of('reported', 'answer', '/mine', 'ada', picture=True)
of('reported', 'answer_could_not_use', '/mine', 'Ines Duarte')
at('round_closed', f'{ROUNDS}/1')


@state('422')
def traces_refused(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{ROUNDS}/2/traces')
    form = browser.find('.cc-trace-form[action*="/cards/"]')
    browser.find('option[value=for_later]', form).click()
    browser.follow(browser.find('button[type=submit]', form))
    assert browser.has('.cc-summary') and browser.has('.cc-trace-form .cc-error')


@state('422')
def promise_refused(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    number = next(p.get('number') for p in demo.xml(f'{COMMUNITY}/promises.xml?phase=open').iterfind('promises/promise')
                  if p.get('kind') == 'act' and p.findtext('keeper') == 'Mona Dahl')
    browser.get(f'{demo.origin}{COMMUNITY}/promises/{number}')
    browser.choose('kind', 'moved')
    browser.follow(browser.button('Add to the record'))
    assert browser.has('.cc-summary')


@state()
def answer_missed(browser, demo, annex):
    round = contested(demo)
    browser.sign_in(demo, None)
    browser.get(f'{demo.origin}{round.path}/mine?link={round.links["Ines Duarte"]}')
    assert 'You told us that we missed your point' in browser.text('.cc-letter')


@state()
def traces_contested(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{contested(demo).path}/traces?from=contested')


# --- a card, and rounds that ended otherwise -----------------------------------------------------------------------------------

@state()
def card(browser, demo, annex):
    round = flagged(demo)
    browser.sign_in(demo, 'ada')
    browser.get(f'{demo.origin}{round.path}/cards/{round.cards["cleo"]}')
    open_all(browser)


@state()
def card_flagged(browser, demo, annex):
    round = flagged(demo)
    browser.sign_in(demo, 'admin')
    browser.get(f'{demo.origin}{round.path}/cards/{round.cards["ben"]}')
    open_all(browser)


@state()
def round_cancelled(browser, demo, annex):
    round = played(demo, 'advice', days='5')
    if not round.cards:
        round.advise('ada', '1', 'name', 'The second colour. It only ever chips.')
        round.post('cancel', {'reason': 'The colour mill closes.'})
    browser.sign_in(demo, 'ada')
    browser.get(demo.origin + round.path)


@state()
def round_empty(browser, demo, annex):
    browser.sign_in(demo, 'mod')
    browser.get(f'{demo.origin}{silent(demo).path}/host')
    assert browser.has('#learning')


@state()
def round_learned(browser, demo, annex):
    browser.sign_in(demo, None)
    browser.get(demo.origin + silent(demo, 'closed').path)


@state('409')
def moved_on(browser, demo, annex):
    """The form was open when the others moved on: the words stay."""
    round = played(demo, 'choosing')
    browser.sign_in(demo, 'admin')
    browser.get(demo.origin + round.path)
    browser.js('''const form = document.createElement('form'); form.method = 'post'; form.action = arguments[0];
        for (const [name, value] of Object.entries(arguments[1])) {
          const field = document.createElement('input'); field.type = 'hidden'; field.name = name; field.value = value;
          form.append(field);
        }
        document.body.append(form)''', round.path + '/cards',
               {'question': '1', 'card': '', 'share': 'none', 'do': 'send', 'token': 'x' * 24, 'body': 'The knob. It squeaks.'})
    browser.leave(lambda: browser.js('document.forms[document.forms.length - 1].submit()'))
    assert browser.status() == 409 and 'It squeaks' in browser.find('.cocreate').get_property('innerHTML')


# --- without script, and elsewhere ---------------------------------------------------------------------------------------------

@state('422')
def no_script_round_refused(browser, demo, annex):
    browser.scripting(False)
    round_new_refused(browser, demo, annex)


elsewhere('empty_rounds', '/empty/rounds')
elsewhere('bare_round', '/bare/rounds/1', 'ada')
elsewhere('german_round', '/deutsch/rounds/2')

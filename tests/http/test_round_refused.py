# SPDX-License-Identifier: Apache-2.0
"""Everything that can be done in a round, tried in every phase in which it cannot: the page says what happened and what one can
do instead, and nothing that was typed is lost."""

import re

import pytest

from rounds import House, number_of, stopped

PHASES = ['announced', 'advice', 'table', 'hearing', 'choosing', 'acting', 'reported', 'closed', 'cancelled', 'empty']
ENDS = PHASES[-3:]

# What each act answers from which phase on; "-": it is taken there, or makes no sense yet. A round that is closed, was called
# off or ended as empty says so, where nothing else is said.
KEYS = '''
give advice     announced: not-open-yet | advice: - | choosing: moved-on | closed: moved-on | empty: moved-on
change a card   announced: - | table: sealed-over | choosing: moved-on | closed: moved-on | empty: moved-on
reply           announced: not-at-table | table: - | hearing: tables-closed
leave           announced: not-at-table | table: - | hearing: tables-closed
insight         announced: not-open-yet | hearing: - | choosing: already-heard | acting: moved-on
look            announced: not-open-yet | hearing: - | choosing: already-heard | acting: moved-on
sign            announced: not-open-yet | hearing: - | choosing: already-heard | acting: moved-on
hear            announced: not-open-yet | hearing: - | choosing: already-heard | acting: moved-on
stones          announced: not-open-yet | choosing: - | acting: already-chosen
priority        announced: not-open-yet | choosing: - | acting: already-chosen
action          announced: not-open-yet | choosing: - | acting: already-chosen
choose          announced: not-open-yet | choosing: - | acting: already-chosen
trace           announced: - | advice: not-open-yet | acting: - | reported: already-reported | empty: -
trace the rest  announced: not-open-yet | acting: - | reported: already-reported
report          announced: not-open-yet | acting: - | reported: already-reported
missed          announced: - | advice: not-open-yet | reported: -
extend          announced: - | table: too-late-to-extend
strike          announced: - | table: sealed-over | choosing: moved-on
ask             announced: - | table: sealed-over | choosing: moved-on
invite          announced: - | table: sealed-over | choosing: moved-on
join            announced: - | table: sealed-over | choosing: moved-on
make a link     announced: - | choosing: already-heard | acting: moved-on
cancel          announced: - | acting: already-chosen
learn           announced: not-empty | empty: -
mend            announced: - | advice: already-open
publish         announced: already-published
'''
TYPED = 'Just these few words, in {}.'

ACTS = {  # who, where, what is sent; @card @insight: those of the round; @words: what is typed
    'give advice': ('cato', 'cards', {'question': 1, 'body': '@words', 'do': 'send', 'share': 'text'}),
    'change a card': ('cara', 'cards', {'card': '@card', 'question': 1, 'body': '@words', 'do': 'send', 'share': 'text'}),
    'reply': ('cara', 'tables/1/replies', {'kind': 'answer', 'course': 1, 'body': '@words'}),
    'leave': ('cara', 'tables/1/leave', {'see': '@words', 'version': 1}),
    'insight': ('hana', 'insights', {'kind': 'keep', 'sentence': '@words', 'card-@card': 'yes'}),
    'look': ('hana', 'look', {'card-@card': 'yes'}),
    'sign': ('hana', 'agreed', {'value': 'sign'}),
    'hear': ('hugo', 'heard', {}),
    'stones': ('cara', 'stones', {'first': '@insight'}),
    'priority': ('hana', 'priorities', {'insight': '@insight', 'place': 2, 'reason': '@words'}),
    'action': ('hana', 'actions', {'title': '@words', 'size': 'larger', 'people': 'Us', 'due': '@day'}),
    'choose': ('hugo', 'chosen', {'departure': '@words'}),
    'trace': ('hana', 'cards/@card/trace', {'outcome': 'not_now', 'reason': '@words', 'version': ''}),
    'trace the rest': ('hana', 'insights/@insight/traces', {'outcome': 'not_now', 'reason': '@words'}),
    'report': ('hugo', 'report', {}),
    'missed': ('cara', 'cards/@card/missed', {'text': '@words'}),
    'extend': ('hana', 'extend', {'days': 3, 'reason': '@words'}),
    'strike': ('hana', 'strike', {'place': 2, 'reason': '@words'}),
    'ask': ('hana', 'ask', {'slot': 'free', 'text': '@words', 'language': 'en'}),
    'invite': ('hana', 'invite', {'who': 'dana', 'why': '@words'}),
    'join': ('dana', 'join', {'value': 'ask'}),
    'make a link': ('hana', 'links', {'guest': '@words', 'guest_group': 'customer', 'days': ''}),
    'cancel': ('hana', 'cancel', {'reason': '@words'}),
    'learn': ('hana', 'learning', {'learning': '@words'}),
    'mend': ('hana', 'edit', {'in_our_hands': '@words', 'version': '1', 'title': 'Sending things back', 'not_in_our_hands': 'x'}),
    'publish': ('mona', 'publish', {}),
}


def keys():
    """{act: {phase: key}}"""
    table = {}
    for line in KEYS.strip('\n').splitlines():
        act, cells = re.split(' {2,}', line, maxsplit=1)
        said, key = dict(cell.split(': ') for cell in cells.split(' | ')), None
        assert set(said) <= set(PHASES) and act in ACTS, line
        table[act] = {phase: said.get(phase, phase) if phase in ENDS else (key := said.get(phase, key)) for phase in PHASES}
    assert set(table) == set(ACTS)
    return table


TABLE = keys()


@pytest.fixture(scope='module')
def tried(httpd, database, test_dir):
    """{(act, phase): reply} of all that is refused."""
    house = House(httpd, database, test_dir)
    house.enter('hugo', 'dana')
    house.set(overdue_promises=100)
    replies = {}

    def refuse(phase, **numbers):
        assert house.phase() == phase
        known = {'@card': 123456789, '@insight': 1, '@day': house.day(20), '@words': TYPED.format(phase), **numbers}
        for act, (who, path, fields) in ACTS.items():
            if TABLE[act][phase] != '-':
                sent = {put(name, known): put(value, known) for name, value in fields.items()}
                replies[act, phase] = house[who].posts(put(path, known), sent)

    through_a_round(house, refuse)
    house.open_quickly('hana', hosts='hugo')
    house.to('opens_at')
    card = give(house, 'cara')
    house['hana'].acts('cancel', {'reason': 'The product is given up.'})
    refuse('cancelled', **{'@card': card})
    house.open_quickly('hana', hosts='hugo')
    house.to('opens_at')
    card = give(house, 'cara')
    house.to('advice_until', '16 minutes')
    house.to('advice_until', '16 minutes')
    refuse('empty', **{'@card': card})
    return replies


def put(text, known):
    for name, value in known.items():
        text = str(text).replace(name, str(value))
    return text


def give(house, who):
    return number_of(house[who].acts('cards', {'question': 1, 'body': f'A word of {who}.', 'do': 'send'}))


def through_a_round(house, refuse):
    """One round from the announcement to its end; at each phase everything that is refused then is tried."""
    house.open_quickly('hana', hosts='hugo', tables='on', stones='on')
    hana = house['hana']
    refuse('announced')
    house.to('opens_at')
    cards = {who: give(house, who) for who in ('cara', 'carl', 'cem', 'chen')}
    known = {'@card': cards['cara']}
    refuse('advice', **known)
    house.to('advice_until', '16 minutes')
    refuse('table', **known)
    house.to('tables_until')
    refuse('hearing', **known)
    ticked = {f'card-{number}': 'yes' for number in cards.values()}
    known['@insight'] = number_of(hana.acts('insights', {'kind': 'disagreement', 'sentence': 'They differ.', **ticked}))
    hana.acts('heard')
    refuse('choosing', **known)
    hana.acts('priorities', {'insight': known['@insight'], 'place': 1, 'reason': 'It costs time.'})
    hana.acts('actions', {'title': 'Join them', 'size': 'small', 'people': 'Us', 'due': house.day(9)})
    hana.acts('chosen')
    refuse('acting', **known)
    hana.acts(f'insights/{known["@insight"]}/traces', {'outcome': 'in_insight'})
    hana.acts('report')
    refuse('reported', **known)
    house.to('closes_at(r)')
    refuse('closed', **known)


@pytest.mark.parametrize('act', ACTS)
def test_out_of_its_phase(tried, act):
    """What happened, what one can do instead, and the words that were typed."""
    kept = '@words' in ACTS[act][2].values()
    wrong = {}
    for phase, key in TABLE[act].items():
        if key != '-':
            try:
                stopped(tried[act, phase], 409, key, *([TYPED.format(phase)] if kept else []))
            except AssertionError as problem:
                wrong[phase] = str(problem)[:300]
    assert wrong == {}

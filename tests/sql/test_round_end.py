# SPDX-License-Identifier: Apache-2.0
"""What hosts do to a running round: more time, questions struck and added, the end before its time, the learning note."""

import json

import psycopg2
import pytest

from pairs import at_once
from rounds import CUSTOMERS, FORM, HOST, OPENS, UNTIL, House


@pytest.fixture
def house(database):
    house = House(database)
    house.open()
    return house


def keys(rows):
    return {row['field']: ' '.join(str(row[k]) for k in ('key', 'min', 'max') if k in row) for row in rows}


def events(house):
    return house.database.rows('select kind, text from round_event where round = %s order by number', house.number)


def promises(house):
    return house.database.rows('''
        select p.kind, to_char(n.due at time zone 'UTC', 'MM-DD'), n.moves, n.ended
        from promise p join promise_now n using (site, promise) where p.round = %s order by p.promise''', house.number)


NOBODY = [(None, (401, 'sign-in')), ('', (401, 'sign-in')), ('link:1.1', (401, 'sign-in')), ('cara', (403, 'hosts-only')),
          ('sam', (403, 'hosts-only')), ('mia', (403, 'hosts-only'))]
HOSTS_ACTS = [('round_extend', {'days': '3', 'reason': 'So.'}), ('round_cancel', {'reason': 'So.'}),
              ('question_strike', {'place': '1', 'reason': 'So.'}), ('question_add', {'slot': 'better', 'text': ''}),
              ('round_learn', {'learning': 'So.'})]


@pytest.mark.parametrize('who, said', NOBODY)
@pytest.mark.parametrize('action, given', HOSTS_ACTS, ids=[action for action, _ in HOSTS_ACTS])
def test_who_may_not(house, action, given, who, said):
    before = house.row()
    assert house.refused(action, who, **given) == said
    assert house.row() == before


@pytest.mark.parametrize('action, given', HOSTS_ACTS, ids=[action for action, _ in HOSTS_ACTS])
def test_a_round_that_is_not_there(house, action, given):
    for number in ('7', 'x', '', None):
        assert house.refused(action, HOST, number=number, **given) == (404, 'not-found')
    assert house.refused(action, HOST, site='other', **given) == (404, 'not-found')


def test_whoever_hosts_with_the_host_may_too(house):
    house.database.propose(subject='sam', name='Sam', group='staff')
    house.open(title='Another subject', hosts='sam')
    house.do('round_extend', 'sam', days=3, reason='Holidays.')
    house.do('round_cancel', 'sam', reason='We were wrong.')


# ---- more time


def test_more_time(house):
    house.advise('carl', do='draft')
    (row,) = house.act('round_extend', HOST, days='5', reason=' School\r\nholidays. ')
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'extended'}
    written = house.row()
    dates = ('opens_at', 'advice_until', 'tables_until', 'hear_due', 'choose_due', 'report_due')
    assert [written[name][5:10] for name in dates] == ['03-03', '03-18', '03-24', '03-31', '04-07', '04-24']
    assert written['extensions'] == 1
    assert promises(house) == [('hear', '03-31', 1, None), ('choose', '04-07', 1, None), ('report', '04-24', 1, None)]
    assert events(house)[-1] == ('extended', 'School\nholidays.')
    lines = 'select distinct e.kind, e.text, m.subject from promise_event e join member m on m.id = e.by'
    assert house.database.rows(lines) == [('moved', 'School\nholidays.', HOST)]
    assert house.outbox('extended') == [('extended', 'carl')]
    house.counted()


def test_twice_and_no_more(house):
    house.do('round_extend', HOST, days=1, reason='One.')
    house.do('round_extend', HOST, days=28, reason='Two.')
    assert house.refused('round_extend', HOST, days=1, reason='Three.') == (409, 'extended-twice')
    assert house.row()['advice_until'].startswith('2027-04-11')


def test_the_same_form_again(house):
    for _ in range(2):
        assert house.do('round_extend', HOST, days=3, reason='One.') == 'extended'
    assert house.row()['extensions'] == 1
    house.at(OPENS + 1, '12:11')
    house.do('round_extend', HOST, days=3, reason='One.')
    assert house.row()['extensions'] == 2, 'later it is another one'


def test_an_administrator_extends_as_well(house):
    house.do('round_extend', 'ole', admin='yes', days=3, reason='Holidays.')
    assert house.row()['extensions'] == 1


@pytest.mark.parametrize('days, reason, said', [
    ('', '', {'days': 'missing 1 28', 'reason': 'missing'}),
    (None, None, {'days': 'missing 1 28', 'reason': 'missing'}),
    ('0', 'So.', {'days': 'value 1 28'}),
    ('29', 'So.', {'days': 'value 1 28'}),
    ('-3', 'So.', {'days': 'value 1 28'}),
    ('three', 'So.', {'days': 'value 1 28'}),
    ('3', 'x' * 4001, {'reason': 'too-long 4000'}),
    ('3', 'x\x01y', {'reason': 'characters'}),
])
def test_what_more_time_needs(house, days, reason, said):
    assert keys(house.act('round_extend', HOST, days=days, reason=reason)) == said
    assert house.row()['extensions'] == 0


def test_nobody_cuts_a_round_short_once_a_card_is_given(house):
    house.advise('cara')
    assert house.refused('round_extend', HOST, days='-3', reason='We know enough.') == (409, 'has-cards')
    assert house.refused('round_extend', 'ole', admin='yes', days='-3', reason='We know enough.') == (409, 'has-cards')
    with pytest.raises(psycopg2.Error, match='cocreate: has-cards'):
        house.database.run("update round set advice_until = advice_until - interval '1 day'")


@pytest.mark.parametrize('day, clock, said', [
    (0, '12:00', None), (UNTIL, '19:59', None), (UNTIL, '20:00', 'too-late-to-extend'), (UNTIL, '20:10', 'too-late-to-extend'),
    (UNTIL + 1, '12:00', 'too-late-to-extend'), (UNTIL + 30, '12:00', 'too-late-to-extend'),
])
def test_only_before_the_end(house, day, clock, said):
    for who in CUSTOMERS[:3]:
        house.advise(who)
    house.at(day, clock)
    if said:
        assert house.refused('round_extend', HOST, days=3, reason='So.') == (409, said)
    else:
        house.do('round_extend', HOST, days=3, reason='So.')


def test_what_is_over_gets_no_more_time(house):
    house.at(UNTIL + 8)
    assert house.refused('round_extend', HOST, days=3, reason='So.') == (409, 'empty')
    house.do('round_learn', HOST, learning='Nobody sends things back.')
    assert house.refused('round_extend', HOST, days=3, reason='So.') == (409, 'closed')


def test_two_extend_at_the_end_at_once(house):
    """The second waits; what the first did counts."""
    house.do('round_extend', HOST, days=3, reason='Holidays.')
    house.at(UNTIL + 3, '19:59')
    extend = [('round_extend', who, {'days': '7', 'reason': f'{who} says so.', 'admin': 'yes'}) for who in (HOST, 'ole')]
    first, then, waited = at_once(house, *extend)
    assert waited and first[0]['done'] == 'extended' and then == [{'status': 409, 'key': 'extended-twice'}]
    assert house.row()['extensions'] == 2 and promises(house)[0][2] == 2


def test_a_card_and_an_extension_at_once(house):
    card = ('advice_save', 'cara', {'card': '', 'question': 1, 'body': 'Drop it.', 'do': 'send', 'share': 'none'})
    first, then, waited = at_once(house, card, ('round_extend', HOST, {'days': '3', 'reason': 'So.'}))
    assert waited and first[0]['status'] == then[0]['status'] == 303
    assert house.row()['advisers'] == 1 and house.outbox('extended') == []
    house.counted()


# ---- cancelling


def test_cancelling(house):
    for who in ('dana', 'dirk'):
        house.database.propose(subject=who, name=who, group='distributor')
    house.do('round_invite', HOST, who='dana\ndirk', why='You know it.')
    house.do('round_join', 'dirk', value='decline')
    card = house.advise('cara')
    house.advise('carl', do='draft')
    (row,) = house.act('round_cancel', HOST, reason=' We asked the wrong thing. ')
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'round-cancelled'}
    assert house.phase() == 'cancelled'
    assert house.row()['cancel_reason'] == 'We asked the wrong thing.' and house.row()['tick_at'] is None
    assert {ended for *_, ended in promises(house)} == {'released'}
    assert house.database.rows('select distinct kind, text from promise_event') == [('released', 'We asked the wrong thing.')]
    assert house.outbox('cancelled') == [('cancelled', 'cara'), ('cancelled', 'carl'), ('cancelled', 'dana')]
    assert events(house)[-1] == ('cancelled', 'We asked the wrong thing.')
    assert house.card(card)['body'], 'cards stay their advisers\''
    assert house.act('round_cancel', HOST, reason='We asked the wrong thing.') == [row], 'the same form once more'
    assert house.refused('round_cancel', HOST, reason='Another reason.') == (409, 'cancelled')
    house.counted()


@pytest.mark.parametrize('phase, said', [
    ('advice', None), ('table', None), ('hearing', None), ('choosing', None), ('acting', 'already-chosen'),
    ('reported', 'already-chosen'), ('closed', 'closed'),
])
def test_until_something_is_chosen(house, phase, said):
    house.to(phase)
    if said:
        assert house.refused('round_cancel', HOST, reason='So.') == (409, said)
    else:
        house.do('round_cancel', HOST, reason='So.')
        assert house.phase() == 'cancelled'
        assert [kind for kind, *_, ended in promises(house) if ended == 'released'] == (
            ['choose', 'report'] if phase == 'choosing' else ['hear', 'choose', 'report'])


def test_an_empty_round_is_not_cancelled(house):
    house.at(UNTIL + 8)
    assert house.refused('round_cancel', HOST, reason='So.') == (409, 'empty')


@pytest.mark.parametrize('reason, said', [('', 'missing'), (' \n', 'missing'), (None, 'missing'), ('x' * 4001, 'too-long 4000')])
def test_cancelling_needs_a_reason(house, reason, said):
    assert keys(house.act('round_cancel', HOST, reason=reason)) == {'reason': said}


def test_a_cancelled_round_refuses_everything(house):
    house.do('round_cancel', HOST, reason='So.')
    for action, given in HOSTS_ACTS + [('round_invite', {'who': 'cara', 'why': 'So.'}), ('round_join', {'value': 'ask'}),
                                       ('link_make', {'guest': 'G', 'guest_group': 'customer', 'days': ''}),
                                       ('round_publish', {'form': {}})]:
        who = 'cara' if action == 'round_join' else 'mia' if action == 'round_publish' else HOST
        given = {**given, 'reason': 'Another.'} if 'reason' in given else given
        assert house.refused(action, who, **given) == (409, 'cancelled'), action


def test_a_cancelled_draft_stays_among_those_who_knew_it(house):
    form = {**FORM, 'title': 'A draft', 'report': house.day(60), 'token': 'a-token-of-sixteen'}
    house.number = house.made('round_save', HOST, number=None, form=form)
    house.do('round_cancel', HOST, reason='Not now.')
    seen = "select count(*) from viewer('grind', %s, %s, %s, null, '2')"
    assert [house.database.value(seen, *who) for who in ((HOST, 'staff', None), ('mia', 'staff', 'yes'))] == [1, 1]
    assert [house.database.value(seen, *who) for who in (('cara', 'customer', None), (None, None, None))] == [0, 0]
    assert house.refused('round_join', 'cara', value='ask') == (404, 'not-found')
    assert house.outbox() == []


def test_no_client_cancels_what_is_chosen(house):
    house.to('acting')
    with pytest.raises(psycopg2.Error, match='cocreate: already-chosen'):
        house.database.run("update round set cancelled_at = clock(), cancel_reason = 'So.'")


def test_cancelled_while_it_is_extended(house):
    first, then, waited = at_once(house, ('round_cancel', HOST, {'reason': 'So.'}),
                                  ('round_extend', HOST, {'days': '3', 'reason': 'So.'}))
    assert waited and first[0]['done'] == 'round-cancelled' and then == [{'status': 409, 'key': 'cancelled'}]


# ---- striking a question


def test_a_bad_question_is_struck_and_stays_to_be_read(house):
    card = house.advise('cara', question=1)
    (row,) = house.act('question_strike', HOST, place='1', reason='It asks two things.')
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'struck'}
    assert house.database.rows('select place, struck_at is not null, struck_reason from question order by 1') == [
        (1, True, 'It asks two things.'), (2, False, None)]
    assert events(house)[-1] == ('struck', 'What should we remove?\n\nIt asks two things.')
    assert house.card(card)['body'] and house.row()['cards'] == 1
    assert house.act('question_strike', HOST, place='1', reason='It asks two things.') == [row]
    assert house.refused('question_strike', HOST, place='1', reason='Something else.') == (409, 'already-struck')
    assert house.refused('question_strike', HOST, place='2', reason='So.') == (409, 'last-question')


def test_what_is_refused(house):
    for place in ('3', '0', 'x', '', None, '99999999999'):
        assert house.refused('question_strike', HOST, place=place, reason='So.') == (404, 'not-found')
    assert keys(house.act('question_strike', HOST, place='1', reason='')) == {'reason': 'missing'}
    assert keys(house.act('question_strike', HOST, place='1', reason='x' * 1001)) == {'reason': 'too-long 1000'}
    for who in CUSTOMERS[:3]:
        house.advise(who)
    house.at(UNTIL + 1)
    assert house.refused('question_strike', HOST, place='1', reason='So.') == (409, 'sealed-over')


# ---- adding a question


def add(house, slot='better', text='', findings='[]', language='en', **given):
    return house.act('question_add', HOST, slot=slot, language=language, text=text, findings=findings, **given)


def found(severity, field='text'):
    return json.dumps([{'field': field, 'rule': 'O2', 'severity': severity, 'category': 'opinion'}])


def test_a_question_is_added_until_half_time(house):
    (row,) = add(house)
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'question-added'}
    assert add(house, 'free', ' Who carries it? ')[0]['done'] == 'question-added'
    assert house.database.rows('select place, slot, text from question where place > 8 order by 1') == [
        (9, 'better', 'What could be better?'), (10, 'free', 'Who carries it?')]
    assert events(house)[-1] == ('asked', 'Who carries it?')
    assert add(house) == [row], 'the same form once more'
    house.at(7, '12:59')
    add(house, 'story')
    house.at(7, '13:01')
    assert add(house, 'useful') == [{'status': 409, 'key': 'half-time-over'}]
    assert house.database.value('select count(*) from question') == 5
    assert house.advise('cara', question=9)


def test_at_most_four_are_added(house):
    for slot in ('better', 'story', 'useful', 'suppose'):
        add(house, slot)
    assert add(house, 'free', 'And now?') == [{'status': 409, 'key': 'too-many-questions'}]


@pytest.mark.parametrize('given, said', [
    ({'slot': ''}, {'slot': 'missing'}),
    ({'slot': None}, {'slot': 'missing'}),
    ({'slot': 'other'}, {'slot': 'unknown'}),
    ({'slot': 'free'}, {'text': 'missing'}),
    ({'slot': 'free', 'text': 'x' * 301}, {'text': 'too-long 300'}),
    ({'slot': 'free', 'text': 'One\nTwo'}, {'text': 'one-line'}),
    ({'slot': 'free', 'text': 'One \u200b?'}, {'text': 'characters'}),
])
def test_what_an_added_question_needs(house, given, said):
    assert keys(add(house, **given)) == said
    assert house.database.value('select count(*) from question') == 2


def test_an_added_question_is_checked(house):
    for severity in ('stop', 'warn'):
        assert add(house, 'free', 'Your feedback?', found(severity)) == [{'status': 409, 'key': 'findings-open'}]
    assert add(house, 'free', 'Who carries it?', None) == [{'status': 409, 'key': 'unchecked'}]
    assert add(house, 'free', 'Who carries it?', found('need'))[0]['status'] == 303
    assert add(house, 'free', 'Who pays for it?', found('stop', 'title'))[0]['status'] == 303
    assert add(house, 'story', '', None)[0]['status'] == 303, 'a stem is sound'


def test_an_added_question_is_checked_in_the_language_of_its_round(house):
    for language in ('de', '', None):
        assert add(house, 'free', 'Who carries it?', language=language) == [{'status': 409, 'key': 'unchecked'}]
    assert add(house, 'story', '', found('stop'), language='de')[0]['status'] == 303, 'a stem is sound'
    assert add(house, 'free', 'Who carries it?')[0]['status'] == 303
    assert house.database.value("select checked from question where text = 'Who carries it?'") == 'en Who carries it?'


def test_a_radically_new_subject_gets_no_other_questions(house):
    house.open(title='Another subject', newness='radical', **{'ask-remove': 'no', 'keep': ''})
    assert keys(add(house, 'better')) == {'slot': 'radical'}
    assert keys(add(house, 'free', 'Who?')) == {'slot': 'radical'}
    add(house, 'story')
    assert house.database.value('select text from question where place = 9').startswith('Tell us about the last time')


# ---- an empty round


def test_what_the_silence_tells(house):
    card = house.advise('cara')
    house.at(UNTIL + 8)
    assert house.phase() == 'empty'
    assert house.refused('round_learn', HOST, learning='So.') == (409, 'cards-without-outcome')
    house.do('trace_save', HOST, card=card, outcome='not_now', reason='Alone it is not enough to act on.', version='')
    (row,) = house.act('round_learn', HOST, learning=' Those who send back are not here. ')
    assert row == {'status': 303, 'location': '/rounds/1', 'done': 'learned'}
    assert house.phase() == 'closed' and house.row()['learning'] == 'Those who send back are not here.'
    assert promises(house)[-1][-1] == 'kept'
    assert house.outbox('report') == [('report', 'cara')]
    assert events(house)[-1] == ('learned', 'Those who send back are not here.')
    assert house.act('round_learn', HOST, learning='Those who send back are not here.') == [row], 'the same form once more'
    assert house.refused('round_learn', HOST, learning='Something else.') == (409, 'closed')
    house.counted()


def test_learning_is_for_empty_rounds(house):
    assert house.refused('round_learn', HOST, learning='So.') == (409, 'not-empty')
    house.at(UNTIL + 8)
    assert keys(house.act('round_learn', HOST, learning='')) == {'learning': 'missing'}
    assert keys(house.act('round_learn', HOST, learning='x' * 4001)) == {'learning': 'too-long 4000'}
    assert house.phase() == 'empty'


def test_nothing_else_comes_of_an_empty_round(house):
    house.advise('cara')
    house.at(UNTIL + 8)
    house.act('round_learn', 'cara', learning='x')
    assert house.refused('round_hear', HOST)[0] == 409
    with pytest.raises(psycopg2.Error):
        house.database.run('update round set heard_at = clock()')

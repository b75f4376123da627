# SPDX-License-Identifier: Apache-2.0
"""The ledger: nothing in it is changed; what a promise is follows from its lines and the calendar, and from nobody's doing."""

import datetime

import psycopg2
import pytest

from rounds import CHOOSE, HEAR, HOST, REPORT, START, UNTIL, House, tokens

DUE = CHOOSE + 10   # of the one action that House.to() plans


@pytest.fixture
def house(database):
    house = House(database)
    house.open(stones='off')
    house.advice = house.to('acting', ['cara', 'carl', 'cem', 'dana'])
    house.promise = house.database.value("select promise from promise where kind = 'act'")
    return house


def tell(house, who=HOST, **given):
    return house.act('promise_tell', who, **telling(house, **given))


def telling(house, **given):
    return {'promise': house.promise, 'kind': 'progress', 'text': 'The forms are drawn.', 'due': '', 'keeper': '',
            'token': next(tokens), **given}


def refused(house, who=HOST, **given):
    return house.refused('promise_tell', who, **telling(house, **given))


def state(house, promise=None):
    return house.database.value(
        '''select promise_state(p.first_due, n.due, n.ended, n.ended_at, clock())
           from promise p join promise_now n using (site, promise) where p.promise = %s''', promise or house.promise)


def now(house):
    (row,) = house.database.rows(
        '''select n.moves, n.ended, n.late, m.subject from promise_now n join member m on m.id = n.keeper
           where n.promise = %s''', house.promise)
    return row


def tally(house):
    """kept, late, broken, released, going"""
    house.counted()
    (row,) = house.database.rows('select kept, late, broken, released, going from promise_tally where site = %s', house.site)
    return row


# ---- states


@pytest.mark.parametrize('days, ended, ended_on, said', [
    (-1, None, None, 'open'), (0, None, None, 'open'), (0.01, None, None, 'overdue'), (29.99, None, None, 'overdue'),
    (30, None, None, 'broken'), (400, None, None, 'broken'),
    (5, 'kept', -10, 'kept'), (400, 'kept', 0, 'kept'), (5, 'kept', 0.01, 'late'), (400, 'kept', 40, 'late'),
    (5, 'broken', -10, 'broken'), (5, 'released', -10, 'released'), (400, 'released', 2, 'released'),
])
def test_states(database, days, ended, ended_on, said):
    due = START
    at = lambda n: None if n is None else due + datetime.timedelta(days=n)
    assert database.value('select promise_state(%s, %s, %s, %s, %s)', due, due, ended, at(ended_on), at(days)) == said


def test_late_counts_from_the_first_date_and_silence_from_the_last(database):
    first, moved = START, START + datetime.timedelta(days=100)
    value = lambda ended, ended_at, at: database.value(
        'select promise_state(%s, %s, %s, %s, %s)', first, moved, ended, ended_at, at)
    after = first + datetime.timedelta(days=1)
    assert value('kept', after, moved) == 'late', 'in time for the second date, and not for the first'
    assert value(None, None, first + datetime.timedelta(days=99)) == 'open'
    assert value(None, None, first + datetime.timedelta(days=129)) == 'overdue'
    assert value(None, None, first + datetime.timedelta(days=130)) == 'broken'


def test_nobody_does_anything_and_it_is_broken(house):
    """The calendar alone: open, overdue, broken; and kept late when it is kept at last."""
    assert state(house) == 'open'
    house.at(DUE, '20:00')
    assert state(house) == 'open'
    house.at(DUE, '20:01')
    assert state(house) == 'overdue'
    house.at(DUE + 30, '19:59')
    assert state(house) == 'overdue'
    lines = house.database.value('select count(*) from promise_event')
    house.at(DUE + 30, '20:00')
    assert state(house) == 'broken'
    assert house.database.value('select count(*) from promise_event') == lines
    assert refused(house, kind='moved', due=house.day(DUE + 60)) == (409, 'promise-ended'), 'no date mends what is broken'
    tell(house)
    assert state(house) == 'broken', 'nor does a word'
    tell(house, kind='kept')
    assert state(house) == 'late'


def test_moving_never_cleans_the_record(house):
    for n in (1, 2):
        house.at(DUE + 20 * n - 11)
        assert tell(house, kind='moved', due=house.day(DUE + 20 * n))[0]['done'] == 'told'
        assert now(house)[0] == n and state(house) == 'open'
    house.at(DUE + 39)
    tell(house, kind='kept')
    assert state(house) == 'late' and now(house) == (2, 'kept', True, HOST)


def test_kept_in_time(house):
    house.at(DUE, '19:59')
    tell(house, kind='kept')
    assert state(house) == 'kept'
    house.at(DUE + 100)
    assert state(house) == 'kept'


# ---- what the keeper says


def test_where_it_leads(house):
    token = next(tokens)
    first = tell(house, token=token)
    assert first == [{'status': 303, 'location': f'/promises/{house.promise}', 'done': 'told'}]
    assert tell(house, token=token) == first, 'the same form again says the same and does nothing'
    assert house.database.value('select count(*) from promise_event where promise = %s', house.promise) == 1
    assert tell(house, token=token, text='Something else, after going back.') == first
    assert house.database.value('select count(*) from promise_event where promise = %s', house.promise) == 2


@pytest.mark.parametrize('who, said', [(None, (401, 'sign-in')), ('cara', (403, 'not-yours')), ('sam', (403, 'not-yours')),
                                       ('mia', (403, 'not-yours')), ('link:1.1', (401, 'sign-in'))])
def test_the_keeper_alone(house, who, said):
    for kind in ('progress', 'moved', 'kept', 'broken', 'released'):
        assert refused(house, who, kind=kind) == said


@pytest.mark.parametrize('promise', ['', None, '0', 'x', '77', '9' * 30])
def test_no_such_promise(house, promise):
    assert refused(house, promise=promise) == (404, 'not-found')
    assert refused(house, site='other', promise=house.promise) == (404, 'not-found')


@pytest.mark.parametrize('given, fields', [
    ({'kind': ''}, {'kind': 'missing'}), ({'kind': None}, {'kind': 'missing'}), ({'kind': 'open'}, {'kind': 'unknown'}),
    ({'text': ''}, {'text': 'missing'}), ({'text': None}, {'text': 'missing'}), ({'text': 'x' * 4001}, {'text': 'too-long'}),
    ({'text': 'a\u0002b'}, {'text': 'characters'}),
    ({'kind': 'moved'}, {'due': 'missing'}), ({'kind': 'moved', 'due': None}, {'due': 'missing'}),
    ({'kind': 'moved', 'due': '2027-02-29'}, {'due': 'date'}), ({'kind': 'moved', 'due': '2027-03-01'}, {'due': 'passed'}),
    ({'keeper': 'nobody'}, {'keeper': 'unknown'}), ({'keeper': 'cara'}, {'keeper': 'not-staff'}),
    ({'token': 'x'}, {'token': 'characters'}), ({'token': '', 'text': ''}, {'text': 'missing'}),
    ({'kind': 'moved', 'text': '', 'due': ''}, {'text': 'missing', 'due': 'missing'}),
])
def test_fields(house, given, fields):
    if given.get('token') == '':
        fields = {'text': 'missing', 'token': 'missing'}
        arguments = house.arguments('promise_tell', HOST, telling(house, **given))
        arguments[-1] = ''
        rows = house.database.rows(house.statement('promise_tell'), *arguments)
        assert {row[3]: row[4] for row in rows} == fields
        return
    assert refused(house, **given) == (422, fields)
    assert house.database.value('select count(*) from promise_event where promise = %s', house.promise) == 0


def test_somebody_else_keeps_it_from_now_on(house):
    house.database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    tell(house, keeper='sia', text='Hana leaves the house; Sia does it.')
    assert now(house)[3] == 'sia'
    assert refused(house) == (403, 'not-yours')
    house.at(CHOOSE + 2)
    tell(house, 'sia', kind='kept')
    assert house.database.rows('select keeper_name from promise where promise = %s', house.promise) == [('Hana',)], \
        'the record keeps the name of whoever promised'
    lines = house.database.rows('select kind, keeper_name from promise_event where promise = %s order by event', house.promise)
    assert lines == [('progress', 'Sia'), ('kept', None)]
    house.counted()


def test_handing_on_goes_with_progress_alone(house):
    house.database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    tell(house, kind='moved', due=house.day(DUE + 5), keeper='sia')
    assert now(house)[3] == HOST
    tell(house, keeper=HOST)
    assert house.database.rows('select keeper from promise_event where promise = %s', house.promise) == [(None,), (None,)]


def test_a_correction_is_a_new_line(house):
    for kind, said, counts in (('kept', 'kept', (3, 0, 0, 0, 1)), ('broken', 'broken', (2, 0, 1, 0, 1)),
                               ('released', 'released', (2, 0, 0, 1, 1)), ('kept', 'kept', (3, 0, 0, 0, 1))):
        tell(house, kind=kind)
        assert state(house) == said and tally(house) == counts
    assert refused(house, kind='moved', due=house.day(DUE + 9)) == (409, 'promise-ended')
    tell(house, text='Sixty seconds less for each parcel.')
    assert state(house) == 'kept'


def test_what_a_round_promises_is_kept_by_the_act(house):
    report = house.database.value("select promise from promise where kind = 'report'")
    for kind in ('kept', 'released'):
        assert refused(house, promise=report, kind=kind) == (409, 'by-the-round')
    tell(house, promise=report, kind='moved', due=house.day(REPORT + 10))
    tell(house, promise=report)
    tell(house, promise=report, kind='broken', text='We cannot say when.')
    assert state(house, report) == 'broken'
    house.at(REPORT - 2)
    for insight, outcome in zip(house.insights, ('shaped_action', 'not_now')):
        house.do('trace_rest', HOST, insight=insight, outcome=outcome, action=house.actions[0],
                 reason='We lack the people for it.')
    house.do('round_report', HOST)
    assert state(house, report) == 'kept', 'it was kept after all, before its first date'
    house.counted()


# ---- what the round does


def promises(house):
    return house.database.rows(
        '''select p.kind, to_char(p.first_due, 'YYYY-MM-DD'), to_char(n.due, 'YYYY-MM-DD'), n.moves, n.ended
           from promise p join promise_now n using (site, promise) where p.round = %s order by p.promise''', house.number)


def test_publishing_promises_three_things(database):
    house = House(database)
    house.open()
    assert promises(house) == [(kind, house.day(n), house.day(n), 0, None)
                               for kind, n in (('hear', HEAR), ('choose', CHOOSE), ('report', REPORT))]
    assert tally(house) == (0, 0, 0, 0, 3)


def test_an_extension_moves_them_in_public(database):
    house = House(database)
    house.open()
    house.do('round_extend', HOST, days=5, reason='The holidays were in between.')
    assert [row[1:4] for row in promises(house)] == [(house.day(n), house.day(n + 5), 1) for n in (HEAR, CHOOSE, REPORT)]
    assert set(database.rows('select kind, text from promise_event')) == {('moved', 'The holidays were in between.')}
    assert tally(house) == (0, 0, 0, 0, 3)


def test_a_cancelled_round_releases_them(database):
    house = House(database)
    house.open()
    house.do('round_cancel', HOST, reason='The law has changed.')
    assert [row[4] for row in promises(house)] == ['released'] * 3
    assert tally(house) == (0, 0, 0, 3, 0)


def test_the_record(house):
    assert tally(house) == (2, 0, 0, 0, 2), 'heard and chosen in time; the action and the report are to come'
    tell(house, kind='moved', due=house.day(DUE + 20))
    tell(house)
    assert tally(house) == (2, 0, 0, 0, 2)
    house.at(DUE + 10)
    tell(house, kind='kept')
    assert tally(house) == (2, 1, 0, 0, 1)
    tell(house, kind='broken')
    assert tally(house) == (2, 0, 1, 0, 1)


# ---- notices


def told(house):
    return house.database.rows(
        '''select m.subject, o.promise, e.kind from outbox o join member m on m.id = o.member
           join promise_event e on o.key like '%%:event:' || e.event || ':member:%%'
           where o.kind = 'promise' order by e.event, m.subject''')


def test_each_event_reaches_the_advisers_traced_to_it(house):
    tell(house, kind='moved', due=house.day(DUE + 20))
    house.do('trace_rest', HOST, insight=house.insights[0], outcome='shaped_action', action=house.actions[0], reason='')
    house.do('trace_rest', HOST, insight=house.insights[1], outcome='not_now', action='', reason='We lack the people for it.')
    tell(house, kind='moved', due=house.day(DUE + 21))
    assert told(house) == [], 'nobody knows yet what came of their card'
    house.do('round_report', HOST)
    tell(house)
    assert told(house) == [], 'a word of progress is read, and not sent round'
    tell(house, kind='moved', due=house.day(DUE + 22))
    tell(house, kind='kept')
    traced = ['cara', 'carl', 'cem']    # dana's card is the second insight
    assert told(house) == [(who, house.promise, kind) for kind in ('moved', 'kept') for who in traced]
    assert house.database.value("select count(distinct key) = count(*) from outbox where kind = 'promise'")


def test_whoever_took_their_card_back_or_went_is_not_told(house):
    house.to_reported(house.advice)
    house.do('advice_withdraw', 'carl', card=house.advice['carl'])
    house.database.run("select member_forget('grind', 'cem', true)")
    tell(house, kind='kept')
    assert [who for who, _, _ in told(house)] == ['cara']


# ---- append only


WRITES = [
    'update promise set text = text', "update promise set first_due = first_due + interval '1 day'", 'delete from promise',
    'truncate promise cascade', "update promise_event set text = 'Otherwise.'", "update promise_event set kind = 'kept'",
    'update promise_event set at = clock()', 'delete from promise_event', 'truncate promise_event',
    "delete from round_event", "update round_event set text = 'Otherwise.'",
]


@pytest.mark.parametrize('sql', WRITES)
@pytest.mark.parametrize('role', ['cocreate_owner', None], ids=['owner', 'superuser'])
def test_append_only(house, sql, role):
    tell(house)
    with house.database.connect(autocommit=False).cursor() as cursor:
        if role:
            cursor.execute(f'set role {role}')
        with pytest.raises(psycopg2.Error) as raised:
            cursor.execute(sql)
    assert raised.value.pgcode == 'CC409' and 'append-only' in str(raised.value)


def test_numbers_count_from_one_in_each_site(house):
    assert house.database.rows("select promise, kind from promise order by promise") == [
        (1, 'hear'), (2, 'choose'), (3, 'report'), (4, 'act')]
    other = House(house.database, 'other')
    other.open(stones='off')
    assert house.database.rows("select promise from promise where site = 'other' order by promise") == [(1,), (2,), (3,)]


def test_no_promise_goes_lost_by_a_rollback(house):
    session = house.database.connect(autocommit=False)
    with session.cursor() as cursor:
        cursor.execute("select promise_make('grind', 1, 'hear', 'x', keeper, clock()) from promise where kind = 'act'")
        assert cursor.fetchone() == (5,)
    session.rollback()
    assert house.database.value("select last_promise from site_tally where site = 'grind'") == 4
    assert tally(house)[4] == 2


# ---- recount


@pytest.mark.parametrize('damage, what', [
    ("update promise_now set due = due + interval '1 day' where promise = 4", ['promise 4 due']),
    ('update promise_now set moves = 7 where promise = 1', ['promise 1 moves']),
    ("update promise_now set ended = 'broken' where promise = 1", ['promise 1 ended']),
    ("update promise_now set late = true where promise = 1", ['promise 1 late']),
    ("update promise_now set ended = null, ended_at = null where promise = 1", ['promise 1 ended', 'promise 1 ended_at']),
    ('delete from promise_now where promise = 4', ['promise 4 due', 'promise 4 keeper', 'promise 4 last_at', 'promise 4 late',
                                                  'promise 4 moves']),
    ('update promise_tally set kept = 9, going = 0', ['promises going', 'promises kept']),
    ('delete from promise_tally', [f'promises {end}' for end in ('broken', 'going', 'kept', 'late', 'released')]),
    ('update round set cards = 77', ['round 1 cards']),
    ('update round set advisers = 0', ['round 1 advisers']),
    ('update insight set cards = 0 where insight = (select min(insight) from insight)', ['insight . cards']),
    ("update site_tally set last_promise = 0, last_round = 0 where site = 'grind'", ['last_promise', 'last_round']),
])
def test_recount_finds_and_repairs(house, damage, what):
    house.counted()
    house.database.run(damage)
    wrong = house.database.rows("select * from recount('grind')")
    names = [' '.join('.' if word == str(house.insights[0]) and 'insight' in row[0] else word for word in row[0].split())
             for row in wrong]
    assert sorted(names) == what
    assert house.database.rows("select * from recount('grind', true)") == wrong
    house.counted()

# SPDX-License-Identifier: Apache-2.0
"""Where a round stands, at every edge; and what the clock records, in time, late, and never twice."""

import itertools

import pytest

from conftest import WEB, travel
from pairs import Turn
from rounds import CUSTOMERS, HOST, OPENS, REPORT, TABLES_UNTIL, UNTIL, House


@pytest.fixture
def house(database):
    return House(database)


def step(house):
    """What comes next: (key, until, days late, who)."""
    (row,) = house.database.rows('''
        select n.key, to_char(n.until at time zone 'UTC', 'MM-DD HH24:MI'), n.late, n.who
        from round r, next_step(r, clock()) n where r.number = %s''', house.number)
    return row


def tick(house):
    return house.database.value('select tick()')


def promises(house):
    return house.database.rows('''
        select p.kind, to_char(n.due at time zone 'UTC', 'MM-DD'), n.moves, n.ended
        from promise p join promise_now n using (site, promise) where p.round = %s order by p.promise''', house.number)


# ---- the phases by the clock and by what is done


def test_the_course_of_a_round(house):
    seen = {}
    house.open()
    house.at(0)
    seen['announced'] = house.phase(), step(house)
    cards = {}
    house.at(OPENS + 1)
    for who in CUSTOMERS + ['dana', 'sam']:
        cards[who] = house.advise(who)
    seen['advice'] = house.phase(), step(house)
    house.to_tables(cards)
    seen['table'] = house.phase(), step(house)
    house.to_hearing(cards)
    seen['hearing'] = house.phase(), step(house)
    house.to_choosing(cards)
    seen['choosing'] = house.phase(), step(house)
    house.to_acting(cards)
    seen['acting'] = house.phase(), step(house)
    house.to_reported(cards)
    seen['reported'] = house.phase(), step(house)
    house.to_closed(cards)
    seen['closed'] = house.phase(), step(house)
    assert all(name == phase for name, (phase, _) in seen.items())
    assert [after for _, after in seen.values()] == [
        ('opens', '03-03 06:00', None, 'nobody'),
        ('advice', '03-13 20:00', None, 'advisers'),
        ('tables', '03-19 20:00', None, 'advisers'),
        ('hear', '03-26 20:00', None, 'host'),
        ('choose', '04-02 20:00', None, 'host'),
        ('report', '04-19 20:00', None, 'keepers'),
        ('answers', '05-01 12:00', None, 'advisers'),
        ('closed', None, None, 'nobody')]


@pytest.mark.parametrize('day, clock, phase', [
    (OPENS, '05:59', 'announced'), (OPENS, '06:00', 'advice'), (UNTIL, '20:00', 'advice'), (UNTIL, '20:14', 'advice'),
    (UNTIL, '20:15', 'table'), (TABLES_UNTIL, '19:59', 'table'), (TABLES_UNTIL, '20:00', 'hearing'), (300, '12:00', 'hearing'),
])
@pytest.mark.parametrize('ticked', [False, True])
def test_the_edges_of_the_clock(house, day, clock, phase, ticked):
    house.open(tables='on')
    for who in CUSTOMERS[:4]:
        house.advise(who)
    house.at(day, clock)
    if ticked:
        tick(house)
    assert house.phase() == phase


def test_seconds_count(house):
    house.open(tables='on')
    for who in CUSTOMERS[:4]:
        house.advise(who)
    edge = "select phase(r, sealed_until(r) - interval '1 microsecond'), phase(r, sealed_until(r)) from round r"
    assert house.database.rows(edge) == [('advice', 'table')]
    assert house.database.rows('select phase(r, opens_at), phase(r, tables_until) from round r') == [('advice', 'hearing')]


def test_the_grace_is_a_step_of_its_own(house):
    house.open()
    house.at(UNTIL, '19:59')
    assert step(house) == ('advice', '03-13 20:00', None, 'advisers')
    house.at(UNTIL, '20:00')
    assert step(house) == ('grace', '03-13 20:15', None, 'advisers')


@pytest.mark.parametrize('day, clock, late', [
    (25, '20:00', None), (25, '20:01', 1), (26, '20:00', 1), (26, '20:01', 2), (55, '20:00', 30)])
def test_how_late_it_is(house, day, clock, late):
    house.open()
    for who in CUSTOMERS[:3]:
        house.advise(who)
    house.at(day, clock)
    assert step(house) == ('hear', '03-26 20:00', late, 'host')


@pytest.mark.parametrize('tables, people, seated', [
    ('auto', 8, False), ('auto', 9, True), ('on', 3, False), ('on', 4, True), ('off', 12, False),
])
@pytest.mark.parametrize('ticked', [False, True])
def test_small_rounds_skip_the_tables(house, tables, people, seated, ticked):
    house.open(tables=tables)
    for who in CUSTOMERS[:people]:
        house.advise(who)
    house.at(UNTIL, '20:16')
    if ticked:
        tick(house)
    assert house.phase() == ('table' if seated else 'hearing')
    assert house.database.value('select has_tables(r) from round r') == seated
    assert house.database.value("select has_stones(r) from round r") == seated
    if ticked:
        assert (house.row()['table_count'] > 0) == seated
        assert house.database.rows("select kind from round_event order by number desc limit 1") == [
            ('seated' if seated else 'sealed-over',)]
        told = {who for _, who in house.outbox('seated')}
        assert told == ({HOST, *CUSTOMERS[:people]} if seated else set()), 'the host sits down where no staff came'


@pytest.mark.parametrize('stones, tables, said', [
    ('on', 'off', True), ('off', 'on', False), ('auto', 'off', False), ('auto', 'on', True)])
def test_stones(house, stones, tables, said):
    house.open(tables=tables, stones=stones)
    for who in CUSTOMERS[:4]:
        house.advise(who)
    assert house.database.value('select has_stones(r) from round r') == said


# ---- too little advice


def test_one_extension_by_itself(house):
    house.open()
    house.advise('cara')
    house.advise('carl')
    house.advise('chen', do='draft')
    house.at(UNTIL, '20:15')
    assert house.phase() == 'advice' and step(house) == ('advice', '03-20 20:00', None, 'advisers'), 'computed while it is late'
    assert house.row()['extensions'] == 0
    assert tick(house) == 1
    written = house.row()
    assert (written['extensions'], written['advice_until'][:16], written['tables_until'][:16]) == (
        1, '2027-03-20T20:00', '2027-03-26T20:00')
    assert promises(house) == [('hear', '04-02', 1, None), ('choose', '04-09', 1, None), ('report', '04-26', 1, None)]
    assert (written['hear_due'][:10], written['report_due'][:10]) == ('2027-04-02', '2027-04-26')
    assert house.database.rows('select kind, by, text from round_event order by number desc limit 1') == [
        ('extended', None, 'So far only a few could answer. The question stays open for 7 more days.')]
    assert house.database.rows('select distinct kind, text, by from promise_event') == [
        ('moved', 'So far only a few could answer. The question stays open for 7 more days.', None)]
    assert house.outbox('extended') == [('extended', 'chen')]
    assert step(house) == ('advice', '03-20 20:00', None, 'advisers')
    assert tick(house) == 0, 'once'
    house.counted()


def test_the_reason_is_said_in_the_language_of_the_round(house):
    house.open(language='de', remove='Was sollten wir weglassen?', keep='Was muss so bleiben?')
    house.at(UNTIL, '20:20')
    tick(house)
    assert 'bleibt noch 7 Tage offen' in house.database.value('select text from round_event order by number desc limit 1')


def test_one_day_is_one_day(house):
    house.database.run('update round_setting set extend_days = 1')
    house.open()
    house.at(UNTIL, '20:20')
    tick(house)
    assert house.database.value('select text from round_event order by number desc limit 1').endswith('for one more day.')


def test_enough_come_in_the_extension(house):
    house.open(tables='on')
    house.advise('cara')
    house.at(UNTIL + 1)
    for who in ('carl', 'chen', 'dana'):
        house.advise(who)
    assert house.phase() == 'advice' and house.row()['extensions'] == 1
    house.at(UNTIL + 7, '20:15')
    assert house.phase() == 'table'


@pytest.mark.parametrize('advisers', [0, 1, 2])
@pytest.mark.parametrize('ticks', ['never', 'once', 'twice', 'late'])
def test_then_it_ends_as_empty(house, advisers, ticks):
    house.open()
    for who in CUSTOMERS[:advisers]:
        house.advise(who)
    if ticks in ('once', 'twice'):
        house.at(UNTIL + 1)
        tick(house)
    house.at(UNTIL + 7, '20:14')
    assert house.phase() == 'advice'
    house.at(UNTIL + 7, '20:15')
    if ticks == 'twice':
        tick(house)
    if ticks == 'late':
        house.at(UNTIL + 100)
    assert house.phase() == 'empty'
    house.at(UNTIL + 14, '20:16')
    assert step(house) == ('learn', '03-27 20:15', 1, 'host')
    tick(house)
    assert house.phase() == 'empty'
    assert house.row()['empty_at'].startswith('2027-03-20T20:15') and house.row()['tick_at'] is None
    assert [(kind, moves, ended) for kind, _, moves, ended in promises(house)] == [
        ('hear', 1, 'released'), ('choose', 1, 'released'), ('report', 1, None)]
    assert [kind for kind, in house.database.rows('select kind from round_event order by number')] == [
        'published', 'extended', 'empty']
    assert tick(house) == 0
    house.counted()


def test_no_second_extension_by_itself(house):
    """The host used one: too little advice then is the end."""
    house.open()
    house.do('round_extend', HOST, days=3, reason='Holidays.')
    house.at(UNTIL + 3, '20:15')
    assert house.phase() == 'empty'
    tick(house)
    assert house.row()['extensions'] == 1 and house.row()['empty_at'].startswith('2027-03-16T20:15')


def test_how_few_are_too_few_is_a_setting(house):
    house.database.run('update round_setting set min_advice = 1, extend_days = 2')
    house.open()
    house.at(UNTIL, '20:15')
    assert step(house) == ('advice', '03-15 20:00', None, 'advisers')
    house.advise('cara')
    house.at(UNTIL + 2, '20:15')
    assert house.phase() == 'hearing'


def test_withdrawing_after_the_seal_undoes_nothing(house):
    house.open()
    cards = {who: house.advise(who) for who in CUSTOMERS[:3]}
    house.at(UNTIL, '20:20')
    house.do('advice_withdraw', 'cara', card=cards['cara'])
    assert house.phase() == 'hearing' and house.row()['drawn_at'] is not None


def test_what_is_computed_is_what_is_recorded(house):
    """For rounds of every kind at every moment: the phase before the tick is the one after it."""
    house.open()
    house.database.run('set session_replication_role = replica')
    number = itertools.count(100)
    for advisers, tables, extensions in itertools.product((0, 2, 3, 4, 9), ('auto', 'on', 'off'), (0, 1, 2)):
        house.database.run('''
            insert into round select (jsonb_populate_record(r, jsonb_build_object(
                'number', %s, 'advisers', %s, 'tables', %s, 'extensions', %s))).* from round r where r.number = 1''',
                           next(number), advisers, tables, extensions)
    house.database.run('''
        insert into round_secret select site, number, '\\x00' from round where number >= 100;
        insert into member (site, subject, name, "group", joined_at)
        select 'grind', 'x' || n, 'X', 'customer', clock() from generate_series(1, 9) n;
        insert into advice (site, round, card, question, adviser, "group", body, created_at, sent_at)
        select 'grind', r.number, 100000000 + m.id, 1, m.id, 'customer', 'b', clock(), clock()
        from round r join member m on substr(m.subject, 2)::int <= r.advisers where r.number >= 100 and m.subject ~ '^x[0-9]';
        reset session_replication_role''')
    days, clocks = (3, UNTIL, UNTIL + 1, UNTIL + 7, UNTIL + 8, TABLES_UNTIL + 1, 60), ('19:59', '20:01', '20:16')
    for day, clock in itertools.product(days, clocks):
        house.at(day, clock)
        assert compared(house) == []


def compared(house):
    """Rounds whose phase is another one after they are ticked; the ticking is taken back."""
    turn = house.database.connect(autocommit=False)
    with turn.cursor() as cursor:
        cursor.execute("select set_config('cocreate.now', %s, false)", [house.now.isoformat()])
        cursor.execute('create temporary table before on commit drop as select number, phase(r, clock()) as phase from round r')
        cursor.execute('select tick()')
        cursor.execute('''select b.number, b.phase, phase(r, clock()) from before b join round r using (number)
                          where b.phase <> phase(r, clock())''')
        rows = cursor.fetchall()
    turn.rollback()
    turn.close()
    return rows


# ---- the reminder


def test_with_a_third_of_the_time_left(house):
    house.database.propose(subject='cara')
    house.database.propose(subject='carl')
    house.database.propose(subject='cem')
    house.open()
    house.do('round_invite', HOST, who='cara\ncarl\ncem', why='You know it.')
    house.do('round_join', 'cem', value='decline')
    house.advise('carl')
    house.advise('chen', do='draft')
    house.advise('cleo', do='draft')
    house.advise('cleo')
    house.at(UNTIL - 4)
    assert tick(house) == 0 and house.outbox('closing') == []
    house.at(UNTIL - 3)
    assert tick(house) == 1
    assert house.outbox('closing') == [('closing', 'cara'), ('closing', 'chen')]
    key = house.database.value("select key from outbox where kind = 'closing' order by 1 limit 1")
    assert key.startswith('round:1:closing:member:')
    assert tick(house) == 0
    house.at(UNTIL - 2)
    house.do('round_extend', HOST, days=2, reason='Holidays.')
    house.at(UNTIL + 1)
    assert tick(house) == 0 and len(house.outbox('closing')) == 2, 'once'


def test_nobody_is_reminded_of_what_is_over(house):
    house.open()
    house.advise('chen', do='draft')
    house.at(UNTIL, '20:05')
    tick(house)
    assert house.outbox('closing') == []


# ---- ticking


def test_ticking_again_does_nothing(house):
    house.open(tables='on')
    for who in CUSTOMERS[:9]:
        house.advise(who)
    house.at(UNTIL, '20:16')
    assert tick(house) == 1
    seats = house.database.rows('select * from seat order by id')
    before = house.row()
    for _ in range(3):
        assert tick(house) == 0
        assert house.database.value("select tick('grind', '1')")
    assert house.row() == before and house.database.rows('select * from seat order by id') == seats


def test_every_action_ticks_first(house):
    house.open(tables='on')
    for who in CUSTOMERS[:9]:
        house.advise(who)
    house.at(UNTIL, '20:16')
    house.refused('round_extend', HOST, days=3, reason='More time.')
    assert house.row()['table_count'] == 2


def test_one_round_or_none(house):
    house.open()
    for site, number, there in (('grind', '1', True), ('grind', '2', False), ('other', '1', False), ('grind', 'x', False),
                                ('nowhere', '1', False)):
        assert house.database.value('select tick(%s, %s)', site, number) == there


def test_all_rounds_of_all_sites(house, database):
    house.open()
    House(database, 'other').open()
    House.at(house, 0)
    house.open(title='Another subject')
    house.at(UNTIL + 1)
    assert tick(house) == 3
    assert database.rows('select distinct extensions from round') == [(1,)]


def test_a_draft_and_a_cancelled_round_are_left_alone(house):
    house.open()
    house.do('round_cancel', HOST, reason='We were wrong.')
    house.at(UNTIL + 1)
    assert tick(house) == 0
    assert house.phase() == 'cancelled' and house.row()['extensions'] == 0


def test_a_round_that_somebody_acts_on_is_ticked_later(house):
    house.open()
    house.at(UNTIL + 1)
    turn = Turn(house)
    turn.start('round_extend', HOST, {'days': '0', 'reason': 'x'})
    house.database.run("set lock_timeout = '5s'")
    assert tick(house) == 0
    assert house.database.session().notices == [], 'nor is that a fault'
    turn.end('rollback')
    assert tick(house) == 1


def test_two_tick_at_once(house):
    house.open(tables='on')
    for who in CUSTOMERS[:9]:
        house.advise(who)
    house.at(UNTIL, '20:16')
    one, two = Turn(house), Turn(house)
    one.start("select tick('grind', '1')", None, {})
    two.start("select tick('grind', '1')", None, {})
    assert two.waits()
    one.end()
    two.end()
    assert house.database.value('select count(*) from kitchen_table') == 2
    assert house.database.value("select count(*) from round_event where kind = 'seated'") == 1


def test_a_fault_in_one_round_leaves_the_others_alone(house):
    first = house.open()
    second = house.open(title='Another subject')
    house.database.run("alter table round add constraint broken check (extensions = 0 or number <> 1)")
    house.at(UNTIL + 1)
    try:
        assert tick(house) == 1
        assert house.database.rows('select number, extensions from round order by 1') == [(first, 0), (second, 1)]
        assert any('round 1 of grind could not be ticked' in notice for notice in house.database.session().notices)
    finally:
        house.database.run('alter table round drop constraint broken')


def test_due_rounds_are_found_by_the_index(house):
    house.open()
    house.database.run('set enable_seqscan = off; set enable_bitmapscan = off')
    plan = house.database.rows('''explain select r.site, r.number from round r
        where r.tick_at <= clock() order by r.tick_at, r.site, r.number limit 100''')
    house.database.run('reset enable_seqscan; reset enable_bitmapscan')
    text = ' '.join(line for line, in plan)
    assert 'round_by_tick' in text and 'Sort' not in text and 'Seq Scan' not in text


def test_the_web_role_ticks(house):
    house.open()
    travel(house.database, '40000 days')     # the house lives in the future
    assert house.database.value('select tick()', user=WEB) == 1
    assert house.database.value("select tick('grind', '1')", user=WEB)
    assert house.row()['empty_at'] is not None


# ---- time


def test_travelling_moves_everything_by_the_same(house):
    number = house.database.propose()
    house.database.act('vote_cast', number=str(number))
    house.open()
    house.advise('cara')
    before = house.row()
    travel(house.database, '3 days')
    after = house.row()
    moments = [name for name, value in before.items() if isinstance(value, str) and value[:3] == '202']
    assert len(moments) >= 9
    moved = "select %s::timestamptz - %s::timestamptz = interval '3 days'"
    assert all(house.database.value(moved, before[name], after[name]) for name in moments)
    assert {n: v for n, v in before.items() if n not in moments} == {n: v for n, v in after.items() if n not in moments}
    house.counted()
    travel(house.database, '1 day', site='other')
    assert house.row() == after


def test_days_have_24_hours_in_every_time_zone(house):
    house.open()
    house.database.run("set timezone = 'Europe/Berlin'")
    moved = house.database.value('''select to_char(x.advice_until at time zone 'UTC', 'MM-DD HH24:MI')
                                    from round r, round_moved(r, 21) x''')
    house.database.run('reset timezone')
    assert moved == '04-03 20:00'

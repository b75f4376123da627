# SPDX-License-Identifier: Apache-2.0
"""At the kitchen table: what may be said when and by whom, and what a table leaves. (The draw has tests of its own.)"""

import psycopg2
import pytest

from rounds import CUSTOMERS, DISTRIBUTORS, HOST, STAFF, TABLES_UNTIL, UNTIL, House

DIFFERS = 'From where I sit it looks otherwise.'


@pytest.fixture
def house(database):
    house = House(database)
    house.open()
    house.advice = house.to('table')
    return house


def seats(house):
    """{subject: (table, place, host)}"""
    return {subject: (table, place, host) for subject, table, place, host in house.database.rows(
        'select m.subject, s."table", s.place, s.host from seat s join member m on m.id = s.member where s.round = %s',
        house.number)}


def table_of(house, who):
    return seats(house)[who][0]


def with_me(house, who, among):
    """Somebody of these at the table of who."""
    mine = table_of(house, who)
    return next(other for other in among if other != who and seats(house)[other][:1] == (mine,) and seats(house)[other][1] > 0)


def elsewhere(house, who):
    return next(other for other, seat in seats(house).items() if seat[0] != table_of(house, who) and other in CUSTOMERS)


def reply(house, who, kind='builds', on=None, **given):
    """The fields of a reply under the card of on; without, an answer to the course."""
    if on:
        given.setdefault('card', house.advice[on])
    return {'table': table_of(house, on or who), 'card': '', 'parent': '', 'course': '1', 'kind': kind, 'source': '',
            'body': DIFFERS, **given}


def say(house, who, kind='builds', on=None, **given):
    return house.made('reply_write', who, **reply(house, who, kind, on, **given))


def refused(house, who, kind='builds', on=None, **given):
    return house.refused('reply_write', who, **reply(house, who, kind, on, **given))


def pair(house):
    """Two customers and one of the staff at one table."""
    one = next(who for who in CUSTOMERS if who in seats(house))
    return one, with_me(house, one, CUSTOMERS), with_me(house, one, [*STAFF, HOST])


def last(house):
    (row,) = house.database.rows(
        'select "table", course, card, parent, kind, body, link, "group" from reply order by reply desc limit 1')
    return row


# ---- who and when


def test_only_at_ones_own_table(house):
    one, two, _ = pair(house)
    other = elsewhere(house, one)
    assert refused(house, other, on=one) == (404, 'not-found'), 'nobody else knows of this table'
    assert refused(house, 'zoe', on=one) == (404, 'not-found')
    assert refused(house, one, on=one, table='') == (404, 'not-found')
    assert refused(house, one, on=one, table='99') == (404, 'not-found')
    assert refused(house, None, on=one) == (401, 'sign-in')
    assert refused(house, one, card=house.advice[other]) == (404, 'not-found'), 'a card of another table'
    assert refused(house, one, card='123') == (404, 'not-found')
    assert refused(house, one, kind='builds', parent='99') == (404, 'not-found')
    say(house, two, on=one)
    assert last(house)[:2] == (table_of(house, one), 1) and last(house)[2] == house.advice[one]


def test_when(database):
    house = House(database)
    house.open()
    house.advice = house.to('advice')
    fields = {'table': 1, 'card': '', 'parent': '', 'course': 1, 'kind': 'answer', 'body': 'x', 'source': ''}
    assert house.refused('reply_write', 'cara', **fields) == (409, 'not-at-table')
    house.at(UNTIL, '20:15')
    house.database.run('select tick()')
    say(house, 'cara', 'answer')
    house.at(TABLES_UNTIL, '19:59')
    say(house, 'cara', 'answer')
    house.at(TABLES_UNTIL, '20:00')
    assert refused(house, 'cara', 'answer') == (409, 'tables-closed')
    house.to_choosing(house.advice)
    assert refused(house, 'cara', 'answer') == (409, 'tables-closed')
    house.do('round_cancel', HOST, reason='The law has changed.')
    assert refused(house, 'cara', 'answer') == (409, 'cancelled')


def test_courses_open_one_after_the_other(house):
    opening = [house.database.value('select course_opens(r, %s) from round r', n) for n in (1, 2, 3)]
    assert [(at.strftime('%H:%M'), (at.date() - house.start.date()).days) for at in opening] == [
        ('20:15', UNTIL), ('20:00', UNTIL + 2), ('20:00', UNTIL + 4)]
    for n, (days, clock) in ((2, (UNTIL + 2, '20:00')), (3, (UNTIL + 4, '20:00'))):
        house.at(days, '19:59')
        assert refused(house, 'cara', 'answer', course=n) == (409, 'not-open-yet')
        house.at(days, clock)
        say(house, 'cara', 'answer', course=n)
        say(house, 'cara', 'answer', course=1)
    for course in ('0', '4', '', 'x', None):
        assert refused(house, 'cara', 'answer', course=course) == (422, {'course': 'unknown'})


def test_whoever_reads_along_writes_nothing(house):
    one, two, staff = pair(house)
    house.database.run('update seat set place = 0 where member = (select id from member where subject = %s)', staff)
    assert refused(house, staff, 'answer', table=table_of(house, staff)) == (403, 'reads-along')


def test_a_guest_speaks_too(database):
    house = House(database)
    house.open()
    gesa = house.guest()
    card = house.advise(gesa)
    house.advice = house.to('table') | {gesa: card}
    say(house, gesa, 'answer')
    house.do('reply_withdraw', gesa, reply=house.database.value('select max(reply) from reply'))


# ---- kinds, places, limits


def test_where_each_kind_may_stand(house):
    one, two, _ = pair(house)
    for kind in ('builds', 'differs', 'ask', 'story'):
        say(house, two, kind, on=one)
        assert last(house)[4:6] == (kind, DIFFERS)
        assert refused(house, two, kind) == (422, {'kind': 'unknown'}), 'answers nothing'
    assert refused(house, two, 'answer', on=one) == (422, {'kind': 'unknown'})
    say(house, two, 'answer')
    assert last(house)[2:5] == (None, None, 'answer')
    for kind, key in (('', 'missing'), (None, 'missing'), ('like', 'unknown')):
        assert refused(house, two, kind, on=one) == (422, {'kind': key})


def test_depth_two(house):
    one, two, _ = pair(house)
    first = say(house, two, on=one)
    second = say(house, one, 'ask', parent=first, course='3')
    assert last(house) == (table_of(house, one), 1, house.advice[one], first, 'ask', DIFFERS, None, 'customer'), \
        'a reply to a reply stands under the same card, in its course'
    assert refused(house, two, parent=second) == (422, {'parent': 'unknown'})
    answer = say(house, one, 'answer')
    below = say(house, two, 'story', parent=answer)
    assert last(house)[2:4] == (None, answer)
    assert refused(house, one, parent=below) == (422, {'parent': 'unknown'})
    assert refused(house, one, 'answer', parent=answer) == (422, {'kind': 'unknown'})


def test_a_parent_at_another_table(house):
    one, two, _ = pair(house)
    other = elsewhere(house, one)
    there = say(house, other, 'answer')
    assert refused(house, one, parent=there) == (404, 'not-found')


@pytest.mark.parametrize('kind, body, key', [
    ('builds', '', 'missing'), ('builds', None, 'missing'), ('builds', ' \n', 'missing'), ('builds', 'x' * 4001, 'too-long'),
    ('builds', 'a\u000bb', 'characters'), ('differs', 'x' * 19, 'too-short'), ('differs', ' ' * 30, 'missing'),
])
def test_body(house, kind, body, key):
    one, two, _ = pair(house)
    assert refused(house, two, kind, on=one, body=body) == (422, {'body': key})


def test_seeing_it_differently_says_what(house):
    one, two, _ = pair(house)
    (row,) = house.act('reply_write', two, **reply(house, two, 'differs', one, body='No.'))
    assert (row['min'], row['max']) == (20, 4000)
    say(house, two, 'differs', on=one, body='x' * 20)


def test_token(house):
    one, two, _ = pair(house)
    given = reply(house, two, on=one, token='the-very-same-token')
    first = house.act('reply_write', two, **given)
    assert house.act('reply_write', two, **given) == first
    house.at(TABLES_UNTIL + 1)
    assert house.act('reply_write', two, **given) == first
    assert house.database.value('select count(*) from reply') == 1
    assert house.refused('reply_write', two, **{**given, 'token': 'x y'})[0] == 409


def test_another_text_from_the_same_form_is_another_reply(house):
    one, two, _ = pair(house)
    given = reply(house, two, on=one, token='the-very-same-token')
    house.do('reply_write', two, **given)
    house.do('reply_write', two, **{**given, 'body': 'And one more thing, after going back.'})
    assert house.database.value('select count(*) from reply') == 2


# ---- facts


def waited(house):
    house.at(UNTIL + 2)


def test_a_fact_is_for_staff_with_a_link_once_for_each_card(house):
    one, two, staff = pair(house)
    waited(house)
    link = 'https://example.org/returns'
    assert refused(house, two, 'fact', on=one, source=link) == (403, 'staff-only')
    assert refused(house, staff, 'fact', on=one) == (422, {'source': 'missing'})
    for source in ('example.org', 'javascript:alert(1)', 'https://a b.org', 'ftp://example.org/x', 'https://"',
                   'http://a\u202eb.org'):
        assert refused(house, staff, 'fact', on=one, source=source) == (422, {'source': 'address'})
    assert refused(house, staff, 'fact', on=one, source='https://example.org/' + 'x' * 500) == (422, {'source': 'too-long'})
    assert refused(house, staff, 'fact', source=link) == (422, {'kind': 'unknown'}), 'to a card alone'
    fact = say(house, staff, 'fact', on=one, source=link)
    assert last(house)[4] == 'fact' and last(house)[6] == link
    assert refused(house, staff, 'fact', on=one, source=link) == (422, {'kind': 'too-many'})
    say(house, staff, 'fact', on=two, source=link)
    house.do('reply_withdraw', staff, reply=fact)
    say(house, staff, 'fact', on=one, source=link, parent=say(house, two, on=one))


def test_others_may_add_a_link(house):
    one, two, _ = pair(house)
    say(house, two, on=one, source='https://example.org/slip')
    assert last(house)[6] == 'https://example.org/slip'
    assert refused(house, two, on=one, source='x') == (422, {'source': 'address'})


# ---- staff wait


def test_staff_speak_after_another_voice(house):
    one, two, staff = pair(house)
    for kind in ('builds', 'differs', 'ask', 'story'):
        assert refused(house, staff, kind, on=one) == (409, 'staff-wait')
    assert refused(house, staff, 'fact', on=one, source='https://example.org') == (409, 'staff-wait')
    mine = say(house, one, on=one)
    assert refused(house, staff, on=one) == (409, 'staff-wait'), 'the writer of the card is not another voice'
    assert refused(house, staff, parent=mine) == (409, 'staff-wait'), 'nor is it below a reply'
    voice = say(house, two, on=one)
    say(house, staff, on=one)
    assert refused(house, staff, on=two) == (409, 'staff-wait'), 'each card by itself'
    house.do('reply_withdraw', two, reply=voice)
    assert refused(house, staff, on=one) == (409, 'staff-wait'), 'what was taken back was not said'


def test_staff_speak_after_a_day(house):
    one, _, staff = pair(house)
    house.at(UNTIL + 1, '20:14')
    assert refused(house, staff, on=one) == (409, 'staff-wait')
    house.at(UNTIL + 1, '20:15')
    say(house, staff, on=one)


def test_another_of_the_staff_is_no_other_voice(database):
    house = House(database)
    house.open(tables='on')
    house.advice = house.to('table', [*CUSTOMERS[:4], *STAFF[:2]])
    staff = STAFF[:2]
    one = CUSTOMERS[0]
    house.database.run(
        '''insert into reply (site, round, "table", course, card, member, "group", kind, body, at)
           select 'grind', round, 1, 1, %s, m.id, 'staff', 'builds', 'x', clock() from advice a, member m
           where card = %s and subject = %s''', house.advice[one], house.advice[one], staff[0])
    assert refused(house, staff[-1], on=one) == (409, 'staff-wait')
    say(house, staff[-1], 'differs', on=staff[0])
    say(house, staff[-1], 'answer')


def test_staff_need_not_wait_under_cards_of_staff_or_where_there_is_none(house):
    one, two, staff = pair(house)
    say(house, staff, 'answer')
    answer = say(house, one, 'answer')
    say(house, staff, 'differs', parent=answer)
    if staff != HOST:
        say(house, staff, 'builds', on=staff)
    say(house, with_me(house, one, CUSTOMERS), 'differs', on=one)


# ---- telling


def told(house):
    return sorted(house.database.rows(
        '''select o.kind, m.subject, o.card from outbox o join member m on m.id = o.member
           where o.kind in ('asked', 'reply')'''))


def test_who_is_answered_is_told_once_a_day_and_of_each_question(house):
    one, two, _ = pair(house)
    for _ in range(2):
        say(house, two, on=one)
        say(house, two, 'differs', on=one)
    card = house.advice[one]
    assert told(house) == [('reply', one, card)]
    say(house, two, 'ask', on=one)
    asked = say(house, two, 'ask', on=one)
    assert told(house) == [('asked', one, card), ('asked', one, card), ('reply', one, card)]
    say(house, one, 'ask', parent=asked)
    assert ('asked', two, card) in told(house) and len(told(house)) == 4
    house.at(UNTIL + 2)
    say(house, two, on=one)
    assert [row for row in told(house) if row[:2] == ('reply', one)] == [('reply', one, card)] * 2
    before = told(house)
    say(house, one, on=one)
    say(house, one, 'answer')
    assert told(house) == before, 'nobody is told of their own words'


# ---- taking back, late cards, cards that went


def test_taking_back_what_one_said(house):
    one, two, _ = pair(house)
    said = say(house, two, on=one, source='https://example.org/x')
    below = say(house, one, parent=said)
    other = elsewhere(house, one)
    assert house.refused('reply_withdraw', one, reply=said) == (403, 'not-yours')
    assert house.refused('reply_withdraw', other, reply=said) == (404, 'not-found')
    assert house.refused('reply_withdraw', two, reply='x') == (404, 'not-found')
    assert house.refused('reply_withdraw', None, reply=said) == (401, 'sign-in')
    assert house.do('reply_withdraw', two, reply=said) == 'reply-withdrawn'
    assert house.do('reply_withdraw', two, reply=said) == 'reply-withdrawn'
    rows = house.database.rows('select reply, body is null, link is null, withdrawn_at is null from reply order by reply')
    assert rows == [(said, True, True, False), (below, False, True, True)]
    house.at(TABLES_UNTIL + 3)
    assert house.refused('reply_withdraw', other, reply=below) == (403, 'not-yours'), 'who reads it now'
    assert house.do('reply_withdraw', one, reply=below) == 'reply-withdrawn'


def test_late_cards_lie_on_no_table(house):
    one, two, _ = pair(house)
    late = house.advise(two)
    assert refused(house, one, card=late) == (404, 'not-found')


def test_a_card_that_was_taken_back_or_hidden_is_not_answered(house):
    one, two, _ = pair(house)
    before = say(house, two, on=one)
    house.database.run("update advice set hidden_at = clock(), hidden_reason = 'x' where card = %s", house.advice[two])
    assert refused(house, one, on=two) == (409, 'hidden')
    house.do('advice_withdraw', one, card=house.advice[one])
    assert refused(house, two, on=one) == (409, 'withdrawn')
    assert refused(house, two, parent=before) == (409, 'withdrawn')


# ---- what the table does together


def host_of(house, table):
    return next(who for who, seat in seats(house).items() if seat[0] == table and seat[2])


def test_the_spare_card(house):
    table = table_of(house, 'cara')
    host = host_of(house, table)
    guest = next(who for who, seat in seats(house).items() if seat[0] == table and not seat[2] and seat[1] > 0)
    assert house.refused('table_spare', guest, table=table, spare='sign') == (403, 'hosts-only')
    assert house.refused('table_spare', elsewhere(house, 'cara'), table=table, spare='sign') == (404, 'not-found')
    assert house.refused('table_spare', host, table=table, spare='grade') == (422, {'spare': 'unknown'})
    for spare in ('exception', 'sign', 'scale', ''):
        assert house.do('table_spare', host, table=table, spare=spare) == 'spare-drawn'
        assert house.database.value('select spare from kitchen_table where "table" = %s', table) == (spare or None)
    house.at(TABLES_UNTIL + 1)
    assert house.refused('table_spare', host, table=table, spare='sign') == (409, 'tables-closed')


def left(house, who, **given):
    return {'table': table_of(house, 'cara'), 'see': '', 'differ': '', 'differ_too': '', 'first': '', **given}


def test_what_a_table_leaves(house):
    one = 'cara'
    two = with_me(house, one, [*CUSTOMERS, *DISTRIBUTORS, *STAFF])
    refused = lambda who=one, **given: house.refused('table_leave', who, **left(house, who, **given))
    assert refused() == (422, {'see': 'missing'})
    assert refused(differ='The second form is proof.') == (422, {'differ_too': 'missing'})
    assert refused(differ_too='It is not.') == (422, {'differ': 'missing'})
    assert refused(see='x' * 4001, first='a\u0001') == (422, {'see': 'too-long', 'first': 'characters'})
    assert refused(see='x', version='') == (422, {'version': 'missing'})
    assert refused(see='x', version=None) == (422, {'version': 'missing'})
    assert refused(elsewhere(house, one), see='x') == (404, 'not-found')
    assert house.do('table_leave', one, **left(house, one, see='Forms take longest.')) == 'table-left'
    house.do('table_leave', one, **left(house, one, see='Forms take longest.'))
    assert refused(two, see='Otherwise.', version=1) == (409, 'changed'), 'the second is told that somebody was faster'
    house.do('table_leave', two, **left(house, two, version=2, see='Forms take longest.', differ='It is proof.',
                                        differ_too='It is not.', first='The second form.'))
    row = house.database.rows('select see, differ, differ_too, first, version, left_at is not null from kitchen_table '
                              'where "table" = %s', table_of(house, one))
    assert row == [('Forms take longest.', 'It is proof.', 'It is not.', 'The second form.', 3, True)]
    house.at(TABLES_UNTIL + 1)
    assert refused(see='x', version=3) == (409, 'tables-closed')


def test_the_table_itself_refuses_what_no_rule_would_write(house):
    """Constraints, for whoever writes by another way."""
    insert = '''insert into reply (site, round, "table", course, card, member, "group", kind, body, link, at)
                select 'grind', round, 1, %s, case when %s then card end, adviser, "group", %s, %s, %s, clock()
                from advice limit 1'''
    for course, card, kind, body, link in (
        (2, True, 'builds', 'x', None), (1, True, 'answer', 'x', None), (1, False, 'builds', 'x', None),
        (1, True, 'differs', 'x' * 19, None), (1, True, 'fact', 'x', None), (2, False, 'fact', 'x', 'https://example.org'),
        (1, True, 'builds', None, None), (4, False, 'answer', 'x', None), (1, True, 'builds', 'x', 'javascript:alert(1)'),
    ):
        with pytest.raises(psycopg2.errors.CheckViolation):
            house.database.run(insert, course, card, kind, body, link)

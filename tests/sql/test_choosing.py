# SPDX-License-Identifier: Apache-2.0
"""Choosing: stones under seal, the order that they give, priorities with reasons, departure, small actions; the guard."""

import math
import random

import psycopg2
import pytest

from rounds import CHOOSE, CUSTOMERS, DISTRIBUTORS, HEAR, HOST, STAFF, House, tokens

PEOPLE = [*CUSTOMERS[:6], *DISTRIBUTORS, 'sam']


@pytest.fixture
def house(database):
    """In the choosing, with stones; four insights, and one from nobody but cara."""
    house = House(database)
    house.open(stones='on')
    house.advice = house.to('hearing', PEOPLE)
    cards = list(house.advice.values())
    house.insights = [house.insight(cards[1:], kind='disagreement', sentence=f'Insight {n}.') for n in range(4)]
    house.insights.append(house.insight(cards[:1], sentence='The last.'))
    house.do('round_hear', HOST)
    house.at(HEAR + 1)
    return house


def lay(house, who, *stones):
    stones = [house.insights[n] if n is not None else '' for n in (*stones, None, None, None)[:3]]
    return house.do('stones_lay', who, first=stones[0], second=stones[1], third=stones[2])


def laid(house):
    return house.database.rows(
        '''select m.subject, s.stone, s.insight, s."group" from stone s join member m on m.id = s.member order by 1, 2''')


def place(house, n, where, reason='It costs most time.'):
    return house.do('priority_save', HOST, insight=house.insights[n], place=where, reason=reason)


def action(house, **given):
    return {'action': '', 'title': 'Join the forms', 'insight': house.insights[0], 'size': 'small', 'people': 'Returns team',
            'keeper': '', 'due': house.day(CHOOSE + 10), 'version': '', 'token': next(tokens), **given}


def plan(house, **given):
    return house.made('action_save', HOST, **action(house, **given))


def choose(house, departure=''):
    return house.refused('round_choose', HOST, departure=departure)


# ---- stones


def test_three_stones_laid_and_laid_again(house):
    assert lay(house, 'cara', 0, 0, 4) == 'stones-laid'
    assert laid(house) == [('cara', n + 1, house.insights[i], 'customer') for n, i in enumerate((0, 0, 4))]
    lay(house, 'cara', 1)
    assert laid(house) == [('cara', 1, house.insights[1], 'customer')]
    lay(house, 'cara', None, None, 2)
    assert laid(house) == [('cara', 3, house.insights[2], 'customer')]
    lay(house, 'cara')
    assert laid(house) == []
    lay(house, 'sam', 0)
    lay(house, 'dana', 0)
    assert [row[3] for row in laid(house)] == ['distributor', 'staff']


def test_who_lays_stones(house):
    given = {'first': house.insights[0], 'second': '', 'third': None}
    assert house.refused('stones_lay', HOST, **given) == (403, 'advisers-only')
    assert house.refused('stones_lay', 'zoe', **given) == (403, 'advisers-only')
    assert house.refused('stones_lay', None, **given) == (401, 'sign-in')
    house.do('advice_withdraw', 'carl', card=house.advice['carl'])
    assert house.refused('stones_lay', 'carl', **given) == (403, 'advisers-only')


def test_a_late_adviser_and_a_guest_lay_stones_too(database):
    house = House(database)
    house.open(stones='on')
    gesa = house.guest()
    house.advice = house.to('hearing', [*PEOPLE, gesa])
    late = house.advise('cian')
    one = house.insight([*house.advice.values(), late], kind='disagreement')
    house.do('round_hear', HOST)
    house.insights = [one]
    lay(house, 'cian', 0)
    lay(house, gesa, 0)


@pytest.mark.parametrize('field', ['first', 'second', 'third'])
def test_on_what_stones_are_laid(house, field):
    usual = {'first': house.insights[0], 'second': house.insights[0], 'third': house.insights[0]}
    for insight in ('0', 'x', '99999', '-1', '9' * 30):
        assert house.refused('stones_lay', 'cara', **{**usual, field: insight}) == (422, {field: 'unknown'})
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    assert house.refused('stones_lay', 'carl', **{**usual, field: house.insights[4]}) == (422, {field: 'unknown'}), 'empty now'


def test_without_stones(database):
    house = House(database)
    house.open(stones='off')
    house.to('choosing')
    assert house.refused('stones_lay', 'cara', first=1, second='', third='') == (409, 'no-stones')


@pytest.mark.parametrize('phase, said', [('advice', 'not-open-yet'), ('table', 'not-open-yet'), ('hearing', 'not-open-yet'),
                                         ('acting', 'already-chosen'), ('reported', 'already-chosen'), ('closed', 'closed')])
def test_wrong_phases(database, phase, said):
    house = House(database)
    house.open(stones='on')
    house.to(phase)
    assert house.refused('stones_lay', 'cara', first=1, second='', third='') == (409, said)
    for act, given in (('priority_save', {'insight': 1, 'place': 1, 'reason': 'x'}), ('round_choose', {'departure': ''}),
                       ('action_save', {'action': '', 'title': 'x', 'insight': '', 'size': 'small', 'people': 'x', 'keeper': '',
                                        'due': ''}), ('action_drop', {'action': 1})):
        assert house.refused(act, HOST, **given) == (409, said)


# ---- the order


def score(stones, roles):
    """The formula: product over roles of (stones_in_role + 1) / (people_in_role_who_laid_any + 2)."""
    insights = {}
    for insight in range(5):
        insights[insight] = math.prod(
            (sum(s.count(insight) for who, s in stones.items() if roles[who] == role) + 1)
            / (len([who for who, s in stones.items() if roles[who] == role and s]) + 2)
            for role in ('customer', 'distributor', 'staff'))
    return insights


@pytest.mark.parametrize('seed', range(6))
def test_the_score(house, seed):
    dice = random.Random(seed)
    roles = {who: {'c': 'customer', 'd': 'distributor', 's': 'staff'}[who[0]] for who in PEOPLE}
    stones = {who: [dice.randrange(5) for _ in range(dice.randrange(4))] for who in PEOPLE}
    for who, some in stones.items():
        lay(house, who, *some)
    expected = score(stones, roles)
    rows = house.database.rows("select insight, stones, score from insight_scores('grind', %s) order by insight", house.number)
    assert [row[0] for row in rows] == house.insights
    for n, (_, count, found) in enumerate(rows):
        assert count == sum(s.count(n) for s in stones.values())
        assert found == pytest.approx(expected[n])

    place(house, 0, 1)
    plan(house)
    house.do('round_choose', HOST, departure='We begin where we can.')
    kept = house.database.rows('select score from insight order by insight')
    assert [row[0] for row in kept] == [pytest.approx(expected[n]) for n in range(5)]


def test_one_group_that_does_not_care_pulls_an_insight_down(house):
    for who in CUSTOMERS[:6]:
        lay(house, who, 0, 0, 1)
    for who in DISTRIBUTORS:
        lay(house, who, 1, 1, 1)
    lay(house, 'sam', 1)
    order = [row[0] for row in house.database.rows(
        "select insight from insight_scores('grind', %s) order by score desc", house.number)]
    assert order[:2] == [house.insights[1], house.insights[0]], 'twelve stones of the customers do not drown the others'


# ---- priorities


def test_places(house):
    place(house, 0, 1)
    place(house, 1, 2, 'The second reason.')
    assert place(house, 0, 2, 'The first reason.') == 'priority-set'
    rows = lambda: house.database.rows('select insight, place, reason from insight where place is not null order by place')
    assert rows() == [(house.insights[1], 1, 'The second reason.'), (house.insights[0], 2, 'The first reason.')]
    said = house.refused('priority_save', HOST, insight=house.insights[2], place=1, reason='x')
    assert said == (422, {'place': 'taken'})
    assert place(house, 0, '', '') == 'priority-off'
    assert rows() == [(house.insights[1], 1, 'The second reason.')]
    place(house, 1, 1, 'Otherwise.')
    assert rows() == [(house.insights[1], 1, 'Otherwise.')]
    for n in range(5):
        place(house, n, '')
    for n in range(5):
        place(house, n, n + 1)


@pytest.mark.parametrize('given, fields', [
    ({'place': '0'}, {'place': 'unknown'}), ({'place': '6'}, {'place': 'unknown'}), ({'place': 'x'}, {'place': 'unknown'}),
    ({'reason': ''}, {'reason': 'missing'}), ({'reason': None}, {'reason': 'missing'}),
    ({'reason': 'x' * 4001}, {'reason': 'too-long'}), ({'place': '9', 'reason': ' '}, {'place': 'unknown', 'reason': 'missing'}),
])
def test_fields_of_a_priority(house, given, fields):
    usual = {'insight': house.insights[0], 'place': '1', 'reason': 'x'}
    assert house.refused('priority_save', HOST, **{**usual, **given}) == (422, fields)


def test_what_is_no_priority(house):
    for insight in ('', None, 'x', '99999'):
        assert house.refused('priority_save', HOST, insight=insight, place=1, reason='x') == (404, 'not-found')
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    given = {'insight': house.insights[4], 'place': 1, 'reason': 'x'}
    assert house.refused('priority_save', HOST, **given) == (409, 'insight-without-cards')


# ---- actions


def test_an_action_is_planned_and_changed(house):
    house.database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    one = plan(house)
    plan(house, action=one, version=1, title='Join both forms', keeper='sia', size='larger', insight='', due=house.day(200))
    row = house.database.rows('''select a.title, a.size, m.subject, a.insight, a.version, to_char(a.due, 'HH24:MI')
                                 from action a join member m on m.id = a.keeper''')
    assert row == [('Join both forms', 'larger', 'sia', None, 2, '20:00')]
    assert house.refused('action_save', HOST, **action(house, action=one, version='1')) == (409, 'changed')
    assert house.refused('action_save', HOST, **action(house, action=one)) == (409, 'changed')
    assert house.refused('action_save', HOST, **action(house, action=one, version=None)) == (422, {'version': 'missing'})
    assert house.refused('action_save', HOST, **action(house, action='99999')) == (404, 'not-found')
    assert house.do('action_drop', HOST, action=one) == 'action-dropped'
    assert house.refused('action_drop', HOST, action=one) == (404, 'not-found')


@pytest.mark.parametrize('given, fields', [
    ({'title': ''}, {'title': 'missing'}), ({'title': None}, {'title': 'missing'}), ({'title': 'a\nb'}, {'title': 'one-line'}),
    ({'title': 'x' * 301}, {'title': 'too-long'}), ({'people': ''}, {'people': 'missing'}),
    ({'people': ' '}, {'people': 'missing'}), ({'people': None}, {'people': 'missing'}),
    ({'size': ''}, {'size': 'missing'}), ({'size': None}, {'size': 'missing'}),
    ({'size': 'huge'}, {'size': 'unknown'}), ({'insight': '99999'}, {'insight': 'unknown'}),
    ({'insight': 'x'}, {'insight': 'unknown'}),
    ({'keeper': 'nobody'}, {'keeper': 'unknown'}), ({'keeper': 'cara'}, {'keeper': 'not-staff'}),
    ({'due': ''}, {'due': 'missing'}), ({'due': None}, {'due': 'missing'}), ({'due': '2027-02-30'}, {'due': 'date'}),
    ({'due': 'soon'}, {'due': 'date'}), ({'due': '2027-03-01'}, {'due': 'passed'}), ({'due': '2027-09-01'}, {'due': 'too-far'}),
    ({'token': 'x'}, {'token': 'characters'}),
    ({'title': '', 'size': '', 'people': '', 'due': ''},
     {'title': 'missing', 'size': 'missing', 'people': 'missing', 'due': 'missing'}),
])
def test_fields_of_an_action(house, given, fields):
    assert house.refused('action_save', HOST, **action(house, **given)) == (422, fields)
    assert house.database.rows('select 1 from action') == []


def test_small_is_within_thirty_days(house):
    plan(house, due=house.day(HEAR + 1 + 30))
    assert house.refused('action_save', HOST, **action(house, due=house.day(HEAR + 1 + 31))) == (422, {'due': 'too-far'})
    assert house.refused('action_save', HOST, **action(house, due=house.day(HEAR + 1))) == (422, {'due': 'passed'})
    plan(house, size='larger', due=house.day(HEAR + 300))


def test_thirty_actions_at_most(house):
    house.database.run(
        '''insert into action (site, round, title, size, people, keeper, due, by, at)
           select site, number, 'x', 'small', 'x', host, clock(), host, clock() from round, generate_series(1, 30)''')
    assert house.refused('action_save', HOST, **action(house)) == (422, {'title': 'too-many'})


def test_one_form_sent_twice(house):
    given = action(house)
    first = house.act('action_save', HOST, **given)
    assert house.act('action_save', HOST, **given) == first
    assert house.database.value('select count(*) from action') == 1


@pytest.mark.parametrize('who, said', [(None, (401, 'sign-in')), ('cara', (403, 'hosts-only')), ('sam', (403, 'hosts-only')),
                                       ('mia', (403, 'hosts-only'))])
def test_hosts_alone(house, who, said):
    one = plan(house)
    assert house.refused('priority_save', who, insight=house.insights[0], place=1, reason='x') == said
    assert house.refused('action_save', who, **action(house)) == said
    assert house.refused('action_drop', who, action=one) == said
    assert house.refused('round_choose', who, departure='') == said


# ---- saying what was chosen


def test_what_is_missing_in_turn(house):
    lay(house, 'cara', 3, 3, 3)
    assert choose(house) == (409, 'no-priority')
    place(house, 4, 1)
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    assert choose(house) == (409, 'insight-without-cards')
    house.do('priority_save', HOST, insight=house.insights[4], place='', reason='')
    place(house, 0, 1)
    assert choose(house) == (409, 'departure-missing')
    assert choose(house, '  ') == (409, 'departure-missing')
    assert choose(house, 'x' * 4001) == (422, {'departure': 'too-long'})
    assert choose(house, 'We begin where we can.') == (409, 'no-small-action')
    larger = plan(house, size='larger', due=house.day(100))
    assert choose(house, 'We begin where we can.') == (409, 'no-small-action')
    small = plan(house)
    house.at(CHOOSE + 10, '20:01')
    assert choose(house, 'We begin where we can.') == (409, 'due-past'), 'an action is not promised for yesterday'
    plan(house, action=small, version=1, due=house.day(CHOOSE + 40))
    assert house.do('round_choose', HOST, departure='We begin where we can.') == 'chosen'
    assert house.phase() == 'acting' and house.row()['departure'] == 'We begin where we can.'
    assert house.do('round_choose', HOST, departure='') == 'chosen', 'the same form once more'
    house.at(CHOOSE + 12)
    assert choose(house) == (409, 'already-chosen')
    promises = house.database.rows("select action, text from promise where kind = 'act' order by promise")
    assert promises == [(larger, 'Join the forms'), (small, 'Join the forms')]


def test_what_choosing_does(house):
    house.database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    place(house, 0, 1)
    one = plan(house, keeper='sia')
    assert house.do('round_choose', HOST, departure='') == 'chosen', 'nobody laid stones: no departure from anything'
    (row,) = house.database.rows(
        '''select p.text, p.keeper_name, p.first_due = a.due, a.action, a.promise = p.promise, n.due = a.due
           from promise p join promise_now n using (site, promise) join action a on a.action = p.action''')
    assert row == ('Join the forms', 'Sia', True, one, True, True)
    assert house.database.value(
        "select n.ended from promise p join promise_now n using (site, promise) where p.kind = 'choose'") == 'kept'
    assert house.outbox('chosen') == [('chosen', who) for who in sorted(PEOPLE)]
    assert house.database.value('select departure from round') is None
    assert house.database.value("select count(*) from round_event where kind = 'chosen'") == 1
    house.counted()


# What the stones say (how many each insight has, of customers alone), what is chosen, and whether that needs a word.
@pytest.mark.parametrize('stones, chosen, needed', [
    ([5, 4, 3, 2, 0], [0, 1, 2], False),
    ([5, 4, 3, 2, 0], [0, 1, 2, 3], False),
    ([5, 4, 3, 2, 0], [0, 1], True),
    ([5, 4, 3, 2, 0], [0, 1, 3], True),
    ([5, 4, 3, 2, 0], [1, 2, 3], True),
    ([5, 4, 3, 2, 0], [4], True),
    ([5, 4, 3, 3, 0], [0, 1, 3], False),
    ([5, 3, 3, 3, 0], [0, 1, 3], False),
    ([5, 3, 3, 3, 0], [1, 2, 3], True),
    ([5, 3, 3, 3, 0], [0, 1], True),
    ([2, 2, 2, 2, 2], [4, 2, 1], False),
    ([2, 2, 2, 2, 2], [4, 2], True),
    ([5, 4, 0, 0, 0], [0, 1], False),
    ([5, 4, 0, 0, 0], [1, 2, 3, 4], True),
    ([5, 0, 0, 0, 0], [0], False),
    ([0, 0, 0, 0, 0], [3], False),
])
def test_departure(house, stones, chosen, needed):
    bag = [n for n, count in enumerate(stones) for _ in range(count)]
    for who in CUSTOMERS[:6]:
        lay(house, who, *[bag.pop() for _ in range(min(3, len(bag)))])
    assert bag == []
    for where, n in enumerate(chosen, 1):
        place(house, n, where)
    plan(house)
    if needed:
        assert choose(house) == (409, 'departure-missing')
    house.do('round_choose', HOST, departure='We begin where we can.' if needed else '')


def test_an_insight_that_lost_its_cards_is_none_of_the_three(house):
    lay(house, 'carl', 4, 4, 4)
    house.do('advice_withdraw', 'cara', card=house.advice['cara'])
    place(house, 0, 1)
    plan(house)
    assert house.do('round_choose', HOST, departure='') == 'chosen'


def test_the_guard(house):
    def write(sql='update round set chosen_at = clock()'):
        with pytest.raises(psycopg2.Error) as raised:
            house.database.run(sql)
        assert raised.value.pgcode == 'CC409'
        return raised.value.diag.message_primary.removeprefix('cocreate: ')

    lay(house, 'cara', 3, 3, 3)
    assert write() == 'no-priority'
    place(house, 0, 1)
    assert write() == 'departure-missing'
    assert write("update round set chosen_at = clock(), departure = 'x'") == 'no-small-action'
    plan(house)
    with pytest.raises(psycopg2.errors.CheckViolation):
        house.database.run('update insight set place = 6')
    with pytest.raises(psycopg2.errors.CheckViolation):
        house.database.run('update insight set reason = null')
    with pytest.raises(psycopg2.errors.UniqueViolation):
        house.database.run("update insight set place = 1, reason = 'x'")
    house.database.run("update round set chosen_at = clock(), departure = 'x'")
    assert write("update round set chosen_at = null") == 'already-chosen'

# SPDX-License-Identifier: Apache-2.0
"""Two sessions at once on one round, in every order of their steps; and a crowd.

As in test_races.py each session does one action in a transaction of its own, a step calls it and a second one ends it. What
comes first under the round's lock counts; the other is told what happened meanwhile.
"""

import concurrent.futures
import random
import threading

import psycopg2
import pytest

from conftest import outcome
from rounds import CUSTOMERS, DISTRIBUTORS, HEAR, HOST, REPORT, STAFF, UNTIL, House, tokens
from test_races import Session

PEOPLE = ['cara', 'carl', 'cem', 'dana', 'sam']


class RoundSession(Session):
    """One that has the clock of the house."""

    def __init__(self, house, action, who, given):
        self.database, self.house = house.database, house
        self.action, self.who, self.given = action, who, given
        self.connection = self.connect()
        self.worker = concurrent.futures.ThreadPoolExecutor(1)
        self.answer, self.doing = None, []

    def connect(self):
        connection = self.database.connect(autocommit=False)
        with connection.cursor() as cursor:
            cursor.execute('select set_config(%s, %s, false)', ['cocreate.now', self.house.now.isoformat()])
        connection.commit()
        return connection

    def call(self):
        def run():
            with self.connection.cursor() as cursor:
                cursor.execute(self.house.statement(self.action), self.house.arguments(self.action, self.who, self.given))
                self.answer = outcome(cursor)

        self.start(run)


class RawSession(RoundSession):
    """One of a client that knows no actions: a statement of its own."""

    def call(self):
        def run():
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute(self.action)
                    self.answer = [{'done': cursor.rowcount}]
            except psycopg2.Error as error:
                self.connection.rollback()
                self.answer = [{'status': error.pgcode, 'key': error.diag.message_primary.removeprefix('cocreate: ')}]

        self.start(run)


def session(house, action, who=None, given=None):
    return (RawSession if ' ' in action else RoundSession)(house, action, who, given)


def run(house, order, end_of_a, a, b):
    """Runs two actions in this order of steps; answers in short what each said, None for one that was rolled back."""
    sessions = {'a': session(house, *a), 'b': session(house, *b)}
    begun = set()
    for name in order:
        if name not in begun:
            begun.add(name)
            sessions[name].call()
        elif name == 'a' and end_of_a == 'rollback':
            sessions[name].rollback()
        else:
            sessions[name].commit()
    for one in sessions.values():
        one.finish()
    house.counted()
    return [one.answer and (one.answer[0].get('done') or one.answer[0]['key']) for one in sessions.values()]


# Everything goes through the round's lock, so half of the orders of test_races.py say it all: a or b first, the other
# afterwards or while it waits; and one that is rolled back while the other waits.
STEPS = [('aabb', 'commit'), ('abab', 'commit'), ('bbaa', 'commit'), ('baba', 'commit'),
         ('abab', 'rollback'), ('baba', 'rollback')]


@pytest.fixture(params=STEPS, ids='-'.join)
def steps(request):
    return request.param


@pytest.fixture
def order(steps):
    return steps[0]


@pytest.fixture
def end_of_a(steps):
    return steps[1]


@pytest.fixture
def house(database):
    """A round that two host: hana and sia."""
    house = House(database)
    database.run("select member_enter('grind', 'sia', 'Sia', 'staff')")
    house.open(stones='on', hosts='sia')
    return house


def one_of(said, order, end_of_a, first, second):
    """Both say the first thing, if they come first; otherwise the second. A rolled back act has not been."""
    if end_of_a == 'rollback':
        assert said == [None, first[1]]
    elif order[0] == 'a':
        assert said == [first[0], second[1]]
    else:
        assert said == [second[0], first[1]]


def card(**given):
    return {'card': '', 'question': 1, 'body': 'Drop it.', 'share': 'none', 'do': 'send', **given}


# ---- advice


def test_the_last_fifth_card_twice(house, order, end_of_a):
    for _ in range(4):
        house.advise('cara')
    given = card()
    said = run(house, order, end_of_a, ('advice_save', 'cara', {**given, 'token': next(tokens)}),
               ('advice_save', 'cara', {**given, 'token': next(tokens)}))
    one_of(said, order, end_of_a, ['card-sent'] * 2, ['too-many'] * 2)
    assert house.database.value('select count(*) from advice') == 5


@pytest.mark.parametrize('known', [False, True], ids=['new', 'known'])
def test_one_card_sent_twice(house, order, end_of_a, known):
    if known:
        house.advise('cara', question=2)
    given = card(token='the-very-same-token')
    said = run(house, order, end_of_a, ('advice_save', 'cara', given), ('advice_save', 'cara', given))
    assert said == ['card-sent' if end_of_a == 'commit' else None, 'card-sent']
    assert house.database.value('select count(*) from advice') == 1 + known
    assert house.row()['advisers'] == 1


def test_two_people_at_once(house, order, end_of_a):
    said = run(house, order, end_of_a, ('advice_save', 'cara', card()), ('advice_save', 'carl', card()))
    assert said == ['card-sent' if end_of_a == 'commit' else None, 'card-sent']
    assert house.row()['cards'] == house.row()['advisers'] == (2 if end_of_a == 'commit' else 1)


def test_changing_and_taking_back_one_card(house, order, end_of_a):
    number = house.advise('cara')
    said = run(house, order, end_of_a, ('advice_withdraw', 'cara', {'card': number}),
               ('advice_save', 'cara', card(card=number, body='Otherwise.', token=next(tokens))))
    one_of(said, order, end_of_a, ['card-withdrawn', 'card-sent'], ['card-withdrawn', 'not-found'])
    assert house.row()['cards'] == (0 if end_of_a == 'commit' else 1)


def test_a_card_at_the_moment_of_the_draw(house, order, end_of_a):
    """The clock has passed the seal: whoever comes first records what follows from it, and the card is late."""
    for who in CUSTOMERS:
        house.advise(who)
    house.at(UNTIL, '20:15')
    said = run(house, order, end_of_a, ('select tick()',), ('advice_save', 'dana', card()))
    assert said[1] == 'card-late'
    assert house.database.value("select count(*) from seat s join member m on m.id = s.member where m.subject = 'dana'") == 0
    assert house.row()['drawn_at'] and house.row()['table_count'] == 2
    assert house.database.value('select count(*) from kitchen_table') == 2


# ---- hearing


@pytest.fixture
def hearing(house):
    house.advice = house.to('hearing', PEOPLE)
    house.one = house.insight([house.advice['cara']], kind='disagreement')
    house.look()
    return house


def none_without_words(house):
    """No insight cites a card whose text is gone."""
    return house.database.rows('select c.card from insight_advice c join advice a on a.card = c.card where a.body is null') == []


def test_heard_twice(hearing, order, end_of_a):
    said = run(hearing, order, end_of_a, ('round_hear', 'sia', {}), ('round_hear', HOST, {}))
    one_of(said, order, end_of_a, ['heard'] * 2, ['already-heard'] * 2)
    assert len(hearing.outbox('heard')) == 5
    assert hearing.database.value("select count(*) from promise_event where kind = 'kept'") == 1


def test_heard_twice_by_clients_that_know_no_actions(hearing, order, end_of_a):
    said = run(hearing, order, end_of_a, ('update round set heard_at = clock()',),
               ("update round set heard_at = clock() + interval '1 second'",))
    one_of(said, order, end_of_a, [1, 1], ['already-heard'] * 2)


def test_hearing_while_a_card_arrives(hearing, order, end_of_a):
    said = run(hearing, order, end_of_a, ('advice_save', 'cleo', card()), ('round_hear', HOST, {}))
    one_of(said, order, end_of_a, ['card-late', 'heard'], ['moved-on', 'cards-unlooked'])


def test_hearing_while_the_only_card_of_an_insight_is_taken_back(hearing, order, end_of_a):
    said = run(hearing, order, end_of_a, ('advice_withdraw', 'cara', {'card': hearing.advice['cara']}), ('round_hear', HOST, {}))
    one_of(said, order, end_of_a, ['card-withdrawn', 'heard'], ['card-withdrawn', 'insight-without-cards'])
    empty = hearing.database.value('select cards from insight') == 0
    assert empty == (end_of_a == 'commit')
    assert hearing.outbox('insight-empty') == ([('insight-empty', HOST), ('insight-empty', 'sia')] if empty else [])


def test_taking_back_while_an_insight_cites(hearing, order, end_of_a):
    form = {'kind': 'keep', 'sentence': 'The slip stays.', 'token': next(tokens), f"card-{hearing.advice['carl']}": 'yes'}
    said = run(hearing, order, end_of_a, ('advice_withdraw', 'carl', {'card': hearing.advice['carl']}),
               ('insight_save', HOST, {'insight': '', 'form': form}))
    one_of(said, order, end_of_a, ['card-withdrawn', 'insight-saved'], ['card-withdrawn', 'unknown'])
    assert none_without_words(hearing)


def test_two_hosts_write_one_insight(hearing, order, end_of_a):
    given = lambda sentence: {'insight': hearing.one, 'form': {'kind': 'keep', 'sentence': sentence, 'version': '1'}}
    said = run(hearing, order, end_of_a, ('insight_save', HOST, given('First.')), ('insight_save', HOST, given('Second.')))
    one_of(said, order, end_of_a, ['insight-saved'] * 2, ['changed'] * 2)
    assert hearing.database.value('select version from insight') == 2


def test_erasing_a_person_while_an_insight_cites(hearing, order, end_of_a):
    form = {'kind': 'keep', 'sentence': 'The slip stays.', 'token': next(tokens), f"card-{hearing.advice['carl']}": 'yes'}
    said = run(hearing, order, end_of_a, ("select member_forget('grind', 'carl', false)",),
               ('insight_save', HOST, {'insight': '', 'form': form}))
    one_of(said, order, end_of_a, [1, 'insight-saved'], [1, 'unknown'])
    assert none_without_words(hearing)


# ---- tables


def test_one_table(database, order, end_of_a):
    """One fact for each card, and one who writes what the table leaves."""
    house = House(database)
    house.open(tables='on')
    house.advice = house.to('table', [*CUSTOMERS[:4], *STAFF[:2]])
    house.at(UNTIL + 2)
    given = {'table': 1, 'card': house.advice['cara'], 'parent': '', 'course': 1, 'kind': 'fact', 'body': 'It is ten days.',
             'source': 'https://example.org'}
    said = run(house, order, end_of_a, ('reply_write', 'sam', {**given, 'token': next(tokens)}),
               ('reply_write', 'sia', {**given, 'token': next(tokens)}))
    one_of(said, order, end_of_a, ['replied'] * 2, ['too-many'] * 2)
    leave = lambda see: {'table': 1, 'see': see, 'differ': '', 'differ_too': '', 'first': '', 'version': 1}
    said = run(house, order, end_of_a, ('table_leave', 'cara', leave('One.')), ('table_leave', 'carl', leave('Two.')))
    one_of(said, order, end_of_a, ['table-left'] * 2, ['changed'] * 2)


# ---- choosing


@pytest.fixture
def choosing(house):
    house.advice = house.to('choosing', PEOPLE)
    house.do('priority_save', HOST, insight=house.insights[0], place=1, reason='It costs most time.')
    house.made('action_save', HOST, action='', title='Join the forms', insight='', size='small', people='We', keeper='',
               due=house.day(HEAR + 20))
    return house


def test_chosen_twice(choosing, order, end_of_a):
    said = run(choosing, order, end_of_a, ('round_choose', 'sia', {'departure': ''}), ('round_choose', HOST, {'departure': ''}))
    one_of(said, order, end_of_a, ['chosen'] * 2, ['already-chosen'] * 2)
    assert choosing.database.value("select count(*) from promise where kind = 'act'") == 1


def test_choosing_while_stones_are_laid(choosing, order, end_of_a):
    """The first stone makes another insight the highest: whoever comes first decides whether it counts."""
    stones = {'first': choosing.insights[1], 'second': '', 'third': ''}
    said = run(choosing, order, end_of_a, ('stones_lay', 'cara', stones), ('round_choose', HOST, {'departure': ''}))
    one_of(said, order, end_of_a, ['stones-laid', 'chosen'], ['already-chosen', 'departure-missing'])


def test_choosing_while_the_only_card_of_a_priority_is_taken_back(choosing, order, end_of_a):
    choosing.do('priority_save', HOST, insight=choosing.insights[1], place=2, reason='It is quick.')
    said = run(choosing, order, end_of_a, ('advice_withdraw', 'sam', {'card': choosing.advice['sam']}),
               ('round_choose', HOST, {'departure': ''}))
    one_of(said, order, end_of_a, ['card-withdrawn', 'chosen'], ['card-withdrawn', 'insight-without-cards'])


def test_two_hosts_give_one_place(choosing, order, end_of_a):
    choosing.database.run("update insight set place = null, reason = null")
    given = lambda n: {'insight': choosing.insights[n], 'place': 1, 'reason': 'x'}
    said = run(choosing, order, end_of_a, ('priority_save', HOST, given(0)), ('priority_save', HOST, given(1)))
    one_of(said, order, end_of_a, ['priority-set'] * 2, ['taken'] * 2)


# ---- acting


@pytest.fixture
def acting(house):
    house.advice = house.to('acting', PEOPLE)
    house.at(REPORT - 3)
    return house


def not_now(house, who, **given):
    return {'card': house.advice[who], 'outcome': 'not_now', 'reason': 'We lack the people for it.', 'version': '', **given}


def test_reported_twice(acting, order, end_of_a):
    for who in PEOPLE:
        acting.do('trace_save', HOST, **not_now(acting, who))
    said = run(acting, order, end_of_a, ('round_report', 'sia', {}), ('round_report', HOST, {}))
    one_of(said, order, end_of_a, ['reported'] * 2, ['already-reported'] * 2)
    assert len(acting.outbox('report')) == 5


def test_reporting_while_a_trace_is_written(acting, order, end_of_a):
    for who in PEOPLE[:-1]:
        acting.do('trace_save', HOST, **not_now(acting, who))
    said = run(acting, order, end_of_a, ('trace_save', HOST, not_now(acting, 'sam')), ('round_report', HOST, {}))
    first_b = 'cards-without-outcome'
    if end_of_a == 'rollback':
        assert said == [None, first_b]
    else:
        assert said == (['traced', 'reported'] if order[0] == 'a' else ['traced', first_b])


def test_reporting_while_a_card_is_taken_back(acting, order, end_of_a):
    for who in PEOPLE[:-1]:
        acting.do('trace_save', HOST, **not_now(acting, who))
    said = run(acting, order, end_of_a, ('advice_withdraw', 'sam', {'card': acting.advice['sam']}), ('round_report', HOST, {}))
    if end_of_a == 'rollback' or order[0] == 'b':
        assert said[1] == 'cards-without-outcome'
    else:
        assert said == ['card-withdrawn', 'reported']


def test_reporting_while_a_card_arrives(acting, order, end_of_a):
    for who in PEOPLE:
        acting.do('trace_save', HOST, **not_now(acting, who))
    said = run(acting, order, end_of_a, ('advice_save', 'cleo', card()), ('round_report', HOST, {}))
    assert said == ['moved-on' if end_of_a == 'commit' else None, 'reported']


def test_two_hosts_trace_one_card(acting, order, end_of_a):
    given = not_now(acting, 'cara')
    said = run(acting, order, end_of_a, ('trace_save', 'sia', given), ('trace_save', HOST, given))
    one_of(said, order, end_of_a, ['traced'] * 2, ['changed'] * 2)


def test_the_same_acts_sent_twice(acting, order, end_of_a):
    """By one host: the second is told what the first was."""
    for who in PEOPLE[:-1]:
        acting.do('trace_save', HOST, **not_now(acting, who))
    last = not_now(acting, PEOPLE[-1])
    said = run(acting, order, end_of_a, ('trace_save', HOST, last), ('trace_save', HOST, last))
    assert said == ['traced' if end_of_a == 'commit' else None, 'traced']
    assert acting.database.value('select version from trace where card = %s', last['card']) == 1
    said = run(acting, order, end_of_a, ('round_report', HOST, {}), ('round_report', HOST, {}))
    assert said == ['reported' if end_of_a == 'commit' else None, 'reported']
    assert acting.database.value("select count(*) from round_event where kind = 'reported'") == 1


def test_the_point_missed_twice(house, order, end_of_a):
    house.advice = house.to('reported', PEOPLE)
    given = lambda text: {'card': house.advice['cara'], 'text': text}
    said = run(house, order, end_of_a, ('trace_contest', 'cara', given('The label.')), ('trace_contest', 'cara', given('Hers.')))
    one_of(said, order, end_of_a, ['contested'] * 2, ['already-contested'] * 2)


def test_one_word_of_a_keeper_sent_twice(acting, order, end_of_a):
    promise = acting.database.value("select promise from promise where kind = 'act'")
    given = {'promise': promise, 'kind': 'kept', 'text': 'Done.', 'due': '', 'keeper': '', 'token': 'the-very-same-token'}
    said = run(acting, order, end_of_a, ('promise_tell', HOST, given), ('promise_tell', HOST, given))
    assert said == ['told' if end_of_a == 'commit' else None, 'told']
    assert acting.database.value('select count(*) from promise_event where promise = %s', promise) == 1


# ---- a crowd


def test_everything_at_once(house):
    """A dozen people write, change, take back, flag and look in on two rounds while hosts and the clock do their part: no
    deadlock, no exception, every counter exact."""
    first = house.number
    house.open(title='Another matter')
    numbers = [first, house.number]
    people = [*CUSTOMERS, *DISTRIBUTORS, *STAFF]
    start, said = threading.Barrier(8), []

    def work(seed):
        dice = random.Random(seed)
        own = RoundSession(house, None, None, None)
        own.connection.autocommit = True
        with own.connection.cursor() as cursor:
            start.wait()
            for _ in range(60):
                who, number = dice.choice(people), dice.choice(numbers)
                cursor.execute('''select card from advice a join member m on m.id = a.adviser
                                  where m.subject = %s and a.round = %s order by random() limit 1''', [who, number])
                mine = (cursor.fetchone() or [''])[0]
                action, given = dice.choice([
                    ('advice_save', card(number=number, do=dice.choice(['send', 'draft']), question=dice.choice([1, 2]),
                                         token=f'token-{seed}-{dice.randrange(10**12):012}')),
                    ('advice_save', card(number=number, card=mine, body=f'Text {seed}', token=f'token-{dice.randrange(40):012}')),
                    ('advice_withdraw', {'number': number, 'card': mine or 1}),
                    ('advice_flag', {'number': number, 'card': mine or 1, 'reason': 'x'}),
                    ('notices_seen', {}),
                ])
                name = {'name': f'Name {dice.randrange(3)}'}
                cursor.execute(house.statement(action), house.arguments(action, who, {**given, **name}))
                said.extend(row.get('done') or row['key'] for row in outcome(cursor))
        own.finish()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert {'card-sent', 'card-draft', 'card-withdrawn'} <= set(said) and len(said) >= 480
    house.counted()

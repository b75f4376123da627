# SPDX-License-Identifier: Apache-2.0
"""Two sessions at once, in every order of their steps; and crowds.

Each session does one action in a transaction of its own: a step calls it, a second one ends it. A session that waits for the
other does not hold up the test: its next step follows as soon as it can. Whatever the order, the outcome is one that the
actions could have had one after the other, nothing is deadlocked, and recount() finds nothing.
"""

import collections
import concurrent.futures
import contextlib
import itertools
import random
import threading

import psycopg2
import pytest

from conftest import WEB, action_sql, arguments, outcome, until


class Session:
    """A connection with a thread of its own, so that it can wait while the test goes on."""

    def __init__(self, database, action, **given):
        self.database, self.action, self.given = database, action, given
        self.connection = database.connect(WEB, autocommit=False)
        self.worker = concurrent.futures.ThreadPoolExecutor(1)
        self.answer = None
        self.doing = []

    def call(self):
        def run():
            with self.connection.cursor() as cursor:
                cursor.execute(action_sql(self.action), arguments(self.action, **self.given))
                self.answer = outcome(cursor)

        self.start(run)

    def commit(self):
        self.start(self.connection.commit)

    def rollback(self):
        def run():
            self.connection.rollback()
            self.answer = None

        self.start(run)

    def start(self, step):
        self.doing.append(self.worker.submit(step))
        until(lambda: self.idle() or self.waits(), f'{self.action} to end or to wait')

    def idle(self):
        return all(step.done() for step in self.doing)

    def waits(self):
        return self.database.value('select cardinality(pg_blocking_pids(%s)) > 0', self.connection.info.backend_pid)

    def finish(self):
        until(self.idle, f'{self.action} to end')
        for step in self.doing:
            step.result()
        self.worker.shutdown()


ORDERS = sorted(set(itertools.permutations('aabb')))


def run(database, order, end_of_a, a, b):
    """Runs two actions in this order of steps; answers what each said, None for one that was rolled back."""
    sessions = {name: Session(database, action, **given) for name, (action, given) in (('a', a), ('b', b))}
    begun = set()
    for name in order:
        if name not in begun:
            begun.add(name)
            sessions[name].call()
        elif name == 'a' and end_of_a == 'rollback':
            sessions[name].rollback()
        else:
            sessions[name].commit()
    for session in sessions.values():
        session.finish()
    assert database.rows("select * from recount('grind')") == []
    return [session.answer and session.answer[0] for session in sessions.values()]


@pytest.fixture(params=[''.join(order) for order in ORDERS])
def order(request):
    return request.param


@pytest.fixture(params=['commit', 'rollback'])
def end_of_a(request):
    return request.param


VOTED = {'status': 303, 'location': '/ideas/1', 'done': 'voted'}
UNVOTED = {**VOTED, 'done': 'unvoted'}
EDITED = {**VOTED, 'done': 'edited'}
CHANGED = {'status': 409, 'key': 'changed'}


def tally(database):
    return database.rows("select votes, earlier from idea_tally where site = 'grind' and idea = 1")[0]


@pytest.mark.parametrize('known', [False, True], ids=['new', 'known'])
def test_two_votes_of_one_member(database, order, end_of_a, known):
    database.propose()
    if known:
        database.act('vote_cast', subject='ben', value='0')
    said = run(database, order, end_of_a, ('vote_cast', {'subject': 'ben'}), ('vote_cast', {'subject': 'ben'}))
    assert said == [VOTED if end_of_a == 'commit' else None, VOTED]
    assert tally(database) == (1, 0)
    assert database.value("select members from site_tally where site = 'grind'") == 2


def test_votes_of_two_members(database, order, end_of_a):
    database.propose()
    said = run(database, order, end_of_a, ('vote_cast', {'subject': 'ben'}), ('vote_cast', {'subject': 'cleo'}))
    assert said == [VOTED if end_of_a == 'commit' else None, VOTED]
    assert tally(database) == (2 if end_of_a == 'commit' else 1, 0)


@pytest.mark.parametrize('voted_before', [False, True])
def test_a_vote_and_its_taking_back(database, order, end_of_a, voted_before):
    database.propose()
    if voted_before:
        database.act('vote_cast', subject='ben')
    said = run(
        database,
        order,
        end_of_a,
        ('vote_cast', {'subject': 'ben', 'value': '1'}),
        ('vote_cast', {'subject': 'ben', 'value': '0'}),
    )
    assert said == [VOTED if end_of_a == 'commit' else None, UNVOTED]
    a_was_last = end_of_a == 'commit' and order[0] == 'b'
    assert tally(database) == (1 if a_was_last else 0, 0)


def test_a_vote_and_an_edit(database, order, end_of_a):
    database.propose()
    database.act('vote_cast', subject='cleo')
    edit = ('idea_edit', {'title': 'A silent hopper', 'kind': 'keep'})
    vote = ('vote_cast', {'subject': 'ben'})
    if end_of_a == 'rollback':
        said = run(database, order, end_of_a, edit, vote)
        assert said == [None, VOTED] and tally(database) == (2, 0)
    else:
        said = run(database, order, end_of_a, vote, edit)
        assert said == [VOTED, EDITED]
        version = database.value(
            "select version from vote v join member m using (site) where m.id = v.member and m.subject = 'ben'"
        )
        assert tally(database) == ((2, 2) if version == 1 else (2, 1))
        assert version == (1 if order[0] == 'a' else 2), 'the first to come is the first to be served'


def test_two_edits_of_one_version(database, order, end_of_a):
    database.propose()
    said = run(
        database, order, end_of_a, ('idea_edit', {'title': 'By the phone'}), ('idea_edit', {'title': 'By the desk'})
    )
    if end_of_a == 'rollback':
        assert said == [None, EDITED]
        assert database.value('select title from idea') == 'By the desk'
    else:
        assert said == ([EDITED, CHANGED] if order[0] == 'a' else [CHANGED, EDITED])
        assert database.rows('select version, title from idea') == [
            (2, 'By the phone' if order[0] == 'a' else 'By the desk')
        ]
    assert database.value('select count(*) from idea_version') == 2


@pytest.mark.parametrize('known', [False, True], ids=['new', 'known'])
def test_one_form_sent_twice(database, order, end_of_a, known):
    database.propose(subject='ada' if known else 'cleo')
    given = {'token': 'the-very-same-token'}
    a, b = run(
        database, order, end_of_a, ('idea_propose', given), ('idea_propose', {**given, 'title': 'The second time'})
    )
    assert b == {'status': 303, 'location': '/ideas/2', 'done': 'proposed'}
    assert a == (b if end_of_a == 'commit' else None)
    assert database.value('select count(*) from idea') == 2


def test_one_edit_sent_twice(database, order, end_of_a):
    database.propose()
    given = {'title': 'A silent hopper', 'token': 'the-same-edit-tw'}
    a, b = run(database, order, end_of_a, ('idea_edit', given), ('idea_edit', given))
    assert b == EDITED and a == (EDITED if end_of_a == 'commit' else None)
    assert database.value('select version from idea') == 2


def test_numbers_of_two_proposals(database, order, end_of_a):
    a, b = run(database, order, end_of_a, ('idea_propose', {}), ('idea_propose', {'subject': 'ben'}))
    numbers = [n for n, in database.rows("select number from idea where site = 'grind' order by number")]
    assert numbers == ([1, 2] if end_of_a == 'commit' else [1]), 'no number twice, and none lost'


def test_a_proposal_and_a_new_name_of_its_author(database, order, end_of_a):
    database.propose()
    a, b = run(database, order, end_of_a, ('idea_propose', {'name': 'Ada L.'}), ('vote_cast', {'name': 'Ada Lovelace'}))
    assert b == VOTED
    assert database.value("select name from member where subject = 'ada'") in ('Ada L.', 'Ada Lovelace')


# ---- waiting at one lock, in both orders


@pytest.mark.parametrize('first', ['vote', 'edit'])
def test_a_vote_and_an_edit_that_waited_together(database, first):
    """Both have begun, and wait for the idea. What they read before they got it must not count."""
    database.propose()
    gate = database.connect(autocommit=False)
    with gate.cursor() as cursor:
        cursor.execute('select from idea_tally for update')
    vote, edit = Session(database, 'vote_cast', subject='ben'), Session(database, 'idea_edit', title='A silent hopper')
    queue = [vote, edit] if first == 'vote' else [edit, vote]
    for session in queue:
        session.call()
        assert session.waits()
    gate.commit()
    for session in queue:
        session.commit()
    for session in queue:
        session.finish()
    assert database.rows("select * from recount('grind')") == []
    assert tally(database) == ((1, 1) if first == 'vote' else (1, 0))


# ---- crowds


def crowd(database, jobs, threads):
    """Does all jobs in so many sessions at once, as fast as they go; answers how often each thing was said."""
    start = threading.Barrier(threads)
    shares = [jobs[n::threads] for n in range(threads)]

    def work(share):
        connection = psycopg2.connect(host=database.host, dbname=database.name, user=WEB)
        connection.autocommit = True
        said = []
        with connection.cursor() as cursor:
            start.wait()
            for action, given in share:
                cursor.execute(action_sql(action), arguments(action, **given))
                said += [row.get('done') or row['key'] for row in outcome(cursor)]
        connection.close()
        return said

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        said = list(itertools.chain(*pool.map(work, shares)))
    return collections.Counter(said)


def counted(database):
    return all(database.rows('select * from recount(%s)', site) == [] for site in ('grind', 'other'))


def test_fifty_votes_of_one_member_at_once(database):
    database.propose()
    said = crowd(database, [('vote_cast', {'subject': 'ben'})] * 50, threads=50)
    assert said == {'voted': 50} and counted(database)
    assert tally(database) == (1, 0)
    assert database.rows("select members from site_tally where site = 'grind'") == [(2,)]


def test_votes_of_fifty_new_members_at_once(database):
    database.propose()
    said = crowd(
        database, [('vote_cast', {'subject': f'member{n}', 'name': f'Member {n}'}) for n in range(50)], threads=50
    )
    assert said == {'voted': 50} and counted(database)
    assert tally(database) == (50, 0)
    assert database.rows("select members from site_tally where site = 'grind'") == [(51,)]


def test_one_form_sent_by_thirty_clicks(database):
    said = crowd(database, [('idea_propose', {'token': 'a-nervous-finger'})] * 30, threads=30)
    assert said == {'proposed': 30} and counted(database)
    assert database.value('select count(*) from idea') == 1


def test_everything_at_once(database):
    """A thousand actions of thirty people on five ideas of two sites: no deadlock, no exception, every counter exact."""
    dice = random.Random(7)
    for site in ('grind', 'other'):
        for n in range(5):
            database.propose(site=site, subject=f'm{n}')
    jobs = []
    for n in range(1000):
        given = {
            'site': dice.choice(['grind', 'grind', 'other']),
            'subject': f'm{dice.randrange(30)}',
            'number': str(dice.randrange(1, 6)),
            'name': f'Name {dice.randrange(3)}',
        }
        action = dice.choices(['vote_cast', 'idea_edit', 'idea_propose'], [8, 2, 1])[0]
        if action == 'vote_cast':
            given['value'] = dice.choice('110')
        if action == 'idea_edit':
            given.update(
                subject=f"m{int(given['number']) - 1}",
                version=str(dice.randrange(1, 9)),
                title=f'Title number {n}',
                kind=dice.choice(['hurts', 'keep']),
                token=f'token-of-edit-{n % 40:02}',
            )
        jobs.append((action, given))
    said = crowd(database, jobs, threads=16)
    assert set(said) <= {'voted', 'unvoted', 'edited', 'proposed', 'changed'} and said['voted'] > 200
    assert counted(database)


def batches(database, dice, count, size):
    """So many calls of votes_cast(), with wishes of thirty people, some of them new, for five ideas of two sites."""
    for _ in range(count):
        rows = [
            (
                dice.choice(['grind', 'grind', 'other']),
                f'm{dice.randrange(60)}',
                f'Name {dice.randrange(3)}',
                'customer',
                str(dice.randrange(1, 7)),
                dice.choice('110x'),
            )
            for _ in range(size)
        ]
        yield [list(column) for column in zip(*rows)]


def test_batches_among_everything_else(database):
    """Batches with the same ideas and members in every order, single votes, edits and proposals: nobody is deadlocked."""
    for site in ('grind', 'other'):
        for n in range(5):
            database.propose(site=site, subject=f'm{n}')
    deadlocks = database.value('select deadlocks from pg_stat_database where datname = current_database()')
    said = collections.Counter()

    def cast(seed):
        with contextlib.closing(psycopg2.connect(host=database.host, dbname=database.name, user=WEB)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for columns in batches(database, random.Random(seed), 25, 40):
                    cursor.execute(f"select * from votes_cast({', '.join(['%s::text[]'] * 6)})", columns)
                    for row in outcome(cursor):
                        valid = columns[5][row['ordinal'] - 1] != 'x' and columns[4][row['ordinal'] - 1] != '6'
                        assert valid == (row['status'] == 303), row
                        said[row.get('done') or row['key']] += 1

    jobs = [
        ('idea_edit', {'subject': f'm{n % 5}', 'number': str(1 + n % 5), 'version': str(1 + n // 5), 'title': f'Title {n}'})
        for n in range(50)
    ] + [('vote_cast', {'subject': f'm{n % 60}', 'name': f'Name {n % 3}', 'number': str(1 + n % 5)}) for n in range(150)]
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        casting = [pool.submit(cast, seed) for seed in range(4)]
        others = pool.submit(crowd, database, jobs, 3)
        for one in casting:
            one.result()
    assert others.result()['voted'] == 150 and sum(said.values()) == 4000 and said['voted'] > 1000
    assert set(said) == {'voted', 'unvoted', 'not-found', 'value'}
    assert database.value('select deadlocks from pg_stat_database where datname = current_database()') == deadlocks
    assert counted(database)
    assert database.value('select count(*) from (select from member group by site, subject having count(*) > 1) twice') == 0


def test_recount_repairs_among_votes(database):
    """Repairing while people vote: nobody is held up for good, and the counters are right in the end."""
    for _ in range(5):
        database.propose()
    database.run('update idea_tally set votes = 70 where idea % 2 = 1')
    stop = threading.Event()

    def repair():
        connection = database.connect()
        while not stop.is_set():
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from recount('grind', true)")

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        repairing = pool.submit(repair)
        try:
            crowd(
                database,
                [
                    ('vote_cast', {'subject': f'm{n % 60}', 'number': str(1 + n % 5), 'value': '110'[n % 3]})
                    for n in range(400)
                ],
                threads=8,
            )
        finally:
            stop.set()
        repairing.result()
    database.run("select recount('grind', true)")
    assert counted(database)
    assert database.rows('select idea, votes from idea_tally order by idea') == database.rows(
        'select idea, count(*) from vote group by idea order by idea'
    )

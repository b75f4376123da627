# SPDX-License-Identifier: Apache-2.0
"""A server that takes no writes, a row that somebody else holds, and two who wait for each other."""

import concurrent.futures

import pytest

import load
from load import Load, ask
from servers import wait_until
from test_stuck import fresh
from verdict import BACKENDS, Verdict

BACK = 5  # seconds after which everything must work again: 2 are promised, a busy machine gets more
FORM = {'title': 'Written while nothing could be', 'body': 'And not lost in it.', 'kind': 'better', 'stage': 'use',
        'token': 'written-while-nothing-could-be'}


@pytest.fixture
def settings(database):
    """settings(name, value) of the whole server; as before afterwards."""
    def set_now(name, value):
        database.run(f"alter system set {name} = '{value}'")
        database.run('select pg_reload_conf()')
        wait_until('it is set', lambda: database.value(f'show {name}') == value)

    yield set_now
    database.run('alter system reset all')
    database.run('select pg_reload_conf()')


@pytest.fixture
def other(database):
    """A session of somebody else, in a transaction."""
    connection = database.connect()
    connection.autocommit = False
    yield connection
    connection.close()


def test_a_server_that_takes_no_writes(httpd, database, settings):
    """Pages go on, forms come back with what was written; the log says it once, and once that it is over."""
    server = fresh(httpd, database)
    with Verdict(server), Load(server, numbers=range(1, 9), rate=50) as crowd:
        crowd.go_on(60)
        server.expect_log('CC0109: ')
        server.expect_log('CC0108: the database takes writes again')
        settings('default_transaction_read_only', 'on')
        began = len(crowd.answers)
        wait_until('somebody is told', lambda: any(a.status == 503 for a in crowd.answers[began:]))
        crowd.go_on(60)
        refused = ask(server, 'POST', '/ideas', 'm9', FORM)
        assert refused.status == 503 and int(refused.headers['retry-after']) > 0
        for text in ('title', 'body', 'token'):
            assert FORM[text] in refused.text
        assert ask(server, 'POST', '/ideas/3/vote', 'm9', {'value': '1'}).status == 503
        assert {a.status for a in crowd.reads()} == {200}
        settings('default_transaction_read_only', 'off')
        wait_until('forms are taken', lambda: ask(server, 'POST', '/ideas', 'm9', FORM).status == 303, BACK)
        crowd.go_on(60)
        crowd.stop()
        assert {a.status for a in crowd.reads()} == {200} and {a.status for a in crowd.writes()} == {303, 503}
        crowd.settle()
        crowd.check(database)
        lines = [line for line in server.log_text().splitlines() if 'CC010' in line]
        assert len(lines) <= 2, '\n'.join(lines)  # it began, it ended


@pytest.mark.quick
def test_a_row_that_somebody_holds(httpd, database, other):
    """Votes for this idea are told so within their deadline; everything else goes on; nothing waits for ever."""
    server = fresh(httpd, database, server='CocreateQueryTimeout 2\n')
    with Verdict(server), Load(server, readers=4, voters=0, proposers=0, rate=40) as crowd:
        crowd.go_on(20)
        other.cursor().execute('select from cocreate.idea_tally where site = %s and idea = 1 for update', (server.site,))
        server.expect_log('CC010[23]: ')
        with concurrent.futures.ThreadPoolExecutor(12) as people:
            votes = [people.submit(ask, server, 'POST', '/ideas/1/vote', f'm{n}', {'value': '1'}, 'vote') for n in range(20, 32)]
            crowd.go_on(60)
            told = [each.result() for each in votes]
        assert {a.status for a in told} == {503}, '\n'.join(map(str, told))
        crowd.stop()
        assert {a.status for a in crowd.answers} == {200}
        assert ask(server, 'POST', '/ideas/2/vote', 'm20', {'value': '1'}).status == 303
        other.rollback()
        again = [ask(server, 'POST', '/ideas/1/vote', f'm{n}', {'value': '1'}, 'vote') for n in range(20, 32)]
        assert {a.status for a in again} == {303}
        count = 'select count(*) from cocreate.vote where site = %s and idea = 1'
        assert database.value(count, (server.site,)) == 12


def test_two_who_wait_for_each_other(httpd, cluster, database, other, settings):
    """PostgreSQL ends the module's part of a deadlock; it is done again, once, and nobody is told."""
    log = cluster.folder / 'pgdata/server.log'
    server = fresh(httpd, database)
    settings('deadlock_timeout', '100ms')
    cursor = other.cursor()
    cursor.execute("set deadlock_timeout = '60s'")  # so that it is not ours that ends
    other.commit()
    with Verdict(server), concurrent.futures.ThreadPoolExecutor(2) as people:
        for round in range(1, 4):
            before = log.read_text().count('deadlock detected')
            # The vote holds the tally of its idea and waits for its member; we hold the member and wait for the tallies.
            cursor.execute('''insert into cocreate.member (site, subject, name, "group", joined_at)
                              select site, %s, 'New', "group", now() from cocreate.member where site = %s limit 1''',
                           (f'm{round}', server.site))
            vote = people.submit(ask, server, 'POST', f'/ideas/{round}/vote', f'm{round}', {'value': '1'})
            wait_until('the vote waits', lambda: vote.done() or database.value(
                f"select count(*) {BACKENDS} and wait_event_type = 'Lock'"))
            cursor.execute('lock table cocreate.idea_tally in exclusive mode')  # the second attempt queues behind us
            other.rollback()
            assert vote.result().status == 303, str(vote.result())
            assert log.read_text().count('deadlock detected') == before + 1
        votes = 'select count(*) from cocreate.vote where site = %s'
        assert database.value(votes, (server.site,)) == 3

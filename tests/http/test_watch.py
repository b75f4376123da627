# SPDX-License-Identifier: Apache-2.0
"""The watchdog and what it finds out: other servers' changes, what is due, an outage, a server that takes no writes, a host that
does not answer, a replica. On clusters of their own, because they are stopped and made read-only."""

import concurrent.futures
import contextlib
import re
import socket
import time

import pytest

import harness
from community import count_ideas, form
from harness import page, wait_until
from rounds import House

KEPT = {'CocreateCache': 'on', 'CocreateServerTiming': 'on'}
SHORT = 'CocreateConnectTimeout 1\nCocreateQueryTimeout 20\nCocreatePoolTimeout 1\n'


@pytest.fixture(scope='module')
def own(test_dir):
    """own.cluster can be stopped; own.database is in it."""
    class Own:
        cluster = harness.SteadyCluster(test_dir / 'watched')
        database = harness.Database(cluster)

    Own.database.install()
    yield Own
    Own.database.close()
    Own.cluster.stop()


@pytest.fixture
def gone(own):
    """gone(): the cluster stops; it is there again after the test, or with gone.over()."""
    class Gone:
        def __call__(self):
            own.database.close()
            own.cluster.stop()
            self.is_over = False

        def over(self):
            own.cluster.start()
            self.is_over = True

    gone = Gone()
    gone.is_over = True
    yield gone
    if not gone.is_over:
        gone.over()


@pytest.fixture
def starts(request, httpd):
    """starts(**options): a server for this test alone, so that no other one sees what happens to the database."""
    running = []

    def start(**options):
        running.append(httpd(**options))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@contextlib.contextmanager
def silent(backlog=64):
    """The port of a server that takes connections and never says a word."""
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        s.listen(backlog)
        yield s.getsockname()[1]


def ideas(server, **options):
    return server.get(server.base + '/ideas', **options)


def propose(server, user='ada', **fields):
    return server.post(server.base + '/ideas', form(**fields), user=user)


def said(server, what):
    return len(re.findall(what, server.log_text()))


def crowd(count, does):
    with concurrent.futures.ThreadPoolExecutor(count) as people:
        return list(people.map(lambda n: does(), range(count)))


def test_a_watchdog_that_is_refused_says_so_once(starts, own):
    own.database.run('revoke select on cocreate.change from cocreate_web')
    try:
        server = starts(database=own.database, site=own.database.add_site(),
                        conninfo=f'{own.database.web_conninfo} application_name=refused')
        server.expect_log('CC0105: watch.change: permission denied')
        wait_until('it is said', lambda: said(server, 'CC0105'))
        asked = "select max(query_start) from pg_stat_activity where application_name = 'refused'"
        for _ in range(2):
            before = own.database.value(asked)
            wait_until('it asks again', lambda: own.database.value(asked) > before)
        assert said(server, 'CC0105') == 1
    finally:
        own.database.run('grant select on cocreate.change to cocreate_web')


# --- changes ----------------------------------------------------------------------------------------------------------------

def how(server, path):
    return server.get(server.base + path).headers['Server-Timing'].split('desc=')[1]


def are_kept(server, *paths):
    """Each of them comes from what is kept: the first one is the oldest."""
    return all([how(server, path) == 'hit' for path in paths])


def keeping(starts, own, site, name):
    """A server that keeps pages, and whose watchdog has looked: what it does not know yet counts as changed."""
    server = starts(database=own.database, site=site, options=KEPT,
                    conninfo=f'{own.database.web_conninfo} application_name={name}')
    wait_until('it watches', lambda: own.database.value(
        'select count(*) from pg_stat_activity where application_name = %s and query like %s',
        (name, '%pg_visible_in_snapshot(c.xid%')))
    return server


def test_two_servers_see_what_the_other_one_changed(starts, own):
    """Both keep their pages; neither is told by anybody but the database. It is not that what was kept has grown old: the page
    of the rounds, which was kept before, is still good."""
    site = own.database.add_site()
    one, other = (keeping(starts, own, site, name) for name in ('one', 'other'))
    for here, there in ((one, other), (other, one)):
        wait_until('the pages are kept there', lambda: are_kept(there, '/rounds', '/ideas'))
        title = f'From the server at {here.port}'
        assert propose(here, title=title).status_code == 303
        assert title in ideas(here).text, 'at once where it was written'
        wait_until('it is seen there', lambda: title in ideas(there).text)
        assert how(there, '/rounds') == 'hit'


def test_what_the_administrator_does_by_hand_is_seen(starts, own):
    server = keeping(starts, own, own.database.add_site(), 'by-hand')
    number = server.propose(title='Before the hand')
    wait_until('the pages are kept', lambda: are_kept(server, '/rounds', '/ideas'))
    own.database.run(f"""
        update cocreate.idea set title = 'After the hand' where site = '{server.site}' and number = {number};
        select cocreate.note_change('{server.site}', {number})""")
    wait_until('it is seen', lambda: 'After the hand' in ideas(server).text)
    assert how(server, '/rounds') == 'hit'


# --- what is due ------------------------------------------------------------------------------------------------------------

def test_rounds_move_on_and_what_is_old_goes(httpd, database, test_dir):
    house = House(httpd, database, test_dir)
    house.enter('hana', 'hugo')
    house.open_quickly('hana')
    database.run("update cocreate.change set at = now() - interval '1 day' where site = %s", (house.site,))
    house.server.stop()                                     # the one that starts now tidies
    second = httpd(database=database, site=house.site)
    wait_until('old changes go', lambda: database.value(
        "select count(*) from cocreate.change where site = %s and at < now() - interval '2 hours'", (house.site,)) == 0)
    database.run('update cocreate.round set tick_at = now() where site = %s', (house.site,))
    wait_until('the round is ticked', lambda: database.value(
        'select tick_at is null or tick_at > now() from cocreate.round where site = %s', (house.site,)))
    assert second.log_text().count('CC0105') == 0


# --- away -------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('mpm', ['prefork', 'event'])
def test_an_outage_is_said_once_for_all_children(starts, own, gone, mpm):
    server = starts(database=own.database, site=own.database.add_site(), mpm=mpm)
    assert {r.status_code for r in crowd(8, lambda: ideas(server))} == {200}
    server.expect_log('CC0101: connecting: ')
    gone()
    crowd(8, lambda: ideas(server))
    wait_until('it is said', lambda: said(server, 'CC0101'))
    for _ in range(5):
        assert {r.status_code for r in crowd(8, lambda: ideas(server))} == {503}
    server.expect_log('CC0108: the database answers again')
    gone.over()
    wait_until('it is back', lambda: said(server, 'CC0108'))
    for _ in range(5):
        assert {r.status_code for r in crowd(8, lambda: ideas(server))} == {200}
    assert (said(server, 'CC0101'), said(server, 'CC0108')) == (1, 1)


def test_nobody_waits_for_what_the_watchdog_knows(starts, own):
    """Were one of fifty requests to try by itself, it would take as long as connecting may."""
    with silent() as port:
        server = starts(database=own.database, site='any', conninfo=f'host=127.0.0.1 port={port} dbname=x user=y',
                        server='CocreateConnectTimeout 20\n')
        server.expect_log('CC0101: connecting: deadline passed')
        wait_until('the watchdog knows', lambda: said(server, 'CC0101'))
        began = time.monotonic()
        assert {r.status_code for r in crowd(10, lambda: [ideas(server) for _ in range(5)][-1])} == {503}
        assert time.monotonic() - began < 20
        server.expect_log('CC0101', optional=True)


# --- writing waits, reading does not -------------------------------------------------------------------------------------------

def test_writes_that_wait_leave_a_connection_for_readers(starts, own):
    server = starts(database=own.database, site=own.database.add_site(), server=SHORT + 'CocreatePoolSize 3\n')
    number = server.propose(title='To be read meanwhile')
    holder = own.database.connect()
    holder.autocommit = False
    holder.cursor().execute('lock table cocreate.submission in share mode')     # whoever proposes waits, whoever reads does not
    server.expect_log('CC0102: no free connection to write with within 1000 ms')
    server.expect_log(r'CC0103: idea_propose: .*lock timeout \[55P03\]', optional=True)
    waiting = 'select count(*) from pg_stat_activity where query like %s and wait_event_type = %s'
    with concurrent.futures.ThreadPoolExecutor(12) as people:
        writers = [people.submit(propose, server, title=f'Waits {n}') for n in range(12)]
        wait_until('two wait, the others get no connection', lambda: said(server, 'CC0102: .* to write with'))
        assert {ideas(server).status_code for _ in range(20)} == {200}
        assert own.database.value(waiting, ('%FROM idea_propose%', 'Lock')) <= 2
        assert server.get(f'{server.base}/ideas/{number}').status_code == 200
        holder.rollback()
        statuses = [w.result().status_code for w in writers]
    holder.close()
    assert set(statuses) <= {303, 503}
    assert count_ideas(own.database, server.site) == 1 + statuses.count(303)


def test_a_lock_ends_the_wait_and_keeps_the_connection(starts, own):
    """The server gives up first (lock_timeout of the role): the connection is used again."""
    server = starts(database=own.database, site=own.database.add_site(), server=SHORT + 'CocreatePoolSize 1\n')
    server.propose()
    backends = "select pid from pg_stat_activity where application_name = 'mod_cocreate'"
    before = own.database.rows(backends)
    holder = own.database.connect()
    holder.autocommit = False
    holder.cursor().execute('lock table cocreate.submission in share mode')
    server.expect_log(r'CC0103: idea_propose: .*lock timeout \[55P03\]')
    reply = propose(server, body='Kept while the lock is held.')
    holder.rollback()
    holder.close()
    assert reply.status_code == 503 and 'Kept while the lock is held.' in page(reply).text_content()
    assert set(before) <= set(own.database.rows(backends)) and before
    assert propose(server).status_code == 303


# --- read-only --------------------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def read_only(database):
    """The role's sessions take no writes; those that are open end."""
    def renew(setting):
        database.run(f'alter role cocreate_web in database cocreate {setting}')
        database.rows("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'cocreate_web'")

    renew('set default_transaction_read_only = on')
    try:
        yield
    finally:
        renew('reset default_transaction_read_only')


def test_a_server_that_takes_no_writes(starts, own):
    server = starts(database=own.database, site=own.database.add_site())
    number = server.propose(title='Written before')
    server.expect_log('CC0109: the database takes no writes: ')
    with read_only(own.database):
        replies = crowd(4, lambda: propose(server, body='To be written later.'))
        assert {r.status_code for r in replies} == {503}
        assert all(int(r.headers['Retry-After']) > 0 and 'To be written later.' in page(r).text_content() for r in replies)
        assert server.vote(number).status_code == 503
        assert {r.status_code for r in crowd(8, lambda: ideas(server))} == {200}
        assert ideas(server, user='ben').status_code == 200
        assert said(server, 'CC0109') == 1
    server.expect_log('CC0108: the database takes writes again')
    wait_until('it is known', lambda: said(server, 'CC0108'))
    assert propose(server).status_code == 303 and server.vote(number).status_code == 303
    assert (said(server, 'CC0109'), said(server, 'CC0108')) == (1, 1)
    assert count_ideas(own.database, server.site) == 2


# --- several hosts ----------------------------------------------------------------------------------------------------------

def test_a_host_that_never_answers_is_passed_over(starts, own):
    """libpq by itself would stay with it."""
    with silent() as port:
        server = starts(database=own.database, site=own.database.add_site(), server=SHORT,
                        conninfo=f'host=127.0.0.1,{own.cluster.host} port={port},5432 dbname=cocreate user=cocreate_web')
        assert ideas(server).status_code == 200 and propose(server).status_code == 303
        began = time.monotonic()
        own.database.rows("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'cocreate_web'")
        assert [ideas(server).status_code for _ in range(3)] == [200] * 3
        assert time.monotonic() - began < 20


def test_a_host_that_takes_no_writes_is_passed_over(starts, own, test_dir):
    standing_by = harness.Cluster(test_dir / 'standing-by')
    try:
        there = harness.Database(standing_by)
        there.install()
        there.run('alter system set default_transaction_read_only = on')
        there.run('select pg_reload_conf()')
        hosts = f'host={standing_by.host},{own.cluster.host} dbname=cocreate user=cocreate_web'
        server = starts(database=own.database, site=own.database.add_site(),
                        conninfo=hosts + ' target_session_attrs=read-write')
        assert propose(server).status_code == 303 and ideas(server).status_code == 200
        there.close()
    finally:
        standing_by.stop()
    assert propose(server).status_code == 303
    assert count_ideas(own.database, server.site) == 2


# --- a replica --------------------------------------------------------------------------------------------------------------

def reader(own, name):
    """A second way to the same server."""
    return f'CocreateReadDatabase "{own.database.web_conninfo} application_name={name}"\n'


def readers(own, name):
    """What its connections did last, but for the watchdog's and the check of the schema."""
    return [query for query, in own.database.rows('select query from pg_stat_activity where application_name = %s', (name,))
            if 'pg_last_wal_replay_lsn' not in query and 'from migration' not in query]


def test_pages_are_read_from_the_replica_and_ones_own_from_where_it_was_written(starts, own):
    server = starts(database=own.database, site=own.database.add_site(), server=reader(own, 'replica-1'))
    number = server.propose(title='On both')

    def is_read():
        assert 'On both' in ideas(server).text
        return any('from stage' in query for query in readers(own, 'replica-1'))

    wait_until('the replica is read', is_read)
    for value in (1, 0, 1):
        assert server.vote(number, value, user='ben').status_code == 303
        voted = page(ideas(server, user='ben')).xpath('//button[@aria-pressed="true"]')
        assert len(voted) == value, 'who voted sees it at once'


def test_without_the_replica_the_primary_is_read(starts, own):
    with silent() as port:
        server = starts(database=own.database, site=own.database.add_site(), server=SHORT + (
            f'CocreateReadDatabase "host=127.0.0.1 port={port} dbname=cocreate user=cocreate_web"\n'))
        server.expect_log('CC0101: CocreateReadDatabase: connecting: deadline passed')
        number = server.propose()
        assert {r.status_code for r in crowd(8, lambda: ideas(server))} == {200}
        wait_until('it is said', lambda: said(server, 'CC0101'))
        assert server.vote(number).status_code == 303 and ideas(server, user='ben').status_code == 200
        assert said(server, 'CC0101') == 1


def test_a_server_that_is_no_replica_is_not_read(starts, own, database):
    """It has the schema and replays nothing."""
    server = starts(database=own.database, site=own.database.add_site(), server=(
        f'CocreateReadDatabase "{database.web_conninfo} application_name=stranger"\n'))
    server.propose(title='Only on the primary')
    asked = 'select query_start from pg_stat_activity where application_name = %s and query like %s'
    times = set()
    wait_until('it was asked more than once since', lambda: times.update(
        database.rows(asked, ('stranger', '%pg_last_wal_replay_lsn%'))) or len(times) > 3)
    assert all('Only on the primary' in ideas(server).text for _ in range(20))

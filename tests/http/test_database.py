# SPDX-License-Identifier: Apache-2.0
"""The database is away, comes back, is not the right one, takes no writes, or is slow. On a cluster of its own, which all tests
leave running. Nothing is kept by these servers: what is asked comes from the database."""

import concurrent.futures
import contextlib
import os
import re
import signal
import socket
import threading
import time

import pytest

import harness
from community import count_ideas, form, typed
from harness import document, page, wait_until

TOP = '<!DOCTYPE html><title>site</title><!--#include virtual="@base@/ideas.fragment?limit=3" -->'
FILES = {'top.shtml': TOP, 'many.shtml': TOP * 12}
BUSY = 'One moment, please'
BACKENDS = "from pg_stat_activity where application_name = 'mod_cocreate'"


@pytest.fixture(scope='module')
def cluster(test_dir):
    cluster = harness.SteadyCluster(test_dir / 'other-cluster')
    yield cluster
    cluster.stop()


@pytest.fixture(scope='module')
def database(cluster):
    database = harness.Database(cluster)
    database.install()
    yield database
    database.close()


@pytest.fixture(scope='module')
def server(httpd, database):
    server = httpd(database=database, files=FILES, server='CocreateQueryTimeout 1\nCocreateConnectTimeout 1\n')
    server.propose(title='Here before the outage')
    return server


def is_well(server):
    """What its log said last of the database was that it is there."""
    said = re.findall(r'CC01(01|06|08|09|10): ', server.log_text())
    return not said or said[-1] == '08'


@contextlib.contextmanager
def all_notice():
    """Every server that runs has a watchdog, and may tell what happens to the database. Waits until all have seen its end."""
    servers = [each for each in harness.Httpd.running if is_well(each)]
    for each in servers:
        each.expect_log('CC01(01|06|08)', optional=True)
    yield
    for each in servers:
        wait_until('its watchdog sees the database', lambda: is_well(each))


@pytest.fixture
def outage(cluster, database):
    """outage.begin() and outage.end(); ended in any case."""
    class Outage:
        away = False

        def begin(self):
            database.close()
            cluster.stop()
            self.away = True

        def end(self):
            cluster.start()
            self.away = False

    outage = Outage()
    with all_notice():
        yield outage
        if outage.away:
            outage.end()


def ideas(server, **options):
    return server.get(server.base + '/ideas', **options)


def backends(database):
    return [pid for pid, in database.rows(f'select pid {BACKENDS}')]


def check_busy(reply):
    assert reply.status_code == 503 and int(reply.headers['Retry-After']) > 0
    assert reply.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in reply.headers
    assert page(reply).xpath('//h1')[0].text_content() == BUSY


# --- away -----------------------------------------------------------------------------------------------------------------

def test_away_at_the_start(httpd, database, outage):
    site = database.add_site()
    outage.begin()
    server = httpd(database=database, site=site, files=FILES)
    assert server.get('/index.html').status_code == 200 and server.get(server.base + '/.theme/cocreate.css').status_code == 200
    server.expect_log(r'CC0101: connecting: ')
    began = time.monotonic()
    while time.monotonic() < began + 2.5:  # it is tried again each second, and told once
        check_busy(ideas(server))
        included = server.get('/top.shtml')
        assert included.status_code == 200 and BUSY in included.text and 'error occurred' not in included.text
        assert ideas(server, user='ada').status_code == 503
    assert document(server.get(server.base + '/ideas.xml')).find('error').get('key') == 'busy'
    assert server.get(server.base + '/ideas.csv').status_code == 503
    assert server.log_text().count('CC0101') == 1
    outage.end()
    server.expect_log('CC0108: the database answers again')
    wait_until('the site serves again', lambda: ideas(server).status_code == 200)
    server.propose()
    assert server.log_text().count('CC0101') == 1 and server.log_text().count('CC0108') == 1


def test_a_text_that_meets_an_absent_database_is_kept(server, database, outage):
    fields = form(title='Written before the outage', body='And not lost in it.')
    outage.begin()
    server.expect_log('CC010[14]')
    reply = server.post(server.base + '/ideas', fields, user='ada')
    check_busy_with = reply.status_code, reply.headers.get('Retry-After') is not None
    assert check_busy_with == (503, True) and 'And not lost in it.' in page(reply).text_content()
    outage.end()
    server.expect_log('CC0108', optional=True)
    wait_until('the site serves again', lambda: ideas(server).status_code == 200)
    before = count_ideas(database, server.site)
    assert server.post(server.base + '/ideas', fields, user='ada').status_code == 303
    assert count_ideas(database, server.site) == before + 1


def test_after_a_restart_it_goes_on(server, outage):
    """The pool's connections are gone, and from the first good answer on nobody is told."""
    assert ideas(server).status_code == 200
    outage.begin()
    outage.end()
    wait_until('the site serves again', lambda: ideas(server).status_code == 200)
    assert [ideas(server).status_code for _ in range(10)] == [200] * 10
    assert server.vote(1).status_code == 303


def test_ended_connections_are_not_noticed(server, database):
    for path in ('/ideas', '/overview', '/ideas/1'):
        assert server.get(server.base + path).status_code == 200
        database.rows(f'select pg_terminate_backend(pid, 5000) {BACKENDS}')
        assert server.get(server.base + path).status_code == 200


def test_restart_under_load(server, database, outage):
    """Everybody is answered, well or with 503; it recovers by itself; no vote is counted twice or lost."""
    statuses, stop = [], threading.Event()

    def visitor(n):
        while not stop.is_set():
            if n % 4 == 0:
                statuses.append(server.vote(1, len(statuses) % 2, user='cleo').status_code)
            else:
                statuses.append(ideas(server, user='ben' if n % 2 else None).status_code)

    server.expect_log('CC010[1458]', optional=True)
    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        visitors = [crowd.submit(visitor, n) for n in range(8)]
        try:
            wait_until('load', lambda: len(statuses) > 40)
            outage.begin()
            outage.end()
            done = len(statuses)
            wait_until('it recovers', lambda: statuses[done:].count(200) > 40)
        finally:
            stop.set()
        for each in visitors:
            each.result()
    assert set(statuses) <= {200, 303, 503}, set(statuses)
    votes, counted = database.rows('''
        select (select count(*) from cocreate.vote v where v.site = t.site and v.idea = t.idea), t.votes
        from cocreate.idea_tally t where t.site = %s and t.idea = 1''', (server.site,))[0]
    assert votes == counted


def test_a_server_that_never_answers(httpd, database):
    """A page of twelve fragments waits once, not twelve times."""
    with socket.socket() as silent:
        silent.bind(('127.0.0.1', 0))
        silent.listen(64)
        server = httpd(database=database, files=FILES, server='CocreateConnectTimeout 2\n',
                       conninfo=f'host=127.0.0.1 port={silent.getsockname()[1]} dbname=x user=y')
        server.expect_log('CC0101: connecting: deadline passed')
        began = time.monotonic()
        assert server.get('/many.shtml').text.count(BUSY) == 12
        assert time.monotonic() - began < 6
        assert server.log_text().count('CC0101') == 1


# --- not the right one ----------------------------------------------------------------------------------------------------

def test_unknown_site(httpd, database):
    server = httpd(database=database, site='unheard')
    server.expect_log(r'CC0107: the database has no site "unheard" .*schema/install --site unheard')
    check_busy(ideas(server))
    assert server.post(server.base + '/ideas', form(), user='ada').status_code == 503
    database.run("select cocreate.site_add('unheard', 'Heard now')")
    assert ideas(server).status_code == 200


def test_unknown_schema_version(httpd, database):
    site = database.add_site()
    known = database.value('select max(number) from cocreate.migration')
    with all_notice():
        database.run('update cocreate.migration set number = number + 900 where number = %s', (known,))
        try:
            server = httpd(database=database, site=site, files=FILES)
            server.expect_log(rf'CC0106: the database has schema version {known + 900}, this module serves version {known}: '
                              'run schema/install')
            wait_until('it is known', lambda: 'CC0106' in server.log_text())
            for _ in range(3):
                check_busy(ideas(server))
                assert BUSY in server.get('/top.shtml').text
            assert server.log_text().count('CC0106') == 1
        finally:
            database.run('update cocreate.migration set number = %s where number = %s', (known, known + 900))
        server.expect_log('CC0108: the database answers again')
        wait_until('the site serves', lambda: ideas(server).status_code == 200)
        assert server.log_text().count('CC0108') == 1


def test_no_schema(httpd, database):
    server = httpd(database=database, conninfo=database.web_conninfo.replace('dbname=cocreate ', 'dbname=postgres '))
    server.expect_log('CC0106: the database has schema version none, this module serves version [0-9]+: run schema/install')
    check_busy(ideas(server))


def test_refused_sign_in(httpd, database):
    server = httpd(database=database, conninfo=database.web_conninfo.replace('user=cocreate_web', 'user=nobody_here'))
    server.expect_log('CC0101: connecting: .*nobody_here')
    check_busy(ideas(server))


# --- slow -----------------------------------------------------------------------------------------------------------------

def test_frozen_backend(server, database):
    """A backend that does nothing any more costs one request its deadline; the next one gets another."""
    assert ideas(server).status_code == 200
    frozen = backends(database)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        server.expect_log('CC0103: .*deadline passed after 1000 ms')
        began = time.monotonic()
        replies = []
        while not replies or replies[-1].status_code != 200:
            replies.append(ideas(server))
            assert time.monotonic() - began < 20
        assert [r.status_code for r in replies] == [503] * (len(replies) - 1) + [200] and 2 <= len(replies) <= len(frozen) + 1
        check_busy(replies[0])
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)


@pytest.fixture
def locked(database):
    """The votes of all ideas are locked; release() ends it."""
    connection = database.connect()
    connection.autocommit = False
    connection.cursor().execute('lock table cocreate.idea_tally in access exclusive mode')
    yield connection.rollback
    connection.close()


def waiting(database):
    return database.value(f'select count(*) {BACKENDS} and wait_event_type = %s', ('Lock',))


@pytest.fixture(scope='module')
def narrow(httpd, database):
    server = httpd(database=database, server='CocreatePoolSize 1\nCocreatePoolTimeout 1\nCocreateQueryTimeout 20\n')
    server.propose()
    return server


def test_exhausted_pool_waits_no_longer_than_it_may(narrow, database, locked):
    with concurrent.futures.ThreadPoolExecutor(1) as other:
        first = other.submit(ideas, narrow)
        wait_until('the first holds the connection', lambda: waiting(database) == 1)
        narrow.expect_log('CC0102: no free connection within 1000 ms .CocreatePoolSize 1.')
        began = time.monotonic()
        check_busy(ideas(narrow))
        assert 0.9 < time.monotonic() - began < 10 and not first.done()
        locked()
        assert first.result().status_code == 200
    assert ideas(narrow).status_code == 200


def test_a_small_pool_serves_many(narrow, database):
    with concurrent.futures.ThreadPoolExecutor(20) as crowd:
        assert {r.status_code for r in crowd.map(lambda n: ideas(narrow, user='ben' if n % 2 else None), range(60))} == {200}
    assert len(backends(database)) <= 2 * 4 + 2 * 1 + 8  # the servers of this file: children times pool


def test_slow_query_meets_its_deadline(server, database, locked):
    server.expect_log('CC0103')
    began = time.monotonic()
    check_busy(ideas(server))
    assert 0.9 < time.monotonic() - began < 10
    server.expect_log('CC0103')
    assert server.vote(1).status_code == 503
    server.expect_log('CC0103')
    began = time.monotonic()
    assert server.get('/many.shtml').text.count(BUSY) == 12
    assert time.monotonic() - began < 6  # once for the page, not for each of its fragments


@pytest.fixture(scope='module')
def patient(httpd, database):
    server = httpd(database=database, server='CocreateQueryTimeout 30\n')
    server.propose()
    return server


def test_a_whole_pool_of_ended_connections(patient, database, locked):
    """Four wait at the lock, so that the pool is full; all four connections end; nobody is told, and the next ones neither."""
    with concurrent.futures.ThreadPoolExecutor(4) as crowd:
        replies = [crowd.submit(ideas, patient) for _ in range(4)]
        wait_until('all wait', lambda: waiting(database) == 4)
        locked()
        assert [r.result().status_code for r in replies] == [200] * 4
    database.rows(f'select pg_terminate_backend(pid, 5000) {BACKENDS}')
    assert ideas(patient).status_code == 200 and patient.vote(1).status_code == 303


def test_a_connection_that_ends_in_the_middle(patient, database, locked):
    """Reading is tried once more, on another connection."""
    with concurrent.futures.ThreadPoolExecutor(1) as other:
        reply = other.submit(ideas, patient)
        wait_until('it waits', lambda: waiting(database) == 1)
        database.rows(f'select pg_terminate_backend(pid, 5000) {BACKENDS} and wait_event_type = %s', ('Lock',))
        wait_until('it waits again', lambda: waiting(database) == 1)
        locked()
        assert reply.result().status_code == 200


# --- prepared or not ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize('prepared', ['on', 'off'])
def test_prepared(httpd, database, prepared):
    """Behind a pooler no statement may have a name; otherwise all have one."""
    log = database.cluster.folder / 'pgdata/server.log'
    database.run("alter system set log_statement = 'all'")
    database.run('select pg_reload_conf()')
    wait_until('it logs', lambda: database.value('show log_statement') == 'all')
    try:
        before = log.stat().st_size
        server = httpd(database=database, site=database.add_site(), server=f'CocreatePrepared {prepared}\n')
        number = server.propose()
        assert server.vote(number).status_code == 303 and ideas(server, user='ben').status_code == 200
        assert document(server.get(f'{server.base}/ideas/{number}.xml')).find('idea').get('votes') == '1'
        said = log.read_text()[before:]
    finally:
        database.run('alter system reset log_statement')
        database.run('select pg_reload_conf()')
    actions = re.findall(r'execute (\S+): SELECT \* FROM idea_propose', said)
    assert actions == (['idea_propose'] if prepared == 'on' else ['<unnamed>'])

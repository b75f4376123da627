# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL is not there, goes, comes back, accepts and says nothing, or ends what it had begun."""

import signal
import statistics
import time

import pytest

import load
from load import Load, ask
from servers import wait_until
from verdict import BACKENDS, Verdict

BUSY = 'One moment, please'
BACK = 5  # seconds after which everything must work again: 2 are promised, a busy machine gets more
FORM = {'title': 'Written while it was away', 'body': 'And not lost in it.', 'kind': 'better', 'stage': 'use',
        'token': 'written-while-it-was-away'}
TOP = {'top.shtml': '<!DOCTYPE html><title>site</title><!--#include virtual="@base@/ideas.fragment?limit=3" -->'}


def check_busy(answer):
    assert answer.status == 503 and int(answer.headers['retry-after']) > 0, str(answer)
    assert answer.headers['cache-control'] == 'private, no-store' and BUSY in answer.text


def recovers(server):
    """Within the time that is promised after an outage; the log says so, once."""
    server.expect_log('CC0108: the database answers again')
    wait_until('it serves again', lambda: ask(server, 'GET', '/ideas').status == 200, BACK)


def lines(server, name):
    return server.log_text().count(name)


@pytest.mark.quick
def test_start_without_the_database(httpd, database, outage):
    site = database.add_site()
    outage.begin()
    server = httpd(database=database, site=site, files=TOP)
    with Verdict(server):
        server.expect_log('CC0101: connecting: ')
        assert server.get('/index.html').status_code == 200
        assert server.get(server.base + '/.theme/cocreate.css').status_code == 200
        for user in (None, 'ada'):
            check_busy(ask(server, 'GET', '/ideas', user))
        included = server.get('/top.shtml')
        assert included.status_code == 200 and BUSY in included.text and 'error occurred' not in included.text
        refused = ask(server, 'POST', '/ideas', 'ada', FORM)
        check_busy(refused)
        for text in ('title', 'body', 'token'):
            assert FORM[text] in refused.text  # the form comes back with what was written
        outage.end()
        recovers(server)
        assert [ask(server, 'POST', '/ideas', 'ada', FORM).status for _ in range(2)] == [303, 303]
        assert database.value('select count(*) from cocreate.idea where site = %s', (site,)) == 1
        assert (lines(server, 'CC0101'), lines(server, 'CC0108')) == (1, 1)


@pytest.mark.parametrize('how, cache', [(signal.SIGINT, 'off'), (signal.SIGQUIT, 'off'), (signal.SIGQUIT, 'on')],
                         ids=['fast', 'immediate', 'kept'])
def test_restart_under_load(httpd, database, outage, how, cache):
    """It recovers by itself; who was told that something is done finds it done, once. Pages that are kept are there."""
    server = httpd(database=database, site=database.add_site(), users=load.MEMBERS, options={'CocreateCache': cache})
    for _ in range(8):
        server.propose()
    with Verdict(server), Load(server, numbers=range(1, 9), rate=50) as crowd:
        crowd.go_on(60)
        server.expect_log('CC0101: ')
        server.expect_log('CC0104: ', optional=True)  # a statement that met the end of two connections
        server.expect_log('CC0108: ')
        outage.begin(how)
        crowd.go_on(30)
        outage.end()
        up = time.monotonic()
        crowd.go_on_well(20, since=up)
        wait_until('it has been back for a while', lambda: time.monotonic() > up + BACK)
        settled = time.monotonic()
        crowd.go_on(150)
        crowd.stop()
        assert {a.status for a in crowd.reads()} <= ({200} if cache == 'on' else {200, 503})
        assert {a.status for a in crowd.writes()} == {303, 503}
        assert all(a.whole for a in crowd.reads() if a.status == 200)
        late = [str(a) for a in crowd.answers if a.began > settled and a.status == 503]
        assert not late, '\n'.join(late)
        crowd.check(database)
        crowd.settle()
        crowd.check(database)
        assert (lines(server, 'CC0101'), lines(server, 'CC0108')) == (1, 1)


@pytest.mark.quick
def test_a_server_that_never_answers(httpd, database, proxy):
    """One waits for the connection; whoever comes later is told at once. Then it answers, and all is well."""
    proxy.black_hole()
    server = httpd(database=database, site=database.add_site(), conninfo=proxy.conninfo(database))
    with Verdict(server):
        server.expect_log('CC0101: connecting: deadline passed')
        first = ask(server, 'GET', '/ideas')
        check_busy(first)
        assert first.seconds < 2 * BACK  # CocreateConnectTimeout is 2
        told = [ask(server, 'GET', '/ideas', 'ada' if n % 2 else None) for n in range(60)]
        told += [ask(server, 'POST', '/ideas', 'ada', FORM) for _ in range(20)]
        for each in told:
            check_busy(each)
        assert statistics.median(each.seconds for each in told) < 0.02
        assert lines(server, 'CC0101') == 1
        proxy.heal()
        recovers(server)
        assert ask(server, 'POST', '/ideas', 'ada', FORM).status == 303
        assert lines(server, 'CC0108') == 1


def test_the_network_is_cut_off(httpd, database, proxy):
    """All connections stand still, new ones too: everybody is answered within the deadlines, and it recovers."""
    server = httpd(database=database, site=database.add_site(), users=load.MEMBERS, conninfo=proxy.conninfo(database),
                   server='CocreateQueryTimeout 2\n')
    server.propose()
    with Verdict(server), Load(server, rate=50) as crowd:
        crowd.go_on(60)
        server.expect_log('CC010[1-4]: ')
        server.expect_log('CC0108: ', optional=True)
        proxy.freeze()
        crowd.go_on(100)
        assert server.get('/index.html').status_code == 200
        proxy.heal()
        crowd.go_on_well(20)
        crowd.stop()
        assert {a.status for a in crowd.answers} <= {200, 303, 503}
        assert max(a.seconds for a in crowd.answers) < 2 * (2 + 2 + 2) + BACK  # connect, pool, query, each twice
        crowd.settle()
        crowd.check(database)


@pytest.mark.quick
def test_all_connections_are_ended(httpd, database):
    """Nobody is told and nothing is logged: what was under way is done again on a new connection."""
    server = httpd(database=database, site=database.add_site(), users=load.MEMBERS)
    for _ in range(4):
        server.propose()
    with Verdict(server), Load(server, numbers=range(1, 5), rate=60) as crowd:
        for _ in range(5):
            crowd.go_on(30)
            ended = database.rows(f'select pg_terminate_backend(pid) {BACKENDS}')
            assert ended
        crowd.go_on(30)
        crowd.stop()
        assert {a.status for a in crowd.answers} == {200, 303}, '\n'.join(
            str(a) for a in crowd.answers if a.status not in (200, 303))
        crowd.check(database)

# SPDX-License-Identifier: Apache-2.0
"""A backend that stands still, a connection that ends in the middle of a reply, no connections left, locks, deadlocks."""

import contextlib
import os
import re
import signal
import threading

import pytest

import load
from harness import document
from load import Load, ask
from servers import wait_until
from verdict import BACKENDS, Verdict

BACK = 5  # seconds after which everything must work again: 2 are promised, a busy machine gets more


def fresh(httpd, database, ideas=8, server='', **options):
    """A server with a site of its own, with ideas. It keeps no pages, unless the options say so (harness.py)."""
    started = httpd(database=database, site=database.add_site(), users=load.MEMBERS, server=server, **options)
    for n in range(1, ideas + 1):
        started.propose(title=f'The idea that is number {n} of them')
    return started


def pages(count):
    return [f'/ideas/{n}' for n in range(1, count + 1)]


def check_not_mixed(answers):
    """Each was given what it asked for: nobody else's reply, and all of it."""
    for a in answers:
        if a.status == 200:
            number = a.path.rpartition('/')[2]
            assert a.whole and f'The idea that is number {number} of them' in a.text, str(a)


# --- frozen ---------------------------------------------------------------------------------------------------------------

def test_one_frozen_backend(httpd, database):
    """It costs those their deadline who are on it. Its late replies reach nobody."""
    server = fresh(httpd, database, server='CocreateQueryTimeout 1\n')
    with Verdict(server), Load(server, numbers=range(1, 9), pages=pages(8), rate=60) as crowd:
        for _ in range(4):
            crowd.go_on(40)
            before = len(crowd.answers)
            pid = database.value(f'select pid {BACKENDS} order by state_change desc limit 1')
            os.kill(pid, signal.SIGSTOP)
            try:
                server.expect_log('CC0103: .*deadline passed after 1000 ms')
                wait_until('somebody meets it', lambda: any(a.status == 503 for a in crowd.answers[before:]))
                crowd.go_on(40)
            finally:
                os.kill(pid, signal.SIGCONT)
            crowd.go_on(40)
            told = crowd.answers[before:]
            late = [a for a in told if a.status == 503]
            assert 1 <= len(late) <= 2, '\n'.join(map(str, late))
            meanwhile = [a for a in told if a.began < late[0].began + late[0].seconds and a.status in (200, 303)]
            assert len(meanwhile) > 10  # the others went on while one waited
            server.check_log()
        crowd.stop()
        check_not_mixed(crowd.reads())
        crowd.settle()
        crowd.check(database)


# --- cut ------------------------------------------------------------------------------------------------------------------

def warm(server, proxy, path):
    """How many bytes a reply to this page takes on a connection that knows its statements, and the page."""
    for _ in range(2):
        assert ask(server, 'GET', path).status == 200
    before = sum(c.down for c in proxy.connections if not c.watchdog)
    reply = ask(server, 'GET', path)
    return sum(c.down for c in proxy.connections if not c.watchdog) - before, reply


@contextlib.contextmanager
def cutting(proxy, *how, **more):
    proxy.cut_after(*how, **more)
    yield
    proxy.heal()


def some(count, upto):
    """So many numbers from 0 to upto, the ends and what is near them for sure."""
    return sorted({0, 1, 5, max(0, upto - 1), upto, *range(0, upto, max(1, upto // count))})


@pytest.mark.parametrize('count', [pytest.param(8, marks=pytest.mark.quick), 150], ids=['few', 'many'])
def test_cut_in_the_middle_of_a_page(httpd, database, proxy, count):
    """Once: nobody notices. Each connection: 503, or a whole page. Never a part of one."""
    server = fresh(httpd, database, conninfo=proxy.conninfo(database))
    with Verdict(server):
        for path in ('/ideas', '/ideas/3.xml', '/overview'):
            size, right = warm(server, proxy, path)
            for number, k in enumerate(some(count, size)):
                cuts = proxy.cuts
                with cutting(proxy, k, times=1, reset=number % 2 == 1):
                    reply = ask(server, 'GET', path)
                assert reply.status == 200 and reply.text == right.text, f'{path} cut after {k} of {size}: {reply}'
                assert proxy.cuts == cuts + 1 or k >= size


def test_each_connection_is_cut(httpd, database, proxy):
    server = fresh(httpd, database, conninfo=proxy.conninfo(database))
    with Verdict(server):
        size, right = warm(server, proxy, '/ideas')
        server.expect_log('CC010[14]: ')
        server.expect_log('CC0108: ', optional=True)
        told = []
        for k in some(60, size + 2000):
            with cutting(proxy, k):
                for user in (None, 'm1'):
                    reply = ask(server, 'GET', '/ideas', user)
                    whole = reply.whole and (user or reply.text == right.text)
                    assert reply.status == 503 or reply.status == 200 and whole, str(reply)
                    told.append(reply.status)
            wait_until('it serves again', lambda: ask(server, 'GET', '/ideas').status == 200, BACK)
        assert set(told) == {200, 503}


def test_cut_under_a_form(httpd, database, proxy):
    """Sent again with the same token, it is there once, whatever was cut when."""
    server = fresh(httpd, database, conninfo=proxy.conninfo(database))
    with Verdict(server):
        server.expect_log('CC010[14]: ')
        server.expect_log('CC0108: ', optional=True)
        for k in [*range(0, 60, 3), *range(60, 400, 20)]:
            for times in (1, None):
                form = {'title': f'Cut after {k} and {times}', 'body': 'x', 'kind': 'better', 'stage': 'use',
                        'token': f'cut-after-{k}-{times}-and-more'}
                with cutting(proxy, k, times=times):
                    answers = [ask(server, 'POST', '/ideas', 'm1', form)]
                    vote = ask(server, 'POST', '/ideas/2/vote', 'm2', {'value': str(k % 2)})
                assert {answers[0].status, vote.status} <= {303, 503}
                wait_until('it serves again', lambda: ask(server, 'GET', '/ideas').status == 200, BACK)
                answers.append(ask(server, 'POST', '/ideas', 'm1', form))
                assert answers[1].status == 303, str(answers[1])
                if vote.status == 503:
                    assert ask(server, 'POST', '/ideas/2/vote', 'm2', {'value': str(k % 2)}).status == 303
                count, = database.rows('select count(*) from cocreate.idea where site = %s and title = %s',
                                       (server.site, form['title']))[0]
                voted = database.value('select count(*) from cocreate.vote where site = %s and idea = 2', (server.site,))
                assert (count, voted) == (1, k % 2), f'cut after {k}: {count} ideas, {voted} votes'


def test_what_was_done_before_the_cut_is_seen_at_once(httpd, database, proxy):
    """Pages are kept; the answer to a form is cut off, behind its commit, too, and it is sent again by itself."""
    server = fresh(httpd, database, conninfo=proxy.conninfo(database), options={'CocreateCache': 'on'})
    with Verdict(server):
        for k in range(0, 400, 10):
            form = {'title': f'Cut after {k} bytes', 'body': 'x', 'kind': 'better', 'stage': 'use',
                    'token': f'cut-after-{k}-bytes'}
            ask(server, 'GET', '/ideas?sort=new')
            with cutting(proxy, k, times=1):
                told = ask(server, 'POST', '/ideas', 'm1', form)
            assert told.status == 303 and form['title'] in ask(server, 'GET', '/ideas?sort=new', 'm1').text, str(told)


def test_cut_in_the_middle_of_an_export(httpd, database, proxy):
    """Whoever fetches it sees that something is missing: the connection ends before the reply does."""
    server = fresh(httpd, database, ideas=0, conninfo=proxy.conninfo(database))
    load_ideas(database, server.site, 1200)
    with Verdict(server):
        whole = ask(server, 'GET', '/ideas.csv')
        size = sum(c.down for c in proxy.connections if not c.watchdog)
        assert whole.status == 200 and whole.text.count('\n') == 1201
        server.expect_log('CC010[14]: ')
        server.expect_log('CC0108: ', optional=True)
        told = []
        for k in some(12, size):
            with cutting(proxy, k, times=1):
                proxy.refuse()  # no second attempt
                reply = ask(server, 'GET', '/ideas.csv')
            assert reply.status in (503, None) or reply.text == whole.text, f'cut after {k} of {size}: {reply}'
            told.append(reply.status)
            wait_until('it serves again', lambda: ask(server, 'GET', '/ideas').status == 200, BACK)
        assert set(told) == {200, 503, None}  # before the first byte, after it, and not at all


def load_ideas(database, site, count):
    database.run('''
        select cocreate.idea_propose(%s, 'm3', 'Seeder', 'customer', 'Idea of the row, place ' || n, 'Text ' || n,
            'better', 'use', md5(random()::text) || md5(n::text))
        from generate_series(1, %s) n''', (site, count))


# --- too many connections -------------------------------------------------------------------------------------------------

@pytest.fixture
def limit(database):
    """limit(n): so many connections the module may have; no limit afterwards."""
    def limit(count):
        database.run(f'alter role cocreate_web connection limit {count}')

    yield limit
    limit(-1)


def test_too_many_connections(httpd, database, limit):
    """With fewer than it wants the site goes on; with none it is an outage, until there are some again."""
    server = fresh(httpd, database)
    limit(2)
    database.run(f'select pg_terminate_backend(pid, 5000) {BACKENDS}')
    server.expect_log('CC0(110|108): ', optional=True)
    wait_until('one of the two is ours', lambda: ask(server, 'GET', '/ideas').status == 200, BACK)
    with Verdict(server), Load(server, numbers=range(1, 9), rate=40) as crowd:
        server.expect_log('CC0(110|108|102): ', optional=True)
        crowd.go_on(120)
        assert {a.status for a in crowd.answers} == {200, 303}, '\n'.join(
            str(a) for a in crowd.answers if a.status not in (200, 303))
        server.check_log()
        limit(0)
        server.expect_log('CC0110: .*too many connections')
        server.expect_log('CC0104: ', optional=True)
        database.run(f'select pg_terminate_backend(pid, 5000) {BACKENDS}')
        crowd.go_on(40)
        server.expect_log('CC0108: ')
        limit(-1)
        crowd.go_on_well(20, seconds=BACK)
        crowd.stop()
        assert {a.status for a in crowd.answers} <= {200, 303, 503}
        crowd.settle()
        crowd.check(database)

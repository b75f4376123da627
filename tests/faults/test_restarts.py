# SPDX-License-Identifier: Apache-2.0
"""httpd is restarted, stopped, and loses children, while people read and vote."""

import os
import pathlib
import random
import re
import signal
import socket

import pytest

from community import seed
from harness import wait_until
from load import MEMBERS, Load, ask
from servers import DEADLINE, children
from verdict import BACKENDS, Verdict

IDEAS = range(1, 21)
RESTARTS, SETTLED = 200, 20  # what a server needs is measured when it has been restarted so often, and at the end
KILLS = 12
# The kinds of lock that outlive a process that forgets them, instead of the harness's files.
SEMAPHORES = 'Mutex sysvsem default\n'


@pytest.fixture
def start(httpd, database):
    """start(...) is a server with twenty ideas, which ends with the test."""
    servers = []

    def start(**options):
        site = database.add_site()
        seed(database, site, len(IDEAS))
        servers.append(httpd(database=database, site=site, users=MEMBERS, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


# --- graceful restarts ----------------------------------------------------------------------------------------------------

def table(name):
    return [line.split() for line in pathlib.Path(f'/proc/sysvipc/{name}').read_text().splitlines()[1:]]


def needs(server):
    """What a server holds of the system, counted; and the memory of the process that lives through restarts, in KB."""
    pid = server.process.pid
    proc = pathlib.Path(f'/proc/{pid}')
    held = {
        'shared memory': len([row for row in table('shm') if int(row[4]) == pid]),
        'semaphores': len(table('sem')),
        '/dev/shm': len([path for path in pathlib.Path('/dev/shm').iterdir() if not path.name.startswith('PostgreSQL.')]),
        'shared mappings': len([line for line in (proc / 'maps').read_text().splitlines() if line.split()[1][3] == 's']),
        'open files': len(list((proc / 'fd').iterdir())),
        'files': len(list(server.root.iterdir())),
    }
    return held, int(re.search(r'Rss:\s+(\d+)', (proc / 'smaps_rollup').read_text())[1])


def restart(server, crowd, times):
    for _ in range(times):
        server.graceful()
        crowd.go_on(3)


def test_two_hundred_graceful_restarts(start, database):
    server = start(server=SEMAPHORES)
    with Verdict(server, children='replaced'):
        with Load(server, readers=3, voters=2, proposers=1, rate=60, numbers=IDEAS) as crowd:
            crowd.go_on(20)
            restart(server, crowd, SETTLED)
            held, memory = needs(server)
            restart(server, crowd, RESTARTS - SETTLED)
            held_now, memory_now = needs(server)
        assert {a.status for a in crowd.reads()} == {200} and {a.status for a in crowd.writes()} == {303}
        assert all(a.whole for a in crowd.answers)
        crowd.check(database)
    grown = {name: (held[name], now) for name, now in held_now.items() if now > held[name]}
    assert not grown and memory_now < memory + 1024, (grown, memory, memory_now)


# --- the end --------------------------------------------------------------------------------------------------------------

def connections(database):
    return database.value(f'select count(*) {BACKENDS}')


def waiting(database):
    return database.value(f"select count(*) {BACKENDS} and wait_event_type = 'Lock'")


def stop_at_once(server):
    """apachectl -k stop"""
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(DEADLINE)


@pytest.mark.parametrize('mpm', ['event', 'prefork'])
def test_stop_with_requests_under_way(start, database, mpm):
    """Some are rendered, some are sent, some wait for the database; no child aborts, and nothing is left behind."""
    server = start(mpm=mpm, server='CocreateQueryTimeout 1\n')
    locker = database.connect()
    locker.autocommit = False
    answers = []
    try:
        for turn in range(10):
            server.expect_log('CC010[2-4]', optional=True)
            server.expect_log('still did not exit, sending a SIGTERM', optional=True)
            with Load(server, readers=6, voters=4, proposers=0, rate=300, numbers=IDEAS) as crowd:
                crowd.go_on(40)
                if turn % 2:
                    locker.cursor().execute('lock table cocreate.idea_tally in access exclusive mode')
                    wait_until('some wait for the database', lambda: waiting(database) >= 2)
                stop_at_once(server)
            locker.rollback()
            server.check_log()
            assert server.process.returncode == 0 and not (server.root / 'httpd.pid').exists()
            wait_until('its connections are gone', lambda: not connections(database))
            answers += crowd.answers
            crowd.answers = answers
            crowd.check(database)
            server.start()
    finally:
        locker.close()
    with Verdict(server):
        assert ask(server, 'GET', '/ideas').status == 200


def test_stop_while_somebody_sends(start):
    """Who begins a form and does not end it keeps no child from ending."""
    server = start(mpm='prefork')
    with socket.create_connection(('127.0.0.1', server.port), DEADLINE) as slow:
        slow.sendall(f'POST {server.base}/ideas HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 9\r\n'
                     'Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n'
                     'Expect: 100-continue\r\n\r\n'.encode())
        assert slow.recv(100).startswith(b'HTTP/1.1 100 ')  # now it is read
        stop_at_once(server)
    server.check_log()  # it says which child did not end


# --- children -------------------------------------------------------------------------------------------------------------

def test_children_killed_under_load(start, database):
    """Whoever was not answered votes once more; each vote counts once."""
    server = start(server=SEMAPHORES)
    dice = random.Random(1)
    with Verdict(server, children='replaced'):
        with Load(server, readers=3, voters=12, proposers=1, rate=150, numbers=IDEAS) as crowd:
            for _ in range(KILLS):
                crowd.go_on_well(40)
                victim = dice.choice(children(server.process))
                os.kill(victim, signal.SIGKILL)
                wait_until('it is gone', lambda: victim not in children(server.process))
            crowd.go_on_well(40)
        assert {a.status for a in crowd.answers} <= {200, 303, None}
        crowd.check(database)
        crowd.settle()
        crowd.check(database)

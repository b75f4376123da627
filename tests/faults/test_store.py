# SPDX-License-Identifier: Apache-2.0
"""The shared store of kept pages is full, too small, or gone: pages are served, from the database if need be."""

import concurrent.futures

import pytest

import load
from load import ask
from proxy import Proxy
from test_stuck import fresh, load_ideas
from verdict import Verdict

KEPT = {'CocreateCache': 'on'}
LONG = '\n\n'.join(f'Paragraph {n} of a text that is **long** and goes on.' for n in range(60))


def read_all(server, numbers, times=2):
    """Everybody reads everything, so that each child needs what another has stored."""
    paths = [f'/ideas/{n}' for n in numbers] + ['/ideas', '/overview', '/ideas?sort=new', '/ideas.xml', '/ideas?limit=50']
    with concurrent.futures.ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda path: ask(server, 'GET', path), paths * times))
        answers += crowd.map(lambda path: ask(server, 'GET', path, 'm1'), paths)
    wrong = [str(a) for a in answers if a.status != 200 or not a.whole]
    assert not wrong, '\n'.join(wrong)


def check_votes_are_seen(server):
    for user, votes in (('m1', 1), ('m2', 2)):
        assert ask(server, 'POST', '/ideas/1/vote', user, {'value': '1'}).status == 303
        for _ in range(8):  # by several children
            assert f'votes="{votes}"' in ask(server, 'GET', '/ideas/1.xml', user).text


@pytest.mark.parametrize('mpm', ['prefork', 'event'])
@pytest.mark.parametrize('size', [80_000, 150_000, 4_000_000])
def test_full_or_too_small(httpd, database, mpm, size):
    """A store of so many bytes: every page is served, also the long ones. One that holds nothing at all is told at the start."""
    server = fresh(httpd, database, mpm=mpm, options=KEPT,
                   server=f'CocreateCache "shmcb:@root@/pages({size})" 1\n')
    if size < 100_000:
        server.expect_log('CC0309: CocreateCache: shmcb cannot begin: each child keeps its own copy')
        server.expect_log('AH00823: shared memory segment too small')  # shmcb's own
    server.propose(title='A long one', body=LONG)
    load_ideas(database, server.site, 100)
    with Verdict(server, children='replaced' if mpm == 'prefork' else 'same'):
        read_all(server, range(1, 70))
        check_votes_are_seen(server)


@pytest.mark.parametrize('mpm', ['prefork', 'event'])
def test_gone(httpd, database, mpm):
    """Nobody listens where the store should be: each child says it once, and keeps its own copy."""
    proxy = Proxy(('127.0.0.1', 1))
    proxy.refuse()
    try:
        server = fresh(httpd, database, mpm=mpm, modules='socache_memcache', options=KEPT,
                       server=f'CocreateCache memcache:127.0.0.1:{proxy.port} 1\n')
        with Verdict(server, children='replaced' if mpm == 'prefork' else 'same'):
            server.expect_log('CC0311: the shared store of CocreateCache .memcache. fails')
            server.expect_log('AH0079[01]: scache_mc')  # memcache's own, for each time that it is asked
            read_all(server, range(1, 9))
            check_votes_are_seen(server)
            for words in ('CC0311', 'AH0079'):
                said = [line.split('[pid ')[1].split(':')[0] for line in server.log_text().splitlines() if words in line]
                assert len(said) == len(set(said)), said  # the store is left alone for a while
    finally:
        proxy.stop()

# SPDX-License-Identifier: Apache-2.0
"""Two httpd on one database: each sees what the other writes; and one of them is cut off from it for ten seconds."""

import time

import pytest

from community import seed
from harness import document, wait_until
from load import MEMBERS, Load, ask
from verdict import Verdict

PARTITION = 10  # seconds
IDEAS = range(1, 21)
HERE, THERE = range(1, 11), range(11, 21)  # what is voted on here, and there: so one member's wishes follow each other


@pytest.fixture
def two(httpd, database, proxy):
    """One beside the database, one behind the proxy."""
    site = database.add_site()
    seed(database, site, len(IDEAS))
    options = {'database': database, 'site': site, 'users': MEMBERS,
               'server': 'CocreateQueryTimeout 1\nCocreateConnectTimeout 1\n'}
    servers = httpd(**options), httpd(conninfo=proxy.conninfo(database), **options)
    yield servers
    for server in servers:
        server.stop()  # before the proxy does


def shown(server):
    """What a visitor reads: the lists and each idea."""
    lists = [[(i.get('number'), i.findtext('title'), i.get('votes')) for i in document(server.get(
        f'{server.base}/ideas.xml?sort={sort}&limit=50')).iter('idea')] for sort in ('new', 'top')]
    ideas = [document(server.get(f'{server.base}/ideas/{n}.xml')).find('idea') for n in IDEAS]
    return lists, [(i.get('votes'), i.findtext('title')) for i in ideas]


def check_same(*servers):
    wait_until('both show the same', lambda: shown(servers[0]) == shown(servers[1]), 10)


def vote(server, number, member, value='1'):
    return ask(server, 'POST', f'/ideas/{number}/vote', member, {'value': value}, 'vote').status


def test_each_sees_what_the_other_writes(two):
    with Verdict(*two):
        for turn, (one, other) in enumerate((two, two[::-1])):
            shown(other)
            assert vote(one, 3 + turn, MEMBERS[turn]) == 303
            number = one.propose(title=f'Written on one of two, {turn}')
            wait_until('the other shows it', lambda: ask(other, 'GET', f'/ideas/{number}').status == 200 and
                       f'Written on one of two, {turn}' in ask(other, 'GET', '/ideas?sort=new').text, 10)
            check_same(one, other)


def test_a_partition_of_ten_seconds(two, database, proxy):
    here, there = two
    there.expect_log('CC010[13]')
    there.expect_log('CC010[1-8]', optional=True)
    check_same(here, there)
    with Verdict(here, there):
        with Load(here, numbers=HERE, rate=40) as near, Load(there, numbers=THERE, rate=40) as far:
            near.go_on(40)
            far.go_on_well(40)
            began = time.monotonic()
            proxy.black_hole()
            number = here.propose(title='Written while the other was away')
            while time.monotonic() < began + PARTITION:  # nobody waits for ever, and nobody here waits at all
                near.go_on(10)
                far.go_on(1)
            healed = time.monotonic()
            proxy.heal()
            far.go_on_well(40, healed)
            wait_until('votes are taken there', lambda: any(
                a.status == 303 and a.began > healed for a in far.writes()))
        cut = [a for a in far.answers if began + 1 < a.began and a.began + a.seconds < healed]
        assert {a.status for a in near.reads()} == {200} and {a.status for a in near.writes()} == {303}
        assert {a.status for a in cut if a.kind != 'read'} == {503}
        assert {a.status for a in far.answers} <= {200, 303, 503} and all(a.whole for a in far.answers)
        assert all(int(a.headers['retry-after']) > 0 for a in far.answers if a.status == 503)
        wait_until('what was written here is shown there',
                   lambda: ask(there, 'GET', f'/ideas/{number}').status == 200, 10)
        check_same(here, there)
        far.settle()
        near.answers += far.answers
        near.check(database)
        check_same(here, there)

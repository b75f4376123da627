# SPDX-License-Identifier: Apache-2.0
"""The primary is killed and its streaming standby promoted: what was acknowledged, what is lost, and when it goes on."""

import time

import pytest

from community import seed
from harness import Httpd, wait_until
from load import MEMBERS, Load, ask
from standby import Pair
from verdict import Verdict

IDEAS = range(1, 21)
OUTAGE = 'CC010[1-9]'


@pytest.fixture
def pair(test_dir, httpd, request):
    pair = Pair(test_dir / request.node.name.replace('[', '-').replace(']', ''))
    yield pair
    try:
        for server in [s for s in Httpd.running if s.database is pair.database]:
            server.stop()  # before it notices
    finally:
        pair.stop()


def start(httpd, pair):
    site = pair.database.add_site()
    seed(pair.database, site, len(IDEAS))
    return httpd(database=pair.database, site=site, users=MEMBERS, conninfo=pair.conninfo('read-write'),
                 server='CocreateQueryTimeout 1\nCocreateConnectTimeout 1\n')


def fail_over(pair):
    pair.database.close()
    pair.primary.kill()
    pair.standby.promote()


def vote(server, number, member=MEMBERS[0]):
    return ask(server, 'POST', f'/ideas/{number}/vote', member, {'value': '1'}, 'vote').status


def voted(database, server, number):
    return database.value('select count(*) from cocreate.vote where site = %s and idea = %s', (server.site, number))


def takes_votes(server):
    wait_until('votes are taken', lambda: vote(server, 1) == 303)


def the_second_vote_is_gone(pair, server):
    """After the promotion; and it can be cast again."""
    fail_over(pair)
    takes_votes(server)
    assert (voted(pair.copy, server, 1), voted(pair.copy, server, 2)) == (1, 0)
    assert vote(server, 2) == 303 and voted(pair.copy, server, 2) == 1


def test_no_acknowledged_vote_is_lost(httpd, pair):
    pair.primary.wait_for_standby(True)
    server = start(httpd, pair)
    server.expect_log('CC010[14]')
    server.expect_log(OUTAGE, optional=True)
    with Verdict(server, database=pair.copy):
        with Load(server, readers=2, voters=16, proposers=1, rate=120, numbers=IDEAS) as crowd:
            crowd.go_on_well(300)
            pair.database.close()
            pair.primary.kill()
            crowd.go_on(20, 'vote')
            pair.standby.promote()
            promoted = time.monotonic()
            wait_until('votes are taken again', lambda: any(
                a.kind == 'vote' and a.status == 303 and a.began > promoted for a in list(crowd.answers)), 5)
            crowd.go_on_well(100)
        assert set(crowd.told('vote')) == {303, 503} and set(crowd.told('read')) <= {200, 503}
        crowd.check(pair.copy)
        crowd.settle()
        crowd.check(pair.copy)


def test_without_synchronous_replication_the_last_votes_may_be_lost(httpd, pair):
    """What docs/install.md says of a standby that lags: the vote was acknowledged, and is gone."""
    server = start(httpd, pair)
    server.expect_log(OUTAGE, optional=True)
    with Verdict(server, database=pair.copy):
        assert vote(server, 1) == 303
        pair.caught_up()
        pair.standby.cut_off()
        assert vote(server, 2) == 303
        the_second_vote_is_gone(pair, server)


def test_with_synchronous_replication_they_are_not_acknowledged(httpd, pair):
    """The same with a standby that commits wait for: nobody was told that the lost vote is there."""
    pair.primary.wait_for_standby(True)
    server = start(httpd, pair)
    server.expect_log('CC0103')
    server.expect_log(OUTAGE, optional=True)
    with Verdict(server, database=pair.copy):
        assert vote(server, 1) == 303
        pair.standby.cut_off()
        assert vote(server, 2) == 503
        assert {ask(server, 'GET', path).status for path in ('/ideas', '/overview', '/ideas/2')} == {200}  # reading goes on
        the_second_vote_is_gone(pair, server)


def test_a_synchronous_standby_that_comes_back(httpd, pair):
    """While it was away votes were not taken; each that is sent again counts once."""
    pair.primary.wait_for_standby(True)
    server = start(httpd, pair)
    server.expect_log('CC0103')
    server.expect_log(OUTAGE, optional=True)
    with Verdict(server, database=pair.database):
        pair.standby.cut_off()
        with Load(server, readers=2, voters=8, proposers=0, rate=60, numbers=IDEAS) as crowd:
            crowd.go_on(16, 'vote')
        assert set(crowd.told('vote')) == {503} and set(crowd.told('read')) == {200}
        pair.standby.join()
        takes_votes(server)
        crowd.settle()
        crowd.check(pair.database)

# SPDX-License-Identifier: Apache-2.0
"""CocreateReadDatabase: pages come from the standby, but nobody sees less than they wrote, nor waits for a standby."""

import pytest

from community import seed
from harness import Httpd, document, wait_until
from load import MEMBERS, Load, ask
from standby import Pair
from verdict import BACKENDS, Verdict

IDEAS = range(1, 21)
ADA, BEN = MEMBERS[:2]


@pytest.fixture(scope='module')
def pair(test_dir):
    pair = Pair(test_dir / 'replica')
    yield pair
    pair.stop()


@pytest.fixture
def server(httpd, pair):
    """Nothing is kept, so that each page is read from where it comes from. Stopped before the next test breaks something."""
    server = start(httpd, pair, 'CocreateCache off\n')
    yield server
    server.stop()


def start(httpd, pair, more=''):
    site = pair.database.add_site()
    seed(pair.database, site, len(IDEAS))
    server = httpd(database=pair.database, site=site, users=MEMBERS, server=f'''
        CocreateQueryTimeout 1
        CocreateConnectTimeout 1
        CocreateReadDatabase "host={pair.standby.host} dbname={pair.database.name} user=cocreate_web"
        {more}''')
    wait_until('the watchdog has looked', lambda: pair.database.value(
        f"select count(*) {BACKENDS} and query like '%pg_visible_in_snapshot%'"))
    wait_until('the standby is read', lambda: reads_there(pair, server))
    return server


def vote(server, number, member, value='1'):
    assert ask(server, 'POST', f'/ideas/{number}/vote', member, {'value': value}).status == 303


def pressed(server, number, member):
    """Whether the page of an idea shows this member's vote."""
    return 'aria-pressed="true"' in server.get(f'{server.base}/ideas/{number}', user=member).text


def votes(server, number, member=None):
    return int(document(server.get(f'{server.base}/ideas/{number}.xml', user=member)).find('idea').get('votes'))


def read_on_standby(pair):
    """How many times the module has read there, as PostgreSQL counts."""
    pair.copy.rows('select pg_stat_clear_snapshot()')
    return pair.copy.value('select xact_commit from pg_stat_database where datname = current_database()')


def reads_there(pair, server):
    before = read_on_standby(pair)
    for _ in range(10):
        ask(server, 'GET', '/ideas')
    return read_on_standby(pair) >= before + 10


class Mark:
    """The title of an idea as the primary has it and as the standby has it; no change was noted."""

    def __init__(self, pair, server, number):
        self.pair, self.server, self.number = pair, server, number
        pair.standby.pause()
        with pair.database.connect() as connection:
            cursor = connection.cursor()
            cursor.execute("set session_replication_role = 'replica'")
            cursor.execute("update cocreate.idea set title = 'Read from the primary' where site = %s and number = %s",
                           (server.site, number))

    def seen(self, member=None):
        page = ask(self.server, 'GET', f'/ideas/{self.number}', member)
        assert page.status == 200, str(page)
        return 'primary' if 'Read from the primary' in page.text else 'standby'


@pytest.fixture
def mark(pair, server):
    """From now on the standby replays nothing, and an idea says from which server it was read."""
    yield Mark(pair, server, 1)
    pair.standby.resume()


def test_pages_come_from_the_standby(server, mark):
    with Verdict(server):
        assert [mark.seen(who) for who in (None, ADA, BEN)] == ['standby'] * 3


def test_who_has_just_written_reads_from_the_primary(server, mark):
    """The others go on where they were, as far as nothing that they look at has changed."""
    with Verdict(server):
        vote(server, 7, ADA)
        assert mark.seen(ADA) == 'primary' and mark.seen(BEN) == 'standby'
        assert pressed(server, 7, ADA) and votes(server, 7, ADA) == votes(server, 7) == 1
        vote(server, 7, ADA, '0')
        assert not pressed(server, 7, ADA) and votes(server, 7, ADA) == 0


def test_what_was_proposed_is_there_for_everybody(server, mark):
    with Verdict(server):
        number = server.propose(user=ADA, title='Newer than the standby')
        for who in (ADA, BEN, None):
            assert ask(server, 'GET', f'/ideas/{number}', who).status == 200
            assert 'Newer than the standby' in ask(server, 'GET', '/ideas?sort=new', who).text


def test_when_the_standby_has_caught_up_it_is_read_again(pair, server, mark):
    with Verdict(server):
        vote(server, 7, ADA)
        assert mark.seen(ADA) == 'primary'
        pair.standby.resume()
        pair.caught_up()
        wait_until('the standby is read again', lambda: reads_there(pair, server))
        assert pressed(server, 7, ADA) and votes(server, 7, ADA) == 1
        assert Mark(pair, server, 2).seen(ADA) == 'standby'


def test_another_server_learns_that_the_standby_lags(httpd, pair, server, mark):
    """What was written through one httpd is shown by the other within moments, though the standby does not have it."""
    other = httpd(database=pair.database, site=server.site, users=MEMBERS)
    with Verdict(server, other):
        number = other.propose(user=ADA, title='Written elsewhere')
        wait_until('it is shown here, too', lambda: 'Written elsewhere' in ask(server, 'GET', '/ideas?sort=new').text, 10)
        assert ask(server, 'GET', f'/ideas/{number}', BEN).status == 200
    other.stop()


def test_a_stopped_standby_is_not_missed(pair, server):
    """Nobody gets an error when it stops, nobody while it is away, and it is read again when it is back."""
    server.expect_log('CC01[01][0-9]')
    server.expect_log('CC01[01][0-9]', optional=True)
    with Verdict(server):
        with Load(server, readers=6, voters=2, proposers=1, rate=60, numbers=IDEAS) as crowd:
            crowd.go_on_well(60)
            pair.copy.close()
            pair.standby.stop()
            crowd.go_on_well(120)
            pair.standby.start()
            crowd.go_on_well(60)
        assert set(crowd.told('read')) == {200} and {a.status for a in crowd.writes()} == {303}
        crowd.check(pair.database)
        wait_until('the standby is read again', lambda: reads_there(pair, server))


def test_members_always_read_what_they_wrote(httpd, pair):
    """A crowd with kept pages, while the standby stops and goes on replaying: each member looks after each vote."""
    server = start(httpd, pair)
    with Verdict(server):
        for turn in range(6):
            (pair.standby.pause if turn % 2 == 0 else pair.standby.resume)()
            for n, number in enumerate(IDEAS):
                who, value = MEMBERS[n % 7], str((turn + 1) % 2)
                vote(server, number, who, value)
                assert pressed(server, number, who) == (value == '1'), (turn, who, number)
    server.stop()

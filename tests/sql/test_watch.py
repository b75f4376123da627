# SPDX-License-Identifier: Apache-2.0
"""What the watchdog asks: every change is seen, however late it commits; the replica is asked how far it has come; what is of
no use any more goes."""

import pages
from conftest import WEB, action_sql, arguments

SERVER, CHANGE = pages.query('watch', 'server'), pages.query('watch', 'change')
REPLICA, NOTED = pages.query('replica', 'replica'), pages.query('changes', 'change')


class Watch:
    """Looks as the module does: the server first, then what has changed since the look before."""

    def __init__(self, database):
        self.session = database.connect(WEB)
        self.snapshot = None
        self.look()

    def look(self):
        (self.server,) = pages.fetch(self.session, SERVER)
        rows = pages.fetch(self.session, CHANGE, snapshot=self.snapshot)
        self.snapshot = self.server['@snapshot']
        return {(row['@site'], row['@topic']) for row in rows}


def test_the_first_look_sees_no_change_but_where_it_is(database):
    database.propose()
    watch = Watch(database)
    assert pages.fetch(watch.session, CHANGE, snapshot=None) == []
    assert watch.server['@read-only'] == 'off' and ':' in watch.server['@snapshot']
    assert watch.server['@since'] == database.value('select pg_postmaster_start_time()::text', user=WEB)


def test_a_change_is_seen_by_the_next_look_and_not_for_ever(database):
    watch = Watch(database)
    number = database.propose()
    assert ('grind', 'ideas') in (seen := watch.look()) and ('grind', f'idea {number}') in seen
    database.propose(site='other')
    database.run('select pg_current_xact_id()')     # the snapshots go on
    assert {site for site, _ in watch.look()} == {'other'}
    assert watch.look() == set()


def proposing(database):
    """A transaction under way, in which somebody has proposed an idea on "other"."""
    connection = database.connect(WEB, autocommit=False)
    with connection.cursor() as cursor:
        cursor.execute(action_sql('idea_propose'), arguments('idea_propose', site='other'))
    return connection


def test_what_commits_late_is_not_missed(database):
    """A transaction that began before many others and ends after them."""
    watch = Watch(database)
    late = proposing(database)
    for _ in range(3):
        database.propose()
        assert watch.look() & {('grind', 'ideas')}
    assert not {seen for seen in watch.look() if seen[0] == 'other'}
    late.commit()
    assert ('other', 'ideas') in watch.look()
    assert watch.look() == set()


def test_what_was_rolled_back_is_no_change(database):
    watch = Watch(database)
    broken = proposing(database)
    broken.rollback()
    assert watch.look() == set()


def test_a_topic_comes_once_and_no_more_than_ten_thousand(database):
    watch = Watch(database)
    database.run("insert into change (site, topic) select 'grind', 'idea ' || n % 900 from generate_series(1, 5000) n")
    assert len(pages.fetch(watch.session, CHANGE, snapshot=watch.snapshot)) == 900
    database.run("insert into change (site, topic) select 'grind', 'idea ' || n from generate_series(1, 15000) n")
    assert len(pages.fetch(watch.session, CHANGE, snapshot=watch.snapshot)) == 10000


def test_an_action_learns_what_it_noted(database):
    """Behind the action, in its transaction: nothing of others, nothing of earlier ones, and nothing when it changed nothing."""
    database.propose(site='other')
    session = database.connect(WEB, autocommit=False)
    with session.cursor() as cursor:
        cursor.execute(action_sql('idea_propose'), arguments('idea_propose', subject='cleo'))
        cursor.execute(NOTED.sql)
        noted = cursor.fetchall()
        session.commit()
        cursor.execute(NOTED.sql)
        assert cursor.fetchall() == []
        cursor.execute(action_sql('idea_propose'), arguments('idea_propose', title=''))
        cursor.execute(NOTED.sql)
        assert cursor.fetchall() == []
        session.commit()
    assert {site for site, _ in noted} == {'grind'} and ('grind', 'ideas') in noted


def test_the_replica_is_the_primary_itself_or_one_that_replays(database):
    watch = Watch(database)
    wal, since = watch.server['@wal'], watch.server['@since']
    assert pages.fetch(watch.session, REPLICA, wal=wal, since=since) == [{'@has': True}]
    assert pages.fetch(watch.session, REPLICA, wal=wal, since='another time') == [{'@has': False}]


def test_tidy_leaves_what_somebody_may_still_want(database):
    database.propose()
    database.run("update change set at = now() - interval '59 minutes'; update submission set at = now() - interval '6 days'")
    assert database.value('select tidy()', user=WEB) == 0
    database.run("update change set at = now() - interval '61 minutes'")
    changes = database.value('select count(*) from change')
    assert database.value('select tidy()', user=WEB) == changes > 0
    database.run("update submission set at = now() - interval '8 days'")
    assert database.value('select tidy()', user=WEB) == 1
    assert database.value('select count(*) from submission') == database.value('select count(*) from change') == 0


def test_tidy_takes_a_little_at_a_time(database):
    database.run('''insert into change (site, topic, at)
                    select 'grind', 'ideas', now() - interval '1 day' from generate_series(1, 25000)''')
    assert [database.value('select tidy()', user=WEB) for _ in range(4)] == [10000, 10000, 5000, 0]


def test_the_sessions_of_the_web_role_end_by_themselves(database):
    settings = {name: database.value(f'show {name}', user=WEB)
                for name in ('lock_timeout', 'statement_timeout', 'client_connection_check_interval')}
    assert settings == {'lock_timeout': '4s', 'statement_timeout': '30s', 'client_connection_check_interval': '1s'}

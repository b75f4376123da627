# SPDX-License-Identifier: Apache-2.0
"""A private PostgreSQL for the tests of the schema, and the few helpers that they share.

    database        an installed schema of the test's own, with the sites "grind" and "other"
    cluster         the server; cluster.create() makes an empty database
    Database        .connect(user) a session; .rows(sql, *args) .value(sql, *args) .run(sql, *args) as the administrator
    database.act(action, field=value, ...)    calls an action as the module does: web role, all parameters text
    travel(database, '11 days')               lets time pass for whoever cannot set the clock

Nothing here sleeps for a fixed time: until(condition) waits for what it names, and fails when that does not come.
"""

import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import psycopg2
import psycopg2.extensions
import pytest

from crowd import fill as fill_with_rounds

from travel import travel  # noqa: F401  (tests take it from here)

REPO = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = REPO / 'schema'
WEB = 'cocreate_web'

# The parameters of each action, in order; what a test leaves out is usual.
ACTIONS = {
    'idea_propose': 'site subject name group title body kind stage token',
    'idea_edit': 'site subject name group number title body kind stage version token',
    'vote_cast': 'site subject name group number value',
}
USUAL = {'site': 'grind', 'subject': 'ada', 'name': 'Ada', 'group': 'customer', 'number': '1',
         'title': 'A quieter hopper', 'body': 'It *rattles*.', 'kind': 'hurts', 'stage': 'use',
         'version': '1', 'value': '1'}
tokens = (f'token-{n:012}' for n in itertools.count())

# Makes a session like a new one, except that it still knows the plans of what it called: "discard all" without the plans.
LIKE_NEW = '''close all; set session authorization default; reset all; deallocate all; unlisten *;
    select pg_advisory_unlock_all(); discard temp; discard sequences;'''
SPARE = 8  # sessions that a database keeps for the next test


def until(condition, what, seconds=20):
    """Waits until condition() is true and answers what it gave."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < end, f'waited {seconds} s in vain for {what}'
        time.sleep(0.002)


def action_sql(action):
    """The statement by which the module calls an action."""
    return f"select * from {action}({', '.join('%s' for _ in ACTIONS[action].split())})"


def arguments(action, /, **given):
    """The values of all parameters of an action: usual ones where nothing is given, a new token for each proposal."""
    if action == 'idea_propose':
        given.setdefault('token', next(tokens))
    return [given.get(field, USUAL.get(field)) for field in ACTIONS[action].split()]


class Database:
    """One database of the private server."""

    def __init__(self, host, name):
        self.host, self.name = host, name
        self.sessions, self.rested = [], []

    @property
    def conninfo(self):
        return f'host={self.host} user=postgres dbname={self.name}'

    def connect(self, user='postgres', autocommit=True):
        rested = next((session for session in self.rested if session.info.user == user), None)
        if rested:
            self.rested.remove(rested)
        session = rested or psycopg2.connect(host=self.host, dbname=self.name, user=user)
        session.autocommit = autocommit
        if user != WEB:
            with session.cursor() as cursor:
                cursor.execute('set search_path = cocreate, pg_temp')
        self.sessions.append(session)
        return session

    def session(self, user='postgres'):
        """The one session of this user that tests share when they need no other."""
        for session in self.sessions:
            if session.info.user == user and not session.closed and session.autocommit:
                return session
        return self.connect(user)

    def rows(self, sql, *args, user='postgres'):
        with self.session(user).cursor() as cursor:
            cursor.execute(sql, args or None)
            return cursor.fetchall() if cursor.description else []

    run = rows

    def value(self, sql, *args, user='postgres'):
        (row,) = self.rows(sql, *args, user=user)
        return row[0]

    def act(self, action, /, **given):
        """What an action answers: a list of rows, each without its NULLs and without the @ of the names."""
        with self.session(WEB).cursor() as cursor:
            cursor.execute(action_sql(action), arguments(action, **given))
            return outcome(cursor)

    def propose(self, **given):
        """The number of a new idea."""
        (row,) = self.act('idea_propose', **given)
        assert row['done'] == 'proposed', row
        return int(row['location'].rsplit('/', 1)[1])

    def rest(self):
        """The end of a test: its sessions are made like new for the next one, which is quicker than to begin others."""
        for session in self.sessions:
            if made_like_new(session) and len(self.rested) < SPARE:
                self.rested.append(session)
            else:
                session.close()
        self.sessions.clear()

    def close(self):
        for session in self.sessions + self.rested:
            session.close()
        self.sessions.clear()
        self.rested.clear()


def made_like_new(session):
    """Whether it was possible: not with a session that was ended, or is still busy."""
    if session.closed or session.info.transaction_status == psycopg2.extensions.TRANSACTION_STATUS_ACTIVE:
        return False
    try:
        session.rollback()
        session.autocommit = True
        session.notices.clear()
        with session.cursor() as cursor:
            cursor.execute(LIKE_NEW)
    except psycopg2.Error:
        return False
    return True


def outcome(cursor):
    names = [column[0].lstrip('@') for column in cursor.description]
    return [{n: v for n, v in zip(names, row) if v is not None} for row in cursor.fetchall()]


def install(*args, schema=SCHEMA, **env):
    """Runs schema/install, as anybody would."""
    return subprocess.run([str(schema / 'install'), *args], env={**os.environ, **env}, capture_output=True, text=True)


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        subprocess.run([REPO / 'conf/demo/cluster', 'start', folder, '--fast'], check=True)
        self.host = (pathlib.Path(folder) / 'socket-dir').read_text().strip()
        self.admin = Database(self.host, 'postgres')
        self.names = (f'test{n}' for n in itertools.count(1))

    def create(self, options=''):
        name = next(self.names)
        self.admin.run(f'create database {name} {options}')
        return Database(self.host, name)

    def drop(self, database):
        database.close()
        self.admin.run(f'drop database if exists {database.name} with (force)')

    def stop(self):
        self.admin.close()
        subprocess.run([REPO / 'conf/demo/cluster', 'stop', self.folder], check=True)


@pytest.fixture(scope='session')
def cluster():
    folder = tempfile.mkdtemp(prefix='cc-sql-')
    os.chmod(folder, 0o755)
    server = Cluster(folder)
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope='session')
def template(cluster):
    """An installed schema with two sites, which the databases of the tests are copies of."""
    database = cluster.create()
    for site, title in (('grind', 'Grind'), ('other', 'Another brand')):
        done = install('--site', site, '--title', title, database.conninfo)
        assert done.returncode == 0, done.stderr
    database.close()
    return database.name


def copy_of(cluster, template):
    database = cluster.create(f'template {template}')
    cluster.admin.run(settings_like(database.name, template))
    return database


def settings_like(name, template):
    """Copies what a copy of a database leaves behind: the settings of the web role in it."""
    return f'''
        do $$ declare line text; begin
            for line in
                select format('alter role cocreate_web in database {name} set %s = %s', split_part(s, '=', 1),
                              case when s like 'search_path=%' then split_part(s, '=', 2)
                                   else quote_literal(split_part(s, '=', 2)) end)
                from pg_db_role_setting r join pg_database d on d.oid = r.setdatabase, unnest(r.setconfig) as s
                where d.datname = '{template}'
            loop
                execute line;
            end loop;
        end $$'''


@pytest.fixture(scope='session')
def shared_database(cluster, template):
    database = copy_of(cluster, template)
    yield database
    cluster.drop(database)


@pytest.fixture
def database(shared_database):
    """The same database for every test, emptied: much quicker than a copy."""
    tables = shared_database.rows("select relname from pg_class where relkind = 'r' and relnamespace = 'cocreate'::regnamespace")
    emptying = ''.join(f'delete from {table};' for table, in tables if table != 'migration')
    shared_database.run(f'''
        set session_replication_role = replica;     -- in any order
        {emptying}
        reset session_replication_role;
        alter table member alter id restart;
        select site_add('grind', 'Grind'), site_add('other', 'Another brand');''')
    yield shared_database
    shared_database.rest()


@pytest.fixture(scope='session')
def crowd(cluster, template):
    """A thousand rounds and a large one in each phase (crowd.py); not to be changed in a way that other tests would see."""
    database = copy_of(cluster, template)
    database.run(fill_with_rounds())
    database.run('vacuum analyze')
    yield database
    cluster.drop(database)


IDEAS, MEMBERS, VOTES = 20_000, 2_000, 60_000

# What the actions would write, a thousand times faster; recount() then proves that it is the same.
FILL = f'''
    set session_replication_role = replica;     -- without looking up each foreign key
    insert into member (site, subject, name, "group", joined_at)
    select 'grind', 'member' || n, 'Member ' || n, 'customer', now() from generate_series(1, {MEMBERS}) n;
    insert into idea (site, number, author, kind, stage, title, body, created_at)
    select 'grind', n, (select min(id) from member) + n % {MEMBERS},
           (array['hurts', 'remove', 'keep', 'better', 'new'])[1 + n % 5],
           (array['discover', 'buy', 'receive', 'use', 'help', 'return'])[1 + n / 5 % 6],
           'Idea of the number ' || n, repeat('Words about it. ', 20), now() - make_interval(hours => {IDEAS} - n)
    from generate_series(1, {IDEAS}) n;
    insert into idea_version select site, number, 1, kind, stage, title, body, created_at from idea where site = 'grind';
    insert into vote
    select 'grind', 1 + (power(random(), 3) * {IDEAS - 1})::int, (select min(id) from member) + (random() * {MEMBERS - 1})::int,
           1, now()
    from generate_series(1, {VOTES}) on conflict do nothing;
    insert into idea_tally
    select i.site, i.number, count(v.idea), 0 from idea i left join vote v on v.site = i.site and v.idea = i.number
    where i.site = 'grind' group by i.site, i.number;
    insert into idea_facet
    select i.site, facet, i.number, rank_top(t.votes), rank_trend(t.votes, i.created_at)
    from idea i join idea_tally t on t.site = i.site and t.idea = i.number, unnest(facets(i.kind, i.stage)) as facet
    where i.site = 'grind';
    insert into idea_word
    select i.site, i.number, word, word = any (words(i.title)) from idea i, unnest(words(i.title || ' ' || i.body)) as word
    where i.site = 'grind';
    update site_tally set ideas = {IDEAS}, members = {MEMBERS}, last_idea = {IDEAS} where site = 'grind';
    reset session_replication_role;
'''


@pytest.fixture(scope='session')
def many(cluster, template):
    """Twenty thousand ideas on "grind"; not to be changed in a way that other tests would see."""
    database = copy_of(cluster, template)
    database.run(FILL)
    assert database.rows("select * from recount('grind')") == []
    database.run('vacuum analyze')
    yield database
    cluster.drop(database)

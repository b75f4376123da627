# SPDX-License-Identifier: Apache-2.0
"""schema/install: from nothing, again, and against everything that must stop it."""

import concurrent.futures
import re
import shutil
import subprocess

import pytest

from conftest import SCHEMA, WEB, install

LAST = max(int(path.name[:3]) for path in (SCHEMA / 'migrations').glob('*.sql'))


@pytest.fixture
def empty(cluster):
    database = cluster.create()
    yield database
    cluster.drop(database)


@pytest.fixture
def files(tmp_path):
    """A copy of the schema's files to change, in a folder whose name asks for trouble."""
    copy = tmp_path / "the brand's $schema"
    shutil.copytree(SCHEMA, copy)
    return copy


def ok(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def refused(done, *words):
    assert done.returncode != 0, done.stdout
    for word in words:
        assert word in done.stderr


def everything(database):
    """All that is in a database, and the settings of the roles in it."""
    dump = subprocess.run(['pg_dump', '--dbname', database.conninfo], check=True, capture_output=True, text=True).stdout
    settings = database.rows('select setdatabase, setrole, setconfig from pg_db_role_setting order by 1, 2')
    return re.sub(r'^\\(un)?restrict .*$', '', dump, flags=re.M), settings


def test_from_nothing(empty):
    said = ok(install('--site', 'grind', '--title', "Grinder's own", empty.conninfo))
    assert said[0] == 'cocreate: schema version 0 found'
    assert said[-1] == f'cocreate: schema version {LAST} left'
    assert 'cocreate: site grind added' in said
    assert empty.value("select title from site where site = 'grind'") == "Grinder's own"
    assert empty.value('select max(number) from migration') == LAST


def test_again_changes_nothing(empty):
    ok(install('--site', 'grind', empty.conninfo))
    before = everything(empty)
    said = ok(install('--site', 'grind', empty.conninfo))
    assert said == [
        f'cocreate: schema version {LAST} found',
        'cocreate: site grind unchanged',
        f'cocreate: schema version {LAST} left',
    ]
    assert everything(empty) == before


def test_a_site_gets_another_title(empty):
    ok(install('--site', 'grind', empty.conninfo))
    assert 'cocreate: site grind renamed' in ok(install('--site', 'grind', '--title', 'Grind', empty.conninfo))
    assert empty.rows('select site, title from site') == [('grind', 'Grind')]


@pytest.mark.parametrize('site', ['Grind', 'a b', "x'; drop schema cocreate cascade; --", 'a' * 33, '1a', 'grind\n'])
def test_a_bad_name_of_a_site(database, site):
    refused(install('--site', site, database.conninfo), 'site_name_shape')
    assert database.value('select count(*) from site') == 2


def test_from_any_folder_by_any_path(empty, files, tmp_path):
    done = subprocess.run([files / 'install', empty.conninfo], cwd=tmp_path, capture_output=True, text=True)
    assert f'cocreate: schema version {LAST} left' in ok(done)


def test_two_at_once(empty):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda site: install('--site', site, empty.conninfo), ['one', 'two']))
    said = [line for done in both for line in ok(done)]
    assert said.count('cocreate: schema version 0 found') == 1
    assert empty.value('select count(*) from migration') == LAST
    assert empty.value('select count(*) from site') == 2


def test_by_an_owner_who_is_no_superuser(cluster, empty):
    cluster.admin.run('create role installer createrole')
    cluster.admin.run(f'alter database {empty.name} owner to installer')
    ok(install('--site', 'grind', empty.conninfo, PGOPTIONS='-c role=installer'))
    ok(install('--site', 'grind', empty.conninfo, PGOPTIONS='-c role=installer'))
    assert (
        empty.value(
            "select count(*) from pg_class where relnamespace = 'cocreate'::regnamespace "
            "and relowner <> 'cocreate_owner'::regrole"
        )
        == 0
    )
    assert (
        empty.value(
            "select count(*) from pg_proc where pronamespace = 'cocreate'::regnamespace "
            "and proowner <> 'cocreate_owner'::regrole"
        )
        == 0
    )


def test_an_edited_migration(empty, files):
    ok(install(empty.conninfo, schema=files))
    before = everything(empty)
    edited = sorted((files / 'migrations').glob('*.sql'))[1]
    edited.write_text(edited.read_text() + '-- A harmless remark.\n')
    refused(install(empty.conninfo, schema=files), f'{edited.name} was edited')
    assert everything(empty) == before


def test_a_renamed_and_a_missing_migration(empty, files):
    ok(install(empty.conninfo, schema=files))
    first = sorted((files / 'migrations').glob('*.sql'))[0]
    first.rename(first.with_name('001-other.sql'))
    refused(install(empty.conninfo, schema=files), f'{first.name} was applied', 'now called 001-other.sql')
    (files / 'migrations/001-other.sql').unlink()
    refused(install(empty.conninfo, schema=files), f'{first.name} was applied', 'missing')


def test_a_migration_between_applied_ones(empty, files):
    ok(install(empty.conninfo, schema=files))
    empty.run('delete from migration where number = 2')
    refused(install(empty.conninfo, schema=files), '002-', 'never applied')


def test_a_newer_database(empty, files):
    ok(install(empty.conninfo))
    empty.run("insert into migration values (%s, '%s-later.sql', 'x')", LAST + 4, LAST + 4)
    before = everything(empty)
    refused(install(empty.conninfo), f'schema version {LAST + 4}', f'end at version {LAST}', 'Nothing was changed')
    assert everything(empty) == before


def test_a_migration_that_fails_leaves_nothing(empty, files):
    ok(install(empty.conninfo, schema=files))
    before = everything(empty)
    number = LAST + 1
    (files / f'migrations/{number:03}-wrong.sql').write_text('create table half (a int);\nselect 1 / 0;\n')
    refused(install(empty.conninfo, schema=files), f'{number:03}-wrong.sql', 'division by zero')
    assert everything(empty) == before


def test_the_next_migration_alone_is_applied(empty, files):
    ok(install(empty.conninfo, schema=files))
    name = f'{LAST + 1:03}-more.sql'
    (files / 'migrations' / name).write_text('create table more (a int);\n')
    said = ok(install(empty.conninfo, schema=files))
    assert said == [
        f'cocreate: schema version {LAST} found',
        f'cocreate: {name} applied',
        f'cocreate: schema version {LAST + 1} left',
    ]
    assert empty.value(
        "select relowner = 'cocreate_owner'::regrole from pg_class where oid = 'cocreate.more'::regclass"
    )
    assert not empty.value("select has_table_privilege(%s, 'cocreate.more', 'select')", WEB)


def test_a_badly_named_migration(empty, files):
    (files / 'migrations/4-short.sql').write_text('select 1;\n')
    refused(install(empty.conninfo, schema=files), 'migrations/4-short.sql')
    assert empty.value("select to_regnamespace('cocreate')") is None


def test_a_rule_that_fails_leaves_the_old_rules(empty, files):
    ok(install(empty.conninfo, schema=files))
    before = everything(empty)
    rule = files / 'rules/70-vote.sql'
    rule.write_text(
        rule.read_text().replace('-- Casts', 'create function extra() returns int return 1;\n-- Casts') + 'nonsense;\n'
    )
    refused(install(empty.conninfo, schema=files), 'rules/70-vote.sql')
    assert everything(empty) == before


def test_rules_are_put_back_and_forgotten_ones_go(empty, files):
    ok(install(empty.conninfo, schema=files))
    before = everything(empty)
    empty.run('create or replace function cocreate.rank_top(votes bigint) returns bigint immutable return 0')
    empty.run('create function cocreate.leftover(a int) returns int return a')
    empty.run('grant execute on function cocreate.clock to public')
    empty.run(f'grant insert on cocreate.vote to {WEB}')
    ok(install(empty.conninfo, schema=files))
    assert everything(empty) == before


def test_a_restored_copy_lives_on(cluster, empty):
    """A dump holds everything but the settings of the web role, which the next installation puts back."""
    ok(install('--site', 'grind', empty.conninfo))
    number = empty.propose()
    copy = cluster.create()
    dump = subprocess.run(['pg_dump', '--dbname', empty.conninfo], check=True, capture_output=True).stdout
    subprocess.run(
        ['psql', '-qX', '-v', 'ON_ERROR_STOP=1', '--dbname', copy.conninfo], input=dump, check=True, capture_output=True
    )
    assert ok(install(copy.conninfo)) == [
        f'cocreate: schema version {LAST} found',
        f'cocreate: schema version {LAST} left',
    ]
    assert everything(copy)[0] == everything(empty)[0]
    assert copy.act('vote_cast', number=str(number))[0]['done'] == 'voted'
    assert copy.propose() == number + 1
    assert copy.rows("select * from recount('grind')") == []
    cluster.drop(copy)


def test_no_database_there(cluster):
    done = install(f'host={cluster.host} user=postgres dbname=nowhere')
    refused(done, 'database "nowhere" does not exist', 'cocreate: stopped')
    assert done.stdout == ''


def test_another_encoding(cluster):
    latin = cluster.create("template template0 encoding LATIN1 locale 'C'")
    refused(install(latin.conninfo), 'UTF8', 'LATIN1')
    assert latin.value("select to_regnamespace('cocreate')") is None
    cluster.drop(latin)


@pytest.mark.parametrize('args', [['--sites', 'x'], ['a=b', 'c=d'], ['--site'], ['--title', 'x']])
def test_wrong_use(args):
    done = install(*args)
    assert done.returncode in (1, 2) and done.stderr and not done.stdout


def test_settings_of_the_web_role(database):
    shown = {
        name: database.value(f'show {name}', user=WEB)
        for name in (
            'search_path',
            'jit',
            'plan_cache_mode',
            'random_page_cost',
            'timezone',
            'statement_timeout',
            'default_transaction_isolation',
        )
    }
    assert shown == {
        'search_path': 'cocreate, pg_temp',
        'jit': 'off',
        'plan_cache_mode': 'force_generic_plan',
        'random_page_cost': '1.1',
        'timezone': 'UTC',
        'statement_timeout': '30s',
        'default_transaction_isolation': 'read committed',
    }

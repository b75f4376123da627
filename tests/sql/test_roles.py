# SPDX-License-Identifier: Apache-2.0
"""Who may do what in the database: the web role reads and acts, and that is all."""

import psycopg2
import pytest

import rounds
from conftest import ACTIONS, WEB, action_sql, arguments

PAGES_USE = {'iso', 'idea_number', 'facet', 'after_rank', 'after_idea', 'refusal',
             'words', 'search_words', 'search_refusal', 'search_hits', 'similar_ideas'}
# As whoever reads: what the pages of rounds are written with, and what that is made of.
ROUND_PAGES_USE = set('''
    round_number stem round_plan question_fields
    viewer advice_shown advice_seen others_shown author_shown advice_state trace_shown shuffled card_rank table_shown
    insight_shown choice_shown stones_shown counts_shown leaning_shown
    round_head round_texts round_mine card_head promise_head trace_head
    card_page trace_page page_refusals course_shown ledger_record round_numbers after_number due_after due_before
    clock is_line is_subject trimmed is_yes is_link member_at is_host link_of
    phase phase_of round_now round_moved sealed_until closes_at next_step has_tables has_stones later days_later
    days_late moment day_of whole said promise_state course_opens staff_wait trace_reopened
    open_findings all_checked promises_owing allowed_owing
    '''.split())
# As their owner.
DEFINERS = {*ACTIONS, *rounds.ACTIONS, 'votes_cast', 'tick', 'tidy', 'round_key'}
NEVER_READ = {'submission', 'round_secret'}


def tables(database):
    return [
        name
        for name, in database.rows(
            "select relname from pg_class where relnamespace = 'cocreate'::regnamespace and relkind in ('r', 'p', 'v', 'm')"
        )
    ]


def test_the_web_role_writes_no_table(database):
    assert tables(database)
    for table in tables(database):
        for statement in (
            f'insert into {table} default values',
            f'delete from {table}',
            f'truncate {table}',
            f'select from {table} for update',
            f'begin; lock table {table} in access exclusive mode',
            f'create trigger t before insert on {table} execute function suppress_redundant_updates_trigger()',
            f'alter table {table} add column more int',
            f'drop table {table}',
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                database.run(statement, user=WEB)
            database.run('rollback', user=WEB)
    for statement in (
        "update idea set title = 'Something else'",
        'update idea_tally set votes = 9',
        "update member set name = 'X'",
        'create table cocreate.mine (a int)',
        'create function cocreate.f() returns int return 1',
        'set role cocreate_owner',
        'alter role cocreate_web superuser',
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            database.run(statement, user=WEB)


def test_the_web_role_reads_what_pages_show(database):
    for table in tables(database):
        if table in NEVER_READ:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                database.run(f'select * from {table}', user=WEB)
        else:
            database.run(f'select * from {table}', user=WEB)


def test_the_web_role_calls_the_actions_alone(database):
    may = {
        name
        for name, in database.rows(
            '''
        select proname from pg_proc where pronamespace = 'cocreate'::regnamespace and has_function_privilege(%s, oid, 'execute')
        ''',
            WEB,
        )
    }
    assert may == DEFINERS | PAGES_USE | ROUND_PAGES_USE
    for call in (
        "member_enter('grind', 'x', 'x', 'x')",
        "recount('grind', true)",
        "site_add('mine')",
        "note_change('grind', 1)",
        "rank_write('grind', 1, 'hurts', 'use', 99, now())",
        "promise_note('grind', 1, 'kept', 'x', null, null)",
        "member_forget('grind', 'ada', false)",
        "outbox_tell('grind', 'x', 1, 'report', 1)",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            database.run(f'select {call}', user=WEB)


def test_functions_that_run_as_their_owner_fix_their_search_path(database):
    assert (
        database.rows(
            '''
        select proname from pg_proc where pronamespace = 'cocreate'::regnamespace and prosecdef
        and 'search_path=cocreate, pg_temp' <> all (coalesce(proconfig, '{}')) '''
        )
        == []
    )
    definers = {
        name
        for name, in database.rows(
            "select proname from pg_proc where pronamespace = 'cocreate'::regnamespace and prosecdef"
        )
    }
    assert definers == DEFINERS


def test_a_table_of_the_callers_own_deceives_no_action(database):
    database.run('create temporary table kind as select * from cocreate.kind limit 0', user=WEB)
    database.run('create temporary table idea_tally (site text, idea bigint, votes bigint, earlier bigint)', user=WEB)
    assert database.propose() == 1
    assert database.act('vote_cast')[0]['done'] == 'voted'
    assert database.rows('select votes from idea_tally') == [(1,)]


def test_everybody_else_sees_nothing(cluster, database):
    cluster.admin.run('create role stranger')
    session = database.connect()
    with session.cursor() as cursor:
        cursor.execute('set role stranger')
        for statement in ('select * from cocreate.idea', 'select cocreate.clock()', "select cocreate.facet('a', 'b')"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)


def test_what_the_owner_adds_later_is_nobody_elses(database):
    """A site's administrator may add a function between two upgrades: it must not be everybody's from the start."""
    database.run('set role cocreate_owner; create function later() returns int return 1')
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        database.run('select later()', user=WEB)


def test_only_the_owner_sets_the_clock(database):
    history = '2024-02-29 12:00:00+00'
    for user, kept in (('postgres', True), (WEB, False)):
        session = database.connect(user)
        with session.cursor() as cursor:
            cursor.execute('set cocreate.now = %s', [history])
            cursor.execute(action_sql('idea_propose'), arguments('idea_propose', subject=user))
            cursor.execute(action_sql('vote_cast'), arguments('vote_cast', subject=user))
    at = database.rows(
        '''select m.subject, i.created_at = timestamptz %s, i.created_at > now() - interval '1 minute',
                                 m.joined_at = timestamptz %s
                          from idea i join member m on m.site = i.site and m.id = i.author order by 1 desc''',
        history,
        history,
    )
    assert at == [('postgres', True, False, True), (WEB, False, True, False)]
    assert database.rows('select (at = timestamptz %s) from vote order by member', history) == [(True,), (False,)]


def test_the_clock_without_a_setting_is_the_present(database):
    assert database.value("set cocreate.now = ''; select clock() = now()")
    assert database.value('reset cocreate.now; select clock() = now()')

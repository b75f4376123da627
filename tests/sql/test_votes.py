# SPDX-License-Identifier: Apache-2.0
"""Votes, ranks, and the proof of the counters."""

import psycopg2
import pytest

from conftest import USUAL, WEB


def tally(database, site='grind', number=1):
    return database.rows('select votes, earlier from idea_tally where site = %s and idea = %s', site, number)[0]


@pytest.fixture
def idea(database):
    database.propose()
    return database


def vote(database, subject, value='1', **given):
    (row,) = database.act('vote_cast', subject=subject, value=value, **given)
    return row.get('done') or (row['status'], row.get('field'), row['key'])


def test_a_vote_counts_once_and_can_be_taken_back(idea):
    assert vote(idea, 'ben') == 'voted'
    assert vote(idea, 'ben') == 'voted'
    assert vote(idea, 'cleo') == 'voted'
    assert tally(idea) == (2, 0)
    assert vote(idea, 'ben', '0') == 'unvoted'
    assert vote(idea, 'ben', '0') == 'unvoted'
    assert vote(idea, 'nobody', '0') == 'unvoted'
    assert tally(idea) == (1, 0)
    assert idea.rows("select * from recount('grind')") == []


def test_an_author_votes_once_like_anybody(idea):
    assert [vote(idea, 'ada'), vote(idea, 'ada')] == ['voted', 'voted']
    assert tally(idea) == (1, 0)


@pytest.mark.parametrize(
    'value, key',
    [
        (None, 'missing'),
        ('', 'missing'),
        ('2', 'value'),
        ('-1', 'value'),
        ('true', 'value'),
        ('1 ', 'value'),
        ('01', 'value'),
        ('１', 'value'),
    ],
)
def test_a_bad_value(idea, value, key):
    assert vote(idea, 'ben', value) == (422, 'value', key)
    assert tally(idea) == (0, 0)
    assert idea.value('select count(*) from member') == 1


def test_votes_on_earlier_versions_stay_and_are_told_apart(idea):
    for subject in ('ben', 'cleo', 'dora'):
        vote(idea, subject)
    idea.act('idea_edit', title='A silent hopper')
    assert tally(idea) == (3, 3)
    vote(idea, 'ben')  # still the vote for the first version
    vote(idea, 'emil')
    assert tally(idea) == (4, 3)
    vote(idea, 'cleo', '0')  # of the first
    assert tally(idea) == (3, 2)
    vote(idea, 'cleo')  # of the second now
    assert tally(idea) == (4, 2)
    vote(idea, 'emil', '0')
    assert tally(idea) == (3, 2)
    idea.act('idea_edit', title='A soundless hopper', version='2')
    assert tally(idea) == (3, 3)
    assert idea.rows("select * from recount('grind')") == []


def test_sites_do_not_share_votes(database):
    database.propose()
    database.propose(site='other')
    vote(database, 'ben', site='other')
    assert (tally(database), tally(database, 'other')) == ((0, 0), (1, 0))
    vote(database, 'ben', '0')
    assert tally(database, 'other') == (1, 0)


def test_only_a_change_is_told(idea):
    idea.run('delete from change')
    vote(idea, 'ben')
    told = idea.rows('select topic from change order by topic')
    assert told == [('votes',), ('votes 1',)]
    vote(idea, 'ben')
    vote(idea, 'nobody', '0')
    assert idea.rows('select topic from change order by topic') == told


def test_a_change_carries_its_transaction(idea):
    assert idea.value('select bool_and(xid < pg_snapshot_xmax(pg_current_snapshot())) from change')


# ---- many at once


FIELDS = ['site', 'subject', 'name', 'group', 'number', 'value']


def cast(database, *wishes):
    """What votes_cast() answers to wishes of (who, value, more), in the order of the wishes: "voted", or why not."""
    rows = [{**USUAL, 'subject': who, 'name': who, 'value': value, **dict(*more)} for who, value, *more in wishes]
    said = database.rows(
        f"select * from votes_cast({', '.join(['%s::text[]'] * 6)})",
        *([row[field] for row in rows] for field in FIELDS),
        user=WEB,
    )
    assert [ordinal for *_, ordinal in said] == list(range(1, len(rows) + 1))
    return [done or ' '.join(str(part) for part in (status, field, key) if part) for status, _, done, field, key, *_ in said]


def right(database):
    return all(database.rows('select * from recount(%s)', site) == [] for site in ('grind', 'other'))


def test_each_of_a_batch_has_its_own_answer(idea):
    idea.propose()
    assert cast(
        idea,
        ('ben', '1'),
        ('cleo', '0'),
        ('dora', '1', {'number': '2'}),
        ('emil', '7'),
        ('emil', None),
        ('emil', ''),
        ('', '1'),
        (None, '1'),
        ('gone:1', '1'),
        ('fred', '1', {'number': '99'}),
        ('fred', '1', {'number': 'one'}),
        ('fred', '1', {'number': None}),
        ('ben', '1'),
    ) == [
        'voted',
        'unvoted',
        'voted',
        '422 value value',
        '422 value missing',
        '422 value missing',
        '401 sign-in',
        '401 sign-in',
        '401 sign-in',
        '404 not-found',
        '404 not-found',
        '404 not-found',
        'voted',
    ]
    assert (tally(idea), tally(idea, number=2)) == ((1, 0), (1, 0)) and right(idea)
    subjects = idea.rows('select subject from member order by subject')
    assert subjects == [('ada',), ('ben',), ('cleo',), ('dora',)], 'who was refused is not made a member'


def test_the_answers_of_a_batch_are_those_of_one_by_one(idea):
    wishes = [('ben', '1'), ('ben', '0'), ('cleo', 'x'), ('', '1'), ('dora', '1', {'number': '3'}), ('cleo', '1')]
    one_by_one = [said for wish in wishes for said in cast(idea, wish)]
    idea.run('delete from vote; update idea_tally set votes = 0')
    assert cast(idea, *wishes) == one_by_one


@pytest.mark.parametrize(
    'before, wishes, votes',
    [
        ('0', '10', 0),
        ('0', '01', 1),
        ('0', '0101', 1),
        ('1', '10', 0),
        ('1', '01', 1),
        ('1', '1100', 0),
        ('0', '11111', 1),
    ],
)
def test_the_last_wish_of_a_member_wins(idea, before, wishes, votes):
    cast(idea, ('ben', before))
    said = cast(idea, *(('ben', value) for value in wishes))
    assert said == [{'1': 'voted', '0': 'unvoted'}[value] for value in wishes]
    assert tally(idea) == (votes, 0) and right(idea)


def test_a_refused_wish_is_none(idea):
    assert cast(idea, ('ben', '1'), ('ben', 'x'), ('ben', '0', {'number': '9'})) == ['voted', '422 value value', '404 not-found']
    assert tally(idea) == (1, 0)


def test_a_batch_for_several_sites(idea):
    idea.propose(site='other')
    idea.propose(site='other')
    wishes = [(f'm{n % 7}', '1', {'site': ('grind', 'other')[n % 2], 'number': str(1 + n % 3)}) for n in range(60)]
    said = cast(idea, *wishes)
    assert [s == 'voted' for s in said] == [w[2]['number'] <= {'grind': '1', 'other': '2'}[w[2]['site']] for w in wishes]
    assert (tally(idea), tally(idea, 'other'), tally(idea, 'other', 2)) == ((7, 0), (7, 0), (7, 0)) and right(idea)
    assert idea.rows('select site, members from site_tally order by site') == [('grind', 8), ('other', 8)]


def test_a_batch_tells_each_topic_once(idea):
    idea.propose()
    idea.run('delete from change')
    cast(idea, *((f'm{n}', '1', {'number': str(1 + n % 2)}) for n in range(20)))
    told = [('grind', 'votes'), ('grind', 'votes 1'), ('grind', 'votes 2')]
    assert idea.rows('select site, topic from change order by topic') == told
    cast(idea, ('m1', '1', {'number': '2'}), ('m2', '1'), ('m3', 'x'))
    assert idea.rows('select site, topic from change order by topic') == told, 'nothing has changed'
    cast(idea, ('m1', '0', {'number': '2'}), ('m2', '1'))
    assert idea.value("select count(*) from change where topic = 'votes 2'") == 2
    assert idea.value("select count(*) from change where topic = 'votes 1'") == 1


def test_a_batch_across_an_edit(idea):
    cast(idea, ('ben', '1'), ('cleo', '1'), ('dora', '1'))
    idea.act('idea_edit', title='A silent hopper', kind='keep')
    cast(idea, ('ben', '0'), ('cleo', '1'), ('emil', '1'), ('fred', '1'), ('fred', '0'))
    assert tally(idea) == (3, 2) and right(idea)
    assert idea.rows('select version from vote order by version') == [(1,), (1,), (2,)]


def test_a_batch_keeps_members_up_to_date(idea):
    cast(idea, ('ben', '1', {'name': 'Ben'}))
    cast(
        idea,
        ('ben', '1', {'name': 'Benno'}),
        ('cleo', '1', {'name': ' Cleo\tL. '}),
        ('ben', '1', {'name': 'Benjamin', 'group': 'staff'}),
    )
    assert idea.rows('select subject, name, "group" from member where subject <> %s order by subject', 'ada') == [
        ('ben', 'Benjamin', 'staff'),
        ('cleo', 'Cleo L.', 'customer'),
    ]
    assert idea.value("select members from site_tally where site = 'grind'") == 3


def test_no_wishes_at_all(idea):
    assert cast(idea) == []


def test_a_batch_does_not_wait_long(idea):
    """What somebody else holds must not hold up all who came at the same time; who comes alone waits as long as others do."""
    gate = idea.connect(autocommit=False)
    with gate.cursor() as cursor:
        cursor.execute('select from idea_tally for update')
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        cast(idea, ('ben', '1'), ('cleo', '1'))
    gate.rollback()
    assert idea.value('select count(*) from vote') == 0
    assert cast(idea, ('ben', '1'), ('cleo', '1')) == ['voted', 'voted']
    assert idea.value("select current_setting('lock_timeout')", user=WEB) != '500ms', 'for the batch only'


# ---- ranks


@pytest.mark.parametrize(
    'votes, top',
    [
        (0, 0),
        (1, 1),
        (99, 99),
        (999, 999),
        (1000, 1000),
        (1009, 1000),
        (1010, 1010),
        (9999, 9990),
        (12345, 12300),
        (12400, 12400),
        (999999, 999000),
        (1000000, 1000000),
        (123456789, 123000000),
    ],
)
def test_the_rank_by_votes(database, votes, top):
    assert database.value('select rank_top(%s)', votes) == top


def test_ranks_never_fall_with_a_vote(database):
    assert database.value(
        '''
        select bool_and(rank_top(n) <= rank_top(n + 1) and rank_trend(n, now()) <= rank_trend(n + 1, now()))
        from generate_series(0, 30000) n'''
    )


def test_ten_times_the_votes_are_worth_fourteen_days(database):
    at = '2026-01-01T00:00:00.9Z'
    assert database.value('select rank_trend(0, %s)', at) == 1767225600
    assert database.value('select rank_trend(9, %s) - rank_trend(0, %s)', at, at) == 14 * 86400
    assert database.value('select rank_trend(999, %s) - rank_trend(99, %s)', at, at) == 14 * 86400
    assert database.value("select rank_trend(0, timestamptz '2026-01-02Z') - rank_trend(0, '2026-01-01Z')") == 86400


def test_the_trend_needs_no_clock(idea):
    before = idea.rows('select * from idea_facet order by facet')
    idea.run("set cocreate.now = '2040-01-01'")
    vote(idea, 'ben')
    vote(idea, 'ben', '0')
    assert idea.rows('select * from idea_facet order by facet') == before


@pytest.mark.parametrize(
    'kind, stage, facet',
    [
        (None, None, ''),
        ('', '', ''),
        ('hurts', None, 'kind:hurts'),
        ('', 'use', 'stage:use'),
        ('hurts', 'use', 'kind:hurts stage:use'),
    ],
)
def test_the_name_of_a_facet(database, kind, stage, facet):
    assert database.value('select facet(%s, %s)', kind, stage) == facet


# ---- recount


@pytest.mark.parametrize(
    'damage, found',
    [
        ("update idea_tally set votes = votes + 1 where site = 'grind' and idea = 1", [('votes', 1, 3, 2)]),
        (
            "update idea_tally set votes = 1, earlier = 1 where site = 'grind' and idea = 2",
            [('earlier', 2, 1, 0), ('votes', 2, 1, 0)],
        ),
        ('delete from idea_tally where idea = 2', [('earlier', 2, None, 0), ('votes', 2, None, 0)]),
        (
            'delete from vote where idea = 1 and member = (select min(member) from vote)',
            [
                ('earlier', 1, 2, 1),
                ('top', 1, 2, 1),
                ('top kind:hurts', 1, 2, 1),
                ('top kind:hurts stage:use', 1, 2, 1),
                ('top stage:use', 1, 2, 1),
                ('trend', 1),
                ('trend kind:hurts', 1),
                ('trend kind:hurts stage:use', 1),
                ('trend stage:use', 1),
                ('votes', 1, 2, 1),
            ],
        ),
        (
            "update idea_facet set top = 77 where site = 'grind' and idea = 1 and facet = 'kind:hurts'",
            [('top kind:hurts', 1, 77, 2)],
        ),
        (
            "delete from idea_facet where site = 'grind' and idea = 2 and facet = 'stage:use'",
            [('top stage:use', 2, None, 0), ('trend stage:use', 2, None)],
        ),
        (
            "insert into idea_facet values ('grind', 'kind:new', 2, 5, 6)",
            [('top kind:new', 2, 5, None), ('trend kind:new', 2, 6, None)],
        ),
        ("update site_tally set ideas = 7 where site = 'grind'", [('ideas', None, 7, 2)]),
        ("update site_tally set members = 0 where site = 'grind'", [('members', None, 0, 3)]),
        ("update site_tally set last_idea = 1 where site = 'grind'", [('last_idea', None, 1, 2)]),
    ],
)
def test_recount_finds_and_repairs(database, damage, found):
    database.propose()
    database.propose()
    for subject in ('ben', 'cleo'):
        vote(database, subject)
    database.act('idea_edit', title='A silent hopper')
    database.propose(site='other')
    assert database.rows("select * from recount('grind')") == []

    database.run(damage)
    wrong = database.rows("select * from recount('grind')")
    assert [row[: len(expected)] for row, expected in zip(wrong, found)] == found and len(wrong) == len(found)
    assert database.rows("select * from recount('other')") == []
    assert database.rows("select * from recount('grind', true)") == wrong
    assert database.rows("select * from recount('grind')") == []


def test_tidy_takes_away_what_is_old(idea):
    assert idea.value('select tidy()') == 0
    idea.run("update change set at = now() - interval '8 days'; update submission set at = now() - interval '8 days'")
    vote(idea, 'ben')
    assert idea.value('select tidy()') == 3
    assert idea.value('select tidy()') == 0
    assert idea.rows("select * from recount('grind')") == [] and tally(idea) == (1, 0)

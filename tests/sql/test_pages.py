# SPDX-License-Identifier: Apache-2.0
"""Every query of every page: prepared as the module does, explained, and read."""

import itertools
import re

import pytest

import pages
from conftest import WEB, copy_of

# Tables that a query may read whole, with the reason. Nothing that grows with the community may ever be here.
MAY_BE_SCANNED = {}
# Tables of a handful of rows per site: these may be sorted.
SMALL = {'kind', 'stage', 'member_group'}
# Tables of which a page reads those of one round, found by an index, with the reason why these are few.
FEW = {
    'question': 'twelve by their constraint',
    'action': 'thirty by the rule, each with one promise, its keeper and what became of it',
    'stone': 'three of each member',
}
IDENTITY = {'site', 'subject', 'name', 'group', 'moderator', 'admin'}
IN_PATHS = {'number', 'card', 'table', 'promise'}
IN_QUERIES = {'sort', 'kind', 'stage', 'after', 'limit', 'phase', 'from', 'q', 'title'}
OF_THE_WATCHDOG = {'snapshot', 'wal', 'since'}
PARAMETERS = IDENTITY | IN_PATHS | IN_QUERIES | OF_THE_WATCHDOG | {'keys'}

VALUES = {
    'site': 'grind',
    'subject': 'ada',
    'group': 'staff',
    'number': '1',
    'sort': 'top',
    'kind': 'hurts',
    'stage': 'use',
    'after': '5_5',
    'limit': '20',
    'keys': '{1,2,3}',
    'moderator': 'yes',
    'admin': None,
    'card': '123456789',
    'table': '1',
    'promise': '1',
    'phase': 'open',
    'from': '1',
    'q': None,
    'title': 'Idea of another number',
    'snapshot': '700:700:',
    'wal': '0/0',
    'since': 'now',
}
IDEAS_ELSEWHERE = {'trending/idea', 'newest/idea'}
EXPORTS = {'ideas_csv', 'round_cards', 'promises_csv'}
OF_IDEAS = {'idea', 'idea_edit', 'idea_new', 'idea_vote', 'ideas', 'ideas_csv', 'ideas_similar'}


def values(query):
    usual = {**VALUES, 'after': '5'} if query.page in EXPORTS else VALUES
    return {name: usual[name] for name in query.takes}


@pytest.fixture(scope='module')
def filled(cluster, template):
    """Sixty ideas of ada and ben with different votes, kinds and stages; some edited; a few on the other site."""
    database = copy_of(cluster, template)
    kinds = ['hurts', 'remove', 'keep', 'better', 'new']
    stages = ['discover', 'buy', 'receive', 'use', 'help', 'return']
    for n in range(60):
        database.propose(
            subject='ada' if n % 2 else 'ben',
            title=f'Idea of the number {n}',
            kind=kinds[n % 5],
            stage=stages[n // 7 % 6],
        )
    for n, member in itertools.product(range(1, 61), range(9)):
        if member < n * 7 % 10:
            database.act('vote_cast', number=str(n), subject=f'voter{member}')
    for n in range(1, 61, 8):
        database.act(
            'idea_edit', subject='ben', number=str(n), title='Another title', body='Another *body*', kind='keep'
        )
    for n in range(5):
        database.propose(site='other', subject='ada', title=f'Elsewhere {n}')
        database.act('vote_cast', site='other', number=str(n + 1), subject='ben')
    assert database.rows("select * from recount('grind') union all select * from recount('other')") == []
    database.run('analyze')
    yield database
    cluster.drop(database)


# ---- prepared and explained


@pytest.mark.parametrize('query', pages.QUERIES, ids=pages.NAMES)
def test_comes_out_as_it_is_written(filled, query):
    """No alias is cut at 63 bytes, none comes twice, every parameter is taken by a name that the module knows."""
    session = filled.session(WEB)
    del session.notices[:]
    call = pages.prepare(session, query)
    assert session.notices == []
    assert set(query.takes) <= PARAMETERS
    numbers = {int(n) for n in re.findall(r'\$(\d+)', query.sql)}
    assert numbers == set(range(1, len(query.takes) + 1)), 'each query lists its own parameters'
    with session.cursor() as cursor:
        cursor.execute(call, list(values(query).values()))
        names = [column.name for column in cursor.description]
    assert len(names) == len(set(names))
    aliases = re.findall(r'as "([^"]+)"', query.sql)
    assert all(len(alias.encode()) <= 63 for alias in names)
    aliases, shared = list(dict.fromkeys(aliases)), re.findall(r'\b([a-z])\.\*,?$', query.sql, re.M)
    assert names == aliases or query.element == 'outcome' or shared and [name for name in names if name in aliases] == aliases


LISTS = [query for query in pages.QUERIES if '/' in query.element or query.page in EXPORTS]


@pytest.mark.parametrize('query', LISTS, ids=[f'{query.page}.{query.element}' for query in LISTS])
def test_a_list_has_a_limit_and_an_order(query):
    assert 'limit' in query.sql and 'order by' in query.sql


@pytest.mark.parametrize('query', pages.QUERIES, ids=pages.NAMES)
def test_is_answered_from_indexes(request, query):
    """No table is read whole, and nothing that grows is sorted, in the plan that serves every value. (On many ideas, and on
    many rounds: the plans of a small table say nothing.)"""
    full = request.getfixturevalue('many' if query.page in OF_IDEAS or query.element in IDEAS_ELSEWHERE else 'crowd')
    session = full.session(WEB)
    with session.cursor() as cursor:
        cursor.execute('show plan_cache_mode')
        assert cursor.fetchone() == ('force_generic_plan',), 'the role runs the plan that is tested here'
        cursor.execute('set enable_seqscan = off')
    nodes = pages.explain(session, query, **values(query))
    with session.cursor() as cursor:
        cursor.execute('reset enable_seqscan')
    scanned = {node['Relation Name'] for node in nodes if node['Node Type'] == 'Seq Scan'}
    assert scanned <= MAY_BE_SCANNED.keys()
    for node in nodes:
        if node['Node Type'] in ('Sort', 'Incremental Sort'):
            tables = {below['Relation Name'] for below in node['below'] if 'Relation Name' in below}
            limited = any(below['Node Type'] == 'Limit' for below in node['below'])
            one_row = node['Plan Rows'] == 1  # found by its whole key
            assert limited or one_row or tables <= SMALL | FEW.keys(), f"{node['Node Type']} over {tables}"


@pytest.mark.parametrize('query', pages.QUERIES, ids=pages.NAMES)
def test_without_any_value(filled, query):
    """Absent parameters are NULL; a page then shows nothing, or what is usual, and never fails."""
    pages.fetch(filled.session(WEB), query)


def test_the_version_of_the_schema(filled):
    assert pages.fetch(filled.session(WEB), pages.query('schema_version', 'schema')) == [{'@version': 6}]


def test_whether_a_site_is_there(filled):
    query = pages.query('site', 'site')
    assert pages.fetch(filled.session(WEB), query, site='grind') == [{'title': 'Grind'}]
    assert pages.fetch(filled.session(WEB), query, site='nobody') == []


# ---- lists


def truth(database, sort, kind, stage):
    """The numbers of the ideas as a list must have them, computed from the votes themselves."""
    order = {
        'trending': 'floor(extract(epoch from i.created_at)) + 12096 * round(100 * log(count(v.idea) + 1))',
        'top': 'count(v.idea)',
        'new': 'null::int',
    }[sort or 'trending']
    return [
        n
        for n, in database.rows(
            f'''
        select i.number from idea i left join vote v on v.site = i.site and v.idea = i.number
        where i.site = 'grind' and i.kind = coalesce(%s, i.kind) and i.stage = coalesce(%s, i.stage)
        group by i.site, i.number order by {order} desc, i.number desc''',
            kind or None,
            stage or None,
        )
    ]


@pytest.mark.parametrize('stage', [None, '', 'use', 'discover'])
@pytest.mark.parametrize('kind', [None, '', 'hurts', 'keep'])
@pytest.mark.parametrize('sort', [None, 'trending', 'top', 'new'])
def test_pages_of_a_list_join_without_a_gap(filled, sort, kind, stage):
    expected = truth(filled, sort, kind, stage)
    query, found, after = pages.query('ideas', 'ideas/idea'), [], None
    while True:
        page = pages.fetch(
            filled.session(WEB), query, site='grind', sort=sort, kind=kind, stage=stage, after=after, limit='7'
        )
        assert len(page) <= 7
        assert all('@more' not in row for row in page[:-1])
        found += [row['@number'] for row in page]
        if not page or '@more' not in page[-1]:
            break
        assert len(page) == 7
        after = page[-1]['@cursor']
    assert found == expected and expected


@pytest.mark.parametrize('given', [{'kind': 'unknown'}, {'stage': 'unknown'}, {'after': '0_0'}, {'site': 'nobody'}])
def test_an_empty_list(filled, given):
    assert pages.fetch(filled.session(WEB), pages.query('ideas', 'ideas/idea'), **{'site': 'grind', **given}) == []


def test_a_list_of_exactly_one_page_has_no_more(filled):
    page = pages.fetch(filled.session(WEB), pages.query('ideas', 'ideas/idea'), site='other', sort='new', limit='5')
    assert [row['@number'] for row in page] == [5, 4, 3, 2, 1]
    assert '@more' not in page[-1]


@pytest.mark.parametrize('after', ['', 'x', '1', '_', '1_', '_1', '9' * 19 + '_1', "1_1'"])
def test_a_malformed_cursor_begins_at_the_top(filled, after):
    query = pages.query('ideas', 'ideas/idea')
    given = {'site': 'grind', 'sort': 'top', 'limit': '3'}
    assert pages.fetch(filled.session(WEB), query, after=after, **given) == pages.fetch(
        filled.session(WEB), query, **given
    )


def test_the_csv_export_in_batches(filled):
    query, numbers, after = pages.query('ideas_csv', 'idea'), [], None
    while True:
        batch = pages.fetch(filled.session(WEB), query, site='grind', after=after, limit='25')
        if not batch:
            break
        numbers += [row['number'] for row in batch]
        after = str(numbers[-1])
    assert numbers == list(range(1, 61))


def test_the_columns_of_the_csv_export(filled):
    (row,) = pages.fetch(filled.session(WEB), pages.query('ideas_csv', 'idea'), site='other', limit='1')
    assert row == {
        'number': 1,
        'title': 'Elsewhere 0',
        'kind': 'hurts',
        'stage': 'use',
        'votes': 1,
        'author': 'Ada',
        'group': 'customer',
        'created': row['created'],
        'body': 'It *rattles*.',
    }


# ---- one idea


def test_an_idea(database):
    number = str(database.propose(group='staff'))
    for subject in ('ben', 'cleo'):
        database.act('vote_cast', subject=subject, number=number)
    query = pages.query('idea', 'idea')
    (row,) = pages.fetch(database.session(WEB), query, site='grind', number=number)
    assert row == {
        '@number': 1,
        '@votes': 2,
        '@version': 1,
        '@created': row['@created'],
        'kind/@key': 'hurts',
        'kind': 'Something that hurts',
        'stage/@key': 'use',
        'stage': 'Use',
        'author/@group': 'staff',
        'author/@speaks': 'yes',
        'author/@label': 'Staff',
        'author': 'Ada',
        'title': 'A quieter hopper',
        'body|markdown': 'It *rattles*.',
    }
    assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', row['@created'])

    database.act('idea_edit', group='customer', number=number, title='A silent hopper')
    (row,) = pages.fetch(database.session(WEB), query, site='grind', number=number)
    assert row['@version'] == 2 and row['@earlier'] == 2 and row['@edited'] and 'author/@speaks' not in row


def test_the_latest_changes_of_an_idea(database):
    number = str(database.propose())
    for version in range(1, 8):
        done = database.act(
            'idea_edit',
            number=number,
            version=str(version),
            title=f'Title number {version + 1}',
            body='',
            kind='keep',
            stage='buy' if version >= 7 else 'use',
        )
        assert done[0]['status'] == 303
    rows = pages.fetch(database.session(WEB), pages.query('idea', 'changes/change'), site='grind', number=number)
    assert [row['@version'] for row in rows] == [8, 7, 6, 5, 4]
    assert list(rows[0]) == [
        '@version',
        '@at',
        'stage-was/@key',
        'stage-was',
        'stage-now/@key',
        'stage-now',
        'title|was',
        'title|now',
    ]
    assert (rows[0]['title|was'], rows[0]['title|now']) == ('Title number 7', 'Title number 8')
    assert (rows[0]['stage-was'], rows[0]['stage-now']) == ('Use', 'Buy')
    assert list(rows[1]) == ['@version', '@at', 'title|was', 'title|now']


@pytest.mark.parametrize('page', ['idea', 'idea_vote', 'idea_edit'])
@pytest.mark.parametrize('number', ['2', '0', '-1', 'x', '', None, '9' * 40])
def test_an_idea_that_is_not_there(database, page, number):
    database.propose()
    database.propose(site='other')
    database.propose(site='other')
    given = {'site': 'grind', 'number': number, 'subject': 'ada'}
    rows = pages.fetch(database.session(WEB), pages.query(page, 'outcome'), **given)
    assert rows == [{'@status': 404, '@key': 'not-found'}]
    assert pages.fetch(database.session(WEB), pages.query(page, 'idea'), **given) == []


def test_the_form_of_an_idea_is_its_authors(database):
    number = str(database.propose())
    for subject, expected, rows in (('ada', [], 1), ('ben', [{'@status': 403, '@key': 'not-yours'}], 0), (None, [], 0)):
        given = {'site': 'grind', 'number': number, 'subject': subject}
        assert pages.fetch(database.session(WEB), pages.query('idea_edit', 'outcome'), **given) == expected
        assert len(pages.fetch(database.session(WEB), pages.query('idea_edit', 'idea'), **given)) == rows


@pytest.mark.parametrize('page', ['idea_new', 'idea_edit'])
@pytest.mark.parametrize(
    'group, label', [('staff', 'Staff'), ('customer', 'Customer'), ('no-such', 'Customer'), (None, 'Customer')]
)
def test_a_form_says_as_whom_one_writes(database, page, group, label):
    """In the group that the action would write down."""
    number = str(database.propose(group=group))
    given = {'site': 'grind', 'subject': 'ada', 'group': group}
    (row,) = pages.fetch(database.session(WEB), pages.query(page, 'author'), **given)
    (idea,) = pages.fetch(database.session(WEB), pages.query('idea', 'idea'), site='grind', number=number)
    assert row == {key.removeprefix('author/'): value for key, value in idea.items() if key.startswith('author/')}
    assert row['@label'] == label
    assert pages.fetch(database.session(WEB), pages.query(page, 'author'), **{**given, 'subject': None}) == []


@pytest.mark.parametrize('page', ['overview', 'ideas', 'idea', 'idea_new', 'idea_edit'])
def test_a_page_says_whose_it_is(database, page):
    assert pages.fetch(database.session(WEB), pages.query(page, 'site'), site='grind') == [{'@title': 'Grind'}]


def slots(rows, name):
    """{key: value} of the slots of this name."""
    return {key: row['@value'] for row in rows for found, key in [row['@slot'].split()] if found == name}


def test_slots(filled):
    query = pages.query('slots', 'idea')
    rows = pages.fetch(filled.session(WEB), query, site='grind', subject='ada', keys='{1,2,3,4,99}')
    assert slots(rows, 'mine') == {'2': 'yes', '4': 'yes'}
    assert slots(rows, 'voted') == {}
    tally = dict(filled.rows("select idea, votes::text from idea_tally where site = 'grind' and idea <= 4"))
    assert slots(rows, 'tally') == {str(idea): votes for idea, votes in tally.items()}
    rows = pages.fetch(filled.session(WEB), query, site='grind', subject='voter5', keys='{1,2,3,4}')
    assert set(slots(rows, 'voted')) == {'1', '4'}
    rows = pages.fetch(filled.session(WEB), query, site='grind', subject='nobody', keys='{1}')
    assert [row['@slot'].split()[0] for row in rows] == ['tally']


def test_choices_stand_in_their_order(database):
    database.run("update kind set position = 0 where site = 'grind' and key = 'new'")
    rows = pages.fetch(database.session(WEB), pages.query('idea_new', 'kinds/kind'), site='grind')
    assert [row['@key'] for row in rows] == ['new', 'hurts', 'remove', 'keep', 'better']
    rows = pages.fetch(database.session(WEB), pages.query('idea_new', 'stages/stage'), site='other')
    assert [row['@key'] for row in rows] == ['discover', 'buy', 'receive', 'use', 'help', 'return']


def test_the_front_page(filled):
    assert pages.fetch(filled.session(WEB), pages.query('overview', 'count'), site='grind') == [
        {'@ideas': 60, '@members': 11}
    ]
    trending, newest = [
        [row['@number'] for row in pages.fetch(filled.session(WEB), pages.query('overview', element), site='grind')]
        for element in ('trending/idea', 'newest/idea')
    ]
    assert trending == truth(filled, 'trending', None, None)[:5]
    assert newest == [n for n in truth(filled, 'new', None, None) if n not in trending][:5], "none is twice on the page"

# SPDX-License-Identifier: Apache-2.0
"""Twenty thousand ideas: how much a page reads does not depend on how much there is."""

import time

import pytest

import pages
from conftest import MEMBERS, WEB, until


def rows_read(nodes):
    """How many rows each table gave or had thrown away, over all scans of a plan that ran."""
    read = {}
    for node in nodes:
        if 'Relation Name' in node:
            rows = (node['Actual Rows'] + node.get('Rows Removed by Filter', 0)) * node['Actual Loops']
            read[node['Relation Name']] = read.get(node['Relation Name'], 0) + rows
    return read


def measure(database, query, **given):
    """As the server runs it by its own choice, with nothing switched off."""
    return rows_read(pages.explain(database.session(WEB), query, options=', analyze, timing off', **given))


@pytest.mark.parametrize('after', [None, 'in the middle'])
@pytest.mark.parametrize('stage', [None, 'use'])
@pytest.mark.parametrize('kind', [None, 'hurts'])
@pytest.mark.parametrize('sort', ['trending', 'top', 'new'])
def test_a_page_of_the_list_reads_a_page(many, sort, kind, stage, after):
    if after:
        column = {'trending': 'trend', 'top': 'top', 'new': '0 + 0'}[sort]
        after = many.value(
            f'''
            select {column} || '_' || idea from idea_facet where site = 'grind' and facet = facet(%s, %s)
            order by {column} desc, idea desc offset 300 limit 1''',
            kind,
            stage,
        )
    query = pages.query('ideas', 'ideas/idea')
    for limit in (1, 20, 50):
        read = measure(many, query, site='grind', sort=sort, kind=kind, stage=stage, after=after, limit=str(limit))
        assert 0 < read.pop('idea_facet') <= limit + 1
        small = read.pop('kind') + read.pop('stage') + read.pop('member_group')
        assert small <= 3 * (limit + 1) * 6
        assert read and all(rows <= limit + 1 for rows in read.values()), read


@pytest.mark.parametrize(
    'query', [q for q in pages.QUERIES if q.page != 'ideas'], ids=[n for n in pages.NAMES if not n.startswith('ideas.')]
)
def test_other_pages_read_what_they_show(many, query):
    given = {
        'site': 'grind',
        'subject': 'member7',
        'number': '10000',
        'keys': '{1,2,3,10000,20000}',
        'after': '10000',
        'limit': '5',
    }
    read = measure(many, query, **given)
    if (query.page, query.element) == ('slots', 'idea'):
        assert read.pop('vote') <= many.value(
            "select count(*) from vote v join member m on m.site = v.site and m.id = v.member where m.subject = 'member7'"
        )
    assert all(rows <= 30 for rows in read.values()), read


def test_a_deep_page_is_as_quick_as_the_first(many):
    """Not a measurement of speed: a list that sorts or skips would be a hundred times slower and fail this."""
    query, times = pages.query('ideas', 'ideas/idea'), []
    session = many.session(WEB)
    for after in (None, many.value("select min(trend) || '_5' from idea_facet where site = 'grind'")):
        pages.fetch(session, query, site='grind', after=after)
        start = time.monotonic()
        for _ in range(20):
            pages.fetch(session, query, site='grind', after=after)
        times.append(time.monotonic() - start)
    assert max(times) < 20 * min(times)


def test_a_vote_keeps_to_its_page_and_moves_the_rank_only_when_it_shows(many):
    """Votes for a much voted idea: the counter is updated in place, the index rows of the lists stay untouched."""
    many.run(
        '''
        insert into vote select 'grind', 20000, m.id, 1, now() from member m where m.site = 'grind' on conflict do nothing;
        select recount('grind', true);'''
    )
    assert many.value("select votes from idea_tally where site = 'grind' and idea = 20000") == MEMBERS
    stats = '''select pg_stat_force_next_flush();
               select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = '{}' '''
    before = {table: many.rows(stats.format(table))[0] for table in ('idea_tally', 'idea_facet')}
    for n in range(1, 10):
        many.act('vote_cast', subject=f'newcomer{n}', number='20000')
    many.session(WEB).close()  # a session reports what it did when it ends, at the latest
    assert many.value("select top from idea_facet where site = 'grind' and facet = '' and idea = 20000") == MEMBERS
    until(lambda: many.rows(stats.format('idea_tally'))[0][0] >= before['idea_tally'][0] + 9, 'the statistics')
    after = {table: many.rows(stats.format(table))[0] for table in before}
    updates, hot = (after['idea_tally'][i] - before['idea_tally'][i] for i in (0, 1))
    assert updates == 9 and hot == 9
    assert after['idea_facet'] == before['idea_facet']

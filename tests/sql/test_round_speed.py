# SPDX-License-Identifier: Apache-2.0
"""Large rounds among many: what a page reads is what it shows. Counted in blocks and scans, never by the clock."""

import functools
import re

import pytest

import pages
from conftest import REPO, WEB
from crowd import ADVISER, CARDS, HOST, MEMBER, NUMBER, OLD, STAFF
from test_pages import FEW, OF_IDEAS, SMALL

# One row for each site, or a few.
TINY = SMALL | {'site', 'site_tally', 'promise_tally', 'round_setting', 'migration'}
OF_ROUNDS = [query for query in pages.QUERIES if query.page not in OF_IDEAS | {'slots', 'site', 'schema_version'}
             and query.element not in ('trending/idea', 'newest/idea')]
OF_ONE_ROUND = ['round', 'card', 'table', 'hearing', 'choosing', 'traces', 'answer', 'round_host', 'round_preview', 'round_edit']


@functools.cache
def first_card(crowd, number):
    return crowd.value('select min(card) from advice where round = %s', number)


def given(crowd, who, number):
    card = first_card(crowd, number)
    return {'site': 'grind', 'subject': who, 'group': 'staff' if who in (HOST, STAFF) else 'customer', 'limit': '20',
            'moderator': 'yes' if who == HOST else None, 'number': str(number), 'card': str(card), 'table': '2',
            'promise': '6001', 'snapshot': crowd.value('select pg_current_snapshot()::text'), 'wal': '0/0', 'since': 'now'}


@pytest.mark.parametrize('query', OF_ROUNDS, ids=lambda query: f'{query.page}.{query.element}')
def test_no_table_is_read_whole(crowd, query):
    """Neither by the query nor by the functions that it calls, whose plans it does not show."""
    session = crowd.session(WEB)
    with session.cursor() as cursor:
        call = pages.prepare(session, query)
        cursor.execute('select pg_stat_force_next_flush()')     # else what was done within the last second is counted, too
        cursor.execute('begin')
        for phase in ('advice', 'table', 'acting', 'closed') if 'number' in query.takes else ['advice']:
            for who in (HOST, ADVISER, None):
                values = given(crowd, who, NUMBER[phase])
                cursor.execute(call, [values.get(name) for name in query.takes])
        cursor.execute("select relname from pg_stat_xact_user_tables where schemaname = 'cocreate' and seq_scan > 0")
        scanned = {name for name, in cursor.fetchall()}
        cursor.execute('rollback')
    assert scanned <= TINY | FEW.keys()


def blocks(crowd, page, who, number):
    """How many blocks all queries of a page touch."""
    total = 0
    session = crowd.session(WEB)
    for query in pages.QUERIES:
        if query.page == page:
            nodes = pages.explain(session, query, ', analyze, buffers, timing off', **given(crowd, who, number))
            total += nodes[0]['Shared Hit Blocks'] + nodes[0]['Shared Read Blocks']
    return total


@pytest.mark.parametrize('page', OF_ONE_ROUND)
@pytest.mark.parametrize('who', [HOST, ADVISER, MEMBER, None])
def test_a_large_round_is_so_much_more_as_it_has_cards(crowd, page, who):
    """At most three times a dozen blocks for each card, where all are put into the order; for a visitor, who sees none, next
    to nothing, as for a small round among a thousand others."""
    blocks(crowd, page, who, OLD // 2)  # what the session keeps of the catalogue
    assert blocks(crowd, page, who, OLD // 2) < 1_000
    for phase in ('table', 'choosing', 'closed'):
        number = NUMBER[phase]
        assert blocks(crowd, page, who, number) < (40 * CARDS if who else 4 * CARDS)


def test_a_page_is_one_round_trip():
    most = int(re.search(r'#define CC_DB_CALLS_MAX +(\d+)', (REPO / 'mod_cocreate/core/db.h').read_text())[1])
    for page in pages.AUDIENCE:
        assert len([query for query in pages.QUERIES if query.page == page]) <= most


def test_the_order_of_cards_is_made_of_at_most_20000(crowd):
    """The one sort that grows with a round: of the numbers of its cards, and only up to this. The act refuses more cards."""
    for page in ('round', 'traces'):
        nodes = pages.explain(crowd.session(WEB), pages.query(page, 'cards/card'), **given(crowd, HOST, NUMBER['hearing']))
        sorts = [node for node in nodes if node['Node Type'] == 'Sort' and 'advice' in {
            below.get('Relation Name') for below in node['below']}]
        assert sorts and all(any(below['Node Type'] == 'Limit' for below in sort['below']) for sort in sorts)
    (text,) = [text for text, in crowd.rows("select pg_get_functiondef('card_page'::regproc)")]
    assert 'LIMIT 20000' in text

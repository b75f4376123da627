# SPDX-License-Identifier: Apache-2.0
"""The row of growth: what every query of every page costs the database, among few ideas and among many.

PostgreSQL measures itself (the execution time that EXPLAIN ANALYZE says, without timing of the nodes): prepared, warm, with the
plan that serves every value, as the module's role; many times, in places spread over the table; the median.
"""

import contextlib
import statistics
import time

import crowd
import data
import pages
import plan
import words
from figures import Figure, Series, shown

LIMIT = 1.5                 # times as long as among the fewest ideas
NOISE = 0.05                # milliseconds more that are no growth
MOST, LONGEST = 100, 0.5    # executions of a query; seconds for it
PLACES = 20                 # different values, which take turns
EXPLAIN = 'explain (analyze, timing off, summary on, format json) '

OF_IDEAS = {'idea', 'idea_edit', 'idea_vote', 'slots'}      # there {number} is an idea, elsewhere a round
BY_HOST = {'desk', 'hearing', 'choosing', 'traces', 'round_host', 'round_preview', 'round_edit', 'round_cards'}
WAYS = {                    # of asking for a page: the usual one and others
    'ideas': {'trending': {}, 'top': {'sort': 'top'}, 'new': {'sort': 'new'}, 'far down': {'sort': 'new', 'after': 'middle'},
              'of one kind and stage': {'kind': 'hurts', 'stage': 'use'}, 'search': {'q': 'term'}},
    'rounds': {'all': {}, 'over': {'phase': 'closed'}},
    'promises': {'all': {}, 'kept': {'phase': 'kept'}},
}
GOALS = {'list of ideas': 'ideas, trending', 'one idea': 'idea', 'search': 'ideas, search', 'similar ideas': 'ideas_similar'}


class Asked:
    """What is asked for in the database of one size."""

    def __init__(self, database, ideas):
        self.ideas, self.round = ideas, data.rounds(ideas) + 1 + crowd.PHASES.index('choosing')
        self.spread = [1 + (2 * turn + 1) * ideas // (2 * PLACES) for turn in range(PLACES)]
        self.terms, self.titles = words.search_terms(PLACES), words.titles(PLACES)
        self.card = str(database.value('select min(card) from cocreate.advice where round = %s', (self.round,)))
        self.session = database.connect('cocreate_web')
        self.prepared = pages.Prepared(self.session)

    def values(self, page, way, turn):
        place, host = self.spread[turn], page in BY_HOST
        given = {
            'site': plan.SITE, 'limit': '20', 'name': 'Member', 'card': self.card, 'table': '2', 'promise': str(1 + turn),
            'subject': crowd.HOST if host else 'voter1' if page in OF_IDEAS else crowd.ADVISER,
            'group': 'staff' if host else 'customer', 'moderator': 'yes' if host else None,
            'number': str(place if page in OF_IDEAS else self.round),
            'keys': '{%s}' % ','.join(str(max(1, place - n)) for n in range(20)),
            'title': self.titles[turn], **way}
        named = {'middle': f'0_{self.ideas // 2}', 'term': self.terms[turn]}
        return {name: named.get(value, value) for name, value in given.items()}

    def time(self, query, way, turn):
        """Milliseconds of one execution."""
        given = self.values(query.page, way, turn % PLACES)
        with self.session.cursor() as cursor:
            cursor.execute(EXPLAIN + self.prepared.calls[query], [given.get(name) for name in query.takes])
            return cursor.fetchone()[0][0]['Execution Time']


def middle_times(asked, query, way):
    """The median at each size; the sizes take turns, so that whatever else the machine does meets all of them."""
    times, until = [], time.monotonic() + LONGEST * len(asked)
    for turn in range(-PLACES, MOST):
        times.append([one.time(query, way, turn) for one in asked])
        if time.monotonic() > until and turn >= 0:
            break
    return [statistics.median(size) for size in zip(*times[PLACES:])]


def certain_times(asked, query, way):
    """A query that seems to grow is looked at once more."""
    times = middle_times(asked, query, way)
    return middle_times(asked, query, way) if grown(times) else times


def cases():
    """(name, queries, way) of each page and of each way of asking for it."""
    for page in dict.fromkeys(query.page for query in pages.QUERIES):
        queries = [query for query in pages.QUERIES if query.page == page]
        for name, way in WAYS.get(page, {'': {}}).items():
            yield f'{page}, {name}' if name else page, queries, way


def measure(asked):
    """{case: {query: [milliseconds at each size]}}; the sizes take turns."""
    return {name: {query.element: certain_times(asked, query, way) for query in queries}
            for name, queries, way in cases()}


def run(databases, results):
    """databases: {size: Database}"""
    with contextlib.ExitStack() as stack:
        asked = [Asked(database, ideas) for ideas, database in databases.items()]
        for one in asked:
            stack.callback(one.session.close)
        times = measure(asked)
    totals = {name: [sum(size) for size in zip(*queries.values())] for name, queries in times.items()}
    for name, case in GOALS.items():
        if case not in totals:
            results.failed['growth'] = f'there is no page "{case}"'
            continue
        results.add(Figure('growth', f'{name} among {plan.SIZES[-1]:,} ideas', totals[case][-1], 'ms', 0, 0,
                           f'among {plan.SIZES[0]:,}', totals[case][0], LIMIT, above=False))
    report(results, times, totals)


def grown(times):
    return times[-1] > LIMIT * times[0] and times[-1] - times[0] > NOISE


def report(results, times, totals):
    headings = ['page', *(f'{size:,} ideas' for size in plan.SIZES), 'ratio', '']
    rows = [[name, *(f'{value:.3f}' for value in values), f'{values[-1] / values[0]:.2f}', 'grows' if grown(values) else '']
            for name, values in totals.items()]
    results.tables.append(['Database time of each page, in milliseconds: all its queries', headings, rows])
    bad = [[f'{name}: {query}', *(f'{value:.3f}' for value in values), f'{values[-1] / values[0]:.2f}', 'grows']
           for name, queries in times.items() for query, values in queries.items() if grown(values)]
    if bad:
        results.tables.append([f'Queries that take more than {LIMIT} times as long', headings, bad])
    print(f"  {len(totals)} pages, {sum(map(len, times.values()))} queries; more than {LIMIT} x: "
          + ('none' if not bad else ', '.join(f'{row[0]} ({shown(float(row[-2]))} x)' for row in bad)), flush=True)
    lines = {name: totals[case] for name, case in GOALS.items() if case in totals}
    results.series.append(Series('growth', 'Database time of a page', 'ms', plan.SIZES, lines, 'ideas'))

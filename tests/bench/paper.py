# SPDX-License-Identifier: Apache-2.0
"""On paper: what one node carries, and what more than that takes. Only arithmetic with the figures of the run."""

import math
import os

# Of a thousand requests in a busy hour, how many are which: the row and the place of the figure among its row's.
MIX = {
    'visitors read': (900, 'page', 1),
    'members read': (80, 'fragment', 2),
    'rendered afresh': (15, 'fragment', 4),
    'votes': (5, None, None),
}
BUSY = 0.5              # how far processors and the primary may be used at the peak
CONNECTIONS = 16        # of one node: two children with eight each, as in web.py
WITHOUT_POOLER = 200    # connections that a primary takes without one
SLOTS, LIST = 'slots', 'ideas, trending'        # what members and fresh pages ask of the database


def cost_of(results, row, place):
    figures = [figure for figure in results.figures if figure.row == row]
    return figures[place].cost if len(figures) > place else None


def database_times(results):
    """{page: milliseconds at the largest size}"""
    for title, _, rows in results.tables:
        if title.startswith('Database time of each page'):
            return {row[0]: float(row[-3]) for row in rows}
    return {}


def votes_a_second(results):
    found = [figure.value for figure in results.figures if figure.row == 'votes-spread' and ', 64 clients' in figure.name]
    return found[-1] if found else None


def tables(results):
    """What is worked out, as a list of one table; of none when the run did not measure what that needs."""
    costs = {name: cost_of(results, row, place) for name, (_, row, place) in MIX.items() if row}
    times, votes = database_times(results), votes_a_second(results)
    if None in costs.values() or votes is None or not {SLOTS, LIST} <= times.keys():
        return []
    costs['votes'] = costs['members read']      # a vote through httpd is a request of a member; the rest is the database's
    share = {name: per_thousand / 1000 for name, (per_thousand, _, _) in MIX.items()}
    each = sum(share[name] * costs[name] for name in MIX)                       # microseconds of a processor
    node = BUSY * os.cpu_count() * 1e6 / each                                   # requests a second
    reading = (share['members read'] * times[SLOTS] + share['rendered afresh'] * times[LIST]) / 1000   # seconds of a processor
    headings = ['load', 'requests/s', 'nodes of httpd', 'connections', 'pgbouncer', 'database processors for reading',
                'votes/s', "of one primary's votes"]
    rows = []
    for times_more in (1, 10, 100, 1000):
        rate = node * times_more
        nodes = math.ceil(times_more)
        rows.append([f'{times_more:,} x', f'{rate:,.0f}', f'{nodes:,}', f'{nodes * CONNECTIONS:,}',
                     'yes' if nodes * CONNECTIONS > WITHOUT_POOLER else 'no', f'{rate * reading / BUSY:,.1f}',
                     f"{rate * share['votes']:,.0f}", f"{100 * rate * share['votes'] / votes:,.0f} %"])
    return [[f'On paper: a node of {os.cpu_count()} processors, half used, {each:.0f} µs for a request', headings, rows]]

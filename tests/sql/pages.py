# SPDX-License-Identifier: Apache-2.0
"""The page files, read by the same rules as mod_cocreate/embed reads them."""

import collections
import re

from conftest import SCHEMA

Query = collections.namedtuple('Query', 'page element takes fills sql')     # takes, fills: tuples of names


def read(path):
    text = path.read_text()
    audience = re.findall(r'^-- audience: (all|viewer)$', text, re.M)
    assert len(audience) == 1, f'{path}: one line "-- audience: all | viewer"'
    for part in re.split(r'^-- query: ', text, flags=re.M)[1:]:
        element, *lines = part.splitlines()
        marks = dict(re.findall(r'^-- (takes|fills): *(.*)$', part, re.M))
        sql = '\n'.join(line for line in lines if not line.startswith('--')).strip()
        yield Query(path.stem, element.strip(), tuple(re.findall(r'\w+', marks.get('takes', ''))),
                    tuple(marks.get('fills', '').split()), sql)


QUERIES = [query for path in sorted((SCHEMA / 'pages').glob('*.sql')) for query in read(path)]
NAMES = [f'{query.page}.{query.element}' for query in QUERIES]


def query(page, element):
    (found,) = [q for q in QUERIES if (q.page, q.element) == (page, element)]
    return found


def prepare(session, query):
    """Prepares a query as the module does, without types; answers the statement's call with %s for each parameter."""
    with session.cursor() as cursor:
        cursor.execute('deallocate all')
        cursor.execute(f'prepare page as {query.sql}'.replace('%', '%%'))
    return 'execute page' + (f" ({', '.join(['%s'] * len(query.takes))})" if query.takes else '')


def fetch(session, query, **given):
    """The rows of a query, each by its column names, without NULLs."""
    call = prepare(session, query)
    with session.cursor() as cursor:
        cursor.execute(call, [given.get(name) for name in query.takes])
        names = [column.name for column in cursor.description]
        return [{n: v for n, v in zip(names, row) if v is not None} for row in cursor.fetchall()]


def prepare_all(session, queries=QUERIES):
    """Prepares queries side by side, and answers read(query, given): the rows as tuples. For many readings."""
    names = {query: f'page{place}' for place, query in enumerate(queries)}
    with session.cursor() as cursor:
        cursor.execute('deallocate all')
        for query, name in names.items():
            cursor.execute(f'prepare {name} as {query.sql}'.replace('%', '%%'))

    def read(query, given):
        values = f" ({', '.join(['%s'] * len(query.takes))})" if query.takes else ''
        with session.cursor() as cursor:
            cursor.execute(f'execute {names[query]}{values}', [given.get(name) for name in query.takes])
            return cursor.fetchall()

    return read


def explain(session, query, options='', **given):
    """The plan of a query as a list of its nodes, each after the node that it is below; 'below' are a node's own."""
    call = prepare(session, query)
    with session.cursor() as cursor:
        cursor.execute(f"explain (format json{options}) {call}", [given.get(name) for name in query.takes])
        return nodes_of(cursor.fetchone()[0][0]['Plan'])


def nodes_of(plan):
    below = [node for child in plan.get('Plans', []) for node in nodes_of(child)]
    plan['below'] = below
    return [plan, *below]

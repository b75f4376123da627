# SPDX-License-Identifier: Apache-2.0
"""The page files, read by the same rules as mod_cocreate/embed reads them."""

import collections
import contextlib
import re

from conftest import SCHEMA

Query = collections.namedtuple('Query', 'page element takes fills sql')     # takes, fills: tuples of names


def shared(include):
    """The query that a page shares with others."""
    return (SCHEMA / f'pages/shared/{include[1]}.sql').read_text()


def read(path):
    text = path.read_text()
    text = re.sub(r'^-- include: (\w+)$', shared, text, flags=re.M)
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


AUDIENCE = {path.stem: re.search(r'^-- audience: (\w+)$', path.read_text(), re.M)[1] for path in (SCHEMA / 'pages').glob('*.sql')}


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


class Prepared:
    """All queries, prepared side by side in one session: for many readings."""

    def __init__(self, session):
        self.session = session
        self.calls = {}
        with session.cursor() as cursor:
            cursor.execute('deallocate all')
            for place, query in enumerate(QUERIES):
                cursor.execute(f'prepare page{place} as {query.sql}'.replace('%', '%%'))
                values = f" ({', '.join(['%s'] * len(query.takes))})" if query.takes else ''
                self.calls[query] = f'execute page{place}{values}'

    def __call__(self, query, given):
        """The rows as tuples."""
        with self.session.cursor() as cursor:
            cursor.execute(self.calls[query], [given.get(name) for name in query.takes])
            self.names = [column.name for column in cursor.description]
            return cursor.fetchall()

    def fetch(self, query, **given):
        """The rows by their column names, without NULLs, as fetch() has them."""
        return [{n: v for n, v in zip(self.names, row) if v is not None} for row in self(query, given)]


@contextlib.contextmanager
def as_web(database):
    """The administrator's session with the rights of the web role: pages as they are at the time that a test has set."""
    session = database.session()
    with session.cursor() as cursor:
        cursor.execute('set role cocreate_web; set plan_cache_mode = force_generic_plan')
        yield session
        cursor.execute('reset role')


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

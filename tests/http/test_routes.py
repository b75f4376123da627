# SPDX-License-Identifier: Apache-2.0
"""Every row of the route table, from the outside: each page in each representation, each action with nothing in its form.
Nothing is a fault: what is not there, not allowed or missing is answered with the page for it."""

import re

import pytest

from harness import REPO, document

TEXT = (REPO / 'mod_cocreate/core/route.c').read_text()
MACROS = dict(re.findall(r'^#define (ROUND|CARD|SEAT|INSIGHT)\s+(.*)$', TEXT, re.M))


def filled(path):
    """The path of a row with the number 1 wherever it has one."""
    while names := [name for name in MACROS if re.search(rf'\b{name}\b', path)]:
        path = re.sub(rf'\b{names[0]}\b', lambda _: MACROS[names[0]], path)
    return re.sub(r'\{\w+\}', '1', ''.join(re.findall(r'"([^"]*)"', path)))


ROWS = [(filled(path), rest) for path, rest in re.findall(r'\{\.path = ((?:"[^"]*"|[A-Z]+|\s)+),(.*?)\}[,;]', TEXT, re.S)]
PAGES = [path for path, rest in ROWS if '.page' in rest]
ACTIONS = [path for path, rest in ROWS if '.action' in rest]
SUFFIXES = {'': 'text/html', '.fragment': 'text/html', '.xml': 'application/xml', '.atom': 'application/atom+xml',
            '.csv': 'text/csv', '.ics': 'text/calendar'}
WHO = [None, 'ada', 'cleo', 'admin']


def test_the_table_was_read():
    assert len(ROWS) == TEXT.count('.path =') > 50
    assert {'/ideas/1/edit', '/rounds/1/cards/1/trace', '/promises/1'} <= set(ACTIONS)


@pytest.mark.parametrize('user', WHO)
@pytest.mark.parametrize('path', PAGES)
def test_every_page(server, path, user):
    for suffix, kind in SUFFIXES.items():
        reply = server.get(server.base + path + suffix, user=user)
        found = reply.headers['Content-Type'].split(';')[0]
        assert reply.status_code in (200, 401, 403, 404), (suffix, reply.text)
        if reply.status_code == 200:
            assert found == kind, suffix
        if found == 'application/xml':
            document(reply)


@pytest.mark.parametrize('user', WHO)
@pytest.mark.parametrize('path', ACTIONS)
def test_every_action(server, path, user):
    for suffix in ('', '.xml'):
        reply = server.post(server.base + path + suffix, b'', user=user)
        assert reply.status_code in ((401, 404) if user is None else (303, 403, 404, 409, 422)), reply.text
        if suffix and reply.status_code != 303 and not path.endswith('/vote'):
            document(reply)

# SPDX-License-Identifier: Apache-2.0
"""The functions that the route table names: they exist, take what the table says, and the web role may call them."""

import re

import pytest

from conftest import REPO, WEB


def actions():
    """{function: its parameters} of mod_cocreate/core/route.c, macros filled in."""
    text = (REPO / 'mod_cocreate/core/route.c').read_text()
    macros = {}
    for name, value in re.findall(r'^#define (\w+)\s+(.*")$', text, re.M):
        macros[name] = ''.join(macros.get(part, part.strip('"')) for part in re.findall(r'"[^"]*"|\w+', value))
    for call in re.findall(r'\.action = ((?:"[^"]*"|\s|\b[A-Z]+\b)+)', text):
        whole = ''.join(macros.get(part, part.strip('"')) for part in re.findall(r'"[^"]*"|[A-Z]+', call))
        name, parameters = re.fullmatch(r'(\w+)\((.*)\)', whole).groups()
        yield name, parameters.split(', ')


@pytest.mark.parametrize('name, parameters', [pytest.param(n, p, id=n) for n, p in dict(actions()).items()])
def test_an_action_is_there_for_the_web_role(database, name, parameters):
    with database.connect(WEB).cursor() as cursor:
        values = ', '.join(f'${n}' for n in range(1, len(parameters) + 1))
        cursor.execute(f'prepare action as select * from {name}({values})')
    names = database.value('select proargnames[1:pronargs] from pg_proc where oid = %s::regproc', name)
    assert names == [name if given == 'null' else given for name, given in zip(names, parameters, strict=True)]


def test_the_route_table_was_read():
    """Both ways of writing a row, and a macro inside a macro."""
    found = dict(actions())
    assert found['votes_cast'] == ['site', 'subject', 'name', 'group', 'number', 'value']
    assert found['promise_tell'][:7] == ['site', 'subject', 'name', 'group', 'firm', 'moderator', 'admin']

# SPDX-License-Identifier: Apache-2.0
"""pgbouncer between: many connections of httpd share few of PostgreSQL, and nobody sees what is another's."""

import concurrent.futures

import pytest

from harness import document, page
from load import MEMBERS, ask
from pooler import Pgbouncer
from verdict import BACKENDS, Verdict

CROWD = range(20)
TURNS = 3
SIZE = 3  # connections from pgbouncer to PostgreSQL; httpd has up to eight to pgbouncer


@pytest.fixture
def pooled(httpd, database, test_dir, request):
    """A server behind pgbouncer, and one idea of each member: the idea n + 1 is that of MEMBERS[n]."""
    bouncers, servers = [], []

    def start(mode='transaction', size=SIZE, prepared='off'):
        bouncers.append(Pgbouncer(test_dir / f'bouncer-{len(bouncers)}-{request.node.name}'.replace('[', '-').replace(']', ''),
                                  database, mode, size))
        site = database.add_site()
        for n in CROWD:
            database.run('''select cocreate.idea_propose(%s, %s, %s, 'customer', %s, %s, 'better', 'use', md5(random()::text))''',
                         (site, MEMBERS[n], MEMBERS[n], f'What {MEMBERS[n]} wants', f'The words of {MEMBERS[n]}.'))
        servers.append(httpd(database=database, site=site, users=MEMBERS, conninfo=bouncers[-1].conninfo,
                             server=f'CocreatePrepared {prepared}\n'))
        return servers[-1]

    yield start
    for each in servers + bouncers:
        each.stop()


def wishes(n, turn):
    """For which ideas a member votes: another half each turn, and another one than the neighbours'."""
    return {number for number in (1 + k for k in CROWD) if (number * (n + 3) // 2 + turn) % 2}


def look(server, n, path):
    reply = server.get(server.base + path, user=MEMBERS[n])
    assert reply.status_code == 200, (path, MEMBERS[n], reply.status_code)
    return reply


def check_votes(server, n, mine):
    tree = page(look(server, n, '/ideas?sort=new&limit=50'))
    pressed = {int(b.xpath('string(ancestor::form/@action)').split('/')[-2]): b.get('aria-pressed') == 'true'
               for b in tree.xpath('//form[contains(@action, "/vote")]//button')}
    assert len(pressed) == len(CROWD) and {number for number, yes in pressed.items() if yes} == mine, MEMBERS[n]


def check_own_pages(server, n):
    for path in ('/me.xml', '/ideas/new.xml', f'/ideas/{n + 1}/edit.xml'):
        assert document(look(server, n, path)).find('viewer').get('name') == MEMBERS[n], path
    assert f'The words of {MEMBERS[n]}.' in look(server, n, f'/ideas/{n + 1}/edit').text
    other = (n + 1) % len(CROWD)
    reply = ask(server, 'GET', f'/ideas/{other + 1}/edit', MEMBERS[n])
    assert reply.status == 403 and f'The words of {MEMBERS[other]}.' not in reply.text
    refused = ask(server, 'POST', '/ideas', MEMBERS[n], {'title': f'Half a form of {MEMBERS[n]}', 'body': '', 'token': 'x'})
    assert refused.status == 422 and [m for m in MEMBERS if f'form of {m}"' in refused.text] == [MEMBERS[n]]


def live(server, n):
    """What one member does, and looks at after each vote."""
    for turn in range(TURNS):
        for number in (1 + k for k in CROWD):
            form = {'value': str(int(number in wishes(n, turn)))}
            assert ask(server, 'POST', f'/ideas/{number}/vote', MEMBERS[n], form).status == 303
        check_votes(server, n, wishes(n, turn))
        check_own_pages(server, n)


def all_at_once(server, act):
    with concurrent.futures.ThreadPoolExecutor(len(CROWD)) as crowd:
        return list(crowd.map(lambda n: act(server, n), CROWD))


def test_twenty_members_through_three_connections(pooled, database):
    server = pooled()
    with Verdict(server):
        all_at_once(server, live)
        assert database.value(f'select count(*) {BACKENDS}') <= SIZE
    there = set(database.rows('''
        select m.subject, v.idea from cocreate.vote v join cocreate.member m on (m.site, m.id) = (v.site, v.member)
        where v.site = %s''', (server.site,)))
    assert there == {(MEMBERS[n], number) for n in CROWD for number in wishes(n, TURNS - 1)}


def test_prepared_statements_do_not_go_through(pooled):
    """Why CocreatePrepared must be off there: the connections are really shared, and it is said in the log."""
    server = pooled(prepared='on')
    server.expect_log('CC010[45]')
    with Verdict(server):
        answers = [a for turn in range(TURNS) for a in all_at_once(
            server, lambda server, n: ask(server, 'GET', '/ideas?sort=new', MEMBERS[n]))]
    assert {a.status for a in answers} <= {200, 503} and 503 in [a.status for a in answers]


def test_session_mode_takes_prepared_statements(pooled):
    server = pooled(mode='session', size=len(CROWD), prepared='on')
    with Verdict(server):
        all_at_once(server, live)

# SPDX-License-Identifier: Apache-2.0
"""The rows of votes: through the module, and by pgbench calling the same rule one vote at a time, durable both."""

import contextlib

import machine
import plan
import web
from figures import Figure, Series, middle
from load import Fault, in_turn, pgbench, wrk

MEMBERS = 200_000           # each vote is by another one; more than any measurement has votes
GOALS = {'spread': 1.15, 'hot': 6}
IDEAS = {'spread': 1000, 'hot': 1}
NAMES = {'spread': 'spread over 1,000 ideas', 'hot': 'for one idea'}

# The same walk through members and ideas as wrk/votes.lua has, each client in its own part of it.
SCRIPT = '''\
\\set turn :turn + 1
\\set at :client_id * (:members / :clients) + :turn
\\set member 1 + (:at * 7919) % :members
\\set idea 1 + (:at * 31 + :at / :members) % :ideas
select * from vote_cast('grind', 'voter' || :member, 'voter' || :member, 'customer', (:idea)::bigint::text, '1');
'''

PREPARE = '''
    set search_path = cocreate, pg_temp;
    set session_replication_role = replica;
    insert into member (site, subject, name, "group", joined_at)
    select s.site, 'voter' || n, 'voter' || n, 'customer', now()
    from site s, generate_series((select count(*) + 1 from member where subject like 'voter%%'), %(members)s) n
    where s.site = %(site)s;
    reset session_replication_role;
    delete from vote where site = %(site)s;
    update site_tally set members = (select count(*) from member where site = %(site)s) where site = %(site)s;
'''

# Back to where every measurement begins: no votes, no changes noted; pages full again, so that both meet the same tables.
RESET = '''
    truncate vote, change;
    update idea_tally set votes = 0, earlier = 0 where votes <> 0;
    update idea_facet f set top = rank_top(0), trend = rank_trend(0, i.created_at)
    from idea i where i.site = f.site and i.number = f.idea and (f.top, f.trend) <> (rank_top(0), rank_trend(0, i.created_at));
'''


def check(database, votes, doubt, who):
    """Every acknowledged vote is a row, no other is, and the counters say the same."""
    rows = database.value('select count(*) from vote')
    if not votes <= rows <= votes + doubt:
        raise Fault(f'{who}: {votes} votes were acknowledged, {rows} are there')
    wrong = database.rows('select * from recount(%s)', (plan.SITE,))
    if wrong:
        raise Fault(f'{who}: recount says {wrong[:3]}')


def reset(database):
    database.run(RESET)
    database.run('vacuum analyze vote, change, idea_tally, idea_facet')
    database.run('checkpoint')


def through_httpd(server, database, kind, clients):
    def measure():
        reset(database)
        load = wrk(server.origin, clients=clients, script='votes', arguments=[web.VOTE, MEMBERS, IDEAS[kind]])
        machine.wait_until_done(server)
        check(database, load.requests, clients, f'{clients} clients of httpd')   # those under way when wrk ends are not counted
        return load.rate
    return measure


def by_pgbench(database, kind, clients, script):
    def measure():
        reset(database)
        load = pgbench(database, script, clients=clients,
                       given={'turn': 0, 'members': MEMBERS, 'clients': clients, 'ideas': IDEAS[kind]})
        check(database, load.requests, 0, f'{clients} clients of pgbench')
        return load.rate
    return measure


@contextlib.contextmanager
def copied(cluster, template):
    """A database that the rows may change."""
    database = cluster.copy('bench_votes', template)
    try:
        yield database
    finally:
        database.close()
        cluster.drop('bench_votes')


def prepare(database):
    """So many members that each vote is by another one."""
    database.run(PREPARE, {'members': MEMBERS, 'site': plan.SITE})
    database.run('vacuum analyze')


def run(server, database, row, results):
    script = plan.FOLDER / 'vote.sql'
    script.write_text(SCRIPT)
    kind = row.removeprefix('votes-')
    lines = {'mod_cocreate': [], 'pgbench': []}
    for clients in plan.VOTERS:
        said = in_turn(plan.ROUNDS, {'pgbench': by_pgbench(database, kind, clients, script),
                                     'mod_cocreate': through_httpd(server, database, kind, clients)})
        reference, value = middle(said['pgbench']), middle(said['mod_cocreate'])
        named = f"{clients} client{'s' if clients > 1 else ''}"
        results.add(Figure(row, f'pgbench, {named}', reference[0], 'votes/s', *reference[1:]))
        results.add(Figure(row, f'votes {NAMES[kind]}, {named}', value[0], 'votes/s', *value[1:], f'pgbench, {named}',
                           reference[0], GOALS[kind] if clients == 64 else 0))
        lines['mod_cocreate'].append(value[0])
        lines['pgbench'].append(reference[0])
    results.series.append(Series(row, f'Votes {NAMES[kind]}, a second', 'votes/s', plan.VOTERS, lines, 'clients'))

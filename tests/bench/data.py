#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""data.py N ...: databases with N ideas and ten votes each, made in bulk and kept in build/bench for the next run.

What the actions would write, a thousand times faster; recount() proves that it is the same. Rounds come with them, one for a
thousand ideas and a hundred more, each with what belongs to it, and seven large ones (tests/sql/crowd.py).
"""

import hashlib
import io
import pathlib
import sys
import time

import plan
import store
import crowd
import words
from servers import Database

VOTES = 10          # of an idea, in the middle; from 1 to 19
AT_ONCE = 50_000    # ideas of one COPY
ROUNDS = 100        # among few ideas too, so that every list of them is full
MARK = hashlib.sha256(b''.join(pathlib.Path(module.__file__).read_bytes() for module in (sys.modules[__name__], words, crowd))
                      ).hexdigest()

MEMBERS = '''
    insert into member (site, subject, name, "group", joined_at)
    select s.site, 'voter' || n, 'voter' || n, 'customer', now()
    from site s, generate_series(1, %(members)s) n where s.site = 'grind';
'''

IDEAS = '''
    insert into idea (site, number, author, kind, stage, title, body, created_at)
    select s.site, w.number, m.id, w.kind, w.stage, w.title, w.body,
           date_trunc('second', now() - make_interval(mins => ((%(ideas)s - w.number) * (1440 * 700)::bigint / %(ideas)s)::int))
    from written w join site s on s.site = 'grind'
         join member m on m.site = s.site and m.subject = 'voter' || (1 + w.number * 7919 %% %(members)s)
    order by w.number;
    insert into idea_version (site, idea, version, kind, stage, title, body, at)
    select site, number, 1, kind, stage, title, body, created_at from idea;
'''

# An idea's voters stand side by side in the table of members, each once.
VOTES_CAST = '''
    insert into vote (site, idea, member, version, at)
    select i.site, i.number, %(first)s + (i.number * 31 + n) %% %(members)s, 1, i.created_at + n * interval '1 minute'
    from idea i, generate_series(1, 1 + i.number * 7919 %% 19) n;
'''

COUNTERS = '''
    insert into idea_tally (site, idea, votes)
    select i.site, i.number, coalesce(v.votes, 0)
    from idea i left join (select idea, count(*) as votes from vote group by idea) v on v.idea = i.number
    order by i.number;
    insert into idea_facet (site, facet, idea, top, trend)
    select i.site, u.facet, i.number, rank_top(t.votes), rank_trend(t.votes, i.created_at)
    from idea i join idea_tally t on t.site = i.site and t.idea = i.number, unnest(facets(i.kind, i.stage)) as u (facet)
    order by u.facet, i.number;
    update site_tally set ideas = %(ideas)s, last_idea = %(ideas)s, members = (select count(*) from member)
    where site = 'grind';
'''

# Tables that are filled without their indexes, which come back as they were.
BULKY = ['vote', 'idea_facet', 'idea_word']
INDEXES = f'''
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname),
           format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
    from pg_constraint c where c.conrelid::regclass::text = any ('{{{','.join(BULKY)}}}') and c.contype in ('p', 'u')
    union all
    select format('drop index %s', x.indexrelid::regclass), pg_get_indexdef(x.indexrelid)
    from pg_index x where x.indrelid::regclass::text = any ('{{{','.join(BULKY)}}}')
    and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
'''


# In the tests one member keeps all promises; then PostgreSQL takes it that everybody does.
KEEPERS = '''
    update promise p set keeper = (select min(id) from member) + p.round %% 2900 where p.round <= %(rounds)s;
    update promise_now n set keeper = p.keeper from promise p where p.site = n.site and p.promise = n.promise;
'''


def say(began, text):
    print(f'  [{time.monotonic() - began:4.0f} s] {text}', flush=True)


def copy_ideas(database, ideas):
    """The texts of all ideas into the table "written", and the words by which they are found."""
    writer = words.Writer()
    database.run('create unlogged table written (number bigint, kind text, stage text, title text, body text)')
    for first in range(1, ideas + 1, AT_ONCE):
        texts = [(n, writer.title(n), writer.body()) for n in range(first, min(first + AT_ONCE, ideas + 1))]
        copy(database, 'written', (f'{n}\t{words.KINDS[n % 5]}\t{words.STAGES[n // 5 % 6]}\t{title}\t{body}\n'
                                   for n, title, body in texts))
        copy(database, 'idea_word (site, idea, word, title)', (
            f"{plan.SITE}\t{n}\t{word}\t{'t' if word in titled else 'f'}\n" for n, title, body in texts
            for titled in [words.different(title)] for word in sorted(titled | words.different(body))))


def copy(database, table, lines):
    database._connection.cursor().copy_expert(f'copy {table} from stdin', io.StringIO(''.join(lines)))


# Ideas whose words are not those that the rule finds in them.
MISREAD = '''
    select i.number from idea i
    where i.number %% greatest(1, %s / 500) = 0
    and (select array_agg(w.word order by w.word) from idea_word w where w.site = i.site and w.idea = i.number)
        is distinct from (select array_agg(u.w collate "C" order by u.w collate "C")
                          from unnest(words(concat_ws(' ', i.title, i.body))) as u (w))
'''


def without_indexes(database, fill):
    """Fills the bulky tables and makes their indexes afterwards."""
    found = database.rows(INDEXES)
    for drop, _ in found:
        database.run(drop)
    fill()
    for _, make in found:
        database.run(make)


def rounds(ideas):
    """How many of them are over, beside the large ones."""
    return ROUNDS + ideas // 1000


def fill(database, ideas):
    began = time.monotonic()
    members = max(100, ideas // 5)
    database.run('set search_path = cocreate, pg_temp; set session_replication_role = replica')
    database.run(crowd.fill(old=rounds(ideas)))
    database.run('set session_replication_role = replica')
    database.run(KEEPERS, {'rounds': rounds(ideas)})
    database.run('select round_repair(%s)', (plan.SITE,))    # those counters that the tests do not need
    say(began, f'{rounds(ideas) + len(crowd.PHASES)} rounds')
    database.run(MEMBERS, {'members': members})
    first = database.value("select min(id) from member where subject like 'voter%%'", ())
    given = {'ideas': ideas, 'members': members, 'first': first}

    def bulk():
        copy_ideas(database, ideas)
        say(began, 'words')
        database.run(IDEAS, given)
        say(began, f'{ideas} ideas')
        database.run(VOTES_CAST, given)
        say(began, f"{database.value('select count(*) from vote')} votes")
        database.run(COUNTERS, given)
        say(began, 'counters and ranks')

    without_indexes(database, bulk)
    say(began, 'indexes')
    database.run('drop table written; reset session_replication_role')
    database.run('vacuum (freeze, analyze)')
    say(began, 'vacuumed')
    wrong = database.rows('select * from recount(%s)', (plan.SITE,))
    assert not wrong, f'recount: {wrong[:5]}'
    misread = database.rows(MISREAD, (ideas,))
    assert not misread, f'other words than words() finds: {misread[:5]}'
    say(began, 'counted: all is right')


def name_of(ideas):
    return f'bench_{ideas}'


def is_there(cluster, name):
    """Whether this database was made by these files, and takes the schema as it is now."""
    if name not in cluster.names():
        return False
    with cluster.maintenance() as postgres:
        mark = postgres.value("select shobj_description(oid, 'pg_database') from pg_database where datname = %s", (name,))
    return mark == MARK and cluster.install(Database(cluster, name))[0]


def make(cluster, ideas):
    """The database with so many ideas, as one that is connected."""
    name = name_of(ideas)
    if not is_there(cluster, name):
        print(f'Making {name} ...', flush=True)
        cluster.drop(name)
        with cluster.maintenance() as postgres:
            postgres.run(f'create database "{name}"')
        fresh = Database(cluster, name)
        done, said = cluster.install(fresh)
        assert done, said
        fill(fresh, ideas)
        fresh.run(f"comment on database \"{name}\" is '{MARK}'; checkpoint")
        fresh.close()
    return Database(cluster, name)


def main(sizes):
    with store.running() as cluster:
        for ideas in sizes:
            make(cluster, ideas).close()


if __name__ == '__main__':
    main([int(n) for n in sys.argv[1:]] or plan.SIZES)

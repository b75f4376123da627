# SPDX-License-Identifier: Apache-2.0
"""Time for running servers, which the clock of a test does not reach: all that happened is moved into the past."""


def travel(database, interval, site=None):
    """Lets so much time pass ('11 days', '20 minutes'): every moment and date of every row, of one site or of all, gets that
    much earlier. database: anything whose run(sql) runs a statement as the superuser."""
    where = f"site = {quoted(site)}" if site else 'true'
    database.run(f'''
        do $$ declare
            moved record;
        begin
            set local session_replication_role = replica;       -- no guard asks why
            for moved in
                select c.relname, string_agg(format('%I = %1$I - interval {doubled(quoted(interval))}', a.attname), ', ') as columns
                from pg_class c join pg_attribute a on a.attrelid = c.oid
                where c.relnamespace = 'cocreate'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
                  and a.attnum > 0 and not a.attisdropped and a.atttypid in ('timestamptz'::regtype, 'date'::regtype)
                group by c.relname
            loop
                execute format('update cocreate.%I set %s where {doubled(where)}', moved.relname, moved.columns);
            end loop;
            -- Ranks by what moves count seconds since an idea was proposed.
            update cocreate.idea_facet set trend = trend - extract(epoch from interval {quoted(interval)})::bigint where {where};
        end $$''')


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def doubled(text):
    """As part of a quoted text."""
    return text.replace("'", "''")

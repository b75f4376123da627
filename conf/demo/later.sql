-- SPDX-License-Identifier: Apache-2.0
-- Lets time pass where nobody can set the clock: every moment and date gets earlier by the setting later.by ('11 days').
-- later.site and later.round narrow it to one site, to one of its rounds; empty they are everything. For the superuser.
do $$
declare
    span  interval := current_setting('later.by');
    round text     := nullif(current_setting('later.round', true), '');
    site  text     := nullif(current_setting('later.site', true), '');
    mine  text     := case when site is null then 'true' else format('site = %L', site) end;
    these text;
    moved record;
begin
    set local session_replication_role = replica;       -- no guard asks why
    for moved in
        select c.relname as name, array_agg(a.attname) as columns,
               string_agg(format('%I = %1$I - %L::interval', a.attname, span), ', ')
                   filter (where a.atttypid in ('timestamptz'::regtype, 'date'::regtype)) as moments
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'cocreate'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
          and a.attnum > 0 and not a.attisdropped
        group by c.relname
    loop
        these := case when round is null                    then 'true'
                      when moved.name = 'round'             then 'number = ' || round
                      when 'round' = any (moved.columns)    then 'round = ' || round
                      when 'promise' = any (moved.columns)
                          then format('promise in (select promise from cocreate.promise where round = %s and %s)', round, mine)
                      else 'false' end;
        if moved.moments is not null then
            execute format('update cocreate.%I set %s where %s and %s', moved.name, moved.moments, mine, these);
        end if;
    end loop;
    if round is null then       -- ranks by what moves count seconds since an idea was proposed
        execute format('update cocreate.idea_facet set trend = trend - %s where %s', extract(epoch from span)::bigint, mine);
    end if;
end $$;

-- SPDX-License-Identifier: Apache-2.0
-- What recount() proves of rounds: their counters, and that promise_now says what the ledger says. Internal; none raises.

-- What is stored beside what it should be, only where these differ; in the columns of recount().
create or replace function round_wrong(site text)
returns table (what text, idea bigint, stored bigint, counted bigint)
stable
begin atomic
    with counters as (
        select format('round %s %s', r.number, c.what) as what, c.stored, c.counted
        from round r, round_counted(r.site, r.number) as n,
             lateral (values ('cards', r.cards, n.cards), ('advisers', r.advisers, n.advisers)) as c (what, stored, counted)
        where r.site = round_wrong.site
    ), insights as (
        select format('insight %s cards', i.insight), i.cards, insight_counted(i.site, i.round, i.insight)
        from insight i where i.site = round_wrong.site
    ), promises as (
        select format('promise %s %s', coalesce(n.promise, c.promise), p.what), p.stored, p.counted
        from (select x.* from promise_now x where x.site = round_wrong.site) as n
             full join promise_counted(round_wrong.site) as c on c.promise = n.promise,
             lateral (values
                 ('due',      extract(epoch from n.due)::bigint, extract(epoch from c.due)::bigint),
                 ('moves',    n.moves, c.moves),
                 ('keeper',   n.keeper, c.keeper),
                 ('ended',    array_position(array['kept', 'broken', 'released'], n.ended),
                              array_position(array['kept', 'broken', 'released'], c.ended)),
                 ('ended_at', extract(epoch from n.ended_at)::bigint, extract(epoch from c.ended_at)::bigint),
                 ('late',     n.late::int, c.late::int),
                 ('last_at',  extract(epoch from n.last_at)::bigint, extract(epoch from c.last_at)::bigint)
             ) as p (what, stored, counted)
    ), record as (
        select format('promises %s', p.what), p.stored, p.counted
        from (select x.* from promise_tally x where x.site = round_wrong.site) as t
             full join promise_tallied(round_wrong.site) as c on c.site = t.site,
             lateral (values ('kept', t.kept, c.kept), ('late', t.late, c.late), ('broken', t.broken, c.broken),
                             ('released', t.released, c.released), ('going', t.going, c.going)) as p (what, stored, counted)
    ), totals as (
        select total.what, total.stored, total.counted
        from site_tally t,
             lateral (select coalesce(max(r.number), 0) as last from round r where r.site = t.site) as r,
             lateral (select coalesce(max(p.promise), 0) as last from promise p where p.site = t.site) as p,
             lateral (values ('last_round', t.last_round, greatest(t.last_round, r.last)),
                             ('last_promise', t.last_promise, greatest(t.last_promise, p.last))) as total (what, stored, counted)
        where t.site = round_wrong.site
    )
    select c.what, null::bigint, c.stored::bigint, c.counted::bigint
    from (select * from counters union all select * from insights union all select * from promises
          union all select * from record union all select * from totals) as c (what, stored, counted)
    where c.stored is distinct from c.counted;
end;

-- Sets right what round_wrong() finds, each round under its lock; the site goes on meanwhile.
create or replace function round_repair(site text) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    number bigint;
begin
    for number in select r.number from round r where r.site = site order by r.number loop
        perform from round r where r.site = site and r.number = number for no key update;
        perform round_count(site, number);
        perform insight_count(i.site, i.round, i.insight) from insight i
        where i.site = site and i.round = number and i.cards <> insight_counted(i.site, i.round, i.insight);
        insert into promise_now as n
        select c.* from promise_counted(site) c join promise p on p.site = c.site and p.promise = c.promise
        where p.round = number
        on conflict on constraint promise_now_pkey do update
        set (due, moves, keeper, ended, ended_at, last_at, late)
          = (excluded.due, excluded.moves, excluded.keeper, excluded.ended, excluded.ended_at, excluded.last_at, excluded.late);
    end loop;
    perform from promise_tally t where t.site = site for no key update;
    insert into promise_tally as t select c.* from promise_tallied(site) c
    on conflict on constraint promise_tally_pkey do update
    set (kept, late, broken, released, going)
      = (excluded.kept, excluded.late, excluded.broken, excluded.released, excluded.going);
    update site_tally t
    set last_round   = greatest(t.last_round, (select max(r.number) from round r where r.site = site)),
        last_promise = greatest(t.last_promise, (select max(p.promise) from promise p where p.site = site))
    where t.site = site;
end $$;

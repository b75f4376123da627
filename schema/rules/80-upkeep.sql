-- SPDX-License-Identifier: Apache-2.0
-- Upkeep, for the owner and the administrator.

-- What counters and ranks of a site are, beside what they should be; only where these differ. Internal.
create or replace function recount_wrong(site text)
returns table (what text, idea bigint, stored bigint, counted bigint)
stable
begin atomic
    with truth as (
        select i.number, i.kind, i.stage, i.created_at,
               count(v.idea) as votes, count(v.idea) filter (where v.version < i.version) as earlier
        from idea i left join vote v on v.site = i.site and v.idea = i.number
        where i.site = recount_wrong.site
        group by i.site, i.number
    ), counters as (
        select c.what, truth.number, c.stored, c.counted
        from truth left join idea_tally t on t.site = recount_wrong.site and t.idea = truth.number,
             lateral (values ('votes', t.votes, truth.votes), ('earlier', t.earlier, truth.earlier))
                 as c (what, stored, counted)
    ), ranks as (
        select rank.what, coalesce(truth.number, f.idea), rank.stored, rank.counted
        from (truth cross join lateral unnest(facets(truth.kind, truth.stage)) as u (facet))
             full join (select * from idea_facet f where f.site = recount_wrong.site) as f
                 on f.idea = truth.number and f.facet = u.facet,
             lateral (values
                 (concat_ws(' ', 'top', nullif(coalesce(u.facet, f.facet), '')), f.top, rank_top(truth.votes)),
                 (concat_ws(' ', 'trend', nullif(coalesce(u.facet, f.facet), '')), f.trend,
                  rank_trend(truth.votes, truth.created_at))) as rank (what, stored, counted)
    ), totals as (
        select total.what, null::bigint, total.stored, total.counted
        from site_tally t,
             lateral (select count(*) as ideas, coalesce(max(truth.number), 0) as last from truth) as i,
             lateral (select count(*) as members from member m where m.site = t.site) as m,
             lateral (values
                 ('ideas', t.ideas, i.ideas), ('members', t.members, m.members),
                 ('last_idea', t.last_idea, greatest(t.last_idea, i.last))) as total (what, stored, counted)
        where t.site = recount_wrong.site
    )
    select * from counters where stored is distinct from counted
    union all
    select * from ranks where stored is distinct from counted
    union all
    select * from totals where stored is distinct from counted;
end;

-- Counts one idea afresh, under its lock. Internal.
create or replace function recount_idea(site text, number bigint) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    truth idea;
    tally idea_tally;
begin
    insert into idea_tally as t (site, idea) values (site, number)
    on conflict on constraint idea_tally_pkey do update set votes = t.votes;        -- makes it or locks it
    select i.* into truth from idea i where i.site = site and i.number = number;
    update idea_tally t set votes = c.votes, earlier = c.earlier
    from (select count(*) as votes, count(*) filter (where v.version < truth.version) as earlier
          from vote v where v.site = site and v.idea = number) as c
    where t.site = site and t.idea = number
    returning t.* into tally;
    delete from idea_facet f where f.site = site and f.idea = number;
    perform rank_write(site, number, truth.kind, truth.stage, tally.votes, truth.created_at);
    perform note_change(site, number);
end $$;

-- Proves the counters and ranks of a site: answers the wrong ones, as they were found, and with repair sets them right,
-- while the site goes on. What is wrong with a round, an insight or a promise says so itself, without an idea. For the owner.
-- Raises nothing of its own.
create or replace function recount(site text, repair boolean default false)
returns table (what text, idea bigint, stored bigint, counted bigint)
language plpgsql set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    wrong  record;
    number bigint;
    wrong_ideas bigint[] := '{}';
begin
    for wrong in
        select w.* from (select * from recount_wrong(site) union all select * from round_wrong(site)) as w
        order by w.idea nulls last, w.what
    loop
        wrong_ideas := wrong_ideas || wrong.idea;
        what := wrong.what; idea := wrong.idea; stored := wrong.stored; counted := wrong.counted;
        return next;
    end loop;
    if not repair then return; end if;

    for number in select distinct w.n from unnest(wrong_ideas) as w (n) where w.n is not null order by w.n loop
        perform recount_idea(site, number);
    end loop;
    perform round_repair(site);
    perform from site_tally t where t.site = site for no key update;
    update site_tally t
    set ideas     = (select count(*) from idea i where i.site = site),
        members   = (select count(*) from member m where m.site = site),
        last_idea = greatest(t.last_idea, (select max(i.number) from idea i where i.site = site))
    where t.site = site;
end $$;

-- Takes away what is only of use for a while: tokens of forms long closed, and changes that every cache has read, which is
-- so after seconds. Some at a time, so that it is short: 10,000 of each at most. Answers how many rows went. For the web
-- role, which cannot take away more than that.
create or replace function tidy() returns bigint
language sql security definer set search_path = cocreate, pg_temp as $$
    with oldest as (select c.ctid as place, c.at from change c order by c.xid limit 10000),
         closed as (select s.ctid as place from submission s where s.at < now() - interval '7 days' limit 10000),
         changes as (delete from change c using oldest o
                     where c.ctid = o.place and o.at < now() - interval '1 hour' returning 1),
         tokens as (delete from submission s using closed o where s.ctid = o.place returning 1)
    select (select count(*) from changes) + (select count(*) from tokens)
$$;

-- SPDX-License-Identifier: Apache-2.0
-- Votes. Those that come at the same time are cast together: one lock, one count and one commit for all of them.
--
-- The locks are those of any action (60-idea.sql), of each kind all of them before the next kind: the tally rows of the
-- ideas in order of site and number, the members in order of site and subject, the tally rows of the sites.

-- What is answered to a wish ('1' a vote, '0' none) for an idea, NULL for one that is not there. Internal.
create or replace function vote_outcome(subject text, value text, idea bigint) returns outcome stable
return case
    when not is_subject(subject)     then refusal(401, 'sign-in')
    when coalesce(value, '') = ''    then refusal(422, 'missing', 'value')
    when value not in ('0', '1')     then refusal(422, 'value', 'value')
    when vote_outcome.idea is null   then refusal(404, 'not-found')
    else success(vote_outcome.idea, case value when '1' then 'voted' else 'unvoted' end) end;

-- Casts (value '1') or takes back ('0') votes, each the one vote of a member for an idea; the nth wish is the nth element of
-- each array. What is already so stays so, and is answered alike; a vote stays with the version that it was cast on. Of
-- several wishes of a member for an idea the last is what comes to pass. For the web role.
-- One row for each wish, told apart by "@ordinal", which counts from 1: 303 voted or unvoted; 401 sign-in; 404 not-found; 422
-- for the field value (missing, value). A wish that is refused does not touch the others.
create or replace function votes_cast(
    site text[], subject text[], name text[], "group" text[], number text[], value text[])
returns table (
    "@status" int, "@location" text, "@done" text, "@field" text, "@key" text, "@min" int, "@max" int, "@ordinal" bigint)
language plpgsql security definer set search_path = cocreate, pg_temp set enable_seqscan = off as $$
#variable_conflict use_variable
begin
    -- Many do not wait long for an idea that somebody else holds: they come again one by one (core/combine.c).
    if cardinality(site) > 1 then
        perform set_config('lock_timeout', '500ms', true);
    end if;
    perform from idea_tally t
    where (t.site, t.idea) in (select u.site, idea_number(u.number) from unnest(site, number) as u (site, number))
    order by t.site, t.idea for no key update;

    perform members_enter(array_agg(u.site), array_agg(u.subject), array_agg(u.name), array_agg(u."group"))
    from unnest(site, subject, name, "group", number, value) as u (site, subject, name, "group", number, value)
    where not exists (select from member m
                      where m.site = u.site and m.subject = u.subject and member_is(m, u.name, u."group"))
      and is_subject(u.subject) and u.value in ('0', '1')
      and exists (select from idea_tally t where t.site = u.site and t.idea = idea_number(u.number))
    having count(*) > 0;

    return query
    with wish as materialized (     -- as the ideas are under the locks
        select u.ordinal, u.site, u.subject, u.value, i.number as idea, i.version,
               vote_outcome(u.subject, u.value, i.number) as said
        from unnest(site, subject, number, value) with ordinality as u (site, subject, number, value, ordinal)
             left join idea i on i.site = u.site and i.number = idea_number(u.number)
    ), last as (
        select distinct on (w.site, w.idea, m.id) w.site, w.idea, m.id as member, w.version, w.value
        from wish w join member m on m.site = w.site and m.subject = w.subject
        where (w.said)."@status" = 303
        order by w.site, w.idea, m.id, w.ordinal desc
    ), cast_now as (
        insert into vote as v (site, idea, member, version, at)
        select l.site, l.idea, l.member, l.version, clock() from last l where l.value = '1'
        on conflict do nothing
        returning v.site, v.idea
    ), taken_back as (
        delete from vote v
        where v.ctid = any (array(      -- one by one, by their keys, whatever the planner thinks of the table
            select x.ctid from last l, lateral (select y.ctid from vote y
                                                where y.site = l.site and y.idea = l.idea and y.member = l.member offset 0) as x
            where l.value = '0'))
        returning v.site, v.idea, v.member, v.version
    ), moved as (
        select c.site, c.idea, sum(c.votes)::bigint as votes, sum(c.earlier)::bigint as earlier
        from (select n.site, n.idea, 1 as votes, 0 as earlier from cast_now n
              union all
              select b.site, b.idea, -1, -(b.version < l.version)::int
              from taken_back b join last l on l.site = b.site and l.idea = b.idea and l.member = b.member) as c
        group by c.site, c.idea
    ), tallied as (
        update idea_tally t set votes = t.votes + m.votes, earlier = t.earlier + m.earlier
        from moved m where t.site = m.site and t.idea = m.idea
        returning t.site, t.idea, t.votes - m.votes as votes_before, t.votes
    ), rank as materialized (       -- where it moves
        select t.site, t.idea, facets(i.kind, i.stage) as facets, now_is.top, now_is.trend
        from tallied t join idea i on i.site = t.site and i.number = t.idea,
             lateral (values (rank_top(t.votes_before), rank_trend(t.votes_before, i.created_at))) as was (top, trend),
             lateral (values (rank_top(t.votes), rank_trend(t.votes, i.created_at))) as now_is (top, trend)
        where (was.top, was.trend) <> (now_is.top, now_is.trend)
    ), ranked as (
        update idea_facet f set top = r.top, trend = r.trend
        from rank r where f.site = r.site and f.facet = any (r.facets) and f.idea = r.idea
    ), noted as (
        insert into change (site, topic)
        select m.site, 'votes' from moved m
        union
        select m.site, 'votes ' || m.idea from moved m
    )
    select (w.said)."@status", (w.said)."@location", (w.said)."@done", (w.said)."@field", (w.said)."@key",
           (w.said)."@min", (w.said)."@max", w.ordinal
    from wish w order by w.ordinal;
end $$;

-- The same for one wish. For the web role, and for whoever loads votes.
create or replace function vote_cast(
    site text, subject text, name text, "group" text, number text, value text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
begin
    return query
    select v."@status", v."@location", v."@done", v."@field", v."@key", v."@min", v."@max"
    from votes_cast(array[site], array[subject], array[name], array["group"], array[number], array[value]) as v;
end $$;

-- SPDX-License-Identifier: Apache-2.0
-- Choosing: advisers lay stones, sealed; the hosts choose what stood out, say why, and plan what is done first. None raises.

-- ---- stones

-- What is wrong with a stone: at most one row for each field.
create or replace function stone_refusals(r round, first text, second text, third text) returns setof outcome stable
begin atomic
    select o.*
    from (values ('first', first), ('second', second), ('third', third)) as s (field, insight),
         refusal(422, 'unknown', s.field) as o
    where s.insight <> '' and not exists (select from insight_at(r, s.insight) i where i.cards > 0);
end;

-- Lays one's three stones on insights, afresh each time: two or three may lie on one, an empty field lays none. Nobody else
-- sees them before the choice. For the web role, guests by their link too.
-- 303 stones-laid; 401; 403 advisers-only; 404 not-found; 409 see phase_refusals(), no-stones; 410 link-gone; 422 for first,
-- second, third.
create or replace function stones_lay(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, first text, second text, third text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint := member_at(site, subject);
begin
    return query
        select * from act_refusals(r, subject, moderator, 'member', array['choosing'], link => true)
        union all select o.* from refusal(409, 'no-stones') o where not has_stones(r)
        union all select o.* from refusal(403, 'advisers-only') o where not is_adviser(r, who) or is_host(r, who)
        limit 1;
    if found then return; end if;
    return query select * from stone_refusals(r, first, second, third);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    delete from stone s where s.site = site and s.round = r.number and s.member = who;
    insert into stone (site, round, member, stone, insight, "group")
    select site, r.number, m.id, s.stone, s.insight::bigint, m."group"
    from member m, unnest(array[first, second, third]) with ordinality as s (insight, stone)
    where m.site = site and m.id = who and s.insight <> '';
    perform note_topics(site, 'round ' || r.number);
    return next success_at('/rounds/' || r.number, 'stones-laid');
end $$;

-- How each insight stands with the groups: the product over all groups of (its stones + 1) / (people who laid any + 2). A
-- group that does not care pulls an insight down, and a small group is not drowned. Never shown as a number.
create or replace function insight_scores(site text, round bigint)
returns table (insight bigint, stones bigint, score double precision)
stable
begin atomic
    select i.insight, sum(g.stones)::bigint, exp(sum(ln((g.stones + 1.0::float8) / (g.people + 2))))
    from insight i,
         lateral (
             select count(s.stone) filter (where s.insight = i.insight) as stones, count(distinct s.member) as people
             from member_group mg
             left join stone s on s.site = mg.site and s.round = i.round and s."group" = mg.key
             where mg.site = i.site
             group by mg.key) as g
    where i.site = insight_scores.site and i.round = insight_scores.round
    group by i.insight;
end;

-- Whether one of the three highest by their stones is left out: they need a word of departure. An insight without stones or
-- cards is none of them. Among equals the hosts choose.
create or replace function highest_left_out(r round) returns boolean stable
begin atomic
    with standing as (
        select s.score, i.place is not null as chosen
        from insight_scores(r.site, r.number) s
        join insight i on i.site = r.site and i.round = r.number and i.insight = s.insight
        where s.stones > 0 and i.cards > 0
    ), third as (
        select min(t.score) as score, count(*) as three
        from (select s.score from standing s order by s.score desc limit 3) as t
    )
    select coalesce(bool_or(s.score > t.score and not s.chosen)
                    or count(*) filter (where s.score >= t.score and s.chosen) < min(t.three), false)
    from standing s, third t;
end;

-- ---- priorities

-- Gives an insight one of five places among what stood out, with the reason why; without a place it is taken off. Two that
-- are placed change places. For the web role, hosts.
-- 303 priority-set, priority-off; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), insight-without-cards;
-- 422 for place, reason.
create or replace function priority_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, insight text, place text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round := round_begin(site, number);
    it   insight;
    away bigint;
begin
    reason := text_of(reason);
    return query select * from act_refusals(r, subject, moderator, 'host', array['choosing']);
    if found then return; end if;
    select i.* into it from insight_at(r, insight) i;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    if coalesce(place, '') = '' then
        update insight i set place = null, reason = null where i.site = site and i.round = r.number and i.insight = it.insight;
        perform note_topics(site, 'round ' || r.number);
        return next success_at(format('/rounds/%s/choosing#insight-%s', r.number, it.insight), 'priority-off');
        return;
    end if;
    select i.insight into away from insight i
    where i.site = site and i.round = r.number and i.place::text = place and i.insight <> it.insight;
    return query
        select o.* from refusal(409, 'insight-without-cards') o where it.cards = 0;
    if found then return; end if;
    return query
        select o.* from refusal(422, case when place in ('1', '2', '3', '4', '5') then 'taken' else 'unknown' end, 'place') o
        where place not in ('1', '2', '3', '4', '5') or away is not null and it.place is null
        union all
        select * from text_refusals('reason', reason);
    if found then return; end if;

    perform place_swap(it, away);
    update insight i set place = place::smallint, reason = reason
    where i.site = site and i.round = r.number and i.insight = it.insight;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/choosing#insight-%s', r.number, it.insight), 'priority-set');
end $$;

-- Puts another insight in the place of this one. Both places are free in between: no two may stand in one. Internal.
create or replace function place_swap(it insight, away bigint) returns void
language plpgsql as $$
declare
    why text;
begin
    if away is null then
        return;
    end if;
    select i.reason into why from insight i where i.site = it.site and i.round = it.round and i.insight = away;
    update insight i set place = null, reason = null
    where i.site = it.site and i.round = it.round and i.insight in (it.insight, away);
    update insight i set place = it.place, reason = why
    where i.site = it.site and i.round = it.round and i.insight = away;
end $$;

-- ---- actions

create or replace function action_at(r round, action text) returns setof action stable
begin atomic
    select a.* from action a where a.site = r.site and a.round = r.number and a.action = round_number(action_at.action);
end;

-- What is wrong with the fields of an action.
create or replace function action_refusals(
    r round, title text, insight text, size text, people text, keeper text, due text, new boolean)
returns setof outcome
stable
begin atomic
    select * from line_refusals('title', title)
    union all
    select o.* from refusal(422, 'too-many', 'title', null, 30) as o
    where new and (select count(*) from action a where a.site = r.site and a.round = r.number) >= 30
    union all
    select o.* from refusal(422, 'unknown', 'insight') as o
    where insight <> '' and not exists (select from insight_at(r, insight))
    union all
    select * from choice_refusals('size', size, 'small', 'larger')
    union all
    select * from line_refusals('people', people)
    union all
    select * from keeper_refusals(r.site, keeper)
    union all
    select * from due_refusals('due', due, clock(), case size when 'small' then 30 end);
end;

-- Plans an action, or changes one: who does what until when. A small one is done within thirty days. It becomes a promise when
-- the choice is published. keeper: a login; empty is oneself. For the web role, hosts.
-- 303 action-saved; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), changed; 422 for title, insight, size,
-- people, keeper, due, token, version.
create or replace function action_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, action text, title text, insight text, size text, people text, keeper text, due text,
    version text, token text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    who   bigint := member_at(site, subject);
    was   action;
    id    bigint;
    place text;
begin
    title  := line_of(title);
    people := line_of(people);
    keeper := line_of(keeper);
    return query select * from act_refusals(r, subject, moderator, 'host', array['choosing']);
    if found then return; end if;
    token := submission_key(token, action, title, insight, size, people, keeper, due);
    return query select * from submission_answer(site, who, token);
    if found then return; end if;
    if action <> '' then
        select a.* into was from action_at(r, action) a;
        if not found then
            return next refusal(404, 'not-found');
            return;
        elsif version <> was.version::text then
            return next refusal(409, 'changed');
            return;
        end if;
    end if;
    return query
        select * from action_refusals(r, title, insight, size, people, keeper, due, was.action is null)
        union all select t.* from token_refusals(token) t where was.action is null or token <> ''
        union all
        select o.* from refusal(422, 'missing', 'version') o where was.action is not null and coalesce(version, '') = '';
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    if not submission_claim(site, who, token, 'action-saved') then
        return query select * from submission_answer(site, who, token);
        return;
    end if;
    if was.action is null then
        insert into action as a (site, round, insight, title, size, people, keeper, due, by, at)
        values (site, r.number, round_number(insight), title, size, people, coalesce(member_at(site, keeper), who),
                day_ends(site, day_of(due)), who, clock())
        returning a.action into id;
    else
        id := was.action;
        update action a
        set insight = round_number(insight), title = title, size = size, people = people,
            keeper = coalesce(member_at(site, keeper), who), due = day_ends(site, day_of(due)), version = a.version + 1
        where a.site = site and a.round = r.number and a.action = id;
    end if;
    perform note_topics(site, 'round ' || r.number);
    place := format('/rounds/%s/choosing#action-%s', r.number, id);
    perform submission_settle(site, who, token, place);
    return next success_at(place, 'action-saved');
end $$;

-- Drops an action that is not promised yet. For the web role, hosts.
-- 303 action-dropped; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals().
create or replace function action_drop(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, action text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r round := round_begin(site, number);
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['choosing']);
    if found then return; end if;
    delete from action a where a.site = site and a.round = r.number and a.action = round_number(action);
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/choosing', r.number), 'action-dropped');
end $$;

-- ---- saying what was chosen

-- The last day of a small action that is promised at this moment.
create or replace function small_until(at timestamptz) returns date immutable
return (at at time zone 'UTC')::date + 30;

-- What is missing before it can be said what was chosen; NULL: nothing. The row carries the sentence of departure.
create or replace function choose_missing(r round, at timestamptz) returns text stable
return case
    when not exists (select from insight i where i.site = r.site and i.round = r.number and i.place is not null)
        then 'no-priority'
    when exists (select from insight i where i.site = r.site and i.round = r.number and i.place is not null
                 and insight_counted(i.site, i.round, i.insight) = 0) then 'insight-without-cards'
    when r.departure is null and has_stones(r) and highest_left_out(r) then 'departure-missing'
    when exists (select from action a where a.site = r.site and a.round = r.number and a.due <= choose_missing.at)
        then 'due-past'
    when not exists (select from action a where a.site = r.site and a.round = r.number and a.size = 'small'
                     and (a.due at time zone 'UTC')::date <= small_until(choose_missing.at))
        then 'no-small-action'
    end;

-- Makes each action a promise, in their order. Internal.
create or replace function actions_promise(r round) returns void
language plpgsql as $$
declare
    made action;
begin
    for made in select a.* from action a where a.site = r.site and a.round = r.number order by a.action loop
        update action a
        set promise = promise_make(r.site, r.number, 'act', made.title, made.keeper, made.due, made.action)
        where a.site = r.site and a.round = r.number and a.action = made.action;
    end loop;
end $$;

-- Says what stood out, why, and what is done: keeps the second promise and makes each action a new one. departure: why one of
-- the three with the most stones is left out. For the web role, hosts.
-- 303 chosen; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), choose_missing(); 422 for departure.
create or replace function round_choose(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, departure text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint;
begin
    departure := text_of(departure);
    if is_host(r, member_at(site, subject)) and just_did(r, 'chosen', member_at(site, subject)) then
        return next success_at('/rounds/' || r.number, 'chosen');
        return;
    end if;
    return query select * from act_refusals(r, subject, moderator, 'host', array['choosing']);
    if found then return; end if;
    return query select * from text_refusals('departure', departure, needed => false);
    if found then return; end if;
    r.departure := nullif(departure, '');
    return query select o.* from choose_missing(r, clock()) as m, refusal(409, m) as o where m is not null;
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    update insight i set score = s.score from insight_scores(site, r.number) s
    where i.site = site and i.round = r.number and i.insight = s.insight;
    update round x set departure = r.departure, chosen_at = clock() where x.site = site and x.number = r.number;
    perform actions_promise(r);
    perform promise_note(site, promise_of(r, 'choose'), 'kept', said(r.language, 'choose', r.title), null, who);
    perform advisers_tell(r, 'chosen');
    perform round_note(r, 'chosen', who);
    return next success_at('/rounds/' || r.number, 'chosen');
end $$;

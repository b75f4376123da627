-- SPDX-License-Identifier: Apache-2.0
-- The ledger of promises. Lines are added and never changed; what a promise is now is computed of its lines and the
-- calendar, so nobody can forget to say that it was broken.

-- ---- what a promise is

-- open, overdue, kept, late (kept after the first date, however often it was moved), broken (said so, or thirty days after
-- the last date with no word of its end), released. For the pages too.
create or replace function promise_state(
    first_due timestamptz, due timestamptz, ended text, ended_at timestamptz, at timestamptz)
returns text immutable
return case when ended = 'kept' then case when ended_at > first_due then 'late' else 'kept' end
            when ended is not null then ended
            when at >= days_later(due, 30) then 'broken'
            when at > due then 'overdue'
            else 'open' end;

-- What the ledger says of the promises of a site, by walking through its lines: the truth that promise_now is kept to.
create or replace function promise_counted(site text) returns setof promise_now stable
begin atomic
    select p.site, p.promise, coalesce(moved.due, p.first_due), coalesce(moved.moves, 0),
           coalesce(handed.keeper, p.keeper), ending.kind, ending.at, greatest(p.made_at, word.last_at),
           coalesce(ending.kind = 'kept' and ending.at > p.first_due, false)
    from promise p
    left join lateral (
        select (array_agg(e.due order by e.event desc))[1] as due, count(*)::int as moves
        from promise_event e where e.site = p.site and e.promise = p.promise and e.kind = 'moved') as moved on true
    left join lateral (
        select e.keeper from promise_event e
        where e.site = p.site and e.promise = p.promise and e.keeper is not null
        order by e.event desc limit 1) as handed on true
    left join lateral (
        select e.kind, e.at from promise_event e
        where e.site = p.site and e.promise = p.promise and e.kind in ('kept', 'broken', 'released')
        order by e.event desc limit 1) as ending on true
    left join lateral (
        select max(e.at) as last_at from promise_event e where e.site = p.site and e.promise = p.promise) as word on true
    where p.site = promise_counted.site;
end;

-- ---- the ledger keeps itself

create or replace trigger append_only before update or delete on promise
for each row execute function append_only();
create or replace trigger append_only before update or delete on promise_event
for each row execute function append_only();
create or replace trigger never_emptied before truncate on promise
for each statement execute function append_only();
create or replace trigger never_emptied before truncate on promise_event
for each statement execute function append_only();

create or replace function promise_now_begin() returns trigger
language plpgsql as $$
begin
    insert into promise_now (site, promise, due, keeper, last_at)
    values (new.site, new.promise, new.first_due, new.keeper, new.made_at);
    insert into promise_tally as t (site, going) values (new.site, 1)
    on conflict on constraint promise_tally_pkey do update set going = t.going + 1;
    return null;
end $$;

create or replace function promise_now_follow() returns trigger
language plpgsql as $$
declare
    was  promise_now;
    ends boolean := new.kind in ('kept', 'broken', 'released');
    is_late boolean := new.kind = 'kept'
                       and new.at > (select p.first_due from promise p where p.site = new.site and p.promise = new.promise);
begin
    select n.* into was from promise_now n where n.site = new.site and n.promise = new.promise for no key update;
    update promise_now n
    set due      = coalesce(new.due, n.due),
        moves    = n.moves + (new.kind = 'moved')::int,
        keeper   = coalesce(new.keeper, n.keeper),
        ended    = case when ends then new.kind else n.ended end,
        ended_at = case when ends then new.at else n.ended_at end,
        late     = case when ends then is_late else n.late end,
        last_at  = greatest(n.last_at, new.at)
    where n.site = new.site and n.promise = new.promise;
    if ends then
        perform promise_tally_move(new.site, promise_end(was.ended, was.late), promise_end(new.kind, is_late));
    end if;
    return null;
end $$;

-- The column of promise_tally in which a promise is counted.
create or replace function promise_end(ended text, late boolean) returns text immutable
return case when ended is null then 'going' when late then 'late' else ended end;

create or replace function promise_tally_move(site text, was text, now_is text) returns void
begin atomic
    update promise_tally t
    set going    = t.going    + (now_is = 'going')::int    - (was = 'going')::int,
        kept     = t.kept     + (now_is = 'kept')::int     - (was = 'kept')::int,
        late     = t.late     + (now_is = 'late')::int     - (was = 'late')::int,
        broken   = t.broken   + (now_is = 'broken')::int   - (was = 'broken')::int,
        released = t.released + (now_is = 'released')::int - (was = 'released')::int
    where t.site = promise_tally_move.site;
end;

-- The record of a site, counted afresh.
create or replace function promise_tallied(site text) returns setof promise_tally stable
begin atomic
    select promise_tallied.site::site_name,
           (count(*) filter (where c.ended = 'kept' and not c.late))::int,
           (count(*) filter (where c.late))::int,
           (count(*) filter (where c.ended = 'broken'))::int,
           (count(*) filter (where c.ended = 'released'))::int,
           (count(*) filter (where c.ended is null))::int
    from promise_counted(promise_tallied.site) as c
    having count(*) > 0;
end;

create or replace trigger promise_now after insert on promise
for each row execute function promise_now_begin();
create or replace trigger promise_now after insert on promise_event
for each row execute function promise_now_follow();

-- ---- writing in it. Internal; the caller holds the lock of the round.

-- Makes a promise and answers its number.
create or replace function promise_make(
    site text, round bigint, kind text, text text, keeper bigint, first_due timestamptz, action bigint default null)
returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    number bigint;
begin
    perform from promise_tally t where t.site = site for no key update;     -- before the site's tally, as everywhere
    update site_tally t set last_promise = t.last_promise + 1 where t.site = site
    returning t.last_promise into number;
    insert into promise (site, promise, round, kind, action, text, keeper, keeper_name, made_at, first_due)
    select site, number, round, kind, action, text, m.id, m.name, clock(), first_due
    from member m where m.site = site and m.id = keeper;
    perform note_topics(site, 'promises', 'round ' || round);
    return number;
end $$;

-- Adds a line to a promise and answers its number. due: the new date of a line 'moved'. keeper: who keeps it from now on,
-- by a line 'progress'. by: NULL when the clock did it.
create or replace function promise_note(
    site text, promise bigint, kind text, text text, due timestamptz, by bigint, keeper bigint default null)
returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    line  bigint;
    about promise;
begin
    insert into promise_event as e (site, promise, kind, at, by, text, due, keeper, keeper_name)
    values (site, promise, kind, clock(), by, text, due, keeper,
            (select m.name from member m where m.site = site and m.id = keeper))
    returning e.event into line;
    select p.* into about from promise p where p.site = site and p.promise = promise;
    if kind <> 'progress' then
        perform promise_told(about, line);
    end if;
    perform note_topics(site, 'promises', 'round ' || about.round);
    return line;
end $$;

-- Tells the advisers whose cards are traced to a promise, once for each line. Not before the report: until then nobody
-- knows what came of their card.
create or replace function promise_told(about promise, line bigint) returns void
language plpgsql as $$
declare
    told record;
begin
    for told in
        select a.adviser, min(a.card) as card
        from trace t
        join round r on r.site = t.site and r.number = t.round
        join advice a on a.site = t.site and a.round = t.round and a.card = t.card
        where t.site = about.site and t.round = about.round and t.action = about.action
          and t.outcome = 'shaped_action' and r.reported_at is not null and a.adviser is not null
        group by a.adviser order by a.adviser
    loop
        perform outbox_tell(about.site, format('promise:%s:event:%s:member:%s', about.promise, line, told.adviser),
                            told.adviser, 'promise', about.round, about.promise, told.card);
    end loop;
end $$;

-- The promise of this kind that the publishing of a round made; NULL while it is not published.
create or replace function promise_of(r round, kind text) returns bigint stable
return (select p.promise from promise p
        where p.site = r.site and p.round = r.number and p.kind = promise_of.kind and p.kind <> 'act');

-- ---- what its keeper says

-- A word of the keeper: progress (also: somebody else of the house keeps it from now on), moved to a date, kept, broken,
-- released. What a round promises by its dates is kept by hearing, choosing and reporting, and by nothing that is said here.
-- A correction is a new line: after an end, another end may follow. For the web role.
-- 303 told; 401 sign-in; 403 not-yours; 404 not-found; 409 by-the-round, promise-ended; 422 for kind, text, due, keeper,
-- token.
create or replace function promise_tell(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    promise text, kind text, text text, due text, keeper text, token text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    about  promise;
    now_is promise_now;
    r      round;
    who    bigint := member_at(site, subject);
    next_keeper bigint;
    place  text;
begin
    text   := text_of(text);
    keeper := line_of(keeper);
    select p.* into about from promise p where p.site = site and p.promise = round_number(promise);
    r := round_begin(site, about.round::text);
    return query select * from act_refusals(r, subject, moderator, 'member');
    if found then return; end if;
    place := '/promises/' || about.promise;
    token := submission_key(token, kind, text, due, keeper);
    return query select * from submission_answer(site, who, token);
    if found then return; end if;

    select n.* into now_is from promise_now n where n.site = site and n.promise = about.promise;
    if who is distinct from now_is.keeper then
        return next refusal(403, 'not-yours');
        return;
    elsif about.kind <> 'act' and kind in ('kept', 'released') then
        return next refusal(409, 'by-the-round');
        return;
    elsif kind = 'moved' and promise_state(about.first_due, now_is.due, now_is.ended, now_is.ended_at, clock())
                             not in ('open', 'overdue') then
        return next refusal(409, 'promise-ended');
        return;
    end if;
    return query
        select * from choice_refusals('kind', kind, 'progress', 'moved', 'kept', 'broken', 'released')
        union all select * from text_refusals('text', text)
        union all select d.* from due_refusals('due', due, clock()) d where kind = 'moved'
        union all select k.* from keeper_refusals(site, keeper) k where kind = 'progress'
        union all select * from token_refusals(token);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    if not submission_claim(site, who, token, 'told', place) then
        return query select * from submission_answer(site, who, token);
        return;
    end if;
    next_keeper := case when kind = 'progress' then nullif(member_at(site, keeper), now_is.keeper) end;
    perform promise_note(site, about.promise, kind, text,
                         case when kind = 'moved' then day_ends(site, day_of(due)) end, who, next_keeper);
    return next success_at(place, 'told');
end $$;

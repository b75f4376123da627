-- SPDX-License-Identifier: Apache-2.0
-- What the clock decides and must be recorded: the reminder, the extension of a round with too little advice, its end as
-- empty, the draw. Every action ticks its round first; whoever keeps watch ticks all.

-- Those who were asked by name, or have begun, and have sent no card. Internal.
create or replace function silent(r round) returns setof bigint stable
begin atomic
    with candidates as (
        select i.member from invitation i
        where i.site = r.site and i.round = r.number and i.invited_at is not null and i.declined_at is null
        union
        select a.adviser from advice a
        where a.site = r.site and a.round = r.number and a.sent_at is null and a.kept is null and a.adviser is not null
    )
    select c.member from candidates c
    where not exists (select from advice a
                      where a.site = r.site and a.adviser = c.member and a.round = r.number and a.sent_at is not null);
end;

-- Moves the dates of a round by some days, and those of its promises, each with the reason. Internal.
create or replace function round_extended(r round, days int, reason text, by bigint) returns round
language plpgsql as $$
declare
    told boolean := r.tick_at >= sealed_until(r);       -- the reminder is behind us
begin
    r := round_moved(r, days);
    r.tick_at := case when told then sealed_until(r) else closing_at(r) end;
    update round x
    set (extensions, advice_until, tables_until, hear_due, choose_due, report_due, tick_at)
      = (r.extensions, r.advice_until, r.tables_until, r.hear_due, r.choose_due, r.report_due, r.tick_at)
    where x.site = r.site and x.number = r.number;
    perform promise_note(r.site, n.promise, 'moved', reason, days_later(n.due, days), by)
    from promise p join promise_now n on n.site = p.site and n.promise = p.promise
    where p.site = r.site and p.round = r.number and p.kind <> 'act' and n.ended is null
    order by p.promise;
    perform outbox_tell(r.site, format('round:%s:extend:%s:member:%s', r.number, r.extensions, m), m, 'extended', r.number)
    from silent(r) as m;
    perform round_note(r, 'extended', by, reason);
    return r;
end $$;

-- Ends a round to which too few gave advice. What was to be heard and chosen is released; what came of it is still owed.
-- Internal.
create or replace function round_emptied(r round) returns round
language plpgsql as $$
begin
    r.empty_at := sealed_until(r);
    r.tick_at  := null;
    update round x set empty_at = r.empty_at, tick_at = null where x.site = r.site and x.number = r.number;
    perform promise_note(r.site, n.promise, 'released', said(r.language, 'empty'), null, null)
    from promise p join promise_now n on n.site = p.site and n.promise = p.promise
    where p.site = r.site and p.round = r.number and p.kind in ('hear', 'choose') and n.ended is null
    order by p.promise;
    perform round_note(r, 'empty', null, said(r.language, 'empty'));
    return r;
end $$;

-- Records what follows the seal: the tables, or that there are none. Internal.
create or replace function round_drawn(r round) returns round
language plpgsql as $$
begin
    r.table_count := case when has_tables(r) then draw(r) else 0 end;
    r.drawn_at    := clock();
    r.tick_at     := null;
    update round x set drawn_at = r.drawn_at, table_count = r.table_count, tick_at = null
    where x.site = r.site and x.number = r.number;
    perform round_note(r, case when r.table_count > 0 then 'seated' else 'sealed-over' end);
    return r;
end $$;

-- Records whatever is due by now. The caller holds the lock of the round; what is recorded already is not due. Internal.
create or replace function round_tick(r round) returns round
language plpgsql as $$
begin
    while r.tick_at <= clock() loop
        if r.tick_at < sealed_until(r) then
            if clock() < r.advice_until then
                perform outbox_tell(r.site, format('round:%s:closing:member:%s', r.number, m), m, 'closing', r.number)
                from silent(r) as m;
            end if;
            r.tick_at := sealed_until(r);
            update round x set tick_at = r.tick_at where x.site = r.site and x.number = r.number;
        elsif r.advisers >= r.min_advice then
            r := round_drawn(r);
        elsif r.extensions = 0 then
            r := round_extended(r, r.extend_days, said(
                r.language, case r.extend_days when 1 then 'extended-one' else 'extended' end, r.extend_days::text), null);
        else
            r := round_emptied(r);
        end if;
    end loop;
    return r;
end $$;

-- Ticks one round; answers whether it is there. For the web role.
create or replace function tick(site text, number text) returns boolean
language sql security definer set search_path = cocreate, pg_temp as $$
    select (round_begin(site, number)).number is not null
$$;

-- Ticks every round of all sites for which something is due, a round that somebody is acting on later. Where many are due
-- it ends with the one during which 300 ms have passed; the rest is for the next call. A fault in one is told to the log and
-- leaves the others alone. Answers how many were ticked. For the web role.
create or replace function tick() returns int
language plpgsql security definer set search_path = cocreate, pg_temp as $$
declare
    due    record;
    ticked int := 0;
begin
    for due in
        select r.site, r.number from round r where r.tick_at <= clock() order by r.tick_at, r.site, r.number limit 100
    loop
        begin
            if exists (select from round r where r.site = due.site and r.number = due.number for no key update skip locked) then
                perform round_begin(due.site, due.number::text);
                ticked := ticked + 1;
            end if;
        exception when others then
            raise warning 'cocreate: round % of % could not be ticked: %', due.number, due.site, sqlerrm;
        end;
        exit when clock_timestamp() > statement_timestamp() + interval '300 ms';
    end loop;
    return ticked;
end $$;

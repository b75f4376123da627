-- SPDX-License-Identifier: Apache-2.0
-- Where a round stands: its phase, what comes next, how late it is. Everything is computed of the row and a moment, never
-- stored, and is the same whether tick() was in time or not. For the pages and the rules; none raises.

-- The end of the seal: a form that was open at the end may still be sent.
create or replace function sealed_until(r round) returns timestamptz immutable
return later(r.advice_until, r.grace);

-- The row with this extension: every date that is still to come moves.
create or replace function round_moved(r round, days int) returns round
language plpgsql immutable as $$
begin
    r.extensions   := r.extensions + 1;
    r.advice_until := days_later(r.advice_until, days);
    r.tables_until := days_later(r.tables_until, days);
    r.hear_due     := days_later(r.hear_due, days);
    r.choose_due   := days_later(r.choose_due, days);
    r.report_due   := days_later(r.report_due, days);
    return r;
end $$;

-- The row as tick() would leave it at this moment, but for the draw: extended by itself, or ended as empty, when too few
-- gave advice.
create or replace function round_now(r round, at timestamptz) returns round
language plpgsql immutable as $$
begin
    if r.published_at is null or r.cancelled_at is not null or r.drawn_at is not null or r.empty_at is not null
        or r.advisers >= r.min_advice or at < sealed_until(r)
    then
        return r;
    end if;
    if r.extensions = 0 then
        r := round_moved(r, r.extend_days);
    end if;
    if at >= sealed_until(r) then
        r.empty_at := sealed_until(r);
    end if;
    return r;
end $$;

-- Whether there are kitchen tables: as drawn, or as they will be when nobody else comes.
create or replace function has_tables(r round) returns boolean immutable
return case when r.drawn_at is not null then r.table_count > 0
            when r.tables = 'off' or r.advisers < 4 then false
            else r.tables = 'on' or r.advisers >= r.tables_from end;

create or replace function has_stones(r round) returns boolean immutable
return r.stones = 'on' or r.stones = 'auto' and has_tables(r);

-- When a reported round closes.
create or replace function closes_at(r round) returns timestamptz immutable
return days_later(r.reported_at, r.answer_days);

-- The phase of a row that round_now() has seen. Internal.
create or replace function phase_of(r round, at timestamptz) returns text immutable
return case
    when r.cancelled_at is not null then 'cancelled'
    when r.published_at is null     then 'draft'
    when at < r.opens_at            then 'announced'
    when r.empty_at is not null     then case when r.learned_at is null then 'empty' else 'closed' end
    when r.reported_at is not null  then case when at < closes_at(r) then 'reported' else 'closed' end
    when r.chosen_at is not null    then 'acting'
    when r.heard_at is not null     then 'choosing'
    when r.drawn_at is null and at < sealed_until(r) then 'advice'
    when has_tables(r) and at < r.tables_until then 'table'
    else 'hearing' end;

-- draft announced advice table hearing choosing acting reported closed, cancelled empty.
create or replace function phase(r round, at timestamptz) returns text immutable
return phase_of(round_now(r, at), at);

-- How many days late, a begun one counted; NULL when in time.
create or replace function days_late(due timestamptz, at timestamptz) returns int immutable
return case when at > due then ceil(extract(epoch from at - due) / 86400)::int end;

-- What comes next, until when, how many days late, and who it is up to. Until is NULL where nothing is
-- to come.
create or replace function next_step(r round, at timestamptz)
returns table (key text, until timestamptz, late int, who text)
immutable
begin atomic
    select step.key, step.until, days_late(step.until, at), step.who
    from (select round_now(next_step.r, at) as r) as n,
         lateral (select phase_of(n.r, at) as phase) as p,
         lateral (values
             ('draft',     'publish',   null,               'host'),
             ('announced', 'opens',     (n.r).opens_at,     'nobody'),
             ('advice',    'advice',    (n.r).advice_until, 'advisers'),
             ('table',     'tables',    (n.r).tables_until, 'advisers'),
             ('hearing',   'hear',      (n.r).hear_due,     'host'),
             ('choosing',  'choose',    (n.r).choose_due,   'host'),
             ('acting',    'report',    (n.r).report_due,   'keepers'),
             ('reported',  'answers',   closes_at(n.r),     'advisers'),
             ('empty',     'learn',     days_later((n.r).empty_at, (n.r).learn_days), 'host'),
             ('closed',    'closed',    null,               'nobody'),
             ('cancelled', 'cancelled', null,               'nobody')
         ) as plain (phase, key, until, who),
         lateral (select case when plain.key = 'advice' and at >= (n.r).advice_until then 'grace' else plain.key end as key,
                         case when plain.key = 'advice' and at >= (n.r).advice_until then sealed_until(n.r)
                              else plain.until end as until,
                         plain.who) as step
    where plain.phase = p.phase;
end;

-- Why something cannot be done now: no row when the phase is among those wanted, or none is. 409 with what happened:
-- not-open-yet, already-published, already-open, sealed-over, tables-closed, not-at-table, already-heard, moved-on,
-- already-chosen, already-reported, closed, cancelled, empty.
create or replace function phase_refusals(r round, phases text[]) returns setof outcome
language plpgsql stable as $$
#variable_conflict use_variable
declare
    now_is text := phase(r, clock());
    course constant text[] := array['draft', 'announced', 'advice', 'table', 'hearing', 'choosing', 'acting', 'reported'];
    last   text := phases[cardinality(phases)];     -- of those wanted
begin
    if phases is null or now_is = any (phases) then
        return;
    end if;
    return next refusal(409, case
        when now_is in ('cancelled', 'empty', 'closed') then now_is
        when array_position(course, now_is) < array_position(course, last) then
            case when last = 'table' then 'not-at-table' else 'not-open-yet' end
        else case last
            when 'draft'     then 'already-published'
            when 'announced' then 'already-open'
            when 'advice'    then case when now_is in ('table', 'hearing') then 'sealed-over' else 'moved-on' end
            when 'table'     then 'tables-closed'
            when 'hearing'   then case when now_is = 'choosing' then 'already-heard' else 'moved-on' end
            when 'choosing'  then 'already-chosen'
            else 'already-reported' end
        end);
end $$;

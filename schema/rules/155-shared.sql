-- SPDX-License-Identifier: Apache-2.0
-- What the actions on advice, tables, insights, promises and traces share. Internal; none raises.

-- ---- what is wrong with a field

-- A choice of the form: missing, or not one of those.
create or replace function choice_refusals(field text, t text, variadic choices text[]) returns setof outcome stable
begin atomic
    select r.* from refusal(422, case when coalesce(t, '') = '' then 'missing' else 'unknown' end, field) r
    where (t = any (choices)) is not true;
end;

-- A day that is still to come, and not further away than so many days where that is given.
create or replace function due_refusals(field text, t text, at timestamptz, within int default null)
returns setof outcome
stable
begin atomic
    select r.*
    from (
        select rule.*
        from (values
            (1, 'missing', null, coalesce(t, '') = ''),
            (2, 'date',    null, day_of(t) is null),
            (3, 'passed',  null, day_of(t) <= (at at time zone 'UTC')::date),
            (4, 'too-far', due_refusals.within, day_of(t) > (at at time zone 'UTC')::date + due_refusals.within)
        ) as rule (place, key, max, broken)
        where rule.broken
        order by rule.place limit 1
    ) as first, refusal(422, first.key, field, null, first.max) as r;
end;

-- An address on the web, as the tables take it.
create or replace function address_refusals(field text, t text, needed boolean default false) returns setof outcome
stable
begin atomic
    select r.*
    from (
        select rule.*
        from (values
            (1, 'missing',  null, coalesce(t, '') = '' and needed),
            (2, 'too-long', 500,  char_length(t) > 500),
            (3, 'address',  null, t <> '' and not is_address(t))
        ) as rule (place, key, max, broken)
        where rule.broken
        order by rule.place limit 1
    ) as first, refusal(422, first.key, field, null, first.max) as r;
end;

-- Who keeps a promise speaks for the company. Nobody named: whoever asks keeps it.
create or replace function keeper_refusals(site text, keeper text) returns setof outcome stable
begin atomic
    select r.* from refusal(422, case when member_at(site, keeper) is null then 'unknown' else 'not-staff' end, 'keeper') r
    where keeper <> '' and not speaks(site, member_at(site, keeper));
end;

-- The rows of a form that are ticked like card-123456789=yes, as numbers.
create or replace function ticked(form jsonb, prefix text) returns setof bigint stable
begin atomic
    select round_number(substr(f.key, char_length(prefix) + 1))
    from jsonb_each_text(form) as f
    where starts_with(f.key, prefix) and f.value = 'yes' and round_number(substr(f.key, char_length(prefix) + 1)) is not null;
end;

-- When a day ends on which something is due.
create or replace function day_ends(site text, day date) returns timestamptz stable
return moment(day, (select s.closes_hour from round_setting s where s.site = day_ends.site));

-- ---- counters of a round. The caller holds its lock.

-- Cards that were sent and are there; people whose advice came in time.
create or replace function round_counted(site text, round bigint)
returns table (cards int, advisers int)
stable
begin atomic
    select count(*)::int, (count(distinct a.adviser) filter (where not a.late))::int
    from advice a
    where a.site = round_counted.site and a.round = round_counted.round and a.sent_at is not null and a.body is not null;
end;

create or replace function round_count(site text, round bigint) returns void
begin atomic
    update round r set cards = c.cards, advisers = c.advisers
    from round_counted(round_count.site, round_count.round) as c
    where r.site = round_count.site and r.number = round_count.round
      and (r.cards, r.advisers) is distinct from (c.cards, c.advisers);
end;

create or replace function insight_counted(site text, round bigint, insight bigint) returns int stable
return (select count(*)::int from insight_advice c
        where c.site = insight_counted.site and c.round = insight_counted.round and c.insight = insight_counted.insight);

create or replace function insight_count(site text, round bigint, insight bigint) returns int
begin atomic
    update insight i set cards = insight_counted(i.site, i.round, i.insight)
    where i.site = insight_count.site and i.round = insight_count.round and i.insight = insight_count.insight
    returning i.cards;
end;

-- ---- what was just done

-- Whether this member did this a moment ago: the same form sent once more is told the same, and anybody else what happened.
create or replace function just_did(r round, kind text, member bigint) returns boolean stable
return exists (select from round_event e
               where e.site = r.site and e.round = r.number and e.kind = just_did.kind and e.by = just_did.member
                 and e.at > clock() - interval '10 minutes');

-- ---- who is who, and who is told

-- Whether the member has a card in this round that was sent and is there.
create or replace function is_adviser(r round, member bigint) returns boolean stable
return exists (select from advice a
               where a.site = r.site and a.round = r.number and a.adviser = is_adviser.member
                 and a.sent_at is not null and a.body is not null);

-- Tells all hosts, once for each key: 'round:7:insight-empty:3:member:12'.
create or replace function hosts_tell(r round, kind text, what text, card bigint default null) returns void
language plpgsql as $$
declare
    host bigint;
begin
    for host in
        select h.member from round_host h where h.site = r.site and h.round = r.number order by h.member
    loop
        perform outbox_tell(r.site, format('round:%s:%s:%s:member:%s', r.number, kind, what, host),
                            host, kind, r.number, null, card);
    end loop;
end $$;

-- Tells everybody who has a card in the round, once: 'round:7:heard:member:12'.
create or replace function advisers_tell(r round, kind text) returns void
begin atomic
    select outbox_tell(r.site, format('round:%s:%s:member:%s', r.number, advisers_tell.kind, told.adviser), told.adviser,
                       advisers_tell.kind, r.number)
    from (select distinct a.adviser from advice a
          where a.site = r.site and a.round = r.number and a.adviser is not null
            and a.sent_at is not null and a.body is not null
          order by a.adviser) as told;
end;

-- SPDX-License-Identifier: Apache-2.0
-- Lists of rounds that several queries of a page share, and whether there is such a page for a viewer. For the pages; none
-- raises.
--
-- The order of cards is another for each viewer, so no index can hold it: it is computed of the numbers of a round's cards,
-- of at most 20,000. Only the forty cards of a page are read with their words.

drop function if exists card_page(viewer, text, int);
drop function if exists trace_page(viewer, text, text, int);
drop function if exists ledger_record(text, timestamptz);
drop function if exists round_numbers(text, bigint, timestamptz);

-- Where a list that ascends goes on: above the number of the cursor. Without a cursor, from its beginning.
create or replace function after_number(after text) returns bigint immutable
return case when after ~ '^-?[0-9]{1,18}_[0-9]{1,18}$' then split_part(after, '_', 2)::bigint else 0 end;

-- The same of a list of promises, which goes by the date that is due: a cursor has its second.
create or replace function due_after(after text) returns timestamptz immutable
return case when after_rank(after) between -10000000000 and 100000000000 then to_timestamp(after_rank(after))
            else 'infinity'::timestamptz end;

-- Where what is due next stands first: a cursor has its second, negative.
create or replace function due_before(after text) returns timestamptz immutable
return case when after_rank(after) between -100000000000 and 0 then to_timestamp(-after_rank(after))
            else '-infinity'::timestamptz end;

-- Why there is no page of this round for this viewer; no row when there is one. needs: 'anybody', 'member', 'host', or
-- 'asker' (a host or a moderator).
-- 401 sign-in; 404 not-found; 403 hosts-only, moderators-only; 410 link-gone.
create or replace function page_refusals(
    site text, subject text, "group" text, moderator text, admin text, number text, needs text)
returns setof outcome
stable rows 1
begin atomic
    select r.*
    from (select) as asked
         left join viewer(site, subject, "group", moderator, admin, number) v on true
         cross join lateral (
             select case when v.round is null then 404 when v.guest and not v.signed_in then 410
                         when needs <> 'anybody' and not v.signed_in then 401
                         when needs = 'host' and not v.host or needs = 'asker' and not v.host and not v.moderator then 403
                    end as status) as s
         cross join lateral refusal(s.status, case s.status when 404 then 'not-found' when 410 then 'link-gone'
                                                            when 401 then 'sign-in'
                                                            else case needs when 'host' then 'hosts-only'
                                                                            else 'moderators-only' end end) as r
    where s.status is not null;
end;

-- A page of the cards of others that the viewer may read, in the viewer's own order.
create function card_page(v viewer, after text, size int)
returns table (card bigint, rank bigint, "table" smallint, flagged boolean, place bigint, more boolean)
stable
begin atomic
    select p.card, p.rank, p."table", p.flagged, row_number() over by_rank, lead(p.card) over by_rank is not null
    from (select a.card, k.rank, s."table", f.flagged
          from (select a.card from advice a
                where a.site = v.site and a.round = v.round and a.sent_at is not null and others_shown(v)
                order by a.card limit 20000) as of_round
               join advice a on a.site = v.site and a.round = v.round and a.card = of_round.card
               left join seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
               cross join lateral (
                   select v.moderator and exists (select from advice_flag f
                                                  where f.site = a.site and f.round = a.round and f.card = a.card)) as f (flagged)
               left join lateral (
                   select min(x.insight) as insight from insight_advice x
                   where x.site = a.site and x.round = a.round and x.card = a.card
                     and v.phase in ('acting', 'reported', 'closed')) as i on true
               cross join lateral (select card_rank(v, a.card, i.insight) as rank) as k
          where advice_shown(v, a, s."table", f.flagged) and a.adviser is distinct from v.member
            and (k.rank, a.card) < (after_rank(after), after_idea(after))
          order by k.rank desc, a.card desc
          limit size + 1) as p
    window by_rank as (order by p.rank desc, p.card desc);
end;

-- A page of the cards that their hosts answer for: first those that were contested, then those without an outcome.
-- which: contested, missing, or all.
create function trace_page(v viewer, which text, after text, size int)
returns table (card bigint, rank bigint, "table" smallint, place bigint, more boolean)
stable
begin atomic
    select p.card, p.rank, p."table", row_number() over by_rank, lead(p.card) over by_rank is not null
    from (select a.card, k.rank, s."table"
          from (select a.card from advice a
                where a.site = v.site and a.round = v.round and a.sent_at is not null and others_shown(v)
                order by a.card limit 20000) as of_round
               join advice a on a.site = v.site and a.round = v.round and a.card = of_round.card
               left join seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
               left join trace t on t.site = a.site and t.round = a.round and t.card = a.card
               cross join lateral (
                   select case when t.contested_at is not null and t.answered_at is null and t.outcome <> 'withdrawn' then 2
                               when t.card is null then 1 else 0 end as rank) as k
          where advice_shown(v, a, s."table", false)
            and (which is null or which = 'all' or k.rank = case which when 'contested' then 2 when 'missing' then 1 end)
            and (k.rank, a.card) < (after_rank(after), after_idea(after))
          order by k.rank desc, a.card desc
          limit size + 1) as p
    window by_rank as (order by p.rank desc, p.card desc);
end;

-- Which course of a table is looked at: the one that is asked for, otherwise the last that has opened.
create or replace function course_shown(r round, asked text, at timestamptz) returns int immutable
return case when asked in ('1', '2', '3') then asked::int
            when at >= r.tables_until then 1
            when at >= course_opens(r, 3) then 3
            when at >= course_opens(r, 2) then 2
            else 1 end;

-- The house's record. What has ended is counted where it ends; what is open, by the calendar.
create function ledger_record(site text, at timestamptz)
returns table ("@kept" int, "@late" int, "@broken" bigint, "@released" int, "@open" bigint, "@overdue" bigint)
stable rows 1
begin atomic
    select coalesce(t.kept, 0), coalesce(t.late, 0), coalesce(t.broken, 0) + b.n, coalesce(t.released, 0),
           coalesce(t.going, 0) - b.n - o.n, o.n
    from (select) as one
         left join promise_tally t on t.site = ledger_record.site
         cross join lateral (
             select count(*) as n from promise_now n
             where n.site = ledger_record.site and n.ended is null
               and n.due <= days_later(ledger_record.at, -30)) as b
         cross join lateral (
             select count(*) as n from promise_now n
             where n.site = ledger_record.site and n.ended is null
               and n.due > days_later(ledger_record.at, -30) and n.due < ledger_record.at) as o;
end;

-- The numbers to watch, of one round: cards, and those with an action behind them; days from the last card to the report;
-- traces, and how often an adviser said that we missed the point; advisers, and those who gave advice in another round
-- too; what became of its promises; insights of disagreement.
create function round_numbers(site text, round bigint, at timestamptz)
returns table (
    "@cards" bigint, "@acted" bigint, "@days-to-report" int, "@traces" bigint, "@missed" bigint, "@advisers" bigint,
    "@returned" bigint, "@kept" bigint, "@late" bigint, "@broken" bigint, "@released" bigint, "@disagreements" bigint)
stable rows 1
begin atomic
    select c.cards, t.acted, ceil(extract(epoch from r.reported_at - c.last) / 86400)::int, t.traces, t.missed,
           c.advisers, w.returned, p.kept, p.late, p.broken, p.released, i.disagreements
    from round r
         cross join lateral (
             select count(*) as cards, max(a.sent_at) as last, count(distinct a.adviser) as advisers
             from advice a
             where a.site = r.site and a.round = r.number and a.sent_at is not null and a.withdrawn_at is null) as c
         cross join lateral (
             select count(*) filter (where t.outcome = 'shaped_action') as acted,
                    count(*) filter (where t.outcome <> 'withdrawn') as traces, count(t.contested_at) as missed
             from trace t where t.site = r.site and t.round = r.number) as t
         cross join lateral (
             select count(distinct a.adviser) as returned
             from advice a
             where a.site = r.site and a.round = r.number and a.sent_at is not null and a.withdrawn_at is null
               and exists (select from advice o
                           where o.site = a.site and o.adviser = a.adviser and o.round <> a.round and o.sent_at is not null)) as w
         cross join lateral (
             select count(*) filter (where s.state = 'kept') as kept, count(*) filter (where s.state = 'late') as late,
                    count(*) filter (where s.state = 'broken') as broken, count(*) filter (where s.state = 'released') as released
             from promise p
                  join promise_now n on n.site = p.site and n.promise = p.promise
                  cross join lateral promise_state(p.first_due, n.due, n.ended, n.ended_at, round_numbers.at) as s (state)
             where p.site = r.site and p.round = r.number) as p
         cross join lateral (
             select count(*) as disagreements from insight i
             where i.site = r.site and i.round = r.number and i.kind = 'disagreement') as i
    where r.site = round_numbers.site and r.number = round_numbers.round;
end;

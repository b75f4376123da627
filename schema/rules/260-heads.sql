-- SPDX-License-Identifier: Apache-2.0
-- Columns that many pages of rounds share, by the names that they have in the document. For the pages; none raises.
--
-- PostgreSQL does not change the columns of a function in place, so each is dropped before it is written.

drop function if exists round_head(text, bigint, timestamptz);
drop function if exists round_texts(viewer);
drop function if exists round_mine(viewer);
drop function if exists card_head(viewer, advice, smallint, boolean);
drop function if exists promise_head(text, bigint, timestamptz);

-- A round as lists and pages show it: what everybody may know. Dates are those after extensions.
create function round_head(site text, number bigint, at timestamptz)
returns table (
    "@number" bigint, "@phase" text, "@language" text, "@newness" text,
    "@opens" text, "@advice-until" text, "@tables-until" text, "@hear-due" text, "@choose-due" text, "@report-due" text,
    "@closes" text, "@extensions" int, "@invited-only" text, "@tables" text, "@stones" text, "@staff-open" text,
    "@owing" int, "@published" text, "@cancelled" text, "@heard" text, "@chosen" text, "@reported" text, "@learned" text,
    "@cards" int, "@advisers" int, "@tables-count" int,
    "stage/@key" text, "stage" text, "host/@group" text, "host/@speaks" text, "host/@label" text, "host" text, "title" text)
stable rows 1
begin atomic
    select r.number, p.phase, r.language, r.newness,
           iso(r.opens_at), iso(r.advice_until), case when t.tables is not null then iso(r.tables_until) end,
           iso(r.hear_due), iso(r.choose_due), iso(r.report_due), iso(closes_at(r)),
           nullif(r.extensions, 0), case when r.invited_only then 'yes' end, t.tables,
           case when r.stones = 'on' or r.stones = 'auto' and t.tables = 'yes' then 'yes'
                when r.stones = 'auto' then t.tables end,
           case when not r.staff_sealed then 'yes' end, r.owing,
           iso(r.published_at), iso(r.cancelled_at), iso(r.heard_at), iso(r.chosen_at), iso(r.reported_at), iso(r.learned_at),
           case when counts_shown(p.phase) then r.cards end, case when counts_shown(p.phase) then r.advisers end,
           r.table_count, s.key, s.label, g.key, case when g.speaks then 'yes' end, g.label, m.name, r.title
    from round x
         cross join lateral round_now(x, round_head.at) as r
         cross join lateral (select phase_of(r, round_head.at) as phase) as p
         -- As long as nobody may know how many there are, nobody may conclude it from whether there will be tables.
         cross join lateral (
             select case when r.drawn_at is not null or counts_shown(p.phase) then case when has_tables(r) then 'yes' end
                         when r.tables = 'on' then 'yes' when r.tables = 'auto' then 'maybe' end as tables) as t
         join stage s on s.site = r.site and s.key = r.stage
         join member m on m.site = r.site and m.id = r.host
         join member_group g on g.site = m.site and g.key = m."group"
    where x.site = round_head.site and x.number = round_head.number;
end;

-- What the page of a round says besides. "asked" counts to 10,000.
create function round_texts(v viewer)
returns table (
    "@asked" int, "@hidden" int, "in-our-hands|markdown" text, "not-in-our-hands|markdown" text, "leaning|markdown" text,
    "cancel-reason" text, "learning|markdown" text, "agreed/@by" text, "departure" text, "draw-key" text)
stable rows 1
begin atomic
    select (select count(*) from (select from invitation i
                                  where i.site = r.site and i.round = r.number and i.invited_at is not null
                                  limit 10000) as i),
           case when v.phase in ('reported', 'closed')
                then (select count(*) from (select from advice a
                                            where a.site = r.site and a.round = r.number and a.hidden_at is not null
                                            limit 1000) as h) end,
           r.in_our_hands, r.not_in_our_hands, case when leaning_shown(v) then r.leaning end, r.cancel_reason, r.learning,
           case when v.host or v.phase in ('choosing', 'acting', 'reported', 'closed') then m.name end,
           case when choice_shown(v) then r.departure end, encode(round_key(r.site, r.number), 'hex')
    from round r
         left join member m on m.site = r.site and m.id = r.agreed_by
    where r.site = v.site and r.number = v.round;
end;

-- Where the viewer stands in the round: whether they may advise now, or why not, in the words that the act would answer.
create function round_mine(v viewer)
returns table (
    "@may-advise" text, "@why-not" text, "@late" text, "@may-keep" text, "@wrote" text, "@adviser" text, "@staff" text,
    "@host" text, "@enough" text, "@moderator" text, "@link" text, "@may-join" text, "@joining" text, "@invited" text,
    "@declined" text, "@others" int, "@table" smallint, "@may-lay" text, "@leaning" text,
    "@group" text, "@speaks" text, "@label" text, "why|markdown" text)
stable rows 1
begin atomic
    select case when n.why is null then 'yes' end, n.why,
           case when n.why is null and v.phase in ('table', 'hearing') then 'yes' end,
           case when n.why in ('moved-on', 'cancelled') then 'yes' end,
           case when v.wrote then 'yes' end, case when v.adviser then 'yes' end, case when v.speaks then 'yes' end,
           case when v.host then 'yes' end,
           case when v.host and v.phase = 'advice' then case when r.advisers >= r.min_advice then 'yes' else 'no' end end,
           case when v.moderator then 'yes' end, case when v.guest and v.signed_in then 'yes' end,
           case when r.invited_only and v.phase in ('announced', 'advice') and v.signed_in and not v.guest and not v.host
                     and not v.invited and not v.joining and v."group" = any (r.groups) then 'yes' end,
           case when v.joining then 'yes' end, case when v.invited then 'yes' end, case when v.declined then 'yes' end,
           case when v.invited
                then (select count(*) from (select from invitation o
                                            where o.site = r.site and o.round = r.number and o.invited_at is not null
                                            limit 10000) as o) - 1 end,
           v."table",
           case when v.phase = 'choosing' and v.adviser and not v.host and has_stones(r) then 'yes' end,
           case when r.leaning is not null and not leaning_shown(v) then 'later' end,
           g.key, case when g.speaks then 'yes' end, g.label,
           case when v.invited then i.why end
    from round x
         cross join lateral round_now(x, v.at) as r
         cross join lateral (select v.guest or v."group" = any (r.groups) and (not r.invited_only or v.invited and not v.declined)
                                    as of_those) as o
         cross join lateral (
             select o.of_those, case
                 when not v.signed_in then 'sign-in'
                 when v.host then 'hosts-do-not-advise'
                 when not o.of_those then case when not v."group" = any (r.groups) then 'not-your-group'
                                               when v.declined then 'declined' else 'invited-only' end
                 when v.phase in ('draft', 'announced') then 'not-open-yet'
                 when v.phase = 'cancelled' then 'cancelled'
                 when v.phase not in ('advice', 'table', 'hearing') then 'moved-on' end as why) as n
         left join invitation i on i.site = r.site and i.round = r.number and i.member = v.member
         left join member_group g on g.site = v.site and g.key = v."group"
    where x.site = v.site and x.number = v.round;
end;

-- A card that may be read, but for its words, which each page gives in its own way. "table" is that of its adviser's seat.
create function card_head(v viewer, a advice, "table" smallint, flagged boolean)
returns table (
    "@number" bigint, "@question" smallint, "@state" text, "@own" text, "@at" text, "@edited" text, "@late" text,
    "@table" smallint, "@flagged" text, "@outcome" text, "@group" text, "@speaks" text, "@label" text, "@by-link" text,
    "author" text)
stable rows 1
begin atomic
    select a.card, a.question, advice_state(a), case when a.adviser = v.member then 'yes' end,
           iso(coalesce(a.sent_at, a.created_at)), case when a.adviser = v.member then iso(a.edited_at) end,
           case when a.late then 'yes' end,
           case when counts_shown(v.phase) and not a.late then "table" end,
           case when v.moderator and not v.host and flagged then 'yes' end,
           case when trace_shown(v) then t.outcome end,
           g.key, case when g.speaks then 'yes' end, g.label, case when m.guest then 'yes' end,
           case when author_shown(v, a) then m.name end
    from (select) as one
         left join member_group g on g.site = a.site and g.key = a."group"
         left join member m on m.site = a.site and m.id = a.adviser
         left join trace t on t.site = a.site and t.round = a.round and t.card = a.card;
end;

-- A promise as lists show it. Its keeper is who keeps it now, by the name that the ledger has: names stay in the record.
create function promise_head(site text, promise bigint, at timestamptz)
returns table (
    "@number" bigint, "@round" bigint, "@kind" text, "@state" text, "@first-due" text, "@due" text, "@moves" int,
    "@made" text, "@last" text, "@ended-at" text, "@action" bigint, "@size" text,
    "text" text, "keeper" text, "people" text, "round-title" text)
stable rows 1
begin atomic
    select p.promise, p.round, p.kind, promise_state(p.first_due, n.due, n.ended, n.ended_at, promise_head.at),
           iso(p.first_due), iso(n.due), n.moves, iso(p.made_at), iso(n.last_at), iso(n.ended_at), p.action, a.size,
           p.text, m.name, a.people, r.title
    from promise p
         join promise_now n on n.site = p.site and n.promise = p.promise
         cross join lateral (
             select coalesce((select e.keeper_name from promise_event e
                              where e.site = p.site and e.promise = p.promise and e.keeper = n.keeper
                              order by e.event desc limit 1), p.keeper_name) as name) as m
         join round r on r.site = p.site and r.number = p.round
         left join action a on a.site = p.site and a.round = p.round and a.action = p.action
    where p.site = promise_head.site and p.promise = promise_head.promise;
end;

-- What came of one card, for whoever may read the card: no row when there is nothing yet. Its hosts, and the writer of the
-- card, also read how it was contested.
create or replace function trace_head(v viewer, a advice)
returns table (
    "@card" bigint, "@outcome" text, "@action" bigint, "@insight" bigint, "@again" date, "@at" text, "@version" int,
    "@contested" text, "@answered" text, "@earlier" text, "@others" int, "@may-miss" text,
    "reason|markdown" text, "reason-source" text, "link" text, "question" text,
    "contest|markdown" text, "earlier-reason|markdown" text, "action-title" text, "insight-sentence" text)
stable rows 1
begin atomic
    select t.card, t.outcome, t.action, t.insight, t.again_on, iso(t.at), t.version,
           iso(t.contested_at), iso(t.answered_at), t.earlier, i.cards - 1,
           case when v.phase = 'reported' and a.adviser = v.member and a.hidden_at is null
                     and t.contested_at is null and t.outcome <> 'withdrawn' then 'yes' end,
           t.reason, case when v.host then t.reason end, t.link, t.question,
           case when v.host or a.adviser = v.member then t.contest end,
           case when v.host or a.adviser = v.member then t.earlier_reason end,
           n.title, i.sentence
    from trace t
         left join insight i on i.site = t.site and i.round = t.round and i.insight = t.insight
         left join action n on n.site = t.site and n.round = t.round and n.action = t.action
    where t.site = a.site and t.round = a.round and t.card = a.card;
end;

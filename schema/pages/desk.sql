-- SPDX-License-Identifier: Apache-2.0
-- The desk of the moderators: what is due next and how late it is, what is silent or has no outcome, what was promised, and the
-- numbers to watch. It looks at the newest 200 rounds that are not over.
-- audience: viewer

-- include: site

-- query: rounds/round
-- takes: site
select h.*,
       (select q.text from question q
        where q.site = r.site and q.round = r.number and q.struck_at is null
        order by q.place limit 1) as "question",
       n.key        as "next/@key",
       iso(n.until) as "next/@until",
       n.late       as "next/@late",
       n.who        as "next/@who"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is null and r.cancelled_at is null and r.learned_at is null
      order by r.number desc
      limit 200) as k
join round r on r.site = $1::text and r.number = k.number
cross join lateral round_head(r.site, r.number, clock()) h
cross join lateral next_step(r, clock()) n
order by n.until nulls first, r.number
limit 50

-- query: silent/table
-- takes: site
select t.round   as "@round",
       t."table" as "@table",
       iso(r.drawn_at) as "@since",
       (select count(*) from seat s
        where s.site = t.site and s.round = t.round and s."table" = t."table" and s.place > 0) as "@seats",
       r.title   as "round-title"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is null and r.cancelled_at is null and r.learned_at is null
      order by r.number desc
      limit 200) as k
join round r on r.site = $1::text and r.number = k.number
cross join lateral (
    select t.* from kitchen_table t
    where t.site = r.site and t.round = r.number and phase(r, clock()) = 'table'
    order by t."table"
    limit 200) as t
where not exists (select from reply p where p.site = t.site and p.round = t.round and p."table" = t."table")
order by t.round, t."table"
limit 50

-- query: untraced/round
-- takes: site
select r.number as "@number",
       n.count  as "@count",
       r.title  as "title"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is null and r.cancelled_at is null and r.learned_at is null
      order by r.number desc
      limit 200) as k
join round r on r.site = $1::text and r.number = k.number
cross join lateral (
    select count(*) - count(t.card) as count
    from advice a
    left join lateral (
        select t.card from trace t where t.site = a.site and t.round = a.round and t.card = a.card limit 1) as t on true
    where a.site = r.site and a.round = r.number and a.sent_at is not null and a.hidden_at is null) as n
where phase(r, clock()) in ('acting', 'empty') and n.count > 0
order by r.report_due, r.number
limit 20

-- query: flagged/card
-- takes: site, subject, group, moderator, admin
select k.round  as "@round",
       k.card   as "@number",
       iso(k.at) as "@at",
       k.flags  as "@flags",
       r.title  as "round-title"
from (select f.round, f.card, f.at, f.flags
      from (select f.round, f.card, min(f.at) as at, count(*) as flags
            from (select f.round, f.card, f.at from advice_flag f
                  where f.site = $1::text
                  order by f.round desc, f.card desc
                  limit 500) as f
            group by f.round, f.card) as f
      join advice a on a.site = $1::text and a.round = f.round and a.card = f.card and a.hidden_at is null
      order by f.at, f.round, f.card
      limit 40) as k
cross join lateral viewer($1::text, $2::text, $3::text, $4::text, $5::text, k.round::text) v
join round r on r.site = v.site and r.number = v.round
join advice a on a.site = v.site and a.round = v.round and a.card = k.card
where v.moderator and not v.host and advice_shown(v, a, null, true)
order by k.at, k.round, k.card
limit 20

-- query: due/promise
-- takes: site
select h.*
from (select n.promise, n.due from promise_now n
      where n.site = $1::text and n.ended is null and n.due > days_later(clock(), -30) and n.due < days_later(clock(), 31)
      order by n.due, n.promise
      limit 50) as k
cross join lateral promise_head($1::text, k.promise, clock()) h
order by k.due, k.promise
limit 50

-- query: numbers/round
-- takes: site
select r.number as "@number",
       iso(r.reported_at) as "@reported",
       n.*,
       r.title  as "title"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is not null
      order by r.reported_at desc, r.number desc
      limit 12) as k
join round r on r.site = $1::text and r.number = k.number
cross join lateral round_numbers(r.site, r.number, clock()) n
order by r.reported_at, r.number
limit 12

-- query: total
-- takes: site
select count(*)                as "@rounds",
       coalesce(sum(n."@cards"), 0)    as "@cards",
       coalesce(sum(n."@acted"), 0)    as "@acted",
       round(avg(n."@days-to-report")) as "@days-to-report",
       coalesce(sum(n."@traces"), 0)   as "@traces",
       coalesce(sum(n."@missed"), 0)   as "@missed",
       coalesce(sum(n."@advisers"), 0) as "@advisers",
       coalesce(sum(n."@returned"), 0) as "@returned",
       coalesce(sum(n."@kept"), 0)     as "@kept",
       coalesce(sum(n."@late"), 0)     as "@late",
       coalesce(sum(n."@broken"), 0)   as "@broken",
       coalesce(sum(n."@released"), 0) as "@released",
       coalesce(sum(n."@disagreements"), 0) as "@disagreements"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is not null
      order by r.reported_at desc, r.number desc
      limit 12) as k
cross join lateral round_numbers($1::text, k.number, clock()) n

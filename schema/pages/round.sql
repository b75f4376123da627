-- SPDX-License-Identifier: Apache-2.0
-- A round as this viewer may see it: what is asked and what happens next, one's own cards, what others said, what was heard,
-- chosen, promised and done.
-- audience: viewer
-- topics: round {number}, promises

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'anybody') r

-- include: site
-- include: round
-- include: next
-- include: cohosts
-- include: groups_asked
-- include: questions
-- include: mine

-- query: own/card
-- takes: site, subject, group, moderator, admin, number
select h.*,
       a.share   as "@share",
       a.kept    as "@kept",
       a.version as "@version",
       c.may     as "@may-change",
       case when a.withdrawn_at is null then 'yes' end as "@may-withdraw",
       a.body    as "body|markdown",
       case when c.may = 'yes' or v.phase = 'cancelled' then a.body end as "source",
       a.hidden_reason as "hidden-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a
    where a.site = v.site and a.adviser = v.member and a.round = v.round
    order by a.card
    limit 100) as of_mine
join advice a on a.site = v.site and a.round = v.round and a.card = of_mine.card
left join seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
cross join lateral card_head(v, a, s."table", false) h
cross join lateral (
    select case when not v.host and a.hidden_at is null and a.withdrawn_at is null and a.erased_at is null
                     and (a.sent_at is null or v.phase in ('advice', 'cancelled')) then 'yes' end as may) as c
where advice_shown(v, a, s."table", false)
order by a.question, a.created_at, a.card

-- query: kept/card
-- takes: site, subject, group, moderator, admin, number
select a.round as "@round",
       a.card  as "@number",
       iso(a.created_at) as "@at",
       a.kept  as "@kept",
       k.title as "round-title",
       a.body  as "body|markdown",
       a.body  as "source"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and v.phase in ('advice', 'table', 'hearing')
cross join lateral (
    select a.round, a.card, o.title
    from advice a
    join round o on o.site = a.site and o.number = a.round and o.stage = r.stage
    where a.site = v.site and a.adviser = v.member and a.kept = 'next' and a.round <> r.number
    order by a.round desc, a.card desc
    limit 20) as k
join advice a on a.site = v.site and a.round = k.round and a.card = k.card
where advice_shown(v, a, null, false)
order by a.round desc, a.card desc
limit 20

-- query: cards/card
-- takes: site, subject, group, moderator, admin, number, after
select p.rank || '_' || p.card as "@cursor",
       case when p.place = 40 and p.more then 'yes' end as "@more",
       h.*,
       a.body          as "body|markdown",
       a.hidden_reason as "hidden-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral card_page(v, $7::text, 40) p
join advice a on a.site = v.site and a.round = v.round and a.card = p.card
cross join lateral card_head(v, a, p."table", p.flagged) h
where p.place <= 40 and advice_shown(v, a, p."table", p.flagged)
order by p.place
limit 40

-- query: placed/in
-- takes: site, subject, group, moderator, admin, number, after
select x.card    as "@card",
       x.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.card from card_page(v, $7::text, 40) p where p.place <= 40
    union all
    (select a.card from advice a where a.site = v.site and a.adviser = v.member and a.round = v.round limit 100)) as c
join insight_advice x on x.site = v.site and x.round = v.round and x.card = c.card
join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
where insight_shown(v, i)
order by x.card, x.insight
limit 1000

-- include: insights

-- query: laid/stone
-- takes: site, subject, group, moderator, admin, number
select s.stone   as "@stone",
       s.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join stone s on s.site = v.site and s.round = v.round and s.member = v.member
order by s.stone
limit 3

-- include: stones
-- include: actions

-- query: promises/promise
-- takes: site, subject, group, moderator, admin, number
select h.*,
       case when n.keeper = v.member then 'yes' end as "@own"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.site, p.promise from promise p
    where p.site = v.site and p.round = v.round
    order by p.promise
    limit 50) as p
join promise_now n on n.site = p.site and n.promise = p.promise
cross join lateral promise_head(p.site, p.promise, v.at) h
order by p.promise
limit 50

-- query: record
-- takes: site, subject, group, moderator, admin, number
select count(*) filter (where s.state = 'kept')     as "@kept",
       count(*) filter (where s.state = 'late')     as "@late",
       count(*) filter (where s.state = 'broken')   as "@broken",
       count(*) filter (where s.state = 'released') as "@released",
       count(*) filter (where s.state = 'open')     as "@open",
       count(*) filter (where s.state = 'overdue')  as "@overdue"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join promise p on p.site = v.site and p.round = v.round
join promise_now n on n.site = p.site and n.promise = p.promise
cross join lateral promise_state(p.first_due, n.due, n.ended, n.ended_at, v.at) s (state)

-- query: tables/table
-- takes: site, subject, group, moderator, admin, number
select t."table" as "@number",
       n.seats   as "@seats",
       nullif(array_to_string(t.yielded, ' '), '') as "@yielded",
       case when not exists (select from reply p where p.site = t.site and p.round = t.round and p."table" = t."table")
            then 'yes' end as "@silent",
       case when t."table" = v."table" then 'yes' end as "@own",
       iso(t.left_at) as "@left"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select t.* from kitchen_table t
    where t.site = v.site and t.round = v.round
    order by t."table"
    limit 200) as t
cross join lateral (
    select count(*) as seats from seat s
    where s.site = t.site and s.round = t.round and s."table" = t."table" and s.place > 0) as n
where v.phase = 'table' and (v.adviser or v.speaks or v.host) or table_shown(v, t."table")
order by t."table"
limit 200

-- query: outcomes/outcome
-- takes: site, subject, group, moderator, admin, number
select o.key   as "@key",
       o.count as "@count"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select count(*) filter (where t.outcome = 'shaped_action') as shaped,
           count(*) filter (where t.outcome = 'in_insight')    as heard,
           count(*) filter (where t.outcome = 'already_so')    as already,
           count(*) filter (where t.outcome = 'for_later')     as later,
           count(*) filter (where t.outcome = 'not_now')       as not_now,
           count(*) filter (where t.outcome = 'could_not_use') as unclear,
           count(*) filter (where t.outcome = 'withdrawn')     as withdrawn
    from trace t
    where t.site = v.site and t.round = v.round and v.phase in ('reported', 'closed')
    limit 1) as n
cross join lateral (values
    (1, 'shaped_action', n.shaped), (2, 'in_insight', n.heard), (3, 'already_so', n.already), (4, 'for_later', n.later),
    (5, 'not_now', n.not_now), (6, 'could_not_use', n.unclear), (7, 'withdrawn', n.withdrawn)) as o (place, key, count)
where o.count > 0
order by o.place
limit 7

-- query: log/event
-- takes: site, subject, group, moderator, admin, number
select e.number  as "@number",
       e.kind    as "@kind",
       iso(e.at) as "@at",
       e.text    as "text|markdown"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round_event e on e.site = v.site and e.round = v.round
order by e.number desc
limit 50

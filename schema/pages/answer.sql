-- SPDX-License-Identifier: Apache-2.0
-- What became of one's own advice: said, at the table, heard, what stood out, what we will do, and how that stands.
-- audience: viewer
-- topics: round {number}, promises

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'member') r

-- include: site
-- include: round
-- include: next
-- include: questions
-- include: mine

-- query: adviser
-- takes: site, subject, group, moderator, admin, number
select g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label",
       m.name  as "name"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
left join member m on m.site = v.site and m.id = v.member
left join member_group g on g.site = m.site and g.key = m."group"

-- query: own/card
-- takes: site, subject, group, moderator, admin, number
select h.*,
       a.share   as "@share",
       a.kept    as "@kept",
       a.version as "@version",
       c.may     as "@may-change",
       case when a.withdrawn_at is null then 'yes' end as "@may-withdraw",
       a.body    as "body|markdown",
       case when c.may = 'yes' then a.body end as "source",
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
                     and (a.sent_at is null or v.phase = 'advice') then 'yes' end as may) as c
where advice_shown(v, a, s."table", false)
order by a.question, a.created_at, a.card

-- query: replies/reply
-- takes: site, subject, group, moderator, admin, number
select p.reply  as "@number",
       p.course as "@course",
       p.card   as "@card",
       p.parent as "@parent",
       p.kind   as "@kind",
       g.key    as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label  as "@label",
       iso(p.at) as "@at",
       p.body   as "body|markdown",
       p.link   as "source"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a
    where a.site = v.site and a.adviser = v.member and a.round = v.round
    limit 100) as c
cross join lateral (
    select p.* from reply p
    where p.site = v.site and p.round = v.round and p.card = c.card and p.member is distinct from v.member
      and p.withdrawn_at is null and p.hidden_at is null and table_shown(v, p."table")
    order by p.reply
    limit 20) as p
join member_group g on g.site = p.site and g.key = p."group"
order by p.card, p.reply
limit 500

-- query: placed/in
-- takes: site, subject, group, moderator, admin, number
select x.card    as "@card",
       x.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a where a.site = v.site and a.adviser = v.member and a.round = v.round limit 100) as c
join insight_advice x on x.site = v.site and x.round = v.round and x.card = c.card
join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
where insight_shown(v, i)
order by x.card, x.insight
limit 1000

-- query: insights/insight
-- takes: site, subject, group, moderator, admin, number
select i.insight  as "@number",
       i.kind     as "@kind",
       case when choice_shown(v) then i.place end as "@place",
       i.cards    as "@cards",
       i.version  as "@version",
       i.sentence as "sentence",
       case when choice_shown(v) then i.reason end as "reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.insight from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
      and exists (select from insight_advice x
                  join advice a on a.site = x.site and a.round = x.round and a.card = x.card and a.adviser = v.member
                  where x.site = i.site and x.round = i.round and x.insight = i.insight)
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

-- query: actions/action
-- takes: site, subject, group, moderator, admin, number
select a.action  as "@number",
       a.insight as "@insight",
       a.size    as "@size",
       iso(coalesce(n.due, a.due)) as "@due",
       a.promise as "@promise",
       promise_state(p.first_due, n.due, n.ended, n.ended_at, v.at) as "@state",
       case when coalesce(n.keeper, a.keeper) = v.member then 'yes' end as "@own",
       a.version as "@version",
       a.title   as "title",
       a.people  as "people",
       case when v.host then m.subject end as "keeper/@login",
       m.name    as "keeper"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.* from action a
    where a.site = v.site and a.round = v.round and choice_shown(v)
    order by a.action
    limit 30) as a
left join promise p on p.site = a.site and p.promise = a.promise
left join promise_now n on n.site = a.site and n.promise = a.promise
join member m on m.site = a.site and m.id = coalesce(n.keeper, a.keeper)
where trace_shown(v)
  and exists (select from trace t
              join advice o on o.site = t.site and o.round = t.round and o.card = t.card and o.adviser = v.member
              where t.site = a.site and t.round = a.round and t.action = a.action)
order by a.action
limit 30

-- query: promises/promise
-- takes: site, subject, group, moderator, admin, number
select h.*,
       case when n.keeper = v.member then 'yes' end as "@own"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.site, p.promise from promise p
    where p.site = v.site and p.round = v.round and trace_shown(v)
      and exists (select from trace t
                  join advice o on o.site = t.site and o.round = t.round and o.card = t.card and o.adviser = v.member
                  where t.site = p.site and t.round = p.round and t.action = p.action)
    order by p.promise
    limit 50) as p
join promise_now n on n.site = p.site and n.promise = p.promise
cross join lateral promise_head(p.site, p.promise, v.at) h
order by p.promise
limit 50

-- query: traces/trace
-- takes: site, subject, group, moderator, admin, number
select h.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a where a.site = v.site and a.adviser = v.member and a.round = v.round limit 100) as c
join advice a on a.site = v.site and a.round = v.round and a.card = c.card
cross join lateral trace_head(v, a) h
where trace_shown(v) and a.adviser = v.member and advice_shown(v, a, null, false)
order by a.card
limit 100

-- SPDX-License-Identifier: Apache-2.0
-- Choosing, for the hosts: which insights stand out and why, and what is done first. Stones stay sealed until then.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'host') r

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

-- query: round
-- takes: site, subject, group, moderator, admin, number
select h.*, t.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral round_head(v.site, v.round, v.at) h
cross join lateral round_texts(v) t

-- query: next
-- takes: site, subject, group, moderator, admin, number
select n.key        as "@key",
       iso(n.until) as "@until",
       n.late       as "@late",
       n.who        as "@who"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
cross join lateral next_step(r, v.at) n

-- query: todo
-- takes: site, subject, group, moderator, admin, number
select i.priorities as "@priorities",
       i.empty      as "@empty",
       a.actions    as "@actions",
       a.small      as "@small",
       case when stones_shown(v) then 'yes' end as "@laid-open"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select count(i.place) as priorities, count(*) filter (where i.cards = 0) as empty
    from insight i where i.site = v.site and i.round = v.round and v.host) as i
cross join lateral (
    select count(*) as actions, count(*) filter (where a.size = 'small') as small
    from action a where a.site = v.site and a.round = v.round and v.host) as a
where v.host

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
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

-- query: stones/stone
-- takes: site, subject, group, moderator, admin, number
with laid as materialized (
    select s.insight, s."group", count(*) as stones, count(distinct s.member) as people
    from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
    join stone s on s.site = v.site and s.round = v.round and stones_shown(v)
    group by grouping sets ((s.insight, s."group"), (s."group"))
)
select i.insight as "@insight",
       g.key     as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label   as "@label",
       coalesce(l.stones, 0) as "@count",
       of.people as "@people"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and has_stones(r) and stones_shown(v)
cross join lateral (
    select i.insight, i.score from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
    order by i.insight
    limit 50) as i
join member_group g on g.site = v.site
join laid of on of.insight is null and of."group" = g.key
left join laid l on l.insight = i.insight and l."group" = g.key
order by i.score desc nulls last, i.insight, g.position, g.key
limit 500

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
order by a.action
limit 30

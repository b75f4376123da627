-- SPDX-License-Identifier: Apache-2.0
-- The round as a member will see it, and what stands between it and publishing.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'asker') r

-- include: site
-- include: round
-- include: next
-- include: cohosts
-- include: groups_asked
-- include: questions

-- query: mine
-- takes: site, subject, group, moderator, admin, number
select 'yes'   as "@may-advise",
       case when r.leaning is not null then 'later' end as "@leaning",
       g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
join member_group g on g.site = r.site and g.key = any (r.groups)
order by g.position, g.key
limit 1

-- query: findings/finding
-- takes: site, subject, group, moderator, admin, number
select f.place    as "@place",
       q.slot     as "@slot",
       f.rule     as "@rule",
       f.severity as "@severity",
       f.category as "@category",
       case when f.accepted then 'yes' end as "@accepted",
       r.language || ' ' || f.rule as "reason|finding"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and (v.host or v.moderator)
join wording_finding f on f.site = r.site and f.round = r.number
left join question q on q.site = f.site and q.round = f.round and q.place = f.place
order by f.place, f.rule
limit 100

-- query: todo
-- takes: site, subject, group, moderator, admin, number
select n.questions as "@questions",
       n.stops     as "@stops",
       n.warns     as "@warns",
       o.owing     as "@owing",
       o.allowed   as "@owing-allowed",
       case when w.why is null then 'yes' end as "@may-publish",
       w.why       as "@why-not"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and (v.host or v.moderator)
cross join lateral (
    select (select count(*) from question q where q.site = r.site and q.round = r.number) as questions,
           count(*) filter (where f.severity = 'stop') as stops, count(*) filter (where f.severity = 'warn') as warns
    from open_findings(r) f) as n
cross join lateral (select promises_owing(r.site) as owing, allowed_owing(r.site) as allowed) as o
cross join lateral (
    select case when r.published_at is not null then 'already-published'
                when r.cancelled_at is not null then 'cancelled'
                when not v.moderator then 'moderators-only'
                when not all_checked(r) then 'unchecked'
                when n.stops > 0 and not v.admin then 'findings-open'
                when r.advice_until < days_later(greatest(r.opens_at, v.at), 3) then 'dates-passed'
                when o.owing > o.allowed and not v.admin then 'owing' end as why) as w

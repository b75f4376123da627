-- SPDX-License-Identifier: Apache-2.0
-- What hosts do to a running round besides hearing: give it time, strike or add a question, invite, make links, end it.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'asker') r

-- include: site
-- include: round
-- include: next
-- include: cohosts
-- include: questions

-- query: todo
-- takes: site, subject, group, moderator, admin, number
select case when v.host and v.phase = 'advice' then case when r.advisers >= r.min_advice then 'yes' else 'no' end
       end as "@enough",
       n.asked      as "@asked",
       n.declined   as "@declined",
       n.joining    as "@joining",
       case when (v.host or v.admin) and v.phase in ('announced', 'advice') and v.at < r.advice_until and r.extensions < 2
            then 'yes' end as "@may-extend",
       r.extend_days as "@extend-days",
       case when v.host and v.phase in ('draft', 'announced', 'advice', 'table', 'hearing', 'choosing')
            then 'yes' end as "@may-cancel",
       case when v.host and v.phase in ('announced', 'advice') then 'yes' end as "@may-strike",
       case when v.host and v.phase in ('announced', 'advice') and v.at < r.opens_at + (r.advice_until - r.opens_at) / 2
            then 'yes' end as "@may-ask",
       case when v.host and v.phase in ('draft', 'announced', 'advice') then 'yes' end as "@may-invite",
       case when v.host and v.phase = 'empty' then 'yes' end as "@may-learn"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round x on x.site = v.site and x.number = v.round and (v.host or v.moderator)
cross join lateral round_now(x, v.at) r
cross join lateral (
    select count(i.invited_at) as asked,
           count(*) filter (where i.invited_at is not null and i.declined_at is not null) as declined,
           count(*) filter (where i.invited_at is null and i.declined_at is null) as joining
    from (select i.* from invitation i where i.site = v.site and i.round = v.round limit 10000) as i) as n

-- query: joins/person
-- takes: site, subject, group, moderator, admin, number
select i.member as "@number",
       iso(coalesce(i.invited_at, i.asked_at)) as "@at",
       iso(i.declined_at) as "@declined",
       g.key    as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label  as "@label",
       m.name   as "name",
       i.why    as "why"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.* from invitation i
    where i.site = v.site and i.round = v.round and i.invited_at is null and i.declined_at is null
    order by i.member
    limit 50) as i
join member m on m.site = i.site and m.id = i.member
join member_group g on g.site = m.site and g.key = m."group"
where v.host or v.moderator
order by i.member
limit 50

-- query: invited/person
-- takes: site, subject, group, moderator, admin, number
select i.member as "@number",
       iso(coalesce(i.invited_at, i.asked_at)) as "@at",
       iso(i.declined_at) as "@declined",
       g.key    as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label  as "@label",
       m.name   as "name",
       i.why    as "why"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.* from invitation i
    where i.site = v.site and i.round = v.round and i.invited_at is not null
    order by i.member
    limit 500) as i
join member m on m.site = i.site and m.id = i.member
join member_group g on g.site = m.site and g.key = m."group"
where v.host or v.moderator
order by i.member
limit 500

-- query: links/link
-- takes: site, subject, group, moderator, admin, number
select l.id    as "@number",
       iso(l.made_at)    as "@made",
       iso(l.expires_at) as "@expires",
       iso(l.ended_at)   as "@ended",
       case when l.ended_at is not null or l.expires_at <= v.at then 'yes' end as "@gone",
       g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label",
       case when l.ended_at is null and l.expires_at > v.at
            then l.round || '.' || l.id || '.' || extract(epoch from l.expires_at)::bigint end as "@signed|signed",
       l.name  as "name"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select l.* from guest_link l
    where l.site = v.site and l.round = v.round and v.host
    order by l.id
    limit 200) as l
join member_group g on g.site = l.site and g.key = l."group"
order by l.id
limit 200

-- include: groups

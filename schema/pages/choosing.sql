-- SPDX-License-Identifier: Apache-2.0
-- Choosing, for the hosts: which insights stand out and why, and what is done first. Stones stay sealed until then.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'host') r

-- include: site
-- include: round
-- include: next

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

-- include: insights
-- include: stones
-- include: actions

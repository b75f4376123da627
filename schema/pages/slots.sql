-- SPDX-License-Identifier: Apache-2.0
-- What this viewer sees differently in a body that everybody shares: the own vote, the own idea, the votes as they are now.
-- audience: viewer

-- query: idea
-- fills: voted mine tally
-- takes: site, subject, keys
select 'voted ' || v.idea as "@slot",
       'yes'              as "@value"
from member m
join vote v on v.site = m.site and v.member = m.id
where m.site = $1::text and m.subject = $2::text and v.idea = any ($3::bigint[])
union all
select 'mine ' || i.number, 'yes'
from member m
join idea i on i.site = m.site and i.author = m.id
where m.site = $1::text and m.subject = $2::text and i.number = any ($3::bigint[])
union all
select 'tally ' || t.idea, t.votes::text
from idea_tally t
where t.site = $1::text and t.idea = any ($3::bigint[])

-- query: round
-- fills: wrote hosting invited
-- takes: site, subject, keys
select 'wrote ' || k.round as "@slot",
       'yes'               as "@value"
from member m
cross join unnest($3::bigint[]) as k (round)
cross join lateral (
    select from advice a
    where a.site = m.site and a.adviser = m.id and a.round = k.round and a.sent_at is not null
    limit 1) as a
where m.site = $1::text and m.subject = $2::text
union all
select 'hosting ' || h.round, 'yes'
from member m
join round_host h on h.site = m.site and h.member = m.id
where m.site = $1::text and m.subject = $2::text and h.round = any ($3::bigint[])
union all
select 'invited ' || i.round, 'yes'
from member m
join invitation i on i.site = m.site and i.member = m.id
where m.site = $1::text and m.subject = $2::text and i.round = any ($3::bigint[])
  and i.invited_at is not null and i.declined_at is null

-- query: promise
-- fills: keeper
-- takes: site, subject, keys
select 'keeper ' || n.promise as "@slot",
       'yes'                  as "@value"
from member m
join promise_now n on n.site = m.site and n.keeper = m.id
where m.site = $1::text and m.subject = $2::text and n.promise = any ($3::bigint[])

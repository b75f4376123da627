-- SPDX-License-Identifier: Apache-2.0
-- What this viewer sees differently in a body that everybody shares: the own vote, the own idea, the votes as they are now.
-- audience: viewer

-- query: idea
-- fills: voted mine tally
-- takes: site, subject, keys
select 'voted' as "@name",
       v.idea  as "@key",
       'yes'   as "@value"
from member m
join vote v on v.site = m.site and v.member = m.id
where m.site = $1::text and m.subject = $2::text and v.idea = any ($3::bigint[])
union all
select 'mine', i.number, 'yes'
from member m
join idea i on i.site = m.site and i.author = m.id
where m.site = $1::text and m.subject = $2::text and i.number = any ($3::bigint[])
union all
select 'tally', t.idea, t.votes::text
from idea_tally t
where t.site = $1::text and t.idea = any ($3::bigint[])

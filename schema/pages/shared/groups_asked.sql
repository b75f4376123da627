-- SPDX-License-Identifier: Apache-2.0
-- Which groups a round asks.

-- query: groups/group
-- takes: site, subject, group, moderator, admin, number
select g.key   as "@key",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "label"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
join member_group g on g.site = r.site and g.key = any (r.groups)
order by g.position, g.key
limit 50

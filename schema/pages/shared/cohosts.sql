-- SPDX-License-Identifier: Apache-2.0
-- Who asks besides the host.

-- query: cohosts/host
-- takes: site, subject, group, moderator, admin, number
select g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label",
       m.name  as "name"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
join round_host h on h.site = r.site and h.round = r.number and h.member <> r.host
join member m on m.site = h.site and m.id = h.member
join member_group g on g.site = m.site and g.key = m."group"
order by h.member
limit 20

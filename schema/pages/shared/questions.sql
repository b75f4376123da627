-- SPDX-License-Identifier: Apache-2.0
-- What the round asks, struck questions too.

-- query: questions/question
-- takes: site, subject, group, moderator, admin, number
select q.place           as "@place",
       q.slot            as "@slot",
       case when q.place > 8 then iso(q.added_at) end as "@added",
       iso(q.struck_at)  as "@struck",
       q.text            as "text",
       q.struck_reason   as "struck-reason",
       q.override_reason as "override-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join question q on q.site = v.site and q.round = v.round
order by q.place
limit 12

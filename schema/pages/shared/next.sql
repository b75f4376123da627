-- SPDX-License-Identifier: Apache-2.0
-- What happens next, by whom, until when, and how late.

-- query: next
-- takes: site, subject, group, moderator, admin, number
select n.key        as "@key",
       iso(n.until) as "@until",
       n.late       as "@late",
       n.who        as "@who"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
cross join lateral next_step(r, v.at) n

-- SPDX-License-Identifier: Apache-2.0
-- Where the viewer stands in the round.

-- query: mine
-- takes: site, subject, group, moderator, admin, number
select m.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral round_mine(v) m

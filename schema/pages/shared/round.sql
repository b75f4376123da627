-- SPDX-License-Identifier: Apache-2.0
-- What the pages of a round share: its head and its texts.

-- query: round
-- takes: site, subject, group, moderator, admin, number
select h.*, t.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral round_head(v.site, v.round, v.at) h
cross join lateral round_texts(v) t

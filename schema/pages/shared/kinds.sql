-- SPDX-License-Identifier: Apache-2.0
-- The kinds of ideas.

-- query: kinds/kind
-- takes: site
select k.key   as "@key",
       k.label as "label"
from kind k
where k.site = $1::text
order by k.position, k.key
limit 50

-- SPDX-License-Identifier: Apache-2.0
-- The form for a new idea: what there is to choose from.
-- audience: viewer

-- query: kinds/kind
-- takes: site
select k.key   as "@key",
       k.label as "label"
from kind k
where k.site = $1::text
order by k.position, k.key

-- query: stages/stage
-- takes: site
select s.key   as "@key",
       s.label as "label"
from stage s
where s.site = $1::text
order by s.position, s.key

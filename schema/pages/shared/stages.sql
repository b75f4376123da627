-- SPDX-License-Identifier: Apache-2.0
-- The moments of the journey.

-- query: stages/stage
-- takes: site
select s.key   as "@key",
       s.label as "label"
from stage s
where s.site = $1::text
order by s.position, s.key
limit 50

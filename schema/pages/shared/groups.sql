-- SPDX-License-Identifier: Apache-2.0
-- The groups of the site.

-- query: groups/group
-- takes: site
select g.key   as "@key",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "label"
from member_group g
where g.site = $1::text
order by g.position, g.key
limit 50

-- SPDX-License-Identifier: Apache-2.0
-- For whom the viewer speaks.

-- query: author
-- takes: site, subject, group
select g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label"
from member_group g
where g.site = $1::text and $2::text is not null
order by (g.key = $3::text) desc, g.position, g.key
limit 1

-- SPDX-License-Identifier: Apache-2.0
-- The form for a new idea: for whom its author speaks, and what there is to choose from.
-- audience: viewer

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

-- query: author
-- takes: site, subject, group
select g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label"
from member_group g
where g.site = $1::text and $2::text is not null
order by (g.key = $3::text) desc, g.position, g.key
limit 1

-- query: kinds/kind
-- takes: site
select k.key   as "@key",
       k.label as "label"
from kind k
where k.site = $1::text
order by k.position, k.key
limit 50

-- query: stages/stage
-- takes: site
select s.key   as "@key",
       s.label as "label"
from stage s
where s.site = $1::text
order by s.position, s.key
limit 50

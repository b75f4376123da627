-- SPDX-License-Identifier: Apache-2.0
-- Ideas that are like a title: whoever is about to propose one may find it there already.
-- audience: all
-- topics: ideas
-- soon: votes

-- include: site

-- query: ideas/idea
-- takes: site, title
select i.number as "@number",
       t.votes  as "@votes",
       k.key    as "kind/@key",
       k.label  as "kind",
       i.title  as "title"
from similar_ideas($1::text, $2::text) l
join idea_facet f on f.site = $1::text and f.facet = '' and f.idea = l.idea
join idea i on i.site = f.site and i.number = f.idea
join idea_tally t on t.site = i.site and t.idea = i.number
join kind k on k.site = i.site and k.key = i.kind
order by l.likeness desc, t.votes desc, i.number desc
limit 5

-- SPDX-License-Identifier: Apache-2.0
-- Every idea as a table, in batches by number: "after" is the last number of the batch before. At most 1000 a batch.
-- audience: all

-- query: idea
-- takes: site, after, limit
select i.number           as "number",
       i.title            as "title",
       i.kind             as "kind",
       i.stage            as "stage",
       t.votes            as "votes",
       m.name             as "author",
       m."group"          as "group",
       iso(i.created_at)  as "created",
       iso(i.edited_at)   as "edited",
       i.body             as "body"
from (select b.*
      from (select i.* from idea i
            where i.site = $1::text and i.number > coalesce($2::bigint, 0)
            order by i.number
            limit 1000) as b
      order by b.number
      limit $3::int) as i
join idea_tally t on t.site = i.site and t.idea = i.number
join member m on m.site = i.site and m.id = i.author
order by i.number

-- SPDX-License-Identifier: Apache-2.0
-- One idea, and what changed since it was proposed: the five latest changes, each beside the version before it.
-- audience: all
-- topics: idea {number}
-- soon: votes {number}

-- query: outcome
-- takes: site, number
select r.*
from refusal(404, 'not-found') r
where not exists (select from idea i where i.site = $1::text and i.number = idea_number($2::text))

-- include: site

-- query: idea
-- takes: site, number
select i.number           as "@number",
       t.votes            as "@votes",
       nullif(t.earlier, 0) as "@earlier",
       i.version          as "@version",
       iso(i.created_at)  as "@created",
       iso(i.edited_at)   as "@edited",
       k.key              as "kind/@key",
       k.label            as "kind",
       s.key              as "stage/@key",
       s.label            as "stage",
       g.key              as "author/@group",
       case when g.speaks then 'yes' end as "author/@speaks",
       g.label            as "author/@label",
       m.name             as "author",
       i.title            as "title",
       i.body             as "body|markdown"
from idea i
join idea_tally t on t.site = i.site and t.idea = i.number
join kind k on k.site = i.site and k.key = i.kind
join stage s on s.site = i.site and s.key = i.stage
join member m on m.site = i.site and m.id = i.author
join member_group g on g.site = m.site and g.key = m."group"
where i.site = $1::text and i.number = idea_number($2::text)

-- query: changes/change
-- takes: site, number
select v.version as "@version",
       iso(v.at) as "@at",
       wk.key    as "kind-was/@key",
       wk.label  as "kind-was",
       vk.key    as "kind-now/@key",
       vk.label  as "kind-now",
       ws.key    as "stage-was/@key",
       ws.label  as "stage-was",
       vs.key    as "stage-now/@key",
       vs.label  as "stage-now",
       case when w.title <> v.title then w.title end  as "title|was",
       case when w.title <> v.title then v.title end  as "title|now",
       case when w.body <> v.body then w.body end     as "body|was",
       case when w.body <> v.body then v.body end     as "body|now"
from (select v.* from idea_version v
      where v.site = $1::text and v.idea = idea_number($2::text) and v.version > 1
      order by v.version desc
      limit 5) as v
join idea_version w on w.site = v.site and w.idea = v.idea and w.version = v.version - 1
left join kind wk on wk.site = w.site and wk.key = w.kind and w.kind <> v.kind
left join kind vk on vk.site = v.site and vk.key = v.kind and w.kind <> v.kind
left join stage ws on ws.site = w.site and ws.key = w.stage and w.stage <> v.stage
left join stage vs on vs.site = v.site and vs.key = v.stage and w.stage <> v.stage
order by v.version desc

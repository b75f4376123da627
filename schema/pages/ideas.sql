-- SPDX-License-Identifier: Apache-2.0
-- The list of ideas: three sorts, two filters, paged by key. Each branch is one range of one index, and the branches of the
-- other sorts never start. A search is the fourth branch. The constant 51 lets the planner see that a page is small, whatever
-- $6 is.
-- audience: all
-- topics: ideas
-- soon: votes

-- include: site

-- query: search
-- takes: q
select search_refusal($1::text) as "@refused"
where $1::text is not null

-- query: ideas/idea
-- takes: site, sort, kind, stage, after, limit, q
with page as (
    select p.*, row_number() over by_rank as place, lead(p.idea) over by_rank as next
    from (
        (select f.idea, f.trend as rank, false as capped
         from idea_facet f
         where coalesce($2::text, 'trending') = 'trending' and $7::text is null
           and f.site = $1::text and f.facet = facet($3::text, $4::text)
           and (f.trend, f.idea) < (after_rank($5::text), after_idea($5::text))
         order by f.trend desc, f.idea desc
         limit coalesce($6::int, 20) + 1)
        union all
        (select f.idea, f.top, false
         from idea_facet f
         where $2::text = 'top' and $7::text is null
           and f.site = $1::text and f.facet = facet($3::text, $4::text)
           and (f.top, f.idea) < (after_rank($5::text), after_idea($5::text))
         order by f.top desc, f.idea desc
         limit coalesce($6::int, 20) + 1)
        union all
        (select f.idea, 0, false
         from idea_facet f
         where $2::text = 'new' and $7::text is null
           and f.site = $1::text and f.facet = facet($3::text, $4::text)
           and f.idea < after_idea($5::text)
         order by f.idea desc
         limit coalesce($6::int, 20) + 1)
        union all
        (select h.idea, h.rank, h.capped
         from search_hits($1::text, $7::text, $3::text, $4::text) h
         where $7::text is not null
           and (h.rank, h.idea) < (after_rank($5::text), after_idea($5::text))
         order by h.rank desc, h.idea desc
         limit coalesce($6::int, 20) + 1)
        limit 51
    ) as p
    window by_rank as (order by p.rank desc, p.idea desc)
)
select i.number           as "@number",
       p.rank || '_' || p.idea as "@cursor",
       case when p.place = coalesce($6::int, 20) and p.next is not null then 'yes' end as "@more",
       case when p.capped then 'yes' end as "@capped",
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
       left(i.body, 1000) as "body|excerpt"
from page p
join idea i on i.site = $1::text and i.number = p.idea
join idea_tally t on t.site = i.site and t.idea = i.number
join kind k on k.site = i.site and k.key = i.kind
join stage s on s.site = i.site and s.key = i.stage
join member m on m.site = i.site and m.id = i.author
join member_group g on g.site = m.site and g.key = m."group"
where p.place <= coalesce($6::int, 20)
order by p.place

-- include: kinds
-- include: stages

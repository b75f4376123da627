-- SPDX-License-Identifier: Apache-2.0
-- The front page of the community: what advice is asked for, how promises are kept, how much there is, what moves, and what is
-- new besides.
-- audience: all
-- topics: ideas, rounds, promises
-- soon: votes

-- include: site

-- query: rounds/round
-- takes: site
select h.*,
       (select q.text from question q
        where q.site = r.site and q.round = r.number and q.struck_at is null
        order by q.place limit 1) as "question",
       n.key        as "next/@key",
       iso(n.until) as "next/@until",
       n.late       as "next/@late",
       n.who        as "next/@who"
from (select r.number from round r
      where r.site = $1::text and r.reported_at is null and r.cancelled_at is null and r.learned_at is null
      order by r.number desc
      limit 200) as k
join round r on r.site = $1::text and r.number = k.number
cross join lateral round_head(r.site, r.number, clock()) h
cross join lateral next_step(r, clock()) n
where h."@phase" = 'advice'
order by r.invited_only, n.until, r.number
limit 3

-- include: record

-- query: count
-- takes: site
select t.ideas   as "@ideas",
       t.members as "@members"
from site_tally t
where t.site = $1::text

-- query: trending/idea
-- takes: site
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
       left(i.body, 1000) as "body|excerpt"
from (select f.site, f.idea, f.trend as rank
      from idea_facet f
      where f.site = $1::text and f.facet = ''
      order by f.trend desc, f.idea desc
      limit 5) as p
join idea i on i.site = p.site and i.number = p.idea
join idea_tally t on t.site = i.site and t.idea = i.number
join kind k on k.site = i.site and k.key = i.kind
join stage s on s.site = i.site and s.key = i.stage
join member m on m.site = i.site and m.id = i.author
join member_group g on g.site = m.site and g.key = m."group"
order by p.rank desc, p.idea desc

-- query: newest/idea
-- takes: site
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
       left(i.body, 1000) as "body|excerpt"
from (select i.*
      from idea i
      where i.site = $1::text and i.number <> all (array(
          select f.idea
          from idea_facet f
          where f.site = $1::text and f.facet = ''
          order by f.trend desc, f.idea desc
          limit 5))
      order by i.number desc
      limit 5) as i
join idea_tally t on t.site = i.site and t.idea = i.number
join kind k on k.site = i.site and k.key = i.kind
join stage s on s.site = i.site and s.key = i.stage
join member m on m.site = i.site and m.id = i.author
join member_group g on g.site = m.site and g.key = m."group"
order by i.number desc

-- include: kinds
-- include: stages

-- SPDX-License-Identifier: Apache-2.0
-- How many stones each group laid on what, once that may be known.

-- query: stones/stone
-- takes: site, subject, group, moderator, admin, number
with laid as materialized (
    select s.insight, s."group", count(*) as stones, count(distinct s.member) as people
    from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
    join stone s on s.site = v.site and s.round = v.round and stones_shown(v)
    group by grouping sets ((s.insight, s."group"), (s."group"))
)
select i.insight as "@insight",
       g.key     as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label   as "@label",
       coalesce(l.stones, 0) as "@count",
       of.people as "@people"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and has_stones(r) and stones_shown(v)
cross join lateral (
    select i.insight, i.score from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
    order by i.insight
    limit 50) as i
join member_group g on g.site = v.site
join laid of on of.insight is null and of."group" = g.key
left join laid l on l.insight = i.insight and l."group" = g.key
order by i.score desc nulls last, i.insight, g.position, g.key
limit 500

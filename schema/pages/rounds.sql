-- SPDX-License-Identifier: Apache-2.0
-- The list of rounds, newest first. With a phase it looks through a thousand of them for each page: the phase is computed, so no
-- index can hold it. Drafts are never in it.
-- audience: all
-- topics: rounds

-- include: site

-- query: rounds/round
-- takes: site, phase, after, limit
with page as (
    select p.number, row_number() over by_number as place, lead(p.number) over by_number is not null as more
    from (select k.number
          from (select r.number, phase(r, clock()) as phase from round r
                where r.site = $1::text and r.published_at is not null and r.number < after_idea($3::text)
                order by r.number desc
                limit 1000) as k
          where $2::text is null or k.phase = $2::text or $2::text = 'open' and k.phase in ('announced', 'advice')
          order by k.number desc
          limit coalesce($4::int, 20) + 1) as p
    window by_number as (order by p.number desc)
)
select '0_' || p.number as "@cursor",
       case when p.place = coalesce($4::int, 20) and p.more then 'yes' end as "@more",
       h.*,
       (select q.text from question q
        where q.site = r.site and q.round = r.number and q.struck_at is null
        order by q.place limit 1) as "question",
       n.key        as "next/@key",
       iso(n.until) as "next/@until",
       n.late       as "next/@late",
       n.who        as "next/@who"
from page p
join round r on r.site = $1::text and r.number = p.number
cross join lateral round_head(r.site, r.number, clock()) h
cross join lateral next_step(r, clock()) n
where p.place <= coalesce($4::int, 20)
order by p.place
limit 50

-- include: record

-- SPDX-License-Identifier: Apache-2.0
-- What the house has promised, and what became of it: the record, what is late now, the promises by date, the newest words.
-- With a state each branch is one range of one index, and the others never start.
-- audience: all
-- topics: promises, rounds

-- include: site
-- include: record

-- query: late/promise
-- takes: site, phase, after
select h.*
from (select n.promise, n.due from promise_now n
      where n.site = $1::text and $2::text is null and $3::text is null and n.ended is null
        and n.due < clock() and n.due > days_later(clock(), -30)
      order by n.due, n.promise
      limit 20) as k
cross join lateral promise_head($1::text, k.promise, clock()) h
order by k.due, k.promise
limit 20

-- query: promises/promise
-- takes: site, phase, after, limit
with page as (
    select p.promise, p.rank, row_number() over by_rank as place, lead(p.promise) over by_rank is not null as more
    from (
        (select n.promise, extract(epoch from n.due)::bigint as rank, n.promise as turn
         from promise_now n
         where $2::text is null and n.site = $1::text and (n.due, n.promise) < (due_after($3::text), after_idea($3::text))
         order by n.due desc, n.promise desc
         limit coalesce($4::int, 20) + 1)
        union all   -- what is due next stands first
        (select n.promise, -extract(epoch from n.due)::bigint, -n.promise
         from promise_now n
         where $2::text in ('open', 'overdue') and n.site = $1::text and n.ended is null
           and n.due >= case $2::text when 'open' then clock() else '-infinity' end
           and n.due > case $2::text when 'overdue' then days_later(clock(), -30) else '-infinity' end
           and n.due < case $2::text when 'overdue' then clock() else 'infinity' end
           and (n.due, n.promise) > (due_before($3::text), after_number($3::text))
         order by n.due, n.promise
         limit coalesce($4::int, 20) + 1)
        union all
        (select n.promise, extract(epoch from n.due)::bigint, n.promise
         from promise_now n
         where $2::text = 'broken' and n.site = $1::text and n.ended is null and n.due <= days_later(clock(), -30)
           and (n.due, n.promise) < (due_after($3::text), after_idea($3::text))
         order by n.due desc, n.promise desc
         limit coalesce($4::int, 20) + 1)
        union all
        (select n.promise, extract(epoch from n.due)::bigint, n.promise
         from promise_now n
         where $2::text in ('kept', 'late', 'broken', 'released') and n.site = $1::text
           and n.ended = case $2::text when 'late' then 'kept' else $2::text end and n.late = ($2::text = 'late')
           and (n.due, n.promise) < (due_after($3::text), after_idea($3::text))
         order by n.due desc, n.promise desc
         limit coalesce($4::int, 20) + 1)
        limit 102
    ) as p
    window by_rank as (order by p.rank desc, p.turn desc)
)
select p.rank || '_' || p.promise as "@cursor",
       case when p.place = coalesce($4::int, 20) and p.more then 'yes' end as "@more",
       h.*
from page p
cross join lateral promise_head($1::text, p.promise, clock()) h
where p.place <= coalesce($4::int, 20)
order by p.place
limit 50

-- query: events/event
-- takes: site
select e.promise as "@promise",
       p.kind    as "@promise-kind",
       e.event   as "@number",
       e.kind    as "@kind",
       iso(e.at) as "@at",
       iso(e.due) as "@due",
       e.text    as "text|markdown",
       e.keeper_name as "keeper",
       p.text    as "promise-text",
       r.title   as "round-title"
from (select e.site, e.promise, e.event from promise_event e
      where e.site = $1::text
      order by e.at desc, e.promise desc, e.event desc
      limit 20) as k
join promise_event e on e.site = k.site and e.promise = k.promise and e.event = k.event
join promise p on p.site = e.site and p.promise = e.promise
join round r on r.site = p.site and r.number = p.round
order by e.at desc, e.promise desc, e.event desc
limit 20

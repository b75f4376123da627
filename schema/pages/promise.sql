-- SPDX-License-Identifier: Apache-2.0
-- One promise with every word about it, oldest first. Its keeper has the form.
-- audience: viewer
-- topics: promises, rounds

-- query: outcome
-- takes: site, promise
select r.*
from refusal(404, 'not-found') r
where not exists (select from promise p where p.site = $1::text and p.promise = round_number($2::text))

-- include: site

-- query: promise
-- takes: site, promise, subject
select h.*,
       case when n.keeper = member_at($1::text, $3::text) then 'yes' end as "@own"
from promise_head($1::text, round_number($2::text), clock()) h
join promise_now n on n.site = $1::text and n.promise = h."@number"

-- query: events/event
-- takes: site, promise
select e.event   as "@number",
       e.kind    as "@kind",
       iso(e.at) as "@at",
       iso(e.due) as "@due",
       m.name    as "by",
       e.text    as "text|markdown",
       e.keeper_name as "keeper"
from (select e.site, e.promise, e.event from promise_event e
      where e.site = $1::text and e.promise = round_number($2::text)
      order by e.event desc
      limit 100) as k
join promise_event e on e.site = k.site and e.promise = k.promise and e.event = k.event
left join member m on m.site = e.site and m.id = e.by
order by e.event
limit 100

-- SPDX-License-Identifier: Apache-2.0
-- What is done, by whom, and what the promise of it says now.

-- query: actions/action
-- takes: site, subject, group, moderator, admin, number
select a.action  as "@number",
       a.insight as "@insight",
       a.size    as "@size",
       iso(coalesce(n.due, a.due)) as "@due",
       a.promise as "@promise",
       promise_state(p.first_due, n.due, n.ended, n.ended_at, v.at) as "@state",
       case when coalesce(n.keeper, a.keeper) = v.member then 'yes' end as "@own",
       a.version as "@version",
       a.title   as "title",
       a.people  as "people",
       case when v.host then m.subject end as "keeper/@login",
       m.name    as "keeper"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.* from action a
    where a.site = v.site and a.round = v.round and choice_shown(v)
    order by a.action
    limit 30) as a
left join promise p on p.site = a.site and p.promise = a.promise
left join promise_now n on n.site = a.site and n.promise = a.promise
join member m on m.site = a.site and m.id = coalesce(n.keeper, a.keeper)
order by a.action
limit 30

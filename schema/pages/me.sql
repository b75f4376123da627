-- SPDX-License-Identifier: Apache-2.0
-- What a member has to do with rounds: what they were told, the rounds that they are part of, what came of their advice, and what
-- they promised.
-- audience: viewer

-- include: site

-- query: notices/notice
-- takes: site, subject
select o.kind     as "@kind",
       iso(o.at)  as "@at",
       iso(o.seen_at) as "@seen",
       o.round    as "@round",
       s."table"  as "@table",
       o.card     as "@card",
       o.promise  as "@promise",
       r.title    as "title",
       p.text     as "text",
       case when o.kind in ('hidden', 'flag-answered') then a.hidden_reason end as "reason"
from member_at($1::text, $2::text) as me (id)
cross join lateral (
    select o.* from outbox o
    where o.site = $1::text and o.member = me.id
    order by o.at desc, o.key desc
    limit 30) as o
left join round r on r.site = o.site and r.number = o.round
left join promise p on p.site = o.site and p.promise = o.promise
left join seat s on s.site = o.site and s.round = o.round and s.member = o.member
left join advice a on a.site = o.site and a.round = o.round and a.card = o.card
order by o.at desc, o.key desc
limit 30

-- query: rounds/round
-- takes: site, subject
with mine as (
    select k.round
    from member_at($1::text, $2::text) as me (id)
    cross join lateral (
        (select h.round from round_host h where h.site = $1::text and h.member = me.id order by h.round desc limit 20)
        union
        (select i.round from invitation i where i.site = $1::text and i.member = me.id order by i.round desc limit 20)
        union
        (select a.round from advice a where a.site = $1::text and a.adviser = me.id order by a.round desc limit 500)
        union
        (select s.round from seat s where s.site = $1::text and s.member = me.id order by s.round desc limit 20)) as k
    order by k.round desc
    limit 20
)
select case when v.host then 'yes' end     as "@hosting",
       case when v.wrote then 'yes' end    as "@wrote",
       case when v.invited then 'yes' end  as "@invited",
       case when v.declined then 'yes' end as "@declined",
       v."table" as "@table",
       h.*,
       (select q.text from question q
        where q.site = r.site and q.round = r.number and q.struck_at is null
        order by q.place limit 1) as "question",
       n.key        as "next/@key",
       iso(n.until) as "next/@until",
       n.late       as "next/@late",
       n.who        as "next/@who"
from mine k
cross join lateral viewer($1::text, $2::text, null, null, null, k.round::text) v
join round r on r.site = v.site and r.number = v.round
cross join lateral round_head(r.site, r.number, clock()) h
cross join lateral next_step(r, clock()) n
order by r.number desc
limit 20

-- query: traces/trace
-- takes: site, subject, group
select t.round   as "@round",
       t.card    as "@card",
       t.outcome as "@outcome",
       iso(greatest(t.at, r.reported_at)) as "@at",
       r.title   as "round-title",
       left(a.body, 1000) as "body|excerpt"
from member_at($1::text, $2::text) as me (id)
cross join lateral (
    select a.site, a.round, a.card from advice a
    where a.site = $1::text and a.adviser = me.id
    order by a.round desc, a.card desc
    limit 200) as k
join trace t on t.site = k.site and t.round = k.round and t.card = k.card
join round r on r.site = t.site and r.number = t.round
cross join lateral viewer($1::text, $2::text, $3::text, null, null, t.round::text) v
join advice a on a.site = t.site and a.round = t.round and a.card = t.card
where trace_shown(v) and advice_shown(v, a, null, false)
order by t.round desc, t.card desc
limit 20

-- query: promises/promise
-- takes: site, subject
select h.*,
       'yes' as "@own"
from member_at($1::text, $2::text) as me (id)
cross join lateral (
    select n.promise, n.ended is null as open from promise_now n
    where n.site = $1::text and n.keeper = me.id
    order by n.promise desc
    limit 50) as k
cross join lateral promise_head($1::text, k.promise, clock()) h
order by k.open desc, h."@due", k.promise
limit 20

-- query: kept/card
-- takes: site, subject, group
select a.round as "@round",
       a.card  as "@number",
       iso(a.created_at) as "@at",
       a.kept  as "@kept",
       r.title as "round-title",
       a.body  as "body|markdown",
       a.body  as "source"
from member_at($1::text, $2::text) as me (id)
cross join lateral (
    select a.round, a.card from advice a
    where a.site = $1::text and a.adviser = me.id and a.kept is not null
    order by a.round desc, a.card desc
    limit 20) as k
cross join lateral viewer($1::text, $2::text, $3::text, null, null, k.round::text) v
join advice a on a.site = $1::text and a.round = k.round and a.card = k.card
join round r on r.site = a.site and r.number = a.round
where advice_shown(v, a, null, false)
order by a.round desc, a.card desc
limit 20

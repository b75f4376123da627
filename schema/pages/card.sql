-- SPDX-License-Identifier: Apache-2.0
-- One card: what may be seen of it, and what may be done with it.
-- audience: viewer
-- topics: round {number}, promises

-- query: outcome
-- takes: site, subject, group, moderator, admin, number, card
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'anybody') r
union all
select r.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral refusal(404, 'not-found') r
where not exists (select from advice a
                  where a.site = v.site and a.round = v.round and a.card = round_number($7::text) and advice_seen(v, a))
limit 1

-- include: site
-- include: round
-- include: next
-- include: questions
-- include: mine

-- query: cards/card
-- takes: site, subject, group, moderator, admin, number, card
select h.*,
       case when a.adviser = v.member then a.share end   as "@share",
       case when a.adviser = v.member then a.kept end    as "@kept",
       case when a.adviser = v.member then a.version end as "@version",
       a.body          as "body|markdown",
       a.hidden_reason as "hidden-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join advice a on a.site = v.site and a.round = v.round and a.card = round_number($7::text)
left join seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
cross join lateral (
    select exists (select from advice_flag f where f.site = a.site and f.round = a.round and f.card = a.card)) as f (flagged)
cross join lateral card_head(v, a, s."table", f.flagged) h
where advice_shown(v, a, s."table", f.flagged)
order by a.card
limit 1

-- query: viewer-may
-- takes: site, subject, group, moderator, admin, number, card
select case when o.own and a.withdrawn_at is null then 'yes' end as "@withdraw",
       case when not o.own and o.there and not o.flagged then 'yes' end as "@flag",
       case when v.moderator and not v.host and o.there then 'yes' end as "@hide",
       case when v.moderator and not v.host and o.there
                 and exists (select from advice_flag f where f.site = a.site and f.round = a.round and f.card = a.card)
            then 'yes' end as "@keep",
       case when v.host and o.there and (v.phase in ('acting', 'empty') or trace_reopened(r, t, v.at)) then 'yes' end as "@trace"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
join advice a on a.site = v.site and a.round = v.round and a.card = round_number($7::text) and advice_seen(v, a)
left join trace t on t.site = a.site and t.round = a.round and t.card = a.card
cross join lateral (
    select coalesce(a.adviser = v.member, false) as own, a.body is not null and a.hidden_at is null as there,
           exists (select from advice_flag f where f.site = a.site and f.round = a.round and f.card = a.card
                   and f.member = v.member) as flagged) as o

-- query: flags/flag
-- takes: site, subject, group, moderator, admin, number, card
select iso(f.at) as "@at",
       f.reason  as "reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join advice_flag f on f.site = v.site and f.round = v.round and f.card = round_number($7::text)
where v.moderator and not v.host
order by f.member
limit 50

-- query: placed/in
-- takes: site, subject, group, moderator, admin, number, card
select x.card    as "@card",
       x.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a
    where a.site = v.site and a.round = v.round and a.card = round_number($7::text) and advice_seen(v, a)) as c
join insight_advice x on x.site = v.site and x.round = v.round and x.card = c.card
join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
where insight_shown(v, i)
order by x.card, x.insight
limit 1000

-- query: insights/insight
-- takes: site, subject, group, moderator, admin, number, card
select i.insight  as "@number",
       i.kind     as "@kind",
       case when choice_shown(v) then i.place end as "@place",
       i.cards    as "@cards",
       i.version  as "@version",
       i.sentence as "sentence",
       case when choice_shown(v) then i.reason end as "reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.insight from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
      and exists (select from insight_advice x
                  where x.site = i.site and x.round = i.round and x.insight = i.insight and x.card = round_number($7::text))
      and exists (select from advice a
                  where a.site = v.site and a.round = v.round and a.card = round_number($7::text) and advice_seen(v, a))
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

-- query: traces/trace
-- takes: site, subject, group, moderator, admin, number, card
select h.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select a.card from advice a
    where a.site = v.site and a.round = v.round and a.card = round_number($7::text) and advice_seen(v, a)) as c
join advice a on a.site = v.site and a.round = v.round and a.card = c.card
cross join lateral trace_head(v, a) h
where trace_shown(v)
order by a.card
limit 100

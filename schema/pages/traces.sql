-- SPDX-License-Identifier: Apache-2.0
-- What came of each card, for its hosts: prepared here, told to everybody at once.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'host') r

-- include: site
-- include: round
-- include: next
-- include: questions

-- query: todo
-- takes: site, subject, group, moderator, admin, number
select n.cards            as "@cards",
       n.traced           as "@traced",
       n.cards - n.traced as "@missing",
       n.contested        as "@contested"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select count(*) as cards, count(t.card) as traced,
           count(*) filter (where t.contested_at is not null and t.answered_at is null and t.outcome <> 'withdrawn') as contested
    from advice a
    left join lateral (
        select t.* from trace t where t.site = a.site and t.round = a.round and t.card = a.card limit 1) as t on true
    where a.site = v.site and a.round = v.round and a.sent_at is not null and a.hidden_at is null
      and counts_shown(v.phase)) as n
where v.host

-- query: cards/card
-- takes: site, subject, group, moderator, admin, number, from, after
select p.rank || '_' || p.card as "@cursor",
       case when p.place = 40 and p.more then 'yes' end as "@more",
       h.*,
       a.body as "body|markdown"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral trace_page(v, $7::text, $8::text, 40) p
join advice a on a.site = v.site and a.round = v.round and a.card = p.card
cross join lateral card_head(v, a, p."table", false) h
where p.place <= 40 and v.host and advice_shown(v, a, p."table", false)
order by p.place
limit 40

-- query: placed/in
-- takes: site, subject, group, moderator, admin, number, from, after
select x.card    as "@card",
       x.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.card from trace_page(v, $7::text, $8::text, 40) p where p.place <= 40) as c
join insight_advice x on x.site = v.site and x.round = v.round and x.card = c.card
join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
where insight_shown(v, i)
order by x.card, x.insight
limit 1000

-- query: traces/trace
-- takes: site, subject, group, moderator, admin, number, from, after
select h.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.card from trace_page(v, $7::text, $8::text, 40) p where p.place <= 40) as c
join advice a on a.site = v.site and a.round = v.round and a.card = c.card
cross join lateral trace_head(v, a) h
where trace_shown(v) and v.host and advice_shown(v, a, null, false)
order by a.card
limit 100

-- query: insights/insight
-- takes: site, subject, group, moderator, admin, number
select i.insight  as "@number",
       i.kind     as "@kind",
       case when choice_shown(v) then i.place end as "@place",
       i.cards    as "@cards",
       u.untraced as "@untraced",
       i.version  as "@version",
       i.sentence as "sentence",
       case when choice_shown(v) then i.reason end as "reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.insight from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
cross join lateral (
    select count(*) filter (where t.card is null) as untraced
    from insight_advice x
    left join trace t on t.site = x.site and t.round = x.round and t.card = x.card
    where x.site = i.site and x.round = i.round and x.insight = i.insight) as u
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

-- include: actions

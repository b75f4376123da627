-- SPDX-License-Identifier: Apache-2.0
-- The insight editor of the hosts: all cards on one side, what was heard on the other.
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
select c.cards         as "@cards",
       c.looked        as "@looked",
       i.insights      as "@insights",
       i.disagreements as "@disagreements",
       i.empty         as "@empty",
       case when r.agreed_by is not null then 'yes' end as "@agreed"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and v.host
cross join lateral (
    select count(*) as cards, count(a.looked_at) as looked
    from advice a
    where a.site = v.site and a.round = v.round and a.body is not null and advice_shown(v, a, null, false)) as c
cross join lateral (
    select count(*) as insights, count(*) filter (where i.kind = 'disagreement') as disagreements,
           count(*) filter (where i.cards = 0) as empty
    from insight i where i.site = v.site and i.round = v.round) as i

-- query: cards/card
-- takes: site, subject, group, moderator, admin, number, after
select p.rank || '_' || p.card as "@cursor",
       case when p.place = 40 and p.more then 'yes' end as "@more",
       h.*,
       case when a.looked_at is not null then 'yes' end as "@looked",
       n.answers as "@answers",
       n.builds  as "@builds",
       n.differs as "@differs",
       n.asks    as "@asks",
       n.stories as "@stories",
       n.facts   as "@facts",
       a.body          as "body|markdown",
       a.hidden_reason as "hidden-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral card_page(v, $7::text, 40) p
join advice a on a.site = v.site and a.round = v.round and a.card = p.card
cross join lateral card_head(v, a, p."table", p.flagged) h
cross join lateral (
    select count(*) filter (where p.kind = 'answer') as answers, count(*) filter (where p.kind = 'builds') as builds,
           count(*) filter (where p.kind = 'differs') as differs, count(*) filter (where p.kind = 'ask') as asks,
           count(*) filter (where p.kind = 'story') as stories, count(*) filter (where p.kind = 'fact') as facts
    from reply p
    where p.site = a.site and p.round = a.round and p.card = a.card and p.withdrawn_at is null and p.hidden_at is null) as n
where p.place <= 40 and advice_shown(v, a, p."table", p.flagged)
order by p.place
limit 40

-- query: placed/in
-- takes: site, subject, group, moderator, admin, number, after
select x.card    as "@card",
       x.insight as "@insight"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select p.card from card_page(v, $7::text, 40) p where p.place <= 40) as c
join insight_advice x on x.site = v.site and x.round = v.round and x.card = c.card
join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
where insight_shown(v, i)
order by x.card, x.insight
limit 1000

-- query: insights/insight
-- takes: site, subject, group, moderator, admin, number, from
select i.insight  as "@number",
       i.kind     as "@kind",
       case when choice_shown(v) then i.place end as "@place",
       i.cards    as "@cards",
       i.version  as "@version",
       case when i.insight = round_number($7::text) then 'yes' end as "@chosen",
       i.sentence as "sentence",
       case when choice_shown(v) then i.reason end as "reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select i.insight from insight i
    where i.site = v.site and i.round = v.round and insight_shown(v, i)
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

-- query: lefts/left
-- takes: site, subject, group, moderator, admin, number
select t."table" as "@number",
       n.seats   as "@seats",
       nullif(array_to_string(t.yielded, ' '), '') as "@yielded",
       iso(t.left_at) as "@left",
       t.see        as "see|markdown",
       t.differ     as "differ|markdown",
       t.differ_too as "differ-too|markdown",
       t.first      as "first|markdown"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select t.* from kitchen_table t
    where t.site = v.site and t.round = v.round and t.left_at is not null
    order by t."table"
    limit 200) as t
cross join lateral (
    select count(*) as seats from seat s
    where s.site = t.site and s.round = t.round and s."table" = t."table" and s.place > 0) as n
where v.host and table_shown(v, t."table")
order by t."table"
limit 200

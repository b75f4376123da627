-- SPDX-License-Identifier: Apache-2.0
-- The cards of a round that the viewer may read, as a table, with what came of them once that is told. In batches by number:
-- "after" is the last number of the batch before.
-- audience: viewer

-- query: card
-- takes: site, subject, group, moderator, admin, number, after, limit
select a.card     as "card",
       a.question as "place",
       q.slot     as "slot",
       q.text     as "question",
       h."@state" as "state",
       h."@group" as "group",
       h."@by-link" as "link",
       h."author" as "author",
       h."@at"    as "sent",
       h."@late"  as "late",
       h."@table" as "table",
       case when choice_shown(v) then i.insights end as "insights",
       h."@outcome" as "outcome",
       case when trace_shown(v) then t.action end    as "action",
       case when trace_shown(v) then t.again_on end  as "again",
       case when trace_shown(v) then t.reason end    as "reason",
       case when trace_shown(v) then t.link end      as "source",
       a.body     as "body"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral (
    select b.card
    from (select a.card from advice a
          where a.site = v.site and a.round = v.round and a.card > coalesce($7::bigint, 0) and a.sent_at is not null
          order by a.card
          limit 1000) as b
    order by b.card
    limit $8::int) as k
join advice a on a.site = v.site and a.round = v.round and a.card = k.card
join question q on q.site = a.site and q.round = a.round and q.place = a.question
left join seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
cross join lateral (
    select v.moderator and exists (select from advice_flag f
                                   where f.site = a.site and f.round = a.round and f.card = a.card)) as f (flagged)
cross join lateral card_head(v, a, s."table", f.flagged) h
left join trace t on t.site = a.site and t.round = a.round and t.card = a.card
left join lateral (
    select string_agg(x.insight::text, ' ' order by x.insight) as insights
    from insight_advice x
    join insight i on i.site = x.site and i.round = x.round and i.insight = x.insight
    where x.site = a.site and x.round = a.round and x.card = a.card and insight_shown(v, i)) as i on true
where advice_shown(v, a, s."table", f.flagged)
order by a.card

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'anybody') r
order by r."@status"
limit 1

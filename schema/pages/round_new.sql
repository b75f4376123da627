-- SPDX-License-Identifier: Apache-2.0
-- The form of a new round: what there is to choose from, the stems of its questions, and the dates that it comes to.
-- audience: viewer

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

-- query: defaults
-- takes: site
select s.announce_days as "@announce",
       s.advice_days   as "@advice",
       s.table_days    as "@table",
       s.hear_days     as "@hear",
       s.choose_days   as "@choose",
       s.act_days      as "@act",
       s.tables_from   as "@tables-from",
       (p.opens_at     at time zone 'UTC')::date as "@opens",
       (p.advice_until at time zone 'UTC')::date as "@until",
       (p.tables_until at time zone 'UTC')::date as "@tables-until",
       (p.hear_due     at time zone 'UTC')::date as "@hear-due",
       (p.choose_due   at time zone 'UTC')::date as "@choose-due",
       (p.report_due   at time zone 'UTC')::date as "@report-due"
from round_setting s
cross join lateral round_plan(s, '{}', clock()) p
where s.site = $1::text

-- query: stages/stage
-- takes: site
select s.key   as "@key",
       s.label as "label"
from stage s
where s.site = $1::text
order by s.position, s.key
limit 50

-- query: groups/group
-- takes: site
select g.key   as "@key",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "label"
from member_group g
where g.site = $1::text
order by g.position, g.key
limit 50

-- query: stems/stem
-- takes:
select l.language as "@language",
       f.slot     as "@slot",
       n.newness  as "@newness",
       stem(l.language, f.slot, n.newness) as "text"
from (values (1, 'en'), (2, 'de'), (3, 'fr'), (4, 'es')) as l (place, language)
cross join (values (1, 'usual'), (2, 'radical')) as n (place, newness)
cross join question_fields() f
where f.slot <> 'free' and (n.newness = 'usual' or stem(l.language, f.slot, 'radical') <> stem(l.language, f.slot, 'usual'))
order by l.place, n.place, f.place
limit 100

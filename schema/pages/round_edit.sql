-- SPDX-License-Identifier: Apache-2.0
-- The form of a round as it stands now. Once it is announced, only slips of the pen are mended in it.
-- audience: viewer

-- query: outcome
-- takes: site, subject, group, moderator, admin, number
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'asker') r
union all
select r.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral refusal(409, case v.phase when 'cancelled' then v.phase else 'already-open' end) r
where v.phase not in ('draft', 'announced')
limit 1

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

-- query: round
-- takes: site, subject, group, moderator, admin, number
select h.*, t.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral round_head(v.site, v.round, v.at) h
cross join lateral round_texts(v) t

-- query: next
-- takes: site, subject, group, moderator, admin, number
select n.key        as "@key",
       iso(n.until) as "@until",
       n.late       as "@late",
       n.who        as "@who"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
cross join lateral next_step(r, v.at) n

-- query: draft
-- takes: site, subject, group, moderator, admin, number
select r.number   as "@number",
       r.version  as "@version",
       r.language as "@language",
       r.stage    as "@stage",
       r.newness  as "@newness",
       iso(r.published_at) as "@published",
       case when r.invited_only then 'yes' end     as "@invited-only",
       case when not r.staff_sealed then 'yes' end as "@staff-open",
       r.tables   as "@tables",
       r.stones   as "@stones",
       (r.opens_at     at time zone 'UTC')::date as "@opens",
       (r.advice_until at time zone 'UTC')::date as "@until",
       (r.tables_until at time zone 'UTC')::date as "@tables-until",
       (r.hear_due     at time zone 'UTC')::date as "@hear-due",
       (r.choose_due   at time zone 'UTC')::date as "@choose-due",
       (r.report_due   at time zone 'UTC')::date as "@report-due",
       r.title            as "title",
       r.in_our_hands     as "in-our-hands",
       r.not_in_our_hands as "not-in-our-hands",
       r.leaning          as "leaning"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
where (v.host or v.moderator) and v.phase in ('draft', 'announced')

-- query: asked/group
-- takes: site, subject, group, moderator, admin, number
select g.key as "@key"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round
join member_group g on g.site = r.site and g.key = any (r.groups)
order by g.position, g.key
limit 50

-- query: questions/question
-- takes: site, subject, group, moderator, admin, number
select q.place           as "@place",
       q.slot            as "@slot",
       case when q.place > 8 then iso(q.added_at) end as "@added",
       iso(q.struck_at)  as "@struck",
       q.text            as "text",
       q.struck_reason   as "struck-reason",
       q.override_reason as "override-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join question q on q.site = v.site and q.round = v.round
order by q.place
limit 12

-- query: hosts/host
-- takes: site, subject, group, moderator, admin, number
select case when h.member = r.host then 'yes' end as "@first",
       m.subject as "login",
       m.name    as "name"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join round r on r.site = v.site and r.number = v.round and (v.host or v.moderator)
join round_host h on h.site = r.site and h.round = r.number
join member m on m.site = h.site and m.id = h.member
order by h.member
limit 20

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

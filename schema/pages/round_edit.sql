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
cross join lateral refusal(409, case when v.phase in ('cancelled', 'closed', 'empty') then v.phase else 'already-open' end) r
where v.phase not in ('draft', 'announced')
limit 1

-- include: site
-- include: round
-- include: next

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

-- include: questions

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

-- include: defaults
-- include: stages
-- include: groups
-- include: stems

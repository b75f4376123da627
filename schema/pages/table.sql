-- SPDX-License-Identifier: Apache-2.0
-- A kitchen table: who sits there, what lies on it, and what is said in the course that is looked at.
-- audience: viewer
-- topics: round {number}

-- query: outcome
-- takes: site, subject, group, moderator, admin, number, table
select r.*
from page_refusals($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, 'anybody') r
union all
select r.*
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
cross join lateral refusal(404, 'not-found') r
where not exists (select from kitchen_table t
                  where t.site = v.site and t.round = v.round and t."table" = round_number($7::text)
                    and table_shown(v, t."table"))
limit 1

-- include: site
-- include: round
-- include: next
-- include: questions
-- include: mine

-- query: table
-- takes: site, subject, group, moderator, admin, number, table
select t."table" as "@number",
       (select count(*) from seat s
        where s.site = t.site and s.round = t.round and s."table" = t."table" and s.place > 0) as "@seats",
       nullif(array_to_string(t.yielded, ' '), '') as "@yielded",
       case when not exists (select from reply p where p.site = t.site and p.round = t.round and p."table" = t."table")
            then 'yes' end as "@silent",
       case when t."table" = v."table" then 'yes' end as "@own",
       iso(t.left_at) as "@left",
       t.version as "@version",
       t.spare   as "@spare",
       case when o.sits and v.table_host then 'yes' end as "@host",
       case when o.sits and v.place > 0 and v.phase = 'table' then 'yes' end as "@may-reply",
       case when not o.sits then 'not-at-table' when v.phase <> 'table' then 'tables-closed'
            when v.place = 0 then 'reads-along' end as "@why-not",
       t.see        as "see|markdown",
       t.differ     as "differ|markdown",
       t.differ_too as "differ-too|markdown",
       t.first      as "first|markdown",
       case when o.writes then t.see end        as "see-source",
       case when o.writes then t.differ end     as "differ-source",
       case when o.writes then t.differ_too end as "differ-too-source",
       case when o.writes then t.first end      as "first-source"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join kitchen_table t on t.site = v.site and t.round = v.round and t."table" = round_number($7::text) and table_shown(v, t."table")
cross join lateral (
    select coalesce(t."table" = v."table", false) as sits,
           coalesce(t."table" = v."table" and v.place > 0 and v.phase = 'table', false) as writes) as o

-- query: seats/seat
-- takes: site, subject, group, moderator, admin, number, table
select s.place as "@place",
       case when s.host then 'yes' end as "@host",
       case when s.member = v.member then 'yes' end as "@own",
       g.key   as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label as "@label"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join kitchen_table t on t.site = v.site and t.round = v.round and t."table" = round_number($7::text) and table_shown(v, t."table")
cross join lateral (
    select s.* from seat s
    where s.site = t.site and s.round = t.round and s."table" = t."table" and s.place > 0
    order by s.place
    limit 20) as s
join member_group g on g.site = s.site and g.key = s."group"
order by s.place
limit 20

-- query: courses/course
-- takes: site, subject, group, moderator, admin, number, table, from
select c.course as "@number",
       iso(course_opens(r, c.course)) as "@opens",
       case when v.at >= course_opens(r, c.course) then 'yes' end as "@open",
       case when c.course = course_shown(r, $8::text, v.at) then 'yes' end as "@shown",
       (select count(*) from (select from reply p
                              where p.site = t.site and p.round = t.round and p."table" = t."table" and p.course = c.course
                                and p.withdrawn_at is null and p.hidden_at is null
                              limit 1000) as n) as "@replies"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join kitchen_table t on t.site = v.site and t.round = v.round and t."table" = round_number($7::text) and table_shown(v, t."table")
join round x on x.site = v.site and x.number = v.round
cross join lateral round_now(x, v.at) r
cross join lateral (select n as course from generate_series(1, 3) n limit 3) as c
order by c.course
limit 3

-- query: cards/card
-- takes: site, subject, group, moderator, admin, number, table
select h.*,
       case when o.waits and staff_wait(r, a.card, v.at) is not null then 'yes' end as "@wait",
       case when o.waits and not exists (select from reply p where p.site = a.site and p.round = a.round and p.card = a.card
                                         and p.kind = 'fact' and p.withdrawn_at is null)
            then 'yes' end as "@may-fact",
       a.body          as "body|markdown",
       a.hidden_reason as "hidden-reason"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join kitchen_table t on t.site = v.site and t.round = v.round and t."table" = round_number($7::text) and table_shown(v, t."table")
join round r on r.site = v.site and r.number = v.round
cross join lateral (
    (select a.card
     from seat s
     join advice a on a.site = s.site and a.adviser = s.member and a.round = s.round
     where s.site = t.site and s.round = t.round and s."table" = t."table" and not a.late
     limit 500)
    union
    (select p.card from reply p                 -- also those whose writer is gone, but not what was said to them
     where p.site = t.site and p.round = t.round and p."table" = t."table" and p.course = 1 and p.card is not null
     limit 2000)) as k
join advice a on a.site = v.site and a.round = v.round and a.card = k.card
cross join lateral (
    select v.moderator and exists (select from advice_flag f
                                   where f.site = a.site and f.round = a.round and f.card = a.card)) as f (flagged)
cross join lateral card_head(v, a, t."table", f.flagged) h
cross join lateral (
    select v.speaks and v.phase = 'table' and coalesce(t."table" = v."table" and v.place > 0, false)
           and a.adviser is distinct from v.member as waits) as o
where advice_shown(v, a, t."table", f.flagged) and a.sent_at is not null
order by shuffled(v, a.card), a.card
limit 200

-- query: replies/reply
-- takes: site, subject, group, moderator, admin, number, table, from, after
select q.course || '_' || q.reply as "@cursor",
       case when q.place = 200 and q.more then 'yes' end as "@more",
       p.reply  as "@number",
       p.course as "@course",
       p.card   as "@card",
       p.parent as "@parent",
       p.kind   as "@kind",
       s.place  as "@place",
       g.key    as "@group",
       case when g.speaks then 'yes' end as "@speaks",
       g.label  as "@label",
       case when p.member = v.member then 'yes' end as "@own",
       iso(p.at) as "@at",
       case when p.withdrawn_at is not null then 'yes' end as "@withdrawn",
       case when p.hidden_at is not null then 'yes' end as "@hidden",
       case when p.hidden_at is null then p.body end as "body|markdown",
       case when p.hidden_at is null then p.link end as "source"
from viewer($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) v
join kitchen_table t on t.site = v.site and t.round = v.round and t."table" = round_number($7::text) and table_shown(v, t."table")
join round x on x.site = v.site and x.number = v.round
cross join lateral round_now(x, v.at) r
cross join lateral (
    select p.reply, p.course, row_number() over by_number as place, lead(p.reply) over by_number is not null as more
    from (select p.reply, p.course from reply p
          where p.site = t.site and p.round = t.round and p."table" = t."table"
            and p.course = course_shown(r, $8::text, v.at) and p.reply > after_number($9::text)
          order by p.reply
          limit 201) as p
    window by_number as (order by p.reply)) as q
join reply p on p.site = t.site and p.round = t.round and p.reply = q.reply
left join seat s on s.site = p.site and s.round = p.round and s.member = p.member
join member_group g on g.site = p.site and g.key = p."group"
left join advice a on a.site = p.site and a.round = p.round and a.card = p.card
where q.place <= 200 and (p.card is null or advice_shown(v, a, t."table", false))
order by q.place
limit 200

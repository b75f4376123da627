-- SPDX-License-Identifier: Apache-2.0
-- The form for one's own idea, as it stands now. Somebody whose session has ended while typing gets the form without the
-- idea's row: what was typed is in it.
-- audience: viewer

-- query: outcome
-- takes: site, number, subject
select r.*
from (values ($1::text, idea_number($2::text))) as asked (site, number)
left join idea i on i.site = asked.site and i.number = asked.number
left join member m on m.site = i.site and m.id = i.author,
lateral refusal(case when i.number is null then 404 else 403 end,
                case when i.number is null then 'not-found' else 'not-yours' end) as r
where i.number is null or m.subject <> $3::text

-- include: site
-- include: author

-- query: idea
-- takes: site, number, subject
select i.number  as "@number",
       i.version as "@version",
       k.key     as "kind/@key",
       k.label   as "kind",
       s.key     as "stage/@key",
       s.label   as "stage",
       i.title   as "title",
       i.body    as "body"
from idea i
join member m on m.site = i.site and m.id = i.author
join kind k on k.site = i.site and k.key = i.kind
join stage s on s.site = i.site and s.key = i.stage
where i.site = $1::text and i.number = idea_number($2::text) and m.subject = $3::text

-- include: kinds
-- include: stages

-- SPDX-License-Identifier: Apache-2.0
-- The vote control alone, as the script puts it in place.
-- audience: all

-- query: outcome
-- takes: site, number
select r.*
from refusal(404, 'not-found') r
where not exists (select from idea i where i.site = $1::text and i.number = idea_number($2::text))

-- query: idea
-- takes: site, number
select i.number           as "@number",
       t.votes            as "@votes",
       nullif(t.earlier, 0) as "@earlier",
       i.version          as "@version",
       i.title            as "title"
from idea i
join idea_tally t on t.site = i.site and t.idea = i.number
where i.site = $1::text and i.number = idea_number($2::text)

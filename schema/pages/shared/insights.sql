-- SPDX-License-Identifier: Apache-2.0
-- What was heard, as far as the viewer may know it.

-- query: insights/insight
-- takes: site, subject, group, moderator, admin, number
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
    order by i.insight
    limit 50) as k
join insight i on i.site = v.site and i.round = v.round and i.insight = k.insight
order by case when choice_shown(v) then i.place end, i.score desc nulls last, i.insight
limit 50

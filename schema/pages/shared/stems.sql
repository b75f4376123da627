-- SPDX-License-Identifier: Apache-2.0
-- The sentences that questions begin with, in each language.

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

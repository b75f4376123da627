-- SPDX-License-Identifier: Apache-2.0
-- Every promise as a table, in batches by number: "after" is the last number of the batch before. At most 1000 a batch.
-- audience: all

-- query: promise
-- takes: site, after, limit
select h."@number"    as "promise",
       h."@round"     as "round",
       h."round-title" as "title",
       h."@kind"      as "kind",
       h."@state"     as "state",
       h."text"       as "text",
       h."keeper"     as "keeper",
       h."people"     as "people",
       h."@made"      as "made",
       h."@first-due" as "first-due",
       h."@due"       as "due",
       h."@moves"     as "moves",
       h."@ended-at"  as "ended",
       h."@last"      as "last"
from (select b.promise
      from (select p.promise from promise p
            where p.site = $1::text and p.promise > coalesce($2::bigint, 0)
            order by p.promise
            limit 1000) as b
      order by b.promise
      limit $3::int) as k
cross join lateral promise_head($1::text, k.promise, clock()) h
order by k.promise

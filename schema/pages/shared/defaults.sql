-- SPDX-License-Identifier: Apache-2.0
-- The lengths and dates that a round begins with.

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

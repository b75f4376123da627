-- SPDX-License-Identifier: Apache-2.0
-- What the watchdog asks the primary again and again: which server it is and how far it has come, and what was noted as
-- changed by transactions that its last snapshot did not see. Some come twice, none is missed, however late it commits.
-- audience: viewer

-- query: server
-- takes:
select pg_current_snapshot()::text                                                      as "@snapshot",
       pg_postmaster_start_time()::text                                                 as "@since",
       current_setting('transaction_read_only')                                         as "@read-only",
       case when not pg_is_in_recovery() then pg_current_wal_insert_lsn()::text end     as "@wal"

-- query: change
-- takes: snapshot
select c.site as "@site", c.topic as "@topic"
from change c
where c.xid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(c.xid, $1::pg_snapshot)
group by c.site, c.topic
limit 10000

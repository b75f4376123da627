-- SPDX-License-Identifier: Apache-2.0
-- What the watchdog asks the replica: does it show everything that the primary had written up to `wal`? One that does not
-- replay is none, unless it is the primary itself, which is known by the time at which it was started.
-- audience: viewer

-- query: replica
-- takes: wal, since
select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() >= $1::pg_lsn
            else pg_postmaster_start_time()::text = $2::text end as "@has"

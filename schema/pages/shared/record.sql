-- SPDX-License-Identifier: Apache-2.0
-- The record of promises.

-- query: record
-- takes: site
select c.*
from ledger_record($1::text, clock()) c

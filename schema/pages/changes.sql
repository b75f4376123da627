-- SPDX-License-Identifier: Apache-2.0
-- What the transaction under way has noted as changed: asked behind an action, in the same transaction.
-- audience: viewer

-- query: change
-- takes:
select c.site as "@site", c.topic as "@topic"
from change c
where c.xid = pg_current_xact_id_if_assigned()

-- SPDX-License-Identifier: Apache-2.0
-- Whether the database has this site. The module asks once, and serves only a site that is there.
-- audience: all

-- query: site
-- takes: site
select s.title as "title"
from site s
where s.site = $1::text

-- SPDX-License-Identifier: Apache-2.0
-- The site.

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

-- SPDX-License-Identifier: Apache-2.0
-- What the wording check finds in a text, which comes as a parameter: the engine adds its findings.
-- audience: viewer

-- query: site
-- takes: site
select s.title as "@title"
from site s
where s.site = $1::text

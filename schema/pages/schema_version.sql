-- SPDX-License-Identifier: Apache-2.0
-- Which schema this database has. The module serves only from the one that it was built for.
-- audience: all

-- query: schema
-- takes:
select max(m.number) as "@version"
from migration m

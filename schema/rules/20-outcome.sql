-- SPDX-License-Identifier: Apache-2.0
-- How an action answers, and what is said to caches. What is foreseen is answered, never raised.

-- A refusal: the status, the key of its words, and for a form (422) the field and its limits. Pages use it too.
create or replace function refusal(
    status int, key text, field text default null, min int default null, max int default null)
returns outcome immutable
return row(status, null, null, field, key, min, max)::outcome;

-- Success: what was done to this idea, and where to go.
create or replace function success(idea bigint, done text) returns outcome immutable
return row(303, '/ideas/' || idea, done, null, null, null, null)::outcome;

-- Tells every cache that these ideas changed, and the lists with them. Internal.
create or replace function note_change(site text, variadic ideas bigint[]) returns void
begin atomic
    insert into change (site, topic)
    select note_change.site, 'ideas'
    union all
    select note_change.site, 'idea ' || n from unnest(ideas) as n;
end;

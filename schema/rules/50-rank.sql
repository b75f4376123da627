-- SPDX-License-Identifier: Apache-2.0
-- Where an idea stands in the lists. facet(), after_rank() and after_idea() serve the pages, the others are internal.
-- None of them raises.

-- The place among the most voted. Above 1000 the fourth digit decides nothing, and nine votes of ten move nothing.
create or replace function rank_top(votes bigint) returns bigint immutable
return case when votes < 1000 then votes else trunc(votes::numeric, 3 - length(votes::text))::bigint end;

-- The place among what moves, without a clock: an idea starts at the second in which it was proposed, and ten times the
-- votes are worth fourteen days. Counted in hundredths of that (12096 seconds), so that at many votes few of them move it.
create or replace function rank_trend(votes bigint, created_at timestamptz) returns bigint stable
return floor(extract(epoch from created_at))::bigint + 12096 * round(100 * log(votes + 1))::bigint;

-- The facet that shows this kind at this stage; either may be missing or empty, and then filters nothing.
create or replace function facet(kind text, stage text) returns text stable
return concat_ws(' ', 'kind:' || nullif(kind, ''), 'stage:' || nullif(stage, ''));

-- The four facets in which an idea of this kind and stage appears.
create or replace function facets(kind text, stage text) returns text[] stable
return array[facet(null, null), facet(kind, null), facet(null, stage), facet(kind, stage)];

-- The two halves of a list's cursor RANK_NUMBER: the next page begins below them. Without a cursor, below everything.
create or replace function after_rank(after text) returns bigint immutable
return case when after ~ '^-?[0-9]{1,18}_[0-9]{1,18}$' then split_part(after, '_', 1)::bigint else 9223372036854775807 end;

create or replace function after_idea(after text) returns bigint immutable
return case when after ~ '^-?[0-9]{1,18}_[0-9]{1,18}$' then split_part(after, '_', 2)::bigint else 9223372036854775807 end;

-- Writes the four rows of an idea.
create or replace function rank_write(site text, idea bigint, kind text, stage text, votes bigint, created_at timestamptz)
returns void
language plpgsql as $$
#variable_conflict use_variable
begin
    insert into idea_facet as f (site, facet, idea, top, trend)
    select site, u.facet, idea, rank_top(votes), rank_trend(votes, created_at)
    from unnest(facets(kind, stage)) as u (facet)
    on conflict on constraint idea_facet_pkey do update set top = excluded.top, trend = excluded.trend
    where (f.top, f.trend) <> (excluded.top, excluded.trend);
end $$;

-- SPDX-License-Identifier: Apache-2.0
-- Votes.

-- Casts (value '1') or takes back ('0') the one vote of a member for an idea. What is already so stays so, and is
-- answered alike; a vote stays with the version that it was cast on. For the web role.
-- 303 voted or unvoted; 401 sign-in; 404 not-found; 422 for the field value (missing, value).
create or replace function vote_cast(
    site text, subject text, name text, "group" text, number text, value text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    tally  idea_tally;
    now_is idea;
    voter  bigint;
begin
    if not is_subject(subject) then
        return next refusal(401, 'sign-in');
        return;
    end if;
    if (value in ('0', '1')) is not true then
        return next refusal(422, case when coalesce(value, '') = '' then 'missing' else 'value' end, 'value');
        return;
    end if;
    select t.* into tally from idea_tally t where t.site = site and t.idea = idea_number(number) for no key update;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    select i.* into now_is from idea i where i.site = site and i.number = tally.idea;   -- as it is under the lock
    voter := member_enter(site, subject, name, "group");

    if value = '1' then
        with cast_now as (
            insert into vote as v (site, idea, member, version, at)
            values (site, tally.idea, voter, now_is.version, clock())
            on conflict do nothing
            returning v.version
        )
        update idea_tally t set votes = t.votes + 1 from cast_now
        where t.site = site and t.idea = tally.idea;
    else
        with taken_back as (
            delete from vote v where v.site = site and v.idea = tally.idea and v.member = voter
            returning v.version
        )
        update idea_tally t
        set votes = t.votes - 1, earlier = t.earlier - (taken_back.version < now_is.version)::int
        from taken_back
        where t.site = site and t.idea = tally.idea;
    end if;
    if found then
        perform rank_move(site, tally.idea, now_is.kind, now_is.stage, now_is.created_at,
                          tally.votes, tally.votes + case value when '1' then 1 else -1 end);
        perform note_change(site, tally.idea);
    end if;
    return next success(tally.idea, case value when '1' then 'voted' else 'unvoted' end);
end $$;

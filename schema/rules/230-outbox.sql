-- SPDX-License-Identifier: Apache-2.0
-- Notices: written where things happen, each once; read by the member, and by whoever sends mail.

-- Notes that a member has seen what they were told. Once more is no harm. For the web role.
-- 303 seen; 401 sign-in. None raises.
create or replace function notices_seen(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    who bigint := member_at(site, subject);
begin
    if not is_subject(subject) or is_link(subject) then
        return next refusal(401, 'sign-in');
        return;
    end if;
    update outbox o set seen_at = clock() where o.site = site and o.member = who and o.seen_at is null;
    return next success_at('/me', 'seen');
end $$;

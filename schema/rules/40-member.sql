-- SPDX-License-Identifier: Apache-2.0
-- Members.

-- The member of this subject, made or brought up to date with the name and group that the login gives now. A group that
-- the site does not have counts as its first one. Answers the member's id.
-- Internal: called by the actions, after they know that they will act.
create or replace function member_enter(site text, subject text, name text, "group" text) returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    shown text := shown_name(name, subject);
    known text;
    id    bigint;
begin
    select g.key into known from member_group g where g.site = site
    order by (g.key = "group") desc, g.position, g.key limit 1;

    -- Nearly always nothing is new; then nothing is written or locked.
    select m.id into id from member m
    where m.site = site and m.subject = subject and m.name = shown and m."group" = known;
    if found then return id; end if;

    with entered as (
        insert into member as m (site, subject, name, "group", joined_at) values (site, subject, shown, known, clock())
        on conflict do nothing
        returning m.id
    ), counted as (
        update site_tally t set members = t.members + 1 from entered where t.site = site
    )
    select e.id into id from entered e;

    if id is null then
        update member m set name = shown, "group" = known where m.site = site and m.subject = subject
        returning m.id into id;
        perform note_change(site, variadic array(select i.number from idea i where i.site = site and i.author = id));
        perform note_topics(site, variadic array(
            select 'round ' || h.round from round_host h where h.site = site and h.member = id
            union all select t from unnest(array['rounds', 'promises']) t
            where exists (select from round_host h where h.site = site and h.member = id)));
    end if;
    return id;
end $$;

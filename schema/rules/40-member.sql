-- SPDX-License-Identifier: Apache-2.0
-- Members. All of this is internal: called by the actions, after they know that they will act. None raises.

-- The group that counts for a name of a group: the site's first one when it has none of this name.
create or replace function known_group(site text, "group" text) returns text stable
return (select g.key from member_group g where g.site = known_group.site
        order by (g.key = known_group."group") desc nulls last, g.position, g.key limit 1);

-- Whether this is the member as the login has it now. (Nearly always name and group are what is stored, to the letter.)
create or replace function member_is(m member, name text, "group" text) returns boolean stable
return case when m.name = member_is.name then true else m.name = shown_name(member_is.name, m.subject) end
   and case when m."group" = member_is."group" then true else m."group" = known_group(m.site, member_is."group") end;

-- Makes these members, or brings them up to date with the name and group that the login gives now; of two rows for one
-- member the later counts. All rows of members first, in one order, then the counters of their sites: so two crowds that
-- come at the same time do not wait for each other.
create or replace function members_enter(site text[], subject text[], name text[], "group" text[]) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    one     record;
    id      bigint;
    entered text[] := '{}';     -- the site of everybody who is new
begin
    for one in
        select distinct on (u.site, u.subject)
               u.site, u.subject, shown_name(u.name, u.subject) as name, known_group(u.site, u."group") as "group"
        from unnest(site, subject, name, "group") with ordinality as u (site, subject, name, "group", ordinal)
        order by u.site, u.subject, u.ordinal desc
    loop
        insert into member as m (site, subject, name, "group", joined_at)
        values (one.site, one.subject, one.name, one."group", clock())
        on conflict do nothing;
        if found then
            entered := entered || one.site::text;
            continue;
        end if;
        update member m set name = one.name, "group" = one."group"
        where m.site = one.site and m.subject = one.subject and (m.name, m."group") <> (one.name, one."group")
        returning m.id into id;
        if found then
            perform note_member(one.site, id);
        end if;
    end loop;

    perform from site_tally t where t.site = any (entered) order by t.site for no key update;
    update site_tally t set members = t.members + n.count
    from (select e.site, count(*) from unnest(entered) as e (site) group by e.site) as n
    where t.site = n.site;
end $$;

-- The same for one member; answers the member's id.
create or replace function member_enter(site text, subject text, name text, "group" text) returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    id bigint;
begin
    -- Nearly always nothing is new; then nothing is written or locked.
    select m.id into id from member m where m.site = site and m.subject = subject and member_is(m, name, "group");
    if not found then
        perform members_enter(array[site], array[subject], array[name], array["group"]);
        select m.id into id from member m where m.site = site and m.subject = subject;
    end if;
    return id;
end $$;

-- Tells every cache that this member's name or group is another.
create or replace function note_member(site text, member bigint) returns void
language plpgsql as $$
#variable_conflict use_variable
begin
    perform note_change(site, variadic array(select i.number from idea i where i.site = site and i.author = member));
    perform note_topics(site, variadic array(
        select 'round ' || h.round from round_host h where h.site = site and h.member = member
        union all select t from unnest(array['rounds', 'promises']) t
        where exists (select from round_host h where h.site = site and h.member = member)));
end $$;

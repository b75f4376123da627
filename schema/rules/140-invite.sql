-- SPDX-License-Identifier: Apache-2.0
-- Who is asked by name, who asks to join, and who comes by a link. The actions are for the web role, the rest is internal.

-- In how many rounds that are still open the member is asked by name, this one aside. A draft counts until its dates pass.
create or replace function asked_elsewhere(r round, member bigint, at timestamptz) returns int stable
return (select count(*)::int
        from invitation i join round o on o.site = i.site and o.number = i.round
        where i.site = r.site and i.member = asked_elsewhere.member and i.round <> r.number
          and i.invited_at is not null and i.declined_at is null
          and (phase(o, at) in ('announced', 'advice') or phase(o, at) = 'draft' and at < o.advice_until));

-- What is wrong with the logins to invite, one row. 422 who: missing, too-many, unknown, hosts-do-not-advise, other-group,
-- asked-enough (@max: in how many open rounds one may be asked). @min: the line.
create or replace function invite_refusals(r round, who text) returns setof outcome stable
begin atomic
    select o.*
    from (select count(*) as people, min(l.line) filter (where m.id is null) as unknown,
                 min(l.line) filter (where is_host(r, m.id)) as host,
                 min(l.line) filter (where m."group" <> all (r.groups)) as outside,
                 min(l.line) filter (where asked_elsewhere(r, m.id, clock()) >= s.open_invitations) as enough,
                 min(s.open_invitations) as open
          from login_lines(who) as l
               join round_setting s on s.site = r.site
               left join member m on m.site = r.site and m.subject = l.login and not m.guest) as c,
         lateral (values
             (1, 'missing',             null,      null,   c.people = 0),
             (2, 'too-many',            null,      50,     c.people > 50),
             (3, 'unknown',             c.unknown, null,   c.unknown is not null),
             (4, 'hosts-do-not-advise', c.host,    null,   c.host is not null),
             (5, 'other-group',         c.outside, null,   c.outside is not null),
             (6, 'asked-enough',        c.enough,  c.open, c.enough is not null)) as rule (place, key, line, max, broken),
         refusal(422, rule.key, 'who', rule.line, rule.max) as o
    where rule.broken
    order by rule.place limit 1;
end;

-- Asks members by name, each with the reason why they are. Whoever was asked already stays so. They are told when the round
-- is published, or at once.
-- 303 invited; 401 sign-in; 403 hosts-only; 404 not-found; 409 sealed-over, moved-on, cancelled, closed, empty; 422 for who
-- and why.
create or replace function round_invite(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, who text, why text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r      round := round_begin(site, number);
    person bigint;
begin
    why := text_of(why);
    return query select * from act_refusals(r, subject, moderator, 'host', array['draft', 'announced', 'advice']);
    if found then return; end if;
    -- Two rounds that ask the same person at the same moment count one after the other.
    perform from member m where m.site = site and m.subject = any (logins(who)) order by m.id for no key update;
    return query select * from invite_refusals(r, who) union all select * from text_refusals('why', why, 1000);
    if found then return; end if;

    perform round_member(r, subject, name, "group", firm);
    for person in select m.id from member m where m.site = site and m.subject = any (logins(who)) order by m.id loop
        perform member_invited(r, person, why);
    end loop;
    perform note_topics(site, 'round ' || r.number);
    return next success_at('/rounds/' || r.number || '/host', 'invited');
end $$;

-- Writes that the member is asked, and tells them once the round is published.
create or replace function member_invited(r round, member bigint, why text) returns void
language plpgsql as $$
#variable_conflict use_variable
begin
    insert into invitation as i (site, round, member, why, invited_at) values (r.site, r.number, member, why, clock())
    on conflict on constraint invitation_pkey do update
    set why = excluded.why, invited_at = excluded.invited_at, declined_at = null
    where i.invited_at is null;
    if r.published_at is not null then
        perform outbox_tell(r.site, format('round:%s:invite:member:%s', r.number, member), member, 'invited', r.number);
    end if;
end $$;

-- A member's own word: they ask to join a round for the invited, accept, or decline (what they asked for, they take back).
-- 303 asked, accepted, declined, taken-back; 401 sign-in; 403 hosts-do-not-advise, not-your-group; 404 not-found;
-- 409 open-to-you, already-asked, not-invited, wrote, and phase_refusals(); 422 for value.
create or replace function round_join(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, value text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round := round_begin(site, number);
    me   bigint := member_at(site, subject);
    mine invitation;
begin
    return query select * from act_refusals(r, subject, moderator, 'member', array['announced', 'advice']);
    if found then return; end if;
    if is_host(r, me) then
        return next refusal(403, 'hosts-do-not-advise');
        return;
    end if;
    select i.* into mine from invitation i where i.site = site and i.round = r.number and i.member = me;
    return query select * from join_refusals(r, mine, "group", value);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    if value = 'ask' then
        insert into invitation (site, round, member, asked_at) values (site, r.number, me, clock()) on conflict do nothing;
    elsif mine.invited_at is null then
        delete from invitation i where i.site = site and i.round = r.number and i.member = me;
    else
        update invitation i set declined_at = case when value = 'decline' then coalesce(i.declined_at, clock()) end
        where i.site = site and i.round = r.number and i.member = me;
    end if;
    perform note_topics(site, 'round ' || r.number);
    return next success_at('/rounds/' || r.number, case
        when value = 'ask' then 'asked' when value = 'accept' then 'accepted'
        when mine.invited_at is null then 'taken-back' else 'declined' end);
end $$;

create or replace function join_refusals(r round, mine invitation, "group" text, value text) returns setof outcome stable
begin atomic
    select o.*
    from (values
        (1, 422, 'missing',        'value', coalesce(value, '') = ''),
        (2, 422, 'value',          'value', value not in ('ask', 'accept', 'decline')),
        (3, 409, 'not-invited',    null, value = 'accept' and mine.invited_at is null),
        (3, 409, 'not-invited',    null, value = 'decline' and mine.member is null),
        (4, 409, 'already-asked',  null, mine.invited_at is null and mine.declined_at is not null),
        (5, 409, 'already-asked',  null, mine.invited_at is not null and value = 'ask'),
        (6, 409, 'open-to-you',    null, value = 'ask' and not r.invited_only),
        (7, 403, 'not-your-group', null, value = 'ask' and coalesce("group", '') <> all (r.groups)),
        (8, 409, 'wrote',          null, value = 'decline' and exists (
            select from advice a
            where a.site = r.site and a.adviser = mine.member and a.round = r.number and a.sent_at is not null))
    ) as rule (place, status, key, field, broken),
    refusal(rule.status, rule.key, rule.field) as o
    where rule.broken
    order by rule.place limit 1;
end;

-- The host's answer to somebody who asks to join: yes with the reason why they are wanted, or no. A no can become a yes.
-- invitation is the number of the member.
-- 303 admitted, not-admitted; 401 sign-in; 403 hosts-only; 404 not-found; 409 see phase_refusals(); 422 for value and why.
create or replace function round_admit(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, invitation text, why text, value text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r      round := round_begin(site, number);
    asking invitation;
begin
    why := text_of(why);
    return query select * from act_refusals(r, subject, moderator, 'host', array['announced', 'advice']);
    if found then return; end if;
    select i.* into asking from invitation i
    where i.site = site and i.round = r.number and i.member = round_number(invitation) and i.asked_at is not null;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    return query
        select o.* from refusal(422, case when coalesce(value, '') = '' then 'missing' else 'value' end, 'value') o
        where (value in ('yes', 'no')) is not true
        union all
        select o.* from text_refusals('why', why, 1000) o where value = 'yes' and asking.invited_at is null;
    if found then return; end if;

    perform round_member(r, subject, name, "group", firm);
    if value = 'yes' and asking.invited_at is null then
        perform member_invited(r, asking.member, why);
    elsif value = 'no' then
        update invitation i set declined_at = coalesce(i.declined_at, clock())
        where i.site = site and i.round = r.number and i.member = asking.member and i.invited_at is null;
    end if;
    perform note_topics(site, 'round ' || r.number);
    return next success_at('/rounds/' || r.number || '/host', case value when 'yes' then 'admitted' else 'not-admitted' end);
end $$;

-- ---- links

-- Makes a link by which somebody without an account gives advice, and later reads what came of it: it holds so many days,
-- without a number until two weeks after the report is due. The same name for the same group again within a minute is the
-- same form sent twice.
-- 303 link-made; 401 sign-in; 403 hosts-only; 404 not-found; 409 too-many-links, and phase_refusals(); 422 for guest,
-- guest_group, days.
create or replace function link_make(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, guest text, guest_group text, days text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r  round := round_begin(site, number);
    at timestamptz := clock();
    me bigint;
begin
    guest := line_of(guest);
    return query select * from act_refusals(r, subject, moderator, 'host', array['announced', 'advice', 'table', 'hearing']);
    if found then return; end if;
    return query select * from link_refusals(r, guest, guest_group, days);
    if found then return; end if;
    if (select count(*) >= 200 from guest_link l where l.site = site and l.round = r.number) then
        return next refusal(409, 'too-many-links');
        return;
    end if;

    me := round_member(r, subject, name, "group", firm);
    insert into guest_link (site, round, id, name, "group", made_by, made_at, expires_at)
    select site, r.number, random_id(), guest, guest_group, me, at,
           coalesce(days_later(at, whole(days)), days_later(greatest(r.report_due, at), 14))
    where not exists (
        select from guest_link l
        where l.site = site and l.round = r.number and l.name = guest and l."group" = guest_group and l.ended_at is null
          and l.made_at > at - interval '1 minute');
    return next success_at('/rounds/' || r.number || '/host', 'link-made');
end $$;

-- A number that nobody guesses, and that tells nothing about how many there are.
create or replace function random_id() returns bigint
return ('x' || translate(right(gen_random_uuid()::text, 13), '-', ''))::bit(48)::bigint + 1;

create or replace function link_refusals(r round, guest text, guest_group text, days text) returns setof outcome stable
begin atomic
    select o.* from line_refusals('guest', guest, 80) as o
    union all
    select o.*
    from refusal(422, case when coalesce(guest_group, '') = '' then 'missing' else 'other-group' end, 'guest_group') as o
    where coalesce(guest_group, '') <> all (r.groups)
       or exists (select from member_group g where g.site = r.site and g.key = guest_group and g.speaks)
    union all
    select o.* from refusal(422, 'value', 'days', 1, 365) as o
    where days <> '' and (whole(days) between 1 and 365) is not true;
end;

-- Ends a link: whoever has it is a visitor again. What they wrote stays.
-- 303 link-ended; 401 sign-in; 403 hosts-only; 404 not-found.
create or replace function link_end(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, link text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r round := round_begin(site, number);
begin
    return query select * from act_refusals(r, subject, moderator, 'host');
    if found then return; end if;
    update guest_link l set ended_at = coalesce(l.ended_at, clock())
    where l.site = site and l.round = r.number and l.id = round_number(link);
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    perform round_member(r, subject, name, "group", firm);
    return next success_at('/rounds/' || r.number || '/host', 'link-ended');
end $$;

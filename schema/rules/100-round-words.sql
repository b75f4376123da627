-- SPDX-License-Identifier: Apache-2.0
-- What every action on a round begins with: the round under its lock, who acts, and what is wrong with what they typed.
-- Internal, except round_number() and the two texts, which the pages use too. Only forbid() raises.
--
-- All actions take their locks in one order: an idea's tally row, the round, the member's row, the submission, the site's
-- tally row; new rows after that.

-- A number of a round, card or promise out of a path; NULL, which none has, when it is none.
create or replace function round_number(t text) returns bigint immutable
return case when t ~ '^[1-9][0-9]{0,17}$' then t::bigint end;

-- ---- texts and dates

-- One line, and many, as we keep them.
create or replace function line_of(t text) returns text immutable
return trimmed(coalesce(t, ''));

create or replace function text_of(t text) returns text immutable
return trimmed(lines(t));

-- What is wrong with a text, at most one row. Expects it as it would be stored; an empty one is refused only where it is
-- needed. line: one plain line; otherwise many lines.
create or replace function text_refusals(
    field text, t text, max int default 4000, min int default 1, needed boolean default true, line boolean default false)
returns setof outcome
stable
begin atomic
    select r.*
    from (
        select rule.*
        from (values
            (1, 'missing',    null, null, coalesce(t, '') = '' and needed),
            (2, 'one-line',   null, null, line and t ~ '[\n\r\u0085\u2028\u2029]'),
            (3, 'characters', null, null, not case when line then is_line(t) else is_xml(t) end),
            (4, 'too-short',  text_refusals.min, text_refusals.max, t <> '' and char_length(t) < text_refusals.min),
            (5, 'too-long',   null, text_refusals.max, char_length(t) > text_refusals.max)
        ) as rule (place, key, min, max, broken)
        where rule.broken
        order by rule.place limit 1
    ) as first, refusal(422, first.key, field, first.min, first.max) as r;
end;

create or replace function line_refusals(
    field text, t text, max int default 300, min int default 1, needed boolean default true)
returns setof outcome
stable
begin atomic
    select r.* from text_refusals(field, t, line_refusals.max, line_refusals.min, needed, true) as r;
end;

-- A date as forms send it: 2027-03-31. NULL when that is none.
create or replace function day_of(t text) returns date immutable
return case when t ~ '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
             and right(t, 2)::int <= extract(day from make_date(left(t, 4)::int, substr(t, 6, 2)::int, 1)
                                                      + interval '1 month' - interval '1 day')
            then make_date(left(t, 4)::int, substr(t, 6, 2)::int, right(t, 2)::int) end;

-- The moment of an hour on a day. All hours are UTC, so that a day has always 24 of them.
create or replace function moment(day date, hour time) returns timestamptz immutable
return (day + hour) at time zone 'UTC';

-- A moment so much later, whatever the time zone of the session.
create or replace function later(t timestamptz, by interval) returns timestamptz immutable
return ((t at time zone 'UTC') + by) at time zone 'UTC';

create or replace function days_later(t timestamptz, days int) returns timestamptz immutable
return later(t, make_interval(days => days));

-- Whether a text of a form says yes.
create or replace function is_yes(t text) returns boolean immutable
return coalesce(t = 'yes', false);

-- A number typed into a form, NULL when it is none or has more than nine digits.
create or replace function whole(t text) returns int immutable
return case when t ~ '^(0|[1-9][0-9]{0,8})$' then t::int end;

-- ---- who acts

create or replace function member_at(site text, subject text) returns bigint stable
return (select m.id from member m where m.site = member_at.site and m.subject = member_at.subject);

create or replace function is_host(r round, member bigint) returns boolean stable
return exists (select from round_host h where h.site = r.site and h.round = r.number and h.member = is_host.member);

-- Whether the member speaks for the company.
create or replace function speaks(site text, member bigint) returns boolean stable
return exists (select from member m join member_group g on g.site = m.site and g.key = m."group"
               where m.site = speaks.site and m.id = speaks.member and g.speaks);

-- Whether this subject came by a signed link (link:ROUND.ID), of whatever round.
create or replace function is_link(subject text) returns boolean immutable
return coalesce(starts_with(subject, 'link:'), false);

-- The link of this round that the subject came by, as long as it holds.
create or replace function link_of(r round, subject text, at timestamptz) returns setof guest_link
stable
begin atomic
    select l.* from guest_link l
    where l.site = r.site and l.round = r.number and l.ended_at is null and l.expires_at > at
      and link_of.subject = 'link:' || l.round || '.' || l.id
      and l.id = round_number(split_part(link_of.subject, '.', 2));
end;

-- The firm as we keep it; NULL for none. Like a name it comes from the site's login: what is not fit is taken out.
create or replace function firm_of(firm text) returns text immutable
return nullif(trimmed(left(trimmed(regexp_replace(regexp_replace(
           regexp_replace(firm, '[\u0001-\u001F\u007F-\u009F\u2028\u2029]', ' ', 'g'),
           '[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]', '', 'g'),
           '\s+', ' ', 'g')), 300)), '');

-- The member who acts, made or brought up to date: as the login says, or as the link says. Called after it is known that
-- they will act.
create or replace function round_member(r round, subject text, name text, "group" text, firm text) returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    id   bigint;
    link guest_link;
begin
    if is_link(subject) then
        select l.* into link from link_of(r, subject, clock()) l;
        id := member_enter(r.site, subject, link.name, link."group");
        update member m set guest = true where m.site = r.site and m.id = id and not m.guest;
    else
        id := member_enter(r.site, subject, name, "group");
        update member m set firm = firm_of(firm)
        where m.site = r.site and m.id = id and m.firm is distinct from firm_of(firm);
    end if;
    return id;
end $$;

-- What keeps this person from this act: no row when nothing does. needs: 'member', 'host', 'moderator', or 'asker' (a host
-- or a moderator). phases: those in which it may be done, NULL for all. link: whether somebody with a link may, too.
-- 401 sign-in; 410 link-gone; 404 not-found; 403 hosts-only, moderators-only, not-yours; 409 see phase_refusals().
create or replace function act_refusals(
    r round, subject text, moderator text, needs text, phases text[] default null, link boolean default false)
returns setof outcome
language plpgsql stable as $$
#variable_conflict use_variable
declare
    hosts boolean := r.number is not null and is_host(r, member_at(r.site, subject));
begin
    if not is_subject(subject) or is_link(subject) and not link then
        return next refusal(401, 'sign-in');
    elsif is_link(subject) and not exists (select from link_of(r, subject, clock())) then
        return next refusal(410, 'link-gone');
    elsif r.number is null or r.published_at is null and not hosts and not is_yes(moderator) then
        return next refusal(404, 'not-found');
    elsif needs = 'host' and not hosts then
        return next refusal(403, 'hosts-only');
    elsif needs = 'moderator' and not is_yes(moderator) or needs = 'asker' and not hosts and not is_yes(moderator) then
        return next refusal(403, 'moderators-only');
    else
        return query select * from phase_refusals(r, phases);
    end if;
end $$;

-- ---- the round

-- The round of this number under its lock, as the clock has it by now; all NULL when there is none.
create or replace function round_begin(site text, number text) returns round
language plpgsql as $$
#variable_conflict use_variable
declare
    r round;
begin
    select x.* into r from round x where x.site = site and x.number = round_number(number) for no key update;
    if r.tick_at <= clock() then
        r := round_tick(r);
    end if;
    return r;
end $$;

-- ---- what is written beside the act

create or replace function success_at(location text, done text) returns outcome immutable
return row(303, location, done, null, null, null, null)::outcome;

-- What a form is known by: its token, and all that was written on it. So the same form again is a repetition; whoever goes
-- back in the browser and writes something else does another deed. What is no token stays as it is, to be refused.
create or replace function submission_key(token text, variadic written text[]) returns text stable
return case when token ~ '^[A-Za-z0-9_-]{16,64}$' then md5(token || written::text) else token end;

-- What was answered to this form the first time.
create or replace function submission_answer(site text, member bigint, token text) returns setof outcome stable
begin atomic
    select o.* from submission s, success_at(s.location, s.done) o
    where s.site = submission_answer.site and s.member = submission_answer.member and s.token = submission_answer.token
      and s.location is not null;
end;

-- Takes the token for this act; false when the form was sent before. Waits for whoever is sending it at this moment.
-- Without a token there is nothing to compare.
create or replace function submission_claim(site text, member bigint, token text, done text, location text default null)
returns boolean
language plpgsql as $$
#variable_conflict use_variable
begin
    if coalesce(token, '') = '' then
        return true;
    end if;
    insert into submission (site, member, token, done, location, at) values (site, member, token, done, location, clock())
    on conflict do nothing;
    return found;
end $$;

-- Says where the act led, when that was not known before.
create or replace function submission_settle(site text, member bigint, token text, location text) returns void
begin atomic
    update submission s set location = submission_settle.location
    where s.site = submission_settle.site and s.member = submission_settle.member and s.token = submission_settle.token;
end;

-- Tells every cache what changed: 'rounds', 'round 7', 'promises'. The lists show something of each round, so they change too.
create or replace function note_topics(site text, variadic topics text[]) returns void
begin atomic
    insert into change (site, topic)
    select note_topics.site, t from unnest(topics) as t
    union
    select note_topics.site, 'rounds' from unnest(topics) as t where t like 'round %';
end;

-- A line of the round's record; the caches hear of it.
create or replace function round_note(r round, kind text, by bigint default null, text text default null) returns void
begin atomic
    insert into round_event (site, round, kind, at, by, text)
    values (r.site, r.number, round_note.kind, clock(), round_note.by, round_note.text);
    select note_topics(r.site, 'rounds', 'round ' || r.number);
end;

-- Tells a member something, once for each key.
create or replace function outbox_tell(
    site text, key text, member bigint, kind text, round bigint, promise bigint default null, card bigint default null)
returns void
begin atomic
    insert into outbox (site, key, member, kind, round, promise, card, at)
    select outbox_tell.site, outbox_tell.key, outbox_tell.member, outbox_tell.kind, outbox_tell.round, outbox_tell.promise,
           outbox_tell.card, clock()
    where outbox_tell.member is not null
    on conflict do nothing;
end;

-- ---- guards

-- What a trigger refuses, whoever asks. The actions look before and answer with the same key.
create or replace function forbid(key text) returns void
language plpgsql as $$
begin
    raise exception 'cocreate: %', key using errcode = 'CC409';
end $$;

-- For tables to which lines are only added. Who did it may be forgotten.
create or replace function append_only() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'by' = to_jsonb(old) - 'by' and to_jsonb(new) -> 'by' = 'null' then
        return new;
    end if;
    perform forbid('append-only');
end $$;

create or replace trigger append_only before update or delete on round_event
for each row execute function append_only();

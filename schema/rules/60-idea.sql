-- SPDX-License-Identifier: Apache-2.0
-- Proposing and editing. Both are for the web role, and answer with rows of type outcome.
--
-- Every action takes its locks in one order, so that no two wait for each other:
-- the idea's tally row, the member's row, the submission, the site's tally row; new rows after that. Who takes several of a
-- kind takes them in order of their keys.

-- What is wrong with the fields of an idea: at most one row per field, the first rule that it breaks. Expects title and
-- body as they would be stored. Internal.
create or replace function idea_refusals(site text, title text, body text, kind text, stage text)
returns setof outcome
stable
begin atomic
    select r.*
    from (
        select distinct on (rule.place / 10) rule.*
        from (values
            (10, 'title', 'missing',    null, null,  title = ''),
            (11, 'title', 'one-line',   null, null,  title ~ '[\n\r\u0085\u2028\u2029]'),
            (12, 'title', 'characters', null, null,  not is_line(title)),
            (13, 'title', 'too-short',  5,    120,   char_length(title) < 5),
            (14, 'title', 'too-long',   5,    120,   char_length(title) > 120),
            (20, 'body',  'characters', null, null,  not is_xml(body)),
            (21, 'body',  'too-long',   null, 10000, char_length(body) > 10000),
            (30, 'kind',  'missing',    null, null,  coalesce(kind, '') = ''),
            (31, 'kind',  'unknown',    null, null,
                not exists (select from kind k where k.site = idea_refusals.site and k.key = idea_refusals.kind)),
            (40, 'stage', 'missing',    null, null,  coalesce(stage, '') = ''),
            (41, 'stage', 'unknown',    null, null,
                not exists (select from stage s where s.site = idea_refusals.site and s.key = idea_refusals.stage))
        ) as rule (place, field, key, min, max, broken)
        where rule.broken is not false
        order by rule.place / 10, rule.place
    ) as first, refusal(422, first.key, first.field, first.min, first.max) as r
    order by first.place;
end;

-- Whether a one-time token is missing or misshapen, as the refusal of the field that carries it. Internal.
create or replace function token_refusals(token text) returns setof outcome stable
begin atomic
    select r.*
    from refusal(422, case when coalesce(token, '') = '' then 'missing' else 'characters' end, 'token') as r
    where (token ~ '^[A-Za-z0-9_-]{16,64}$') is not true;
end;

-- Proposes an idea. The same token again, at the same time too, gives the first answer and makes nothing.
-- 303 proposed; 401 sign-in; 422 with a row for each field (missing, too-short, too-long, unknown, characters, one-line).
create or replace function idea_propose(
    site text, subject text, name text, "group" text, title text, body text, kind text, stage text, token text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    author bigint;
    number bigint;
    done   text;
    at     timestamptz := clock();
begin
    title := trimmed(coalesce(title, ''));
    body  := lines(body);
    if not is_subject(subject) then
        return next refusal(401, 'sign-in');
        return;
    end if;
    return query
        select * from idea_refusals(site, title, body, kind, stage) union all select * from token_refusals(token);
    if found then return; end if;

    author := member_enter(site, subject, name, "group");
    insert into submission (site, member, token, done, at) values (site, author, token, 'proposed', at)
    on conflict do nothing;     -- waits for whoever is sending the same form at this moment
    if not found then
        select s.idea, s.done into number, done from submission s
        where s.site = site and s.member = author and s.token = token;
        return next success(number, done);
        return;
    end if;

    with counted as (
        update site_tally t set ideas = t.ideas + 1, last_idea = t.last_idea + 1 where t.site = site
        returning t.last_idea
    )
    insert into idea as i (site, number, author, kind, stage, title, body, created_at)
    select site, c.last_idea, author, kind, stage, title, body, at from counted c
    returning i.number into number;
    insert into idea_version (site, idea, version, kind, stage, title, body, at)
    values (site, number, 1, kind, stage, title, body, at);
    insert into idea_tally (site, idea) values (site, number);
    perform rank_write(site, number, kind, stage, 0, at);
    perform words_write(site, number, title, body);
    update submission s set idea = number where s.site = site and s.member = author and s.token = token;
    perform note_change(site, number);
    return next success(number, 'proposed');
end $$;

-- Edits one's own idea. "version" is the version that the form was filled from; the token may be missing, and makes a
-- form that is sent twice harmless. The votes stay, and count as cast on an earlier version. What changes nothing makes
-- no version.
-- 303 edited; 401 sign-in; 403 not-yours; 404 not-found; 409 changed (somebody was faster); 422 as for idea_propose.
create or replace function idea_edit(
    site text, subject text, name text, "group" text,
    number text, title text, body text, kind text, stage text, version text, token text default null)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    now_is idea;
    tally  idea_tally;
    author bigint;
    sent   submission;
    at     timestamptz := clock();
begin
    title := trimmed(coalesce(title, ''));
    body  := lines(body);
    if not is_subject(subject) then
        return next refusal(401, 'sign-in');
        return;
    end if;
    select t.* into tally from idea_tally t where t.site = site and t.idea = idea_number(number) for no key update;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    select i.* into now_is from idea i where i.site = site and i.number = tally.idea;
    select m.id into author from member m where m.site = site and m.subject = subject;
    if author is distinct from now_is.author then
        return next refusal(403, 'not-yours');
        return;
    end if;

    select s.* into sent from submission s where s.site = site and s.member = author and s.token = token;
    if found then
        return next success(sent.idea, sent.done);
        return;
    end if;
    return query
        select r.* from refusal(422, 'missing', 'version') r where coalesce(version, '') = ''
        union all
        select r.* from token_refusals(token) r where token <> '';
    if found then return; end if;
    if version <> now_is.version::text then
        return next refusal(409, 'changed');
        return;
    end if;
    return query select * from idea_refusals(site, title, body, kind, stage);
    if found then return; end if;

    perform member_enter(site, subject, name, "group");
    insert into submission (site, member, token, idea, done, at)
    select site, author, token, tally.idea, 'edited', at where token <> ''
    on conflict do nothing;
    if (title, body, kind, stage) is distinct from (now_is.title, now_is.body, now_is.kind, now_is.stage) then
        perform idea_write_version(now_is, tally, title, body, kind, stage, at);
    end if;
    return next success(tally.idea, 'edited');
end $$;

-- Writes the next version of an idea that the caller has locked. Internal.
create or replace function idea_write_version(
    was idea, tally idea_tally, title text, body text, kind text, stage text, at timestamptz)
returns void
language plpgsql as $$
#variable_conflict use_variable
begin
    update idea i
    set title = title, body = body, kind = kind, stage = stage, version = was.version + 1, edited_at = at
    where i.site = was.site and i.number = was.number;
    insert into idea_version (site, idea, version, kind, stage, title, body, at)
    values (was.site, was.number, was.version + 1, kind, stage, title, body, at);
    update idea_tally t set earlier = t.votes where t.site = was.site and t.idea = was.number;

    if (title, body) is distinct from (was.title, was.body) then
        perform words_write(was.site, was.number, title, body);
    end if;
    if (kind, stage) <> (was.kind, was.stage) then
        delete from idea_facet f
        where f.site = was.site and f.facet = any (facets(was.kind, was.stage)) and f.idea = was.number;
        perform rank_write(was.site, was.number, kind, stage, tally.votes, was.created_at);
    end if;
    perform note_change(was.site, was.number);
end $$;

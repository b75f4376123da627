-- SPDX-License-Identifier: Apache-2.0
-- What hosts do to a running round besides hearing: more time, a question struck or added, an end before its time, and what
-- an empty round taught. The actions are for the web role.

-- Cancels a round. Those who were asked or gave advice are told, cards stay their advisers', and what was promised is
-- released with the reason.
-- 303 round-cancelled; 401 sign-in; 403 hosts-only; 404 not-found; 409 cancelled, already-chosen, empty, closed; 422 for
-- reason.
create or replace function round_cancel(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r  round := round_begin(site, number);
    me bigint;
begin
    reason := text_of(reason);
    if r.cancel_reason = reason and is_host(r, member_at(site, subject)) then
        return next success_at('/rounds/' || r.number, 'round-cancelled');     -- the same form once more
        return;
    end if;
    return query select * from act_refusals(r, subject, moderator, case when is_yes(admin) then 'member' else 'host' end,
                                            array['draft', 'announced', 'advice', 'table', 'hearing', 'choosing']);
    if found then return; end if;
    return query select * from text_refusals('reason', reason);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    update round x set cancelled_at = clock(), cancel_reason = reason, tick_at = null
    where x.site = site and x.number = r.number;
    perform promise_note(site, n.promise, 'released', reason, null, me)
    from promise p join promise_now n on n.site = p.site and n.promise = p.promise
    where p.site = site and p.round = r.number and n.ended is null
    order by p.promise;
    if r.published_at is not null then
        perform outbox_tell(site, format('round:%s:cancelled:member:%s', r.number, m), m, 'cancelled', r.number)
        from (select i.member from invitation i
              where i.site = site and i.round = r.number and i.declined_at is null
              union
              select a.adviser from advice a where a.site = site and a.round = r.number and a.adviser is not null) as t (m);
    end if;
    perform round_note(r, 'cancelled', me, reason);
    return next success_at('/rounds/' || r.number, 'round-cancelled');
end $$;

-- Gives a round more time, at most twice and only before its end. The reason is public. The same days for the same reason
-- again within ten minutes are the same form sent twice.
-- 303 extended; 401 sign-in; 403 hosts-only; 404 not-found; 409 not-open-yet (a draft), too-late-to-extend, extended-twice,
-- has-cards (less time is for nobody once a card is given), cancelled, empty, closed; 422 for days and reason.
create or replace function round_extend(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, days text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r      round := round_begin(site, number);
    latest round_event;
    me     bigint;
begin
    reason := text_of(reason);
    return query select * from act_refusals(r, subject, moderator, case when is_yes(admin) then 'member' else 'host' end);
    if found then return; end if;
    select e.* into latest from round_event e where e.site = site and e.round = r.number order by e.number desc limit 1;
    if latest.kind = 'extended' and latest.text = reason and latest."by" = member_at(site, subject)
        and latest.at > clock() - interval '10 minutes'
    then
        return next success_at('/rounds/' || r.number, 'extended');
        return;
    end if;
    return query select * from extend_refusals(r, days, reason);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    perform round_extended(r, whole(days), reason, me);
    return next success_at('/rounds/' || r.number, 'extended');
end $$;

-- Internal.
create or replace function extend_refusals(r round, days text, reason text) returns setof outcome
language plpgsql stable as $$
declare
    now_is text := phase(r, clock());
begin
    return query
        select o.*
        from (values
            (1, now_is,               now_is in ('cancelled', 'empty', 'closed')),
            (2, 'not-open-yet',       now_is = 'draft'),
            (3, 'has-cards',          days ~ '^-[0-9]+$' and r.cards > 0),
            (4, 'too-late-to-extend', clock() >= r.advice_until),
            (5, 'extended-twice',     r.extensions >= 2)
        ) as w (place, key, stands), refusal(409, w.key) as o
        where w.stands
        order by w.place limit 1;
    if found then return; end if;
    return query
        select o.* from refusal(422, case when coalesce(days, '') = '' then 'missing' else 'value' end, 'days', 1, 28) as o
        where (whole(days) between 1 and 28) is not true
        union all
        select o.* from text_refusals('reason', reason) as o;
end $$;

-- Strikes a question that turned out to be a bad one; it stays to be read, and so do its cards. One question is left.
-- 303 struck; 401 sign-in; 403 hosts-only; 404 not-found; 409 already-struck, last-question, and phase_refusals(); 422 for
-- reason.
create or replace function question_strike(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, place text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    was question;
    me  bigint;
begin
    reason := text_of(reason);
    return query select * from act_refusals(r, subject, moderator, 'host', array['announced', 'advice']);
    if found then return; end if;
    select q.* into was from question q where q.site = site and q.round = r.number and q.place = whole(place);
    if not found then
        return next refusal(404, 'not-found');
        return;
    elsif was.struck_reason = reason then
        return next success_at('/rounds/' || r.number, 'struck');
        return;
    elsif was.struck_at is not null then
        return next refusal(409, 'already-struck');
        return;
    elsif (select count(*) = 1 from question q where q.site = site and q.round = r.number and q.struck_at is null) then
        return next refusal(409, 'last-question');
        return;
    end if;
    return query select * from text_refusals('reason', reason, 1000);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    update question q set struck_at = clock(), struck_reason = reason
    where q.site = site and q.round = r.number and q.place = was.place;
    perform round_note(r, 'struck', me, was.text || E'\n\n' || reason);
    return next success_at('/rounds/' || r.number, 'struck');
end $$;

-- Adds a question until half time, at most four. An empty text is the stem's. What the check stops or warns of is written
-- in other words, because nobody accepts it here. language: the one that the check has looked in; findings of another
-- language say nothing.
-- 303 question-added; 401 sign-in; 403 hosts-only; 404 not-found; 409 half-time-over, too-many-questions, findings-open,
-- unchecked, and phase_refusals(); 422 for slot and text.
create or replace function question_add(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, slot text, language text, text text, findings jsonb)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r       round := round_begin(site, number);
    me      bigint;
    checked text;
begin
    text     := coalesce(nullif(line_of(text), ''), stem(r.language, slot, r.newness), '');
    findings := case when language = r.language then findings end;
    checked  := checked_as(r, slot, text, findings is not null);
    return query select * from act_refusals(r, subject, moderator, 'host', array['announced', 'advice']);
    if found then return; end if;
    if exists (select from question q
               where q.site = site and q.round = r.number and q.place > 8 and q.text = text and q.struck_at is null) then
        return next success_at('/rounds/' || r.number, 'question-added');
        return;
    end if;
    return query select * from question_refusals(r, slot, text, checked, findings);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    insert into question (site, round, place, slot, text, checked, added_at)
    select site, r.number, 1 + greatest(8, max(q.place)), slot, text, checked, clock()
    from question q where q.site = site and q.round = r.number;
    perform round_note(r, 'asked', me, text);
    return next success_at('/rounds/' || r.number, 'question-added');
end $$;

-- Internal.
create or replace function question_refusals(r round, slot text, t text, checked text, findings jsonb) returns setof outcome
language plpgsql stable as $$
#variable_conflict use_variable
begin
    return query
        select o.* from refusal(409, 'half-time-over') o
        where clock() >= later(r.opens_at, (r.advice_until - r.opens_at) / 2)
        union all
        select o.* from refusal(409, 'too-many-questions') o
        where exists (select from question q where q.site = r.site and q.round = r.number and q.place >= 12)
        limit 1;
    if found then return; end if;
    return query
        select o.* from refusal(422, 'missing', 'slot') o where coalesce(slot, '') = ''
        union all
        select o.* from refusal(422, 'unknown', 'slot') o
        where slot <> '' and slot not in (select f.slot from question_fields() f)
        union all
        select o.* from refusal(422, 'radical', 'slot') o where r.newness = 'radical' and slot not in ('', 'story', 'keep')
        limit 1;
    if found then return; end if;
    return query select * from line_refusals('text', t);
    if found then return; end if;
    return query
        select o.* from refusal(409, 'unchecked') o where checked is null
        union all
        select o.* from refusal(409, 'findings-open') o
        where exists (select from jsonb_to_recordset(findings) as f (field text, severity text)
                      where f.field = 'text' and f.severity in ('stop', 'warn'));
end $$;

-- The learning note of a round to which too few gave advice: what the silence tells. With it the round is closed, the report
-- kept, and the one or two who did answer read what came of their cards.
-- 303 learned; 401 sign-in; 403 hosts-only; 404 not-found; 409 not-empty, closed, cancelled, cards-without-outcome; 422 for
-- learning.
create or replace function round_learn(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, learning text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r  round := round_begin(site, number);
    me bigint;
begin
    learning := text_of(learning);
    return query select * from act_refusals(r, subject, moderator, 'host');
    if found then return; end if;
    if r.learning = learning then
        return next success_at('/rounds/' || r.number, 'learned');
        return;
    elsif phase(r, clock()) <> 'empty' then
        return next refusal(409, case when phase(r, clock()) in ('closed', 'cancelled') then phase(r, clock())
                                      else 'not-empty' end);
        return;
    elsif exists (select from untraced(r)) then
        return next refusal(409, 'cards-without-outcome');
        return;
    end if;
    return query select * from text_refusals('learning', learning);
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    update round x set learned_at = clock(), learning = learning where x.site = site and x.number = r.number;
    perform promise_note(site, promise_of(r, 'report'), 'kept', learning, null, me);
    perform advisers_tell(r, 'report');
    perform round_note(r, 'learned', me, learning);
    return next success_at('/rounds/' || r.number, 'learned');
end $$;

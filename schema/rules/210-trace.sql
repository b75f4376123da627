-- SPDX-License-Identifier: Apache-2.0
-- What came of each piece of advice: prepared privately, told to everybody at once. None raises.

-- Whether a trace was reopened by its adviser, who said that we missed the point, and can be changed at this moment. For the
-- pages too.
create or replace function trace_reopened(r round, t trace, at timestamptz) returns boolean immutable
return coalesce(r.reported_at is not null and at < days_later(t.contested_at, r.answer_days) and t.outcome <> 'withdrawn',
                false);

-- What the system says of a card that was taken back. What had been told to its adviser stays beside it. Internal.
create or replace function trace_withdrawn(r round, card bigint) returns void
begin atomic
    insert into trace as t (site, round, card, outcome, at)
    values (r.site, r.number, trace_withdrawn.card, 'withdrawn', clock())
    on conflict on constraint trace_pkey do update
    set outcome = 'withdrawn', action = null, insight = null, link = null, again_on = null, reason = null, question = null,
        by = null, at = excluded.at, version = t.version + 1, contest = null,
        earlier = case when r.reported_at is not null then coalesce(t.earlier, t.outcome) end,
        earlier_reason = null;
end;

-- ---- what a trace needs

-- What is wrong with the fields of an outcome. insight: one that the card, or the rest of cards, lies under.
create or replace function trace_refusals(
    r round, outcome text, action text, insight bigint, source text, again text, reason text, question text)
returns setof outcome
stable
begin atomic
    select * from choice_refusals('outcome', outcome, variadic case when r.empty_at is null
        then array['shaped_action', 'in_insight', 'already_so', 'for_later', 'not_now', 'could_not_use']
        else array['already_so', 'for_later', 'not_now', 'could_not_use'] end)
    union all
    select o.* from refusal(422, case when coalesce(action, '') = '' then 'missing' else 'unknown' end, 'action') as o
    where outcome = 'shaped_action' and not exists (select from action_at(r, action) a where a.promise is not null)
    union all
    select o.* from refusal(422, 'missing', 'insight') as o where outcome = 'in_insight' and insight is null
    union all
    select o.* from address_refusals('source', source, true) as o where outcome = 'already_so'
    union all
    select o.* from due_refusals('again', again, clock()) as o where outcome = 'for_later'
    union all
    select * from text_refusals('reason', reason, min => case outcome when 'not_now' then 20 else 1 end,
                                needed => outcome in ('for_later', 'not_now', 'could_not_use'))
    union all
    select o.* from line_refusals('question', question) as o where outcome = 'could_not_use';
end;

-- The insight of a trace: the one that is named, or the first of those that the card lies under; with an action, its own
-- before the others. NULL: the card does not lie under it, or under none.
create or replace function trace_insight(r round, card bigint, insight text, action text) returns bigint stable
return (select c.insight
        from insight_advice c
        left join action_at(r, action) a on a.insight = c.insight
        where c.site = r.site and c.round = r.number and c.card = trace_insight.card
          and (coalesce(trace_insight.insight, '') = '' or c.insight = round_number(trace_insight.insight))
        order by a.insight is null, c.insight limit 1);

-- Whether a trace says this already.
create or replace function trace_says(
    was trace, outcome text, action text, insight text, source text, again text, reason text, question text)
returns boolean immutable
return was.outcome = trace_says.outcome and coalesce(was.reason, '') = trace_says.reason
   and (was.action is null or was.action::text = trace_says.action)
   and (was.insight is null or trace_says.insight in ('', was.insight::text))
   and (was.link is null or was.link = source)
   and (was.again_on is null or was.again_on = day_of(again))
   and (was.question is null or was.question = trace_says.question);

-- Writes a trace that is in order: what does not belong to its outcome is left out. Internal.
create or replace function trace_write(
    r round, card bigint, outcome text, action text, insight bigint, source text, again text, reason text, question text,
    who bigint)
returns void
begin atomic
    insert into trace as t (site, round, card, outcome, action, insight, link, again_on, reason, question, by, at)
    select r.site, r.number, trace_write.card, trace_write.outcome,
           case when trace_write.outcome = 'shaped_action' then round_number(trace_write.action) end,
           case when trace_write.outcome in ('shaped_action', 'in_insight') then trace_write.insight end,
           case when trace_write.outcome = 'already_so' then source end,
           case when trace_write.outcome = 'for_later' then day_of(again) end,
           nullif(trace_write.reason, ''),
           case when trace_write.outcome = 'could_not_use' then trace_write.question end,
           who, clock()
    on conflict on constraint trace_pkey do update
    set outcome = excluded.outcome, action = excluded.action, insight = excluded.insight, link = excluded.link,
        again_on = excluded.again_on, reason = excluded.reason, question = excluded.question, by = excluded.by,
        at = excluded.at, version = t.version + 1,
        earlier        = case when t.contested_at is not null and t.answered_at is null then t.outcome else t.earlier end,
        earlier_reason = case when t.contested_at is not null and t.answered_at is null then t.reason
                              else t.earlier_reason end,
        answered_at    = case when t.contested_at is not null then coalesce(t.answered_at, excluded.at) end;
end;

-- Why nothing can be written on this trace now: traces are written while the promises are worked on, in a round that ended as
-- empty, and where one was reopened. Internal.
create or replace function trace_phase_refusals(r round, was trace) returns setof outcome stable
begin atomic
    select o.*
    from refusal(409, case
        when trace_reopened(r, was, clock()) then null
        when r.reported_at is not null then case when phase(r, clock()) = 'closed' then 'closed' else 'already-reported' end
        when phase(r, clock()) in ('acting', 'empty') then null
        when phase(r, clock()) in ('cancelled', 'closed') then phase(r, clock())
        else 'not-open-yet' end) as o
    where o."@key" is not null;
end;

-- Writes what came of one card. After the report only where its adviser said that we missed the point; they are told then.
-- For the web role, hosts.
-- 303 traced; 401; 403 hosts-only; 404 not-found; 409 not-open-yet, already-reported, closed, cancelled, withdrawn, hidden,
-- changed; 422 for outcome, action, insight, source, again, reason, question.
create or replace function trace_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, card text, outcome text, action text, insight text, source text, again text, reason text, question text,
    version text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    who   bigint;
    about advice;
    was   trace;
    under bigint;
begin
    source   := line_of(source);
    reason   := text_of(reason);
    question := line_of(question);
    return query select * from act_refusals(r, subject, moderator, 'host');
    if found then return; end if;
    select a.* into about from card_at(r, card) a where a.sent_at is not null;
    select t.* into was from trace t where t.site = site and t.round = r.number and t.card = about.card;
    return query select * from trace_phase_refusals(r, was);
    if found then return; end if;
    if was."by" = member_at(site, subject) and version is distinct from was.version::text
        and trace_says(was, outcome, action, insight, source, again, reason, question)
    then
        return next success_at(format('/rounds/%s/traces#card-%s', r.number, about.card), 'traced');     -- the same form again
        return;
    end if;
    return query
        select o.* from refusal(404, 'not-found') o where about.card is null
        union all select o.* from refusal(409, 'withdrawn') o where about.body is null
        union all select o.* from refusal(409, 'hidden') o where about.hidden_at is not null
        union all select o.* from refusal(409, 'changed') o
                  where coalesce(nullif(version, ''), '0') <> coalesce(was.version, 0)::text
        limit 1;
    if found then return; end if;
    under := trace_insight(r, about.card, insight, action);
    return query
        select * from trace_refusals(r, outcome, action, under, source, again, reason, question)
        union all
        select o.* from refusal(422, 'unknown', 'insight') o
        where outcome = 'shaped_action' and insight <> '' and under is null;
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    perform trace_write(r, about.card, outcome, action, under, source, again, reason, question, who);
    if was.contested_at is not null then
        perform outbox_tell(site, format('round:%s:answered:%s:member:%s', r.number, about.card, about.adviser),
                            about.adviser, 'report', r.number, null, about.card);
    end if;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/traces#card-%s', r.number, about.card), 'traced');
end $$;

-- Writes the same outcome on all cards of an insight that have none yet: shaped_action, in_insight, or not_now. For the web
-- role, hosts.
-- 303 traced; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(); 422 for outcome, action, reason.
create or replace function trace_rest(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, insight text, outcome text, action text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint;
    it  insight;
begin
    reason := text_of(reason);
    return query select * from act_refusals(r, subject, moderator, 'host', array['acting']);
    if found then return; end if;
    select i.* into it from insight_at(r, insight) i;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    return query
        select * from choice_refusals('outcome', outcome, 'shaped_action', 'in_insight', 'not_now')
        union all
        select t.* from trace_refusals(r, outcome, action, it.insight, null, null, reason, null) t
        where outcome in ('shaped_action', 'in_insight', 'not_now');
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    perform trace_write(r, a.card, outcome, action, it.insight, null, null, reason, null, who)
    from untraced(r) a
    join insight_advice c on c.site = a.site and c.round = a.round and c.card = a.card and c.insight = it.insight;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/traces', r.number), 'traced');
end $$;

-- ---- the report

-- The cards that wait for their outcome.
create or replace function untraced(r round) returns setof advice stable
begin atomic
    select a.* from cards_there(r) a
    where not exists (select from trace t where t.site = a.site and t.round = a.round and t.card = a.card);
end;

-- Tells everybody at once what came of their advice, and keeps the third promise. For the web role, hosts.
-- 303 reported; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), cards-without-outcome.
create or replace function round_report(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint;
begin
    if is_host(r, member_at(site, subject)) and just_did(r, 'reported', member_at(site, subject)) then
        return next success_at('/rounds/' || r.number, 'reported');
        return;
    end if;
    return query select * from act_refusals(r, subject, moderator, 'host', array['acting']);
    if found then return; end if;
    return query select o.* from refusal(409, 'cards-without-outcome') o where exists (select from untraced(r));
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    update round x set reported_at = clock() where x.site = site and x.number = r.number;
    perform promise_note(site, promise_of(r, 'report'), 'kept', said(r.language, 'report', r.title), null, who);
    perform advisers_tell(r, 'report');
    perform round_note(r, 'reported', who);
    return next success_at('/rounds/' || r.number, 'reported');
end $$;

-- "You missed my point": once for each card, as long as the round answers. It reopens this one trace. For the web role, guests
-- by their link too.
-- 303 contested; 401; 403 not-yours; 404 not-found; 409 see phase_refusals(), already-contested, withdrawn; 410 link-gone;
-- 422 for text.
create or replace function trace_contest(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, card text, text text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint := member_at(site, subject);
    own advice;
    was trace;
begin
    text := text_of(text);
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    select a.* into own from card_at(r, card) a, viewer(site, subject, "group", moderator, admin, number) v
    where advice_seen(v, a);
    if not found then
        return next refusal(404, 'not-found');
        return;
    elsif own.adviser is distinct from who then
        return next refusal(403, 'not-yours');
        return;
    end if;
    return query select * from phase_refusals(r, array['reported']);
    if found then return; end if;
    select t.* into was from trace t where t.site = site and t.round = r.number and t.card = own.card;
    return query
        select o.* from refusal(404, 'not-found') o where was.card is null
        union all select o.* from refusal(409, 'withdrawn') o where was.outcome = 'withdrawn'
        union all select o.* from success_at(format('/rounds/%s/mine#card-%s', r.number, own.card), 'contested') o
                  where was.contest = text      -- the same form again
        union all select o.* from refusal(409, 'already-contested') o where was.contested_at is not null
        limit 1;
    if found then return; end if;
    return query select * from text_refusals('text', text);
    if found then return; end if;

    update trace t set contested_at = clock(), contest = text, version = t.version + 1
    where t.site = site and t.round = r.number and t.card = own.card;
    perform hosts_tell(r, 'contested', own.card::text, own.card);
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/mine#card-%s', r.number, own.card), 'contested');
end $$;

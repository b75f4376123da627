-- SPDX-License-Identifier: Apache-2.0
-- Hearing: the hosts look at every card, and write insights with the cards beside them. None raises.

-- The insight of a path in this round.
create or replace function insight_at(r round, insight text) returns setof insight stable
begin atomic
    select i.* from insight i where i.site = r.site and i.round = r.number and i.insight = round_number(insight_at.insight);
end;

-- The cards that can be read and answered for: sent, neither taken back nor hidden.
create or replace function cards_there(r round) returns setof advice stable
begin atomic
    select a.* from advice a
    where a.site = r.site and a.round = r.number and a.sent_at is not null and a.body is not null and a.hidden_at is null;
end;

-- What is wrong with the fields of an insight.
create or replace function insight_refusals(r round, form jsonb, new boolean) returns setof outcome stable
begin atomic
    select * from choice_refusals('kind', form ->> 'kind', 'remove', 'keep', 'better', 'surprise', 'disagreement')
    union all
    select * from line_refusals('sentence', line_of(form ->> 'sentence'))
    union all
    select o.*
    from (select count(*) as cards, count(*) filter (where a.card is null) as unknown
          from ticked(form, 'card-') as t left join cards_there(r) as a on a.card = t) as c,
         refusal(422, case when c.cards = 0 then 'missing' else 'unknown' end, 'cards') as o
    where c.cards = 0 and new or c.unknown > 0
    union all
    select o.* from refusal(422, 'too-many', 'sentence', null, 50) as o
    where new and (select count(*) from insight i where i.site = r.site and i.round = r.number) >= 50
    union all
    select o.* from token_refusals(form ->> 'token') as o where new or form ->> 'token' <> ''
    union all
    select o.* from refusal(422, 'missing', 'version') as o where not new and coalesce(form ->> 'version', '') = '';
end;

-- Writes an insight: one sentence of what was heard, with the cards that it comes from (card-N=yes). A new one has at least
-- one; a changed one keeps those that it has. For the web role, hosts.
-- 303 insight-saved; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), changed; 422 for kind, sentence, cards,
-- token, version.
create or replace function insight_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, insight text, form jsonb)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    who   bigint := member_at(site, subject);
    was   insight;
    id    bigint;
    token text := form ->> 'token';
    place text;
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing']);
    if found then return; end if;
    token := submission_key(token, insight, (form - 'token')::text);
    return query select * from submission_answer(site, who, token);
    if found then return; end if;
    if insight <> '' then
        select i.* into was from insight_at(r, insight) i;
        if not found then
            return next refusal(404, 'not-found');
            return;
        elsif form ->> 'version' <> was.version::text then
            return next refusal(409, 'changed');
            return;
        end if;
    end if;
    return query select * from insight_refusals(r, form, was.insight is null);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    if not submission_claim(site, who, token, 'insight-saved') then
        return query select * from submission_answer(site, who, token);
        return;
    end if;
    id := insight_write(r, was, who, form);
    place := format('/rounds/%s/hearing#insight-%s', r.number, id);
    perform submission_settle(site, who, token, place);
    return next success_at(place, 'insight-saved');
end $$;

-- Writes an insight that is in order and answers its number. Internal.
create or replace function insight_write(r round, was insight, who bigint, form jsonb) returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    id bigint := was.insight;
begin
    if id is null then
        insert into insight as i (site, round, kind, sentence, by, at)
        values (r.site, r.number, form ->> 'kind', line_of(form ->> 'sentence'), who, clock())
        returning i.insight into id;
    else
        update insight i set kind = form ->> 'kind', sentence = line_of(form ->> 'sentence'), version = i.version + 1
        where i.site = r.site and i.round = r.number and i.insight = id;
    end if;
    insert into insight_advice (site, round, insight, card)
    select r.site, r.number, id, t from ticked(form, 'card-') as t
    on conflict do nothing;
    perform cards_look(r, form);
    perform insight_count(r.site, r.number, id);
    perform note_topics(r.site, 'round ' || r.number);
    return id;
end $$;

-- Notes that the ticked cards were looked at. Internal.
create or replace function cards_look(r round, form jsonb) returns void
begin atomic
    update advice a set looked_at = clock()
    where a.site = r.site and a.round = r.number and a.looked_at is null and a.sent_at is not null
      and a.card in (select t from ticked(form, 'card-') as t);
end;

-- Drops an insight; its cards stay. One that was heard already is dropped only when all its advisers have taken back what it
-- came from. For the web role, hosts.
-- 303 insight-dropped; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), already-heard, insight-in-use.
create or replace function insight_drop(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, insight text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    was insight;
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing', 'choosing']);
    if found then return; end if;
    select i.* into was from insight_at(r, insight) i;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    return query
        select o.* from refusal(409, 'already-heard') o where r.heard_at is not null and was.cards > 0
        union all
        select o.* from refusal(409, 'insight-in-use') o
        where exists (select from action a where a.site = site and a.round = r.number and a.insight = was.insight)
        limit 1;
    if found then return; end if;

    delete from stone s where s.site = site and s.round = r.number and s.insight = was.insight;
    delete from insight i where i.site = site and i.round = r.number and i.insight = was.insight;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/%s', r.number, case when r.heard_at is null then 'hearing' else 'choosing' end),
                           'insight-dropped');
end $$;

-- Takes a card out of an insight. What is already so stays so. For the web role, hosts.
-- 303 card-out; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals().
create or replace function insight_card_out(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, insight text, card text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    was insight;
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing']);
    if found then return; end if;
    select i.* into was from insight_at(r, insight) i;
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    delete from insight_advice c
    where c.site = site and c.round = r.number and c.insight = was.insight and c.card = round_number(card);
    if found then
        perform insight_count(site, r.number, was.insight);
        update insight i set version = i.version + 1
        where i.site = site and i.round = r.number and i.insight = was.insight;
        perform note_topics(site, 'round ' || r.number);
    end if;
    return next success_at(format('/rounds/%s/hearing#insight-%s', r.number, was.insight), 'card-out');
end $$;

-- Notes that cards were looked at (card-N=yes): nothing that somebody gave us goes by unread. For the web role, hosts.
-- 303 looked; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(); 422 for cards.
create or replace function advice_look(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, form jsonb)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r round := round_begin(site, number);
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing']);
    if found then return; end if;
    return query select o.* from refusal(422, 'missing', 'cards') o where not exists (select from ticked(form, 'card-'));
    if found then return; end if;
    perform cards_look(r, form);
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/hearing', r.number), 'looked');
end $$;

-- Signs (value sign) that nobody at the tables disagreed, or takes the signature back (unsign). For the web role, hosts.
-- 303 signed, unsigned; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(); 422 for value.
create or replace function round_agreed(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, value text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint;
begin
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing']);
    if found then return; end if;
    return query select * from choice_refusals('value', value, 'sign', 'unsign');
    if found then return; end if;
    who := round_member(r, subject, name, "group", firm);
    update round x set agreed_by = case value when 'sign' then who end where x.site = site and x.number = r.number;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/hearing', r.number), case value when 'sign' then 'signed' else 'unsigned' end);
end $$;

-- ---- saying what was heard

-- What is missing before it can be said what was heard; NULL: nothing.
create or replace function hear_missing(r round) returns text stable
return case
    when not exists (select from insight i where i.site = r.site and i.round = r.number) then 'no-insight'
    when exists (select from insight i where i.site = r.site and i.round = r.number
                 and insight_counted(i.site, i.round, i.insight) = 0) then 'insight-without-cards'
    when exists (select from cards_there(r) a
                 where a.looked_at is null
                   and not exists (select from insight_advice c
                                   where c.site = a.site and c.round = a.round and c.card = a.card)) then 'cards-unlooked'
    when r.agreed_by is null
         and not exists (select from insight i where i.site = r.site and i.round = r.number and i.kind = 'disagreement')
        then 'disagreement-missing'
    end;

-- Says what was heard: keeps the first promise and opens the choosing. For the web role, hosts.
-- 303 heard; 401; 403 hosts-only; 404 not-found; 409 see phase_refusals(), hear_missing().
create or replace function round_hear(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint;
begin
    if is_host(r, member_at(site, subject)) and just_did(r, 'heard', member_at(site, subject)) then
        return next success_at('/rounds/' || r.number, 'heard');
        return;
    end if;
    return query select * from act_refusals(r, subject, moderator, 'host', array['hearing']);
    if found then return; end if;
    return query select o.* from hear_missing(r) as m, refusal(409, m) as o where m is not null;
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    update round x set heard_at = clock() where x.site = site and x.number = r.number;
    perform promise_note(site, promise_of(r, 'hear'), 'kept', said(r.language, 'hear', r.title), null, who);
    perform advisers_tell(r, 'heard');
    perform round_note(r, 'heard', who);
    return next success_at('/rounds/' || r.number, 'heard');
end $$;

-- SPDX-License-Identifier: Apache-2.0
-- Giving advice: one card is one piece of it. Sealed cards are changed and taken back as if they had never been; after the
-- seal a card stays where others have answered it, and only its text can go.

-- Whether the cards are still under seal, and stay so where a round ends before it is lifted.
create or replace function is_sealed(r round) returns boolean immutable
return r.drawn_at is null and r.empty_at is null;

-- The card of a path in this round, whoever's it is; no row when there is none.
create or replace function card_at(r round, card text) returns setof advice stable
begin atomic
    select a.* from advice a where a.site = r.site and a.round = r.number and a.card = round_number(card_at.card);
end;

-- Why this person may not give advice here. No row: they may.
-- 403 hosts-do-not-advise, not-your-group, invited-only; 409 declined.
create or replace function adviser_refusals(r round, subject text, "group" text) returns setof outcome
language plpgsql stable as $$
#variable_conflict use_variable
declare
    who    bigint := member_at(r.site, subject);
    called invitation;
begin
    if is_host(r, who) then
        return next refusal(403, 'hosts-do-not-advise');
    elsif is_link(subject) then
        return;     -- a link is an invitation, to somebody of the group that the host wrote on it
    elsif (known_group(r.site, "group") = any (r.groups)) is not true then
        return next refusal(403, 'not-your-group');
    elsif r.invited_only then
        select i.* into called from invitation i where i.site = r.site and i.round = r.number and i.member = who;
        if called.invited_at is null then
            return next refusal(403, 'invited-only');
        elsif called.declined_at is not null then
            return next refusal(409, 'declined');
        end if;
    end if;
end $$;

-- Why nothing can be written on a card in this phase. The text is not lost: after the hearing it may be kept for the next
-- round of this stage ("next") or for its writer ("me").
create or replace function card_phase_refusals(now_is text, "do" text, sent boolean) returns setof outcome stable
begin atomic
    select r.*
    from refusal(409, case
        when now_is = 'announced' then 'not-open-yet'
        when "do" in ('next', 'me') then case when now_is in ('advice', 'table', 'hearing') then 'not-open-yet' end
        when now_is = 'cancelled' then 'cancelled'
        when now_is not in ('advice', 'table', 'hearing') then 'moved-on'
        when now_is <> 'advice' and sent then 'sealed-over'
        end) r
    where r."@key" is not null;
end;

-- What is wrong with the fields of a card. besides: how many others its writer has under this question.
create or replace function card_refusals(r round, question text, body text, share text, "do" text, besides bigint, new boolean)
returns setof outcome
stable
begin atomic
    select * from choice_refusals('do', "do", 'send', 'draft', 'next', 'me')
    union all
    select o.*
    from (values (round_number(question))) as asked (place)
    left join question q on q.site = r.site and q.round = r.number and q.place = asked.place,
         lateral refusal(422, case when coalesce(question, '') = '' then 'missing'
                                   when q.place is null then 'unknown'
                                   when q.struck_at is not null and new then 'struck'
                                   when besides >= 5 then 'too-many' end,
                         'question', null, case when q.place is not null and besides >= 5 then 5 end) o
    where o."@key" is not null
    union all
    select * from text_refusals('body', body)
    union all
    select * from choice_refusals('share', share, 'none', 'text', 'name');
end;

-- A number for a card that nobody can guess or count by.
create or replace function card_number(r round) returns bigint
language plpgsql as $$
declare
    number bigint;
begin
    loop
        number := 100000000 + floor(random() * 900000000)::bigint;
        exit when not exists (select from advice a where a.site = r.site and a.round = r.number and a.card = number);
    end loop;
    return number;
end $$;

-- Whether a round has all the cards that its pages can shuffle.
create or replace function is_full(r round) returns boolean stable
return (select count(*) from advice a where a.site = r.site and a.round = r.number) >= 20000;

-- Writes a card: sends it, saves it as a draft that nobody else sees, or after the hearing keeps it for the next round of
-- this stage (next) or for its writer (me). Without a card it is a new one. While sealed a card that was sent may be changed,
-- and made a draft again. For the web role, guests by their link too.
-- 303 card-sent, card-late, card-draft, card-next, card-me; 401; 403 see adviser_refusals(); 404 not-found; 409 not-open-yet,
-- sealed-over, moved-on, cancelled, declined, withdrawn, hidden, full; 410 link-gone; 422 for do, question, body, share, token.
create or replace function advice_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, card text, question text, body text, share text, "do" text, token text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r      round := round_begin(site, number);
    now_is text := phase(r, clock());
    who    bigint := member_at(site, subject);
    was    advice;
    besides bigint;
    done   text;
    place  text;
    id     bigint;
begin
    body  := text_of(body);
    share := coalesce(nullif(share, ''), 'none');
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    token := submission_key(token, card, question, body, share, "do");
    return query select * from submission_answer(site, who, token);
    if found then return; end if;

    if card <> '' then
        select a.* into was from card_at(r, card) a where a.adviser = who;
        if not found then
            return next refusal(404, 'not-found');
            return;
        end if;
    end if;
    return query
        select * from adviser_refusals(r, subject, "group")
        union all select * from card_phase_refusals(now_is, "do", was.sent_at is not null)
        union all select h.* from refusal(409, 'withdrawn') h where was.withdrawn_at is not null
        union all select h.* from refusal(409, 'hidden') h where was.hidden_at is not null
        union all select h.* from refusal(409, 'full') h where was.card is null and is_full(r)
        limit 1;
    if found then return; end if;

    question := coalesce(nullif(question, ''), was.question::text);
    besides := (select count(*) from advice a
                where a.site = site and a.round = r.number and a.adviser = who and a.question = round_number(question)
                  and a.withdrawn_at is null and a.card is distinct from was.card);
    return query
        select * from card_refusals(r, question, body, share, "do", besides, was.card is null)
        union all select t.* from token_refusals(token) t where was.card is null or token <> '';
    if found then return; end if;

    who  := round_member(r, subject, name, "group", firm);
    done := case "do" when 'send' then case when now_is = 'advice' then 'card-sent' else 'card-late' end else 'card-' || "do" end;
    if not submission_claim(site, who, token, done) then
        return query select * from submission_answer(site, who, token);
        return;
    end if;
    id := advice_write(r, was, who, question::smallint, body, share, "do", now_is);
    place := format('/rounds/%s#card-%s', r.number, id);
    perform submission_settle(site, who, token, place);
    return next success_at(place, done);
end $$;

-- Writes a card that is in order and answers its number. The caller holds the round. Internal.
create or replace function advice_write(
    r round, was advice, who bigint, question smallint, body text, share text, "do" text, now_is text)
returns bigint
language plpgsql as $$
#variable_conflict use_variable
declare
    at   timestamptz := clock();
    card bigint := was.card;
begin
    if was.sent_at is not null and "do" in ('next', 'me') then      -- out of a round that was cancelled
        perform advice_take_back(r, was);
        card := null;
    end if;
    if card is null then
        insert into advice as a (site, round, card, question, adviser, "group", body, share, created_at, sent_at, late, kept)
        select r.site, r.number, card_number(r), question, m.id, m."group", body, share, at,
               case "do" when 'send' then at end, "do" = 'send' and now_is <> 'advice',
               case when "do" in ('next', 'me') then "do" end
        from member m where m.site = r.site and m.id = who
        returning a.card into card;
    else
        update advice a
        set question  = question, body = body, share = share,
            version   = a.version + 1,
            edited_at = case when a.body is distinct from body then at else a.edited_at end,
            sent_at   = case "do" when 'send' then coalesce(a.sent_at, at) end,
            late      = "do" = 'send' and now_is <> 'advice',
            kept      = case when "do" in ('next', 'me') then "do" end
        where a.site = r.site and a.round = r.number and a.card = card;
    end if;
    perform round_count(r.site, r.number);
    perform note_topics(r.site, 'round ' || r.number);
    return card;
end $$;

-- ---- taking back

-- Takes a card back. While sealed, and for a draft, it is gone; later its text is, the answers to it stay, and it is no
-- longer under an insight. The caller holds the round. Internal.
create or replace function advice_take_back(r round, card advice, erased boolean default false) returns void
language plpgsql as $$
begin
    if is_sealed(r) or card.sent_at is null then
        delete from advice a where a.site = r.site and a.round = r.number and a.card = card.card;
    else
        update advice a
        set body = null, share = 'none',
            withdrawn_at = case when erased then a.withdrawn_at else clock() end,
            erased_at    = case when erased then clock() end
        where a.site = r.site and a.round = r.number and a.card = card.card;
        perform insights_lose(r, card.card);
        perform trace_withdrawn(r, card.card);
    end if;
    perform round_count(r.site, r.number);
    perform note_topics(r.site, 'round ' || r.number);
end $$;

-- Takes a card out of all insights. One that is left without cards goes back to the hosts. Internal.
create or replace function insights_lose(r round, card bigint) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    lost bigint;
begin
    for lost in
        delete from insight_advice c where c.site = r.site and c.round = r.number and c.card = card
        returning c.insight
    loop
        if insight_count(r.site, r.number, lost) = 0 then
            perform hosts_tell(r, 'insight-empty', format('%s:card:%s', lost, card), card);
        end if;
    end loop;
end $$;

-- Takes back one's own card, in every phase. What is already so stays so. For the web role, guests by their link too.
-- 303 card-withdrawn; 401; 403 not-yours; 404 not-found; 410 link-gone.
create or replace function advice_withdraw(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, card text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint := member_at(site, subject);
    own advice;
begin
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

    if own.withdrawn_at is null then
        perform advice_take_back(r, own);
    end if;
    return next success_at('/rounds/' || r.number, 'card-withdrawn');
end $$;

-- ---- what does not belong here

-- Tells the moderators that a card does not belong here; with the reason, once for each member. For the web role, guests too.
-- 303 card-flagged; 401; 404 not-found; 409 own-card, withdrawn, hidden; 410 link-gone; 422 for reason.
create or replace function advice_flag(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, card text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round := round_begin(site, number);
    who  bigint := member_at(site, subject);
    seen advice;
begin
    reason := text_of(reason);
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    select a.* into seen from card_at(r, card) a, viewer(site, subject, "group", moderator, admin, number) v
    where advice_seen(v, a);
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    return query
        select x.* from refusal(409, 'own-card') x where seen.adviser = who
        union all select x.* from refusal(409, 'withdrawn') x where seen.body is null
        union all select x.* from refusal(409, 'hidden') x where seen.hidden_at is not null
        limit 1;
    if found then return; end if;
    return query select * from text_refusals('reason', reason);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    insert into advice_flag (site, round, card, member, reason, at)
    values (site, r.number, seen.card, who, reason, clock())
    on conflict do nothing;
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/cards/%s', r.number, seen.card), 'card-flagged');
end $$;

-- Tells whoever flagged a card that a moderator has looked. Internal.
create or replace function flags_answer(r round, card bigint) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    flag advice_flag;
begin
    for flag in
        select f.* from advice_flag f where f.site = r.site and f.round = r.number and f.card = card order by f.member
    loop
        perform outbox_tell(r.site, format('round:%s:flag:%s:%s:member:%s', r.number, card,
                                           extract(epoch from flag.at)::bigint, flag.member),
                            flag.member, 'flag-answered', r.number, null, card);
    end loop;
end $$;

-- Hides a card, with the reason to its writer. A host may not, also one who moderates: whoever asked for advice must not be
-- able to drop what hurts. For the web role.
-- 303 card-hidden; 401; 403 moderators-only, own-round; 404 not-found; 409 withdrawn; 422 for reason.
create or replace function advice_hide(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, card text, reason text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    who   bigint := member_at(site, subject);
    seen  advice;
    place text;
begin
    reason := text_of(reason);
    return query
        select * from act_refusals(r, subject, moderator, 'moderator')
        union all select x.* from refusal(403, 'own-round') x where is_host(r, who)
        limit 1;
    if found then return; end if;
    select a.* into seen from card_at(r, card) a, viewer(site, subject, "group", moderator, admin, number) v
    where advice_seen(v, a);
    if not found then
        return next refusal(404, 'not-found');
        return;
    elsif seen.body is null then
        return next refusal(409, 'withdrawn');
        return;
    end if;
    place := format('/rounds/%s/cards/%s', r.number, seen.card);
    if seen.hidden_at is not null then
        return next success_at(place, 'card-hidden');
        return;
    end if;
    return query select * from text_refusals('reason', reason);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    update advice a set hidden_at = clock(), hidden_by = who, hidden_reason = reason
    where a.site = site and a.round = r.number and a.card = seen.card;
    perform outbox_tell(site, format('round:%s:hidden:%s:member:%s', r.number, seen.card, seen.adviser),
                        seen.adviser, 'hidden', r.number, null, seen.card);
    perform flags_answer(r, seen.card);
    perform note_topics(site, 'round ' || r.number);
    return next success_at(place, 'card-hidden');
end $$;

-- Leaves a card that was flagged where it is; whoever flagged it is told. For the web role.
-- 303 card-kept; 401; 403 moderators-only; 404 not-found.
create or replace function flag_dismiss(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, card text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round := round_begin(site, number);
    seen advice;
begin
    return query select * from act_refusals(r, subject, moderator, 'moderator');
    if found then return; end if;
    select a.* into seen from card_at(r, card) a, viewer(site, subject, "group", moderator, admin, number) v
    where advice_seen(v, a);
    if not found then
        return next refusal(404, 'not-found');
        return;
    end if;
    if seen.hidden_at is null then
        perform flags_answer(r, seen.card);
        delete from advice_flag f where f.site = site and f.round = r.number and f.card = seen.card;
        perform note_topics(site, 'round ' || r.number);
    end if;
    return next success_at('/rounds/' || r.number, 'card-kept');
end $$;

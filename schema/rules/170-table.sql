-- SPDX-License-Identifier: Apache-2.0
-- Kitchen tables: three courses, what is said in them, and what a table leaves. None raises.

-- When a course opens: the first when the seal is lifted, the others after a third of the time each. For the pages too.
create or replace function course_opens(r round, course int) returns timestamptz immutable
return case when course = 1 then sealed_until(r)
            else r.advice_until + (r.tables_until - r.advice_until) * ((course - 1) / 3.0) end;

-- Until when staff wait under this card at this moment; NULL: they need not. Under a card of somebody who does not speak for
-- the company they come after one other such voice, or a day after the table opened, so that rank anchors nothing. For the
-- pages too.
create or replace function staff_wait(r round, card bigint, at timestamptz) returns timestamptz stable
return (select days_later(sealed_until(r), 1)
        from advice a
        join member_group g on g.site = a.site and g.key = a."group" and not g.speaks
        where a.site = r.site and a.round = r.number and a.card = staff_wait.card
          and at < days_later(sealed_until(r), 1)
          and not exists (select from reply p
                          join member_group v on v.site = p.site and v.key = p."group" and not v.speaks
                          where p.site = a.site and p.round = a.round and p.card = a.card and p.withdrawn_at is null
                            and (p.member <> a.adviser or a.adviser is null or p.member is null)));

-- The seat of this member, if they have one in this round.
create or replace function seat_of(r round, member bigint) returns setof seat stable
begin atomic
    select s.* from seat s where s.site = r.site and s.round = r.number and s.member = seat_of.member;
end;

-- Why this member may not write at this table: no row when they may. Whoever does not sit there does not know of it while
-- people talk; whoever reads along writes nothing. 403 reads-along; 404 not-found; 409 see phase_refusals().
create or replace function table_refusals(r round, who bigint, "table" text) returns setof outcome
language plpgsql stable as $$
#variable_conflict use_variable
declare
    mine seat;
begin
    return query select * from phase_refusals(r, array['table']);
    if found then return; end if;
    select s.* into mine from seat_of(r, who) s;
    if mine."table" is null or mine."table"::text <> "table" or "table" is null then
        return next refusal(404, 'not-found');
    elsif mine.place = 0 then
        return next refusal(403, 'reads-along');
    end if;
end $$;

-- ---- replies

-- What a reply is about: the reply or the card that it answers, or the course alone. The course of both is fixed.
create or replace function reply_place(
    r round, "table" text, card text, parent text, course text, out above reply, out under advice, out "in" int)
language plpgsql stable as $$
#variable_conflict use_variable
begin
    if parent <> '' then
        select p.* into above from reply p
        where p.site = r.site and p.round = r.number and p."table"::text = "table" and p.reply = round_number(parent);
        "in" := above.course;
        card := above.card::text;
    end if;
    if card <> '' then
        select a.* into under from card_at(r, card) a join seat_of(r, a.adviser) s on s."table"::text = "table"
        where not a.late and a.sent_at is not null;
        if under.card is null then      -- its writer is gone, but it lay here when this reply was answered
            select a.* into under from card_at(r, card) a where above.card = a.card;
        end if;
        "in" := 1;
    elsif above.reply is null then
        "in" := whole(course);
    end if;
end $$;

-- What is wrong with the fields of a reply, once it is known where it stands.
create or replace function reply_refusals(kind text, body text, source text, about_card boolean, about_reply boolean)
returns setof outcome
stable
begin atomic
    select *
    from (
        select * from choice_refusals('kind', kind, 'answer', 'builds', 'differs', 'ask', 'story', 'fact')
        union all
        select o.* from refusal(422, 'unknown', 'kind') o
        where (kind = 'answer') = (about_card or about_reply) or kind = 'fact' and not about_card
        limit 1) as of_kind
    union all
    select * from text_refusals('body', body, min => case kind when 'differs' then 20 else 1 end)
    union all
    select * from address_refusals('source', source, kind = 'fact');
end;

-- Says something at one's own table. kind: answer (to the course), and under a card or a reply builds, differs, ask, story,
-- or fact: one correction for each card, with a link, by staff alone. A reply to a reply is the end: nothing stands below it.
-- For the web role, guests by their link too.
-- 303 replied; 401; 403 staff-only, reads-along; 404 not-found; 409 see table_refusals(), not-open-yet, staff-wait,
-- withdrawn, hidden; 410 link-gone; 422 for kind, body, source, course, parent, token.
create or replace function reply_write(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, "table" text, card text, parent text, course text, kind text, body text, source text, token text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    who   bigint := member_at(site, subject);
    staff boolean := speaks(site, who);
    at    timestamptz := clock();
    about record;
    id    bigint;
    place text;
begin
    body   := text_of(body);
    source := line_of(source);
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    token := submission_key(token, card, parent, course, kind, body, source);
    return query select * from submission_answer(site, who, token);
    if found then return; end if;
    return query select * from table_refusals(r, who, "table");
    if found then return; end if;

    select * into about from reply_place(r, "table", card, parent, course);
    return query
        select o.* from refusal(404, 'not-found') o
        where parent <> '' and (about.above).reply is null or card <> '' and (about.under).card is null
        union all select o.* from refusal(422, 'unknown', 'course') o where (about."in" between 1 and 3) is not true
        union all select o.* from refusal(422, 'unknown', 'parent') o where (about.above).parent is not null
        union all select o.* from refusal(409, 'not-open-yet') o where at < course_opens(r, about."in")
        union all select o.* from refusal(409, 'withdrawn') o where (about.under).withdrawn_at is not null
        union all select o.* from refusal(409, 'hidden') o where (about.under).hidden_at is not null
        union all select o.* from refusal(403, 'staff-only') o where kind = 'fact' and not staff
        union all select o.* from refusal(409, 'staff-wait') o
                  where staff and staff_wait(r, (about.under).card, at) is not null
        limit 1;
    if found then return; end if;
    return query
        select * from reply_refusals(kind, body, source, (about.under).card is not null, (about.above).reply is not null)
        union all
        select o.* from refusal(422, 'too-many', 'kind', null, 1) o
        where kind = 'fact' and exists (select from reply p where p.site = site and p.round = r.number
                                        and p.card = (about.under).card and p.kind = 'fact' and p.withdrawn_at is null)
        union all select * from token_refusals(token);
    if found then return; end if;

    who := round_member(r, subject, name, "group", firm);
    if not submission_claim(site, who, token, 'replied') then
        return query select * from submission_answer(site, who, token);
        return;
    end if;
    insert into reply as p (site, round, "table", course, card, parent, member, "group", kind, body, link, at)
    select site, r.number, "table"::smallint, about."in", (about.under).card, (about.above).reply, who, m."group",
           kind, body, nullif(source, ''), at
    from member m where m.site = site and m.id = who
    returning p.reply into id;
    perform reply_tell(r, who, kind, id, coalesce((about.above).member, (about.under).adviser), (about.under).card);
    perform note_topics(site, 'round ' || r.number);
    place := format('/rounds/%s/tables/%s#reply-%s', r.number, "table", id);
    perform submission_settle(site, who, token, place);
    return next success_at(place, 'replied');
end $$;

-- Tells whoever was answered: who is asked something, each time; for the rest one notice a day. Internal.
create or replace function reply_tell(r round, who bigint, kind text, reply bigint, told bigint, card bigint) returns void
language plpgsql as $$
begin
    if told is null or told = who then
        return;
    elsif kind = 'ask' then
        perform outbox_tell(r.site, format('round:%s:asked:%s:member:%s', r.number, reply, told),
                            told, 'asked', r.number, null, card);
    else
        perform outbox_tell(r.site, format('day:%s:member:%s', to_char(clock() at time zone 'UTC', 'YYYY-MM-DD'), told),
                            told, 'reply', r.number, null, card);
    end if;
end $$;

-- Takes back what one said oneself: the text goes, what was said to it stays. In every phase. For the web role, guests too.
-- 303 reply-withdrawn; 401; 403 not-yours; 404 not-found; 410 link-gone.
create or replace function reply_withdraw(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, reply text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round := round_begin(site, number);
    who  bigint := member_at(site, subject);
    said reply;
begin
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    select p.* into said from reply p, viewer(site, subject, "group", moderator, admin, number) v
    where p.site = site and p.round = r.number and p.reply = round_number(reply)
      and (p.member = who or table_shown(v, p."table"));
    if not found then
        return next refusal(404, 'not-found');
        return;
    elsif said.member is distinct from who then
        return next refusal(403, 'not-yours');
        return;
    end if;
    if said.withdrawn_at is null then
        update reply p set body = null, link = null, withdrawn_at = clock()
        where p.site = site and p.round = r.number and p.reply = said.reply;
        perform note_topics(site, 'round ' || r.number);
    end if;
    return next success_at(format('/rounds/%s/tables/%s', r.number, said."table"), 'reply-withdrawn');
end $$;

-- ---- the table itself

-- Lays a spare card on the table, or takes it away again (empty). Its host does that. For the web role, guests too.
-- 303 spare-drawn; 401; 403 hosts-only; 404 not-found; 409 see table_refusals(); 410 link-gone; 422 for spare.
create or replace function table_spare(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, "table" text, spare text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r   round := round_begin(site, number);
    who bigint := member_at(site, subject);
begin
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    return query select * from table_refusals(r, who, "table");
    if found then return; end if;
    return query
        select o.* from refusal(403, 'hosts-only') o where not exists (select from seat_of(r, who) s where s.host)
        union all
        select o.* from refusal(422, 'unknown', 'spare') o where spare <> '' and spare not in ('exception', 'sign', 'scale')
        limit 1;
    if found then return; end if;

    update kitchen_table t set spare = nullif(spare, '')
    where t.site = site and t.round = r.number and t."table"::text = "table";
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/tables/%s', r.number, "table"), 'spare-drawn');
end $$;

-- Writes what the table leaves: what all see, where they differ (both sides), what to take away first. Everybody who sits
-- there may, each on top of the version that they have read. For the web role, guests too.
-- 303 table-left; 401; 404 not-found; 409 see table_refusals(), changed; 410 link-gone; 422 for see, differ, differ_too,
-- first, version.
create or replace function table_leave(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, "table" text, see text, differ text, differ_too text, first text, version text)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r      round := round_begin(site, number);
    who    bigint := member_at(site, subject);
    now_is kitchen_table;
begin
    see := text_of(see);
    differ := text_of(differ);
    differ_too := text_of(differ_too);
    first := text_of(first);
    return query select * from act_refusals(r, subject, moderator, 'member', link => true);
    if found then return; end if;
    return query select * from table_refusals(r, who, "table");
    if found then return; end if;
    select t.* into now_is from kitchen_table t where t.site = site and t.round = r.number and t."table"::text = "table";
    return query select o.* from refusal(422, 'missing', 'version') o where coalesce(version, '') = '';
    if found then return; end if;
    if (see, differ, differ_too, first) = (coalesce(now_is.see, ''), coalesce(now_is.differ, ''),
                                           coalesce(now_is.differ_too, ''), coalesce(now_is.first, ''))
        and now_is.left_at is not null
    then
        return next success_at(format('/rounds/%s/tables/%s', r.number, "table"), 'table-left');     -- the same once more
        return;
    elsif version <> now_is.version::text then
        return next refusal(409, 'changed');
        return;
    end if;
    return query
        select * from text_refusals('see', see, needed => differ = '' and differ_too = '' and first = '')
        union all select * from text_refusals('differ', differ, needed => differ_too <> '')
        union all select * from text_refusals('differ_too', differ_too, needed => differ <> '')
        union all select * from text_refusals('first', first, needed => false);
    if found then return; end if;

    update kitchen_table t
    set see = nullif(see, ''), differ = nullif(differ, ''), differ_too = nullif(differ_too, ''), first = nullif(first, ''),
        left_at = clock(), version = t.version + 1
    where t.site = site and t.round = r.number and t."table" = now_is."table";
    perform note_topics(site, 'round ' || r.number);
    return next success_at(format('/rounds/%s/tables/%s', r.number, "table"), 'table-left');
end $$;

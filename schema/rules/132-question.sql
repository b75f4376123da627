-- SPDX-License-Identifier: Apache-2.0
-- The questions of a round, what the wording check found in them, and mending slips of the pen. Internal; only the guard
-- raises.

-- What is kept of a text that the wording check has seen: another text, or another language, is another thing.
create or replace function checked_as(r round, slot text, t text, seen boolean) returns text immutable
return case when seen or t = stem(r.language, slot, r.newness) then r.language || ' ' || t end;

-- The rows that the engine's check gave, with their places in the round; 0 is the title. That no sign of advice was seen
-- counts for free questions alone.
create or replace function found_in(findings jsonb) returns table (place smallint, rule text, severity text, category text)
immutable
begin atomic
    select f.place, g.rule, g.severity, g.category
    from jsonb_to_recordset(coalesce(findings, '[]')) as g (field text, rule text, severity text, category text)
         join (select 0::smallint, 'title', 'title' union all select q.place, q.field, q.slot from question_fields() as q)
             as f (place, field, slot) on f.field = g.field
    where g.severity <> 'need' or f.slot = 'free';
end;

-- A question as it counts for "the same again". A stem by itself says nothing, so the title stands before it.
create or replace function same_as(r round, q question) returns text immutable
return btrim(regexp_replace(
    lower(case when q.text = stem(r.language, q.slot, r.newness) then r.title || ' ' else '' end || q.text),
    '[[:space:][:punct:]¿¡«»„“”’]+', ' ', 'g'));

-- What no pattern finds: more than five questions, none about taking away, one that was asked in one of the last two rounds
-- and is not yet answered for.
create or replace function computed(r round) returns table (place smallint, rule text, severity text, category text) stable
begin atomic
    with mine as (
        select q as question from question q where q.site = r.site and q.round = r.number and q.struck_at is null
    ), last_two as (
        select x as round from round x
        where x.site = r.site and x.number <> r.number and x.published_at is not null and x.cancelled_at is null
        order by x.published_at desc, x.number desc limit 2
    )
    select 0::smallint, 'MANY', 'warn', 'form' where (select count(*) from mine) > 5
    union all
    select 0::smallint, 'TAKE', 'hint', 'form'
    where r.newness = 'usual' and not exists (select from mine m where (m.question).slot = 'remove')
    union all
    select (m.question).place, 'SAME', 'stop', 'form'
    from mine m
    where exists (
        select from last_two l join question q on q.site = (l.round).site and q.round = (l.round).number
        where (l.round).reported_at is null and (l.round).learned_at is null and q.struck_at is null
          and same_as(l.round, q) = same_as(r, m.question));
end;

-- Writes that again, at each look; what was accepted stays so.
create or replace function computed_findings(r round) returns void
begin atomic
    delete from wording_finding f
    where f.site = r.site and f.round = r.number and f.rule in ('MANY', 'TAKE', 'SAME')
      and not exists (select from computed(r) as c where c.place = f.place and c.rule = f.rule);
    insert into wording_finding (site, round, place, rule, severity, category)
    select r.site, r.number, c.place, c.rule, c.severity, c.category from computed(r) as c
    on conflict do nothing;
end;

-- What still stands in the way of publishing: stops without an administrator's word on the question, warnings that nobody
-- accepted.
create or replace function open_findings(r round) returns setof wording_finding stable
begin atomic
    select f.* from wording_finding f left join question q on q.site = f.site and q.round = f.round and q.place = f.place
    where f.site = r.site and f.round = r.number
      and (f.severity = 'stop' and q.override_reason is null or f.severity = 'warn' and not f.accepted);
end;

-- Whether the check has seen the title and every question as they are now.
create or replace function all_checked(r round) returns boolean stable
return coalesce(r.title_checked = r.language || ' ' || r.title, false)
   and not exists (select from question q
                   where q.site = r.site and q.round = r.number and (q.checked = r.language || ' ' || q.text) is not true);

-- Writes the questions of a draft and what was found in them afresh. A text counts as checked when the check has seen it,
-- and a stem by itself.
create or replace function questions_write(r round, form jsonb, findings jsonb, at timestamptz) returns void
begin atomic
    delete from wording_finding f where f.site = r.site and f.round = r.number;
    delete from question q where q.site = r.site and q.round = r.number;
    insert into question (site, round, place, slot, text, checked, added_at)
    select r.site, r.number, a.place, a.slot, a.text, checked_as(r, a.slot, a.text, findings is not null), at
    from asked(form) as a;
    insert into wording_finding (site, round, place, rule, severity, category)
    select r.site, r.number, f.place, f.rule, f.severity, f.category
    from found_in(findings) as f
    where f.place = 0 or exists (select from question q where q.site = r.site and q.round = r.number and q.place = f.place)
    on conflict do nothing;
    select computed_findings(r);
end;

-- ---- a slip of the pen

-- Once a round is announced, a text may change in one place of at most 20 characters at a time.
create or replace function slip_length() returns int immutable
return 20;

-- How many characters two texts have in common at their beginning.
create or replace function common_start(a text, b text) returns int
language plpgsql immutable as $$
declare
    low  int := 0;
    high int := least(char_length(a), char_length(b));
    mid  int;
begin
    while low < high loop
        mid := (low + high + 1) / 2;
        if left(a, mid) = left(b, mid) then low := mid; else high := mid - 1; end if;
    end loop;
    return low;
end $$;

create or replace function is_slip(was text, now_is text) returns boolean immutable
return (select greatest(char_length(a), char_length(b)) - common_start(reverse(a), reverse(b)) <= slip_length()
        from (select common_start(was, now_is) as same) as s,
             lateral (select substr(was, same + 1) as a, substr(now_is, same + 1) as b) as rest);

-- The texts of an announced round, as they are and as the form has them; a field that the form leaves out stays.
create or replace function mended(r round, form jsonb)
returns table (field text, place smallint, was text, now_is text, max int, min int, needed boolean, line boolean) stable
begin atomic
    select t.field, t.place, t.was, case when form ? t.field then t.now_is else t.was end, t.max, t.min, t.needed, t.line
    from (select 'title', 0::smallint, r.title, line_of(form ->> 'title'), 120, 5, true, true
          union all
          select 'in_our_hands', null, r.in_our_hands, text_of(form ->> 'in_our_hands'), 4000, 1, true, false
          union all
          select 'not_in_our_hands', null, r.not_in_our_hands, text_of(form ->> 'not_in_our_hands'), 4000, 1, true, false
          union all
          select 'leaning', null, coalesce(r.leaning, ''), text_of(form ->> 'leaning'), 4000, 1, false, false
          union all
          select f.field, f.place, q.text, line_of(form ->> f.field), 300, 1, true, true
          from question q join question_fields() as f on f.place = q.place
          where q.site = r.site and q.round = r.number
         ) as t (field, place, was, now_is, max, min, needed, line);
end;

-- 422 only-slips and what text_refusals() says; 409 unchecked, also when the check has looked in another language than the
-- round's, and findings-open for what it finds now and did not before.
create or replace function mend_refusals(r round, form jsonb, findings jsonb) returns setof outcome
language plpgsql stable as $$
begin
    findings := case when form ->> 'language' = r.language then findings end;
    return query
        select o.*
        from mended(r, form) as m,
             lateral (select t.* from text_refusals(m.field, m.now_is, m.max, m.min, m.needed, m.line) as t
                      union all
                      select s.* from refusal(422, 'only-slips', m.field, null, slip_length()) as s
                      where not is_slip(m.was, m.now_is)
                      limit 1) as o;
    if found then return; end if;
    return query
        select o.*
        from mended(r, form) as m, refusal(409, case when findings is null then 'unchecked' else 'findings-open' end) as o
        where m.place is not null and m.now_is <> m.was
          and (findings is null
               or exists (select from found_in(findings) as f
                          where f.place = m.place and f.severity in ('stop', 'warn')
                            and not exists (select from wording_finding w
                                            where w.site = r.site and w.round = r.number and w.place = f.place
                                              and w.rule = f.rule)))
        limit 1;
end $$;

-- Mends the texts; mend_refusals() has found nothing.
create or replace function round_mend(r round, me bigint, form jsonb, findings jsonb) returns void
language plpgsql as $$
declare
    m record;
begin
    for m in select * from mended(r, form) x where x.was <> x.now_is loop
        if m.place > 0 then
            update question q set text = m.now_is, checked = r.language || ' ' || m.now_is
            where q.site = r.site and q.round = r.number and q.place = m.place;
        end if;
        case m.field
            when 'title' then r.title := m.now_is;
            when 'in_our_hands' then r.in_our_hands := m.now_is;
            when 'not_in_our_hands' then r.not_in_our_hands := m.now_is;
            when 'leaning' then r.leaning := nullif(m.now_is, '');
            else null;
        end case;
    end loop;
    if not found then
        return;
    end if;
    update round x
    set (title, title_checked, in_our_hands, not_in_our_hands, leaning, version)
      = (r.title, r.language || ' ' || r.title, r.in_our_hands, r.not_in_our_hands, r.leaning, r.version + 1)
    where x.site = r.site and x.number = r.number;
    perform round_note(r, 'mended', me);
end $$;

-- Once a round is published its questions have been checked as they are; they are not taken out, and from the opening on
-- they are struck, not changed.
create or replace function question_guard() returns trigger
language plpgsql as $$
declare
    r round;
begin
    select x.* into r from round x where (x.site, x.number) = (coalesce(new.site, old.site), coalesce(new.round, old.round));
    if r.published_at is null then
        return coalesce(new, old);
    elsif tg_op = 'DELETE' then
        perform forbid('already-published');
    elsif (new.checked = r.language || ' ' || new.text) is not true then
        perform forbid('unchecked');
    elsif tg_op = 'UPDATE' and (new.text, new.slot) is distinct from (old.text, old.slot)
        and phase(r, clock()) <> 'announced'
    then
        perform forbid('already-open');
    end if;
    return new;
end $$;

create or replace trigger question_guard before insert or update or delete on question
for each row execute function question_guard();

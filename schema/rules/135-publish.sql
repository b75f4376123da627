-- SPDX-License-Identifier: Apache-2.0
-- Publishing a round: what must be settled before, and what it promises.

-- Publishes a draft: from now on the clock moves it, and hearing, choosing and reporting are promised. The form has
-- accept-PLACE-RULE=yes for warnings, and override-PLACE=REASON by which an administrator lets a question pass in public.
-- For the web role.
-- 303 published; 401 sign-in; 403 moderators-only, admins-only; 404 not-found; 409 already-published, cancelled, unchecked,
-- findings-open, dates-passed, owing; 422 for override-PLACE.
create or replace function round_publish(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text, number text, form jsonb)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r     round := round_begin(site, number);
    me    bigint;
    owing int;
begin
    form := coalesce(form, '{}');
    if r.published_by = member_at(site, subject) and is_yes(moderator) and r.cancelled_at is null then
        return next success_at('/rounds/' || r.number, 'published');    -- the same form once more
        return;
    end if;
    return query select * from act_refusals(r, subject, moderator, 'moderator', array['draft']);
    if found then return; end if;
    return query select * from override_refusals(form, is_yes(admin));
    if found then return; end if;
    owing := promises_owing(site);
    perform computed_findings(r);
    return query select * from publish_refusals(r, form, owing, is_yes(admin));
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    perform findings_settle(r, form, me);
    r.opens_at := greatest(r.opens_at, clock());
    update round x
    set published_at = clock(), published_by = me, opens_at = r.opens_at, tick_at = closing_at(r), version = r.version + 1,
        owing = case when owing > allowed_owing(site) then owing end
    where x.site = site and x.number = r.number;
    perform promise_make(site, r.number, p.kind, said(r.language, p.kind, r.title), r.host, p.due)
    from (values (1, 'hear', r.hear_due), (2, 'choose', r.choose_due), (3, 'report', r.report_due)) as p (place, kind, due)
    order by p.place;
    perform outbox_tell(site, 'round:' || r.number || ':invite:member:' || i.member, i.member, 'invited', r.number)
    from invitation i where i.site = site and i.round = r.number and i.invited_at is not null and i.declined_at is null;
    perform round_note(r, 'published', me);
    return next success_at('/rounds/' || r.number, 'published');
end $$;

-- How many promises of the house are past their date without a last word. Internal.
create or replace function promises_owing(site text) returns int stable
return (select count(*)::int
        from (select from promise_now n
              where n.site = promises_owing.site and n.ended is null and n.due < clock() limit 1000) as owed);

-- How many may be, before a new round needs an administrator. Internal.
create or replace function allowed_owing(site text) returns int stable
return (select s.overdue_promises from round_setting s where s.site = allowed_owing.site);

-- When those who have not answered are reminded: with a third of the time left. Internal.
create or replace function closing_at(r round) returns timestamptz immutable
return later(r.opens_at, (r.advice_until - r.opens_at) * 2 / 3);

-- The reasons by which an administrator overrides stops, by the place of the question. Internal.
create or replace function overrides(form jsonb) returns table (place smallint, reason text) immutable
begin atomic
    select p.place, p.reason
    from (select f.place, text_of(form ->> ('override-' || f.place)) as reason from question_fields() as f) as p
    where p.reason <> '';
end;

-- Internal.
create or replace function override_refusals(form jsonb, admin boolean) returns setof outcome stable
begin atomic
    select o.* from refusal(403, 'admins-only') as o where not admin and exists (select from overrides(form))
    union all
    select o.* from overrides(form) as v, text_refusals('override-' || v.place, v.reason, 1000) as o where admin;
end;

-- What stands in the way, at most one row. Internal.
create or replace function publish_refusals(r round, form jsonb, owing int, admin boolean) returns setof outcome stable
begin atomic
    select o.*
    from (values
        (1, 'unchecked',     not all_checked(r)),
        (2, 'findings-open', exists (
            select from open_findings(r) as f
            where case f.severity when 'warn' then not is_yes(form ->> ('accept-' || f.place || '-' || f.rule))
                  else not exists (select from overrides(form) as v where v.place = f.place) end)),
        (3, 'dates-passed',  r.advice_until < days_later(greatest(r.opens_at, clock()), 3)),
        (4, 'owing',         owing > allowed_owing(r.site) and not admin)
    ) as w (place, key, stands), refusal(409, w.key) as o
    where w.stands
    order by w.place limit 1;
end;

-- Notes what was accepted and overridden. Internal.
create or replace function findings_settle(r round, form jsonb, by bigint) returns void
begin atomic
    update wording_finding f set accepted = true
    where f.site = r.site and f.round = r.number and is_yes(form ->> ('accept-' || f.place || '-' || f.rule));
    update question q set override_reason = v.reason, override_by = findings_settle.by
    from overrides(form) as v
    where q.site = r.site and q.round = r.number and q.place = v.place
      and exists (select from wording_finding f
                  where f.site = r.site and f.round = r.number and f.place = q.place and f.severity = 'stop');
end;

-- ---- guards

-- Whoever writes it: a round is published once, with checked questions and nothing open; it is not cut short once a card is
-- given; it is cancelled once, before its report.
create or replace function round_guard() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.published_at is not null or new.cancelled_at is not null then
            perform forbid('not-a-draft');
        end if;
        return new;
    end if;
    if new.published_at is distinct from old.published_at then
        perform forbid('already-published') where old.published_at is not null;
        perform forbid('cancelled')     where old.cancelled_at is not null;
        perform forbid('unchecked')     where not all_checked(new);
        perform forbid('findings-open') where exists (select from open_findings(new));
        perform forbid('no-question')   where not exists (select from question q
                                                          where q.site = new.site and q.round = new.number);
    end if;
    if new.cancelled_at is distinct from old.cancelled_at then
        perform forbid('cancelled')        where old.cancelled_at is not null;
        perform forbid('already-chosen')   where old.chosen_at is not null;
        perform forbid('empty')            where old.empty_at is not null;
    end if;
    if new.advice_until < old.advice_until and old.published_at is not null then
        perform forbid('has-cards') where old.cards > 0;
    end if;
    if new.title is distinct from old.title and old.published_at is not null then
        perform forbid('unchecked') where not all_checked(new);
    end if;
    return new;
end $$;

create or replace trigger round_guard before insert or update on round
for each row execute function round_guard();

-- SPDX-License-Identifier: Apache-2.0
-- Opening a round: the stems of its questions, the plan of its dates, and the form that says both. Internal, except stem(),
-- round_plan() and question_fields(), which the pages use, and round_save(), which is for the web role. None raises.

-- ---- words

-- What the rules themselves say, in the language of the round. %s is the title, or a number of days.
create or replace function said(language text, key text, about text default '') returns text immutable
return (select format(w.text, about)
        from (values
            ('stem-remove',  'en', 'What should we remove?'),
            ('stem-remove',  'de', 'Was sollten wir weglassen?'),
            ('stem-remove',  'fr', 'Que devrions-nous retirer ?'),
            ('stem-remove',  'es', '¿Qué deberíamos quitar?'),
            ('stem-keep',    'en', 'What needs to stay?'),
            ('stem-keep',    'de', 'Was muss so bleiben?'),
            ('stem-keep',    'fr', 'Que faut-il garder tel quel ?'),
            ('stem-keep',    'es', '¿Qué debe quedarse tal cual?'),
            ('stem-better',  'en', 'What could be better?'),
            ('stem-better',  'de', 'Was könnte besser sein?'),
            ('stem-better',  'fr', 'Qu''est-ce qui pourrait être mieux ?'),
            ('stem-better',  'es', '¿Qué podría ser mejor?'),
            ('stem-suppose', 'en', 'Suppose that is no longer an issue: what will be happening?'),
            ('stem-suppose', 'de', 'Angenommen, das ist kein Thema mehr: Was wird dann geschehen?'),
            ('stem-suppose', 'fr', 'Supposons que ce ne soit plus un problème : que se passera-t-il ?'),
            ('stem-suppose', 'es', 'Supongamos que eso ya no es un problema: ¿qué pasará entonces?'),
            ('stem-useful',  'en', 'How would that be useful to you?'),
            ('stem-useful',  'de', 'Wozu wäre Ihnen das nützlich?'),
            ('stem-useful',  'fr', 'En quoi cela vous serait-il utile ?'),
            ('stem-useful',  'es', '¿En qué le sería útil?'),
            ('stem-story',   'en', 'Tell us about the last time: where did it get stuck?'),
            ('stem-story',   'de', 'Erzählen Sie uns vom letzten Mal: Wo hat es gehakt?'),
            ('stem-story',   'fr', 'Racontez-nous la dernière fois : où est-ce que ça a coincé ?'),
            ('stem-story',   'es', 'Cuéntenos la última vez: ¿dónde se atascó?'),
            ('stem-keep-radical', 'en', 'What must not break, whatever replaces this?'),
            ('stem-keep-radical', 'de', 'Was darf nicht verloren gehen, was auch immer das hier ersetzt?'),
            ('stem-keep-radical', 'fr', 'Que ne faut-il surtout pas perdre, quoi qu''on mette à la place ?'),
            ('stem-keep-radical', 'es', '¿Qué no debe perderse, venga lo que venga en su lugar?'),
            ('hear',     'en', 'We say what we heard in "%s".'),
            ('hear',     'de', 'Wir sagen, was wir in „%s“ gehört haben.'),
            ('hear',     'fr', 'Nous disons ce que nous avons entendu dans « %s ».'),
            ('hear',     'es', 'Decimos lo que hemos oído en «%s».'),
            ('choose',   'en', 'We say what stood out in "%s", why, and what we do first.'),
            ('choose',   'de', 'Wir sagen, was in „%s“ herausragt, warum, und was wir zuerst tun.'),
            ('choose',   'fr', 'Nous disons ce qui ressort de « %s », pourquoi, et ce que nous faisons d''abord.'),
            ('choose',   'es', 'Decimos qué destaca en «%s», por qué, y qué hacemos primero.'),
            ('report',   'en', 'We tell everybody who gave advice in "%s" what came of it.'),
            ('report',   'de', 'Wir sagen allen, die in „%s“ Rat gegeben haben, was daraus geworden ist.'),
            ('report',   'fr', 'Nous disons à chaque personne qui a donné un conseil dans « %s » ce qu''il en est advenu.'),
            ('report',   'es', 'Decimos a cada persona que dio un consejo en «%s» en qué quedó.'),
            ('extended', 'en', 'So far only a few could answer. The question stays open for %s more days.'),
            ('extended', 'de', 'Bisher konnten nur wenige antworten. Die Frage bleibt noch %s Tage offen.'),
            ('extended', 'fr', 'Peu de personnes ont pu répondre jusqu''ici. La question reste ouverte %s jours de plus.'),
            ('extended', 'es', 'Hasta ahora pocos han podido responder. La pregunta sigue abierta %s días más.'),
            ('extended-one', 'en', 'So far only a few could answer. The question stays open for one more day.'),
            ('extended-one', 'de', 'Bisher konnten nur wenige antworten. Die Frage bleibt noch einen Tag offen.'),
            ('extended-one', 'fr', 'Peu de personnes ont pu répondre jusqu''ici. La question reste ouverte un jour de plus.'),
            ('extended-one', 'es', 'Hasta ahora pocos han podido responder. La pregunta sigue abierta un día más.'),
            ('empty',    'en', 'Too few gave advice to make something of it. What the silence tells us follows.'),
            ('empty',    'de', 'Es kam zu wenig Rat, um daraus etwas zu machen. Was die Stille uns sagt, folgt.'),
            ('empty',    'fr', 'Trop peu de conseils pour en tirer quelque chose. Ce que le silence nous apprend suivra.'),
            ('empty',    'es', 'Han llegado muy pocos consejos para sacar algo de ellos. Lo que nos dice el silencio '
                               'lo contaremos después.')
        ) as w (key, language, text)
        where w.key = said.key and w.language = said.language);

-- The question that a slot of the form begins with. A radically new subject asks for what must not break.
create or replace function stem(language text, slot text, newness text default 'usual') returns text immutable
return coalesce(said(language, 'stem-' || slot || case newness when 'radical' then '-radical' else '' end),
                said(language, 'stem-' || slot));

-- The fields of the form that ask something, each with its fixed place in the round.
create or replace function question_fields() returns table (place smallint, field text, slot text) immutable
begin atomic
    values (1::smallint, 'remove', 'remove'), (2, 'keep', 'keep'), (3, 'better', 'better'), (4, 'suppose', 'suppose'),
           (5, 'useful', 'useful'), (6, 'story', 'story'), (7, 'free1', 'free'), (8, 'free2', 'free');
end;

-- What a form asks: what is ticked, and what is written freely. An empty text is the stem's.
create or replace function asked(form jsonb) returns table (place smallint, field text, slot text, text text) immutable
begin atomic
    select f.place, f.field, f.slot,
           case when t.text = '' then coalesce(stem(form ->> 'language', f.slot, form ->> 'newness'), '') else t.text end
    from question_fields() as f, lateral (select line_of(form ->> f.field) as text) as t
    where is_yes(form ->> ('ask-' || f.field)) or f.slot = 'free' and t.text <> '';
end;

-- ---- dates

-- The moments that a form comes to; what it leaves open comes from the settings. An empty form gives the defaults.
create or replace function round_plan(
    s round_setting, form jsonb, at timestamptz,
    out opens_at timestamptz, out advice_until timestamptz, out tables_until timestamptz,
    out hear_due timestamptz, out choose_due timestamptz, out report_due timestamptz)
language plpgsql immutable as $$
declare
    today date := (at at time zone 'UTC')::date;
    opens date := coalesce(day_of(form ->> 'opens'), today + s.announce_days);
    until date := coalesce(day_of(form ->> 'until'), opens + coalesce(whole(form ->> 'days'), s.advice_days));
    talk  date := case when form ->> 'tables' = 'off' then until
                       else coalesce(day_of(form ->> 'tables_until'), until + s.table_days) end;
    hear  date := coalesce(day_of(form ->> 'hear'), talk + s.hear_days);
    choose date := coalesce(day_of(form ->> 'choose'), hear + s.choose_days);
begin
    opens_at     := moment(opens, s.opens_hour);
    advice_until := moment(until, s.closes_hour);
    tables_until := moment(talk, s.closes_hour);
    hear_due     := moment(hear, s.closes_hour);
    choose_due   := moment(choose, s.closes_hour);
    report_due   := moment(coalesce(day_of(form ->> 'report'), choose + s.act_days), s.closes_hour);
end $$;

-- What is wrong with the dates of a form, each at its own field: missing, date (there is none of this name), passed,
-- too-soon, too-far (@min and @max: how many days after the one before).
create or replace function plan_refusals(s round_setting, form jsonb, at timestamptz) returns setof outcome
language plpgsql stable as $$
declare
    plan record;
begin
    return query
        select o.* from unnest(array['opens', 'until', 'tables_until', 'hear', 'choose', 'report']) as f (field),
                        refusal(422, 'date', f.field) as o
        where form ->> f.field <> '' and day_of(form ->> f.field) is null
        union all
        select o.* from refusal(422, 'value', 'days', 3, 28) as o
        where form ->> 'days' <> '' and (whole(form ->> 'days') between 3 and 28) is not true
        union all
        select o.* from refusal(422, 'missing', 'report') as o where coalesce(form ->> 'report', '') = '';
    if found then return; end if;

    select * into plan from round_plan(s, form, at);
    return query
        select o.*
        from (values
            ('opens',        at,                plan.opens_at,     0, 365, true),
            ('until',        plan.opens_at,     plan.advice_until, 3, 28,  true),
            ('tables_until', plan.advice_until, plan.tables_until, 3, 28,  coalesce(form ->> 'tables', '') <> 'off'),
            ('hear',         plan.tables_until, plan.hear_due,     1, 60,  true),
            ('choose',       plan.hear_due,     plan.choose_due,   1, 60,  true),
            ('report',       plan.choose_due,   plan.report_due,   1, 365, true)
        ) as d (field, before, moment, min, max, counts),
        lateral (select (d.moment at time zone 'UTC')::date - (d.before at time zone 'UTC')::date as days) as n,
        refusal(422, case when n.days > d.max then 'too-far' when d.field = 'opens' then 'passed' else 'too-soon' end,
                d.field, nullif(d.min, 0), d.max) as o
        where d.counts and n.days not between d.min and d.max;
end $$;

-- ---- the form

-- The logins of a field, one a line, and the first line where each stands: of fifty names, a refusal says which.
create or replace function login_lines(t text) returns table (login text, line int) immutable
begin atomic
    select trimmed(l.login), min(l.line)::int
    from regexp_split_to_table(lines(t), '\n') with ordinality as l (login, line)
    where trimmed(l.login) <> ''
    group by 1;
end;

create or replace function logins(t text) returns text[] immutable
return array(select l.login from login_lines(t) as l);

-- What is wrong with the questions: none at all, each text by itself, and what a radically new subject does not ask.
create or replace function asked_refusals(form jsonb) returns setof outcome stable
begin atomic
    select o.* from refusal(422, 'missing', 'questions') as o where not exists (select from asked(form))
    union all
    select o.*
    from asked(form) as a,
         lateral (select r.* from refusal(422, 'radical', a.field) as r
                  where form ->> 'newness' = 'radical' and a.slot not in ('story', 'keep')
                  union all
                  select r.* from line_refusals(a.field, a.text) as r
                  limit 1) as o;
end;

-- The groups of the site that a form asks.
create or replace function asked_groups(site text, form jsonb) returns text[] stable
return array(select g.key::text from member_group g
             where g.site = asked_groups.site and is_yes(form ->> ('group-' || g.key)) order by g.position, g.key);

-- Who hosts with the host must be known here and speak for the company. @min: the line.
create or replace function host_refusals(site text, hosts text) returns setof outcome stable
begin atomic
    select o.*
    from (select min(l.line) filter (where m.id is null) as unknown, min(l.line) filter (where not g.speaks) as outside,
                 count(*) > 10 as many
          from login_lines(hosts) as l
               left join member m on m.site = host_refusals.site and m.subject = l.login and not m.guest
               left join member_group g on g.site = m.site and g.key = m."group") as h,
         refusal(422, case when h.many then 'too-many' when h.unknown is not null then 'unknown' else 'not-staff' end, 'hosts',
                 case when not h.many then coalesce(h.unknown, h.outside) end, case when h.many then 10 end) as o
    where h.many or h.unknown is not null or h.outside is not null;
end;

-- What is wrong with the fields of a round: at most one row per field.
-- missing, one-line, characters, too-short, too-long, unknown, not-staff, too-many, radical, and plan_refusals().
create or replace function round_refusals(site text, form jsonb, at timestamptz) returns setof outcome
language sql stable as $$
    select o.* from line_refusals('title', line_of(form ->> 'title'), 120, 5) as o
    union all
    select o.*
    from (values
        ('language', form ->> 'language', true, form ->> 'language' in ('en', 'de', 'fr', 'es')),
        ('stage',    form ->> 'stage',    true, exists (select from stage s where s.site = $1 and s.key = form ->> 'stage')),
        ('newness',  form ->> 'newness',  false, form ->> 'newness' in ('usual', 'radical')),
        ('tables',   form ->> 'tables',   false, form ->> 'tables' in ('auto', 'on', 'off')),
        ('stones',   form ->> 'stones',   false, form ->> 'stones' in ('auto', 'on', 'off'))
    ) as f (field, value, needed, known),
    refusal(422, case when coalesce(f.value, '') = '' then 'missing' else 'unknown' end, f.field) as o
    where f.known is not true and (f.needed or f.value <> '')
    union all
    select o.* from text_refusals('in_our_hands', text_of(form ->> 'in_our_hands')) as o
    union all
    select o.* from text_refusals('not_in_our_hands', text_of(form ->> 'not_in_our_hands')) as o
    union all
    select o.* from text_refusals('leaning', text_of(form ->> 'leaning'), needed => false) as o
    union all
    select o.* from refusal(422, 'missing', 'groups') as o where asked_groups($1, form) = '{}'
    union all
    select o.* from host_refusals($1, form ->> 'hosts') as o
    union all
    select o.* from asked_refusals(form) as o
    union all
    select o.* from round_setting s, plan_refusals(s, form, at) as o where s.site = $1
$$;

-- The row with what the form says; round_refusals() has found nothing.
create or replace function round_filled(r round, s round_setting, form jsonb, at timestamptz) returns round
language plpgsql stable as $$
begin
    r.title            := line_of(form ->> 'title');
    r.language         := form ->> 'language';
    r.stage            := form ->> 'stage';
    r.newness          := coalesce(nullif(form ->> 'newness', ''), 'usual');
    r.in_our_hands     := text_of(form ->> 'in_our_hands');
    r.not_in_our_hands := text_of(form ->> 'not_in_our_hands');
    r.leaning          := nullif(text_of(form ->> 'leaning'), '');
    r.invited_only     := is_yes(form ->> 'invited_only');
    r.groups           := asked_groups(r.site, form);
    r.staff_sealed     := not is_yes(form ->> 'staff_open');
    r.tables           := coalesce(nullif(form ->> 'tables', ''), 'auto');
    r.stones           := coalesce(nullif(form ->> 'stones', ''), 'auto');
    select p.* into r.opens_at, r.advice_until, r.tables_until, r.hear_due, r.choose_due, r.report_due
    from round_plan(s, form, at) p;
    r.grace       := s.grace;
    r.extend_days := s.extend_days;
    r.min_advice  := s.min_advice;
    r.tables_from := s.tables_from;
    r.answer_days := s.answer_days;
    r.learn_days  := s.learn_days;
    return r;
end $$;

-- Makes a round, or changes one: a draft in all, an announced one only where somebody slipped. findings: what the wording
-- check says of the texts, never taken from the form. For the web role.
-- 303 drafted, saved, mended; 401 sign-in; 403 moderators-only; 404 not-found; 409 changed, already-open, findings-open,
-- cancelled; 422 see round_refusals(), only-slips.
create or replace function round_save(
    site text, subject text, name text, "group" text, firm text, moderator text, admin text,
    number text, form jsonb, findings jsonb)
returns setof outcome
language plpgsql security definer set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    r    round;
    me   bigint;
    done text;
    at   text;
begin
    form := coalesce(form, '{}');
    if form ->> 'token' <> '' then
        form := form || jsonb_build_object('token', submission_key(form ->> 'token', (form - 'token')::text));
    end if;
    if number is null then
        return query select * from round_draft(site, subject, name, "group", firm, moderator, form, findings);
        return;
    end if;
    r := round_begin(site, number);
    return query select * from act_refusals(r, subject, moderator, 'asker', array['draft', 'announced']);
    if found then return; end if;
    return query select * from submission_answer(site, member_at(site, subject), form ->> 'token');
    if found then return; end if;
    return query
        select o.* from refusal(422, 'missing', 'version') o where coalesce(form ->> 'version', '') = ''
        union all
        select o.* from token_refusals(form ->> 'token') o;
    if found then return; end if;
    if form ->> 'version' <> r.version::text then
        return next refusal(409, 'changed');
        return;
    end if;
    if r.published_at is null then
        return query select * from round_refusals(site, form, clock());
    else
        return query select * from mend_refusals(r, form, findings);
    end if;
    if found then return; end if;

    me := round_member(r, subject, name, "group", firm);
    done := case when r.published_at is null then 'saved' else 'mended' end;
    at := '/rounds/' || r.number || case when r.published_at is null then '/preview' else '' end;
    perform submission_claim(site, me, form ->> 'token', done, at);
    if r.published_at is null then
        perform round_redraft(r, form, findings);
    else
        perform round_mend(r, me, form, findings);
    end if;
    return next success_at(at, done);
end $$;

-- The first form of a round. Internal.
create or replace function round_draft(
    site text, subject text, name text, "group" text, firm text, moderator text, form jsonb, findings jsonb)
returns setof outcome
language plpgsql as $$
#variable_conflict use_variable
declare
    r  round;
    s  round_setting;
    at timestamptz := clock();
begin
    if not is_subject(subject) or is_link(subject) then
        return next refusal(401, 'sign-in');
        return;
    elsif not is_yes(moderator) then
        return next refusal(403, 'moderators-only');
        return;
    end if;
    return query select * from round_refusals(site, form, at) union all select * from token_refusals(form ->> 'token');
    if found then return; end if;

    select x.* into s from round_setting x where x.site = site;
    r.site := site;
    r.host := round_member(r, subject, name, "group", firm);
    if not submission_claim(site, r.host, form ->> 'token', 'drafted') then
        return query select * from submission_answer(site, r.host, form ->> 'token');
        return;
    end if;
    update site_tally t set last_round = t.last_round + 1 where t.site = site returning t.last_round into r.number;
    r := round_filled(r, s, form, at);
    r.version := 1; r.created_at := at; r.cards := 0; r.advisers := 0; r.extensions := 0;
    r.title_checked := case when findings is not null then r.language || ' ' || r.title end;
    insert into round values (r.*);
    insert into round_secret (site, round, draw_key)
    values (site, r.number, decode(replace(gen_random_uuid()::text || gen_random_uuid(), '-', ''), 'hex'));
    perform hosts_write(r, form ->> 'hosts');
    perform questions_write(r, form, findings, at);
    perform submission_settle(site, r.host, form ->> 'token', '/rounds/' || r.number || '/preview');
    return next success_at('/rounds/' || r.number || '/preview', 'drafted');
end $$;

-- The form of a draft again. Internal.
create or replace function round_redraft(r round, form jsonb, findings jsonb) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    s  round_setting;
    at timestamptz := clock();
begin
    select x.* into s from round_setting x where x.site = r.site;
    r := round_filled(r, s, form, at);
    update round x
    set (title, language, stage, newness, in_our_hands, not_in_our_hands, leaning, invited_only, groups, staff_sealed,
         tables, stones, opens_at, advice_until, tables_until, hear_due, choose_due, report_due, grace, extend_days,
         min_advice, tables_from, answer_days, learn_days, version, title_checked)
      = (r.title, r.language, r.stage, r.newness, r.in_our_hands, r.not_in_our_hands, r.leaning, r.invited_only, r.groups,
         r.staff_sealed, r.tables, r.stones, r.opens_at, r.advice_until, r.tables_until, r.hear_due, r.choose_due,
         r.report_due, r.grace, r.extend_days, r.min_advice, r.tables_from, r.answer_days, r.learn_days, r.version + 1,
         case when findings is not null then r.language || ' ' || r.title end)
    where x.site = r.site and x.number = r.number;
    perform hosts_write(r, form ->> 'hosts');
    perform questions_write(r, form, findings, at);
end $$;

-- Who asks: the host, and those of the form. Internal.
create or replace function hosts_write(r round, hosts text) returns void
begin atomic
    delete from round_host h where h.site = r.site and h.round = r.number;
    insert into round_host (site, round, member)
    select r.site, r.number, r.host
    union
    select m.site, r.number, m.id from member m where m.site = r.site and m.subject = any (logins(hosts));
end;

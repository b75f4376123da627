-- SPDX-License-Identifier: Apache-2.0
-- Who may see what of a round. This is the one place: pages, feeds, exports, counts and acts all ask here. For the pages,
-- and for the rules; none raises.
--
-- Who it is comes as one row of type viewer. A page says "from viewer(...) v" and joins what it shows to that row: where
-- there is none there is nothing to see.

-- The viewer of a round; no row when there is no such round for this person. A draft (a cancelled one, too) is there for its
-- hosts and for moderators alone. Somebody with a link counts from the first look on, as the link says; a link that was ended
-- counts as nobody.
create or replace function viewer(site text, subject text, "group" text, moderator text, admin text, number text)
returns setof viewer
language plpgsql stable rows 1 as $$
#variable_conflict use_variable
declare
    v    viewer;
    r    round;
    link guest_link;
begin
    select x.* into r from round x where x.site = site and x.number = round_number(number);
    if not found then return; end if;
    v.at := clock();
    r := round_now(r, v.at);
    v.site := r.site; v.round := r.number; v.phase := phase_of(r, v.at);
    v.empty := r.empty_at is not null; v.staff_open := not r.staff_sealed;

    v.guest := is_link(subject);
    if v.guest then
        select l.* into link from link_of(r, subject, v.at) l;
        v."group" := link."group";
    end if;
    v.signed_in := case when v.guest then found else is_subject(subject) end;
    v.moderator := v.signed_in and not v.guest and is_yes(moderator);
    v.admin := v.signed_in and not v.guest and is_yes(admin);
    if v.signed_in then
        v.subject := subject;
        v.member := member_at(site, subject);
    end if;
    v.host := v.member is not null and is_host(r, v.member);
    if r.published_at is null and not v.host and not v.moderator then return; end if;

    if v.signed_in and not v.guest then
        select g.key, g.speaks into v."group", v.speaks from member_group g where g.site = site
        order by (g.key = "group") desc, g.position, g.key limit 1;
    end if;
    v.speaks := coalesce(v.speaks, false);
    select count(*) > 0, count(*) filter (where a.sent_at is not null and a.body is not null) > 0
    into v.wrote, v.adviser
    from advice a where a.site = site and a.adviser = v.member and a.round = r.number;
    select s."table", s.place, s.host into v."table", v.place, v.table_host
    from seat s where s.site = site and s.round = r.number and s.member = v.member;
    v.table_host := coalesce(v.table_host, false);
    select i.invited_at is not null, i.declined_at is not null, i.asked_at is not null and i.invited_at is null
    into v.invited, v.declined, v.joining
    from invitation i where i.site = site and i.round = r.number and i.member = v.member;
    v.invited := coalesce(v.invited, false);
    v.declined := coalesce(v.declined, false);
    v.joining := coalesce(v.joining, false) and not v.declined;
    return next v;
end $$;

-- ---- cards

-- Whether the words of this card may be read. "table" is where its adviser sits; flagged: somebody reported it.
--
-- Its writer reads it always. Nobody else reads what was not sent. Then, by phase:
-- advice: sealed; staff too, unless the round says otherwise. table: whoever sits at the table of its adviser, and nothing
-- that came late. From hearing on: everybody who advised, and staff; once reported, members read what its adviser shared.
-- Ended as empty: staff, who answer to the few. Drafts, announced and cancelled rounds: nobody. Visitors: never.
-- A hidden card is as if it were not there. A moderator who does not host the round reads what was reported or hidden.
create or replace function advice_shown(v viewer, a advice, "table" smallint, flagged boolean) returns boolean
immutable
return coalesce(a.adviser = v.member, false)
    or a.sent_at is not null and v.signed_in and coalesce(
        a.hidden_at is null and case
            when v.empty then v.speaks or v.host
            when v.phase = 'advice' then v.staff_open and (v.speaks or v.host)
            when v.phase = 'table' then not a.late and "table" = v."table"
            when v.phase in ('hearing', 'choosing', 'acting') then v.adviser or v.speaks or v.host
            when v.phase in ('reported', 'closed') then v.adviser or v.speaks or v.host
                 or not v.guest and a.share <> 'none' and a.body is not null
            else false end
        or v.moderator and not v.host and (flagged or a.hidden_at is not null), false);

-- The same for one card: looks up the seat and the flags by itself.
create or replace function advice_seen(v viewer, a advice) returns boolean stable
return advice_shown(v, a,
    (select s."table" from seat s where s.site = a.site and s.round = a.round and s.member = a.adviser),
    exists (select from advice_flag f where f.site = a.site and f.round = a.round and f.card = a.card));

-- Whether it is worth looking for cards of others at all: where it says no, advice_shown() does, too.
create or replace function others_shown(v viewer) returns boolean immutable
return v.signed_in and (v.moderator or v.speaks or v.host or v.adviser or v."table" is not null
                        or v.phase in ('reported', 'closed') and not v.guest);

-- Whether the name of its adviser may stand beside a card that may be read.
create or replace function author_shown(v viewer, a advice) returns boolean immutable
return v.phase in ('reported', 'closed') and not v.empty and a.share = 'name' and a.hidden_at is null;

-- What a card is, for whoever may read it.
create or replace function advice_state(a advice) returns text immutable
return case when a.kept is not null then 'kept'
            when a.sent_at is null then 'draft'
            when a.erased_at is not null and a.body is null then 'erased'
            when a.withdrawn_at is not null then 'withdrawn'
            when a.hidden_at is not null then 'hidden'
            else 'sent' end;

-- What became of a card is told when the round is reported; its hosts know it before.
create or replace function trace_shown(v viewer) returns boolean immutable
return v.host or v.phase in ('reported', 'closed');

-- ---- the order of cards: shuffled, and always the same for the same person; by insight from acting on

create or replace function shuffled(v viewer, card bigint) returns bigint immutable
return ('x' || left(md5(v.subject || ' ' || v.round || ' ' || card), 14))::bit(56)::bigint;

-- "insight": the first that the card lies under; cards under none stand last.
create or replace function card_rank(v viewer, card bigint, insight bigint) returns bigint immutable
return case when v.phase in ('acting', 'reported', 'closed') then 1000000000000 - coalesce(insight, 1000000000000)
            else shuffled(v, card) end;

-- ---- tables, and what was heard and chosen

-- Whether this table may be looked at: one's own from the draw on; any of them once all cards are read.
create or replace function table_shown(v viewer, "table" smallint) returns boolean immutable
return coalesce(case
    when not v.signed_in or v.empty then false
    when v.phase = 'table' then "table" = v."table"
    when v.phase in ('hearing', 'choosing', 'acting', 'reported', 'closed') then v.adviser or v.speaks or v.host
    else false end, false);

-- Whether it is said what was chosen, why, and what is done: to everybody at once.
create or replace function choice_shown(v viewer) returns boolean immutable
return v.host or v.phase in ('acting', 'reported', 'closed') and not v.empty;

-- What was heard: hosts while they write it; advisers and staff when it is said; members when it is clear what is done
-- about it. Everybody sees then what was chosen.
create or replace function insight_shown(v viewer, i insight) returns boolean immutable
return v.host
    or v.phase = 'choosing' and (v.adviser or v.speaks)
    or choice_shown(v)
       and (i.place is not null or v.signed_in and not v.guest or v.adviser);

-- Who laid stones on what, by group: nobody before it is chosen, hosts neither.
create or replace function stones_shown(v viewer) returns boolean immutable
return v.phase in ('acting', 'reported', 'closed') and not v.empty;

-- How many cards and people there are is not said while it is sealed: earlier answers pull later ones.
create or replace function counts_shown(phase text) returns boolean immutable
return phase in ('table', 'hearing', 'choosing', 'acting', 'reported', 'closed', 'empty');

-- The host's own leaning, once the viewer has given advice, or nobody can any more.
create or replace function leaning_shown(v viewer) returns boolean immutable
return v.host or v.adviser or v.phase = 'draft' or v.phase not in ('announced', 'advice');

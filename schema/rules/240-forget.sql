-- SPDX-License-Identifier: Apache-2.0
-- Erasing a person.

-- Forgets a member of a site: who they were goes everywhere, and so do the words of their advice, unless they want these to
-- stay (keep_text). What others built on it stays, with the group that it came from. In full:
--   the member    subject and name become "gone", the firm is forgotten; whoever signs in by that subject again is new
--   cards         no adviser any more, the group stays. Text: gone, and out of the insights; with keep_text it stays, without
--                 a name. Under seal a card without its text is gone entirely; drafts and kept cards always are
--   at the table  the seat and the replies keep their group; texts go, or stay with keep_text
--   stones, votes, ideas with their texts: stay, by somebody who is gone
--   invitations, flags, forms sent, notices: gone. A link of theirs has ended and has no name
--   the ledger    whoever made a promise for the company stays in it by name: it is append only
-- For the owner. Answers 'forgotten', or 'unknown' when there is no such member. Raises nothing of its own.
create or replace function member_forget(site text, subject text, keep_text boolean default false) returns text
language plpgsql set search_path = cocreate, pg_temp as $$
#variable_conflict use_variable
declare
    who    bigint := member_at(site, subject);
    number bigint;
begin
    if who is null then
        return 'unknown';
    end if;
    for number in
        select a.round from advice a where a.site = site and a.adviser = who
        union select s.round from seat s where s.site = site and s.member = who
        union select i.round from invitation i where i.site = site and i.member = who
        union select f.round from advice_flag f where f.site = site and f.member = who
        order by 1
    loop
        perform round_forget(round_begin(site, number::text), who, coalesce(keep_text, false));
    end loop;

    update member m set subject = 'gone:' || m.id, name = 'gone', firm = null where m.site = site and m.id = who;
    update guest_link l set name = 'gone', ended_at = coalesce(l.ended_at, clock())
    where l.site = site and subject = 'link:' || l.round || '.' || l.id;
    delete from outbox o where o.site = site and o.member = who;
    delete from submission s where s.site = site and s.member = who;
    perform note_change(site, variadic array(select i.number from idea i where i.site = site and i.author = who));
    perform note_topics(site, 'rounds');
    return 'forgotten';
end $$;

-- Forgets a member in one round, which the caller holds. Internal.
create or replace function round_forget(r round, who bigint, keep_text boolean) returns void
language plpgsql as $$
#variable_conflict use_variable
declare
    own advice;
begin
    for own in
        select a.* from advice a where a.site = r.site and a.round = r.number and a.adviser = who order by a.card
    loop
        update trace t set contest = null
        where t.site = r.site and t.round = r.number and t.card = own.card and not keep_text;
        if own.sent_at is null or not keep_text and own.body is not null then
            perform advice_take_back(r, own, erased => true);
        end if;
    end loop;
    update advice a
    set adviser = null, erased_at = clock(), share = case a.share when 'name' then 'text' else a.share end
    where a.site = r.site and a.round = r.number and a.adviser = who;
    perform round_count(r.site, r.number);

    update reply p
    set member = null,
        body = case when keep_text then p.body end, link = case when keep_text then p.link end,
        withdrawn_at = case when keep_text then p.withdrawn_at else coalesce(p.withdrawn_at, clock()) end
    where p.site = r.site and p.round = r.number and p.member = who;
    update seat s set member = null where s.site = r.site and s.round = r.number and s.member = who;
    delete from invitation i where i.site = r.site and i.round = r.number and i.member = who;
    delete from advice_flag f where f.site = r.site and f.round = r.number and f.member = who;
    perform note_topics(r.site, 'round ' || r.number);
end $$;

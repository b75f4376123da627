-- SPDX-License-Identifier: Apache-2.0
-- Kitchen tables, what was heard and chosen, promises and what became of them, and what each adviser is told.

-- True for an address on the web that may be shown as a link. (A constraint needs it: only a migration may change it.)
create function is_address(t text) returns boolean immutable parallel safe
return t ~ '^https?://[^[:space:]<>"]{3,}$' and is_line(t);

create domain web_address as text
    constraint address_shape check (is_address(value))
    constraint address_length check (char_length(value) <= 500);

create table kitchen_table (
    site       site_name not null,
    round      bigint    not null,
    "table"    smallint  not null,
    yielded    text[]    not null default '{}',
    spare      text      constraint spare_known check (spare in ('exception', 'sign', 'scale')),
    see        long_text,
    differ     long_text,
    differ_too long_text,
    first      long_text,
    left_at    timestamptz,
    version    int       not null default 1,
    primary key (site, round, "table"),
    foreign key (site, round) references round,
    constraint both_sides check ((differ is null) = (differ_too is null))
);
comment on column kitchen_table.yielded is 'Which rules of the mix could not be had: pairs, firms, staff, distributor, third.';

-- A seat is drawn, and stays when the account of the person goes. Place 0 reads along.
create table seat (
    site    site_name not null,
    round   bigint    not null,
    "table" smallint  not null,
    place   smallint  not null,
    member  bigint,
    "group" key_name  not null,
    host    boolean   not null default false,
    id      bigint    not null generated always as identity,
    primary key (site, round, id),
    constraint one_seat_per_member unique (site, round, member),
    foreign key (site, round, "table") references kitchen_table,
    foreign key (site, member) references member
);
create unique index one_person_per_place on seat (site, round, "table", place) where place > 0;
create index seat_by_member on seat (site, member, round);

create table reply (
    site         site_name   not null,
    round        bigint      not null,
    reply        bigint      not null generated always as identity,
    "table"      smallint    not null,
    course       smallint    not null constraint three_courses check (course between 1 and 3),
    card         bigint,
    parent       bigint,
    member       bigint,
    "group"      key_name    not null,
    kind         text        not null constraint reply_kind_known
                             check (kind in ('answer', 'builds', 'differs', 'ask', 'story', 'fact')),
    body         long_text,
    link         web_address,
    at           timestamptz not null,
    withdrawn_at timestamptz,
    hidden_at    timestamptz,
    hidden_reason long_text,
    primary key (site, round, reply),
    foreign key (site, round, "table") references kitchen_table,
    foreign key (site, round, card) references advice,
    foreign key (site, round, parent) references reply,
    foreign key (site, member) references member,
    constraint card_in_first_course check (card is null or course = 1),
    constraint differs_says_why check (kind <> 'differs' or body is null or char_length(body) >= 20),
    constraint fact_has_link check (kind <> 'fact' or link is not null or withdrawn_at is not null),
    constraint answer_stands_alone check ((kind = 'answer') = (card is null and parent is null)),
    constraint fact_under_card check (kind <> 'fact' or card is not null),
    constraint said check (body is not null or withdrawn_at is not null)
);
create index reply_by_table on reply (site, round, "table", course, reply);
create index reply_by_card on reply (site, round, card, reply);
create unique index one_fact_per_card on reply (site, round, card) where kind = 'fact' and withdrawn_at is null;

create table insight (
    site     site_name   not null,
    round    bigint      not null,
    insight  bigint      not null generated always as identity,
    kind     text        not null constraint insight_kind_known
                         check (kind in ('remove', 'keep', 'better', 'surprise', 'disagreement')),
    sentence line_text   not null,
    by       bigint      not null,
    at       timestamptz not null,
    version  int         not null default 1,
    cards    int         not null default 0,
    score    double precision,
    place    smallint,
    reason   long_text,
    primary key (site, round, insight),
    foreign key (site, round) references round,
    foreign key (site, by) references member,
    constraint priority_with_reason check ((place is null) = (reason is null)),
    constraint five_priorities check (place between 1 and 5)
);
create unique index one_priority_per_place on insight (site, round, place) where place is not null;
comment on column insight.cards is 'Counter of the cards under it. None is left: it goes back to the host.';
comment on column insight.place is 'Its place among the priorities that staff chose, with the reason why it stood out.';
comment on column insight.score is 'Of the stones, by role: written when the choice is published.';

create table insight_advice (
    site    site_name not null,
    round   bigint    not null,
    insight bigint    not null,
    card    bigint    not null,
    primary key (site, round, insight, card),
    foreign key (site, round, insight) references insight on delete cascade,
    foreign key (site, round, card) references advice
);
create index insight_advice_by_card on insight_advice (site, round, card, insight);

create table stone (
    site    site_name not null,
    round   bigint    not null,
    member  bigint    not null,
    stone   smallint  not null constraint three_stones check (stone between 1 and 3),
    insight bigint    not null,
    "group" key_name  not null,
    primary key (site, round, member, stone),
    foreign key (site, round, insight) references insight,
    foreign key (site, member) references member
);
create index stone_by_insight on stone (site, round, insight);

create table action (
    site    site_name   not null,
    round   bigint      not null,
    action  bigint      not null generated always as identity,
    insight bigint,
    title   line_text   not null,
    size    text        not null constraint size_known check (size in ('small', 'larger')),
    people  line_text   not null,
    keeper  bigint      not null,
    due     timestamptz not null,
    by      bigint      not null,
    at      timestamptz not null,
    version int         not null default 1,
    promise bigint,
    primary key (site, round, action),
    foreign key (site, round) references round,
    foreign key (site, round, insight) references insight,
    foreign key (site, keeper) references member,
    foreign key (site, by) references member
);

-- The ledger: a promise and every word about it. Nothing in it is changed or taken out; triggers see to that.
create table promise (
    site        site_name   not null references site,
    promise     bigint      not null constraint promise_counts_from_one check (promise > 0),
    round       bigint      not null,
    kind        text        not null constraint promise_kind_known check (kind in ('hear', 'choose', 'report', 'act')),
    action      bigint,
    text        line_text   not null,
    keeper      bigint      not null,
    keeper_name person_name not null,
    made_at     timestamptz not null,
    first_due   timestamptz not null,
    primary key (site, promise),
    foreign key (site, round) references round,
    foreign key (site, round, action) references action,
    foreign key (site, keeper) references member,
    constraint act_has_action check ((kind = 'act') = (action is not null))
);
create index promise_by_round on promise (site, round, promise);

create table promise_event (
    site        site_name   not null,
    promise     bigint      not null,
    event       bigint      not null generated always as identity,
    kind        text        not null constraint promise_event_known
                            check (kind in ('progress', 'moved', 'kept', 'broken', 'released')),
    at          timestamptz not null,
    by          bigint,
    text        long_text   not null,
    due         timestamptz,
    keeper      bigint,
    keeper_name person_name,
    primary key (site, promise, event),
    foreign key (site, promise) references promise,
    foreign key (site, by) references member,
    foreign key (site, keeper) references member,
    constraint moved_to_a_date check ((kind = 'moved') = (due is not null)),
    constraint keeper_by_progress check ((keeper is null) = (keeper_name is null) and (keeper is null or kind = 'progress'))
);
create index promise_event_by_time on promise_event (site, at, promise, event);

-- What the ledger says now, one row a promise, kept by the trigger that lets a line in: lists need no walk through events.
-- The state itself depends on the calendar and is computed: promise_state().
create table promise_now (
    site     site_name   not null,
    promise  bigint      not null,
    due      timestamptz not null,
    moves    int         not null default 0,
    keeper   bigint      not null,
    ended    text        constraint ended_known check (ended in ('kept', 'broken', 'released')),
    ended_at timestamptz,
    last_at  timestamptz not null,
    late     boolean     not null default false,
    primary key (site, promise),
    foreign key (site, promise) references promise,
    foreign key (site, keeper) references member,
    constraint ended_at_a_time check ((ended is null) = (ended_at is null)),
    constraint late_when_kept check (not late or ended = 'kept')
);
comment on column promise_now.late is 'Kept after the first date.';
create index promise_now_open on promise_now (site, due, promise) where ended is null;
create index promise_now_ended on promise_now (site, ended, late, due, promise) where ended is not null;
create index promise_now_by_due on promise_now (site, due, promise);
create index promise_now_by_keeper on promise_now (site, keeper, promise);

-- How many promises of a site ended how, and how many have not: every page for everybody shows the record.
create table promise_tally (
    site     site_name primary key references site,
    kept     int not null default 0 check (kept >= 0),
    late     int not null default 0 check (late >= 0),
    broken   int not null default 0 check (broken >= 0),
    released int not null default 0 check (released >= 0),
    going    int not null default 0 check (going >= 0)
);
comment on column promise_tally.kept is 'Kept in time.';
comment on column promise_tally.broken is 'As its keeper said. What silence breaks, the calendar counts.';

-- What came of one piece of advice: exactly one outcome. Seen by its adviser when the round is reported.
create table trace (
    site         site_name   not null,
    round        bigint      not null,
    card         bigint      not null,
    outcome      text        not null constraint outcome_known check (outcome in
                             ('shaped_action', 'in_insight', 'already_so', 'for_later', 'not_now', 'could_not_use', 'withdrawn')),
    action       bigint,
    insight      bigint,
    link         web_address,
    again_on     date,
    reason       long_text,
    question     line_text,
    by           bigint,
    at           timestamptz not null,
    version      int         not null default 1,
    contested_at timestamptz,
    contest      long_text,
    answered_at  timestamptz,
    earlier      text,
    earlier_reason long_text,
    primary key (site, round, card),
    foreign key (site, round, card) references advice,
    foreign key (site, round, action) references action,
    foreign key (site, round, insight) references insight,
    foreign key (site, by) references member,
    constraint outcome_says_what check (case outcome
        when 'shaped_action' then action is not null
        when 'in_insight' then insight is not null
        when 'already_so' then link is not null
        when 'for_later' then again_on is not null and reason is not null
        when 'not_now' then char_length(reason) >= 20
        when 'could_not_use' then reason is not null and question is not null
        else true end is true)
);
create index trace_by_action on trace (site, round, action);
comment on column trace.earlier is 'The outcome before the adviser said that we missed the point.';

-- What a member is told, each once: the key says what for. Shown on the member's own page; whoever sends mail reads it.
create table outbox (
    site    site_name   not null references site,
    key     text collate "C" not null,
    member  bigint      not null,
    kind    text        not null,
    round   bigint,
    promise bigint,
    card    bigint,
    at      timestamptz not null,
    seen_at timestamptz,
    primary key (site, key),
    foreign key (site, member) references member
);
create index outbox_by_member on outbox (site, member, at, key);

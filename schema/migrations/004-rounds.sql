-- SPDX-License-Identifier: Apache-2.0
-- Advice rounds: what is asked, of whom, and what they answer. The phase of a round is computed (rules/110-phase.sql);
-- only acts and dates are kept here.

create domain round_title as text
    constraint title_plain check (is_line(value))
    constraint title_length check (char_length(value) between 5 and 120);
-- Many lines that somebody wrote: Markdown where it is shown as such.
create domain long_text as text
    constraint text_characters check (is_xml(value))
    constraint text_length check (char_length(value) between 1 and 4000);
-- One line that somebody wrote.
create domain line_text as text
    constraint line_plain check (is_line(value))
    constraint line_length check (char_length(value) between 1 and 300);
create domain language_key as text collate "C"
    constraint language_known check (value in ('en', 'de', 'fr', 'es'));

-- A link lets somebody without an account answer in one round: a row of member stands for them too.
alter table member add column guest boolean not null default false;
alter table member add column firm line_text;
comment on column member.firm is
    'The firm outside ours that the person works for, as the login says (CocreateMemberFirm). Never shown.';
comment on column member.guest is 'Came by a signed link; the subject is link:ROUND.ID.';

alter table site_tally add column last_round bigint not null default 0;
alter table site_tally add column last_promise bigint not null default 0;

-- Forms of rounds are sent twice as well.
alter table submission add column location text;
comment on column submission.location is 'Where the first answer went, when that was no idea.';

-- Lengths and limits, which the owner of a site may change as a row. A round keeps what it began with.
create table round_setting (
    site             site_name primary key references site,
    announce_days    int not null default 2  check (announce_days between 0 and 60),
    advice_days      int not null default 10 check (advice_days between 3 and 28),
    table_days       int not null default 6  check (table_days between 3 and 28),
    hear_days        int not null default 7  check (hear_days between 1 and 60),
    choose_days      int not null default 7  check (choose_days between 1 and 60),
    act_days         int not null default 60 check (act_days between 1 and 365),
    answer_days      int not null default 14 check (answer_days between 7 and 60),
    learn_days       int not null default 7  check (learn_days between 1 and 60),
    extend_days      int not null default 7  check (extend_days between 1 and 28),
    grace            interval not null default '15 minutes' check (grace between '0' and '1 day'),
    opens_hour       time not null default '06:00',
    closes_hour      time not null default '20:00',
    min_advice       int not null default 3  check (min_advice between 1 and 100),
    tables_from      int not null default 9  check (tables_from >= 4),
    open_invitations int not null default 2  check (open_invitations between 1 and 50),
    overdue_promises int not null default 3  check (overdue_promises between 0 and 100)
);
comment on table round_setting is 'What rounds of a site begin with. Hours are UTC.';
insert into round_setting (site) select s.site from site s;

create table round (
    site             site_name    not null references site,
    number           bigint       not null constraint round_counts_from_one check (number > 0),
    host             bigint       not null,
    title            round_title  not null,
    language         language_key not null,
    stage            key_name     not null,
    newness          text         not null constraint newness_known check (newness in ('usual', 'radical')),
    in_our_hands     long_text    not null,
    not_in_our_hands long_text    not null,
    leaning          long_text,
    invited_only     boolean      not null default false,
    groups           text[]       not null,
    staff_sealed     boolean      not null default true,
    tables           text         not null default 'auto' constraint tables_switch check (tables in ('auto', 'on', 'off')),
    stones           text         not null default 'auto' constraint stones_switch check (stones in ('auto', 'on', 'off')),
    version          int          not null default 1,
    created_at       timestamptz  not null,
    -- The plan. Promises carry the dates of hear, choose and report once the round is published.
    opens_at         timestamptz  not null,
    advice_until     timestamptz  not null,
    tables_until     timestamptz  not null,
    hear_due         timestamptz  not null,
    choose_due       timestamptz  not null,
    report_due       timestamptz  not null,
    -- What it began with.
    grace            interval     not null,
    extend_days      int          not null,
    min_advice       int          not null,
    tables_from      int          not null,
    answer_days      int          not null,
    learn_days       int          not null,
    -- Counters of cards that were sent and are there, and of the people who sent one in time.
    cards            int          not null default 0 check (cards >= 0),
    advisers         int          not null default 0 check (advisers >= 0),
    extensions       int          not null default 0 check (extensions between 0 and 2),
    -- Acts.
    title_checked    text,
    published_at     timestamptz,
    published_by     bigint,
    owing            int,
    cancelled_at     timestamptz,
    cancel_reason    long_text,
    tick_at          timestamptz,
    drawn_at         timestamptz,
    table_count      int,
    empty_at         timestamptz,
    learned_at       timestamptz,
    learning         long_text,
    heard_at         timestamptz,
    agreed_by        bigint,
    chosen_at        timestamptz,
    departure        long_text,
    reported_at      timestamptz,
    primary key (site, number),
    constraint host_is_member  foreign key (site, host) references member,
    constraint stage_is_known  foreign key (site, stage) references stage,
    constraint signer_is_member foreign key (site, agreed_by) references member,
    constraint publisher_is_member foreign key (site, published_by) references member,
    constraint dates_in_order check (opens_at < advice_until and advice_until <= tables_until
                                     and tables_until < hear_due and hear_due < choose_due and choose_due < report_due),
    constraint acts_in_order check (
        ((published_at is null) = (published_by is null))
        and (heard_at is null or published_at is not null) and (chosen_at is null or heard_at is not null)
        and (reported_at is null or chosen_at is not null)
        and ((cancelled_at is null) = (cancel_reason is null)) and ((learned_at is null) = (learning is null))
        and (learned_at is null or empty_at is not null) and ((drawn_at is null) = (table_count is null)))
);
create index round_by_stage on round (site, stage, number);
create index round_by_opening on round (site, opens_at, number);
create index round_by_tick on round (tick_at, site, number) where tick_at is not null;
create index round_by_publishing on round (site, published_at, number) where published_at is not null;
create index round_by_draw on round (site, drawn_at, number) where table_count > 0;
create index round_by_host on round (site, host, number);
-- What is not over, for the front page and the desk; and what was reported last.
create index round_going on round (site, number)
    where reported_at is null and cancelled_at is null and learned_at is null;
create index round_by_report on round (site, reported_at, number) where reported_at is not null;
comment on column round.owing is 'How many promises of the house were overdue when an administrator published it nevertheless.';
comment on column round.title_checked is 'Language and title as the wording check saw them: see question.checked.';
comment on column round.tick_at is 'When the clock next has something to record: see tick(). NULL when it has not.';
comment on column round.drawn_at is 'When tick() recorded what follows the sealed phase; table_count 0: no tables.';
comment on column round.agreed_by is 'Who signed that nobody at the tables disagreed.';
comment on column round.departure is 'Why one of the three insights with the most stones was not chosen.';

-- Orders the lists of the draw of the tables; published when the round is closed: round_key(). A table of its own, because
-- pages read whole rows of round, and the web role may not read this one.
create table round_secret (
    site     site_name not null,
    round    bigint    not null,
    draw_key bytea     not null,
    primary key (site, round),
    foreign key (site, round) references round
);

-- Who asks: the one who opened the round, and those who ask with them.
create table round_host (
    site   site_name not null,
    round  bigint    not null,
    member bigint    not null,
    primary key (site, round, member),
    foreign key (site, round) references round,
    foreign key (site, member) references member
);
create index round_host_by_member on round_host (site, member, round);

create table question (
    site            site_name not null,
    round           bigint    not null,
    place           smallint  not null constraint place_counts_from_one check (place between 1 and 12),
    slot            text      not null constraint slot_known
                              check (slot in ('remove', 'keep', 'better', 'suppose', 'useful', 'story', 'free')),
    text            line_text not null,
    checked         text,
    added_at        timestamptz not null,
    struck_at       timestamptz,
    struck_reason   long_text,
    override_reason long_text,
    override_by     bigint,
    primary key (site, round, place),
    foreign key (site, round) references round,
    foreign key (site, override_by) references member,
    constraint struck_with_reason check ((struck_at is null) = (struck_reason is null)),
    constraint override_is_signed check ((override_reason is null) = (override_by is null))
);
comment on column question.place is
    'Fixed by the field of the form: 1 remove, 2 keep, 3 better, 4 suppose, 5 useful, 6 story, 7 and 8 free; '
    'from 9 on those that were added after the opening.';
comment on column question.checked is
    'Language and text as the wording check saw them; a question whose text is another is not published.';

-- What the wording check found when the question was written. Place 0 is the title.
create table wording_finding (
    site     site_name not null,
    round    bigint    not null,
    place    smallint  not null,
    rule     text collate "C" not null constraint rule_shape check (rule ~ '^[A-Za-z0-9-]{1,40}$'),
    severity text      not null constraint severity_known check (severity in ('stop', 'warn', 'hint', 'need')),
    category text      collate "C" not null constraint category_shape check (category ~ '^[a-z][a-z-]{0,31}$'),
    accepted boolean   not null default false,
    primary key (site, round, place, rule),
    foreign key (site, round) references round
);

-- One row per member and round: invited by a host, or asking to join.
create table invitation (
    site        site_name   not null,
    round       bigint      not null,
    member      bigint      not null,
    why         long_text,
    asked_at    timestamptz,
    invited_at  timestamptz,
    declined_at timestamptz,
    primary key (site, round, member),
    foreign key (site, round) references round,
    foreign key (site, member) references member,
    constraint asked_or_invited check (asked_at is not null or invited_at is not null),
    constraint invited_with_why check ((invited_at is null) = (why is null))
);
create index invitation_by_member on invitation (site, member, round);
comment on column invitation.asked_at is 'When the member asked to join a round for the invited.';

create table guest_link (
    site       site_name   not null,
    round      bigint      not null,
    id         bigint      not null,
    name       person_name not null,
    "group"    key_name    not null,
    made_by    bigint      not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    primary key (site, round, id),
    foreign key (site, round) references round,
    foreign key (site, made_by) references member,
    foreign key (site, "group") references member_group
);
comment on column guest_link.id is 'Drawn at random: nobody can count links.';

-- One card is one piece of advice.
create table advice (
    site          site_name   not null,
    round         bigint      not null,
    card          bigint      not null constraint card_is_random check (card between 100000000 and 999999999),
    question      smallint    not null,
    adviser       bigint,
    "group"       key_name    not null,
    body          long_text,
    share         text        not null default 'none' constraint share_known check (share in ('none', 'text', 'name')),
    created_at    timestamptz not null,
    edited_at     timestamptz,
    version       int         not null default 1,
    sent_at       timestamptz,
    late          boolean     not null default false,
    kept          text constraint kept_known check (kept in ('next', 'me')),
    withdrawn_at  timestamptz,
    erased_at     timestamptz,
    hidden_at     timestamptz,
    hidden_by     bigint,
    hidden_reason long_text,
    looked_at     timestamptz,
    primary key (site, round, card),
    foreign key (site, round, question) references question,
    foreign key (site, adviser) references member,
    foreign key (site, hidden_by) references member,
    foreign key (site, "group") references member_group,
    constraint kept_is_not_sent check (kept is null or sent_at is null),
    constraint taken_back_is_gone check (withdrawn_at is null or body is null),
    constraint written check (body is not null or withdrawn_at is not null or erased_at is not null),
    constraint hidden_with_reason check ((hidden_at is null) = (hidden_reason is null))
);
create index advice_by_adviser on advice (site, adviser, round, card);
comment on table advice is 'One piece of advice. Not sent: a draft, seen by its writer alone, or one kept for later.';
comment on column advice.card is 'Drawn at random: one''s own number must not tell how many there are.';
comment on column advice.share is
    'What may be shown to members when the round is reported: nothing, the text, the text with the name.';
comment on column advice.kept is
    'Came after the hearing: next carries it to the next round of this stage, me keeps it for its writer.';

create table advice_flag (
    site   site_name   not null,
    round  bigint      not null,
    card   bigint      not null,
    member bigint      not null,
    reason long_text   not null,
    at     timestamptz not null,
    primary key (site, round, card, member),
    foreign key (site, round, card) references advice on delete cascade,
    foreign key (site, member) references member
);

-- Who looks at a round, as far as it decides what they see: one row, made by viewer() for every page and every act.
create type viewer as (
    site       text,
    round      bigint,
    at         timestamptz,
    phase      text,
    empty      boolean,     -- ended as empty, also when it is closed by now
    staff_open boolean,     -- staff read while it is sealed for everybody else
    subject    text,
    member     bigint,
    "group"    text,
    signed_in  boolean,     -- a member, with an account or by a link
    guest      boolean,     -- by a link
    speaks     boolean,     -- for the company
    host       boolean,
    moderator  boolean,
    admin      boolean,
    wrote      boolean,     -- has a card here, if only a draft
    adviser    boolean,     -- has a card here that was sent and is there
    "table"    smallint,
    place      smallint,
    table_host boolean,
    invited    boolean,
    declined   boolean,
    joining    boolean
);

-- What happened to a round, for its page, its feed and the record. Append only.
create table round_event (
    site   site_name   not null,
    round  bigint      not null,
    number bigint      not null generated always as identity,
    kind   text        not null,
    at     timestamptz not null,
    by     bigint,
    text   long_text,
    primary key (site, round, number),
    foreign key (site, round) references round,
    foreign key (site, by) references member
);

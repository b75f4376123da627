-- SPDX-License-Identifier: Apache-2.0
-- Ideas, each version of them, and the one-time tokens of the forms.

create domain idea_title as text
    constraint title_plain check (is_line(value))
    constraint title_length check (char_length(value) between 5 and 120);
create domain idea_body as text
    constraint body_characters check (is_xml(value))
    constraint body_length check (char_length(value) <= 10000);

create table idea (
    site       site_name   not null references site,
    number     bigint      not null constraint number_counts_from_one check (number > 0),
    author     bigint      not null,
    kind       key_name    not null,
    stage      key_name    not null,
    title      idea_title  not null,
    body       idea_body   not null,
    version    int         not null default 1,
    created_at timestamptz not null,
    edited_at  timestamptz,
    primary key (site, number),
    constraint author_is_member foreign key (site, author) references member,
    constraint kind_is_known    foreign key (site, kind) references kind,
    constraint stage_is_known   foreign key (site, stage) references stage,
    constraint edited_from_second_version check ((version > 1) = (edited_at is not null) and version > 0)
);
create index idea_by_author on idea (site, author, number);
comment on column idea.body is 'Markdown, as written; line ends are U+000A.';

create table idea_version (
    site    site_name   not null,
    idea    bigint      not null,
    version int         not null,
    kind    key_name    not null,
    stage   key_name    not null,
    title   idea_title  not null,
    body    idea_body   not null,
    at      timestamptz not null,
    primary key (site, idea, version),
    foreign key (site, idea) references idea
);
comment on table idea_version is 'Every version of every idea, the present one too.';

create table submission (
    site   site_name   not null,
    member bigint      not null,
    token  text collate "C" not null constraint token_shape check (token ~ '^[A-Za-z0-9_-]{16,64}$'),
    idea   bigint,
    done   text        not null,
    at     timestamptz not null,
    constraint one_submission_per_token primary key (site, member, token),
    foreign key (site, member) references member,
    foreign key (site, idea) references idea
);
comment on table submission is 'Which form was already sent: the same token again gives the same answer and does nothing.';

-- SPDX-License-Identifier: Apache-2.0
-- Sites, the rows that a site may change (groups, kinds, stages), and members.
-- Every key begins with the site: several sites live in one database and never meet.

-- What text may be. These functions belong to the constraints below, so only a migration may change them.

-- True when every character is an XML Char: anything else would break each page, feed and list that shows it.
-- (NUL and surrogates never get into a UTF-8 database.)
create function is_xml(t text) returns boolean immutable parallel safe
return t !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]';

-- True when the text is also one plain line: no control characters, line separators, bidi controls or invisible
-- characters that make two texts look alike. U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
create function is_line(t text) returns boolean immutable parallel safe
return t !~ '[\u0001-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]';

create domain site_name as text collate "C"
    constraint site_name_shape check (value ~ '^[a-z][a-z0-9-]{0,31}$');
create domain key_name as text collate "C"
    constraint key_name_shape check (value ~ '^[a-z][a-z0-9-]{0,31}$');
create domain label as text
    constraint label_plain check (is_line(value))
    constraint label_length check (char_length(value) between 1 and 120);
create domain subject_name as text collate "C"
    constraint subject_plain check (is_line(value))
    constraint subject_length check (char_length(value) between 1 and 255);
create domain person_name as text
    constraint name_plain check (is_line(value))
    constraint name_length check (char_length(value) between 1 and 80);

-- What an action answers, in the column names that the engine turns into XML: one row for success (303 and where
-- to go) or for a refusal of the whole request, one row per field of a refused form (422).
create type outcome as (
    "@status"   int,
    "@location" text,
    "@done"     text,
    "@field"    text,
    "@key"      text,
    "@min"      int,
    "@max"      int
);

create table site (
    site       site_name   primary key,
    title      label       not null,
    created_at timestamptz not null
);
comment on table site is 'One brand community. Added by site_add().';

-- Counters of a site. The last lock that any action takes: see rules/60-idea.sql.
create table site_tally (
    site      site_name primary key references site,
    ideas     bigint not null default 0 constraint ideas_counted check (ideas >= 0),
    members   bigint not null default 0 constraint members_counted check (members >= 0),
    last_idea bigint not null default 0
) with (fillfactor = 50);
comment on column site_tally.last_idea is 'The highest idea number given out; the next idea takes the one after it.';

create table member_group (
    site     site_name not null references site,
    key      key_name  not null,
    label    label     not null,
    position smallint  not null,
    speaks   boolean   not null default false,
    primary key (site, key)
);
comment on column member_group.speaks is 'Members of this group speak for the company.';

create table kind (
    site     site_name not null references site,
    key      key_name  not null,
    label    label     not null,
    position smallint  not null,
    primary key (site, key)
);
comment on table kind is 'What an idea is about: something that hurts, something to keep, ...';

create table stage (
    site     site_name not null references site,
    key      key_name  not null,
    label    label     not null,
    position smallint  not null,
    primary key (site, key)
);
comment on table stage is 'Where on the way of a customer an idea belongs: discover, buy, ...';

create table member (
    site      site_name    not null references site,
    id        bigint       not null generated always as identity,
    subject   subject_name not null,
    name      person_name  not null,
    "group"   key_name     not null,
    joined_at timestamptz  not null,
    primary key (site, id),
    constraint one_member_per_subject unique (site, subject),
    constraint group_is_known foreign key (site, "group") references member_group
);
comment on table member is 'Somebody who did something. Made and kept up to date by the actions, never by reading.';
comment on column member.subject is 'Who the site''s own login says it is. Never shown.';

-- What changed, for caches on every server: append only, read by transaction id, so that nothing committed late is missed.
create table change (
    site  site_name   not null references site,
    topic text        not null,
    xid   xid8        not null default pg_current_xact_id(),
    at    timestamptz not null default now()
);
create index change_by_transaction on change (xid);
comment on column change.topic is '''ideas'' for everything that lists ideas, ''idea N'' for what shows idea N.';

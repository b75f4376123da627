-- SPDX-License-Identifier: Apache-2.0
-- What is to happen, before it happens: filled by members.tsv and ideas/, played by history.sql.
set standard_conforming_strings = on;

create temp table plan_member (
    subject text primary key,
    name    text not null unique,
    "group" text not null);
\copy plan_member from program 'grep -v "^#" members.tsv'

create temp table plan (
    file    text,
    version int,
    days    numeric not null,       -- how long ago
    author  text not null references plan_member (name),
    kind    text not null,
    stage   text not null,
    votes   int not null,           -- how many it has by now
    title   text not null,
    body    text not null,
    primary key (file, version));

begin;

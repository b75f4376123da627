-- SPDX-License-Identifier: Apache-2.0
-- Votes, their counters, and the rows by which lists are sorted and filtered.

create table vote (
    site    site_name   not null,
    idea    bigint      not null,
    member  bigint      not null,
    version int         not null,
    at      timestamptz not null,
    constraint one_vote_per_member primary key (site, idea, member),
    foreign key (site, idea) references idea,
    foreign key (site, member) references member
);
create index vote_by_member on vote (site, member, idea);
comment on column vote.version is 'The version of the idea that the member voted for.';

-- Narrow, half empty, and nothing but its key indexed: a vote rewrites the row in its own page (a HOT update).
create table idea_tally (
    site    site_name not null,
    idea    bigint    not null,
    votes   bigint    not null default 0,
    earlier bigint    not null default 0,
    primary key (site, idea),
    foreign key (site, idea) references idea,
    constraint votes_counted check (earlier between 0 and votes)
) with (fillfactor = 50);
comment on table idea_tally is 'Counters of an idea. Its row is also the lock of the idea: a vote and an edit take it first.';
comment on column idea_tally.earlier is 'How many of the votes were cast on an earlier version.';

-- Four rows per idea, one for each way of filtering: '', 'kind:K', 'stage:S', 'kind:K stage:S'. So every sort and every
-- filter is one range of one index, read by key. Written only when the rank moves: see rules/50-rank.sql.
create table idea_facet (
    site  site_name        not null,
    facet text collate "C" not null,
    idea  bigint           not null,
    top   bigint           not null,
    trend bigint           not null,
    primary key (site, facet, idea),
    foreign key (site, idea) references idea
);
create index idea_facet_by_top on idea_facet (site, facet, top, idea);
create index idea_facet_by_trend on idea_facet (site, facet, trend, idea);
comment on column idea_facet.top is 'The votes as far as they rank: exact below 1000, then three digits.';
comment on column idea_facet.trend is 'Seconds: when it was proposed, and what its votes are worth on top.';

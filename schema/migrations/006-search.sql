-- SPDX-License-Identifier: Apache-2.0
-- The words of ideas, for searching.

-- One row for each different word of an idea. Read by word from the newest idea on, so that a search may stop after as many
-- as it wants, however common the word is: an inverted index (GIN) would first gather all of them.
create table idea_word (
    site  site_name        not null,
    idea  bigint           not null,
    word  text collate "C" not null,
    title boolean          not null,
    primary key (site, idea, word) include (title),
    foreign key (site, idea) references idea
);
create index idea_word_by_word on idea_word (site, word, idea desc) include (title);
comment on table idea_word is 'Made from title and body by words(); schema/install adds what is missing.';
comment on column idea_word.title is 'The word stands in the title.';

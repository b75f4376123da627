-- SPDX-License-Identifier: Apache-2.0
-- Searching ideas, and finding those that are like a title. What is read does not grow with the community: of each word only
-- its newest ideas, as many as is written here. None raises: whatever is asked for, the answer is rows or none.
-- words(), search_refusal(), search_hits() and similar_ideas() serve the pages, the others are internal.

-- The different words of a text in the order in which they come, at most 200: in small letters, without accents. Blanks and
-- signs of any script part words, whatever the locale of the database (of it only lower() depends: locale C knows the capitals
-- of Latin alone); Chinese characters and kana are a word each. After a change here, a migration empties idea_word.
create or replace function words(t text) returns text[] immutable
begin atomic
    with plain as (
        select regexp_replace(normalize(t, nfkd), '[\u00AD\u0300-\u036F]', '', 'g') as t
    ), folded as (
        select regexp_replace(replace(translate(lower(p.t), 'øłđıς', 'oldiσ'), 'ß', 'ss'),
                              '([\u3040-\u30FF\u3400-\u9FFF\U00020000-\U0003FFFF])', ' \1 ', 'g') as t
        from plain p
    ), word as (
        select left(w.match[1], 40) as word, min(w.place) as place
        from folded f,
             regexp_matches(f.t, '[^\u0001-/:-@\[-`{-¿×÷\u2000-\u206F\u2190-\u2BFF\u3000-\u3004\u3008-\u3030'
                                 '\uFE00-\uFE0F\uFF00-\uFF0F\U0001F000-\U0001FAFF]+', 'g') with ordinality as w (match, place)
        group by left(w.match[1], 40)
        order by min(w.place)
        limit 200
    )
    select coalesce(array_agg(w.word order by w.place), '{}') from word w;
end;

-- Writes the words of an idea, in place of those that it had.
create or replace function words_write(site text, idea bigint, title text, body text) returns void
language plpgsql as $$
#variable_conflict use_variable
begin
    delete from idea_word w where w.site = site and w.idea = idea;
    insert into idea_word (site, idea, word, title)
    select site, idea, u.word, u.word = any (words(title)) from unnest(words(concat_ws(' ', title, body))) as u (word);
end $$;

-- The words to search for: none when there are too many. A search has at most 100 characters and ten words.
create or replace function search_words(q text) returns text[] immutable
return case when char_length(q) <= 100 and cardinality(regexp_split_to_array(trimmed(q), '\s+')) <= 10
            then (words(q))[1:10] else '{}' end;

-- Why nothing can be searched for by this; NULL when it can.
create or replace function search_refusal(q text) returns text immutable
return case when search_words(q) <> '{}' then null
            when char_length(q) > 100 then 'too-long'
            when words(q) <> '{}' then 'too-many'
            else 'missing' end;

-- The ideas of this kind and stage in which all words of q stand; of the last word the beginning is enough. Only the newest 500
-- with its rarest word are looked at, and of those that have the other words, too, only 100: first those with the most words in
-- the title, then the newest ("capped": there are more). The rank counts the words in the title; among those with as many it is
-- that of the list.
create or replace function search_hits(site text, q text, kind text, stage text)
returns table (idea bigint, rank bigint, capped boolean) stable
begin atomic
    with wanted as materialized (
        select w.place, w.word collate "C" as low,
               (w.word || case w.place when cardinality(s.words) then U&'\+10FFFF' else '' end) collate "C" as high
        from (select search_words(search_hits.q) as words) as s, unnest(s.words) with ordinality as w (word, place)
        limit 10
    ), rarest as materialized (
        select w.place, n.*
        from wanted w,
             lateral (select count(*) as count, min(x.idea) as oldest, array_agg(x.idea) as ideas, array_agg(x.title) as titles
                      from (select x.idea, x.title from idea_word x
                            where x.site = search_hits.site and x.word >= w.low and x.word <= w.high
                            order by x.word, x.idea desc
                            limit 500) as x) as n
        order by n.count, n.oldest
        limit 1
    ), other as materialized (
        select w.low, w.high from wanted w join rarest r on w.place <> r.place
    ), complete as (
        select h.idea, max(h.title::int + o.titles) as titles, r.count = 500 or count(*) over () > 100 as capped
        from rarest r
        cross join unnest(r.ideas, r.titles) as h (idea, title)
        cross join lateral (
            select count(*) filter (where x.title) as titles
            from other w,
                 lateral (select x.title from idea_word x
                          where x.site = search_hits.site and x.idea = h.idea and x.word >= w.low and x.word <= w.high
                          limit 1) as x
            having count(*) = (select count(*) from other)) as o
        group by h.idea, r.count        -- an idea may have two words that begin alike
        order by 2 desc, h.idea desc
        limit 500
    )
    select c.idea, c.titles * 10000000000 + f.trend, c.capped
    from complete c
    cross join lateral (
        select f.trend from idea_facet f
        where f.site = search_hits.site and f.facet = facet(search_hits.kind, search_hits.stage) and f.idea = c.idea
        limit 1) as f
    order by c.titles desc, c.idea desc
    limit 100;
end;

-- At most ten ideas that share words with a title, the likest first; likeness 1: all words stand in their title. A word counts
-- for more the fewer ideas have it: how many is seen from how far back its newest fifty reach, so that common words of any
-- language fall out by themselves (four ideas more are reckoned with than there are, for the first days of a community). At most
-- 500 places are looked at, those of the rarest words.
create or replace function similar_ideas(site text, title text) returns table (idea bigint, likeness double precision) stable
begin atomic
    with word as (
        select n.*, (4 + case when n.count < 50 then t.last_idea else t.last_idea - n.oldest + 1 end)::double precision / n.count
                   as one_in
        from site_tally t,
             unnest((words(left(similar_ideas.title, 200)))[1:20]) as w (word),
             lateral (select count(*) as count, min(x.idea) as oldest, array_agg(x.idea) as ideas, array_agg(x.title) as titles
                      from (select x.idea, x.title from idea_word x
                            where x.site = t.site and x.word = w.word collate "C"
                            order by x.idea desc
                            limit 50) as x
                      having count(*) > 0) as n
        where t.site = similar_ideas.site
    ), rare as (
        select w.*, ln(w.one_in) as weight, sum(ln(w.one_in)) over () as whole,
               sum(w.count) over (order by w.one_in desc, w.ideas) as read
        from word w
        where w.one_in >= 4
    )
    select x.idea, sum(r.weight * case when x.title then 1 else 0.5 end) / r.whole
    from rare r, unnest(r.ideas, r.titles) as x (idea, title)
    where r.read <= 500
    group by x.idea, r.whole
    having sum(r.weight * case when x.title then 1 else 0.5 end) >= 0.3 * r.whole
        and (bool_or(x.title) or count(*) > 1)      -- one word somewhere in the text is chance
    order by 2 desc, 1 desc
    limit 10;
end;

-- Writes the words of all ideas that have none: those of an earlier release, or those that came in bulk.
create or replace function words_fill() returns void
language sql as $$
    insert into idea_word (site, idea, word, title)
    select i.site, i.number, u.word, u.word = any (t.words)
    from idea i, words(i.title) as t (words), unnest(words(concat_ws(' ', i.title, i.body))) as u (word)
    where not exists (select from idea_word w where w.site = i.site and w.idea = i.number)
$$;
do $$ begin perform words_fill(); end $$;

-- SPDX-License-Identifier: Apache-2.0
-- How the three rounds are played: each act of a person through the rule that the module would call, at its own time.
-- A person is named as in members.tsv; cards, insights and actions get a short name here, because their numbers are drawn.
create temp table named (
    round  bigint not null,
    kind   text   not null,
    name   text   not null,
    number bigint not null,
    primary key (round, kind, name));

-- So many days ago, at an hour of the day that the seed decides.
create function pg_temp.day(days double precision, seed text) returns void
begin atomic
    select set_config('cocreate.now', (date_trunc('day', now()) - days * interval '1 day'
                                       + interval '9 hours' + pg_temp.chance(seed) * interval '9 hours')::text, true);
end;

-- The date so many days ago (before it, when negative), as a form sends it.
create function pg_temp.on_day(days int) returns text
return to_char(date_trunc('day', now()) - days * interval '1 day', 'YYYY-MM-DD');

create function pg_temp.subject_of(person text) returns text
return (select m.subject from plan_member m where m.name = person);

-- A number that was named before.
create function pg_temp.number_of(round bigint, kind text, name text) returns text
return (select n.number::text from named n
        where n.round = number_of.round and n.kind = number_of.kind and n.name = number_of.name);

-- One act: the rule, and what it takes after the seven parameters of who acts. Answers where it led.
create function pg_temp.act(person text, rule text, variadic given text[]) returns text
language plpgsql as $$
declare
    m      plan_member;
    answer cocreate.outcome;
    power  text;
begin
    select * into strict m from plan_member p where p.name = person;
    power := case when m.subject in ('mod', 'admin') then 'yes' end;
    execute format('select * from cocreate.%I(%L, %L, %L, %L, null, %L, %L%s)', rule, current_setting('demo.site'),
                   m.subject, m.name, m."group", power, case when m.subject = 'admin' then 'yes' end,
                   (select string_agg(format(', %L', g), '' order by n) from unnest(given) with ordinality as u (g, n)))
    into answer;
    if answer."@status" is distinct from 303 then
        raise exception '% by %: %', rule, person, answer;
    end if;
    return answer."@location";
end $$;

create function pg_temp.card(days numeric, round bigint, name text, person text, slot text, share text, body text)
returns void
language plpgsql as $$
declare
    place text := (select q.place from cocreate.question q
                      where q.site = current_setting('demo.site') and q.round = card.round and q.slot = card.slot);
begin
    perform pg_temp.day(days, name || person);
    perform pg_temp.act(person, 'advice_save', round::text, null, place, body, share, 'send',
                        md5(round || 'card' || name));
    insert into named
    select card.round, 'card', card.name, a.card
    from cocreate.advice a join cocreate.member m on m.site = a.site and m.id = a.adviser
    where a.site = current_setting('demo.site') and a.round = card.round and a.question::text = place
      and m.subject = pg_temp.subject_of(person) and a.body = trim(card.body)
    limit 1;
end $$;

-- Somebody of this group who sits at the table of the card and did not write it. Who sits where is drawn by lot.
create function pg_temp.neighbour(round bigint, card text, "group" text, seed text) returns text
return (select p.name
        from cocreate.advice a
        join cocreate.seat mine on mine.site = a.site and mine.round = a.round and mine.member = a.adviser
        join cocreate.seat s on s.site = a.site and s.round = a.round and s."table" = mine."table"
             and s.member <> a.adviser and s."group" = neighbour."group" and s.place > 0
        join cocreate.member m on m.site = s.site and m.id = s.member
        join plan_member p on p.subject = m.subject
        where a.site = current_setting('demo.site') and a.round = neighbour.round
          and a.card = pg_temp.number_of(neighbour.round, 'card', neighbour.card)::bigint
        order by pg_temp.chance(seed || p.name) limit 1);

create function pg_temp.table_of(round bigint, card text) returns text
return (select s."table"::text
        from cocreate.advice a
        join cocreate.seat s on s.site = a.site and s.round = a.round and s.member = a.adviser
        where a.site = current_setting('demo.site') and a.round = table_of.round
          and a.card = pg_temp.number_of(table_of.round, 'card', table_of.card)::bigint);

-- Somebody of this group answers a card; nobody, when the lot put nobody of this group there.
create function pg_temp.reply(days numeric, round bigint, card text, "group" text, kind text, body text) returns void
language plpgsql as $$
declare
    who text;
begin
    perform pg_temp.day(days, body), cocreate.tick(current_setting('demo.site'), round::text);
    who := pg_temp.neighbour(round, card, "group", body);
    if who is null then return; end if;
    perform pg_temp.act(who, 'reply_write', round::text, pg_temp.table_of(round, card),
                        pg_temp.number_of(round, 'card', card), null, '1', kind, body, null, md5(round || body));
end $$;

-- What somebody at the table of a card says in the second or third course.
create function pg_temp.say(days numeric, round bigint, card text, "group" text, course int, body text) returns void
language plpgsql as $$
declare
    who text;
begin
    perform pg_temp.day(days, body), cocreate.tick(current_setting('demo.site'), round::text);
    who := pg_temp.neighbour(round, card, "group", body);
    if who is null then return; end if;
    perform pg_temp.act(who, 'reply_write', round::text, pg_temp.table_of(round, card), null, null, course::text,
                        'answer', body, null, md5(round || body));
end $$;

create function pg_temp.insight(round bigint, name text, kind text, sentence text, variadic cards text[]) returns void
language plpgsql as $$
begin
    perform pg_temp.act('Mona Dahl', 'insight_save', round::text, null,
                        (jsonb_build_object('kind', kind, 'sentence', sentence, 'token', md5(round || sentence))
                         || (select jsonb_object_agg('card-' || pg_temp.number_of(round, 'card', c), 'yes')
                             from unnest(cards) as c))::text);
    insert into named
    select insight.round, 'insight', insight.name, i.insight from cocreate.insight i
    where i.site = current_setting('demo.site') and i.round = insight.round and i.sentence = insight.sentence;
end $$;

-- Whatever stands in no insight was read all the same.
create function pg_temp.look(round bigint) returns void
language plpgsql as $$
begin
    perform pg_temp.act('Mona Dahl', 'advice_look', round::text,
                        (select jsonb_object_agg('card-' || n.number, 'yes') from named n
                         where n.round = look.round and n.kind = 'card')::text);
end $$;

-- Every adviser lays three stones, by lot; the insights that were written first draw more of them.
create function pg_temp.stones(days numeric, round bigint) returns void
language plpgsql as $$
declare
    who    record;
    choice text[];
begin
    for who in
        select distinct p.name
        from cocreate.advice a
        join cocreate.member m on m.site = a.site and m.id = a.adviser
        join plan_member p on p.subject = m.subject
        where a.site = current_setting('demo.site') and a.round = stones.round and not a.late
        order by p.name
    loop
        perform pg_temp.day(days - pg_temp.chance('when ' || who.name) * 3, who.name);
        select array_agg(i.number::text order by i.place) into choice
        from (select n.number, row_number() over (order by pg_temp.chance(who.name || n.name) ^ n.weight desc) as place
              from (select n.*, row_number() over (order by n.number) as weight from named n
                    where n.round = stones.round and n.kind = 'insight') as n) as i;
        perform pg_temp.act(who.name, 'stones_lay', round::text, choice[1], choice[2],
                            choice[1 + (pg_temp.chance(who.name) * 2)::int]);
    end loop;
end $$;

create function pg_temp.priority(round bigint, place int, insight text, reason text) returns void
language plpgsql as $$
begin
    perform pg_temp.act('Mona Dahl', 'priority_save', round::text, pg_temp.number_of(round, 'insight', insight),
                        place::text, reason);
end $$;

create function pg_temp.action(
    round bigint, name text, insight text, size text, due int, keeper text, people text, title text)
returns void
language plpgsql as $$
begin
    perform pg_temp.act('Mona Dahl', 'action_save', round::text, null, title,
                        pg_temp.number_of(round, 'insight', insight), size, people, pg_temp.subject_of(keeper),
                        pg_temp.on_day(due), null, md5(round || title));
    insert into named
    select action.round, 'action', action.name, a.action from cocreate.action a
    where a.site = current_setting('demo.site') and a.round = action.round and a.title = action.title;
end $$;

-- A word about the promise that an action became.
create function pg_temp.tell(days numeric, round bigint, action text, keeper text, kind text, body text, due int default null)
returns void
language plpgsql as $$
begin
    perform pg_temp.day(days, body);
    perform pg_temp.act(keeper, 'promise_tell',
                        (select p.promise::text from cocreate.promise p
                         where p.site = current_setting('demo.site') and p.round = tell.round
                           and p.action = pg_temp.number_of(tell.round, 'action', tell.action)::bigint),
                        kind, body, pg_temp.on_day(due), null, md5(round || body));
end $$;

-- What came of one card. "of" is the name of the action or insight, or the address of what is already so.
create function pg_temp.trace(round bigint, card text, outcome text, of text, reason text default null,
                              again int default null, question text default null)
returns void
language plpgsql as $$
begin
    perform pg_temp.act('Mona Dahl', 'trace_save', round::text, pg_temp.number_of(round, 'card', card), outcome,
                        pg_temp.number_of(round, 'action', of), pg_temp.number_of(round, 'insight', of),
                        case when of ~ '^http' then of end, pg_temp.on_day(again), reason, question, null);
end $$;

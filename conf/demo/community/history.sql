-- SPDX-License-Identifier: Apache-2.0
-- Plays the plan through the rules in the order of time. Nothing is random: chance is the digest of who and what,
-- so that every load gives the same community.
select set_config('demo.site', :'site', false) \g /dev/null

-- A number from 0 to 1 that depends on the seed alone.
create function pg_temp.chance(seed text) returns float
return (('x' || substr(md5(seed), 1, 8))::bit(32)::bigint + 1) / 4294967298.0;

-- So many days ago, at some hour of a waking person.
create function pg_temp.moment(days numeric, seed text) returns timestamptz
return case when days < 1 then now() - days * interval '1 day'
            else date_trunc('day', now()) - days * interval '1 day'
                 + interval '6 hours' + pg_temp.chance(seed) * interval '17 hours' end;

create temp table event as
select pg_temp.moment(p.days, p.file || p.version) as at, p.file, p.version, m.subject, m.name, m."group",
       p.title, p.body, p.kind, p.stage
from plan p join plan_member m on m.name = p.author;

-- Who votes for what. A few members vote often, most seldom, all at least once: each has one idea that they came for,
-- and the busier they are, the sooner they are drawn for the others. Whoever can sign in is left with much to vote for.
-- Most votes come soon after the idea.
with idea as (
    select p.file, p.author, p.votes, e.at, sum(p.votes) over (order by p.file) as upto, sum(p.votes) over () as total
    from plan p join event e using (file, version)
    where version = 1
), voter as (
    select m.*, pg_temp.chance('came for ' || m.subject) as came_for,
           case when m.subject ~ '^m\d' then 0.12 + 3 * pg_temp.chance('busy ' || m.subject) ^ 4 else 0.1 end as busy
    from plan_member m
), drawn as (
    select i.file, i.at, i.votes, v.*, row_number() over (
        partition by i.file
        order by v.came_for * i.total > i.upto - i.votes and v.came_for * i.total <= i.upto desc,
                 ln(pg_temp.chance(v.subject || ' votes for ' || i.file)) / v.busy desc) as place
    from idea i join voter v on v.name <> i.author
)
insert into event (at, file, subject, name, "group")
select at + (now() - at) * pg_temp.chance(subject || ' when ' || file) ^ 2.5, file, subject, name, "group"
from drawn
where place <= votes;

do $$
declare
    site   constant text := current_setting('demo.site');
    number jsonb := '{}';           -- file: number of its idea
    e      event;
    answer cocreate.outcome;
begin
    for e in select * from event order by at, file, subject loop
        perform set_config('cocreate.now', e.at::text, true);
        if e.version is null then
            answer := cocreate.vote_cast(site, e.subject, e.name, e."group", number ->> e.file, '1');
        elsif e.version = 1 then
            answer := cocreate.idea_propose(site, e.subject, e.name, e."group", e.title, e.body, e.kind, e.stage,
                                            md5(e.file));
            number := number || jsonb_build_object(e.file, substring(answer."@location" from '\d+$'));
        else
            answer := cocreate.idea_edit(site, e.subject, e.name, e."group", number ->> e.file, e.title, e.body, e.kind,
                                         e.stage, (e.version - 1)::text, md5(e.file || e.version));
        end if;
        if answer."@status" is distinct from 303 then
            raise exception '% (version %): %', e.file, coalesce(e.version::text, 'vote'), answer;
        end if;
    end loop;
end $$;

commit;

select format('%s: %s ideas and %s votes of %s members', :'site', count(distinct file), count(*) filter (where version is null),
              count(distinct subject))
from event;

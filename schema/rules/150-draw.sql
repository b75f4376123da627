-- SPDX-License-Identifier: Apache-2.0
-- The draw of the kitchen tables. Whoever knows the round's key can repeat it: docs/draw.md says how. Internal, except
-- round_key(), which pages show once the round is closed; none raises.

-- ---- HMAC-SHA-256 (RFC 2104)

-- A key as long as a block of the hash, each byte of it turned by one value.
create or replace function hmac_pad(key bytea, turn int) returns bytea immutable strict parallel safe
return (select string_agg(set_byte('\x00', 0, turn # case when n < length(k.key) then get_byte(k.key, n) else 0 end), ''
                          order by n)
        from (select case when length(hmac_pad.key) > 64 then sha256(hmac_pad.key) else hmac_pad.key end as key) as k,
             generate_series(0, 63) as n);

create or replace function hmac_sha256(key bytea, message bytea) returns bytea immutable strict parallel safe
return sha256(hmac_pad(key, 92) || sha256(hmac_pad(key, 54) || message));

-- ---- how many sit where

-- How many tables so many people make: one up to eight, then about six at each.
create or replace function tables_for(people int) returns int immutable
return case when people <= 8 then 1 else (people + 3) / 6 end;

-- Whether so many staff may sit among so many people, dealt round: at each table at most a third.
create or replace function third_holds(staff int, people int, tables int) returns boolean immutable
return not exists (
    select from generate_series(0, tables - 1) as t
    where (staff + tables - 1 - t) / tables * 3 > (people + tables - 1 - t) / tables);

-- Of those who gave advice: how many staff get a seat, how many hosts sit down with them because not every table has one
-- of the staff, and at how many tables. Up to four people the third yields, because a table has four.
create or replace function seat_plan(others int, staff int, hosts int, out seated int, out added int, out tables int)
immutable
begin atomic
    select best.seated,
           greatest(0, least(hosts, best.tables - best.seated, 8 * best.tables - others - best.seated)),
           best.tables
    from (select s as seated, tables_for(others + s) as tables
          from generate_series(0, staff) as s
          where others + s >= 4 and (third_holds(s, others + s, tables_for(others + s)) or others + s = 4)
          order by s desc limit 1) as best;
end;

-- ---- the deal

-- Who may sit down: whoever gave advice in time, and the hosts to fill up with. role: 0 staff, 1 those between, 2 the
-- site's first group, its customers. kin: those who should not sit together; who works for no outside firm is alone.
create or replace function at_the_tables(r round)
returns table (member bigint, "group" text, role int, host boolean, kin text) stable
begin atomic
    select m.id, m."group",
           case when g.speaks then 0
                when g.key = (select f.key from member_group f where f.site = r.site and not f.speaks
                              order by f.position, f.key limit 1) then 2
                else 1 end,
           false, coalesce('firm ' || m.firm, 'member ' || m.id)
    from (select distinct a.adviser from advice a
          where a.site = r.site and a.round = r.number and a.sent_at is not null and not a.late and a.body is not null) as a
         join member m on m.site = r.site and m.id = a.adviser
         join member_group g on g.site = m.site and g.key = m."group"
    union all
    select m.id, m."group", 0, true, coalesce('firm ' || m.firm, 'member ' || m.id)
    from round_host h join member m on m.site = h.site and m.id = h.member
    where h.site = r.site and h.round = r.number
      and not exists (select from advice a where a.site = h.site and a.adviser = h.member and a.round = h.round
                                             and a.sent_at is not null and not a.late and a.body is not null);
end;

-- Fifty deals, of which best_deal() takes one. Each orders every list by HMAC-SHA-256 of the member's id, with the round's
-- key and the number of the deal as the key; colleagues follow each other, behind the first of them, so that they come to
-- different tables. Then all are dealt round: staff, hosts who fill up, those between, customers. Staff beyond the plan
-- read along: place 0.
create or replace function deals(r round, key bytea, seated int, added int, tables int)
returns table (deal int, member bigint, "group" text, role int, kin text, "table" int, place int) stable
begin atomic
    with pads as materialized (
        select k as deal, hmac_pad(deals.key || set_byte('\x00', 0, k), 54) as inner_pad,
               hmac_pad(deals.key || set_byte('\x00', 0, k), 92) as outer_pad
        from generate_series(0, 49) as k
    ), drawn as (
        select d.deal, p.*,
               encode(sha256(d.outer_pad || sha256(d.inner_pad || convert_to(p.member::text, 'UTF8'))), 'hex') collate "C" as lot
        from pads d, at_the_tables(r) p
    ), with_kin as (
        select d.*, min(d.lot) over (partition by d.deal, d.role, d.host, d.kin) as first_lot from drawn d
    ), listed as (
        select w.*, row_number() over (partition by w.deal, w.role, w.host order by w.first_lot, w.lot)::int as line
        from with_kin w
    ), dealt as (
        select l.*,
               row_number() over (partition by l.deal, l.seats order by l.role, l.host, l.line)::int - 1 as turn
        from (select l.*, l.role > 0 or l.line <= case when l.host then added else seated end as seats from listed l) as l
        where l.seats or not l.host
    )
    select d.deal, d.member, d."group", d.role, d.kin, d.turn % tables + 1,
           case when d.seats then d.turn / tables + 1 else 0 end
    from dealt d;
end;

-- Pairs of members who sat together in one of the last two rounds with tables.
create or replace function sat_together(r round) returns table (one bigint, other bigint) stable
begin atomic
    select distinct a.member, b.member
    from (select x.number from round x
          where x.site = r.site and x.table_count > 0 and x.number <> r.number
          order by x.drawn_at desc, x.number desc limit 2) as x
         join seat a on a.site = r.site and a.round = x.number and a.place > 0
         join seat b on b.site = r.site and b.round = x.number and b."table" = a."table" and b.place > 0
                        and b.member > a.member;
end;

-- The first of the deals with the fewest colleagues at one table, and among those with the fewest repeated pairs; with what
-- each person's table has of both. (No nested loops: PostgreSQL knows nothing about the deals, and takes them for few.)
create or replace function best_deal(r round, key bytea, seated int, added int, tables int)
returns table (member bigint, "group" text, role int, "table" int, place int, colleagues int, pairs int)
stable set enable_nestloop = off set jit = off
begin atomic
    with dealt as materialized (
        select * from deals(r, best_deal.key, seated, added, tables)
    ), colleagues as (
        select k.deal, k."table", sum(k.people - 1)::int as number
        from (select d.deal, d."table", count(*) as people from dealt d where d.place > 0
              group by d.deal, d."table", d.kin having count(*) > 1) as k
        group by k.deal, k."table"
    ), pairs as (
        select a.deal, a."table", count(*)::int as number
        from sat_together(r) t
             join dealt a on a.member = t.one and a.place > 0
             join dealt b on b.member = t.other and b.place > 0 and b.deal = a.deal and b."table" = a."table"
        group by a.deal, a."table"
    ), best as (
        select k as deal
        from generate_series(0, 49) as k
        order by (select coalesce(sum(c.number), 0) from colleagues c where c.deal = k),
                 (select coalesce(sum(p.number), 0) from pairs p where p.deal = k), k
        limit 1
    )
    select d.member, d."group", d.role, d."table", d.place, coalesce(c.number, 0), coalesce(p.number, 0)
    from best
         join dealt d on d.deal = best.deal
         left join colleagues c on c.deal = d.deal and c."table" = d."table"
         left join pairs p on p.deal = d.deal and p."table" = d."table";
end;

-- Draws the tables and writes them down; answers how many there are. The host of a table is the first customer dealt to it;
-- where there is none, the first of those between; else the first of the staff.
create or replace function draw(r round) returns int
language plpgsql as $$
declare
    plan   record;
    secret bytea;
begin
    select s.draw_key into secret from round_secret s where s.site = r.site and s.round = r.number;
    select p.* into plan
    from (select count(*) filter (where a.role > 0)::int as others,
                 count(*) filter (where a.role = 0 and not a.host)::int as staff,
                 count(*) filter (where a.host)::int as hosts
          from at_the_tables(r) a) as c, seat_plan(c.others, c.staff, c.hosts) as p;
    if plan.tables is null then
        return 0;       -- fewer than four are left
    end if;

    with drawn as materialized (
        select b.* from best_deal(r, secret, plan.seated, plan.added, plan.tables) as b
    ), tables as (
        insert into kitchen_table (site, round, "table", yielded)
        select r.site, r.number, d."table", array_remove(array[
                   case when bool_or(d.pairs > 0) then 'pairs' end,
                   case when bool_or(d.colleagues > 0) then 'firms' end,
                   case when not bool_or(d.role = 0) then 'staff' end,
                   case when not bool_or(d.role = 1) and has_between(r.site) then 'distributor' end,
                   case when count(*) filter (where d.role = 0) * 3 > count(*) then 'third' end], null)
        from drawn d where d.place > 0 group by d."table"
        returning "table"
    )
    insert into seat (site, round, "table", place, member, "group", host)
    select r.site, r.number, d."table", d.place, d.member, d."group",
           d.place > 0 and row_number() over (partition by d."table" order by d.place = 0, d.role desc, d.place) = 1
    from drawn d join tables t on t."table" = d."table"
    order by d."table", d.place, d.member;

    perform outbox_tell(r.site, format('round:%s:seat:member:%s', r.number, s.member), s.member, 'seated', r.number)
    from seat s where s.site = r.site and s.round = r.number;
    return plan.tables;
end $$;

-- Whether a site has groups besides its customers and its staff.
create or replace function has_between(site text) returns boolean stable
return (select count(*) > 1 from member_group g where g.site = has_between.site and not g.speaks);

-- The key of the draw, once the round is closed; NULL before. For the web role.
create or replace function round_key(site text, number bigint) returns bytea
language sql stable security definer set search_path = cocreate, pg_temp as $$
    select s.draw_key
    from round r join round_secret s on s.site = r.site and s.round = r.number
    where r.site = $1 and r.number = $2 and r.table_count > 0 and phase(r, clock()) = 'closed'
$$;

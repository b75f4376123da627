-- SPDX-License-Identifier: Apache-2.0
-- What the rules no longer name goes: every function that the transaction of schema/install has not written so far.
-- Functions that a constraint needs stay: they belong to the migrations. (Before the grants, which touch every function.)
-- Triggers belong to the rules, all of them.
do $$ declare
    forgotten regprocedure;
    leftover  record;
begin
    for leftover in
        select t.tgname as name, t.tgrelid::regclass as place
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'cocreate'::regnamespace and not t.tgisinternal and t.xmin <> pg_current_xact_id()::xid
    loop
        execute format('drop trigger %I on %s', leftover.name, leftover.place);
    end loop;
    for forgotten in
        select p.oid from pg_proc p
        where p.pronamespace = 'cocreate'::regnamespace and p.xmin <> pg_current_xact_id()::xid
          and not exists (select from pg_depend d
                          where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid
                            and d.classid = 'pg_constraint'::regclass)
    loop
        execute format('drop function %s', forgotten);
    end loop;
end $$;

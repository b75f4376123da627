-- SPDX-License-Identifier: Apache-2.0
-- What the rules no longer name goes: every function that the transaction of schema/install has not written so far.
-- Functions that a constraint needs stay: they belong to the migrations. (Before the grants, which touch every function.)
do $$ declare
    forgotten regprocedure;
begin
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

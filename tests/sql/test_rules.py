# SPDX-License-Identifier: Apache-2.0
"""What is easily got wrong in a rule and shows in no other test."""


def test_no_column_stands_where_a_parameter_was_meant(database):
    """In a function whose body is SQL a bare name is the column of any table in sight, before it is a parameter. So each
    parameter is used: one that is not was most likely taken for a column."""
    unused = database.rows(
        '''select f.oid::regprocedure::text, f.proargnames[n]
           from pg_proc f, generate_series(1, f.pronargs) as n
           where f.pronamespace = 'cocreate'::regnamespace and f.prosqlbody is not null
             and f.prosqlbody::text not like '%:paramkind 0 :paramid ' || n || ' %'
           order by 1, n''')
    assert unused == []

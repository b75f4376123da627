/* SPDX-License-Identifier: Apache-2.0 */
/* What can be known of the database without a server: connection strings, the state on the board, who may ask. */
#include "unit.h"

#include "clock.h"
#include "db_run.h"
#include "db_state.h"

static void strings_that_are_taken_and_refused(void **state)
{
    static const struct {
        const char *conninfo, *problem; /* NULL: it is taken */
    } rows[] = {
        {"host=a dbname=b user=c", NULL},
        {"postgresql://c@a:5433/b", NULL},
        {"postgresql://c@a:1,d:2/b?target_session_attrs=read-write", NULL},
        {"host=a,d port=5433 dbname=b user=c target_session_attrs=prefer-standby", NULL},
        {"host=a,d hostaddr=192.0.2.1,192.0.2.2 dbname=b user=c", NULL},
        {"host=a", "names no dbname"},
        {"dbname=b user=c", "names no host"},
        {"host=a dbname=b user=''", "names no user"},
        {"host=a,b,c port=1,2 dbname=b user=c", "as many ports or addresses as hosts"},
        {"host=a,b hostaddr=192.0.2.1 dbname=b user=c", "as many ports or addresses as hosts"},
        {"host=a, dbname=b user=c", "has a gap"},
        {"host=a,b port=1, dbname=b user=c", "has a gap"},
        {"host=1,2,3,4,5,6,7,8,9 dbname=b user=c", "names 9 hosts; 8 are the most"},
        {"host=a dbname=b user=c target_session_attrs=write", "unknown target_session_attrs \"write\""},
        {"host=a hots=b", "is not a connection string of libpq"},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        const char *problem = cc_db_check_conninfo(rows[i].conninfo, unit_pool);

        if (rows[i].problem)
            unit_holds(problem && strstr(problem, rows[i].problem), rows[i].conninfo, rows[i].problem);
        else
            unit_same(rows[i].conninfo, problem ? problem : "taken", "taken");
        assert_int_equal(cc_hosts(rows[i].conninfo, unit_pool) == NULL, rows[i].problem != NULL);
    }
}

static void attempts(void **state)
{
    (void)state;
    assert_int_equal(cc_db_count_hosts("host=a,b dbname=b user=c", unit_pool), 2);
    assert_int_equal(cc_db_count_hosts("host=a,b", unit_pool), 0);
    assert_int_equal(cc_hosts_attempts(cc_hosts("host=a dbname=b user=c", unit_pool)), 1);
    assert_int_equal(cc_hosts_attempts(cc_hosts("host=a,b,c dbname=b user=c", unit_pool)), 3);
    assert_int_equal(
        cc_hosts_attempts(cc_hosts("host=a,b dbname=b user=c target_session_attrs=prefer-standby", unit_pool)), 4);
}

/* Nobody listens there: each host says so, in order, and one line has it all. */
static void every_host_is_tried_and_named(void **state)
{
    cc_hosts_t *hosts = cc_hosts("host=/nowhere-1,/nowhere-2 port=1,2 dbname=b user=c", unit_pool);
    run_fault_t fault;
    cc_conn_t *conn;

    (void)state;
    assert_int_equal(cc_conn_open(&conn, hosts, apr_time_from_sec(10), &fault), OPEN_DOWN);
    unit_holds(strstr(fault.words, "/nowhere-1/.s.PGSQL.1") && strstr(fault.words, "/nowhere-2/.s.PGSQL.2") &&
                   strstr(fault.words, "-1/") < strstr(fault.words, "-2/") && !strchr(fault.words, '\n'),
               fault.words, "names both hosts in their order, on one line");
}

/* ---- the state ---- */

static cc_board_t *new_board(void)
{
    return apr_pcalloc(unit_pool, sizeof(cc_board_t));
}

static void an_outage_is_said_when_it_begins_changes_and_ends(void **state)
{
    cc_board_t *board = new_board();
    cc_db_state_t one = cc_db_state(board, 3, false), other = cc_db_state(board, 3, false);

    (void)state;
    assert_null(cc_db_outage(&one));
    assert_ptr_equal(cc_db_begin_outage(&one, CC_E_DB_DOWN, "gone", &unit_log), cc_error(CC_E_DB_DOWN));
    cc_db_begin_outage(&other, CC_E_DB_DOWN, "gone too", &unit_log);
    assert_ptr_equal(cc_db_outage(&other), cc_error(CC_E_DB_DOWN));
    cc_db_begin_outage(&other, CC_E_DB_SCHEMA, "old", &unit_log);
    cc_db_end_outage(&one, cc_clock(), &unit_log);
    cc_db_end_outage(&other, cc_clock(), &unit_log);
    assert_null(cc_db_outage(&other));
    assert_string_equal(unit_logged, "CC0101: gone\nCC0106: old\nCC0108: the database answers again\n");
}

static void databases_and_replicas_have_states_of_their_own(void **state)
{
    cc_board_t *board = new_board();
    cc_db_state_t first = cc_db_state(board, 0, false), second = cc_db_state(board, 1, false),
                  replica = cc_db_state(board, 0, true);

    (void)state;
    cc_db_begin_outage(&replica, CC_E_DB_DOWN, "gone", &unit_log);
    assert_null(cc_db_outage(&first));
    assert_null(cc_db_outage(&second));
    cc_db_begin_outage(&second, CC_E_DB_DOWN, "gone", NULL);
    cc_db_end_outage(&replica, 1, &unit_log);
    assert_non_null(cc_db_outage(&second));
    assert_int_equal(cc_db_renewed_at(&first), 0);
    assert_string_equal(unit_logged, "CC0101: CocreateReadDatabase: gone\n"
                                     "CC0108: CocreateReadDatabase: the database answers again\n");
}

/* What was open before an outage is not used after it; a server that was only full leaves what we had. */
static void connections_from_before_an_outage(void **state)
{
    cc_db_state_t s = cc_db_state(new_board(), 0, false);

    (void)state;
    cc_db_begin_outage(&s, CC_E_DB_FULL, "full", NULL);
    cc_db_end_outage(&s, 1000, NULL);
    assert_int_equal(cc_db_renewed_at(&s), 0);
    cc_db_begin_outage(&s, CC_E_DB_DOWN, "gone", NULL);
    cc_db_end_outage(&s, 2000, NULL);
    assert_int_equal(cc_db_renewed_at(&s), 2000);
    cc_db_end_outage(&s, 3000, NULL); /* there is none to end */
    assert_int_equal(cc_db_renewed_at(&s), 2000);
}

static void one_in_a_second_asks_and_none_while_somebody_watches(void **state)
{
    cc_board_t *board = new_board();
    cc_db_state_t s = cc_db_state(board, 0, false);
    uint64_t now = (uint64_t)cc_clock();

    (void)state;
    cc_db_begin_outage(&s, CC_E_DB_DOWN, "gone", NULL);
    assert_false(cc_db_may_ask(&s, 0));
    board->db[0].ask_again = now;
    assert_true(cc_db_may_ask(&s, apr_time_from_sec(60)));
    assert_false(cc_db_may_ask(&s, 0));
    assert_true(board->db[0].ask_again >= now + (uint64_t)apr_time_from_sec(61));
    board->db[0].ask_again = now;
    board->db[0].watched_at = (uint64_t)cc_clock() + (uint64_t)apr_time_from_sec(60); /* it is looking */
    assert_false(cc_db_may_ask(&s, 0));
    board->db[0].watched_at = 1; /* it has not looked for long */
    assert_true(cc_db_may_ask(&s, 0));
}

static void read_only_is_said_once(void **state)
{
    cc_db_state_t s = cc_db_state(new_board(), 0, false);

    (void)state;
    cc_db_end_read_only(&s, &unit_log);
    assert_false(cc_db_is_read_only(&s));
    for (int i = 0; i < 3; i++)
        assert_ptr_equal(cc_db_begin_read_only(&s, "standby", &unit_log), cc_error(CC_E_DB_READ_ONLY));
    assert_true(cc_db_is_read_only(&s));
    cc_db_end_read_only(&s, &unit_log);
    cc_db_end_read_only(&s, &unit_log);
    assert_string_equal(unit_logged,
                        "CC0109: the database takes no writes: standby\nCC0108: the database takes writes again\n");
}

static void busy_is_said_once_a_second(void **state)
{
    cc_board_t *board = new_board();
    cc_db_state_t s = cc_db_state(board, 0, false);

    (void)state;
    assert_true(cc_db_say_busy(&s));
    board->db[0].busy_said = (uint64_t)cc_clock() + (uint64_t)apr_time_from_sec(60);
    assert_false(cc_db_say_busy(&s));
    board->db[0].busy_said = (uint64_t)cc_clock() - (uint64_t)apr_time_from_sec(1);
    assert_true(cc_db_say_busy(&s));
}

UNIT_MAIN("db", test(strings_that_are_taken_and_refused), test(attempts), test(every_host_is_tried_and_named),
          test(an_outage_is_said_when_it_begins_changes_and_ends),
          test(databases_and_replicas_have_states_of_their_own), test(connections_from_before_an_outage),
          test(one_in_a_second_asks_and_none_while_somebody_watches), test(read_only_is_said_once),
          test(busy_is_said_once_a_second))

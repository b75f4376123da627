/* SPDX-License-Identifier: Apache-2.0 */
/* A watchdog's own connection: it finds out about outages, and about their ends. */
#include "watch_conn.h"

#include "clock.h"

static void hang_up(cc_watch_conn_t *watch)
{
    if (watch->conn)
        cc_conn_close(watch->conn);
    watch->conn = NULL;
}

static apr_status_t end_watch(void *watch)
{
    hang_up(watch);
    return APR_SUCCESS;
}

bool cc_watch_conn(cc_watch_conn_t *watch, const cc_db_config_t *config, cc_board_t *board, int index, apr_pool_t *pool)
{
    watch->config = config;
    watch->state = cc_db_state(board, index, config->replica);
    watch->hosts = cc_hosts(config->conninfo, pool);
    watch->conn = NULL;
    if (!watch->hosts || apr_pool_create(&watch->scratch, pool) != APR_SUCCESS)
        return false;
    apr_pool_cleanup_register(pool, watch, end_watch, apr_pool_cleanup_null);
    return true;
}

/*
 * A server that is full may serve those who have connections, so that alone begins no outage here: who is turned away says
 * so. What we have we keep then.
 */
static bool connect_anew(cc_watch_conn_t *watch, const cc_log_t *log)
{
    apr_time_t since = cc_clock();
    run_fault_t fault;
    cc_conn_t *conn;
    open_t how = cc_conn_open(&conn, watch->hosts, watch->config->connect_timeout, &fault);

    if (how == OPEN_FULL)
        return watch->conn != NULL;
    hang_up(watch);
    if (how != OPEN_WELL) {
        cc_db_begin_outage(&watch->state, cc_open_error(how), fault.words, log);
        return false;
    }
    watch->conn = conn;
    cc_db_end_outage(&watch->state, since, log);
    return true;
}

bool cc_watch_connect(cc_watch_conn_t *watch, bool anew, const cc_log_t *log)
{
    if (watch->conn && !anew && !cc_db_outage(&watch->state) &&
        cc_conn_alive(watch->conn, cc_db_renewed_at(&watch->state)))
        return true;
    return connect_anew(watch, log);
}

run_t cc_watch_run(cc_watch_conn_t *watch, cc_call_t *call, int count, run_fault_t *fault)
{
    run_t run = cc_conn_run(watch->conn, call, count, watch->config->prepared,
                            cc_clock() + watch->config->connect_timeout, fault, watch->scratch);

    if (run == RUN_LOST || run == RUN_SLOW)
        hang_up(watch);
    return run;
}

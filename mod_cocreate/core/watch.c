/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog of a primary: what has changed, whether it is there, what is due.
 *
 * What has changed is told by snapshots: the change table has the transaction of each row, and each look takes those that
 * the snapshot of the look before did not see. So nothing is missed that commits late. A snapshot means nothing to another
 * server, or to one that was restarted: then everything may have changed.
 */
#include "watch.h"

#include "clock.h"
#include "embedded.h"
#include "watch_conn.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define TICK_EVERY  apr_time_from_sec(5)
#define TIDY_EVERY  apr_time_from_sec(3600)
#define TIDY_MOST   10000 /* rows of a kind that one tidy() takes away: there may be more */
#define TOPICS_MOST 10000 /* the limit of watch.sql: twice a second so many ideas that are voted on */

struct cc_watch_t {
    cc_watch_conn_t primary;
    apr_pool_t *seen; /* holds what follows */
    const char *snapshot, *since;
    apr_time_t tick_at, tidy_at;
    bool complained, refused; /* about tick or tidy; about the question what has changed */
};

cc_watch_t *cc_watch(const cc_db_config_t *config, cc_board_t *board, int index, apr_pool_t *pool)
{
    cc_watch_t *watch = apr_pcalloc(pool, sizeof *watch);

    return cc_watch_conn(&watch->primary, config, board, index, pool) &&
                   apr_pool_create(&watch->seen, pool) == APR_SUCCESS
               ? watch
               : NULL;
}

/* Until when, at most, this look will be under way; requests do not try by themselves as long as somebody does. */
static void be_alive(const cc_watch_t *watch, apr_interval_time_t at_most)
{
    cc_board_set(&watch->primary.state.shared->watched_at, (uint64_t)(cc_clock() + at_most));
}

/* Says once what is refused again and again. */
static void complain(bool *complained, run_t run, const run_fault_t *fault, const cc_log_t *log)
{
    if (run == RUN_REFUSED && !*complained)
        cc_log(log, cc_error(CC_E_DB_SQL), "%s [%s]", fault->words, fault->sqlstate);
    *complained = run == RUN_REFUSED;
}

/* ---- what has changed ---- */

static const char *value(const cc_rows_t *rows, const char *column)
{
    return cc_rows_value(rows, 0, cc_rows_column(rows, column));
}

/* Tells the board what has changed since the last look. */
static void raise_topics(const cc_watch_t *watch, const cc_rows_t *server, const cc_rows_t *changes)
{
    const cc_db_state_t *state = &watch->primary.state;
    bool another = !watch->since || strcmp(watch->since, value(server, "@since")) != 0;

    if (another || cc_rows_count(changes) >= TOPICS_MOST) {
        cc_board_raise_all(state->board);
        return;
    }
    for (int row = 0; row < cc_rows_count(changes); row++)
        cc_board_raise(state->board, state->index, cc_rows_value(changes, row, 0), cc_rows_value(changes, row, 1));
}

static void remember(cc_watch_t *watch, const cc_rows_t *server)
{
    apr_pool_clear(watch->seen);
    watch->snapshot = apr_pstrdup(watch->seen, value(server, "@snapshot"));
    watch->since = apr_pstrdup(watch->seen, value(server, "@since"));
}

/* Where another session may write again, what is open now may still be of the time when none could. */
static void note_read_only(const cc_watch_t *watch, const cc_rows_t *server, const cc_log_t *log)
{
    const cc_db_state_t *state = &watch->primary.state;

    if (strcmp(value(server, "@read-only"), "on") == 0) {
        cc_db_begin_read_only(state, "transaction_read_only is on", log);
    } else if (cc_db_is_read_only(state)) {
        cc_db_renew(state, watch->primary.conn->born);
        cc_db_end_read_only(state, log);
    }
}

static bool poll_changes(cc_watch_t *watch, const cc_log_t *log)
{
    const cc_page_t *page = cc_page_named("watch");
    cc_call_t call[] = {{.statement = &page->query[0].statement},
                        {.statement = &page->query[1].statement, .value = {watch->snapshot}}};
    uint64_t began = (uint64_t)cc_clock();
    run_fault_t fault;
    run_t run;

    be_alive(watch, watch->primary.config->connect_timeout);
    run = cc_watch_run(&watch->primary, call, 2, &fault);
    complain(&watch->refused, run, &fault, log);
    if (run != RUN_OK)
        return false;
    raise_topics(watch, call[0].rows, call[1].rows);
    remember(watch, call[0].rows);
    note_read_only(watch, call[0].rows, log);
    cc_board_set(&watch->primary.state.shared->polled_at, began);
    return true;
}

/* ---- what is due ---- */

/* Calls a function without parameters. Returns what it answers, 0 when it could not be called. */
static int call_function(cc_watch_t *watch, const cc_statement_t *statement, const cc_log_t *log)
{
    cc_call_t call = {.statement = statement};
    run_fault_t fault;
    run_t run;

    if (!watch->primary.conn)
        return 0;
    be_alive(watch, watch->primary.config->connect_timeout);
    run = cc_watch_run(&watch->primary, &call, 1, &fault);
    complain(&watch->complained, run, &fault, log);
    return run == RUN_OK ? atoi(cc_rows_value(call.rows, 0, 0)) : 0;
}

static void do_what_is_due(cc_watch_t *watch, const cc_log_t *log)
{
    static const cc_statement_t tick = {"tick", "SELECT tick()", 0}, tidy = {"tidy", "SELECT tidy()", 0};
    apr_time_t now = cc_clock();

    if (cc_db_is_read_only(&watch->primary.state))
        return;
    if (now >= watch->tick_at) {
        watch->tick_at = now + TICK_EVERY;
        call_function(watch, &tick, log);
    }
    if (now >= watch->tidy_at)
        watch->tidy_at = call_function(watch, &tidy, log) >= TIDY_MOST ? now : now + TIDY_EVERY;
}

/* ---- a look ---- */

void cc_watch_look(cc_watch_t *watch, const cc_log_t *log)
{
    cc_watch_conn_t *primary = &watch->primary;
    apr_interval_time_t connecting = primary->config->connect_timeout * cc_hosts_attempts(primary->hosts);
    bool well = false;

    /* A connection that turns out to be lost is replaced at once: whether that can be is what everybody wants to know. */
    for (int attempt = 1; attempt <= 2 && !well; attempt++) {
        be_alive(watch, connecting);
        if (!cc_watch_connect(primary, cc_db_is_read_only(&primary->state), log))
            break;
        well = poll_changes(watch, log);
        apr_pool_clear(primary->scratch);
    }
    if (well)
        do_what_is_due(watch, log);
    apr_pool_clear(primary->scratch);
    be_alive(watch, 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog of a replica: up to where does it show what was told?
 *
 * No clock is involved. The board counts what is told, after the commit; so what is told up to the sequence s is in the
 * primary's log before the place that is asked for after s was read. When the replica has come to that place, it has all of
 * it. Under load it never is where the primary is at this moment, so a question stands until it is answered.
 */
#include "watch.h"

#include "embedded.h"
#include "watch_conn.h"

#include <apr_strings.h>
#include <string.h>

struct cc_watch_replica_t {
    cc_watch_conn_t primary, replica;
    apr_pool_t *asked; /* holds what follows */
    uint64_t sequence;
    const char *wal, *since; /* wal NULL: no question stands */
    apr_time_t born;         /* the connection to the replica for which replica_has was found out */
};

cc_watch_replica_t *cc_watch_replica(const cc_db_config_t *primary, const cc_db_config_t *replica, cc_board_t *board,
                                     int index, apr_pool_t *pool)
{
    cc_watch_replica_t *watch = apr_pcalloc(pool, sizeof *watch);

    return cc_watch_conn(&watch->primary, primary, board, index, pool) &&
                   cc_watch_conn(&watch->replica, replica, board, index, pool) &&
                   apr_pool_create(&watch->asked, pool) == APR_SUCCESS
               ? watch
               : NULL;
}

/* Where is the primary? Not asked while it is away: its own watchdog says when it is back. */
static void ask(cc_watch_replica_t *watch)
{
    cc_call_t call = {.statement = &cc_page_named("watch")->query[0].statement};
    uint64_t sequence = cc_board_get(&watch->primary.state.board->sequence);
    run_fault_t fault;
    const char *wal;

    if (cc_db_outage(&watch->primary.state) || !cc_watch_connect(&watch->primary, false, NULL) ||
        cc_watch_run(&watch->primary, &call, 1, &fault) != RUN_OK)
        return;
    wal = cc_rows_value(call.rows, 0, cc_rows_column(call.rows, "@wal"));
    apr_pool_clear(watch->asked);
    watch->sequence = sequence;
    watch->wal = wal ? apr_pstrdup(watch->asked, wal) : NULL;
    watch->since = apr_pstrdup(watch->asked, cc_rows_value(call.rows, 0, cc_rows_column(call.rows, "@since")));
}

static bool has_come_there(cc_watch_replica_t *watch)
{
    cc_call_t call = {.statement = &cc_page_named("replica")->query[0].statement, .value = {watch->wal, watch->since}};
    run_fault_t fault;
    const char *has;

    if (cc_watch_run(&watch->replica, &call, 1, &fault) != RUN_OK)
        return false;
    has = cc_rows_value(call.rows, 0, 0);
    return has && strcmp(has, "t") == 0;
}

/* Whoever answers on another connection may be another server, or the same one, restarted and less far than it was. */
static void forget(cc_watch_replica_t *watch, apr_time_t born)
{
    cc_board_set(&watch->replica.state.shared->replica_has, 0);
    watch->wal = NULL;
    watch->born = born;
}

void cc_watch_replica_look(cc_watch_replica_t *watch, const cc_log_t *log)
{
    bool there = cc_watch_connect(&watch->replica, false, log);

    if (!there || watch->replica.conn->born != watch->born)
        forget(watch, there ? watch->replica.conn->born : 0);
    if (!there)
        return;
    if (!watch->wal)
        ask(watch);
    if (watch->wal && has_come_there(watch)) {
        cc_board_set(&watch->replica.state.shared->replica_has, watch->sequence);
        watch->wal = NULL;
    }
    apr_pool_clear(watch->primary.scratch);
    apr_pool_clear(watch->replica.scratch);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Running statements: who tries again, what becomes of the connection, and what the person is told. */
#include "db.h"

#include "clock.h"
#include "db_pool.h"
#include "embedded.h"

/*
 * A server that takes no writes: another one may, so the connections to this one are given up, and there is one more
 * attempt. Where that is known to be in vain it is made once a second, or by the watchdog.
 */
static bool may_be_writable_elsewhere(const cc_db_t *db)
{
    if (cc_db_is_read_only(&db->state) && !cc_db_may_ask(&db->state, 0))
        return false;
    cc_db_renew(&db->state, cc_clock());
    return true;
}

static bool may_do_again(cc_db_t *db, run_t run)
{
    if (run == RUN_READ_ONLY)
        return may_be_writable_elsewhere(db);
    return run == RUN_LOST || run == RUN_AGAIN;
}

static const cc_error_t *error_of(const cc_db_t *db, run_t run, const run_fault_t *fault, const cc_log_t *log)
{
    switch (run) {
    case RUN_OK:
        return NULL;
    case RUN_SLOW:
        return cc_log(log, cc_error(CC_E_DB_SLOW), "%s after %d ms", fault->words,
                      (int)(db->config->query_timeout / 1000));
    case RUN_LATE:
        return cc_log(log, cc_error(CC_E_DB_SLOW), "%s [%s]", fault->words, fault->sqlstate);
    case RUN_READ_ONLY:
        return cc_db_begin_read_only(&db->state, fault->words, log);
    case RUN_REFUSED:
        return cc_log(log, cc_error(CC_E_DB_SQL), "%s [%s]", fault->words, fault->sqlstate);
    case RUN_LOST:
    case RUN_AGAIN:
        break;
    }
    return cc_log(log, cc_error(CC_E_DB_LOST), "%s", fault->words);
}

/* A connection broke. They end in crowds: the next attempt is not to meet another such one. */
static void note_lost(const cc_db_t *db, apr_time_t began)
{
    if (cc_db_renewed_at(&db->state) < began)
        cc_db_renew(&db->state, began);
    if (db->config->replica) /* who comes back may have come less far */
        cc_board_set(&db->state.shared->replica_has, 0);
}

/* *attempt: how often it was tried. */
static const cc_error_t *run_calls(cc_db_t *db, cc_purpose_t purpose, cc_call_t *call, int count, int *attempt,
                                   const cc_log_t *log, apr_pool_t *pool)
{
    run_fault_t fault;

    for (*attempt = 1;; ++*attempt) {
        cc_conn_t *conn = NULL;
        apr_time_t began = cc_clock();
        const cc_error_t *error = cc_db_take(db, purpose, &conn, log);
        run_t run;

        if (error)
            return error;
        run =
            cc_conn_run(conn, call, count, db->config->prepared, cc_clock() + db->config->query_timeout, &fault, pool);
        if (run == RUN_LOST || run == RUN_SLOW)
            cc_db_drop(db, purpose, conn);
        else
            cc_db_give(db, purpose, conn);
        if (run == RUN_LOST)
            note_lost(db, began);
        if (*attempt == 2 || !may_do_again(db, run))
            return error_of(db, run, &fault, log);
    }
}

const cc_error_t *cc_db_run(cc_db_t *db, cc_call_t *call, int count, const cc_log_t *log, apr_pool_t *pool)
{
    int attempts;

    return run_calls(db, CC_READING, call, count, &attempts, log, pool);
}

const cc_error_t *cc_db_act(cc_db_t *db, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool)
{
    const cc_query_t *noted = &cc_page_named("changes")->query[0];
    cc_call_t both[] = {*call, {.statement = &noted->statement}};
    int attempts;
    const cc_error_t *error = run_calls(db, CC_WRITING, both, 2, &attempts, log, pool);

    if (error)
        return error;
    if (attempts > 1) /* the first may have been committed, and then the second has nothing to note */
        cc_board_raise_all(db->state.board);
    for (int row = 0; row < cc_rows_count(both[1].rows); row++)
        cc_board_raise(db->state.board, db->state.index, cc_rows_value(both[1].rows, row, 0),
                       cc_rows_value(both[1].rows, row, 1));
    if (cc_rows_count(both[1].rows) > 0)
        cc_db_end_read_only(&db->state, log);
    cc_rows_free(both[1].rows);
    call->rows = both[0].rows;
    return NULL;
}

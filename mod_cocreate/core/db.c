/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool of connections of one process.
 *
 * Why not apr_reslist: it holds its lock while it connects, waits for ever, and aborts the process when it is
 * destroyed with a resource out. Here a connection is in exactly one state:
 *
 *     (none) --open, outside the lock--> out --give--> idle --take--> out --close--> (none)
 *
 * `open` counts those that are out or idle; it is raised before connecting, so that the limit holds while several
 * threads connect.
 *
 * An outage is asked about once a second, by one request; the others are told at once, or wait for a connection that
 * is out: a server may have no more for us and still serve those that we have. Its begin and its end are one log line
 * each.
 */
#include "db.h"

#include "db_run.h"
#include "embedded.h"

#include <apr_strings.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <stdlib.h>

#define OUTAGE_RETRY apr_time_from_sec(1)

struct cc_db_t {
    const cc_db_config_t *config;
    apr_thread_mutex_t *lock;
    apr_thread_cond_t *freed;
    /* all below: under the lock */
    cc_conn_t **idle;
    int idle_count;
    int open;
    int making;               /* of these, how many are still being opened */
    const cc_error_t *outage; /* why no connection can be had at present, NULL when all is well */
    apr_time_t ask_again;     /* during an outage: when one request may try */
    apr_time_t busy_said;     /* when the log was last told that no connection is free */
};

static apr_status_t close_all(void *data)
{
    cc_db_t *db = data;

    while (db->idle_count > 0)
        cc_conn_close(db->idle[--db->idle_count]);
    return APR_SUCCESS;
}

const cc_error_t *cc_db_create(cc_db_t **result, const cc_db_config_t *config, apr_pool_t *pool)
{
    cc_db_t *db = apr_pcalloc(pool, sizeof *db);

    db->config = config;
    db->idle = apr_pcalloc(pool, (apr_size_t)config->size * sizeof *db->idle);
    if (apr_thread_mutex_create(&db->lock, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS ||
        apr_thread_cond_create(&db->freed, pool) != APR_SUCCESS)
        return cc_error(CC_E_DB_DOWN);
    apr_pool_cleanup_register(pool, db, close_all, apr_pool_cleanup_null);
    *result = db;
    return NULL;
}

/* ---- an outage: said once when it begins and once when it ends ---- */

static const cc_error_t *begin_outage(cc_db_t *db, const cc_error_t *error, const char *words, const cc_log_t *log)
{
    bool news;

    apr_thread_mutex_lock(db->lock);
    news = db->outage != error;
    db->outage = error;
    db->ask_again = apr_time_now() + OUTAGE_RETRY;
    apr_thread_mutex_unlock(db->lock);
    return news ? cc_log(log, error, "%s", words) : error;
}

static void end_outage(cc_db_t *db, const cc_log_t *log)
{
    static const cc_error_t back = {200, "back", CC_WARN, "CC0108"};
    bool news;

    apr_thread_mutex_lock(db->lock);
    news = db->outage != NULL;
    db->outage = NULL;
    apr_thread_mutex_unlock(db->lock);
    if (news)
        cc_log(log, &back, "the database answers again");
}

/* ---- the schema that we know ---- */

static const cc_error_t *check_schema(cc_db_t *db, cc_conn_t *conn, apr_time_t deadline, const cc_log_t *log)
{
    cc_call_t call = {.statement = &cc_page_named("schema_version")->query[0].statement};
    run_fault_t fault;
    apr_pool_t *scratch;
    const char *found;
    char words[900];
    const cc_error_t *error = NULL;
    run_t run;

    if (apr_pool_create(&scratch, NULL) != APR_SUCCESS)
        return cc_error(CC_E_DB_DOWN);
    run = cc_conn_run(conn, &call, 1, false, deadline, &fault, scratch);
    if (run == RUN_OK || run == RUN_REFUSED) {
        found = run == RUN_OK && cc_rows_count(call.rows) == 1 ? cc_rows_value(call.rows, 0, 0) : NULL;
        if (!found || atoi(found) != cc_schema_version) {
            apr_snprintf(words, sizeof words,
                         "the database has schema version %s, this module serves version %d: run schema/install%s%s",
                         found ? found : "none", cc_schema_version, found ? "" : "; ", found ? "" : fault.words);
            error = begin_outage(db, cc_error(CC_E_DB_SCHEMA), words, log);
        }
    } else {
        error = begin_outage(db, cc_error(CC_E_DB_DOWN), fault.words, log);
    }
    apr_pool_destroy(scratch);
    return error;
}

/* ---- taking and giving ---- */

typedef enum { TAKE_IDLE, TAKE_OPEN, TAKE_TIMEOUT, TAKE_OUTAGE } take_t;

/* Decides, under the lock, how this thread comes by a connection. */
static take_t take(cc_db_t *db, cc_conn_t **conn, apr_time_t deadline, bool may_open, const cc_error_t **outage)
{
    take_t how = TAKE_TIMEOUT;

    apr_thread_mutex_lock(db->lock);
    for (;;) {
        apr_time_t now = apr_time_now();
        bool try_open = may_open && (!db->outage || now >= db->ask_again);

        if (db->idle_count > 0) {
            *conn = db->idle[--db->idle_count];
            how = TAKE_IDLE;
            break;
        }
        if (db->outage && !try_open && db->open == db->making) { /* none is out that could come back */
            *outage = db->outage;
            how = TAKE_OUTAGE;
            break;
        }
        if (try_open && db->open < db->config->size) {
            db->open++;
            db->making++;
            if (db->outage)
                db->ask_again = now + db->config->connect_timeout + OUTAGE_RETRY;
            how = TAKE_OPEN;
            break;
        }
        if (now >= deadline)
            break;
        apr_thread_cond_timedwait(db->freed, db->lock, deadline - now);
    }
    apr_thread_mutex_unlock(db->lock);
    return how;
}

static void give_back(cc_db_t *db, cc_conn_t *conn)
{
    apr_thread_mutex_lock(db->lock);
    db->idle[db->idle_count++] = conn;
    apr_thread_cond_signal(db->freed);
    apr_thread_mutex_unlock(db->lock);
}

static void drop(cc_db_t *db, cc_conn_t *conn)
{
    if (conn)
        cc_conn_close(conn);
    apr_thread_mutex_lock(db->lock);
    db->open--;
    apr_thread_cond_broadcast(db->freed); /* in an outage it is news for all who wait */
    apr_thread_mutex_unlock(db->lock);
}

static const cc_error_t *open_new(cc_db_t *db, cc_conn_t **conn, const cc_log_t *log)
{
    apr_time_t deadline = apr_time_now() + db->config->connect_timeout;
    run_fault_t fault;
    const cc_error_t *error;

    *conn = cc_conn_open(db->config, deadline, &fault);
    if (!*conn)
        error = begin_outage(db, cc_error(CC_E_DB_DOWN), fault.words, log);
    else
        error = check_schema(db, *conn, deadline, log);
    apr_thread_mutex_lock(db->lock);
    db->making--;
    apr_thread_mutex_unlock(db->lock);
    if (error)
        drop(db, *conn);
    else
        end_outage(db, log);
    return error;
}

/* All connections are out: said once a second at most, or the log would be part of the problem. */
static const cc_error_t *busy(cc_db_t *db, const cc_log_t *log)
{
    apr_time_t now = apr_time_now();
    bool news;

    apr_thread_mutex_lock(db->lock);
    news = now - db->busy_said >= apr_time_from_sec(1);
    if (news)
        db->busy_said = now;
    apr_thread_mutex_unlock(db->lock);
    return cc_log(news ? log : NULL, cc_error(CC_E_DB_BUSY), "no free connection within %d ms (CocreatePoolSize %d)",
                  (int)(db->config->pool_timeout / 1000), db->config->size);
}

static const cc_error_t *acquire(cc_db_t *db, cc_conn_t **conn, const cc_log_t *log)
{
    apr_time_t deadline = apr_time_now() + db->config->pool_timeout;
    bool may_open = true;

    for (;;) {
        const cc_error_t *outage = NULL;

        switch (take(db, conn, deadline, may_open, &outage)) {
        case TAKE_IDLE:
            if (cc_conn_alive(*conn))
                return NULL;
            drop(db, *conn);
            continue;
        case TAKE_OPEN:
            if (!open_new(db, conn, log))
                return NULL;
            may_open = false; /* once; perhaps another's comes back */
            continue;
        case TAKE_OUTAGE:
            return outage;
        case TAKE_TIMEOUT:
            return busy(db, log);
        }
    }
}

/* ---- running ---- */

const cc_error_t *cc_db_run(cc_db_t *db, cc_call_t *call, int count, const cc_log_t *log, apr_pool_t *pool)
{
    run_fault_t fault;

    for (int attempt = 1;; attempt++) {
        cc_conn_t *conn = NULL;
        const cc_error_t *error = acquire(db, &conn, log);
        run_t run;

        if (error)
            return error;
        run = cc_conn_run(conn, call, count, db->config->prepared, apr_time_now() + db->config->query_timeout, &fault,
                          pool);
        if (run == RUN_OK || run == RUN_REFUSED || run == RUN_AGAIN)
            give_back(db, conn);
        else
            drop(db, conn);
        if (run == RUN_OK)
            return NULL;
        if (run == RUN_SLOW)
            return cc_log(log, cc_error(CC_E_DB_SLOW), "%s after %d ms", fault.words,
                          (int)(db->config->query_timeout / 1000));
        if (run == RUN_REFUSED)
            return cc_log(log, cc_error(CC_E_DB_SQL), "%s [%s]", fault.words, fault.sqlstate);
        if (attempt == 2)
            return cc_log(log, cc_error(CC_E_DB_LOST), "%s", fault.words);
    }
}

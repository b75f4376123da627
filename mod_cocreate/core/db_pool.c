/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool of connections of one process.
 *
 * Why not apr_reslist: it holds its lock while it connects, waits for ever, and aborts the process when it is
 * destroyed with a resource out. Here a connection is in exactly one state:
 *
 *     (none) --open, outside the lock--> out --give--> idle --take--> out --drop--> (none)
 *
 * `open` counts those that are out or idle; it is raised before connecting, so that the limit holds while several
 * threads connect.
 *
 * During an outage everybody is told at once. A server that has no more connections for us still serves those that we
 * have: then one waits for these, and it is an outage only for who has none.
 */
#include "db_pool.h"

#include "clock.h"

#define FULL_RETRY apr_time_from_sec(1)

static apr_status_t end_pool(void *data)
{
    cc_db_t *db = data;

    while (db->idle_count > 0)
        cc_conn_close(db->idle[--db->idle_count]);
    pthread_cond_destroy(&db->freed[CC_READING]);
    pthread_cond_destroy(&db->freed[CC_WRITING]);
    pthread_mutex_destroy(&db->lock);
    return APR_SUCCESS;
}

const cc_error_t *cc_db_create(cc_db_t **result, const cc_db_config_t *config, cc_board_t *board, int index,
                               apr_pool_t *pool)
{
    cc_db_t *db = apr_pcalloc(pool, sizeof *db);

    db->config = config;
    db->state = cc_db_state(board, index, config->replica);
    db->hosts = cc_hosts(config->conninfo, pool);
    db->idle = apr_pcalloc(pool, (apr_size_t)config->size * sizeof *db->idle);
    if (!db->hosts || pthread_mutex_init(&db->lock, NULL) != 0 || !cc_cond_init(&db->freed[CC_READING]) ||
        !cc_cond_init(&db->freed[CC_WRITING]))
        return cc_error(CC_E_DB_DOWN);
    apr_pool_cleanup_register(pool, db, end_pool, apr_pool_cleanup_null);
    *result = db;
    return NULL;
}

/* ---- who may have one ---- */

/* One connection is kept for reading, unless there is no other. */
static bool may_write(const cc_db_t *db)
{
    return db->writing < (db->config->size > 1 ? db->config->size - 1 : 1);
}

/*
 * Wakes one who can use what has become free. Whoever is woken and cannot use it, because somebody else was faster, wakes
 * another (in take), so nothing stays idle while somebody waits.
 */
static void wake_one(cc_db_t *db)
{
    pthread_cond_signal(&db->freed[CC_READING]);
    if (may_write(db))
        pthread_cond_signal(&db->freed[CC_WRITING]);
}

typedef enum { TAKE_IDLE, TAKE_OPEN, TAKE_TIMEOUT, TAKE_OUTAGE } take_t;

/* What can be done now, under the lock; TAKE_TIMEOUT: nothing but wait. */
static take_t choose(cc_db_t *db, cc_purpose_t purpose, bool may_open, const cc_error_t **outage)
{
    bool ours = db->open > db->making; /* we have some */

    *outage = cc_db_outage(&db->state);
    if (*outage && !(*outage == cc_error(CC_E_DB_FULL) && ours)) {
        apr_interval_time_t long_at_most = db->config->connect_timeout * cc_hosts_attempts(db->hosts);

        if (!may_open || db->open >= db->config->size || !cc_db_may_ask(&db->state, long_at_most))
            return TAKE_OUTAGE;
        return TAKE_OPEN;
    }
    if (purpose == CC_WRITING && !may_write(db))
        return TAKE_TIMEOUT;
    if (db->idle_count > 0)
        return TAKE_IDLE;
    if (may_open && db->open < db->config->size && cc_clock() >= db->full_until)
        return TAKE_OPEN;
    return TAKE_TIMEOUT;
}

/* Decides how this thread comes by a connection, and notes that it does. */
static take_t take(cc_db_t *db, cc_purpose_t purpose, cc_conn_t **conn, apr_time_t deadline, bool may_open,
                   const cc_error_t **outage)
{
    take_t how;

    pthread_mutex_lock(&db->lock);
    while ((how = choose(db, purpose, may_open, outage)) == TAKE_TIMEOUT && cc_clock() < deadline) {
        if (db->idle_count > 0)
            pthread_cond_signal(&db->freed[CC_READING]); /* it is not for us */
        cc_cond_wait(&db->freed[purpose], &db->lock, deadline);
    }
    if (how == TAKE_IDLE)
        *conn = db->idle[--db->idle_count];
    if (how == TAKE_OPEN) {
        db->open++;
        db->making++;
    }
    if (purpose == CC_WRITING && (how == TAKE_IDLE || how == TAKE_OPEN))
        db->writing++;
    pthread_mutex_unlock(&db->lock);
    return how;
}

void cc_db_give(cc_db_t *db, cc_purpose_t purpose, cc_conn_t *conn)
{
    pthread_mutex_lock(&db->lock);
    db->idle[db->idle_count++] = conn;
    db->writing -= purpose == CC_WRITING;
    wake_one(db);
    pthread_mutex_unlock(&db->lock);
}

void cc_db_drop(cc_db_t *db, cc_purpose_t purpose, cc_conn_t *conn)
{
    if (conn)
        cc_conn_close(conn);
    pthread_mutex_lock(&db->lock);
    db->open--;
    db->writing -= purpose == CC_WRITING;
    if (cc_db_outage(&db->state)) { /* news for all who wait */
        pthread_cond_broadcast(&db->freed[CC_READING]);
        pthread_cond_broadcast(&db->freed[CC_WRITING]);
    } else {
        wake_one(db);
    }
    pthread_mutex_unlock(&db->lock);
}

/* ---- a new one ---- */

/* What a failure to open means to everybody, or, while the server is full and we have some, to this process only. */
static void note_failure(cc_db_t *db, open_t how, const run_fault_t *fault, const cc_log_t *log)
{
    bool ours;

    pthread_mutex_lock(&db->lock);
    ours = db->open > db->making; /* the others; ours is one of those being made */
    if (how == OPEN_FULL)
        db->full_until = cc_clock() + FULL_RETRY;
    pthread_mutex_unlock(&db->lock);
    if (how == OPEN_FULL && ours)
        return;
    cc_db_begin_outage(&db->state, cc_open_error(how), fault->words, log);
}

static bool open_new(cc_db_t *db, cc_purpose_t purpose, cc_conn_t **conn, const cc_log_t *log)
{
    apr_time_t since = cc_clock();
    run_fault_t fault;
    open_t how = cc_conn_open(conn, db->hosts, db->config->connect_timeout, &fault);

    if (how == OPEN_WELL)
        cc_db_end_outage(&db->state, since, log);
    else
        note_failure(db, how, &fault, log);
    pthread_mutex_lock(&db->lock);
    db->making--;
    pthread_mutex_unlock(&db->lock);
    if (how != OPEN_WELL)
        cc_db_drop(db, purpose, NULL);
    return how == OPEN_WELL;
}

/* ---- taking ---- */

/* All connections are out: said once a second at most, or the log would be part of the problem. */
static const cc_error_t *busy(const cc_db_t *db, cc_purpose_t purpose, const cc_log_t *log)
{
    return cc_log(cc_db_say_busy(&db->state) ? log : NULL, cc_error(CC_E_DB_BUSY),
                  "no free connection%s within %d ms (CocreatePoolSize %d)",
                  purpose == CC_WRITING && db->config->size > 1 ? " to write with" : "",
                  (int)(db->config->pool_timeout / 1000), db->config->size);
}

const cc_error_t *cc_db_take(cc_db_t *db, cc_purpose_t purpose, cc_conn_t **conn, const cc_log_t *log)
{
    apr_time_t deadline = cc_clock() + db->config->pool_timeout;
    bool may_open = true;

    for (;;) {
        const cc_error_t *outage = NULL;

        switch (take(db, purpose, conn, deadline, may_open, &outage)) {
        case TAKE_IDLE:
            if (cc_conn_alive(*conn, cc_db_renewed_at(&db->state)))
                return NULL;
            cc_db_drop(db, purpose, *conn);
            continue;
        case TAKE_OPEN:
            if (open_new(db, purpose, conn, log))
                return NULL;
            may_open = false; /* once; perhaps another's comes back */
            continue;
        case TAKE_OUTAGE:
            return outage;
        case TAKE_TIMEOUT:
            return busy(db, purpose, log);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The connections of one process: taken, given back, dropped. Between db.c and db_pool.c only. */
#ifndef CC_DB_POOL_H
#define CC_DB_POOL_H

#include "db_run.h"
#include "db_state.h"

#include <pthread.h>

struct cc_db_t {
    const cc_db_config_t *config;
    cc_db_state_t state;
    cc_hosts_t *hosts;
    pthread_mutex_t lock;
    pthread_cond_t freed[2]; /* for those who wait to read, and to write */
    /* all below: under the lock */
    cc_conn_t **idle;
    int idle_count;
    int open;              /* out or idle */
    int making;            /* of these, how many are still being opened */
    int writing;           /* of these, how many may be waiting for somebody else's lock */
    apr_time_t full_until; /* the server had no connection left for us: do not ask again before */
};

typedef enum { CC_READING, CC_WRITING } cc_purpose_t;

/* A connection that seems to be well, for at most pool_timeout of waiting. */
const cc_error_t *cc_db_take(cc_db_t *db, cc_purpose_t purpose, cc_conn_t **conn, const cc_log_t *log);
/* It is well. */
void cc_db_give(cc_db_t *db, cc_purpose_t purpose, cc_conn_t *conn);
/* It is of no use any more. */
void cc_db_drop(cc_db_t *db, cc_purpose_t purpose, cc_conn_t *conn);

#endif

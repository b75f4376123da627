/* SPDX-License-Identifier: Apache-2.0 */
/* One connection: open it, run statements on it, close it. Between db.c and db_run.c only. */
#ifndef CC_DB_RUN_H
#define CC_DB_RUN_H

#include "db.h"

typedef struct cc_conn_t cc_conn_t;

/*
 * How a step on a connection ended. On anything but RUN_OK and RUN_REFUSED the connection is of no use any more and
 * must be closed.
 */
typedef enum {
    RUN_OK,
    RUN_REFUSED, /* the server refused a statement; the connection is well */
    RUN_LOST,    /* the connection broke, or the server is going down: another one may do */
    RUN_AGAIN,   /* deadlock or serialisation: the same again may do */
    RUN_SLOW,    /* the deadline passed */
} run_t;

/* What went wrong, in words, for the log; and the SQLSTATE where there was one. */
typedef struct run_fault_t {
    char words[600];
    char sqlstate[6];
} run_fault_t;

/* Connects until `deadline`; NULL and `fault` when it fails. */
cc_conn_t *cc_conn_open(const cc_db_config_t *config, apr_time_t deadline, run_fault_t *fault);
void cc_conn_close(cc_conn_t *conn);

/*
 * A connection is used for a minute. So a schema that was changed, a role's new setting, a server that has moved to
 * another address are noticed within that time.
 */
#define CC_CONN_AGE apr_time_from_sec(60)

/* False when the connection is old, or the server has hung up while it was idle: one poll without waiting. */
bool cc_conn_alive(cc_conn_t *conn);

/* As cc_db_run, on this connection, without a second try. */
run_t cc_conn_run(cc_conn_t *conn, cc_call_t *call, int count, bool prepared, apr_time_t deadline, run_fault_t *fault,
                  apr_pool_t *pool);

#endif

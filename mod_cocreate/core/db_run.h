/* SPDX-License-Identifier: Apache-2.0 */
/* One connection: open it, run statements on it, close it. Between the files of the database (db.h) and watch.c only. */
#ifndef CC_DB_RUN_H
#define CC_DB_RUN_H

#include "db.h"

#include <apr_hash.h>

struct pg_conn; /* libpq's */

typedef struct cc_conn_t {
    struct pg_conn *pg;
    apr_pool_t *pool; /* lives and dies with the connection */
    apr_time_t born;
    apr_hash_t *prepared; /* by their own names: the statements that the server knows on this connection */
} cc_conn_t;

/* How a step on a connection ended. On RUN_LOST and RUN_SLOW it is of no use any more and must be closed. */
typedef enum {
    RUN_OK,
    RUN_REFUSED,   /* the server refused a statement; the connection is well */
    RUN_LOST,      /* the connection broke, or the server is going down: another one may do */
    RUN_AGAIN,     /* deadlock or serialisation: the same again may do */
    RUN_SLOW,      /* the deadline passed */
    RUN_LATE,      /* the server itself gave up waiting; the connection is well */
    RUN_READ_ONLY, /* the server takes no writes; another one may */
} run_t;

/* What went wrong, in words, for the log; and the SQLSTATE where there was one. */
typedef struct run_fault_t {
    char words[600];
    char sqlstate[6];
} run_fault_t;

/* ---- db_open.c ---- */

typedef enum { OPEN_WELL, OPEN_DOWN, OPEN_FULL, OPEN_SCHEMA } open_t;

/* The error that an OPEN_... is, but for OPEN_WELL. */
cc_error_code_t cc_open_error(open_t how);

/* The hosts of a connection string, in its order. NULL when it is none. Shared by the threads of a process. */
typedef struct cc_hosts_t cc_hosts_t;
cc_hosts_t *cc_hosts(const char *conninfo, apr_pool_t *pool);
/* How many attempts it takes at most to find out that none of them will do. */
int cc_hosts_attempts(const cc_hosts_t *hosts);

/*
 * Makes a connection to the first host that will have us as the connection string wants it (target_session_attrs), each
 * within `timeout`, and makes sure that it leads to the schema that the module was built for.
 */
open_t cc_conn_open(cc_conn_t **conn, cc_hosts_t *hosts, apr_interval_time_t timeout, run_fault_t *fault);

/* ---- db_run.c ---- */

/*
 * A connection is used for a minute. So a schema that was changed, a role's new setting, a server that has moved to
 * another address are noticed within that time.
 */
#define CC_CONN_AGE apr_time_from_sec(60)

/*
 * False when the connection is old, was made before `since`, or the server has hung up while it was idle: one poll without
 * waiting.
 */
bool cc_conn_alive(cc_conn_t *conn, apr_time_t since);
void cc_conn_close(cc_conn_t *conn);

/* As cc_db_run, on this connection, without a second try. `deadline` is a time of cc_clock(). */
run_t cc_conn_run(cc_conn_t *conn, cc_call_t *call, int count, bool prepared, apr_time_t deadline, run_fault_t *fault,
                  apr_pool_t *pool);

/* For db_open.c: waits for `events` on the socket: 1 and more ready, 0 the deadline has passed, -1 the socket is broken. */
int cc_conn_wait(const cc_conn_t *conn, short events, apr_time_t deadline);
/* Puts words of libpq on one line, without the line end that libpq gives them. */
void cc_fault_set(run_fault_t *fault, const char *doing, const char *words, const char *sqlstate);

/* ---- db_rows.c ---- */

struct pg_result; /* libpq's */
cc_rows_t *cc_rows_of(struct pg_result *result, apr_pool_t *pool);

#endif

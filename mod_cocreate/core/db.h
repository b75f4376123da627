/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database: a small pool of connections, and calls that run statements in one round trip.
 *
 *     db.c        runs statements: who tries again, and what the person is told
 *     db_pool.c   who holds a connection, how long to wait for one
 *     db_state.c  what all child processes know of the server: an outage, that it takes no writes
 *     db_open.c   makes a connection, one host after the other
 *     db_run.c    speaks on one; db_rows.c reads what came
 *
 * These and nothing else know libpq.
 *
 * Every wait has a deadline on our side: a frozen server cannot hold a worker longer than connect_timeout (for each host
 * of the connection string) + query_timeout + pool_timeout, twice when a lost connection is tried again. (Name look-ups of
 * libpq are the resolver's own; a host name that needs DNS waits as long as /etc/resolv.conf says.)
 *
 * Threads: a cc_db_t is shared by all threads of a process; a connection belongs to one thread from take to give.
 */
#ifndef CC_DB_H
#define CC_DB_H

#include "board.h"
#include "error.h"

#include <apr_pools.h>
#include <apr_time.h>
#include <stdbool.h>

typedef struct cc_db_config_t {
    const char *conninfo; /* libpq's; names host, dbname and user; several hosts are tried one after the other */
    bool replica;         /* it is CocreateReadDatabase: a state of its own on the board, and a name in the log */
    int size;             /* connections at most, for each process */
    apr_interval_time_t connect_timeout; /* one host */
    apr_interval_time_t query_timeout;   /* one round trip */
    apr_interval_time_t pool_timeout;    /* waiting for a free connection */
    bool prepared;                       /* false behind pgbouncer in transaction mode */
} cc_db_config_t;

#define CC_DB_SIZE_MAX   1000
#define CC_DB_PARAMS_MAX 24
#define CC_DB_CALLS_MAX  32

typedef struct cc_db_t cc_db_t;
typedef struct cc_rows_t cc_rows_t;

/* A constant SQL text with parameters $1..$n. `name` is what it is prepared under, unique in the product. */
typedef struct cc_statement_t {
    const char *name;
    const char *sql;
    int params;
} cc_statement_t;

/* One statement with its values (text, NULL for SQL null) and, after the run, its rows. */
typedef struct cc_call_t {
    const cc_statement_t *statement;
    const char *value[CC_DB_PARAMS_MAX];
    cc_rows_t *rows;
} cc_call_t;

/*
 * Checks a connection string without connecting. NULL, or the reason in words: it must parse, and name host, dbname and
 * user, because what it leaves out libpq would take from the environment of whoever started the server.
 */
const char *cc_db_check_conninfo(const char *conninfo, apr_pool_t *pool);
/* How many hosts it names, 0 when it is none. */
int cc_db_count_hosts(const char *conninfo, apr_pool_t *pool);

/*
 * A pool without connections; they are made when they are needed and closed with `pool`. What all processes shall know of
 * this database is at board->db[index].
 */
const cc_error_t *cc_db_create(cc_db_t **db, const cc_db_config_t *config, cc_board_t *board, int index,
                               apr_pool_t *pool);

/*
 * Reads: runs `count` statements in one pipeline, one round trip, one implicit transaction. All of them have rows
 * afterwards (owned by `pool`), or none. A connection that turns out to be lost, and a deadlock, are tried once more.
 *
 * Errors: CC_E_DB_* as their names say; a state is logged when it begins and when it ends, not for each request, and once
 * for all processes. During an outage nobody waits.
 */
const cc_error_t *cc_db_run(cc_db_t *db, cc_call_t *call, int count, const cc_log_t *log, apr_pool_t *pool);

/*
 * Writes: as cc_db_run, with one call. It too is tried once more, so it must be harmless when it is repeated (actions carry
 * a token, a version or a wish). When it is done, each topic that it noted in the change table is raised on the board.
 * One connection of the pool is never used for writing, so that writes that wait for a lock do not keep readers waiting.
 *
 * CC_E_DB_READ_ONLY: the server takes no writes, and a new connection did not lead to one that does.
 */
const cc_error_t *cc_db_act(cc_db_t *db, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool);

int cc_rows_count(const cc_rows_t *rows);
int cc_rows_columns(const cc_rows_t *rows);
const char *cc_rows_name(const cc_rows_t *rows, int column);
/* Index of a column by its name, -1 when there is none. */
int cc_rows_column(const cc_rows_t *rows, const char *name);
/* NULL for SQL null. Valid until the rows are freed. */
const char *cc_rows_value(const cc_rows_t *rows, int row, int column);
/* Frees early what the pool would free at its end. */
void cc_rows_free(cc_rows_t *rows);
/* A copy in `pool` of the rows that have this value in this column, without the column. */
cc_rows_t *cc_rows_pick(const cc_rows_t *rows, const char *column, const char *value, apr_pool_t *pool);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* A connection that a watchdog keeps for itself, beside the pools. Between the files of the watchdog only. */
#ifndef CC_WATCH_CONN_H
#define CC_WATCH_CONN_H

#include "db_run.h"
#include "db_state.h"

typedef struct cc_watch_conn_t {
    const cc_db_config_t *config;
    cc_db_state_t state;
    cc_hosts_t *hosts;
    cc_conn_t *conn;     /* NULL: none at present */
    apr_pool_t *scratch; /* of one look */
} cc_watch_conn_t;

/* Sets it up, without connecting; closed with `pool`. False when that cannot be. */
bool cc_watch_conn(cc_watch_conn_t *watch, const cc_db_config_t *config, cc_board_t *board, int index,
                   apr_pool_t *pool);

/*
 * Makes sure of a connection: the one that is there, or, when that is old or there is an outage or `anew` is wanted, a new
 * one. What it finds out is put on the board. False when there is none.
 */
bool cc_watch_connect(cc_watch_conn_t *watch, bool anew, const cc_log_t *log);

/* Runs calls on it, within connect_timeout: what a watchdog asks is small. The connection goes when it is of no use any more. */
run_t cc_watch_run(cc_watch_conn_t *watch, cc_call_t *call, int count, run_fault_t *fault);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog: one for each database in one process of the server. It looks again and again
 *
 *     what other servers changed          so that the board knows it within a second
 *     whether the database is there       so that no request waits to find out
 *     whether it takes writes
 *     what the clock decides (tick) and what may go (tidy)
 *     how far the replica has come        in a watchdog of its own, so that a slow replica delays nothing
 *
 * A look never takes longer than the deadlines of its steps; nothing is logged but changes of state.
 */
#ifndef CC_WATCH_H
#define CC_WATCH_H

#include "db.h"

/* From one look to the next. */
#define CC_WATCH_INTERVAL (apr_time_from_sec(1) / 2)

typedef struct cc_watch_t cc_watch_t;

/* The watchdog of a database, and of its replica, both ended with `pool`. NULL when the system has no memory for it. */
cc_watch_t *cc_watch(const cc_db_config_t *config, cc_board_t *board, int index, apr_pool_t *pool);
void cc_watch_look(cc_watch_t *watch, const cc_log_t *log);

typedef struct cc_watch_replica_t cc_watch_replica_t;
cc_watch_replica_t *cc_watch_replica(const cc_db_config_t *primary, const cc_db_config_t *replica, cc_board_t *board,
                                     int index, apr_pool_t *pool);
void cc_watch_replica_look(cc_watch_replica_t *watch, const cc_log_t *log);

#endif

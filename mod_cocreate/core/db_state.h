/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all child processes know of one server of the database: an outage, and that it takes no writes. Each change is said
 * once, by the process that found it out. Between db.c, db_pool.c and watch.c only.
 */
#ifndef CC_DB_STATE_H
#define CC_DB_STATE_H

#include "db.h"

/* The words of the board for this server. */
typedef struct cc_db_state_t {
    cc_board_t *board;
    int index;
    bool replica;
    uint64_t *outage, *ask_again, *renewed_at; /* those of the primary or of the replica */
    cc_board_db_t *shared;
} cc_db_state_t;

cc_db_state_t cc_db_state(cc_board_t *board, int index, bool replica);

/* Why no connection can be had at present, NULL when all is well. */
const cc_error_t *cc_db_outage(const cc_db_state_t *state);

/* From now on there is an outage, whose reason is `code`. Returns the entry of `code`. */
const cc_error_t *cc_db_begin_outage(const cc_db_state_t *state, cc_error_code_t code, const char *words,
                                     const cc_log_t *log);
/* A connection could be made; that began at `since`. */
void cc_db_end_outage(const cc_db_state_t *state, apr_time_t since, const cc_log_t *log);

/*
 * During an outage: may this request be the one that tries? One in a second for all processes; none while the watchdog is
 * alive, which tries by itself. The next may ask when the attempt, which takes `long_at_most`, is over.
 */
bool cc_db_may_ask(const cc_db_state_t *state, apr_interval_time_t long_at_most);

/* The server takes no writes, or takes them again. */
bool cc_db_is_read_only(const cc_db_state_t *state);
const cc_error_t *cc_db_begin_read_only(const cc_db_state_t *state, const char *words, const cc_log_t *log);
void cc_db_end_read_only(const cc_db_state_t *state, const cc_log_t *log);

/* No process uses connections any longer that it made before `since`. */
void cc_db_renew(const cc_db_state_t *state, apr_time_t since);
apr_time_t cc_db_renewed_at(const cc_db_state_t *state);

/* True once a second for all processes: what is wrong all the time is worth a line now and then. */
bool cc_db_say_busy(const cc_db_state_t *state);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The board: what all child processes of one server know together, in memory that they share.
 *
 *     version[topic]   the place in the sequence of the last change that was told about a topic
 *     lease[body]      who renders a stale body at this moment, so that the others need not
 *     db[n]            one database's state: an outage, when it was last asked what had changed
 *
 * Every field is one atomic word, so nothing here is ever locked, and a process that is killed leaves nothing behind that
 * others wait for. Topics and bodies share their places by hash: two that meet there cost a body rendered too often, never
 * one that is wrong.
 *
 * Times are those of cc_clock(), which counts alike in all processes of a machine.
 */
#ifndef CC_BOARD_H
#define CC_BOARD_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

#define CC_BOARD_DATABASES 16
#define CC_BOARD_TOPICS    16384
#define CC_BOARD_LEASES    1024

typedef struct cc_board_db_t {
    uint64_t outage;      /* 0 when all is well, otherwise 1 + the cc_error_code_t of what is wrong */
    uint64_t ask_again;   /* during an outage: when one request may try, if nobody keeps watch */
    uint64_t busy_said;   /* when the log was last told that no connection is free */
    uint64_t read_only;   /* 1 while the server takes no writes */
    uint64_t polled_at;   /* when the last good look at the change table began; 0: never */
    uint64_t watched_at;  /* until when the watchdog is looking, or when it last looked, in vain or not */
    uint64_t renewed_at;  /* connections made before are not used any more */
    uint64_t replica_has; /* the replica shows everything that was told up to here in the sequence */
    uint64_t replica_outage, replica_ask_again, replica_renewed_at;
} cc_board_db_t;

typedef struct cc_board_t {
    uint64_t epoch;    /* random: what was kept under another board is not taken for ours */
    uint64_t sequence; /* how many changes were told */
    uint64_t version[CC_BOARD_TOPICS];
    uint64_t lease[CC_BOARD_LEASES];
    cc_board_db_t db[CC_BOARD_DATABASES];
} cc_board_t;

/* One word of the board. */
uint64_t cc_board_get(const uint64_t *word);
void cc_board_set(uint64_t *word, uint64_t value);
/* Sets the word if it still is `was`; false when somebody was faster. */
bool cc_board_swap(uint64_t *word, uint64_t was, uint64_t value);

/* The version of a topic ("ideas", "idea 17") of a site in the database `db`; 0: nothing was told about it yet. */
uint64_t cc_board_version(const cc_board_t *board, int db, const char *site, const char *topic);

/* Tells that the topic has changed. Returns its new version. To be called after the commit, before anybody is answered. */
uint64_t cc_board_raise(cc_board_t *board, int db, const char *site, const char *topic);

/* Tells that everything may have changed. */
void cc_board_raise_all(cc_board_t *board);

/*
 * Takes the lease of a body (any hash of it) until `until`, or for as long as cc_board_release() is not called; false when
 * somebody else has it at `now`.
 */
bool cc_board_lease(cc_board_t *board, uint64_t hash, uint64_t now, uint64_t until);
void cc_board_release(cc_board_t *board, uint64_t hash, uint64_t until);

#endif

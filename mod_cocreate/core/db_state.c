/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of a server on the board. Who swaps a word from one state to the other writes the line, so there is one line
 * for each change, however many processes find out at once.
 */
#include "db_state.h"

#include "clock.h"

#define OUTAGE_RETRY apr_time_from_sec(1)
#define WATCH_ALIVE  apr_time_from_sec(2) /* a watchdog that has not looked for so long is none */

static const cc_error_t back = {200, "back", CC_WARN, "CC0108"};

cc_db_state_t cc_db_state(cc_board_t *board, int index, bool replica)
{
    cc_board_db_t *shared = &board->db[index];

    return (cc_db_state_t){
        .board = board,
        .index = index,
        .replica = replica,
        .outage = replica ? &shared->replica_outage : &shared->outage,
        .ask_again = replica ? &shared->replica_ask_again : &shared->ask_again,
        .renewed_at = replica ? &shared->replica_renewed_at : &shared->renewed_at,
        .shared = shared,
    };
}

/* Sets the word; true when it was another one, for exactly one of those who set it at once. */
static bool change(uint64_t *word, uint64_t value)
{
    uint64_t was = cc_board_get(word);

    return was != value && cc_board_swap(word, was, value);
}

static const char *name_of(const cc_db_state_t *state)
{
    return state->replica ? "CocreateReadDatabase: " : "";
}

/* ---- an outage ---- */

const cc_error_t *cc_db_outage(const cc_db_state_t *state)
{
    uint64_t outage = cc_board_get(state->outage);

    return outage ? cc_error((cc_error_code_t)(outage - 1)) : NULL;
}

const cc_error_t *cc_db_begin_outage(const cc_db_state_t *state, cc_error_code_t code, const char *words,
                                     const cc_log_t *log)
{
    cc_board_set(state->ask_again, (uint64_t)(cc_clock() + OUTAGE_RETRY));
    if (change(state->outage, 1 + (uint64_t)code))
        cc_log(log, cc_error(code), "%s%s", name_of(state), words);
    return cc_error(code);
}

/*
 * What was open when the server went away may be half dead without knowing it, so it is not used any more. Where the
 * server only had no more connections for us, those that we had are well.
 */
void cc_db_end_outage(const cc_db_state_t *state, apr_time_t since, const cc_log_t *log)
{
    const cc_error_t *outage = cc_db_outage(state);

    if (!outage || !change(state->outage, 0))
        return;
    if (outage != cc_error(CC_E_DB_FULL))
        cc_db_renew(state, since);
    cc_log(log, &back, "%sthe database answers again", name_of(state));
}

bool cc_db_may_ask(const cc_db_state_t *state, apr_interval_time_t long_at_most)
{
    apr_time_t now = cc_clock();
    uint64_t ask_again = cc_board_get(state->ask_again), watched_at = cc_board_get(&state->shared->watched_at);

    if (watched_at && (apr_time_t)watched_at + WATCH_ALIVE > now)
        return false;
    return (apr_time_t)ask_again <= now &&
           cc_board_swap(state->ask_again, ask_again, (uint64_t)(now + long_at_most + OUTAGE_RETRY));
}

/* ---- no writes ---- */

bool cc_db_is_read_only(const cc_db_state_t *state)
{
    return cc_board_get(&state->shared->read_only) != 0;
}

const cc_error_t *cc_db_begin_read_only(const cc_db_state_t *state, const char *words, const cc_log_t *log)
{
    if (change(&state->shared->read_only, 1))
        cc_log(log, cc_error(CC_E_DB_READ_ONLY), "the database takes no writes: %s", words);
    return cc_error(CC_E_DB_READ_ONLY);
}

void cc_db_end_read_only(const cc_db_state_t *state, const cc_log_t *log)
{
    if (change(&state->shared->read_only, 0))
        cc_log(log, &back, "the database takes writes again");
}

/* ---- */

void cc_db_renew(const cc_db_state_t *state, apr_time_t since)
{
    cc_board_set(state->renewed_at, (uint64_t)since);
}

apr_time_t cc_db_renewed_at(const cc_db_state_t *state)
{
    return (apr_time_t)cc_board_get(state->renewed_at);
}

bool cc_db_say_busy(const cc_db_state_t *state)
{
    apr_time_t now = cc_clock();
    uint64_t said = cc_board_get(&state->shared->busy_said);

    return now - (apr_time_t)said >= apr_time_from_sec(1) &&
           cc_board_swap(&state->shared->busy_said, said, (uint64_t)now);
}

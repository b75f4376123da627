/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to PostgreSQL, spoken to through libpq's pipeline mode and never without a deadline.
 *
 * libpq's own time-outs do not free a worker from a frozen server, so each wait is a poll() of ours. A connection whose
 * deadline passed is closed, not cancelled: PQcancel opens a connection of its own and blocks on it.
 */
#include "db_run.h"

#include "clock.h"

#include <apr_strings.h>
#include <libpq-fe.h>
#include <poll.h>
#include <errno.h>
#include <string.h>

/* ---- faults ---- */

void cc_fault_set(run_fault_t *fault, const char *doing, const char *words, const char *sqlstate)
{
    apr_size_t len;

    apr_snprintf(fault->words, sizeof fault->words, "%s: %s", doing, words && *words ? words : "no reason given");
    for (len = strlen(fault->words); len && strchr("\n ", fault->words[len - 1]); len--)
        fault->words[len - 1] = '\0';
    for (char *c = fault->words; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    apr_cpystrn(fault->sqlstate, sqlstate ? sqlstate : "", sizeof fault->sqlstate);
}

static run_t lost(run_fault_t *fault, const char *doing, const cc_conn_t *conn)
{
    cc_fault_set(fault, doing, PQerrorMessage(conn->pg), NULL);
    return RUN_LOST;
}

/*
 * What a refusal by the server means for the one who asked. 57P01 to 57P03 and 08nnn: the server goes down or comes up;
 * 26000: a pooler gave us a connection that does not know our statements; 0A000: a statement was prepared before an
 * upgrade gave its rule other columns; 40P01 and 40001: somebody else was in the way; 55P03 and 57014: a time-out of the
 * role; 25006: a standby, or a server that was made read-only.
 */
static run_t meaning_of(const char *sqlstate)
{
    static const struct {
        const char *prefix;
        run_t meaning;
    } table[] = {
        {"57P0", RUN_LOST},   {"08", RUN_LOST},    {"26000", RUN_LOST}, {"0A000", RUN_LOST},      {"40P01", RUN_AGAIN},
        {"40001", RUN_AGAIN}, {"55P03", RUN_LATE}, {"57014", RUN_LATE}, {"25006", RUN_READ_ONLY},
    };

    for (apr_size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strncmp(sqlstate, table[i].prefix, strlen(table[i].prefix)) == 0)
            return table[i].meaning;
    return RUN_REFUSED;
}

static run_t refused(run_fault_t *fault, const char *statement, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    cc_fault_set(fault, statement, words ? words : PQresultErrorMessage(result), sqlstate);
    /* An error without SQLSTATE was made by libpq itself: the connection is gone. */
    return sqlstate ? meaning_of(sqlstate) : RUN_LOST;
}

/* ---- waiting ---- */

int cc_conn_wait(const cc_conn_t *conn, short events, apr_time_t deadline)
{
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = events};

    for (;;) {
        apr_time_t left = deadline - cc_clock();
        int n;

        if (fd.fd < 0)
            return -1;
        if (left <= 0)
            return 0;
        n = poll(&fd, 1, (int)(left / 1000) + 1);
        if (n > 0)
            return fd.revents & events ? fd.revents & ~POLLNVAL : -1;
        if (n < 0 && errno != EINTR)
            return -1;
    }
}

static run_t flush(cc_conn_t *conn, apr_time_t deadline, run_fault_t *fault)
{
    for (;;) {
        int ready, rest = PQflush(conn->pg);

        if (rest == 0)
            return RUN_OK;
        if (rest < 0)
            return lost(fault, "sending", conn);
        ready = cc_conn_wait(conn, POLLIN | POLLOUT, deadline);
        if (ready == 0)
            return RUN_SLOW;
        if (ready < 0 || ((ready & POLLIN) && !PQconsumeInput(conn->pg)))
            return lost(fault, "sending", conn);
    }
}

/* The next result, NULL at the end of a statement. */
static run_t next_result(cc_conn_t *conn, PGresult **result, apr_time_t deadline, run_fault_t *fault)
{
    while (PQisBusy(conn->pg)) {
        int ready = cc_conn_wait(conn, POLLIN, deadline);

        if (ready == 0)
            return RUN_SLOW;
        if (ready < 0 || !PQconsumeInput(conn->pg))
            return lost(fault, "receiving", conn);
    }
    *result = PQgetResult(conn->pg);
    return RUN_OK;
}

/* ---- a round trip ---- */

static void note_prepared(cc_conn_t *conn, const char *name)
{
    name = apr_pstrdup(conn->pool, name);
    apr_hash_set(conn->prepared, name, APR_HASH_KEY_STRING, name);
}

/*
 * Takes the results of `count` statements and the sync behind them. The first refusal is what is reported; what follows
 * it in the pipeline is only "aborted".
 */
static run_t collect(cc_conn_t *conn, cc_call_t *call, int count, apr_time_t deadline, run_fault_t *fault,
                     apr_pool_t *pool)
{
    run_t end = RUN_OK;

    for (int i = 0; i <= count;) {
        PGresult *result = NULL;
        run_t step = next_result(conn, &result, deadline, fault);
        ExecStatusType status;

        if (step != RUN_OK)
            return step;
        if (!result) { /* the end of a statement's results; the sync has none behind it */
            i++;
            continue;
        }
        status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return end;
        }
        if (status == PGRES_FATAL_ERROR && end == RUN_OK && i < count)
            end = refused(fault, call[i].statement->name, result);
        if (status == PGRES_COMMAND_OK && i < count) /* prepared; that stays, even when a later statement is refused */
            note_prepared(conn, call[i].statement->name);
        if (status == PGRES_TUPLES_OK && i < count)
            call[i].rows = cc_rows_of(result, pool);
        else
            PQclear(result);
        if (end == RUN_LOST)
            return end;
    }
    return end == RUN_OK ? lost(fault, "receiving", conn) : end;
}

static run_t round_trip(cc_conn_t *conn, cc_call_t *call, int count, apr_time_t deadline, run_fault_t *fault,
                        apr_pool_t *pool)
{
    run_t step;

    if (!PQpipelineSync(conn->pg))
        return lost(fault, "sending", conn);
    step = flush(conn, deadline, fault);
    return step == RUN_OK ? collect(conn, call, count, deadline, fault, pool) : step;
}

/*
 * Prepares what this connection does not know yet, in a round trip of its own: an unknown statement inside the
 * pipeline of a page would abort the whole of it.
 */
static run_t prepare(cc_conn_t *conn, cc_call_t *call, int count, apr_time_t deadline, run_fault_t *fault,
                     apr_pool_t *pool)
{
    cc_call_t missing[CC_DB_CALLS_MAX];
    int n = 0;

    for (int i = 0; i < count; i++)
        if (!apr_hash_get(conn->prepared, call[i].statement->name, APR_HASH_KEY_STRING))
            missing[n++].statement = call[i].statement;
    if (n == 0)
        return RUN_OK;
    for (int i = 0; i < n; i++)
        if (!PQsendPrepare(conn->pg, missing[i].statement->name, missing[i].statement->sql, 0, NULL))
            return lost(fault, "preparing", conn);
    return round_trip(conn, missing, n, deadline, fault, pool);
}

static run_t send_all(cc_conn_t *conn, const cc_call_t *call, int count, bool prepared, run_fault_t *fault)
{
    for (int i = 0; i < count; i++) {
        const cc_statement_t *s = call[i].statement;
        int sent = prepared ? PQsendQueryPrepared(conn->pg, s->name, s->params, call[i].value, NULL, NULL, 0)
                            : PQsendQueryParams(conn->pg, s->sql, s->params, NULL, call[i].value, NULL, NULL, 0);

        if (!sent)
            return lost(fault, s->name, conn);
    }
    return RUN_OK;
}

run_t cc_conn_run(cc_conn_t *conn, cc_call_t *call, int count, bool prepared, apr_time_t deadline, run_fault_t *fault,
                  apr_pool_t *pool)
{
    run_t step = RUN_OK;

    cc_fault_set(fault, call[0].statement->name, "deadline passed", NULL);
    for (int i = 0; i < count; i++)
        call[i].rows = NULL;
    if (prepared)
        step = prepare(conn, call, count, deadline, fault, pool);
    if (step == RUN_OK)
        step = send_all(conn, call, count, prepared, fault);
    if (step == RUN_OK)
        step = round_trip(conn, call, count, deadline, fault, pool);
    if (step == RUN_OK)
        return RUN_OK;
    for (int i = 0; i < count; i++)
        if (call[i].rows) {
            cc_rows_free(call[i].rows);
            call[i].rows = NULL;
        }
    return step;
}

/* ---- is it well? ---- */

void cc_conn_close(cc_conn_t *conn)
{
    PQfinish(conn->pg);
    apr_pool_destroy(conn->pool);
}

bool cc_conn_alive(cc_conn_t *conn, apr_time_t since)
{
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = POLLIN};

    if (conn->born < since || cc_clock() - conn->born > CC_CONN_AGE)
        return false;
    if (poll(&fd, 1, 0) == 0)
        return true;
    /* Something came while nobody asked: a notice, or the server's good-bye. */
    if (!PQconsumeInput(conn->pg))
        return false;
    return PQstatus(conn->pg) == CONNECTION_OK && poll(&fd, 1, 0) == 0;
}

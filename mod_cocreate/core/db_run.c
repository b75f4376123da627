/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to PostgreSQL, spoken to through libpq's pipeline mode and never without a deadline.
 *
 * libpq's own time-outs do not free a worker from a frozen server, so each wait is a poll() of ours. A connection whose
 * deadline passed is closed, not cancelled: PQcancel opens a connection of its own and blocks on it.
 */
#include "db_run.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <libpq-fe.h>
#include <poll.h>
#include <errno.h>
#include <string.h>

struct cc_conn_t {
    PGconn *pg;
    apr_pool_t *pool; /* lives and dies with the connection */
    apr_time_t born;
    apr_hash_t *prepared; /* by their own names: the statements that the server knows on this connection */
};

struct cc_rows_t {
    PGresult *result;
    apr_pool_t *pool;
};

/* ---- rows ---- */

int cc_rows_count(const cc_rows_t *rows)
{
    return PQntuples(rows->result);
}

int cc_rows_columns(const cc_rows_t *rows)
{
    return PQnfields(rows->result);
}

const char *cc_rows_name(const cc_rows_t *rows, int column)
{
    return PQfname(rows->result, column);
}

int cc_rows_column(const cc_rows_t *rows, const char *name)
{
    for (int i = 0; i < cc_rows_columns(rows); i++)
        if (strcmp(cc_rows_name(rows, i), name) == 0)
            return i;
    return -1;
}

const char *cc_rows_value(const cc_rows_t *rows, int row, int column)
{
    if (column < 0 || PQgetisnull(rows->result, row, column))
        return NULL;
    return PQgetvalue(rows->result, row, column);
}

static apr_status_t clear_result(void *result)
{
    PQclear(result);
    return APR_SUCCESS;
}

static cc_rows_t *rows_of(PGresult *result, apr_pool_t *pool)
{
    cc_rows_t *rows = apr_palloc(pool, sizeof *rows);

    rows->result = result;
    rows->pool = pool;
    apr_pool_cleanup_register(pool, result, clear_result, apr_pool_cleanup_null);
    return rows;
}

void cc_rows_free(cc_rows_t *rows)
{
    apr_pool_cleanup_run(rows->pool, rows->result, clear_result);
}

/* ---- faults ---- */

/* Words of libpq on one line, without the line end that libpq gives them. */
static void set_fault(run_fault_t *fault, const char *doing, const char *words, const char *sqlstate)
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
    set_fault(fault, doing, PQerrorMessage(conn->pg), NULL);
    return RUN_LOST;
}

/*
 * What a refusal by the server means for the one who asked. 57P01 to 57P03 and 08nnn: the server goes down or comes up;
 * 26000: a pooler gave us a connection that does not know our statements; 0A000: a statement was prepared before an
 * upgrade gave its rule other columns; 40P01 and 40001: somebody else was in the way.
 */
static run_t meaning_of(const char *sqlstate)
{
    static const struct {
        const char *prefix;
        run_t meaning;
    } table[] = {
        {"57P0", RUN_LOST},  {"08", RUN_LOST},     {"26000", RUN_LOST},
        {"0A000", RUN_LOST}, {"40P01", RUN_AGAIN}, {"40001", RUN_AGAIN},
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

    set_fault(fault, statement, words ? words : PQresultErrorMessage(result), sqlstate);
    /* An error without SQLSTATE was made by libpq itself: the connection is gone. */
    return sqlstate ? meaning_of(sqlstate) : RUN_LOST;
}

/* ---- waiting ---- */

/* Waits for `events` on the connection's socket: 1 ready, 0 the deadline has passed, -1 the socket is broken. */
static int wait_for(const cc_conn_t *conn, short events, apr_time_t deadline)
{
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = events};

    for (;;) {
        apr_time_t left = deadline - apr_time_now();
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
        ready = wait_for(conn, POLLIN | POLLOUT, deadline);
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
        int ready = wait_for(conn, POLLIN, deadline);

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
            call[i].rows = rows_of(result, pool);
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

    set_fault(fault, call[0].statement->name, "deadline passed", NULL);
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

/* ---- opening and closing ---- */

/* The string wins over our name; the encoding is ours, because all our text is UTF-8. */
static PGconn *start(const char *conninfo)
{
    const char *const keyword[] = {"application_name", "dbname", "client_encoding", NULL};
    const char *const value[] = {"mod_cocreate", conninfo, "UTF8", NULL};

    return PQconnectStartParams(keyword, value, 1);
}

static bool finish_connecting(cc_conn_t *conn, apr_time_t deadline, run_fault_t *fault)
{
    PostgresPollingStatusType poll_for = PGRES_POLLING_WRITING;

    while (poll_for != PGRES_POLLING_OK) {
        int ready;

        if (poll_for == PGRES_POLLING_FAILED || PQstatus(conn->pg) == CONNECTION_BAD) {
            lost(fault, "connecting", conn);
            return false;
        }
        ready = wait_for(conn, poll_for == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
        if (ready == 0) {
            set_fault(fault, "connecting", "deadline passed", NULL);
            return false;
        }
        poll_for = PQconnectPoll(conn->pg);
    }
    return true;
}

static void ignore_notice(void *unused, const PGresult *notice)
{
    (void)unused;
    (void)notice;
}

cc_conn_t *cc_conn_open(const cc_db_config_t *config, apr_time_t deadline, run_fault_t *fault)
{
    apr_pool_t *pool;
    cc_conn_t *conn;

    /* Without a parent, so that any thread may make and end it. */
    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        set_fault(fault, "connecting", "out of memory", NULL);
        return NULL;
    }
    conn = apr_pcalloc(pool, sizeof *conn);
    conn->pool = pool;
    conn->born = apr_time_now();
    conn->prepared = apr_hash_make(pool);
    conn->pg = start(config->conninfo);
    PQsetNoticeReceiver(conn->pg, ignore_notice, NULL); /* libpq's own writes to stderr, the first while it connects */
    if (!finish_connecting(conn, deadline, fault)) {
        cc_conn_close(conn);
        return NULL;
    }
    if (PQsetnonblocking(conn->pg, 1) != 0 || !PQenterPipelineMode(conn->pg)) {
        lost(fault, "connecting", conn);
        cc_conn_close(conn);
        return NULL;
    }
    return conn;
}

void cc_conn_close(cc_conn_t *conn)
{
    PQfinish(conn->pg);
    apr_pool_destroy(conn->pool);
}

bool cc_conn_alive(cc_conn_t *conn)
{
    struct pollfd fd = {.fd = PQsocket(conn->pg), .events = POLLIN};

    if (apr_time_now() - conn->born > CC_CONN_AGE)
        return false;
    if (poll(&fd, 1, 0) == 0)
        return true;
    /* Something came while nobody asked: a notice, or the server's good-bye. */
    if (!PQconsumeInput(conn->pg))
        return false;
    return PQstatus(conn->pg) == CONNECTION_OK && poll(&fd, 1, 0) == 0;
}

const char *cc_db_check_conninfo(const char *conninfo, apr_pool_t *pool)
{
    static const char *const needed[] = {"host", "dbname", "user"};
    char *words = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &words);
    const char *problem = NULL;

    if (!options) {
        problem = apr_psprintf(pool, "is not a connection string of libpq: %s", words ? words : "out of memory");
        PQfreemem(words);
        return problem;
    }
    for (apr_size_t i = 0; i < sizeof needed / sizeof needed[0] && !problem; i++) {
        bool named = false;

        for (const PQconninfoOption *o = options; o->keyword; o++)
            named |= strcmp(o->keyword, needed[i]) == 0 && o->val && *o->val;
        if (!named)
            problem = apr_psprintf(pool, "names no %s; libpq would take it from the environment", needed[i]);
    }
    PQconninfoFree(options);
    return problem;
}

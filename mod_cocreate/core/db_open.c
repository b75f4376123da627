/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a connection: one host after the other, each with a deadline of its own.
 *
 * libpq could go through the hosts by itself, but asked without blocking it stays for ever with one that does not answer.
 * So each attempt names one host. What the string says of the session (target_session_attrs) libpq checks for us; only
 * prefer-standby needs two rounds: a standby first, then anybody.
 */
#include "db_run.h"

#include "clock.h"
#include "embedded.h"

#include <apr_strings.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS_MAX 8
#define LATE_FOR  apr_time_from_sec(60)

typedef struct host_t {
    const char *host, *hostaddr, *port; /* NULL: not said */
    uint64_t late_until;                /* it did not answer: until then the others are asked first */
} host_t;

struct cc_hosts_t {
    const char *conninfo;
    host_t host[HOSTS_MAX];
    int count;
    const char *session[2]; /* target_session_attrs of each round */
    int rounds;
};

/* ---- the connection string ---- */

static const char *option(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val && *o->val)
            return o->val;
    return NULL;
}

/* Cuts a list at its commas. Returns how many it has, 0 without a list; more than HOSTS_MAX are only counted. */
static int cut_list(const char **item, const char *list, apr_pool_t *pool)
{
    char *rest = list ? apr_pstrdup(pool, list) : NULL;
    int count = 0;

    for (; rest; count++) {
        const char *next = strsep(&rest, ",");

        if (count < HOSTS_MAX)
            item[count] = next;
    }
    return count;
}

/* Fills in the hosts. NULL, or what is wrong with them. */
static const char *take_hosts(cc_hosts_t *hosts, const PQconninfoOption *options, apr_pool_t *pool)
{
    const char *host[HOSTS_MAX], *hostaddr[HOSTS_MAX], *port[HOSTS_MAX];
    int addresses = cut_list(hostaddr, option(options, "hostaddr"), pool);
    int ports = cut_list(port, option(options, "port"), pool);

    hosts->count = cut_list(host, option(options, "host"), pool);
    if (hosts->count > HOSTS_MAX)
        return apr_psprintf(pool, "names %d hosts; %d are the most", hosts->count, HOSTS_MAX);
    if ((addresses && addresses != hosts->count) || (ports > 1 && ports != hosts->count))
        return "does not name as many ports or addresses as hosts";
    for (int i = 0; i < hosts->count; i++) {
        hosts->host[i] = (host_t){.host = host[i],
                                  .hostaddr = addresses ? hostaddr[i] : NULL,
                                  .port = ports > 1 ? port[i]
                                          : ports   ? port[0]
                                                    : NULL};
        if (!*host[i] || (addresses && !*hostaddr[i]) || (ports && !*hosts->host[i].port))
            return "has a gap in its list of hosts, addresses or ports";
    }
    return NULL;
}

/* Fills in what the session must be. NULL, or what is wrong with it. */
static const char *take_session(cc_hosts_t *hosts, const PQconninfoOption *options, apr_pool_t *pool)
{
    static const char *const known[] = {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"};
    const char *session = option(options, "target_session_attrs");
    bool found = !session;

    for (apr_size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        found |= session && strcmp(session, known[i]) == 0;
    if (!found)
        return apr_psprintf(pool, "has an unknown target_session_attrs \"%s\"", session);
    hosts->session[0] = session ? apr_pstrdup(pool, session) : "any";
    hosts->rounds = 1;
    if (session && strcmp(session, "prefer-standby") == 0) {
        hosts->session[0] = "standby";
        hosts->session[1] = "any";
        hosts->rounds = 2;
    }
    return NULL;
}

static const char *take_options(cc_hosts_t *hosts, const PQconninfoOption *options, apr_pool_t *pool)
{
    static const char *const needed[] = {"host", "dbname", "user"};
    const char *problem;

    for (apr_size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!option(options, needed[i]))
            return apr_psprintf(pool, "names no %s; libpq would take it from the environment", needed[i]);
    problem = take_hosts(hosts, options, pool);
    return problem ? problem : take_session(hosts, options, pool);
}

/* NULL, or what is wrong with the string. */
static const char *parse(cc_hosts_t *hosts, const char *conninfo, apr_pool_t *pool)
{
    char *words = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &words);
    const char *problem;

    hosts->conninfo = conninfo;
    if (!options) {
        problem = apr_psprintf(pool, "is not a connection string of libpq: %s", words ? words : "out of memory");
        PQfreemem(words);
        return problem;
    }
    problem = take_options(hosts, options, pool);
    PQconninfoFree(options);
    return problem;
}

const char *cc_db_check_conninfo(const char *conninfo, apr_pool_t *pool)
{
    cc_hosts_t hosts = {.count = 0};

    return parse(&hosts, conninfo, pool);
}

int cc_db_count_hosts(const char *conninfo, apr_pool_t *pool)
{
    cc_hosts_t hosts = {.count = 0};

    return parse(&hosts, conninfo, pool) ? 0 : hosts.count;
}

cc_hosts_t *cc_hosts(const char *conninfo, apr_pool_t *pool)
{
    cc_hosts_t *hosts = apr_pcalloc(pool, sizeof *hosts);

    return parse(hosts, conninfo, pool) ? NULL : hosts;
}

int cc_hosts_attempts(const cc_hosts_t *hosts)
{
    return hosts->count * hosts->rounds;
}

/* ---- one attempt ---- */

/* The string wins over our name; what stands behind it wins over the string. All our text is UTF-8. */
static PGconn *start(const cc_hosts_t *hosts, const host_t *host, const char *session)
{
    const char *const keyword[] = {"application_name", "dbname", "client_encoding",      "host",
                                   "hostaddr",         "port",   "target_session_attrs", NULL};
    const char *const value[] = {"mod_cocreate", hosts->conninfo, "UTF8",  host->host,
                                 host->hostaddr, host->port,      session, NULL};

    return PQconnectStartParams(keyword, value, 1);
}

static void ignore_notice(void *unused, const PGresult *notice)
{
    (void)unused;
    (void)notice;
}

/* RUN_OK, RUN_SLOW or RUN_LOST with the reason left in the connection. */
static run_t finish_connecting(const cc_conn_t *conn, apr_time_t deadline)
{
    PostgresPollingStatusType poll_for = PGRES_POLLING_WRITING;

    while (poll_for != PGRES_POLLING_OK) {
        if (poll_for == PGRES_POLLING_FAILED || PQstatus(conn->pg) == CONNECTION_BAD)
            return RUN_LOST;
        if (cc_conn_wait(conn, poll_for == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline) == 0)
            return RUN_SLOW;
        poll_for = PQconnectPoll(conn->pg);
    }
    return PQsetnonblocking(conn->pg, 1) == 0 && PQenterPipelineMode(conn->pg) ? RUN_OK : RUN_LOST;
}

/*
 * The server's words on the first line, and "FATAL:  53300:" in it, which is how libpq tells the SQLSTATE of a connection
 * that was refused, when it is asked to.
 */
static open_t why_not(const cc_conn_t *conn, run_fault_t *fault)
{
    const char *words = PQerrorMessage(conn->pg);

    cc_fault_set(fault, "connecting", apr_pstrmemdup(conn->pool, words, strcspn(words, "\n")), NULL);
    return strstr(fault->words, " 53300: ") ? OPEN_FULL : OPEN_DOWN;
}

/* Does the connection lead to the schema that we know? */
static open_t check_schema(cc_conn_t *conn, apr_time_t deadline, run_fault_t *fault)
{
    cc_call_t call = {.statement = &cc_page_named("schema_version")->query[0].statement};
    run_t run = cc_conn_run(conn, &call, 1, false, deadline, fault, conn->pool);
    const char *found = run == RUN_OK && cc_rows_count(call.rows) == 1 ? cc_rows_value(call.rows, 0, 0) : NULL;
    const char *why = run == RUN_REFUSED ? apr_pstrcat(conn->pool, "; ", fault->words, NULL) : "";

    if (found && atoi(found) == cc_schema_version)
        return OPEN_WELL;
    if (run != RUN_OK && run != RUN_REFUSED)
        return OPEN_DOWN;
    apr_snprintf(fault->words, sizeof fault->words,
                 "the database has schema version %s, this module serves version %d: run schema/install%s",
                 found ? found : "none", cc_schema_version, why);
    return OPEN_SCHEMA;
}

static open_t open_at(cc_conn_t **result, const cc_hosts_t *hosts, host_t *host, const char *session,
                      apr_time_t deadline, run_fault_t *fault)
{
    apr_pool_t *pool;
    cc_conn_t *conn;
    run_t run;
    open_t how;

    /* Without a parent, so that any thread may make and end it. */
    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        cc_fault_set(fault, "connecting", "out of memory", NULL);
        return OPEN_DOWN;
    }
    conn = apr_pcalloc(pool, sizeof *conn);
    conn->pool = pool;
    conn->born = cc_clock();
    conn->prepared = apr_hash_make(pool);
    conn->pg = start(hosts, host, session);
    PQsetNoticeReceiver(conn->pg, ignore_notice, NULL); /* libpq's own writes to stderr, the first while it connects */
    PQsetErrorVerbosity(conn->pg, PQERRORS_VERBOSE);
    run = finish_connecting(conn, deadline);
    PQsetErrorVerbosity(conn->pg, PQERRORS_DEFAULT);
    if (run == RUN_SLOW) {
        cc_fault_set(fault, "connecting", "deadline passed", NULL);
        cc_board_set(&host->late_until, (uint64_t)(cc_clock() + LATE_FOR));
    }
    how = run == RUN_OK ? check_schema(conn, deadline, fault) : run == RUN_SLOW ? OPEN_DOWN : why_not(conn, fault);
    if (how == OPEN_WELL) {
        *result = conn;
        return how;
    }
    cc_conn_close(conn);
    return how;
}

/* ---- one host after the other ---- */

/* Those that did not answer lately come last. */
static int in_order(host_t **order, cc_hosts_t *hosts)
{
    uint64_t now = (uint64_t)cc_clock();
    int n = 0;

    for (int late = 0; late < 2; late++)
        for (int i = 0; i < hosts->count; i++)
            if ((cc_board_get(&hosts->host[i].late_until) > now) == late)
                order[n++] = &hosts->host[i];
    return n;
}

/* The reasons of all hosts on one line. */
static void add_fault(run_fault_t *all, const run_fault_t *one)
{
    apr_size_t len = strlen(all->words);

    apr_snprintf(all->words + len, sizeof all->words - len, "%s%s", len ? "; " : "", one->words);
}

open_t cc_conn_open(cc_conn_t **conn, cc_hosts_t *hosts, apr_interval_time_t timeout, run_fault_t *fault)
{
    host_t *order[HOSTS_MAX];
    int count = in_order(order, hosts);
    open_t worst = OPEN_DOWN;

    fault->words[0] = fault->sqlstate[0] = '\0';
    for (int round = 0; round < hosts->rounds; round++)
        for (int i = 0; i < count; i++) {
            run_fault_t one;
            open_t how = open_at(conn, hosts, order[i], hosts->session[round], cc_clock() + timeout, &one);

            if (how == OPEN_WELL)
                return how;
            if (how != OPEN_DOWN)
                worst = how;
            add_fault(fault, &one);
        }
    return worst;
}

cc_error_code_t cc_open_error(open_t how)
{
    return how == OPEN_FULL ? CC_E_DB_FULL : how == OPEN_SCHEMA ? CC_E_DB_SCHEMA : CC_E_DB_DOWN;
}

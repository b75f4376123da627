/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each server has of the database: which one it is on the board, how many connections, and in each child process
 * the pools, which hosts that say the same share.
 */
#include "glue.h"

#include <ap_mpm.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <stdlib.h>

APLOG_USE_MODULE(cocreate);

/* What holds where nothing is said. */
#define POOL_SIZE       4
#define CONNECT_TIMEOUT 2
#define QUERY_TIMEOUT   5
#define POOL_TIMEOUT    2

int cc_pools_mpm(int query)
{
    int number = 0;

    return ap_mpm_query(query, &number) == APR_SUCCESS && number > 0 ? number : 1;
}

/* ---- when the configuration is read ---- */

/* The settings of a server, complete. A child process can use as many connections as it has threads. */
static void complete(cc_server_conf_t *conf, int threads)
{
    if (!conf->db.size)
        conf->db.size = threads < POOL_SIZE ? threads : POOL_SIZE;
    if (!conf->db.connect_timeout)
        conf->db.connect_timeout = apr_time_from_sec(CONNECT_TIMEOUT);
    if (!conf->db.query_timeout)
        conf->db.query_timeout = apr_time_from_sec(QUERY_TIMEOUT);
    if (!conf->db.pool_timeout)
        conf->db.pool_timeout = apr_time_from_sec(POOL_TIMEOUT);
    conf->db.prepared = conf->prepared != 0;
    conf->read = conf->db;
    conf->read.conninfo = conf->read_conninfo;
    conf->read.replica = true;
}

/*
 * More connections than threads would never be used: a mistake worth refusing. Otherwise says what PostgreSQL must
 * allow.
 */
static bool check_size(const server_rec *s, const cc_server_conf_t *conf, int threads)
{
    int children = cc_pools_mpm(AP_MPMQ_MAX_DAEMONS), watching = conf->read_conninfo ? 2 : 1;

    if (conf->db.size > threads) {
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, s,
                     "CC0302: CocreatePoolSize %d: a child process has %d thread(s) and can never use more connections",
                     conf->db.size, threads);
        return false;
    }
    ap_log_error(APLOG_MARK, APLOG_INFO, 0, s,
                 "CC0305: at most %d children with %d connections each, and %d to keep watch: %d to PostgreSQL, twice "
                 "that during a graceful restart",
                 children, conf->db.size, watching, children * conf->db.size + watching);
    return true;
}

static const char *database_key(const cc_server_conf_t *conf, apr_pool_t *pool)
{
    return apr_pstrcat(pool, conf->db.conninfo, "\n", conf->read_conninfo, NULL);
}

/* Which one it is on the board: the same strings are the same database. */
static bool number_database(const server_rec *s, cc_server_conf_t *conf, apr_hash_t *databases, apr_pool_t *pool)
{
    const char *key = database_key(conf, pool);
    int *number = apr_hash_get(databases, key, APR_HASH_KEY_STRING);

    if (!number) {
        number = apr_palloc(pool, sizeof *number);
        *number = (int)apr_hash_count(databases);
        apr_hash_set(databases, key, APR_HASH_KEY_STRING, number);
    }
    conf->database = *number;
    if (*number < CC_BOARD_DATABASES)
        return true;
    ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, s,
                 "CC0312: CocreateDatabase and CocreateReadDatabase name more than %d databases", CC_BOARD_DATABASES);
    return false;
}

bool cc_pools_check(server_rec *s, apr_pool_t *ptemp)
{
    int threads = cc_pools_mpm(AP_MPMQ_MAX_THREADS);
    apr_hash_t *databases = apr_hash_make(ptemp);
    bool well = true;

    for (; s; s = s->next) {
        cc_server_conf_t *conf = cc_server_conf(s);

        complete(conf, threads);
        if (conf->db.conninfo)
            well &= check_size(s, conf, threads) && number_database(s, conf, databases, ptemp);
    }
    return well;
}

/* ---- a child process begins ---- */

static const char *pool_key(const cc_db_config_t *db, int database, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%d %d %d %" APR_TIME_T_FMT " %" APR_TIME_T_FMT " %" APR_TIME_T_FMT " %d", database,
                        db->replica, db->size, db->connect_timeout, db->query_timeout, db->pool_timeout, db->prepared);
}

/* The pool of these settings, made when it is not there yet; NULL when that fails. */
static cc_db_t *pool_of(const cc_db_config_t *db, int database, apr_hash_t *pools, cc_board_t *board,
                        const server_rec *s, apr_pool_t *pchild)
{
    const char *key = pool_key(db, database, pchild);
    cc_db_t *made = apr_hash_get(pools, key, APR_HASH_KEY_STRING);

    if (!made && cc_db_create(&made, db, board, database, pchild)) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s, "CC0303: cannot make a pool of connections");
        return NULL;
    }
    apr_hash_set(pools, key, APR_HASH_KEY_STRING, made);
    return made;
}

/* One queue for each pool. Whoever waits in it waits for somebody else's round trip, and then for their own. */
static cc_combine_t *combine_of(const cc_server_conf_t *conf, apr_hash_t *combines, const server_rec *s,
                                apr_pool_t *pchild)
{
    cc_combine_t *made = apr_hash_get(combines, &conf->pool, sizeof conf->pool);

    if (!made && cc_combine_create(&made, conf->pool, conf->db.pool_timeout + conf->db.query_timeout, pchild)) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s, "CC0303: cannot make a pool of connections");
        return NULL;
    }
    apr_hash_set(combines, &conf->pool, sizeof conf->pool, made);
    return made;
}

void cc_pools_child(apr_pool_t *pchild, server_rec *s)
{
    apr_hash_t *pools = apr_hash_make(pchild), *combines = apr_hash_make(pchild);
    cc_board_t *board = cc_board_shared();

    for (; s; s = s->next) {
        cc_server_conf_t *conf = cc_server_conf(s);

        if (conf->db.conninfo)
            conf->pool = pool_of(&conf->db, conf->database, pools, board, s, pchild);
        if (conf->pool && !(conf->combine = combine_of(conf, combines, s, pchild)))
            conf->pool = NULL;
        if (conf->db.conninfo && conf->read_conninfo)
            conf->replica = pool_of(&conf->read, conf->database, pools, board, s, pchild);
    }
}

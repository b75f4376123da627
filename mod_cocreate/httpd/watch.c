/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdogs as mod_watchdog runs them: each in a thread of its own, in one child process of the server at a time. When
 * that child ends, another takes over; around a graceful restart that takes up to two seconds.
 */
#include "glue.h"

#include "watch.h"

#include <apr_optional.h>
#include <apr_strings.h>
#include <mod_watchdog.h>

APLOG_USE_MODULE(cocreate);

/* One watchdog: of a database or of its replica. */
typedef struct watchdog_t {
    server_rec *server;
    const cc_server_conf_t *conf;
    bool of_replica;
    apr_pool_t *pool; /* while it runs, in the child where it does */
    cc_watch_t *watch;
    cc_watch_replica_t *replica;
} watchdog_t;

static void write_log(void *server, cc_level_t level, const char *line)
{
    static const int levels[] = {
        [CC_QUIET] = APLOG_DEBUG, [CC_INFO] = APLOG_INFO, [CC_WARN] = APLOG_WARNING, [CC_ERR] = APLOG_ERR};

    ap_log_error(APLOG_MARK, levels[level], 0, server, "%s", line);
}

static void begin(watchdog_t *dog)
{
    const cc_server_conf_t *conf = dog->conf;
    cc_board_t *board = cc_board_shared();

    if (apr_pool_create(&dog->pool, NULL) != APR_SUCCESS)
        return;
    if (dog->of_replica)
        dog->replica = cc_watch_replica(&conf->db, &conf->read, board, conf->database, dog->pool);
    else
        dog->watch = cc_watch(&conf->db, board, conf->database, dog->pool);
}

static void look(const watchdog_t *dog)
{
    cc_log_t log = {write_log, dog->server};

    if (dog->watch)
        cc_watch_look(dog->watch, &log);
    if (dog->replica)
        cc_watch_replica_look(dog->replica, &log);
}

static void finish(watchdog_t *dog)
{
    dog->watch = NULL;
    dog->replica = NULL;
    if (dog->pool)
        apr_pool_destroy(dog->pool);
    dog->pool = NULL;
}

static apr_status_t called(int state, void *data, apr_pool_t *pool)
{
    watchdog_t *dog = data;

    (void)pool;
    if (state == AP_WATCHDOG_STATE_STARTING)
        begin(dog);
    else if (state == AP_WATCHDOG_STATE_RUNNING)
        look(dog);
    else
        finish(dog);
    return APR_SUCCESS;
}

static bool add_watchdog(server_rec *s, const cc_server_conf_t *conf, bool of_replica, apr_pool_t *pconf)
{
    APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
    APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *add = APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);
    const char *name = apr_psprintf(pconf, "_cocreate_%s%d_", of_replica ? "replica_" : "", conf->database);
    watchdog_t *dog = apr_pcalloc(pconf, sizeof *dog);
    ap_watchdog_t *watchdog;

    *dog = (watchdog_t){.server = s, .conf = conf, .of_replica = of_replica};
    if (get && add && get(&watchdog, name, 0, 1, pconf) == APR_SUCCESS &&
        add(watchdog, CC_WATCH_INTERVAL, dog, called) == APR_SUCCESS)
        return true;
    ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s,
                 "CC0313: nobody keeps watch over the database (is mod_watchdog loaded?): pages are kept for a second, "
                 "rounds do not move on by themselves");
    return false;
}

int cc_watch_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    bool watched[CC_BOARD_DATABASES] = {false};

    (void)plog, (void)ptemp;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG)
        return OK; /* the configuration is only tried out */
    for (; s; s = s->next) {
        const cc_server_conf_t *conf = cc_server_conf(s);

        if (!conf->db.conninfo || watched[conf->database])
            continue;
        watched[conf->database] = true;
        if (!add_watchdog(s, conf, false, pconf))
            break;
        if (conf->read_conninfo)
            add_watchdog(s, conf, true, pconf);
    }
    return OK;
}

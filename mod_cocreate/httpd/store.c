/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CocreateCache: a process-local copy of what is kept, and behind it one of httpd's shared object caches (socache), under a
 * named mutex (Mutex file:... cocreate-cache) where the provider asks for one.
 *
 *     cc_cache_t of this child --miss--> provider, shmcb by default: one for all children
 */
#include "glue.h"

#include "clock.h"

#include <ap_provider.h>
#include <ap_socache.h>
#include <apr_atomic.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <util_mutex.h>

APLOG_USE_MODULE(cocreate);

#define PROVIDER  "shmcb"
#define ARGUMENTS "cocreate-cache(33554432)" /* in the server's runtime directory; 32 MB */
#define LOCAL_MB  16
#define MUTEX     "cocreate-cache"
#define EXPIRES   apr_time_from_sec(86400) /* whether a body is still good is decided by who reads it */

/* What the configuration says; for the whole server, so there is one. */
static struct {
    bool off, asked; /* asked: somebody named a provider, and means it */
    const char *provider_name, *arguments;
    int local_mb;
    const ap_socache_provider_t *provider; /* NULL: every child has its own copy only */
    ap_socache_instance_t *instance;
    apr_global_mutex_t *mutex;
    server_rec *server;
} said;

static cc_cache_t *cache; /* of this child */

cc_cache_t *cc_store_cache(void)
{
    return cache;
}

/* ---- what the configuration says ---- */

int cc_store_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    (void)plog, (void)ptemp;
    memset(&said, 0, sizeof said);
    said.provider_name = PROVIDER;
    said.arguments = ARGUMENTS;
    said.local_mb = LOCAL_MB;
    return ap_mutex_register(pconf, MUTEX, NULL, APR_LOCK_DEFAULT, 0) == APR_SUCCESS ? OK : HTTP_INTERNAL_SERVER_ERROR;
}

/* In a <Location>: whether anything is kept there at all. */
static const char *set_place(cc_dir_conf_t *conf, const char *store, const char *local)
{
    conf->cache = strcasecmp(store, "off") != 0;
    if (local || (conf->cache && strcasecmp(store, "on") != 0))
        return "CocreateCache: in a <Location> it is on or off; the store is the whole server's";
    return NULL;
}

const char *cc_store_set(cmd_parms *cmd, void *dir, const char *store, const char *local)
{
    const char *problem = ap_check_cmd_context(cmd, GLOBAL_ONLY), *colon = strchr(store, ':');
    char *end = NULL;
    long mb = local ? strtol(local, &end, 10) : LOCAL_MB;

    if (cmd->path)
        return set_place(dir, store, local);
    if (problem)
        return problem;
    if (local && (!apr_isdigit(*local) || *end || mb < 1 || mb > 1024))
        return apr_psprintf(cmd->pool, "CocreateCache: \"%s\" is not a whole number of megabytes from 1 to 1024",
                            local);
    if (strcasecmp(store, "on") == 0)
        store = PROVIDER;
    said.off = strcasecmp(store, "off") == 0;
    said.asked = !said.off;
    said.local_mb = (int)mb;
    said.provider_name = colon ? apr_pstrmemdup(cmd->pool, store, (apr_size_t)(colon - store)) : store;
    said.arguments = colon ? colon + 1 : strcmp(store, PROVIDER) == 0 ? ARGUMENTS : NULL;
    return NULL;
}

/* Without a provider that nobody asked for by name, each child keeps its own copy; one that was asked for must be there. */
bool cc_store_check(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *s)
{
    const char *problem;

    if (said.off)
        return true;
    said.provider = ap_lookup_provider(AP_SOCACHE_PROVIDER_GROUP, said.provider_name, AP_SOCACHE_PROVIDER_VERSION);
    if (!said.provider) {
        ap_log_error(APLOG_MARK, (said.asked ? APLOG_ERR : APLOG_INFO) | APLOG_STARTUP, 0, s,
                     "CC0309: CocreateCache: the provider \"%s\" is not there (LoadModule socache_%s_module)",
                     said.provider_name, said.provider_name);
        return !said.asked;
    }
    problem = said.provider->create(&said.instance, said.arguments, ptemp, pconf);
    if (problem)
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, s, "CC0309: CocreateCache: %s: %s", said.provider_name,
                     problem);
    return !problem;
}

static apr_status_t destroy(void *unused)
{
    (void)unused;
    said.provider->destroy(said.instance, said.server);
    return APR_SUCCESS;
}

int cc_store_open(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    /* Without a hint, shmcb is cut into parts that take no object above 14 KB. */
    struct ap_socache_hints hints = {.avg_id_len = CC_CACHE_KEY, .avg_obj_size = 24 * 1024, .expiry_interval = EXPIRES};
    apr_status_t rv = APR_SUCCESS;

    (void)plog, (void)ptemp;
    said.server = s;
    if (said.off || !said.provider || ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG)
        return OK;
    if (said.provider->flags & AP_SOCACHE_FLAG_NOTMPSAFE)
        rv = ap_global_mutex_create(&said.mutex, NULL, MUTEX, NULL, s, pconf, 0);
    if (rv == APR_SUCCESS)
        rv = said.provider->init(said.instance, "cocreate", &hints, s, pconf);
    if (rv != APR_SUCCESS) { /* `httpd -t` cannot see it, so a reload must not end the server for it */
        ap_log_error(APLOG_MARK, APLOG_WARNING | APLOG_STARTUP, rv, s,
                     "CC0309: CocreateCache: %s cannot begin: each child keeps its own copy", said.provider_name);
        said.instance = NULL;
        return OK;
    }
    apr_pool_cleanup_register(pconf, NULL, destroy, apr_pool_cleanup_null);
    return OK;
}

/* ---- the store of the core ---- */

/*
 * A store that fails is left alone for a while: it costs time, and its provider a line in the log each time. What is too
 * large for it is not offered again. Said once by each child.
 */
#define LEFT_ALONE apr_time_from_sec(10)

static uint64_t ask_again;              /* cc_clock() */
static uint64_t too_large = UINT64_MAX; /* the least length that it refused */

static void complain(apr_status_t rv)
{
    static apr_uint32_t complained;

    cc_board_set(&ask_again, (uint64_t)(cc_clock() + LEFT_ALONE));
    if (apr_atomic_cas32(&complained, 1, 0) == 0)
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, said.server,
                     "CC0311: the shared store of CocreateCache (%s) fails: each child keeps its own copy",
                     said.provider_name);
}

static bool enter(void)
{
    if (cc_board_get(&ask_again) > (uint64_t)cc_clock())
        return false;
    return !said.mutex || apr_global_mutex_lock(said.mutex) == APR_SUCCESS;
}

static void leave(void)
{
    if (said.mutex)
        apr_global_mutex_unlock(said.mutex);
}

static apr_size_t get(void *unused, const unsigned char *key, void *to, apr_size_t room, apr_pool_t *pool)
{
    unsigned int len = (unsigned int)room;
    apr_status_t rv;

    (void)unused;
    if (!enter())
        return 0;
    rv = said.provider->retrieve(said.instance, said.server, key, CC_CACHE_KEY, to, &len, pool);
    leave();
    if (rv != APR_SUCCESS && !APR_STATUS_IS_NOTFOUND(rv))
        complain(rv);
    return rv == APR_SUCCESS ? len : 0;
}

static void put(void *unused, const unsigned char *key, const void *bytes, apr_size_t len, apr_pool_t *pool)
{
    apr_status_t rv;

    (void)unused;
    if (len >= cc_board_get(&too_large) || !enter())
        return;
    rv = said.provider->store(said.instance, said.server, key, CC_CACHE_KEY, apr_time_now() + EXPIRES,
                              (unsigned char *)bytes, (unsigned int)len, pool);
    leave();
    if (APR_STATUS_IS_ENOSPC(rv))
        cc_board_set(&too_large, len);
    else if (rv != APR_SUCCESS)
        complain(rv);
}

/* A child process begins. */
void cc_store_child(apr_pool_t *pchild, server_rec *s)
{
    static const cc_store_t store = {get, put, NULL};
    const char *file = said.mutex ? apr_global_mutex_lockfile(said.mutex) : NULL;

    cache = NULL;
    if (said.off)
        return;
    if (said.mutex && apr_global_mutex_child_init(&said.mutex, file, pchild) != APR_SUCCESS)
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s, "CC0311: the mutex " MUTEX " is of no use in this child");
    cache = cc_cache_create((apr_size_t)said.local_mb << 20, said.instance ? &store : NULL, cc_board_shared()->epoch,
                            pchild);
}

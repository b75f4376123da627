/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mod_cocreate: ideas and votes inside a site's own pages.
 *
 * The module maps its own URLs. translate_name and map_to_storage claim what lies under a <Location> with
 * CocreateSite, so that no .htaccess of a CMS and no walk over directories comes between; authentication,
 * authorisation and all filters run as for any other URL. Rewrite rules of the server run before (they may redirect
 * to https, say); ProxyPass comes behind, so that the rest of the site may be another server's.
 */
#include "glue.h"

#include <apr_strings.h>
#include <http_request.h>
#include <string.h>

#define STALE_IF_ERROR 3600 /* seconds */

static void random_bytes(unsigned char *bytes, apr_size_t len)
{
    apr_generate_random_bytes(bytes, len);
}

static cc_mark_t *mark_of(const request_rec *r)
{
    return ap_get_module_config(r->request_config, &cocreate_module);
}

static cc_dir_conf_t *dir_conf(const request_rec *r)
{
    return ap_get_module_config(r->per_dir_config, &cocreate_module);
}

/* ---- ours or not ---- */

static int translate(request_rec *r)
{
    const cc_dir_conf_t *conf = dir_conf(r);
    apr_size_t len = conf->base ? strlen(conf->base) : 0;
    cc_mark_t *mark;

    if (!conf->base || r->proxyreq || strncmp(r->uri, conf->base, len) != 0 || (r->uri[len] && r->uri[len] != '/'))
        return DECLINED;
    mark = apr_pcalloc(r->pool, sizeof *mark);
    mark->path = r->uri + len;
    ap_set_module_config(r->request_config, &cocreate_module, mark);
    /* Not a file; a name for %f in logs and for those who look. */
    r->filename = apr_pstrcat(r->pool, "cocreate:", conf->site, mark->path, NULL);
    return OK;
}

static int map_to_storage(request_rec *r)
{
    return mark_of(r) ? OK : DECLINED;
}

/* Before mod_mime: ".xml" and ".csv" mean what the route table says, not what AddHandler says. */
static int check_type(request_rec *r)
{
    if (!mark_of(r))
        return DECLINED;
    r->handler = "cocreate";
    return OK;
}

/*
 * A page with personal fragments must not be kept by a cache; a fragment cannot say so, its page's headers are sent
 * before it runs. And SetHandler, which the core has applied by now, is meant for what else the site has.
 */
static int fixup(request_rec *r)
{
    if (mark_of(r))
        r->handler = "cocreate";
    if (!r->main && dir_conf(r)->personal == 1)
        apr_table_setn(r->headers_out, "Cache-Control", "private, no-store");
    return DECLINED;
}

/* ---- the request ---- */

static cc_settings_t settings_of(const cc_dir_conf_t *conf)
{
    return (cc_settings_t){
        .place = conf->place,
        .site = conf->site,
        .base = conf->base,
        .language = conf->language,
        .login = conf->login,
        .trusted = conf->trusted,
        .secret = conf->link_secret,
        .freshness = conf->freshness != CC_UNSET ? conf->freshness : 0,
        .stale_if_error = apr_time_from_sec(conf->stale_if_error != CC_UNSET ? conf->stale_if_error : STALE_IF_ERROR)};
}

static cc_env_t env_of(request_rec *r, const cc_dir_conf_t *conf, const cc_server_conf_t *server)
{
    return (cc_env_t){.theme = conf->theme,
                      .wording = conf->wording,
                      .db = server->pool,
                      .replica = server->replica,
                      .combine = server->combine,
                      .board = cc_board_shared(),
                      .database = server->database,
                      .cache = conf->cache != 0 ? cc_store_cache() : NULL,
                      .random = random_bytes,
                      .site_known = conf->site_known,
                      .log = cc_request_log(r)};
}

/* The database's absence, remembered for the other fragments of the same page. */
static const char away_note[] = "cocreate-database-away";

static int answer(request_rec *r, cc_mark_t *mark)
{
    const cc_dir_conf_t *conf = dir_conf(r);
    const cc_server_conf_t *server = cc_server_conf(r->server);
    request_rec *initial = cc_request_initial(r);
    cc_settings_t settings;
    cc_request_t request;
    cc_env_t env;
    cc_reply_t reply;
    const cc_error_t *error;
    int rc;

    if (!server->pool) /* the log says why: CC0303 */
        return HTTP_SERVICE_UNAVAILABLE;
    settings = settings_of(conf);
    env = env_of(r, conf, server);
    env.settings = &settings;
    cc_request_fill(&request, r, mark);
    request.database_away = apr_table_get(initial->notes, away_note) != NULL;
    cc_stop_hold(true);
    error = cc_serve(&reply, &request, &env, r->pool);
    cc_stop_hold(false);
    if (error)
        return error->status; /* the site's own ErrorDocument answers */
    if (reply.status == 503 || reply.late)
        apr_table_setn(initial->notes, away_note, "1");
    mark->reply = &reply; /* for as long as we are here */
    rc = cc_respond(r, &reply);
    mark->reply = NULL;
    return rc;
}

static int handle(request_rec *r)
{
    cc_mark_t *mark = mark_of(r);

    return mark ? answer(r, mark) : DECLINED;
}

static void register_hooks(apr_pool_t *pool)
{
    static const char *const after_rewrite[] = {"mod_rewrite.c", NULL};
    static const char *const before_proxy[] = {"mod_proxy.c", NULL};

    (void)pool;
    ap_hook_pre_config(cc_config_begin, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_pre_config(cc_store_begin, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(cc_board_begin, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_post_config(cc_store_open, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(cc_watch_begin, NULL, NULL, APR_HOOK_MIDDLE); /* mod_watchdog's comes last */
    ap_hook_check_config(cc_config_check, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(cc_pools_child, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_child_init(cc_store_child, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_quick_handler(cc_shell_quick, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_translate_name(translate, after_rewrite, before_proxy, APR_HOOK_FIRST);
    ap_hook_map_to_storage(map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_force_authn(cc_login_force, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_type_checker(check_type, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_fixups(fixup, NULL, NULL, APR_HOOK_LAST);
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_optional_fn_retrieve(cc_login_register, NULL, NULL, APR_HOOK_MIDDLE);
    cc_shell_register();
}

AP_DECLARE_MODULE(cocreate) = {
    STANDARD20_MODULE_STUFF, cc_config_create_dir, cc_config_merge_dir, cc_config_create_server,
    cc_config_merge_server,  cc_directives,        register_hooks,      0,
};

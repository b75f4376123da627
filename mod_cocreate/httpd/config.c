/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directives, and what `httpd -t` says about them.
 *
 * None of them is allowed in .htaccess. A <Location> that carries CocreateSite is registered when it is read, because
 * later nothing lists the <Location> sections of a server: cc_config_check walks that list and compiles each one's
 * theme and rules.
 */
#include "glue.h"

#include <apr_fnmatch.h>
#include <apr_hash.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

APLOG_USE_MODULE(cocreate);

/* What holds where nothing is said. */
#define LANGUAGE "en"

/* A <Location> with CocreateSite, and the server that it stands in. */
typedef struct section_t {
    cc_dir_conf_t *conf;
    server_rec *server;
    const char *where; /* for messages */
} section_t;

static apr_array_header_t *sections; /* of this reading of the configuration */

int cc_config_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    (void)plog, (void)ptemp;
    sections = apr_array_make(pconf, 4, sizeof(section_t));
    return OK;
}

/* ---- create and merge ---- */

void *cc_config_create_dir(apr_pool_t *pool, char *dir)
{
    cc_dir_conf_t *conf = apr_pcalloc(pool, sizeof *conf);

    (void)dir;
    conf->optional_login = conf->personal = CC_UNSET;
    conf->cache = conf->freshness = conf->stale_if_error = conf->server_timing = CC_UNSET;
    return conf;
}

#define TAKE(field)        m->field = add->field ? add->field : base->field
#define TAKE_NUMBER(field) m->field = add->field != CC_UNSET ? add->field : base->field

void *cc_config_merge_dir(apr_pool_t *pool, void *base_conf, void *add_conf)
{
    const cc_dir_conf_t *base = base_conf, *add = add_conf;
    cc_dir_conf_t *m = apr_pcalloc(pool, sizeof *m);

    TAKE(site);
    TAKE(base);
    TAKE(place);
    TAKE(site_known);
    m->theme_folder = add->theme_folder ? add->theme_folder : base->theme_folder;
    m->theme_base = add->theme_folder ? add->theme_base : base->theme_base;
    TAKE(language);
    TAKE(theme);
    TAKE(wording_file);
    TAKE(wording);
    TAKE(shell);
    TAKE(login);
    TAKE(member_name);
    TAKE(member_group);
    TAKE(member_firm);
    TAKE(moderator);
    TAKE(admin);
    TAKE(trusted);
    TAKE(link_secret);
    TAKE_NUMBER(optional_login);
    TAKE_NUMBER(personal);
    TAKE_NUMBER(cache);
    TAKE_NUMBER(freshness);
    TAKE_NUMBER(stale_if_error);
    TAKE_NUMBER(server_timing);
    return m;
}

void *cc_config_create_server(apr_pool_t *pool, server_rec *s)
{
    cc_server_conf_t *conf = apr_pcalloc(pool, sizeof *conf);

    (void)s;
    conf->prepared = CC_UNSET;
    return conf;
}

void *cc_config_merge_server(apr_pool_t *pool, void *base_conf, void *add_conf)
{
    const cc_server_conf_t *base = base_conf, *add = add_conf;
    cc_server_conf_t *m = apr_pcalloc(pool, sizeof *m);

    TAKE(db.conninfo);
    TAKE(read_conninfo);
    TAKE(db.size);
    TAKE(db.connect_timeout);
    TAKE(db.query_timeout);
    TAKE(db.pool_timeout);
    TAKE_NUMBER(prepared);
    return m;
}

/* ---- directives ---- */

/* <Location ~ "..."> takes an expression, and a path may have wildcards: neither says where a page's own links lead. */
static const char *in_location(cmd_parms *cmd)
{
    const ap_directive_t *parent = cmd->directive->parent;
    const char *args = parent ? parent->args : "";

    if (!cmd->path || *cmd->path != '/' || !parent || strcasecmp(parent->directive, "<Location") != 0 ||
        strcmp(ap_getword_conf(cmd->temp_pool, &args), "~") == 0 || apr_fnmatch_test(cmd->path))
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " belongs into a <Location> with a plain path", NULL);
    return NULL;
}

static const char *set_site(cmd_parms *cmd, void *dir, const char *name)
{
    cc_dir_conf_t *conf = dir;
    const char *problem = in_location(cmd);
    apr_size_t len = strlen(name);
    section_t *section;
    char *base;

    if (problem)
        return problem;
    if (len > 32 || !apr_islower(*name) || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
        return apr_pstrcat(cmd->pool, "CocreateSite: \"", name,
                           "\" is not a site name: a lower-case letter, then letters, digits and hyphens, 32 at most",
                           NULL);
    conf->site = name;
    base = apr_pstrdup(cmd->pool, cmd->path);
    for (len = strlen(base); len && base[len - 1] == '/'; len--)
        base[len - 1] = '\0';
    if (!*base)
        return "CocreateSite needs a path of its own: <Location \"/\"> is the whole server";
    conf->base = base;
    conf->site_known = apr_pcalloc(cmd->pool, sizeof *conf->site_known);
    section = apr_array_push(sections);
    conf->place = sections->nelts;
    section->conf = conf;
    section->server = cmd->server;
    section->where = apr_psprintf(cmd->pool, "<Location \"%s\"> (%s:%d)", cmd->path, cmd->directive->filename,
                                  cmd->directive->line_num);
    return NULL;
}

static const char *set_theme(cmd_parms *cmd, void *dir, const char *folder, const char *base)
{
    cc_dir_conf_t *conf = dir;

    conf->theme_folder = ap_server_root_relative(cmd->pool, folder);
    conf->theme_base = base ? ap_server_root_relative(cmd->pool, base) : NULL;
    return NULL;
}

static const char *set_wording(cmd_parms *cmd, void *dir, const char *file)
{
    cc_dir_conf_t *conf = dir;

    conf->wording_file = ap_server_root_relative(cmd->pool, file);
    return conf->wording_file ? NULL : apr_pstrcat(cmd->pool, "CocreateWording: \"", file, "\" is not a path", NULL);
}

static const char *set_language(cmd_parms *cmd, void *dir, const char *language)
{
    cc_dir_conf_t *conf = dir;
    apr_size_t len = strlen(language);

    /* It names a file and an HTML lang attribute. */
    if (len < 2 || len > 20 ||
        strspn(language, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") != len)
        return apr_pstrcat(cmd->pool, "CocreateLanguage: \"", language, "\" is not a language tag such as en or pt-BR",
                           NULL);
    conf->language = language;
    return NULL;
}

static const char *set_path(cmd_parms *cmd, void *dir, const char *path)
{
    if (*path != '/' || path[1] == '/')
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": \"", path, "\" is not a path of this server", NULL);
    return ap_set_string_slot(cmd, dir, path);
}

static const char *set_login(cmd_parms *cmd, void *dir, const char *url)
{
    if (*url != '/' && strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return apr_pstrcat(cmd->pool, "CocreateLogin: \"", url, "\" is neither a path nor an http(s) address", NULL);
    return ap_set_string_slot(cmd, dir, url);
}

static const char *take_expression(cmd_parms *cmd, void *dir, const char *text, unsigned flags)
{
    const char *problem = NULL;
    ap_expr_info_t *expr = ap_expr_parse_cmd(cmd, text, flags, &problem, NULL);

    if (problem)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": cannot read the expression \"", text, "\": ", problem, NULL);
    *(ap_expr_info_t **)((char *)dir + (apr_size_t)cmd->info) = expr;
    return NULL;
}

static const char *set_text(cmd_parms *cmd, void *dir, const char *text)
{
    return take_expression(cmd, dir, text, AP_EXPR_FLAG_STRING_RESULT);
}

static const char *set_condition(cmd_parms *cmd, void *dir, const char *text)
{
    return take_expression(cmd, dir, text, 0);
}

static const char *add_trusted(cmd_parms *cmd, void *dir, const char *origin)
{
    cc_dir_conf_t *conf = dir;
    const char *host = strstr(origin, "://");

    host = host ? host + 3 : origin;
    if (!*host || strpbrk(host, "/?#* ") != NULL)
        return apr_pstrcat(cmd->pool, "CocreateTrustedOrigin: \"", origin,
                           "\" is not host, host:port or scheme://host:port", NULL);
    if (!conf->trusted)
        conf->trusted = apr_array_make(cmd->pool, 2, sizeof(char *));
    APR_ARRAY_PUSH(conf->trusted, const char *) = host;
    return NULL;
}

static const char *set_link_secret(cmd_parms *cmd, void *dir, const char *file)
{
    cc_dir_conf_t *conf = dir;
    const char *path = ap_server_root_relative(cmd->pool, file);
    const char *problem = path ? cc_secret_load(&conf->link_secret, path, cmd->pool) : "is not a path";

    return problem ? apr_pstrcat(cmd->pool, "CocreateLinkSecret: ", file, " ", problem, NULL) : NULL;
}

/* cmd->info is the offset of the string in cc_server_conf_t. */
static const char *set_database(cmd_parms *cmd, void *unused, const char *conninfo)
{
    const char *problem = cc_db_check_conninfo(conninfo, cmd->pool);

    (void)unused;
    /* The string may hold a password: it is not repeated in the message. */
    if (problem)
        return apr_pstrcat(cmd->pool, cmd->cmd->name, " ", problem, NULL);
    *(const char **)((char *)cc_server_conf(cmd->server) + (apr_size_t)cmd->info) = conninfo;
    return NULL;
}

/* What the watchdog learns of one replica says nothing of another, to which a connection might lead. */
static const char *set_replica(cmd_parms *cmd, void *unused, const char *conninfo)
{
    if (cc_db_count_hosts(conninfo, cmd->pool) > 1)
        return "CocreateReadDatabase names more than one host: it is one replica";
    return set_database(cmd, unused, conninfo);
}

/* A whole number of `least` to `most`, and nothing behind it. */
static const char *number_in(cmd_parms *cmd, const char *text, int least, int most, int *number)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (!apr_isdigit(*text) || *end || n < least || n > most)
        return apr_psprintf(cmd->pool, "%s: \"%s\" is not a whole number from %d to %d", cmd->cmd->name, text, least,
                            most);
    *number = (int)n;
    return NULL;
}

static const char *set_pool_size(cmd_parms *cmd, void *unused, const char *text)
{
    (void)unused;
    return number_in(cmd, text, 1, CC_DB_SIZE_MAX, &cc_server_conf(cmd->server)->db.size);
}

/* cmd->info is the offset of the time in cc_db_config_t. */
static const char *set_seconds(cmd_parms *cmd, void *unused, const char *text)
{
    int seconds = 0;
    const char *problem = number_in(cmd, text, 1, 600, &seconds);

    (void)unused;
    if (!problem)
        *(apr_interval_time_t *)((char *)&cc_server_conf(cmd->server)->db + (apr_size_t)cmd->info) =
            apr_time_from_sec(seconds);
    return problem;
}

/* cmd->info is the offset of the number in cc_dir_conf_t. */
static const char *set_keeping(cmd_parms *cmd, void *dir, const char *text)
{
    return number_in(cmd, text, 0, 86400, (int *)((char *)dir + (apr_size_t)cmd->info));
}

static const char *set_prepared(cmd_parms *cmd, void *unused, int on)
{
    (void)unused;
    cc_server_conf(cmd->server)->prepared = on;
    return NULL;
}

#define DIR_SLOT(field)    (void *)offsetof(cc_dir_conf_t, field)
#define SERVER_SLOT(field) (void *)offsetof(cc_server_conf_t, field)
#define DB_SLOT(field)     (void *)offsetof(cc_db_config_t, field)
#define WHERE_SITE         (RSRC_CONF | ACCESS_CONF)

const command_rec cc_directives[] = {
    AP_INIT_TAKE1("CocreateDatabase", set_database, SERVER_SLOT(db.conninfo), RSRC_CONF, "connection string of libpq"),
    AP_INIT_TAKE1("CocreateReadDatabase", set_replica, SERVER_SLOT(read_conninfo), RSRC_CONF,
                  "connection string of a streaming replica"),
    AP_INIT_TAKE1("CocreatePoolSize", set_pool_size, NULL, RSRC_CONF, "connections of one child process"),
    AP_INIT_TAKE1("CocreateConnectTimeout", set_seconds, DB_SLOT(connect_timeout), RSRC_CONF, "seconds"),
    AP_INIT_TAKE1("CocreateQueryTimeout", set_seconds, DB_SLOT(query_timeout), RSRC_CONF, "seconds"),
    AP_INIT_TAKE1("CocreatePoolTimeout", set_seconds, DB_SLOT(pool_timeout), RSRC_CONF, "seconds"),
    AP_INIT_FLAG("CocreatePrepared", set_prepared, NULL, RSRC_CONF, "Off behind a pooler in transaction mode"),
    AP_INIT_TAKE1("CocreateSite", set_site, NULL, ACCESS_CONF, "name of the site in the database"),
    AP_INIT_TAKE12("CocreateTheme", set_theme, NULL, WHERE_SITE, "folder of the theme, and of the one it builds on"),
    AP_INIT_TAKE1("CocreateWording", set_wording, NULL, WHERE_SITE, "file with more rules for the wording check"),
    AP_INIT_TAKE1("CocreateLanguage", set_language, NULL, WHERE_SITE, "language of the words"),
    AP_INIT_TAKE1("CocreateShell", set_path, DIR_SLOT(shell), WHERE_SITE, "path of the page around ours"),
    AP_INIT_TAKE1("CocreateLogin", set_login, DIR_SLOT(login), WHERE_SITE,
                  "address of the sign-in page; the path to return to is appended"),
    AP_INIT_TAKE1("CocreateMemberName", set_text, DIR_SLOT(member_name), WHERE_SITE, "string expression"),
    AP_INIT_TAKE1("CocreateMemberGroup", set_text, DIR_SLOT(member_group), WHERE_SITE, "string expression"),
    AP_INIT_TAKE1("CocreateMemberFirm", set_text, DIR_SLOT(member_firm), WHERE_SITE, "string expression"),
    AP_INIT_TAKE1("CocreateModerator", set_condition, DIR_SLOT(moderator), WHERE_SITE, "boolean expression"),
    AP_INIT_TAKE1("CocreateAdmin", set_condition, DIR_SLOT(admin), WHERE_SITE, "boolean expression"),
    AP_INIT_FLAG("CocreateOptionalLogin", ap_set_flag_slot, DIR_SLOT(optional_login), WHERE_SITE,
                 "On: sign in who is signed in, let others read"),
    AP_INIT_FLAG("CocreatePersonal", ap_set_flag_slot, DIR_SLOT(personal), WHERE_SITE,
                 "On: fragments in these pages know who is signed in"),
    AP_INIT_ITERATE("CocreateTrustedOrigin", add_trusted, NULL, WHERE_SITE, "hosts whose forms are taken"),
    AP_INIT_TAKE12("CocreateCache", cc_store_set, NULL, WHERE_SITE,
                   "off, or a socache provider; megabytes that each child keeps itself"),
    AP_INIT_TAKE1("CocreateFreshness", set_keeping, DIR_SLOT(freshness), WHERE_SITE,
                  "seconds for which browsers and proxies keep a visitor's reply"),
    AP_INIT_TAKE1("CocreateStaleIfError", set_keeping, DIR_SLOT(stale_if_error), WHERE_SITE,
                  "seconds for which the last good page is shown while the database is away"),
    AP_INIT_FLAG("CocreateServerTiming", ap_set_flag_slot, DIR_SLOT(server_timing), WHERE_SITE,
                 "On: say where the time went, to the browser and the access log"),
    AP_INIT_TAKE1("CocreateLinkSecret", set_link_secret, NULL, WHERE_SITE, "file with the secret of signed links"),
    {NULL},
};

/* ---- what httpd -t says ---- */

static void write_server_log(void *server, cc_level_t level, const char *line)
{
    (void)level;
    ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, server, "%s", line);
}

/*
 * Completes a section with what the server says for all, and compiles its theme and rules. False, with the reason
 * logged, when it cannot work.
 */
static bool check_section(section_t *section, apr_hash_t *wordings, apr_pool_t *pconf)
{
    cc_dir_conf_t *conf = section->conf;
    const cc_dir_conf_t *all = ap_get_module_config(section->server->lookup_defaults, &cocreate_module);
    const cc_dir_conf_t *whole = cc_config_merge_dir(pconf, (void *)all, conf);
    const char *missing = !cc_server_conf(section->server)->db.conninfo ? "CocreateDatabase"
                          : !whole->theme_folder                        ? "CocreateTheme"
                                                                        : NULL;
    cc_log_t log = {write_server_log, section->server};
    cc_theme_t *theme;

    if (missing) {
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, section->server, "CC0301: %s: %s is missing",
                     section->where, missing);
        return false;
    }
    conf->language = whole->language ? whole->language : LANGUAGE;
    if (cc_theme_load(&theme, whole->theme_folder, whole->theme_base, conf->language, &log, pconf))
        return false;
    conf->theme = theme;
    conf->wording = cc_config_wording(whole->wording_file, wordings, section->server, section->where, pconf);
    return conf->wording != NULL;
}

int cc_config_check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    apr_hash_t *wordings = apr_hash_make(ptemp); /* by the name of the administrator's file */
    bool well = cc_pools_check(s, ptemp) & cc_store_check(pconf, ptemp, s);

    (void)plog;
    for (int i = 0; i < sections->nelts; i++)
        well &= check_section(&APR_ARRAY_IDX(sections, i, section_t), wordings, pconf);
    return well ? OK : HTTP_INTERNAL_SERVER_ERROR;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The glue between httpd and the core: the only files that include httpd's headers.
 *
 *     mod_cocreate.c  the hooks            config.c   the directives and what `httpd -t` checks
 *     request.c       request_rec -> request          respond.c  reply -> brigade
 *     shell.c         the site's own page around ours login.c    CocreateOptionalLogin
 *     gather.c        brigades -> bytes              wording.c  CocreateWording
 *     secret.c        CocreateLinkSecret             pools.c    what each server has of the database
 *     board.c         memory of all children         store.c    CocreateCache
 *     watch.c         the watchdogs
 */
#ifndef CC_GLUE_H
#define CC_GLUE_H

#include "cocreate.h"

#include <ap_expr.h>
#include <apr_hash.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <httpd.h>

extern module AP_MODULE_DECLARE_DATA cocreate_module;

#define CC_UNSET (-1)

/* One server or virtual host. */
typedef struct cc_server_conf_t {
    cc_db_config_t db; /* times 0 and numbers CC_UNSET: not said here */
    int prepared;
    const char *read_conninfo; /* CocreateReadDatabase */
    cc_db_config_t read;       /* as db, for the replica */
    cc_combine_t *combine;     /* of this process; goes with the pool */
    int database;              /* which one it is on the board; given by cc_pools_check */
    cc_db_t *pool, *replica;   /* of this process, made in child_init; shared by hosts that say the same */
} cc_server_conf_t;

static inline cc_server_conf_t *cc_server_conf(const server_rec *s)
{
    return ap_get_module_config(s->module_config, &cocreate_module);
}

/* One <Location>, or what the server says for all of them. */
typedef struct cc_dir_conf_t {
    const char *site, *base;
    int place; /* the number of the section */
    const char *theme_folder, *theme_base, *language;
    const char *shell, *login;
    ap_expr_info_t *member_name, *member_group, *member_firm, *moderator, *admin;
    apr_array_header_t *trusted;
    const cc_secret_t *link_secret;
    int optional_login, personal;
    int cache, freshness, stale_if_error, server_timing; /* CC_UNSET: not said here; times in seconds */
    const char *wording_file;
    const cc_theme_t *theme;     /* compiled by cc_config_check */
    const cc_wording_t *wording; /* compiled by cc_config_check */
    apr_uint32_t *site_known;
} cc_dir_conf_t;

/* What we remember of a request that is ours; NULL for all others. */
typedef struct cc_mark_t {
    const char *path;  /* below the base */
    cc_reply_t *reply; /* a page on its way into the site's shell */
} cc_mark_t;

/* ---- config.c ---- */
extern const command_rec cc_directives[];
void *cc_config_create_dir(apr_pool_t *pool, char *dir);
void *cc_config_merge_dir(apr_pool_t *pool, void *base, void *add);
void *cc_config_create_server(apr_pool_t *pool, server_rec *s);
void *cc_config_merge_server(apr_pool_t *pool, void *base, void *add);
int cc_config_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp);
/* Themes and rules are compiled and what can be known without the database is checked: `httpd -t` comes here. */
int cc_config_check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/* ---- pools.c ---- */
/* What ap_mpm_query() says, 1 at least. */
int cc_pools_mpm(int query);
/* Completes what each server says of its database. False, with the reason logged, when it cannot work. */
bool cc_pools_check(server_rec *s, apr_pool_t *ptemp);
/* A child process begins: makes its pools. */
void cc_pools_child(apr_pool_t *pchild, server_rec *s);

/* ---- watch.c ---- */
/* Has mod_watchdog keep watch over each database, in one child of this start of the server. */
int cc_watch_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/* ---- stop.c ---- */
/* Under prefork: holds a stop back, in this thread, and lets it come. */
void cc_stop_hold(bool hold);

/* ---- board.c ---- */
int cc_board_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);
/* What the children of this start of the server share. */
cc_board_t *cc_board_shared(void);

/* ---- store.c ---- */
/* The hooks pre_config, post_config and child_init, in this order; the directive; its check. */
int cc_store_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp);
const char *cc_store_set(cmd_parms *cmd, void *dir, const char *store, const char *local);
bool cc_store_check(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *s);
int cc_store_open(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);
void cc_store_child(apr_pool_t *pchild, server_rec *s);
/* What this child keeps; NULL with CocreateCache off. */
cc_cache_t *cc_store_cache(void);

/* ---- wording.c ---- */
/*
 * The built-in rules of the wording check with those of `file`, NULL for none; NULL when the file is wrong, which is
 * logged with `where`. `loaded` keeps what one reading of the configuration has compiled.
 */
const cc_wording_t *cc_config_wording(const char *file, apr_hash_t *loaded, const server_rec *s, const char *where,
                                      apr_pool_t *pool);

/* ---- secret.c ---- */
/* Reads the secret of signed links. NULL, or what is wrong with the file. */
const char *cc_secret_load(const cc_secret_t **secret, const char *path, apr_pool_t *pool);

/* ---- request.c ---- */
/* The request that a person made: the one behind sub-requests and internal redirects. */
request_rec *cc_request_initial(request_rec *r);
void cc_request_fill(cc_request_t *request, request_rec *r, const cc_mark_t *mark);
cc_log_t cc_request_log(request_rec *r);

/* ---- gather.c ---- */
typedef struct cc_gather_t {
    char *bytes; /* not NUL-terminated */
    apr_size_t len, size, max;
    bool overflow; /* more than `max` came; nothing is kept from there on */
    bool ended;    /* EOS was seen */
    apr_pool_t *pool;
} cc_gather_t;

cc_gather_t cc_gather_begin(apr_size_t max, apr_pool_t *pool);
/* Takes the data of a brigade and empties it. An error is that of reading a bucket. */
apr_status_t cc_gather_take(cc_gather_t *gather, apr_bucket_brigade *bb);

/* ---- respond.c ---- */
int cc_respond(request_rec *r, cc_reply_t *reply);
int cc_respond_bytes(request_rec *r, const char *bytes, apr_size_t len);

/* ---- shell.c ---- */
void cc_shell_register(void);
/*
 * The page in the site's shell, NULL when the shell cannot be used (one line in the log): then the built-in page is
 * taken.
 */
const char *cc_shell_page(request_rec *r, cc_reply_t *reply, const cc_dir_conf_t *conf, apr_size_t *len);
/* Answers COCREATE_FRAGMENT inside the shell; DECLINED for everything else. */
int cc_shell_quick(request_rec *r, int lookup);

/* ---- login.c ---- */
void cc_login_register(void);
int cc_login_force(request_rec *r);

#endif

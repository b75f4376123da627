/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The core's one entry: a plain request in, a plain reply out.
 *
 *     request -> route -> guard -> page or action -> document -> representation -> reply
 *
 * Knows no httpd. The glue (mod_cocreate/httpd/) fills the request from a request_rec and turns the reply into a
 * brigade; unit tests do the same by hand.
 */
#ifndef CC_COCREATE_H
#define CC_COCREATE_H

#include "board.h"
#include "cache.h"
#include "combine.h"
#include "db.h"
#include "error.h"
#include "signed.h"
#include "theme.h"
#include "wording.h"

#include <apr_pools.h>
#include <apr_tables.h>
#include <stdbool.h>

#define CC_BODY_MAX (256 * 1024) /* bytes of a form: 10,000 characters of four bytes, percent-encoded, and room */

/* What the webmaster said about one <Location>. */
typedef struct cc_settings_t {
    int place;                          /* tells this <Location> from the others of the configuration */
    const char *site;                   /* CocreateSite */
    const char *base;                   /* the Location's path without a slash at its end */
    const char *language;               /* CocreateLanguage */
    const char *login;                  /* CocreateLogin, NULL when not set */
    const apr_array_header_t *trusted;  /* CocreateTrustedOrigin: host or host:port, const char * */
    const cc_secret_t *secret;          /* CocreateLinkSecret, NULL when not set */
    int freshness;                      /* CocreateFreshness, seconds */
    apr_interval_time_t stale_if_error; /* CocreateStaleIfError */
} cc_settings_t;

/* What a request needs from the process; a test replaces any of it. */
typedef struct cc_env_t {
    const cc_settings_t *settings;
    const cc_theme_t *theme;
    const cc_wording_t *wording; /* the compiled rules of the wording check */
    cc_db_t *db;
    cc_db_t *replica;      /* where pages may be read, NULL without CocreateReadDatabase */
    cc_combine_t *combine; /* the queue of those whose actions are done together */
    cc_board_t *board;     /* NULL: nothing is known of what changes, and nothing is kept */
    int database;          /* which one on the board */
    cc_cache_t *cache;     /* NULL: nothing is kept */
    void (*random)(unsigned char *bytes, apr_size_t len); /* cryptographically strong */
    apr_uint32_t *site_known; /* does the database have the site (page.c): 0 unasked; shared by the threads */
    cc_log_t log;
} cc_env_t;

/* Who is there; subject NULL is a visitor. */
typedef struct cc_viewer_t {
    const char *subject; /* the site's own name for the person, REMOTE_USER; text (text.h); or "link:..." (signed.h) */
    const char *name;    /* shown to others */
    const char *group;   /* key of a member group */
    const char *firm;    /* where they work, NULL when nobody says */
    bool moderator;
    bool admin; /* an admin is also a moderator */
} cc_viewer_t;

typedef struct cc_request_t {
    const char *method;
    const char *path;  /* below the base, decoded, begins with "/" */
    const char *query; /* as sent, NULL when there is none */
    const char *accept;
    const char *content_type;
    const char *host;           /* Host header */
    const char *origin;         /* Origin header */
    const char *sec_fetch_site; /* Sec-Fetch-Site header */
    const char *server;         /* "https://example.org", for absolute links */
    bool sub;                   /* an SSI include or the like: reads only, and fails quietly */
    bool database_away;         /* an earlier part of the same page has found out: do not wait again */
    cc_viewer_t viewer;
    /* Reads the request's body, at most `max` bytes: CC_E_TOO_LARGE beyond, CC_E_CLIENT_GONE when it breaks off. */
    const cc_error_t *(*read_body)(void *baton, apr_size_t max, const char **bytes, apr_size_t *len);
    void *baton;
} cc_request_t;

typedef struct cc_export_t cc_export_t;

/* Where the time of a reply went; for Server-Timing and the access log. */
typedef struct cc_timing_t {
    apr_interval_time_t db, render;
    const char *cache; /* hit, stale (somebody renders it anew), late (the database is away), miss, off */
} cc_timing_t;

typedef struct cc_reply_t {
    int status;
    const char *type;     /* Content-Type; NULL: no body */
    apr_table_t *headers; /* Location, Allow, Cache-Control, Vary, Retry-After, ... */
    const char *body;
    apr_size_t len;
    const char *etag; /* with its quotes; NULL: these bytes are not for everybody, or will not come again */
    bool late;        /* kept from before the database went away */
    apr_time_t age;   /* seconds since the body was known to be good; 0: it is now */
    cc_timing_t timing;
    bool page;           /* a full page: `body` goes into the site's shell, with title and head */
    bool shown;          /* page: the shell has included the body by itself */
    const char *title;   /* page: its title, as HTML text */
    const char *head;    /* page: what belongs into <head> */
    cc_export_t *export; /* more of the body comes from cc_export_next */
} cc_reply_t;

/*
 * Answers `request`. Always fills `reply`: a person's mistake and a fault of the database have pages of their own.
 * Returns an error only where the site answers instead of us: CC_E_NO_ROUTE (the site's 404), CC_E_RENDER (its 500).
 */
const cc_error_t *cc_serve(cc_reply_t *reply, const cc_request_t *request, const cc_env_t *env, apr_pool_t *pool);

/* The next piece of a streamed body in scratch memory; *len 0 at the end. */
const cc_error_t *cc_export_next(cc_export_t *export, const char **bytes, apr_size_t *len, apr_pool_t *scratch);

/*
 * Puts a page's title, head, body and language where the markers of `shell` are (<!--cocreate:title-->, head, body,
 * lang; the first of each). NULL when the body has not been shown and the shell has no place for it.
 */
const char *cc_shell_fill(const char *shell, apr_size_t shell_len, const cc_reply_t *reply, const char *language,
                          apr_pool_t *pool, apr_size_t *len);

#endif

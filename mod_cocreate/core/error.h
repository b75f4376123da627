/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of errors.
 *
 * A core function that can fail returns `const cc_error_t *`: NULL for success, otherwise an entry of
 * this table. The entry says everything that follows from it: the HTTP status, the message key that
 * the theme has words for, how loud it is in the log and under which id. What happened in this very
 * case is logged where it happened, with cc_log().
 */
#ifndef CC_ERROR_H
#define CC_ERROR_H

#include <apr_pools.h>

typedef enum {
    CC_QUIET, /* a person's mistake, answered on the page: nothing in the log */
    CC_INFO,
    CC_WARN,
    CC_ERR,
} cc_level_t;

typedef struct cc_error_t {
    int status;       /* HTTP status of the reply */
    const char *key;  /* message key for the theme */
    cc_level_t level; /* how it is logged */
    const char *id;   /* log id, "CCnnnn", documented in docs/log.md */
} cc_error_t;

typedef enum {
    CC_E_PARAMETER,    /* a known query parameter is malformed or repeated */
    CC_E_SIGN_IN,      /* only members may do this */
    CC_E_CROSS_SITE,   /* the form came from another site */
    CC_E_NOT_YOURS,    /* somebody else's resource */
    CC_E_MODERATORS,   /* only moderators may do this */
    CC_E_NOT_FOUND,    /* the resource does not exist */
    CC_E_NO_ROUTE,     /* no such path: the site's own 404 */
    CC_E_METHOD,       /* 405 */
    CC_E_CHANGED,      /* 409 */
    CC_E_TOO_LARGE,    /* 413 */
    CC_E_TYPE,         /* 415 */
    CC_E_REFUSED,      /* 422: shown at the fields */
    CC_E_CLIENT_GONE,  /* the body could not be read */
    CC_E_LINK_GONE,    /* 410: a signed link that is forged or has expired */
    CC_E_DB_DOWN,      /* no connection to be had */
    CC_E_DB_BUSY,      /* no free connection in time */
    CC_E_DB_SLOW,      /* the deadline of a statement has passed */
    CC_E_DB_LOST,      /* the connection broke */
    CC_E_DB_SQL,       /* the server refused a statement */
    CC_E_DB_SCHEMA,    /* the schema is not the one that this module knows */
    CC_E_DB_READ_ONLY, /* the server takes no writes */
    CC_E_DB_FULL,      /* the server has no connection left for us */
    CC_E_SITE_UNKNOWN, /* CocreateSite names a site that the database does not have */
    CC_E_THEME,        /* a theme does not load, compile or balance */
    CC_E_RENDER,       /* a page could not be rendered */
    CC_E_SHELL,        /* the site's shell failed: the built-in page is used */
    CC_E_COUNT
} cc_error_code_t;

/* The entry of `code`. Never NULL. */
const cc_error_t *cc_error(cc_error_code_t code);

/*
 * What an outcome row of the rules means: the entry with this HTTP status and this key, or one from `pool` that has the
 * status of an entry and the rules' own key. `key` may be NULL; a status that no entry has is CC_E_DB_SQL.
 */
const cc_error_t *cc_error_of(int status, const char *key, apr_pool_t *pool);

/*
 * Where log lines go. The core never names httpd: the glue gives a writer that calls ap_log_rerror,
 * a unit test one that collects.
 */
typedef struct cc_log_t {
    void (*write)(void *baton, cc_level_t level, const char *line);
    void *baton;
} cc_log_t;

/*
 * Writes "CCnnnn: ..." at the level of `error` (nothing for CC_QUIET or a NULL log), cut at 1,000
 * bytes. Returns `error`, so that a failing function ends in `return cc_log(...)`.
 */
const cc_error_t *cc_log(const cc_log_t *log, const cc_error_t *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

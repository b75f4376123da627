/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A theme: a folder of XSLT, words, one built-in page and files for browsers. A brand's folder builds on ours: it is
 * searched first, and its sheets import ours as cocreate:/base/NAME.
 *
 * Everything is read and compiled once, when the configuration is checked, by one thread; afterwards a theme is
 * read-only and shared by all threads. No file is opened and no parser is run while requests are served. Only
 * theme.c, theme_words.c and render.c know libxslt.
 */
#ifndef CC_THEME_H
#define CC_THEME_H

#include "error.h"

#include <apr_pools.h>
#include <stdbool.h>

#define CC_THEME_FILE_MAX (1024 * 1024)

typedef struct cc_theme_t cc_theme_t;

/* A file for browsers: cocreate.css, cocreate.js, pictures. */
typedef struct cc_asset_t {
    const char *name;   /* "cocreate.css" */
    const char *hashed; /* "cocreate.0123456789abcdef.css": changes with the content */
    const char *type;   /* media type */
    const char *bytes;
    apr_size_t len;
} cc_asset_t;

/*
 * Loads `folder` (and `base`, the folder that it builds on, or NULL) in `language`. CC_E_THEME with one log line for
 * what is wrong: a file that cannot be read, XML that is not well-formed, a DOCTYPE, a stylesheet that does not
 * compile, an unknown word, a `sort` whose order is computed (libxslt corrupts memory when two threads run it).
 */
const cc_error_t *cc_theme_load(cc_theme_t **theme, const char *folder, const char *base, const char *language,
                                const cc_log_t *log, apr_pool_t *pool);

/* The asset called `name`, with or without its hash; NULL when there is none. *hashed tells which. */
const cc_asset_t *cc_theme_asset(const cc_theme_t *theme, const char *name, bool *hashed);

/* Says which theme it is: another for other content of any of its files. */
const char *cc_theme_version(const cc_theme_t *theme);

/* The built-in page with its markers. */
const char *cc_theme_page(const cc_theme_t *theme, apr_size_t *len);

#endif

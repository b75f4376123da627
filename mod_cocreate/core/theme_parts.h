/* SPDX-License-Identifier: Apache-2.0 */
/* What theme.c, theme_words.c and render.c share. */
#ifndef CC_THEME_PARTS_H
#define CC_THEME_PARTS_H

#include "theme.h"

#include <apr_hash.h>
#include <apr_tables.h>
#include <libxml/tree.h>
#include <libxslt/xsltInternals.h>

#define CC_THEME_NS "urn:mod_cocreate"

struct cc_theme_t {
    xsltStylesheetPtr html, atom, calendar;
    const char *version;
    const char *page;
    apr_size_t page_len;
    apr_hash_t *assets; /* by name and by hashed name -> cc_asset_t */
    apr_hash_t *words;  /* key -> text */
};

/* Reads words ("key = text" lines) into `words`. NULL, or what is wrong. */
const char *cc_words_read(apr_hash_t *words, const char *bytes, apr_pool_t *pool);

/*
 * Puts words into a stylesheet before it is compiled: each <cc:text key="..."/>, and {cc:key} in attributes;
 * {cc:asset/NAME} becomes the address of an asset below the base. NULL, or what is wrong.
 */
const char *cc_words_place(xmlDocPtr sheet, const cc_theme_t *theme, apr_pool_t *pool);

#endif

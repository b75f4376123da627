/* SPDX-License-Identifier: Apache-2.0 */
/* Document to representation: the theme's transforms, under limits and without any access to files or network. */
#ifndef CC_RENDER_H
#define CC_RENDER_H

#include "error.h"
#include "slots.h"
#include "theme.h"

#include <libxml/tree.h>

/* What html.xsl makes: three parts, each cut at its slots. */
typedef struct cc_parts_t {
    cc_body_t *title, *head, *body;
} cc_parts_t;

/*
 * CC_E_RENDER, logged, when the theme fails on this document: too deep, too much, not the three parts, slots that do
 * not balance.
 */
const cc_error_t *cc_render_html(cc_parts_t *parts, xmlDocPtr doc, const cc_theme_t *theme, const cc_log_t *log,
                                 apr_pool_t *pool);
/* What calendar.xsl makes, as calendar.h writes it. */
const cc_error_t *cc_render_calendar(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                     const cc_log_t *log, apr_pool_t *pool);
const cc_error_t *cc_render_atom(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                 const cc_log_t *log, apr_pool_t *pool);

#endif

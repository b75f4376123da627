/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML of a result tree, cut at the slots. Our own serialiser, for a reason: libxml2's copies <!-- --> inside
 * attribute values as it stands, which lets a title reach the site's INCLUDES filter, and writes processing
 * instructions without their end.
 *
 * Written: elements (void ones without end tag), attributes, text. `& < > "` are always escaped, in text and in
 * attributes. A line end at the beginning of textarea or pre is doubled, because browsers drop the first. Comments,
 * namespace declarations and the prefixes of elements are left out.
 *
 * Refused (CC_E_RENDER): processing instructions other than slots, slots that are unbalanced or cross an element,
 * `style` elements, `script` and void elements with content, and more than CC_HTML_MAX bytes.
 */
#ifndef CC_HTML_H
#define CC_HTML_H

#include "error.h"
#include "slots.h"
#include <libxml/tree.h>

#define CC_HTML_MAX (4 * 1024 * 1024)

/* Serialises the children of `parent` into *body: all of its memory is from `pool`, the tree may go. */
const cc_error_t *cc_html_write(cc_body_t **body, xmlNodePtr parent, const cc_log_t *log, apr_pool_t *pool);

/* Writes `s` as HTML text at `to`, which has room for CC_HTML_ESCAPED times as many bytes. Returns the end. */
#define CC_HTML_ESCAPED 6
char *cc_html_escape(char *to, const char *s);

#endif

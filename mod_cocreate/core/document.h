/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The document: rows of named queries as an XML tree, mapped by the names of their columns.
 *
 *     "@number"        attribute of the row's element
 *     "title"          child element with this text
 *     "author/@group"  attribute of a child element
 *     "body|markdown"  child element with the tree of a Markdown text
 *     "body|excerpt"   child element with the beginning of a Markdown text, as plain words
 *     "title|was", "title|now"   two columns, one child element: what changed
 *     "reason|finding" the value names a rule of the wording check, "de L1": child element with the reason, then two
 *                      <better>
 *
 *     "@link|signed"   "SCOPE.ID.EXPIRES" as a signed link (signed.h); left out where there is no secret
 *
 * A NULL is left out. Every text is checked once more (text.h): whatever the database holds, the document can be read.
 */
#ifndef CC_DOCUMENT_H
#define CC_DOCUMENT_H

#include "embedded.h"
#include "signed.h"
#include "wording.h"

#include <apr_pools.h>
#include <libxml/tree.h>

/* An empty document with its root element <cocreate>; freed with `pool`, or early with cc_document_free. */
xmlNodePtr cc_document_new(apr_pool_t *pool);
void cc_document_free(xmlNodePtr root, apr_pool_t *pool);

/* Appends an element; sets an attribute (nothing when `value` is NULL); appends text. None of them parses its text. */
xmlNodePtr cc_document_element(xmlNodePtr parent, const char *name);
void cc_document_attribute(xmlNodePtr element, const char *name, const char *value);
void cc_document_text(xmlNodePtr element, const char *text);

/* What filters need besides a value. */
typedef struct cc_filters_t {
    const cc_wording_t *wording;
    const cc_secret_t *secret;
    const char *site;
} cc_filters_t;

/* Appends the rows of a query as its `element` says. */
void cc_document_rows(xmlNodePtr root, const char *element, const cc_rows_t *rows, const cc_filters_t *filters,
                      apr_pool_t *pool);

/* Appends the reason of a finding, as an element of this name, and its two other ways to ask, <better>. */
void cc_document_finding(xmlNodePtr parent, const char *name, const cc_finding_t *finding);

/* The document as UTF-8 XML, from `pool`. NULL when it cannot be written. */
const char *cc_document_xml(xmlDocPtr doc, apr_pool_t *pool, apr_size_t *len);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application/x-www-form-urlencoded (WHATWG URL, section 5.1), for form bodies and query strings alike.
 *
 * At most CC_FORM_FIELDS fields are kept; names and values are decoded; a field that is sent twice,
 * that is not text (text.h) or whose percent-encoding is malformed is marked, never dropped: the
 * caller decides whether it matters (an unknown query parameter does not).
 */
#ifndef CC_FORM_H
#define CC_FORM_H

#include <apr_pools.h>
#include <stdbool.h>

#define CC_FORM_FIELDS 128

typedef struct cc_field_t {
    const char *name;
    const char *value; /* decoded; repaired (cc_text_repair) when not valid */
    bool valid;        /* false: malformed encoding, invalid UTF-8 or a character that XML cannot carry */
    bool repeated;     /* the name occurred again; value is the first one */
} cc_field_t;

typedef struct cc_form_t {
    cc_field_t field[CC_FORM_FIELDS];
    int count;
    bool overflow; /* more than CC_FORM_FIELDS fields were sent (each counts): the rest has not been read */
} cc_form_t;

/* Parses `len` bytes. Never fails. Line ends CR LF (what browsers send for a textarea) and CR become LF. */
cc_form_t *cc_form_parse(const char *bytes, apr_size_t len, apr_pool_t *pool);

/* The field called `name`, or NULL. */
const cc_field_t *cc_form_field(const cc_form_t *form, const char *name);

/* Percent-encodes `s` for use as a query value (RFC 3986 unreserved characters and '/' stay). */
const char *cc_form_escape(const char *s, apr_pool_t *pool);

#endif

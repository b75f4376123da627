/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON text (RFC 8259) for the parameters of SQL functions: flat objects whose values are strings, and arrays of such
 * objects. It is written, never read.
 */
#ifndef CC_JSON_H
#define CC_JSON_H

#include <apr_pools.h>
#include <apr_tables.h>

/*
 * {"name": "value", ...} of `count` pairs, in their order. Names and values are text (text.h); a pair whose value is
 * NULL is left out.
 */
const char *cc_json_object(const char *const *name, const char *const *value, int count, apr_pool_t *pool);

/* [...] of objects, an array of const char *. */
const char *cc_json_array(const apr_array_header_t *object, apr_pool_t *pool);

#endif

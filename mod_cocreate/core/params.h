/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Query parameters: which values they may have, and what an absent one means. An unknown parameter (utm_source,
 * fbclid) is ignored and left out of the canonical link; a known one that is malformed or repeated is an error that
 * names it.
 */
#ifndef CC_PARAMS_H
#define CC_PARAMS_H

#include "error.h"

#include <apr_pools.h>
#include <apr_tables.h>
#include <stdbool.h>

/*
 * Takes the parameters that `known` lists ("sort kind") from a query string into `params`, defaults included.
 * CC_E_PARAMETER: *bad is the name of the one that is wrong.
 */
const cc_error_t *cc_params_take(apr_table_t *params, const char *known, const char *query, const char **bad,
                                 apr_pool_t *pool);

/*
 * "?sort=top&after=9_17": those of `known` that differ from their default, in the order of our table (q comes last, and
 * what is behind "q=" is it alone, percent-encoded), without what is said in passing (done, text); "" when none.
 */
const char *cc_params_canonical(const apr_table_t *params, const char *known, apr_pool_t *pool);

/*
 * True for what makes a page that hardly anybody asks for again: words that somebody typed, a confirmation. Kept, they would
 * push out the pages that everybody reads.
 */
bool cc_params_is_fleeting(const char *name);

/* True when `name` is one of the words of `list`, "voted mine tally". A NULL list has none. */
bool cc_params_listed(const char *list, const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that come in brigades, gathered into one piece with a maximum: the body of a form, what a shell prints. */
#include "glue.h"

#include <string.h>

#define FIRST_SIZE 8192

cc_gather_t cc_gather_begin(apr_size_t max, apr_pool_t *pool)
{
    return (cc_gather_t){.pool = pool, .max = max, .size = FIRST_SIZE, .bytes = apr_palloc(pool, FIRST_SIZE)};
}

static void keep(cc_gather_t *g, const char *data, apr_size_t len)
{
    g->overflow |= g->len + len > g->max;
    if (g->overflow)
        return;
    if (g->len + len > g->size) {
        char *larger = apr_palloc(g->pool, g->size = 2 * (g->len + len));

        memcpy(larger, g->bytes, g->len);
        g->bytes = larger;
    }
    memcpy(g->bytes + g->len, data, len);
    g->len += len;
}

apr_status_t cc_gather_take(cc_gather_t *g, apr_bucket_brigade *bb)
{
    for (apr_bucket *b = APR_BRIGADE_FIRST(bb); b != APR_BRIGADE_SENTINEL(bb); b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t len;
        apr_status_t rv;

        g->ended |= APR_BUCKET_IS_EOS(b);
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        rv = apr_bucket_read(b, &data, &len, APR_BLOCK_READ);
        if (rv != APR_SUCCESS)
            return rv;
        keep(g, data, len);
    }
    apr_brigade_cleanup(bb);
    return APR_SUCCESS;
}

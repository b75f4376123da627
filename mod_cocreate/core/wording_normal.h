/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question as the patterns of the wording check see it: lower-case ASCII, one blank between words. The only file that
 * knows libutf8proc.
 */
#ifndef CC_WORDING_NORMAL_H
#define CC_WORDING_NORMAL_H

#include <apr_pools.h>
#include <stdbool.h>

/*
 * The `len` bytes at `text`, which are valid UTF-8, in that form; NUL-terminated, *normal_len long. `german`: umlauts
 * become two letters instead of losing their dots.
 */
const char *cc_wording_normal(const char *text, apr_size_t len, bool german, apr_size_t *normal_len, apr_pool_t *pool);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was rendered, and the block of memory in which it can be kept: without pointers, so that it lies in a cache of this
 * process or of the whole server just as well.
 *
 *     | head: sizes, versions, places | key | etag | keys of the slots | bytes and segments of title, head and body |
 *
 * A block that comes from a cache is looked through before it is used: a store may be another process's.
 */
#ifndef CC_KEPT_H
#define CC_KEPT_H

#include "slots.h"

#include <apr_pools.h>
#include <stdbool.h>

enum { CC_PART_TITLE, CC_PART_HEAD, CC_PART_BODY, CC_PARTS };

#define CC_SLOT_QUERIES 8 /* queries of schema/pages/slots.sql at most */

typedef struct cc_kept_t {
    cc_body_t part[CC_PARTS];          /* what is not HTML is a body of one segment */
    const char *keys[CC_SLOT_QUERIES]; /* what each query of slots.sql is asked about, "{17,4}"; NULL: nothing */
    const char *etag;                  /* of what a visitor gets, with its quotes; NULL: none */
    uint64_t version, soon;            /* of its topics, read before its queries ran */
    uint64_t made;                     /* cc_clock() then */
} cc_kept_t;

/* `kept` as one block from `pool`, under the name `key`. */
const void *cc_kept_pack(const cc_kept_t *kept, const char *key, apr_pool_t *pool, apr_size_t *size);

/*
 * Opens a block: *kept points into it. False when it is none of ours, or damaged, or was kept under another name. `trusted`:
 * it has been opened before, and only the name is compared.
 */
bool cc_kept_open(cc_kept_t *kept, const void *block, apr_size_t size, const char *key, bool trusted);

#endif

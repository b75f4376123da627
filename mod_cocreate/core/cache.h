/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks by name: a copy in this process, and behind it a store that all processes of the server share.
 *
 * The copy is bounded in bytes; what was asked for longest ago goes first. A block that somebody is reading stays until
 * they are done with it, whatever happens to its name meanwhile.
 *
 * Threads: all of it may be called by any thread at any time.
 */
#ifndef CC_CACHE_H
#define CC_CACHE_H

#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

/* The store behind: the glue gives one of httpd's socache providers. It may forget, refuse, or lie about a block. */
typedef struct cc_store_t {
    /* Copies the block called `key` (CC_CACHE_KEY bytes) to `to`, at most `room` bytes. Its length, 0 when there is none. */
    apr_size_t (*get)(void *baton, const unsigned char *key, void *to, apr_size_t room, apr_pool_t *scratch);
    void (*put)(void *baton, const unsigned char *key, const void *bytes, apr_size_t len, apr_pool_t *scratch);
    void *baton;
} cc_store_t;

#define CC_CACHE_KEY       16
#define CC_CACHE_BLOCK_MAX (256 * 1024) /* bytes; what is larger is not kept */

typedef struct cc_cache_t cc_cache_t;

/* A cache of at most `max` bytes, until `pool` ends. `store` may be NULL. `seed`: other seeds see nothing of its blocks. */
cc_cache_t *cc_cache_create(apr_size_t max, const cc_store_t *store, uint64_t seed, apr_pool_t *pool);

/* The block in this process, valid until `pool` ends; NULL when there is none. */
const void *cc_cache_get(cc_cache_t *cache, const char *name, apr_size_t *size, apr_pool_t *pool);

/* The block in the store behind, copied to `pool`; NULL when there is none. */
const void *cc_cache_fetch(cc_cache_t *cache, const char *name, apr_size_t *size, apr_pool_t *pool);

/* Keeps a copy of the block in this process. One that is too large is not kept. */
void cc_cache_put(cc_cache_t *cache, const char *name, const void *block, apr_size_t size);

/* The same in the store behind. */
void cc_cache_share(cc_cache_t *cache, const char *name, const void *block, apr_size_t size, apr_pool_t *scratch);

/* A number for this name, the same in all processes of the server. */
uint64_t cc_cache_hash(const cc_cache_t *cache, const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The copy in this process: a table of chains and a list by last use, under one lock that is held for a few instructions.
 * Blocks come from malloc: a pool would keep what it has given once.
 *
 *     chain[hash] -> entry -> entry        newest <-> ... <-> oldest
 *
 * An entry is owned by the table and by each reader; who lets go last frees it.
 */
#include "cache.h"

#include <apr_siphash.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CHAINS 4096

typedef struct entry_t entry_t;
struct entry_t {
    entry_t *next;          /* in its chain */
    entry_t *newer, *older; /* by last use */
    cc_cache_t *cache;
    uint64_t hash;
    int owners;
    apr_size_t size;
    char *name;
    max_align_t block[];
};

struct cc_cache_t {
    apr_thread_mutex_t *lock;
    const cc_store_t *store;
    unsigned char key[2][APR_SIPHASH_KSIZE];
    /* all below: under the lock */
    apr_size_t bytes, max;
    entry_t *chain[CHAINS];
    entry_t *newest, *oldest;
};

uint64_t cc_cache_hash(const cc_cache_t *cache, const char *name)
{
    return apr_siphash24(name, strlen(name), cache->key[0]);
}

/* ---- entries; all under the lock ---- */

static void unlist(cc_cache_t *c, entry_t *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void list_first(cc_cache_t *c, entry_t *e)
{
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static entry_t *find(const cc_cache_t *c, uint64_t hash, const char *name)
{
    entry_t *e = c->chain[hash % CHAINS];

    while (e && (e->hash != hash || strcmp(e->name, name) != 0))
        e = e->next;
    return e;
}

static apr_size_t cost_of(const entry_t *e)
{
    return sizeof *e + e->size + strlen(e->name) + 1;
}

static void let_go(entry_t *e)
{
    if (--e->owners > 0)
        return;
    free(e->name);
    free(e);
}

static void forget(cc_cache_t *c, entry_t *e)
{
    entry_t **place = &c->chain[e->hash % CHAINS];

    while (*place != e)
        place = &(*place)->next;
    *place = e->next;
    unlist(c, e);
    c->bytes -= cost_of(e);
    let_go(e);
}

/* ---- from outside ---- */

static apr_status_t let_go_later(void *data)
{
    entry_t *e = data;
    cc_cache_t *c = e->cache;

    apr_thread_mutex_lock(c->lock);
    let_go(e);
    apr_thread_mutex_unlock(c->lock);
    return APR_SUCCESS;
}

const void *cc_cache_get(cc_cache_t *c, const char *name, apr_size_t *size, apr_pool_t *pool)
{
    uint64_t hash = cc_cache_hash(c, name);
    entry_t *e;

    apr_thread_mutex_lock(c->lock);
    e = find(c, hash, name);
    if (e) {
        e->owners++;
        if (e != c->newest) {
            unlist(c, e);
            list_first(c, e);
        }
    }
    apr_thread_mutex_unlock(c->lock);
    if (!e)
        return NULL;
    apr_pool_cleanup_register(pool, e, let_go_later, apr_pool_cleanup_null);
    *size = e->size;
    return e->block;
}

static entry_t *new_entry(cc_cache_t *c, const char *name, const void *block, apr_size_t size)
{
    entry_t *e = malloc(sizeof *e + size);
    char *copy = strdup(name);

    if (!e || !copy) { /* then it is not kept */
        free(e);
        free(copy);
        return NULL;
    }
    *e = (entry_t){.cache = c, .hash = cc_cache_hash(c, name), .owners = 1, .size = size, .name = copy};
    memcpy(e->block, block, size);
    return e;
}

static void keep_here(cc_cache_t *c, entry_t *e)
{
    entry_t *old;

    apr_thread_mutex_lock(c->lock);
    old = find(c, e->hash, e->name);
    if (old)
        forget(c, old);
    e->next = c->chain[e->hash % CHAINS];
    c->chain[e->hash % CHAINS] = e;
    list_first(c, e);
    c->bytes += cost_of(e);
    for (entry_t *last = c->oldest, *newer; c->bytes > c->max && last != e; last = newer) {
        newer = last->newer;
        forget(c, last);
    }
    apr_thread_mutex_unlock(c->lock);
}

/* The name as the store knows it. */
static void store_key(const cc_cache_t *c, const char *name, unsigned char *key)
{
    apr_size_t len = strlen(name);

    apr_siphash24_auth(key, name, len, c->key[0]);
    apr_siphash24_auth(key + APR_SIPHASH_DSIZE, name, len, c->key[1]);
}

const void *cc_cache_fetch(cc_cache_t *c, const char *name, apr_size_t *size, apr_pool_t *pool)
{
    unsigned char key[CC_CACHE_KEY];
    void *room, *block = NULL;

    if (!c->store || !(room = malloc(CC_CACHE_BLOCK_MAX)))
        return NULL;
    store_key(c, name, key);
    *size = c->store->get(c->store->baton, key, room, CC_CACHE_BLOCK_MAX, pool);
    if (*size > 0)
        block = apr_pmemdup(pool, room, *size);
    free(room);
    return block;
}

void cc_cache_put(cc_cache_t *c, const char *name, const void *block, apr_size_t size)
{
    entry_t *e = size <= CC_CACHE_BLOCK_MAX && size < c->max ? new_entry(c, name, block, size) : NULL;

    if (e)
        keep_here(c, e);
}

void cc_cache_share(cc_cache_t *c, const char *name, const void *block, apr_size_t size, apr_pool_t *scratch)
{
    unsigned char key[CC_CACHE_KEY];

    if (!c->store || size > CC_CACHE_BLOCK_MAX)
        return;
    store_key(c, name, key);
    c->store->put(c->store->baton, key, block, size, scratch);
}

/* Readers' pools are all gone when a process ends: what is left is ours. */
static apr_status_t forget_all(void *data)
{
    cc_cache_t *c = data;

    for (entry_t *e = c->oldest, *newer; e; e = newer) {
        newer = e->newer;
        let_go(e);
    }
    return APR_SUCCESS;
}

cc_cache_t *cc_cache_create(apr_size_t max, const cc_store_t *store, uint64_t seed, apr_pool_t *pool)
{
    cc_cache_t *c = apr_pcalloc(pool, sizeof *c);

    if (apr_thread_mutex_create(&c->lock, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS)
        return NULL;
    c->store = store;
    c->max = max;
    for (int i = 0; i < 2; i++) {
        c->key[i][8] = (unsigned char)i;
        memcpy(c->key[i], &seed, sizeof seed);
    }
    apr_pool_cleanup_register(pool, c, forget_all, apr_pool_cleanup_null);
    return c;
}

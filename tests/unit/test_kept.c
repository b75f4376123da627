/* SPDX-License-Identifier: Apache-2.0 */
/* kept.h, cache.h: what was rendered as one block; blocks in this process and in the store behind. */
#include "cache.h"
#include "kept.h"
#include "html.h"
#include "unit.h"

#include <stdlib.h>

static cc_kept_t example(void)
{
    cc_kept_t kept = {.etag = "\"abc\"", .version = 7, .soon = 8, .made = 9};
    cc_body_t *body;

    assert_null(cc_html_write(&body,
                              unit_tree("<r><p>text</p><?cc-choose voted 17?><b>taken</b><?cc-else?><i>vote</i>"
                                        "<?cc-end?><?cc-value tally 17?>12<?cc-end?></r>"),
                              &unit_log, unit_pool));
    kept.part[CC_PART_BODY] = *body;
    assert_null(cc_html_write(&body, unit_tree("<r>Title</r>"), &unit_log, unit_pool));
    kept.part[CC_PART_TITLE] = *body;
    kept.keys[0] = "{17}";
    return kept;
}

static const char *filled(const cc_body_t *body, bool voted)
{
    cc_answers_t *answers = apr_hash_make(unit_pool);
    apr_size_t len;

    apr_hash_set(answers, "voted 17", APR_HASH_KEY_STRING, "yes");
    return cc_slots_fill(body, voted ? answers : NULL, unit_pool, &len);
}

static void comes_out_as_it_went_in(void **state)
{
    cc_kept_t in = example(), out;
    apr_size_t size;
    const void *block = cc_kept_pack(&in, "the name", unit_pool, &size);
    char *elsewhere = apr_pmemdup(unit_pool, block, size);

    (void)state;
    memset((void *)block, 'x', size); /* nothing points into the first one */
    assert_true(cc_kept_open(&out, elsewhere, size, "the name", false));
    assert_string_equal(out.etag, "\"abc\"");
    assert_int_equal(out.version, 7);
    assert_int_equal(out.soon, 8);
    assert_int_equal(out.made, 9);
    assert_string_equal(out.keys[0], "{17}");
    assert_null(out.keys[1]);
    assert_string_equal(filled(&out.part[CC_PART_TITLE], false), "Title");
    assert_string_equal(filled(&out.part[CC_PART_HEAD], false), "");
    assert_string_equal(filled(&out.part[CC_PART_BODY], false), "<p>text</p><i>vote</i>12");
    assert_string_equal(filled(&out.part[CC_PART_BODY], true), "<p>text</p><b>taken</b>12");
    assert_false(cc_kept_open(&out, elsewhere, size, "the nam", false));
    assert_false(cc_kept_open(&out, elsewhere, size - 1, "the name", false));
    assert_false(cc_kept_open(&out, elsewhere, 3, "the name", false));
}

/* A store may give back anything: whatever is opened can be filled, and filling stays in the block. */
static void damage_is_seen_or_harmless(void **state)
{
    cc_kept_t in = example(), out;
    apr_size_t size;
    const void *block = cc_kept_pack(&in, "the name", unit_pool, &size);
    char *whole = malloc(size), *copy = malloc(size); /* for the sanitizer: its end is the end */
    int opened = 0;

    (void)state;
    srand(4);
    memcpy(whole, block, size);
    for (int i = 0; i < 200000; i++) {
        memcpy(copy, whole, size);
        for (int n = rand() % 4; n >= 0; n--)
            copy[rand() % size] = (char)(rand() % 3 ? rand() : rand() % 2 ? 0 : 0xFF);
        if (!cc_kept_open(&out, copy, size, "the name", false))
            continue;
        opened++;
        for (int part = 0; part < CC_PARTS; part++) {
            assert_true(strlen(filled(&out.part[part], i % 2)) < 100 * size);
            apr_pool_clear(unit_pool);
        }
    }
    free(whole);
    free(copy);
    assert_true(opened > 1000);
}

/* ---- the cache ---- */

static char store_bytes[64];
static apr_size_t store_len;
static unsigned char store_key[CC_CACHE_KEY];

static apr_size_t get(void *baton, const unsigned char *key, void *to, apr_size_t room, apr_pool_t *scratch)
{
    (void)baton, (void)scratch;
    if (memcmp(key, store_key, CC_CACHE_KEY) != 0 || store_len > room)
        return 0;
    memcpy(to, store_bytes, store_len);
    return store_len;
}

static void put(void *baton, const unsigned char *key, const void *bytes, apr_size_t len, apr_pool_t *scratch)
{
    (void)baton, (void)scratch;
    memcpy(store_key, key, CC_CACHE_KEY);
    memcpy(store_bytes, bytes, len);
    store_len = len;
}

static const cc_store_t store = {get, put, NULL};

static void keeps_by_name(void **state)
{
    cc_cache_t *cache = cc_cache_create(100000, NULL, 1, unit_pool);
    apr_size_t size;

    (void)state;
    assert_null(cc_cache_get(cache, "one", &size, unit_pool));
    cc_cache_put(cache, "one", "first", 6);
    cc_cache_put(cache, "two", "second", 7);
    assert_string_equal(cc_cache_get(cache, "one", &size, unit_pool), "first");
    assert_int_equal(size, 6);
    cc_cache_put(cache, "one", "again", 6);
    assert_string_equal(cc_cache_get(cache, "one", &size, unit_pool), "again");
    assert_string_equal(cc_cache_get(cache, "two", &size, unit_pool), "second");
    assert_null(cc_cache_fetch(cache, "one", &size, unit_pool));
}

static void what_is_read_stays_while_it_is_replaced(void **state)
{
    cc_cache_t *cache = cc_cache_create(100000, NULL, 1, unit_pool);
    apr_pool_t *request;
    apr_size_t size;
    const char *block;

    (void)state;
    apr_pool_create(&request, NULL);
    cc_cache_put(cache, "one", "first", 6);
    block = cc_cache_get(cache, "one", &size, request);
    cc_cache_put(cache, "one", "again", 6);
    assert_string_equal(block, "first");
    apr_pool_destroy(request);
    assert_string_equal(cc_cache_get(cache, "one", &size, unit_pool), "again");
}

static void the_oldest_goes_first_and_the_bound_holds(void **state)
{
    cc_cache_t *cache = cc_cache_create(20000, NULL, 1, unit_pool);
    static char block[1000];
    apr_size_t size;
    int left = 0;

    (void)state;
    for (int i = 0; i < 100; i++) {
        cc_cache_put(cache, apr_itoa(unit_pool, i), block, sizeof block);
        assert_non_null(cc_cache_get(cache, "0", &size, unit_pool)); /* asked for all the time: it stays */
    }
    for (int i = 0; i < 100; i++)
        left += cc_cache_get(cache, apr_itoa(unit_pool, i), &size, unit_pool) != NULL;
    assert_true(left >= 15 && left <= 20);
    assert_null(cc_cache_get(cache, "1", &size, unit_pool));
    assert_non_null(cc_cache_get(cache, "99", &size, unit_pool));
    cc_cache_put(cache, "too large", block, 20000);
    assert_null(cc_cache_get(cache, "too large", &size, unit_pool));
}

static void the_store_behind_is_by_seed(void **state)
{
    cc_cache_t *one = cc_cache_create(1000, &store, 1, unit_pool), *same = cc_cache_create(1000, &store, 1, unit_pool),
               *other = cc_cache_create(1000, &store, 2, unit_pool);
    apr_size_t size;

    (void)state;
    cc_cache_share(one, "one", "first", 6, unit_pool);
    assert_null(cc_cache_get(one, "one", &size, unit_pool));
    assert_string_equal(cc_cache_fetch(same, "one", &size, unit_pool), "first");
    assert_null(cc_cache_fetch(same, "two", &size, unit_pool));
    assert_null(cc_cache_fetch(other, "one", &size, unit_pool));
    assert_true(cc_cache_hash(one, "one") == cc_cache_hash(same, "one"));
    assert_true(cc_cache_hash(one, "one") != cc_cache_hash(other, "one"));
}

UNIT_MAIN("kept", test(comes_out_as_it_went_in), test(damage_is_seen_or_harmless), test(keeps_by_name),
          test(what_is_read_stays_while_it_is_replaced), test(the_oldest_goes_first_and_the_bound_holds),
          test(the_store_behind_is_by_seed))

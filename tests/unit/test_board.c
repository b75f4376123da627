/* SPDX-License-Identifier: Apache-2.0 */
/* board.h: versions, leases. */
#include "board.h"
#include "unit.h"

#include <apr_thread_proc.h>

static cc_board_t *new_board(void)
{
    return apr_pcalloc(unit_pool, sizeof(cc_board_t));
}

static void a_topic_has_a_version_of_its_own(void **state)
{
    cc_board_t *board = new_board();
    uint64_t first, second;

    (void)state;
    assert_int_equal(cc_board_version(board, 0, "brand", "ideas"), 0);
    first = cc_board_raise(board, 0, "brand", "ideas");
    assert_true(first > 0);
    assert_int_equal(cc_board_version(board, 0, "brand", "ideas"), first);
    assert_int_equal(cc_board_version(board, 1, "brand", "ideas"), 0);
    assert_int_equal(cc_board_version(board, 0, "brandi", "deas"), 0);
    assert_int_equal(cc_board_version(board, 0, "brand", "idea 1"), 0);
    second = cc_board_raise(board, 0, "brand", "idea 1");
    assert_true(second > first);
    assert_int_equal(cc_board_version(board, 0, "brand", "ideas"), first);
}

static void everything_is_raised_at_once(void **state)
{
    cc_board_t *board = new_board();
    uint64_t before = cc_board_raise(board, 0, "brand", "ideas");

    (void)state;
    cc_board_raise_all(board);
    assert_true(cc_board_version(board, 0, "brand", "ideas") > before);
    assert_true(cc_board_version(board, 3, "other", "never raised") > before);
}

static void long_names_are_told_apart_and_stay_in_bounds(void **state)
{
    cc_board_t *board = new_board();
    const char *member = apr_pstrcat(unit_pool, "member ", unit_repeat("\xC3\xA4", 255), NULL);
    const char *endless = unit_repeat("x", 5000);

    (void)state;
    cc_board_raise(board, 0, "brand", member);
    assert_true(cc_board_version(board, 0, "brand", member) > 0);
    cc_board_raise(board, 0, endless, endless);
    assert_true(cc_board_version(board, 0, endless, endless) > 0);
}

static void a_lease_is_for_one_until_it_ends(void **state)
{
    cc_board_t *board = new_board();

    (void)state;
    assert_true(cc_board_lease(board, 5, 100, 200));
    assert_false(cc_board_lease(board, 5, 150, 250));
    assert_true(cc_board_lease(board, 6, 150, 250));
    assert_true(cc_board_lease(board, 5, 200, 300)); /* the first one was never given back */
    cc_board_release(board, 5, 200);                 /* too late: it is another's now */
    assert_false(cc_board_lease(board, 5, 250, 350));
    cc_board_release(board, 5, 300);
    assert_true(cc_board_lease(board, 5, 250, 350));
}

enum { THREADS = 4, RAISES = 20000 };

static void *APR_THREAD_FUNC raise_often(apr_thread_t *thread, void *board)
{
    uint64_t last = 0;

    for (int i = 0; i < RAISES; i++) {
        uint64_t mine = cc_board_raise(board, 0, "brand", "ideas");

        if (mine <= last || cc_board_version(board, 0, "brand", "ideas") < mine)
            apr_thread_exit(thread, APR_EGENERAL);
        last = mine;
    }
    return NULL;
}

static void a_version_never_falls(void **state)
{
    cc_board_t *board = new_board();
    apr_thread_t *thread[THREADS];
    apr_status_t ended;

    (void)state;
    for (int i = 0; i < THREADS; i++)
        apr_thread_create(&thread[i], NULL, raise_often, board, unit_pool);
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&ended, thread[i]);
        assert_int_equal(ended, APR_SUCCESS);
    }
    assert_int_equal(cc_board_version(board, 0, "brand", "ideas"), THREADS * RAISES);
}

UNIT_MAIN("board", test(a_topic_has_a_version_of_its_own), test(everything_is_raised_at_once),
          test(long_names_are_told_apart_and_stay_in_bounds), test(a_lease_is_for_one_until_it_ends),
          test(a_version_never_falls))

/* SPDX-License-Identifier: Apache-2.0 */
/* keep.h: how long what was kept is good, for whom, who renders it anew, and for how long it is shown late. */
#include "unit.h"

#include "keep.c" /* what is good, by any clock */

#define NOW       ((uint64_t)apr_time_from_sec(1000))
#define AGO(secs) (NOW - (uint64_t)apr_time_from_sec(secs))
#define VERSION   7 /* of the page's topics, and of those that may be late */
#define SOON      5

static cc_board_t *board;
static cc_settings_t settings;
static cc_env_t env;
static cc_reply_t reply;
static cc_work_t work;

/* A request; `member` asks, NULL for a visitor. The watchdog has just looked. */
static void ask(const char *member, unsigned as)
{
    board = apr_pcalloc(unit_pool, sizeof *board);
    board->db[0].polled_at = NOW;
    settings = (cc_settings_t){.site = "brand", .stale_if_error = apr_time_from_sec(60)};
    env = (cc_env_t){.settings = &settings, .board = board, .cache = cc_cache_create(1 << 20, NULL, 1, unit_pool)};
    memset(&reply, 0, sizeof reply);
    work = (cc_work_t){.env = &env, .reply = &reply, .pool = unit_pool, .as = as, .viewer = {.subject = member}};
}

static bool good(uint64_t version, uint64_t soon, uint64_t made)
{
    const cc_kept_t kept = {.version = version, .soon = soon, .made = made};

    return is_good(&kept, VERSION, SOON, NOW, &work);
}

static void a_change_ends_it(void **state)
{
    (void)state;
    ask(NULL, CC_AS_PAGE);
    assert_true(good(VERSION, SOON, AGO(3)));
    assert_true(good(VERSION + 1, SOON + 1, AGO(3)));
    assert_false(good(VERSION - 1, SOON, AGO(0)));
}

static void time_ends_it(void **state)
{
    (void)state;
    ask("ada", CC_AS_XML);
    assert_true(good(VERSION, SOON, AGO(10)));
    assert_false(good(VERSION, SOON, AGO(11)));
    assert_true(good(VERSION, SOON, NOW + 1)); /* another process was a moment later */
}

static void where_nobody_watches_it_ends_sooner(void **state)
{
    const uint64_t looked[] = {0, AGO(2)}; /* never; not for a while */

    (void)state;
    for (int i = 0; i < COUNT(looked); i++) {
        ask(NULL, CC_AS_PAGE);
        board->db[0].polled_at = looked[i];
        assert_true(good(VERSION, SOON, AGO(1)));
        assert_false(good(VERSION, SOON, AGO(2)));
    }
}

/* Visitors, and members who get slots, may see a list in the order of a second ago; nobody longer than that. */
static void some_changes_may_wait(void **state)
{
    const struct {
        const char *member;
        unsigned as;
        bool waits;
    } row[] = {{NULL, CC_AS_PAGE, true},      {NULL, CC_AS_XML, true},   {"ada", CC_AS_PAGE, true},
               {"ada", CC_AS_FRAGMENT, true}, {"ada", CC_AS_XML, false}, {"ada", CC_AS_ATOM, false}};

    (void)state;
    for (int i = 0; i < COUNT(row); i++) {
        ask(row[i].member, row[i].as);
        assert_int_equal(good(VERSION, SOON - 1, AGO(1)), row[i].waits);
        assert_false(good(VERSION, SOON - 1, AGO(1) - 1));
    }
}

static bool gets_the_old_one(const char *member, bool found, uint64_t made)
{
    cc_keep_t keep = {.name = "page", .found = found, .kept = {.made = made}};

    work.viewer.subject = member;
    return is_being_rendered(&keep, NOW, &work);
}

static void one_renders_and_visitors_get_the_old_one(void **state)
{
    cc_keep_t first = {.name = "page"};

    (void)state;
    ask(NULL, CC_AS_PAGE);
    assert_false(is_being_rendered(&first, NOW, &work));
    assert_true(gets_the_old_one(NULL, true, AGO(11)));
    assert_false(gets_the_old_one("ada", true, AGO(11))); /* may have changed it */
    assert_false(gets_the_old_one(NULL, false, 0));
    assert_false(gets_the_old_one(NULL, true, AGO(20)));
    cc_keep_end(&first, &work);
    assert_false(gets_the_old_one(NULL, true, AGO(11))); /* is the next to render */
    assert_true(gets_the_old_one(NULL, true, AGO(11)));
}

static void during_an_outage_nobody_renders(void **state)
{
    (void)state;
    ask(NULL, CC_AS_PAGE);
    board->db[0].outage = 1;
    assert_false(gets_the_old_one(NULL, true, AGO(1)));
    board->db[0].outage = 0;
    assert_false(gets_the_old_one(NULL, true, AGO(1))); /* so the turn is still to be had */
}

static void late_for_a_while_and_for_an_absence_only(void **state)
{
    const uint64_t now = (uint64_t)cc_clock();
    const struct {
        bool found;
        cc_error_code_t error;
        int stale_if_error;
        bool late;
    } row[] = {{true, CC_E_DB_DOWN, 60, true},   {true, CC_E_DB_SLOW, 60, true}, {true, CC_E_DB_DOWN, 1, false},
               {false, CC_E_DB_DOWN, 60, false}, {true, CC_E_METHOD, 60, false}, {true, CC_E_DB_DOWN, 0, false}};

    (void)state;
    for (int i = 0; i < COUNT(row); i++) {
        cc_keep_t keep = {.found = row[i].found, .kept = {.made = now - (uint64_t)apr_time_from_sec(5)}};

        ask(NULL, CC_AS_PAGE);
        settings.stale_if_error = apr_time_from_sec(row[i].stale_if_error);
        assert_int_equal(cc_keep_late(&keep, cc_error(row[i].error), &work), row[i].late);
        assert_int_equal(reply.late, row[i].late);
        assert_true(row[i].late ? reply.age >= 5 : reply.age == 0);
    }
}

static void the_highest_of_its_topics_counts(void **state)
{
    uint64_t ideas, idea;

    (void)state;
    ask(NULL, CC_AS_PAGE);
    work.params = apr_table_make(unit_pool, 1);
    assert_int_equal(version_of(NULL, &work), 0);
    assert_int_equal(version_of("ideas, idea {number}", &work), UINT64_MAX); /* which idea? Never good */
    apr_table_setn(work.params, "number", "17");
    idea = cc_board_raise(board, 0, "brand", "idea 17");
    assert_int_equal(version_of("ideas, idea {number}", &work), idea);
    ideas = cc_board_raise(board, 0, "brand", "ideas");
    assert_int_equal(version_of("ideas, idea {number}", &work), ideas);
    assert_int_equal(version_of("idea {number}", &work), idea);
    cc_board_raise(board, 0, "brand", "idea 1");
    assert_int_equal(version_of("idea {number}", &work), idea);
}

UNIT_MAIN("keep", test(a_change_ends_it), test(time_ends_it), test(where_nobody_watches_it_ends_sooner),
          test(some_changes_may_wait), test(one_renders_and_visitors_get_the_old_one),
          test(during_an_outage_nobody_renders), test(late_for_a_while_and_for_an_absence_only),
          test(the_highest_of_its_topics_counts))

/* SPDX-License-Identifier: Apache-2.0 */
/* error.h: the table of errors, and what gets into the log. */
#include "unit.h"

#include <apr_lib.h>

static void every_error_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < CC_E_COUNT; i++) {
        const cc_error_t *error = cc_error((cc_error_code_t)i);
        const char *name = apr_psprintf(unit_pool, "error %d", i);

        unit_holds(error->status >= 400 && error->status < 600, name, "a status of HTTP");
        unit_holds(error->key && error->key[0] && error->key[strspn(error->key, "abcdefghijklmnopqrstuvwxyz-")] == '\0',
                   name, "a key");
        unit_holds(error->id && strlen(error->id) == 6 && strncmp(error->id, "CC", 2) == 0 &&
                       error->id[2 + strspn(error->id + 2, "0123456789")] == '\0',
                   name, "an id CCnnnn");
        unit_holds(error->level >= CC_QUIET && error->level <= CC_ERR, name, "a level");
    }
}

static void no_id_is_used_twice(void **state)
{
    (void)state;
    for (int i = 0; i < CC_E_COUNT; i++)
        for (int k = 0; k < i; k++)
            unit_holds(strcmp(cc_error((cc_error_code_t)i)->id, cc_error((cc_error_code_t)k)->id) != 0,
                       cc_error((cc_error_code_t)i)->id, "used once");
}

/* Our own failures are loud; what a person did is not, or anybody could fill the log. */
static void failures_are_logged(void **state)
{
    (void)state;
    for (int i = 0; i < CC_E_COUNT; i++) {
        const cc_error_t *error = cc_error((cc_error_code_t)i);

        unit_holds(error->status < 500 || error->level >= CC_WARN, error->id, "loud");
        unit_holds(error->status >= 500 || error->level < CC_ERR, error->id, "an error of somebody else");
    }
}

static void finds_errors_by_status(void **state)
{
    (void)state;
    for (int i = 0; i < CC_E_COUNT; i++)
        assert_int_equal(cc_error_of(cc_error((cc_error_code_t)i)->status, NULL, unit_pool)->status,
                         cc_error((cc_error_code_t)i)->status);
    assert_ptr_equal(cc_error_of(403, "not-yours", unit_pool), cc_error(CC_E_NOT_YOURS));
    assert_ptr_equal(cc_error_of(403, "cross-site", unit_pool), cc_error(CC_E_CROSS_SITE));
    assert_ptr_equal(cc_error_of(418, NULL, unit_pool), cc_error(CC_E_DB_SQL));
    assert_ptr_equal(cc_error_of(418, "tea-pot", unit_pool), cc_error(CC_E_DB_SQL));
}

/* The theme has words for what the rules say, whatever it is. */
static void keeps_the_rules_own_key(void **state)
{
    static const int statuses[] = {403, 404, 409, 410, 422};
    static const char *const no_keys[] = {"", "something else", "Not", "<b>", NULL};

    (void)state;
    for (int i = 0; i < COUNT(statuses); i++) {
        const cc_error_t *error = cc_error_of(statuses[i], "moved-on", unit_pool);

        assert_int_equal(error->status, statuses[i]);
        assert_string_equal(error->key, "moved-on");
        assert_int_equal(error->level, CC_QUIET);
        for (int k = 0; k < COUNT(no_keys); k++)
            assert_ptr_equal(cc_error_of(statuses[i], no_keys[k], unit_pool),
                             cc_error_of(statuses[i], NULL, unit_pool));
    }
}

static void writes_lines(void **state)
{
    const cc_error_t *error = cc_error(CC_E_DB_DOWN);

    (void)state;
    assert_ptr_equal(cc_log(&unit_log, error, "%s has gone %d times", "db", 3), error);
    assert_string_equal(unit_logged, apr_pstrcat(unit_pool, error->id, ": db has gone 3 times\n", NULL));
}

static void is_quiet_about_people(void **state)
{
    (void)state;
    assert_ptr_equal(cc_log(&unit_log, cc_error(CC_E_NOT_FOUND), "not here"), cc_error(CC_E_NOT_FOUND));
    assert_string_equal(unit_logged, "");
    assert_ptr_equal(cc_log(NULL, cc_error(CC_E_DB_DOWN), "no log"), cc_error(CC_E_DB_DOWN));
}

static void cuts_long_lines(void **state)
{
    (void)state;
    cc_log(&unit_log, cc_error(CC_E_DB_SQL), "%s", unit_repeat("x", 5000));
    assert_in_range(strlen(unit_logged), 900, 1024);
}

UNIT_MAIN("error", test(every_error_is_whole), test(no_id_is_used_twice), test(failures_are_logged),
          test(finds_errors_by_status), test(keeps_the_rules_own_key), test(writes_lines), test(is_quiet_about_people),
          test(cuts_long_lines))

/* SPDX-License-Identifier: Apache-2.0 */
/* Query parameters: what is taken, refused, ignored, and what the canonical link keeps. */
#include "params.h"
#include "unit.h"

#define LIST "sort kind stage phase from after limit lang text done"

static void values_are_taken_or_refused(void **state)
{
    static const struct {
        const char *query, *bad, *canonical; /* bad: the parameter that is named in the error */
    } rows[] = {
        {NULL, NULL, ""},
        {"", NULL, ""},
        {"sort=trending&limit=20", NULL, ""},
        {"sort=top", NULL, "?sort=top"},
        {"limit=5&sort=new", NULL, "?sort=new&limit=5"},
        {"kind=&stage=", NULL, ""},
        {"kind=hurts&stage=use", NULL, "?kind=hurts&stage=use"},
        {"utm_source=letter&fbclid=%FF&sort=top", NULL, "?sort=top"},
        {"done=voted", NULL, ""},
        {"after=17_4", NULL, "?after=17_4"},
        {"after=-17_4", NULL, "?after=-17_4"},
        {"phase=hearing&from=missing", NULL, "?phase=hearing&from=missing"},
        {"lang=de&text=Was+w%C3%BCrden+Sie+weglassen%3F%0D%0A%3Cb%3E", NULL, ""},
        {"text=&lang=", NULL, ""},
        {"phase=Hearing", "phase", NULL},
        {"from=a_b", "from", NULL},
        {"lang=tlh", "lang", NULL},
        {"lang=DE-AT", "lang", NULL},
        {"lang=en&lang=de", "lang", NULL},
        {"text=%FF", "text", NULL},
        {"text=a%00b", "text", NULL},
        {"text=a&text=b", "text", NULL},
        {"sort=TOP", "sort", NULL},
        {"sort=top&sort=top", "sort", NULL},
        {"kind=a'b", "kind", NULL},
        {"kind=%FF", "kind", NULL},
        {"stage=a%00b", "stage", NULL},
        {"after=17", "after", NULL},
        {"after=_4", "after", NULL},
        {"after=17_", "after", NULL},
        {"after=17_4x", "after", NULL},
        {"after=1.5_4", "after", NULL},
        {"after=9999999999999999999_1", "after", NULL},
        {"after=1_9999999999999999999", "after", NULL},
        {"limit=0", "limit", NULL},
        {"limit=51", "limit", NULL},
        {"limit=-1", "limit", NULL},
        {"limit=1e1", "limit", NULL},
        {"limit=050", "limit", NULL},
        {"done=<b>", "done", NULL},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        apr_table_t *params = apr_table_make(unit_pool, 8);
        const char *bad = NULL, *query = rows[i].query ? rows[i].query : "(none)";
        const cc_error_t *error = cc_params_take(params, LIST, rows[i].query, &bad, unit_pool);

        if (rows[i].bad) {
            unit_holds(error == cc_error(CC_E_PARAMETER), query, "is refused");
            unit_same(query, bad, rows[i].bad);
        } else {
            unit_holds(!error, query, "is taken");
            unit_same(query, cc_params_canonical(params, LIST, unit_pool), rows[i].canonical);
        }
    }
}

static void absent_ones_have_their_default(void **state)
{
    apr_table_t *params = apr_table_make(unit_pool, 8);
    const char *bad;

    (void)state;
    assert_null(cc_params_take(params, LIST, NULL, &bad, unit_pool));
    assert_string_equal(apr_table_get(params, "sort"), "trending");
    assert_string_equal(apr_table_get(params, "limit"), "20");
    assert_null(apr_table_get(params, "kind"));
}

static void a_question_has_a_length(void **state)
{
    apr_table_t *params = apr_table_make(unit_pool, 8);
    const char *bad = NULL;

    (void)state;
    assert_null(cc_params_take(params, "text", apr_pstrcat(unit_pool, "text=", unit_repeat("%C3%A4", 1000), NULL), &bad,
                               unit_pool));
    assert_string_equal(apr_table_get(params, "text"), unit_repeat("ä", 1000));
    assert_non_null(
        cc_params_take(params, "text", apr_pstrcat(unit_pool, "text=", unit_repeat("a", 2001), NULL), &bad, unit_pool));
    assert_string_equal(bad, "text");
}

/* What somebody typed may be anything; it stands last, and encoded. */
static void words_are_encoded(void **state)
{
    apr_table_t *params = apr_table_make(unit_pool, 8);
    const char *bad;

    (void)state;
    assert_null(cc_params_take(params, "q sort kind", "q=wet+hands%26kind%3Dx%20%C3%A4%25&kind=keep&sort=top", &bad,
                               unit_pool));
    assert_string_equal(apr_table_get(params, "q"), "wet hands&kind=x ä%");
    assert_string_equal(cc_params_canonical(params, "q sort kind", unit_pool),
                        "?sort=top&kind=keep&q=wet%20hands%26kind%3Dx%20%C3%A4%25");
    assert_non_null(cc_params_take(params, "q", "q=%00", &bad, unit_pool));
    assert_string_equal(bad, "q");
}

/* A page that does not know a parameter is not bothered by it, however wrong it is. */
static void unlisted_ones_do_not_count(void **state)
{
    apr_table_t *params = apr_table_make(unit_pool, 8);
    const char *bad;

    (void)state;
    assert_null(cc_params_take(params, "done", "sort=%00&sort=2&after=x", &bad, unit_pool));
    assert_null(cc_params_take(params, NULL, "sort=%00", &bad, unit_pool));
    assert_int_equal(apr_table_elts(params)->nelts, 0);
}

static void words_of_a_list(void **state)
{
    (void)state;
    assert_true(cc_params_listed("voted mine tally", "voted"));
    assert_true(cc_params_listed("voted mine tally", "mine"));
    assert_true(cc_params_listed("voted mine tally", "tally"));
    assert_false(cc_params_listed("voted mine tally", "vote"));
    assert_false(cc_params_listed("voted mine tally", "oted"));
    assert_false(cc_params_listed("voted", "voted mine"));
    assert_false(cc_params_listed(NULL, "voted"));
    assert_false(cc_params_listed("voted", ""));
    assert_false(cc_params_listed("", ""));
}

UNIT_MAIN("params", test(values_are_taken_or_refused), test(absent_ones_have_their_default),
          test(a_question_has_a_length), test(words_are_encoded), test(unlisted_ones_do_not_count),
          test(words_of_a_list))

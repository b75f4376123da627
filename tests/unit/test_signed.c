/* SPDX-License-Identifier: Apache-2.0 */
/* signed.h: links that open one place for a time, and what does not. */
#include "signed.h"
#include "unit.h"

#define KEY     "0123456789abcdef0123456789abcdef"
#define PAYLOAD "7.1234.2000000000"

static const cc_secret_t secret = {KEY, sizeof KEY - 1};
static const cc_secret_t other_secret = {"another secret, as long as the one", 34};
static const apr_time_t early = APR_TIME_C(1999999999) * APR_USEC_PER_SEC;
static const apr_time_t late = APR_TIME_C(2000000000) * APR_USEC_PER_SEC;

static const char *subject(const char *link, const char *scope)
{
    return cc_signed_subject(&secret, "grind", link, scope, early, unit_pool);
}

static const char *good(void)
{
    return cc_signed_link(&secret, "grind", PAYLOAD, unit_pool);
}

/* Computed with another tool: printf %s link:grind:PAYLOAD | openssl dgst -sha256 -hmac KEY */
static void the_signature_is_an_hmac(void **state)
{
    (void)state;
    assert_string_equal(good(), PAYLOAD ".a2e4d313637a675bf75e86c09eacf08d");
}

static void a_good_link_stands_for_its_holder(void **state)
{
    (void)state;
    unit_same(good(), subject(good(), "7"), "link:7.1234");
}

/* Each of these differs from a good link in one thing. */
static void nothing_else_does(void **state)
{
    const char *link = good();
    apr_size_t len = strlen(link);
    const char *const wrong[] = {
        "",
        ".",
        "...",
        "7",
        PAYLOAD,
        PAYLOAD ".",
        "link",
        "7.1234.2000000000.00000000000000000000000000000000",
        apr_pstrcat(unit_pool, link, "0", NULL),
        apr_pstrcat(unit_pool, link, ".", NULL),
        apr_pstrcat(unit_pool, link, "\n", NULL),
        apr_pstrcat(unit_pool, " ", link, NULL),
        apr_pstrmemdup(unit_pool, link, len - 1),
        apr_pstrcat(unit_pool, "7.1235.2000000000", link + strlen(PAYLOAD), NULL), /* somebody else's */
        apr_pstrcat(unit_pool, "7.1234.3000000000", link + strlen(PAYLOAD), NULL), /* longer */
        apr_pstrcat(unit_pool, "71.234.2000000000", link + strlen(PAYLOAD), NULL), /* the same digits */
        apr_pstrcat(unit_pool, "7.12342.000000000", link + strlen(PAYLOAD), NULL),
        apr_pstrcat(unit_pool, "07.1234.2000000000", link + strlen(PAYLOAD), NULL),
        apr_pstrcat(unit_pool, "7.-1234.2000000000", link + strlen(PAYLOAD), NULL),
        cc_signed_link(&secret, "other", PAYLOAD, unit_pool),
        cc_signed_link(&other_secret, "grind", PAYLOAD, unit_pool),
    };

    (void)state;
    for (int i = 0; i < COUNT(wrong); i++)
        unit_holds(!subject(wrong[i], "7"), wrong[i], "refused");
    for (apr_size_t i = 0; i < len; i++) { /* any one byte */
        char *changed = apr_pstrdup(unit_pool, link);

        changed[i] = link[i] == '3' ? '4' : '3';
        unit_holds(!subject(changed, "7"), changed, "refused");
    }
}

static void hexadecimal_is_small(void **state)
{
    char *link = apr_pstrdup(unit_pool, good());

    (void)state;
    for (char *c = link; *c; c++)
        if (*c >= 'a' && *c <= 'f')
            *c = (char)(*c - 'a' + 'A');
    assert_string_not_equal(link, good());
    assert_null(subject(link, "7"));
}

static void it_is_for_one_place(void **state)
{
    static const char *const scopes[] = {"8", "1234", "77", "", "7.1234", "07", NULL};

    (void)state;
    for (int i = 0; i < COUNT(scopes); i++)
        unit_holds(!subject(good(), scopes[i]), scopes[i] ? scopes[i] : "none", "another place");
}

static void it_expires(void **state)
{
    (void)state;
    assert_non_null(cc_signed_subject(&secret, "grind", good(), "7", early, unit_pool));
    assert_null(cc_signed_subject(&secret, "grind", good(), "7", late, unit_pool));
    assert_null(cc_signed_subject(&secret, "grind", good(), "7", late + APR_USEC_PER_SEC, unit_pool));
}

static void only_three_numbers_are_signed(void **state)
{
    static const char *const wrong[] = {"",
                                        "7",
                                        "7.1",
                                        "7.1.",
                                        "7.1.2.",
                                        "7.1.2.3",
                                        "a.1.2",
                                        "7.1.2\n",
                                        "0.1.2",
                                        "7.01.2",
                                        "1234567890.1.2",
                                        "7.1234567890123456789.2",
                                        "7.1.1234567890123",
                                        "7..2",
                                        "7 .1.2"};

    (void)state;
    for (int i = 0; i < COUNT(wrong); i++)
        unit_holds(!cc_signed_link(&secret, "grind", wrong[i], unit_pool), wrong[i], "not signed");
    assert_non_null(cc_signed_link(&secret, "grind", "999999999.999999999999999999.999999999999", unit_pool));
}

static void without_a_secret_there_are_no_links(void **state)
{
    (void)state;
    assert_null(cc_signed_link(NULL, "grind", PAYLOAD, unit_pool));
    assert_null(cc_signed_subject(NULL, "grind", good(), "7", early, unit_pool));
}

UNIT_MAIN("signed", test(the_signature_is_an_hmac), test(a_good_link_stands_for_its_holder), test(nothing_else_does),
          test(hexadecimal_is_small), test(it_is_for_one_place), test(it_expires), test(only_three_numbers_are_signed),
          test(without_a_secret_there_are_no_links))

/* SPDX-License-Identifier: Apache-2.0 */
/* Who may come in by a signed link, and who somebody is then. */
#include "unit.h"
#include "work.h"

static const cc_secret_t secret = {"0123456789abcdef0123456789abcdef", 32};
static cc_settings_t settings;
static cc_request_t request;
static cc_reply_t reply;

/* A visitor's request for place 7, with `query`. */
static cc_work_t *asking(const char *query)
{
    static const cc_env_t env = {.settings = &settings};
    static const cc_route_t route = {.path = "/things/{number}", .params = "done link"};
    cc_work_t *work = apr_pcalloc(unit_pool, sizeof *work);

    settings = (cc_settings_t){.site = "grind", .secret = &secret};
    request = (cc_request_t){.method = "GET", .query = query};
    reply = (cc_reply_t){.headers = apr_table_make(unit_pool, 2)};
    *work = (cc_work_t){.request = &request,
                        .env = &env,
                        .reply = &reply,
                        .pool = unit_pool,
                        .route = &route,
                        .params = apr_table_make(unit_pool, 4)};
    apr_table_setn(work->params, "number", "7");
    return work;
}

static const char *link_for(const char *place, int seconds)
{
    return cc_signed_link(
        &secret, "grind",
        apr_psprintf(unit_pool, "%s.1234.%" APR_TIME_T_FMT, place, apr_time_sec(apr_time_now()) + seconds), unit_pool);
}

static const char *query_of(const char *link)
{
    return apr_pstrcat(unit_pool, "done=x&link=", link, NULL);
}

static void a_visitor_becomes_whom_the_link_stands_for(void **state)
{
    const char *link = link_for("7", 60);
    cc_work_t *work = asking(query_of(link));

    (void)state;
    assert_null(cc_guard_link(work));
    assert_string_equal(work->viewer.subject, "link:7.1234");
    assert_null(work->viewer.name);
    assert_false(work->viewer.moderator);
    assert_string_equal(work->link, link);
    assert_string_equal(apr_table_get(work->params, "subject"), "link:7.1234");
    assert_string_equal(apr_table_get(reply.headers, "Referrer-Policy"), "same-origin");
    assert_null(cc_guard_who(work, CC_WHO_MEMBER));
    assert_ptr_equal(cc_guard_who(work, CC_WHO_MODERATOR), cc_error(CC_E_MODERATORS));
}

static void a_link_that_does_not_hold_is_said(void **state)
{
    const char *link = link_for("7", 60);
    const char *const wrong[] = {
        query_of("x"),
        query_of(link_for("8", 60)),
        query_of(link_for("7", -1)),
        query_of("%FF"),
        apr_pstrcat(unit_pool, query_of(link), "0", NULL),
        apr_pstrcat(unit_pool, query_of(link), "&link=", link, NULL),
    };

    (void)state;
    for (int i = 0; i < COUNT(wrong); i++) {
        cc_work_t *work = asking(wrong[i]);

        unit_holds(cc_guard_link(work) == cc_error(CC_E_LINK_GONE), wrong[i], "refused");
        assert_string_equal(apr_table_get(reply.headers, "Referrer-Policy"), "same-origin");
        unit_holds(!work->viewer.subject && !work->link && !apr_table_get(work->params, "subject"), wrong[i],
                   "a visitor");
    }
}

static void stays_a_visitor(cc_work_t *work, const char *why)
{
    unit_holds(!cc_guard_link(work), why, "all right");
    unit_holds(!work->link, why, "without a link");
    if (!work->viewer.subject)
        assert_ptr_equal(cc_guard_who(work, CC_WHO_MEMBER), cc_error(CC_E_SIGN_IN));
}

static void where_a_link_does_not_count(void **state)
{
    static const cc_route_t plain = {.path = "/things/{number}", .params = "done"};
    const char *query = query_of(link_for("7", 60));
    cc_work_t *work;

    (void)state;
    stays_a_visitor(asking(NULL), "no query");
    assert_int_equal(apr_table_elts(reply.headers)->nelts, 0);
    stays_a_visitor(asking("done=x&link="), "an empty link");
    work = asking(query);
    work->route = &plain;
    stays_a_visitor(work, "a route that takes none");
    assert_int_equal(apr_table_elts(reply.headers)->nelts, 0);
    work = asking(query);
    request.sub = true;
    stays_a_visitor(work, "a fragment in a page");
    work = asking("done=x");
    apr_table_setn(work->params, "link", link_for("7", 60));
    stays_a_visitor(work, "a number of the path that has the name");
    work = asking(query_of("forged"));
    work->viewer = (cc_viewer_t){.subject = "ada", .name = "Ada"};
    stays_a_visitor(work, "a member");
    assert_string_equal(work->viewer.subject, "ada");
    assert_string_equal(apr_table_get(reply.headers, "Referrer-Policy"), "same-origin");
}

static void without_a_secret_no_link_holds(void **state)
{
    cc_work_t *work = asking(query_of(link_for("7", 60)));

    (void)state;
    settings.secret = NULL;
    assert_ptr_equal(cc_guard_link(work), cc_error(CC_E_LINK_GONE));
}

UNIT_MAIN("guard", test(a_visitor_becomes_whom_the_link_stands_for), test(a_link_that_does_not_hold_is_said),
          test(where_a_link_does_not_count), test(without_a_secret_no_link_holds))

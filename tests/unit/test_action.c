/* SPDX-License-Identifier: Apache-2.0 */
/* Actions: what a function gets, what comes back of a form that is refused. The database is the test's own. */
#include "fake_db.h"

#include "document.h"
#include "work.h"

static const char *body_text;
static apr_uint32_t site_known = 1;

static const cc_error_t *give_body(void *baton, apr_size_t max, const char **bytes, apr_size_t *len)
{
    (void)baton, (void)max;
    *bytes = body_text;
    *len = strlen(body_text);
    return NULL;
}

static void count_up(unsigned char *bytes, apr_size_t len)
{
    for (apr_size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)i;
}

/* A form that a member of the site has sent to `route`. */
static cc_work_t *sending(const cc_route_t *route, const char *body)
{
    static const cc_settings_t settings = {.site = "demo", .base = "/a/b", .language = "en"};
    static const cc_env_t env = {.settings = &settings, .random = count_up, .site_known = &site_known};
    static const cc_request_t request = {
        .method = "POST", .content_type = "application/x-www-form-urlencoded", .read_body = give_body};
    cc_work_t *work = apr_pcalloc(unit_pool, sizeof *work);

    body_text = body;
    *work = (cc_work_t){.request = &request,
                        .env = &env,
                        .pool = unit_pool,
                        .route = route,
                        .path = route->path,
                        .params = apr_table_make(unit_pool, 8)};
    apr_table_setn(work->params, "site", "demo");
    apr_table_setn(work->params, "subject", "ada");
    assert_null(cc_action_read(work));
    return work;
}

static const char *const done_names[] = {"@status", "@location", "@done"};
static const char *const done_cells[] = {"303", "/things/4", "kept"};
static const fake_rows_t done[] = {{"act", ROWS(done_names, done_cells)}, {NULL}};

/* What the function of `action` is called with when `body` is sent; NULL when it is not called. */
static const char *called(const char *action, const char *body)
{
    const cc_route_t route = {.path = "/things", .action = action};
    cc_work_t *work = sending(&route, body);
    const char *location, *confirmed;

    apr_table_setn(work->params, "number", "4");
    fake_begin(done);
    if (cc_action_run(&location, &confirmed, work))
        return NULL;
    assert_string_equal(location, "/things/4");
    assert_string_equal(confirmed, "kept");
    return fake_called;
}

static void fields_are_taken_by_name(void **state)
{
    (void)state;
    unit_same("", called("act(site, title, number, gone)", "title=Less+noise&number=17&site=x&more=1"),
              "act(demo, Less noise, 4, -)");
    unit_same("no text", called("act(title)", "title=%FF"), "act(\xEF\xBF\xBE)");
    assert_null(called("act(title)", "title=a&title=b"));
    unit_same("of no concern", called("act(title)", "title=a&b=1&b=2"), "act(a)");
}

static void identity_never_comes_from_a_form(void **state)
{
    static const char *const names[] = {"subject", "name", "group", "firm", "moderator", "admin"};

    (void)state;
    for (int i = 0; i < COUNT(names); i++) {
        const char *action = apr_pstrcat(unit_pool, "act(", names[i], ")", NULL);
        const char *body = apr_pstrcat(unit_pool, names[i], "=yes", NULL);

        unit_same(names[i], called(action, body), strcmp(names[i], "subject") == 0 ? "act(ada)" : "act(-)");
    }
}

static void the_whole_form_is_one_object(void **state)
{
    (void)state;
    unit_same("", called("act(number, form)", "a=1&b=two+%22words%22&number=17&subject=x&token=t"),
              "act(4, {\"a\":\"1\",\"b\":\"two \\\"words\\\"\",\"number\":\"17\",\"subject\":\"x\",\"token\":\"t\"})");
    unit_same("empty", called("act(form)", ""), "act({})");
    unit_same("lines", called("act(form)", "a=1%0D%0A2&b="), "act({\"a\":\"1\\u000a2\",\"b\":\"\"})");
    unit_same("no text", called("act(form)", "a=%FF&b=%00"), "act({\"a\":\"\xEF\xBF\xBE\",\"b\":\"\xEF\xBF\xBE\"})");
    unit_same("no text either", called("act(form)", "a%FF=1"), "act({\"a\xEF\xBF\xBD\":\"\xEF\xBF\xBE\"})");
    unit_same("a field of that name", called("act(form)", "form=x"), "act({\"form\":\"x\"})");
    assert_null(called("act(form)", "a=1&b=2&a=3"));
}

/* What a form that was refused brings back. */
static const char *came_back(const char *action, const char *body)
{
    const cc_route_t route = {.path = "/things", .action = action};
    cc_work_t *work = sending(&route, body);
    xmlNodePtr root = cc_document_new(unit_pool);

    cc_action_form(root, cc_error(CC_E_REFUSED), work);
    return unit_xml(root);
}

#define TOKEN     "000102030405060708090a0b0c0d0e0f"
#define NEW_TOKEN "<form token=\"" TOKEN "\"/>"

static void what_was_typed_comes_back(void **state)
{
    (void)state;
    unit_same("named", came_back("act(title, body)", "title=T&body=B&more=M"),
              NEW_TOKEN "<refusals/><typed><field name=\"title\">T</field><field name=\"body\">B</field></typed>");
    unit_same("all of it", came_back("act(form)", "title=T&body=&ask-4=yes&token=fedcba9876543210"),
              "<form token=\"fedcba9876543210\"/><refusals/><typed><field name=\"title\">T</field><field "
              "name=\"body\"></field>"
              "<field name=\"ask-4\">yes</field></typed>");
    unit_same(
        "repaired", came_back("act(form)", "title=%FF&b=%01"),
        NEW_TOKEN
        "<refusals/><typed><field name=\"title\">\xEF\xBF\xBD</field><field name=\"b\">\xEF\xBF\xBD</field></typed>");
    unit_same("repeated", came_back("act(form)", "a=1&a=2"),
              NEW_TOKEN
              "<refusals><refusal field=\"a\" key=\"repeated\"/></refusals><typed><field name=\"a\">1</field></typed>");
}

UNIT_MAIN("action", test(fields_are_taken_by_name), test(identity_never_comes_from_a_form),
          test(the_whole_form_is_one_object), test(what_was_typed_comes_back))

/* SPDX-License-Identifier: Apache-2.0 */
/* Actions: what a function gets, what comes back of a form that is refused. The database is the test's own. */
#include "fake_db.h"

#include "document.h"
#include "work.h"

static const char *body_text;
static const cc_wording_t *wording;
static cc_board_t *board;
static cc_combine_t *combine;
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
    static cc_env_t env = {.settings = &settings, .random = count_up, .site_known = &site_known};
    static const cc_request_t request = {
        .method = "POST", .content_type = "application/x-www-form-urlencoded", .read_body = give_body};
    cc_work_t *work = apr_pcalloc(unit_pool, sizeof *work);

    body_text = body;
    env.wording = wording;
    env.board = board;
    env.combine = combine;
    *work = (cc_work_t){.request = &request,
                        .env = &env,
                        .reply = apr_pcalloc(unit_pool, sizeof *work->reply),
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
    unit_same("nothing", called("act(null, title)", "title=a&null=b"), "act(-, a)");
}

/* How the action ends when its first row says so: "status key of name". */
static const char *ended(const char *status, const char *key, const char *field)
{
    static const char *const names[] = {"@status", "@key", "@field"};
    const char *const cells[] = {status, key, field};
    const fake_rows_t rows[] = {{"act", ROWS(names, cells)}, {NULL}};
    const cc_route_t route = {.path = "/things", .action = "act(title)"};
    cc_work_t *work = sending(&route, "title=a");
    const char *location, *confirmed;
    const cc_error_t *error;

    fake_begin(rows);
    error = cc_action_run(&location, &confirmed, work);
    assert_non_null(error);
    assert_non_null(work->refusals);
    return apr_psprintf(unit_pool, "%d %s of %s", error->status, error->key, work->bad ? work->bad : "all");
}

/* What is wrong with a field is said at the field; the page about it all has a word of its own. */
static void a_refusal_has_its_key(void **state)
{
    (void)state;
    unit_same("as a whole", ended("409", "moved-on", NULL), "409 moved-on of all");
    unit_same("a field", ended("422", "too-short", "title"), "422 refused of title");
    unit_same("no field", ended("422", "odd", NULL), "422 odd of all");
}

/* Where the route says so, many are done by one call: the function gets arrays, of one element for who comes alone. */
static void what_is_done_together_goes_as_arrays(void **state)
{
    static const cc_route_t route = {.path = "/things", .action = "act(site, subject, value, gone)", .batch = true};
    const char *location, *confirmed;

    (void)state;
    assert_null(cc_combine_create(&combine, NULL, apr_time_from_sec(60), unit_pool));
    fake_begin(done);
    assert_null(cc_action_run(&location, &confirmed, sending(&route, "value=%22a%22%2C+b")));
    unit_same("", fake_called, "act({\"demo\"}, {\"ada\"}, {\"\\\"a\\\", b\"}, {NULL})");
    assert_string_equal(location, "/things/4");
    combine = NULL;
}

/* Whoever has done something reads from then on what is as new as that. */
static void who_has_done_something_is_noted(void **state)
{
    (void)state;
    board = apr_pcalloc(unit_pool, sizeof *board);
    ended("422", "too-short", "title");
    assert_int_equal(cc_board_version(board, 0, "demo", "member ada"), 0);
    assert_non_null(called("act(title)", "title=a"));
    assert_int_equal(cc_board_version(board, 0, "demo", "member ada"), 1);
    assert_int_equal(cc_board_version(board, 0, "demo", "member ben"), 0);
    board = NULL;
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
    unit_same("findings", came_back("act(title, findings)", "title=T&findings=F"),
              NEW_TOKEN "<refusals/><typed><field name=\"title\">T</field></typed>");
    unit_same(
        "repaired", came_back("act(form)", "title=%FF&b=%01"),
        NEW_TOKEN
        "<refusals/><typed><field name=\"title\">\xEF\xBF\xBD</field><field name=\"b\">\xEF\xBF\xBD</field></typed>");
    unit_same("repeated", came_back("act(form)", "a=1&a=2"),
              NEW_TOKEN
              "<refusals><refusal field=\"a\" key=\"repeated\"/></refusals><typed><field name=\"a\">1</field></typed>");
}

/* ---- findings ---- */

#define RULES                                                                                                          \
    "en\tT1\ttesting\tstop\tzebra\tNo zebras.\tA horse?\tA donkey?\n"                                                  \
    "de\tT1\ttesting\twarn\tzebra\tKeine Zebras.\tEin Pferd?\tEin Esel?\n"

#define FOUND(field, severity)                                                                                         \
    "{\"field\":\"" field "\",\"rule\":\"T1\",\"severity\":\"" severity "\",\"category\":\"testing\"}"

static void load_rules(void)
{
    cc_wording_t *loaded;

    assert_null(cc_wording_load(&loaded, RULES, sizeof RULES - 1, unit_pool));
    wording = loaded;
}

static cc_work_t *checking(const char *body)
{
    static const cc_route_t route = {.path = "/things", .action = "act(form, findings)", .checks = "title story"};

    load_rules();
    return sending(&route, body);
}

static void findings_go_to_the_action(void **state)
{
    static const struct {
        const char *body, *found, *not_found;
    } rows[] = {
        {"title=A+zebra%3F", FOUND("title", "stop"), "story"},
        {"title=&story=The+zebra%3F", FOUND("story", "stop"), "title"},
        {"title=zebra&language=de", FOUND("title", "warn"), "stop\"}"},
        {"title=zebra&lang=de", FOUND("title", "warn"), "stop\"}"},
        {"title=zebra&language=&lang=de", FOUND("title", "warn"), "stop\"}"},
        {"title=zebra&language=en&lang=de", FOUND("title", "stop"), "warn"},
        {"title=zebra&language=tlh", "[]", "T1"},
        {"title=zebra&title=horse", "[", "horse"},
        {"other=zebra", "[]", "T1"},
        {"title=&story=", "[]", "T1"},
        {"findings=[]&title=zebra", FOUND("title", "stop"), "findings"},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        const char *json = cc_findings_json(checking(rows[i].body));

        unit_holds(strstr(json, rows[i].found) != NULL, json, rows[i].found);
        unit_holds(!strstr(json, rows[i].not_found), json, rows[i].not_found);
        unit_holds(*json == '[' && json[strlen(json) - 1] == ']', json, "an array");
    }
}

static void findings_never_come_from_a_form(void **state)
{
    const char *location, *confirmed;

    (void)state;
    fake_begin(done);
    assert_null(cc_action_run(&location, &confirmed, checking("title=zebra&findings=mine")));
    assert_non_null(strstr(fake_called, FOUND("title", "stop")));
    unit_same("without checks", called("act(findings)", "findings=mine"), "act([])");
}

static const char *found_in(cc_work_t *work, const cc_error_t *error)
{
    xmlNodePtr root = cc_document_new(unit_pool);

    cc_action_form(root, error, work);
    return unit_xml(root);
}

static void findings_come_back_with_the_form(void **state)
{
    const char *xml = found_in(checking("title=zebra&language=de"), cc_error(CC_E_REFUSED));

    (void)state;
    unit_holds(strstr(xml, "<findings>") &&
                   strstr(xml, "<finding field=\"title\" rule=\"T1\" severity=\"warn\" "
                               "category=\"testing\"><reason>Keine Zebras.</reason>"
                               "<better>Ein Pferd?</better><better>Ein Esel?</better></finding>"),
               xml, "has the finding");
    assert_null(strstr(found_in(checking("title=zebra"), NULL), "<findings"));
    assert_null(strstr(found_in(checking("other=zebra"), cc_error(CC_E_REFUSED)), "<findings"));
    assert_non_null(strstr(found_in(checking("title=zebra&lang=tlh"), cc_error(CC_E_REFUSED)), "<findings/>"));
}

/* A page to read checks what its address says. */
static void parameters_are_checked(void **state)
{
    static const cc_route_t route = {.path = "/words", .checks = "text"};
    xmlNodePtr root = cc_document_new(unit_pool);
    cc_work_t *work;

    (void)state;
    load_rules();
    work = sending(&route, "text=horse");
    apr_table_setn(work->params, "text", "zebra");
    apr_table_setn(work->params, "lang", "de");
    cc_findings_add(root, work);
    unit_holds(strstr(unit_xml(root), "<finding field=\"text\" rule=\"T1\" severity=\"warn\"") != NULL, unit_xml(root),
               "has the finding");
}

UNIT_MAIN("action", test(fields_are_taken_by_name), test(a_refusal_has_its_key),
          test(what_is_done_together_goes_as_arrays), test(who_has_done_something_is_noted),
          test(identity_never_comes_from_a_form), test(the_whole_form_is_one_object), test(what_was_typed_comes_back),
          test(findings_go_to_the_action), test(findings_never_come_from_a_form),
          test(findings_come_back_with_the_form), test(parameters_are_checked))

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The core's entry without a server and without a database: everything that is decided before the first query, and
 * what an absent database looks like.
 */
#include "cocreate.h"
#include "unit.h"

static cc_theme_t *theme;
static cc_db_t *nowhere;
static apr_pool_t *lasting;
static apr_uint32_t site_known;

static const cc_db_config_t nowhere_config = {.conninfo = "host=/nonexistent dbname=x user=x",
                                              .size = 1,
                                              .connect_timeout = 100000,
                                              .query_timeout = 100000,
                                              .pool_timeout = 1000,
                                              .prepared = true};

static int load_theme(void **state)
{
    unit_start(state);
    apr_pool_create(&lasting, NULL);
    return cc_theme_load(&theme, "conf/theme", NULL, "en", &unit_log, lasting) ? -1 : 0;
}

static int drop_theme(void **state)
{
    apr_pool_destroy(lasting);
    return unit_stop(state);
}

static void count_up(unsigned char *bytes, apr_size_t len)
{
    for (apr_size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)i;
}

static const char *body_text;

static const cc_error_t *give_body(void *baton, apr_size_t max, const char **bytes, apr_size_t *len)
{
    (void)baton;
    *bytes = body_text;
    *len = strlen(body_text);
    return *len > max ? cc_error(CC_E_TOO_LARGE) : NULL;
}

/* A request as a browser of the same site sends it. */
static cc_request_t asking(const char *method, const char *path)
{
    body_text = "";
    return (cc_request_t){.method = method,
                          .path = path,
                          .host = "example.org",
                          .sec_fetch_site = "same-origin",
                          .content_type = "application/x-www-form-urlencoded",
                          .server = "https://example.org",
                          .read_body = give_body};
}

static const cc_error_t *serve(cc_reply_t *reply, const cc_request_t *request)
{
    static const cc_settings_t settings = {.site = "demo", .base = "/a/b", .language = "en", .login = "/sign-in?to="};
    cc_env_t env = {.settings = &settings,
                    .theme = theme,
                    .db = nowhere,
                    .random = count_up,
                    .site_known = &site_known,
                    .log = unit_log};

    if (!nowhere)
        assert_null(cc_db_create(&nowhere, &nowhere_config, apr_pcalloc(lasting, sizeof(cc_board_t)), 0, lasting));
    env.db = nowhere;
    return cc_serve(reply, request, &env, unit_pool);
}

static void statuses_without_a_database(void **state)
{
    static const struct {
        const char *method, *path;
        int status; /* 0: the site's own 404 */
        const char *header, *value;
    } rows[] = {
        {"GET", "/nothing", 0, NULL, NULL},
        {"GET", "", 301, "Location", "/a/b/"},
        {"GET", "/ideas/", 301, "Location", "/a/b/ideas"},
        {"POST", "/ideas/", 0, NULL, NULL},
        {"GET", "/nothing/", 0, NULL, NULL},
        {"GET", "/ideas/new", 401, "Cache-Control", "private, no-store"},
        {"GET", "/ideas/4/vote", 405, "Allow", "POST, OPTIONS"},
        {"DELETE", "/ideas", 405, "Allow", "GET, HEAD, POST, OPTIONS"},
        {"POST", "/overview", 405, "Allow", "GET, HEAD, OPTIONS"},
        {"OPTIONS", "/ideas/4", 204, "Allow", "GET, HEAD, OPTIONS"},
        {"POST", "/ideas/4/vote", 401, NULL, NULL},
        {"GET", "/rounds/desk", 401, NULL, NULL},
        {"GET", "/rounds/4/cancel", 405, "Allow", "POST, OPTIONS"},
        {"GET", "/rounds/4/cancel.xml", 405, "Allow", "POST, OPTIONS"},
        {"GET", "/rounds/4/cancel.csv", 0, NULL, NULL},
        {"POST", "/rounds/4/join", 401, NULL, NULL},
        {"GET", "/.theme/cocreate.css", 200, "Cache-Control", "no-cache"},
        {"GET", "/.theme/nothing.css", 0, NULL, NULL},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        cc_request_t request = asking(rows[i].method, rows[i].path);
        cc_reply_t reply;
        const cc_error_t *error = serve(&reply, &request);

        unit_holds(error ? rows[i].status == 0 : reply.status == rows[i].status, rows[i].path, "has its status");
        if (!error && rows[i].header)
            unit_same(rows[i].path, apr_table_get(reply.headers, rows[i].header), rows[i].value);
    }
}

static void a_form_must_be_one(void **state)
{
    cc_request_t request = asking("POST", "/ideas");
    cc_reply_t reply;

    (void)state;
    request.viewer = (cc_viewer_t){.subject = "ada", .name = "Ada"};
    request.content_type = "text/plain";
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 415);
    request.content_type = NULL;
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 415);
    request.content_type = "application/x-www-form-urlencoded; charset=utf-8";
    body_text = unit_repeat("a=1&", 129);
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 413);
    body_text = unit_repeat("x", CC_BODY_MAX + 1);
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 413);
}

static void foreign_forms_are_refused(void **state)
{
    static const struct {
        const char *site, *origin, *host;
        bool taken;
    } rows[] = {
        {"same-origin", NULL, "example.org", true},
        {"same-origin", "https://example.org", "proxy.local", true},
        {"cross-site", "https://example.org", "example.org", false},
        {"same-site", "https://shop.example.org", "example.org", false},
        {"none", NULL, "example.org", false},
        {NULL, "https://example.org", "example.org", true},
        {NULL, "https://EXAMPLE.org", "example.org", true},
        {NULL, "https://example.org:443", "example.org", true},
        {NULL, "http://example.org:80", "example.org", true},
        {NULL, "http://example.org:8080", "example.org", false},
        {NULL, "http://example.org:8080", "example.org:8080", true},
        {NULL, "https://example.org.evil.net", "example.org", false},
        {NULL, "null", "example.org", false},
        {NULL, "https://", "example.org", false},
        {NULL, NULL, "example.org", false},
        {NULL, "https://example.org", NULL, false},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        cc_request_t request = asking("POST", "/ideas/4/vote");
        const char *name = rows[i].origin ? rows[i].origin : rows[i].site ? rows[i].site : "nothing";
        cc_reply_t reply;

        unit_logged[0] = '\0';
        request.sec_fetch_site = rows[i].site;
        request.origin = rows[i].origin;
        request.host = rows[i].host;
        assert_null(serve(&reply, &request));
        unit_holds(reply.status == (rows[i].taken ? 401 : 403), name, "is taken, or refused");
        unit_holds(!strstr(unit_logged, "CC0003") == rows[i].taken, name, "is in the log when it is refused");
    }
}

static void an_absent_database_keeps_the_words(void **state)
{
    cc_request_t request = asking("POST", "/ideas");
    cc_reply_t reply;

    (void)state;
    request.viewer = (cc_viewer_t){.subject = "ada", .name = "Ada"};
    body_text = "title=A+lid+that+stays+shut&body=Please&token=0123456789abcdef";
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 503);
    assert_string_equal(apr_table_get(reply.headers, "Retry-After"), "5");
    assert_non_null(strstr(reply.body, "A lid that stays shut"));
    assert_non_null(strstr(reply.body, "0123456789abcdef"));
}

static void an_absent_database_is_said_once(void **state)
{
    cc_request_t request = asking("GET", "/overview.fragment");
    cc_reply_t reply;

    (void)state;
    request.sub = true;
    for (int i = 0; i < 3; i++) {
        assert_null(serve(&reply, &request));
        assert_int_equal(reply.status, 503);
        assert_non_null(strstr(reply.body, "cocreate"));
    }
    assert_true(strlen(unit_logged) < 400);
    request.database_away = true;
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 503);
}

static void errors_have_a_page_and_a_document(void **state)
{
    cc_request_t request = asking("GET", "/ideas.xml");
    cc_reply_t reply;

    (void)state;
    request.query = "sort=sideways";
    assert_null(serve(&reply, &request));
    assert_int_equal(reply.status, 400);
    assert_string_equal(reply.type, "application/xml; charset=utf-8");
    assert_non_null(strstr(reply.body, "<error status=\"400\" key=\"parameter\" name=\"sort\"/>"));
    request.path = "/ideas.atom";
    assert_null(serve(&reply, &request));
    assert_string_equal(reply.type, "application/xml; charset=utf-8");
    request.path = "/ideas";
    assert_null(serve(&reply, &request));
    assert_true(reply.page);
    assert_false(reply.etag);
    assert_non_null(reply.title);
    assert_non_null(strstr(reply.head, "/a/b/.theme/cocreate."));
}

static void a_shell_is_filled_at_its_markers(void **state)
{
    static const struct {
        const char *shell, *page; /* NULL: no place for the body */
    } rows[] = {
        {"<!--cocreate:body-->", "B"},
        {"<html lang=\"<!--cocreate:lang-->\"><!--cocreate:title-->|<!--cocreate:head-->|<!--cocreate:body-->|",
         "<html lang=\"en\">T|H|B|"},
        {"<!--cocreate:body--><!--cocreate:title-->", "BT"},
        {"<!--cocreate:body--> <!--cocreate:body-->", "B <!--cocreate:body-->"},
        {"<!--cocreate:title-->", NULL},
        {"", NULL},
    };
    cc_reply_t reply = {.title = "T", .head = "H", .body = "B", .len = 1};
    apr_size_t len;

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        const char *page = cc_shell_fill(rows[i].shell, strlen(rows[i].shell), &reply, "en", unit_pool, &len);

        if (rows[i].page)
            unit_same(rows[i].shell, page, rows[i].page);
        else
            unit_holds(!page, rows[i].shell, "has no place for the body");
    }
    reply.shown = true;
    unit_same("shown", cc_shell_fill("x<!--cocreate:title-->", 22, &reply, "en", unit_pool, &len), "xT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(statuses_without_a_database),      test(a_form_must_be_one),
        test(foreign_forms_are_refused),        test(an_absent_database_keeps_the_words),
        test(an_absent_database_is_said_once),  test(errors_have_a_page_and_a_document),
        test(a_shell_is_filled_at_its_markers),
    };

    return cmocka_run_group_tests_name("serve", tests, load_theme, drop_theme);
}

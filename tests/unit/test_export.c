/* SPDX-License-Identifier: Apache-2.0 */
/* CSV exports: whose values they take, what their page's outcome refuses, how batches follow each other. */
#include "fake_db.h"

#include "work.h"

#define BATCH 500

static const cc_query_t queries[] = {
    {"outcome", NULL, {"site", "number", "subject", NULL}, {"things_csv.outcome", "", 3}},
    {"thing", NULL, {"site", "subject", "admin", "number", "after", "limit", NULL}, {"things_csv.thing", "", 6}},
};
static const cc_page_t guarded = {"things_csv", CC_AUDIENCE_VIEWER, NULL, NULL, queries, 2};
static const cc_page_t open_page = {"things_csv", CC_AUDIENCE_ALL, NULL, NULL, queries + 1, 1};

static const char *const names[] = {"number", "text"};
static const char *const cells[] = {"4", "Less, please", "17", NULL};
static const char *many[2 * BATCH];

static cc_reply_t reply;

static cc_work_t *asking(void)
{
    static const cc_settings_t settings = {.site = "demo"};
    static apr_uint32_t site_known = 1;
    static const cc_env_t env = {.settings = &settings, .site_known = &site_known};
    cc_work_t *work = apr_pcalloc(unit_pool, sizeof *work);

    reply = (cc_reply_t){.headers = apr_table_make(unit_pool, 4)};
    *work = (cc_work_t){.env = &env, .reply = &reply, .pool = unit_pool, .params = apr_table_make(unit_pool, 8)};
    apr_table_setn(work->params, "site", "demo");
    apr_table_setn(work->params, "subject", "ada");
    apr_table_setn(work->params, "number", "7");
    apr_table_setn(work->params, "after", "9_9"); /* of the list, not of the table */
    return work;
}

static void a_table_takes_what_its_viewer_is(void **state)
{
    static const fake_rows_t rows[] = {{"things_csv.thing", ROWS(names, cells)}, {NULL}};
    apr_size_t len;
    const char *bytes;

    (void)state;
    fake_begin(rows);
    assert_null(cc_export_begin(asking(), &guarded));
    unit_same("calls", fake_called, "things_csv.thing(demo, ada, -, 7, 0, 500) things_csv.outcome(demo, 7, ada)");
    assert_int_equal(fake_runs, 1);
    assert_string_equal(reply.body, "number,text\r\n4,\"Less, please\"\r\n17,\r\n");
    assert_int_equal(reply.status, 200);
    assert_string_equal(apr_table_get(reply.headers, "Cache-Control"), "private, no-store");
    assert_null(cc_export_next(reply.export, &bytes, &len, unit_pool));
    assert_int_equal(len, 0);
    assert_int_equal(fake_runs, 1);
}

static void the_outcome_is_asked_first(void **state)
{
    static const char *const outcome_names[] = {"@status", "@key"};
    static const char *const outcome_cells[] = {"403", "hosts-only"};
    static const fake_rows_t rows[] = {
        {"things_csv.thing", ROWS(names, cells)}, {"things_csv.outcome", ROWS(outcome_names, outcome_cells)}, {NULL}};
    const cc_error_t *error;

    (void)state;
    fake_begin(rows);
    error = cc_export_begin(asking(), &guarded);
    assert_non_null(error);
    assert_int_equal(error->status, 403);
    assert_string_equal(error->key, "hosts-only");
    assert_null(reply.body);
    assert_null(reply.export);
}

static void batches_go_on_after_the_last_key(void **state)
{
    const fake_rows_t rows[] = {{"things_csv.thing", {names, many, BATCH, 2}}, {NULL}};
    const char *bytes;
    apr_size_t len;

    (void)state;
    for (int i = 0; i < BATCH; i++) {
        many[2 * i] = apr_itoa(unit_pool, i + 1);
        many[2 * i + 1] = "x";
    }
    fake_begin(rows);
    assert_null(cc_export_begin(asking(), &open_page));
    fake_called = "";
    assert_null(cc_export_next(reply.export, &bytes, &len, unit_pool));
    unit_same("calls", fake_called, "things_csv.thing(demo, ada, -, 7, 500, 500)");
    assert_int_equal(strncmp(bytes, "1,x\r\n", 5), 0); /* no names in front */
    assert_int_equal(strlen(bytes), len);
    fake_begin(NULL);
    assert_null(cc_export_next(reply.export, &bytes, &len, unit_pool));
    assert_int_equal(len, 0);
    assert_null(cc_export_next(reply.export, &bytes, &len, unit_pool));
    assert_int_equal(fake_runs, 1);
}

UNIT_MAIN("export", test(a_table_takes_what_its_viewer_is), test(the_outcome_is_asked_first),
          test(batches_go_on_after_the_last_key))

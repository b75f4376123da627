/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CSV export of a whole table, in batches by key: each is a short statement, and no connection is held while a
 * slow reader reads. The first column of the query is the key that the next batch goes on after. Rows that change
 * meanwhile are in the export as they were when their batch was read. The page's `outcome` is asked once, with the first
 * batch: so it is the query itself that says what this viewer may see.
 */
#include "work.h"

#include "csv.h"

#include <apr_strings.h>
#include <string.h>

#define BATCH "500"

struct cc_export_t {
    const cc_env_t *env;
    cc_call_t call;
    char after[32]; /* the last key that was read */
    bool ended;
};

static const char *one_record(const cc_rows_t *rows, int row, apr_pool_t *pool, apr_size_t *len)
{
    const char *cell[64];
    int columns = cc_rows_columns(rows) < 64 ? cc_rows_columns(rows) : 64;

    for (int i = 0; i < columns; i++)
        cell[i] = row < 0 ? cc_rows_name(rows, i) : cc_rows_value(rows, row, i);
    return cc_csv_record(cell, columns, pool, len);
}

/* The rows as CSV, the names of the columns in front when `header`. */
static const char *records(const cc_rows_t *rows, bool header, apr_pool_t *pool, apr_size_t *len)
{
    int first = header ? -1 : 0, count = cc_rows_count(rows);
    struct iovec *piece = apr_palloc(pool, sizeof *piece * (apr_size_t)(count + 1));
    int n = 0;

    for (int row = first; row < count; row++, n++)
        piece[n].iov_base = (char *)one_record(rows, row, pool, &piece[n].iov_len);
    return apr_pstrcatv(pool, piece, (apr_size_t)n, len);
}

/* The rows of a batch as bytes; the next one goes on behind them. */
static const char *take_batch(cc_export_t *e, cc_rows_t *rows, bool header, apr_pool_t *pool, apr_size_t *len)
{
    int count = cc_rows_count(rows);
    const char *bytes;

    e->ended = count < atoi(BATCH);
    if (count)
        apr_cpystrn(e->after, cc_rows_value(rows, count - 1, 0), sizeof e->after);
    bytes = records(rows, header, pool, len);
    cc_rows_free(rows);
    return bytes;
}

/* $1 to $n: where the batch begins and how long it is, the rest as for any page. */
static void set_values(cc_export_t *e, const cc_query_t *query, const cc_work_t *work)
{
    for (int i = 0; query->takes[i]; i++) {
        if (strcmp(query->takes[i], "after") == 0)
            e->call.value[i] = e->after;
        else if (strcmp(query->takes[i], "limit") == 0)
            e->call.value[i] = BATCH;
        else
            e->call.value[i] = apr_table_get(work->params, query->takes[i]);
    }
}

/* The outcome, if the page has one, and the first batch, in one round trip. */
static const cc_error_t *first_batch(cc_export_t *e, const cc_page_t *page, cc_work_t *work)
{
    const cc_query_t *outcome = cc_page_query(page, "outcome");
    const cc_query_t *query = outcome == &page->query[0] ? &page->query[1] : &page->query[0];
    cc_call_t call[2];
    const cc_error_t *error;

    e->call.statement = &query->statement;
    set_values(e, query, work);
    call[0] = e->call;
    if (outcome)
        call[1] = cc_page_call(outcome, work->params);
    error = cc_db_run(e->env->db, call, outcome ? 2 : 1, &e->env->log, work->pool);
    if (!error && outcome && cc_rows_count(call[1].rows) > 0)
        error = cc_page_outcome(call[1].rows, work->pool);
    if (!error)
        work->reply->body = take_batch(e, call[0].rows, true, work->pool, &work->reply->len);
    return error;
}

const cc_error_t *cc_export_begin(cc_work_t *work, const cc_page_t *page)
{
    cc_export_t *e = apr_pcalloc(work->pool, sizeof *e);
    const cc_error_t *error = cc_page_site(work);

    e->env = work->env;
    apr_cpystrn(e->after, "0", sizeof e->after);
    if (!error)
        error = first_batch(e, page, work);
    if (error)
        return error;
    work->reply->status = 200;
    work->reply->type = cc_as_type(CC_AS_CSV);
    work->reply->export = e;
    apr_table_setn(work->reply->headers, "Cache-Control", "private, no-store");
    apr_table_setn(work->reply->headers, "X-Content-Type-Options", "nosniff");
    return NULL;
}

const cc_error_t *cc_export_next(cc_export_t *e, const char **bytes, apr_size_t *len, apr_pool_t *scratch)
{
    const cc_error_t *error;

    *len = 0;
    if (e->ended)
        return NULL;
    error = cc_db_run(e->env->db, &e->call, 1, &e->env->log, scratch);
    if (!error)
        *bytes = take_batch(e, e->call.rows, false, scratch, len);
    return error;
}

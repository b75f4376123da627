/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CSV export of a whole table, in batches by key: each is a short statement, and no connection is held while a
 * slow reader reads. The first column of the query is the key that the next batch goes on after. Rows that change
 * meanwhile are in the export as they were when their batch was read.
 */
#include "work.h"

#include "csv.h"

#include <apr_strings.h>
#include <string.h>

#define BATCH "500"

struct cc_export_t {
    const cc_query_t *query;
    const cc_env_t *env;
    cc_call_t call;
    apr_pool_t *pool; /* of the request: lives as long as the export */
    char after[32];   /* the last key that was read */
    bool ended;
};

/* $n of the query by the name of what it takes. */
static void set_value(cc_export_t *e, const char *name, const char *value)
{
    for (int i = 0; e->query->takes[i]; i++)
        if (strcmp(e->query->takes[i], name) == 0)
            e->call.value[i] = value;
}

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

static const cc_error_t *next_batch(cc_export_t *e, bool header, const char **bytes, apr_size_t *len, apr_pool_t *pool)
{
    const cc_error_t *error = cc_db_run(e->env->db, &e->call, 1, &e->env->log, pool);
    int count;

    if (error)
        return error;
    count = cc_rows_count(e->call.rows);
    e->ended = count < atoi(BATCH);
    if (count)
        apr_cpystrn(e->after, cc_rows_value(e->call.rows, count - 1, 0), sizeof e->after);
    *bytes = records(e->call.rows, header, pool, len);
    cc_rows_free(e->call.rows);
    return NULL;
}

const cc_error_t *cc_export_begin(cc_work_t *work, const cc_page_t *page)
{
    cc_export_t *e = apr_pcalloc(work->pool, sizeof *e);
    const cc_error_t *error = cc_page_site(work);

    if (error)
        return error;
    e->query = &page->query[0];
    e->env = work->env;
    e->call.statement = &e->query->statement;
    apr_cpystrn(e->after, "0", sizeof e->after);
    set_value(e, "site", work->env->settings->site);
    set_value(e, "limit", BATCH);
    set_value(e, "after", e->after);
    error = next_batch(e, true, &work->reply->body, &work->reply->len, work->pool);
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
    *len = 0;
    return e->ended ? NULL : next_batch(e, false, bytes, len, scratch);
}

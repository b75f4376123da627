/* SPDX-License-Identifier: Apache-2.0 */
/* What came back: rows, columns, values. They live in libpq's memory, which goes with its pool, or before. */
#include "db_run.h"

#include <libpq-fe.h>
#include <string.h>

struct cc_rows_t {
    PGresult *result;
    apr_pool_t *pool;
};

int cc_rows_count(const cc_rows_t *rows)
{
    return PQntuples(rows->result);
}

int cc_rows_columns(const cc_rows_t *rows)
{
    return PQnfields(rows->result);
}

const char *cc_rows_name(const cc_rows_t *rows, int column)
{
    return PQfname(rows->result, column);
}

int cc_rows_column(const cc_rows_t *rows, const char *name)
{
    for (int i = 0; i < cc_rows_columns(rows); i++)
        if (strcmp(cc_rows_name(rows, i), name) == 0)
            return i;
    return -1;
}

const char *cc_rows_value(const cc_rows_t *rows, int row, int column)
{
    if (column < 0 || PQgetisnull(rows->result, row, column))
        return NULL;
    return PQgetvalue(rows->result, row, column);
}

static apr_status_t clear_result(void *result)
{
    PQclear(result);
    return APR_SUCCESS;
}

cc_rows_t *cc_rows_of(PGresult *result, apr_pool_t *pool)
{
    cc_rows_t *rows = apr_palloc(pool, sizeof *rows);

    rows->result = result;
    rows->pool = pool;
    apr_pool_cleanup_register(pool, result, clear_result, apr_pool_cleanup_null);
    return rows;
}

void cc_rows_free(cc_rows_t *rows)
{
    apr_pool_cleanup_run(rows->pool, rows->result, clear_result);
}

/* An empty result with all columns of `rows` but one. libpq copies the names. */
static PGresult *columns_without(const cc_rows_t *rows, int left_out, apr_pool_t *pool)
{
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    int columns = cc_rows_columns(rows), n = 0;
    PGresAttDesc *column = apr_pcalloc(pool, (apr_size_t)columns * sizeof *column);

    for (int i = 0; i < columns; i++)
        if (i != left_out)
            column[n++] = (PGresAttDesc){.name = PQfname(rows->result, i), .typid = PQftype(rows->result, i)};
    if (result)
        PQsetResultAttrs(result, n, column);
    return result;
}

static void copy_row(PGresult *to, const cc_rows_t *from, int row, int left_out)
{
    int copy = PQntuples(to);

    for (int i = 0, n = 0; i < cc_rows_columns(from); i++) {
        const char *value = cc_rows_value(from, row, i);

        if (i != left_out)
            PQsetvalue(to, copy, n++, (char *)value, value ? (int)strlen(value) : -1);
    }
}

cc_rows_t *cc_rows_pick(const cc_rows_t *rows, const char *name, const char *value, apr_pool_t *pool)
{
    int column = cc_rows_column(rows, name);
    PGresult *picked = columns_without(rows, column, pool);

    for (int i = 0; i < cc_rows_count(rows); i++) {
        const char *found = cc_rows_value(rows, i, column);

        if (found && strcmp(found, value) == 0)
            copy_row(picked, rows, i, column);
    }
    return cc_rows_of(picked, pool);
}

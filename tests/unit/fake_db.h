/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database for one test program: it keeps what each statement was called with, and answers with the rows that the
 * test has given it. Included by one file of a program, instead of db.c and db_run.c.
 */
#ifndef FAKE_DB_H
#define FAKE_DB_H

#include "db.h"
#include "unit.h"

struct cc_rows_t {
    const char *const *name;
    const char *const *cell;
    int rows, columns;
};

/* The rows of a statement, by its name ("page.element", or a function). */
typedef struct fake_rows_t {
    const char *statement;
    struct cc_rows_t rows;
} fake_rows_t;

#define ROWS(names, cells)                                                                                             \
    {                                                                                                                  \
        (names), (cells), COUNT(cells) / COUNT(names), COUNT(names)                                                    \
    }

static const fake_rows_t *fake_rows; /* ended by a statement of NULL */
static const char *fake_called;      /* "name(a, b) name()" of all calls so far, values as text */
static int fake_runs;                /* round trips */

static const cc_rows_t *rows_of(const char *statement)
{
    static const cc_rows_t none = {NULL, NULL, 0, 0};

    for (const fake_rows_t *f = fake_rows; f && f->statement; f++)
        if (strcmp(f->statement, statement) == 0)
            return &f->rows;
    return &none;
}

const cc_error_t *cc_db_run(cc_db_t *db, cc_call_t *call, int count, const cc_log_t *log, apr_pool_t *pool)
{
    (void)db, (void)log, (void)pool;
    fake_runs++;
    for (int i = 0; i < count; i++) {
        const char *values = "";

        for (int n = 0; n < call[i].statement->params; n++)
            values = apr_pstrcat(unit_pool, values, n ? ", " : "", call[i].value[n] ? call[i].value[n] : "-", NULL);
        fake_called = apr_pstrcat(unit_pool, fake_called, *fake_called ? " " : "", call[i].statement->name, "(", values,
                                  ")", NULL);
        call[i].rows = (cc_rows_t *)rows_of(call[i].statement->name);
    }
    return NULL;
}

const cc_error_t *cc_db_act(cc_db_t *db, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool)
{
    return cc_db_run(db, call, 1, log, pool);
}

int cc_rows_count(const cc_rows_t *rows)
{
    return rows->rows;
}

int cc_rows_columns(const cc_rows_t *rows)
{
    return rows->columns;
}

const char *cc_rows_name(const cc_rows_t *rows, int column)
{
    return rows->name[column];
}

int cc_rows_column(const cc_rows_t *rows, const char *name)
{
    for (int i = 0; i < rows->columns; i++)
        if (strcmp(rows->name[i], name) == 0)
            return i;
    return -1;
}

const char *cc_rows_value(const cc_rows_t *rows, int row, int column)
{
    return column < 0 ? NULL : rows->cell[row * rows->columns + column];
}

void cc_rows_free(cc_rows_t *rows)
{
    (void)rows;
}

/* The rows of a test are those of its one call. */
cc_rows_t *cc_rows_pick(const cc_rows_t *rows, const char *column, const char *value, apr_pool_t *pool)
{
    (void)column, (void)value, (void)pool;
    return (cc_rows_t *)rows;
}

/* Forgets what was called; `rows` are the answers from now on. */
static inline void fake_begin(const fake_rows_t *rows)
{
    fake_rows = rows;
    fake_called = "";
    fake_runs = 0;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* CSV records for people who open them in a spreadsheet. */
#include "csv.h"

#include "text.h"

#include <stdbool.h>
#include <string.h>

/* -12, 3.5: harmless although it begins with a sign. */
static bool is_number(const char *s)
{
    static const char digits[] = "0123456789";
    size_t whole;

    s += *s == '-' || *s == '+';
    whole = strspn(s, digits);
    s += whole;
    if (*s == '.')
        s += 1 + strspn(s + 1, digits);
    return whole > 0 && *s == '\0';
}

/* Would a spreadsheet calculate this cell? Some drop spaces in front, so they do not count. */
static bool is_formula(const char *s)
{
    s += strspn(s, " ");
    return *s && strchr("=+-@\t\r\n", *s) && !is_number(s);
}

static char *write_cell(char *to, const char *s)
{
    bool formula = is_formula(s);
    bool quoted = formula || s[strcspn(s, "\",\r\n")] != '\0' || *s == ' ';

    if (quoted)
        *to++ = '"';
    if (formula)
        *to++ = '\'';
    for (; *s; s++) {
        if (*s == '"')
            *to++ = '"';
        *to++ = *s;
        if (cc_text_instruction(s))
            *to++ = ' ';
    }
    if (quoted)
        *to++ = '"';
    return to;
}

const char *cc_csv_record(const char *const *cell, int count, apr_pool_t *pool, apr_size_t *len)
{
    apr_size_t most = 3; /* CR LF NUL */
    char *record, *to;

    for (int i = 0; i < count; i++)
        most += 2 * (cell[i] ? strlen(cell[i]) : 0) + 4; /* two for every byte; two quotes around, apostrophe, comma */
    record = to = apr_palloc(pool, most);
    for (int i = 0; i < count; i++) {
        if (i > 0)
            *to++ = ',';
        to = write_cell(to, cell[i] ? cell[i] : "");
    }
    *to++ = '\r';
    *to++ = '\n';
    *to = '\0';
    *len = (apr_size_t)(to - record);
    return record;
}

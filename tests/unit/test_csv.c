/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h: records that a spreadsheet reads, and does not run. */
#include "unit.h"
#include "csv.h"

static const struct {
    const char *cell, *wanted; /* alone in a record */
} cells[] = {
    {"", ""},
    {NULL, ""},
    {"17", "17"},
    {"Less noise", "Less noise"},
    {"Мельница", "Мельница"},
    {"it's", "it's"},
    {"a,b", "\"a,b\""},
    {"say \"hush\"", "\"say \"\"hush\"\"\""},
    {"\"", "\"\"\"\""},
    {"two\nlines", "\"two\nlines\""},
    {"two\r\nlines", "\"two\r\nlines\""},
    {" indented", "\" indented\""},
    {"a;b", "a;b"},
    /* formulas */
    {"=1+1", "\"'=1+1\""},
    {"=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""},
    {"+49 30 123", "\"'+49 30 123\""},
    {"-", "\"'-\""},
    {"- a list", "\"'- a list\""},
    {"@SUM(A1)", "\"'@SUM(A1)\""},
    {"\t=1", "\"'\t=1\""},
    {"\r=1", "\"'\r=1\""},
    {"\n=1", "\"'\n=1\""},
    {"  =1", "\"'  =1\""},
    {"=\"a\"", "\"'=\"\"a\"\"\""},
    {"-1+2", "\"'-1+2\""},
    {"--1", "\"'--1\""},
    {"-.5", "\"'-.5\""},
    {"1=1", "1=1"},
    /* what SSI or ESI would run */
    {"<!--#exec cmd='id' -->", "< !--#exec cmd='id' -->"},
    {"a<!--#echo var=\"X\"-->", "\"a< !--#echo var=\"\"X\"\"-->\""},
    {"<<!--<!--", "<< !--< !--"},
    {"<esi:include src='x'/>", "< esi:include src='x'/>"},
    {"<!-", "<!-"},
    {"a < b", "a < b"},
    /* numbers */
    {"-12", "-12"},
    {"+12", "+12"},
    {"-0.5", "-0.5"},
    {"-3.", "-3."},
};

static void writes_cells(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(cells); i++) {
        apr_size_t len;
        const char *record = cc_csv_record(&cells[i].cell, 1, unit_pool, &len);

        unit_same(cells[i].cell ? cells[i].cell : "NULL", record,
                  apr_pstrcat(unit_pool, cells[i].wanted, "\r\n", NULL));
        assert_int_equal(len, strlen(record));
    }
}

static void writes_records(void **state)
{
    static const char *const row[] = {"17", "Less, \"noise\"", NULL, "=1", ""};
    apr_size_t len;

    (void)state;
    assert_string_equal(cc_csv_record(row, 5, unit_pool, &len), "17,\"Less, \"\"noise\"\"\",,\"'=1\",\r\n");
    assert_string_equal(cc_csv_record(row, 0, unit_pool, &len), "\r\n");
    assert_int_equal(len, 2);
}

/* Reads one cell (RFC 4180), moves *s behind it and its comma. */
static const char *read_cell(const char **s)
{
    char *cell = apr_palloc(unit_pool, strlen(*s) + 1), *to = cell;
    bool quoted = **s == '"';

    *s += quoted;
    while (quoted ? **s != '"' || (*s)[1] == '"' : **s != ',' && **s != '\r') {
        assert_true(quoted || **s != '"');
        *s += **s == '"';
        *to++ = *(*s)++;
    }
    *s += quoted;
    *s += **s == ',';
    *to = '\0';
    return cell;
}

static void is_read_back(void **state)
{
    static const char *const piece[] = {"a", "1", ",", "\"", "\r", "\n", "=", "-", "'", " ", "\t", "@", "ä", "."};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *cell[3], *s;
        apr_size_t len;

        for (int k = 0; k < 3; k++)
            cell[k] = unit_random_pieces(piece, COUNT(piece), 8);
        s = cc_csv_record(cell, 3, unit_pool, &len);
        for (int k = 0; k < 3; k++) {
            const char *read = read_cell(&s);

            unit_holds(!strchr("=@\t\r\n", *read) || !*read, cell[k], "harmless");
            unit_same(cell[k], read + (*read == '\'' && *cell[k] != '\''), cell[k]);
        }
        assert_string_equal(s, "\r\n");
    }
}

UNIT_MAIN("csv", test(writes_cells), test(writes_records), test(is_read_back))

/* SPDX-License-Identifier: Apache-2.0 */
/* form.h: form bodies and query strings. */
#include "unit.h"
#include "form.h"
#include "text.h"

#define R "\xEF\xBF\xBD"

/* A form as text: [name|value], behind it ! when not valid, * when repeated. */
static const char *shown(const cc_form_t *form)
{
    const char *text = "";

    for (int i = 0; i < form->count; i++) {
        const cc_field_t *f = &form->field[i];

        text = apr_pstrcat(unit_pool, text, "[", f->name, "|", f->value, "]", f->valid ? "" : "!",
                           f->repeated ? "*" : "", NULL);
    }
    return form->overflow ? apr_pstrcat(unit_pool, text, "...", NULL) : text;
}

static const struct {
    const char *in, *wanted;
} rows[] = {
    {"", ""},
    {"a=b", "[a|b]"},
    {"title=Less+noise&body=It+is+loud%21", "[title|Less noise][body|It is loud!]"},
    {"a=1&b=2&c=3", "[a|1][b|2][c|3]"},
    {"a", "[a|]"},
    {"a=", "[a|]"},
    {"=b", "[|b]"},
    {"=", "[|]"},
    {"&&a=1&&", "[a|1]"},
    {"a=b=c", "[a|b=c]"},
    {"a=b&amp;c=d", "[a|b][amp;c|d]"},
    {"%61%3D=%26%3d%2B", "[a=|&=+]"},
    {"sort=top&utm_source=letter", "[sort|top][utm_source|letter]"},
    {"q=%C3%A4%E2%82%AC", "[q|ä€]"},
    {"q=ä€", "[q|ä€]"},
    {"body=one%0D%0Atwo%0Dthree%0Afour%0D%0A", "[body|one\ntwo\nthree\nfour\n]"},
    {"body=%0D%0D%0A%0D", "[body|\n\n\n]"},
    /* repeated: the first one counts */
    {"a=1&b=2&a=3", "[a|1]*[b|2]"},
    {"a=1&%61=3&a=4", "[a|1]*"},
    {"a&a", "[a|]*"},
    {"a=1&A=2", "[a|1][A|2]"},
    /* malformed percent-encoding stays as it was typed */
    {"a=100%", "[a|100%]!"},
    {"a=%4", "[a|%4]!"},
    {"a=%zz%41", "[a|%zzA]!"},
    {"a=%4g", "[a|%4g]!"},
    {"a=%%41", "[a|%A]!"},
    {"a=%&b=1", "[a|%]![b|1]"},
    {"a%=1", "[a%|1]!"},
    {"a=%4&41=x", "[a|%4]![41|x]"},
    /* not text */
    {"a=x%00y", "[a|x" R "y]!"},
    {"a=%01", "[a|" R "]!"},
    {"a=%EF%BF%BE", "[a|" R "]!"},
    {"a=%C3", "[a|" R "]!"},
    {"a=\xFF", "[a|" R "]!"},
    {"a=%ED%A0%80", "[a|" R R R "]!"},
    {"a%00b=1", "[a" R "b|1]!"},
    {"title%00=x", "[title" R "|x]!"}, /* not the field "title" */
};

static void parses(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i].in, shown(cc_form_parse(rows[i].in, strlen(rows[i].in), unit_pool)), rows[i].wanted);
}

static void a_nul_byte_is_no_end(void **state)
{
    (void)state;
    assert_string_equal(shown(cc_form_parse("a=x\0y&b=1", 9, unit_pool)), "[a|x" R "y]![b|1]");
}

static void stays_within_its_length(void **state)
{
    (void)state;
    assert_string_equal(shown(cc_form_parse("a=%41", 4, unit_pool)), "[a|%4]!");
    assert_string_equal(shown(cc_form_parse("a=1&b", 3, unit_pool)), "[a|1]");
}

static void keeps_128_fields(void **state)
{
    const char *body = "";
    cc_form_t *form;

    (void)state;
    for (int i = 0; i < 128; i++)
        body = apr_psprintf(unit_pool, "%sf%d=%d&", body, i, i);
    form = cc_form_parse(body, strlen(body), unit_pool);
    assert_int_equal(form->count, 128);
    assert_false(form->overflow);
    assert_string_equal(cc_form_field(form, "f127")->value, "127");

    for (int i = 128; i < 1000; i++)
        body = apr_psprintf(unit_pool, "%sf%d=%d&", body, i, i);
    form = cc_form_parse(body, strlen(body), unit_pool);
    assert_int_equal(form->count, 128);
    assert_true(form->overflow);
    assert_string_equal(cc_form_field(form, "f0")->value, "0");
    assert_null(cc_form_field(form, "f128"));
}

/* 1,000 times the same field is no way around the limit. */
static void counts_repeated_fields(void **state)
{
    const char *body = unit_repeat("a=1&", 1000);
    cc_form_t *form = cc_form_parse(body, strlen(body), unit_pool);

    (void)state;
    assert_int_equal(form->count, 1);
    assert_true(form->field[0].repeated);
    assert_true(form->overflow);
}

static void finds_fields(void **state)
{
    cc_form_t *form = cc_form_parse("title=x&body=y", 14, unit_pool);

    (void)state;
    assert_string_equal(cc_form_field(form, "title")->value, "x");
    assert_string_equal(cc_form_field(form, "body")->value, "y");
    assert_null(cc_form_field(form, "Title"));
    assert_null(cc_form_field(form, ""));
}

static void escapes(void **state)
{
    (void)state;
    assert_string_equal(cc_form_escape("", unit_pool), "");
    assert_string_equal(cc_form_escape("/ideas/17-a.b_c~d", unit_pool), "/ideas/17-a.b_c~d");
    assert_string_equal(cc_form_escape("/ideas?sort=top&x=%", unit_pool), "/ideas%3Fsort%3Dtop%26x%3D%25");
    assert_string_equal(cc_form_escape("a b+ä\"\x01", unit_pool), "a%20b%2B%C3%A4%22%01");
}

static void what_is_escaped_is_parsed_back(void **state)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%=";

    (void)state;
    for (int i = 0; i < 5000; i++) {
        const char *text = unit_random_bytes(30), *query;
        cc_form_t *form;

        text = cc_text_repair(text, strlen(text), unit_pool);
        query = apr_pstrcat(unit_pool, "q=", cc_form_escape(text, unit_pool), NULL);
        unit_holds(query[strspn(query, safe)] == '\0', text, "escaped");
        form = cc_form_parse(query, strlen(query), unit_pool);
        assert_true(form->field[0].valid);
        if (!strchr(text, '\r'))
            unit_same(text, form->field[0].value, text);
    }
}

static void survives_whatever_comes(void **state)
{
    static const char *const piece[] = {"a", "=",    "&",   "%",    "%4",     "%41",  "%00",
                                        "+", "\r\n", "%0D", "\xC3", "%C3%A4", "\xFF", "%ff"};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *body = unit_random_pieces(piece, COUNT(piece), 30);
        cc_form_t *form = cc_form_parse(body, strlen(body), unit_pool);

        for (int k = 0; k < form->count; k++) {
            const cc_field_t *f = &form->field[k];

            unit_holds(cc_text_valid(f->name, strlen(f->name)) && cc_text_valid(f->value, strlen(f->value)), body,
                       "text");
            unit_holds(cc_form_field(form, f->name) == f, body, "once");
            unit_holds(!strchr(f->value, '\r'), body, "without carriage returns");
        }
    }
}

UNIT_MAIN("form", test(parses), test(a_nul_byte_is_no_end), test(stays_within_its_length), test(keeps_128_fields),
          test(counts_repeated_fields), test(finds_fields), test(escapes), test(what_is_escaped_is_parsed_back),
          test(survives_whatever_comes))

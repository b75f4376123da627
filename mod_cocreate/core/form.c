/* SPDX-License-Identifier: Apache-2.0 */
/* Names and values out of a form body or a query string. */
#include "form.h"
#include "text.h"

#include <apr_lib.h>
#include <string.h>

/* The value of a hexadecimal digit, or -1. */
static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes [s, end) to `to`, which has room for as many bytes. Returns how many are written. A malformed % stays. */
static apr_size_t percent_decode(char *to, const char *s, const char *end, bool *well_formed)
{
    const char *begin = to;

    while (s < end) {
        if (*s == '%') {
            int high = end - s > 2 ? hex_digit(s[1]) : -1;
            int low = high >= 0 ? hex_digit(s[2]) : -1;

            if (low >= 0) {
                *to++ = (char)(high << 4 | low);
                s += 3;
                continue;
            }
            *well_formed = false;
        }
        *to++ = *s == '+' ? ' ' : *s;
        s++;
    }
    return (apr_size_t)(to - begin);
}

/* CR LF and lone CR become LF, in place. Returns the new length. */
static apr_size_t fold_line_ends(char *s, apr_size_t len)
{
    apr_size_t to = 0;

    for (apr_size_t from = 0; from < len; from++) {
        if (s[from] == '\r' && from + 1 < len && s[from + 1] == '\n')
            continue;
        s[to++] = s[from] == '\r' ? '\n' : s[from];
    }
    return to;
}

/* The text that [s, end) stands for; *valid becomes false, and the text repaired, when it is none. */
static const char *decode_text(const char *s, const char *end, bool *valid, apr_pool_t *pool)
{
    char *text = apr_palloc(pool, (apr_size_t)(end - s) + 1);
    apr_size_t len = fold_line_ends(text, percent_decode(text, s, end, valid));

    text[len] = '\0';
    if (cc_text_valid(text, len))
        return text;
    *valid = false;
    return cc_text_repair(text, len, pool);
}

/* The index of the field called `name`, or -1. */
static int find(const cc_form_t *form, const char *name)
{
    for (int i = 0; i < form->count; i++)
        if (strcmp(form->field[i].name, name) == 0)
            return i;
    return -1;
}

/* Takes in one "name=value". */
static void add_field(cc_form_t *form, const char *s, const char *end, apr_pool_t *pool)
{
    const char *equals = memchr(s, '=', (size_t)(end - s));
    bool valid = true;
    const char *name = decode_text(s, equals ? equals : end, &valid, pool);
    int first = find(form, name);

    if (first >= 0) {
        form->field[first].repeated = true;
        return;
    }
    form->field[form->count++] = (cc_field_t){
        .name = name,
        .value = equals ? decode_text(equals + 1, end, &valid, pool) : "",
        .valid = valid,
    };
}

cc_form_t *cc_form_parse(const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    cc_form_t *form = apr_palloc(pool, sizeof *form);
    const char *s = bytes, *end = bytes + len;
    int sent = 0;

    form->count = 0;
    form->overflow = false;
    while (s < end) {
        const char *stop = memchr(s, '&', (size_t)(end - s));

        if (!stop)
            stop = end;
        if (stop > s) {
            if (++sent > CC_FORM_FIELDS) {
                form->overflow = true;
                break;
            }
            add_field(form, s, stop, pool);
        }
        s = stop + 1;
    }
    return form;
}

const cc_field_t *cc_form_field(const cc_form_t *form, const char *name)
{
    int i = find(form, name);

    return i >= 0 ? &form->field[i] : NULL;
}

const char *cc_form_escape(const char *s, apr_pool_t *pool)
{
    static const char hex[] = "0123456789ABCDEF";
    char *escaped = apr_palloc(pool, 3 * strlen(s) + 1), *to = escaped;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c < 0x80 && (apr_isalnum(c) || strchr("-._~/", c))) {
            *to++ = *s;
        } else {
            *to++ = '%';
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
        }
    }
    *to = '\0';
    return escaped;
}

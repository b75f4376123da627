/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two passes. The first is Unicode's own (NFKC with case folding, what cannot be seen left out): fullwidth and
 * mathematical letters, ligatures and decomposed umlauts become what they look like. The second writes ASCII: German
 * umlauts as two letters, then all other marks dropped. In the other order "würden" (would) and "wurden" (were) would
 * be one word.
 */
#include "wording_normal.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

/* What Unicode does not decompose, and what only looks like a Latin letter. Capitals are folded by then. */
static const struct {
    const char *ascii, *from;
} spelled[] = {
    {"", "¡¿"},
    {"'", "‘’‚‛‹›ʹʻʼʽ′"},
    {"\"", "“”„‟«»"},
    {"-", "‐‒–—―−"},
    {"ae", "æ"},
    {"d", "đð"},
    {"i", "ı"},
    {"l", "ł"},
    {"o", "ø"},
    {"oe", "œ"},
    {"th", "þ"},
    /* Cyrillic and Greek letters that look Latin */
    {"a", "аα"},
    {"b", "вβ"},
    {"c", "с"},
    {"d", "ԁ"},
    {"e", "еε"},
    {"h", "нһη"},
    {"i", "іι"},
    {"j", "ј"},
    {"k", "кκ"},
    {"l", "ӏ"},
    {"m", "мμ"},
    {"o", "оο"},
    {"p", "рρ"},
    {"q", "ԛ"},
    {"s", "ѕ"},
    {"t", "тτ"},
    {"u", "υ"},
    {"v", "ν"},
    {"w", "ԝ"},
    {"x", "хχ"},
    {"y", "у"},
    {"z", "ζ"},
};

static const char *spelling(int32_t code)
{
    utf8proc_uint8_t character[5] = "";

    utf8proc_encode_char(code, character);
    for (apr_size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
        if (strstr(spelled[i].from, (const char *)character))
            return spelled[i].ascii;
    return " ";
}

static const char *german_spelling(int32_t code)
{
    return code == 0xE4 ? "ae" : code == 0xF6 ? "oe" : code == 0xFC ? "ue" : NULL;
}

/* Before the first pass, which would make a blank of an accent that stands for an apostrophe. */
static utf8proc_int32_t straight_quote(utf8proc_int32_t code, void *baton)
{
    (void)baton;
    return code == 0xB4 || code == '`' || code == 0xFF40 ? '\'' : code == 0x2033 ? '"' : code;
}

/* ---- writing ---- */

typedef struct writer_t {
    char *text;
    apr_size_t len, size;
} writer_t;

static void put(writer_t *to, char c)
{
    if (c <= ' ' || c == 0x7F)
        c = ' ';
    if (c == ' ' && (to->len == 0 || to->text[to->len - 1] == ' '))
        return;
    if (c == '?' && to->len && to->text[to->len - 1] == ' ')
        to->len--; /* French sets a blank before it */
    if (to->len < to->size)
        to->text[to->len++] = c;
}

static void put_all(writer_t *to, const char *ascii)
{
    for (; *ascii; ascii++)
        put(to, *ascii);
}

/* One character of the first pass, without its marks. */
static void put_plain(writer_t *to, int32_t code)
{
    int32_t base[8]; /* no character has more than four parts */
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(code, base, sizeof base / sizeof *base,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (base[i] < 0x80)
            put(to, (char)base[i]);
        else
            put_all(to, spelling(base[i]));
    }
}

/* The first pass: *count code points, NULL when this is not UTF-8. */
static int32_t *unicode(const char *text, apr_size_t len, utf8proc_ssize_t *count, apr_pool_t *pool)
{
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t size;
    int32_t *code;

    size = utf8proc_decompose_custom(bytes, (utf8proc_ssize_t)len, NULL, 0, options, straight_quote, NULL);
    if (size < 0)
        return NULL;
    code = apr_palloc(pool, ((apr_size_t)size + 1) * sizeof *code);
    utf8proc_decompose_custom(bytes, (utf8proc_ssize_t)len, code, size, options, straight_quote, NULL);
    *count = utf8proc_normalize_utf32(code, size, options);
    return code;
}

const char *cc_wording_normal(const char *text, apr_size_t len, bool german, apr_size_t *normal_len, apr_pool_t *pool)
{
    writer_t to = {NULL, 0, 2 * len};
    utf8proc_ssize_t count = 0;
    int32_t *code = unicode(text, len, &count, pool);

    to.text = apr_palloc(pool, to.size + 1);
    for (utf8proc_ssize_t i = 0; code && i < count; i++) {
        const char *umlaut = german ? german_spelling(code[i]) : NULL;

        if (umlaut)
            put_all(&to, umlaut);
        else
            put_plain(&to, code[i]);
    }
    if (to.len && to.text[to.len - 1] == ' ')
        to.len--;
    to.text[to.len] = '\0';
    *normal_len = to.len;
    return to.text;
}

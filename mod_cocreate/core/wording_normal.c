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

/* What has no decomposition, or is not a Latin letter and only looks like one; capitals are folded by then. */
static const struct {
    int32_t code;
    const char *ascii;
} spelled[] = {
    {0xA1, ""},      {0xBF, ""}, /* the Spanish opening marks */
    {0x2018, "'"},   {0x2019, "'"},   {0x201A, "'"},   {0x201B, "'"},   {0x2B9, "'"},    {0x2BB, "'"},
    {0x2BC, "'"},    {0x2BD, "'"},    {0x2032, "'"},   {0x2039, "'"},   {0x203A, "'"},   {0x201C, "\""},
    {0x201D, "\""},  {0x201E, "\""},  {0x201F, "\""},  {0xAB, "\""},    {0xBB, "\""},    {0x2010, "-"},
    {0x2012, "-"},   {0x2013, "-"},   {0x2014, "-"},   {0x2015, "-"},   {0x2212, "-"}, /* quotes and dashes */
    {0xDF, "ss"},    {0xE6, "ae"},    {0x153, "oe"},   {0xF8, "o"},     {0x142, "l"},    {0x111, "d"},
    {0x131, "i"},    {0xF0, "d"},     {0xFE, "th"}, /* Latin */
    {0x430, "a"},    {0x432, "b"},    {0x435, "e"},    {0x43A, "k"},    {0x43C, "m"},    {0x43D, "h"},
    {0x43E, "o"},    {0x440, "p"},    {0x441, "c"},    {0x442, "t"},    {0x443, "y"},    {0x445, "x"},
    {0x455, "s"},    {0x456, "i"},    {0x458, "j"},    {0x4BB, "h"},    {0x4CF, "l"},    {0x501, "d"},
    {0x51B, "q"},    {0x51D, "w"}, /* Cyrillic */
    {0x3B1, "a"},    {0x3B2, "b"},    {0x3B5, "e"},    {0x3B7, "h"},    {0x3B9, "i"},    {0x3BA, "k"},
    {0x3BC, "m"},    {0x3BD, "v"},    {0x3BF, "o"},    {0x3C1, "p"},    {0x3C4, "t"},    {0x3C5, "u"},
    {0x3C7, "x"},    {0x3B6, "z"}, /* Greek */
};

static const char *spelling(int32_t code)
{
    for (apr_size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
        if (spelled[i].code == code)
            return spelled[i].ascii;
    return " ";
}

static const char *german_spelling(int32_t code)
{
    return code == 0xE4 ? "ae" : code == 0xF6 ? "oe" : code == 0xFC ? "ue" : NULL;
}

/* Before the first pass, which would make a blank of these two. */
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
    int32_t base[UTF8PROC_BUFFER_MAX];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(code, base, UTF8PROC_BUFFER_MAX,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);

    for (utf8proc_ssize_t i = 0; i < count && i < UTF8PROC_BUFFER_MAX; i++) {
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
    utf8proc_ssize_t size = utf8proc_decompose_custom(bytes, (utf8proc_ssize_t)len, NULL, 0, options, straight_quote,
                                                      NULL);
    int32_t *code;

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

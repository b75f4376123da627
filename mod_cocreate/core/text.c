/* SPDX-License-Identifier: Apache-2.0 */
/* What may be text: UTF-8 read strictly (no overlong forms, no surrogates), then the characters of XML 1.0. */
#include "text.h"

#include <string.h>

/* Length of the UTF-8 sequence at `s`, its code point in *code; 0 when it is not well-formed or runs past `end`. */
static int decode(const unsigned char *s, const unsigned char *end, unsigned *code)
{
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000}; /* anything below has a shorter form */
    int length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;

    if (length == 0 || end - s < length)
        return 0;
    *code = length == 1 ? s[0] : s[0] & (0x7FU >> length);
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (s[i] & 0x3FU);
    }
    if (*code < least[length] || *code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF))
        return 0;
    return length;
}

/* XML 1.0 "Char"; surrogates never get here. */
static bool is_xml_character(unsigned code)
{
    if (code < 0x20)
        return code == '\t' || code == '\n' || code == '\r';
    return code != 0xFFFE && code != 0xFFFF;
}

bool cc_text_valid(const char *text, apr_size_t len)
{
    const unsigned char *s = (const unsigned char *)text, *end = s + len;
    unsigned code;

    while (s < end) {
        int length = decode(s, end, &code);

        if (length == 0 || !is_xml_character(code))
            return false;
        s += length;
    }
    return true;
}

bool cc_text_key(const char *s)
{
    apr_size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return n > 0 && n <= 40 && s[n] == '\0';
}

bool cc_text_instruction(const char *s)
{
    return *s == '<' && (strncmp(s, "<!--", 4) == 0 || strncmp(s, "<esi:", 5) == 0);
}

const char *cc_text_repair(const char *text, apr_size_t len, apr_pool_t *pool)
{
    const unsigned char *s = (const unsigned char *)text, *end = s + len;
    char *repaired = apr_palloc(pool, 3 * len + 1), *to = repaired;
    unsigned code;

    while (s < end) {
        int length = decode(s, end, &code);

        if (length > 0 && is_xml_character(code)) {
            memcpy(to, s, (size_t)length);
            to += length;
        } else {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        }
        s += length > 0 ? length : 1;
    }
    *to = '\0';
    return repaired;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that people write: which are safe to link to, and where they stand in running text. */
#include "link.h"

#include <string.h>
#include <strings.h>

/* Browsers drop control characters from an address before they read its scheme: an address with one is not one. */
bool cc_link_safe(const char *url)
{
    for (const char *s = url; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7F)
            return false;
    if (url[0] == '/') /* "//" and "/\" name another host */
        return url[1] != '/' && url[1] != '\\';
    return url[0] == '#' || strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0 ||
           strncasecmp(url, "mailto:", 7) == 0;
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/*
 * Where an address in running text ends: at white space, at what is never in an address, and at quotation marks and
 * other punctuation beyond ASCII (U+0080 to U+00BF, U+2000 to U+207F, U+3000 to U+303F, full-width forms).
 */
static bool ends_address(const char *s)
{
    unsigned char c = (unsigned char)s[0], next = c >= 0x80 ? (unsigned char)s[1] : 0;

    if (c < 0x80)
        return c <= ' ' || c == 0x7F || strchr("<>\"`\\^{|}", c);
    return c == 0xC2 || (c == 0xE2 && next <= 0x81) || (c == 0xE3 && next == 0x80) || (c == 0xEF && next >= 0xBC);
}

/* Length of the address at `s`, whose scheme takes `scheme` bytes, without what belongs to the sentence around it. */
static apr_size_t address_length(const char *s, apr_size_t scheme)
{
    apr_size_t len = scheme;
    int round = 0, square = 0; /* brackets opened less brackets closed */

    for (; !ends_address(s + len); len++) {
        round += (s[len] == '(') - (s[len] == ')');
        square += (s[len] == '[') - (s[len] == ']');
    }
    for (;; len--) {
        char last = s[len - 1];

        if (last == ')' && round < 0)
            round++;
        else if (last == ']' && square < 0)
            square++;
        else if (!strchr("?!.,:;*_~'", last))
            return len;
    }
}

/* Only what is an address is read to its end, so that a text of many beginnings is read once. */
apr_size_t cc_link_at(const char *s, apr_size_t i)
{
    apr_size_t scheme = strncasecmp(s + i, "http://", 7) == 0 ? 7 : strncasecmp(s + i, "https://", 8) == 0 ? 8 : 0;

    if (scheme == 0 || (i > 0 && is_letter_or_digit(s[i - 1])))
        return 0;
    s += i;
    return is_letter_or_digit(s[scheme]) || (s[scheme] & 0x80 && !ends_address(s + scheme)) ? address_length(s, scheme)
                                                                                            : 0;
}

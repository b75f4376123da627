/* SPDX-License-Identifier: Apache-2.0 */
/* Strings, flat objects and arrays of them as JSON. */
#include "json.h"

#include <apr_strings.h>
#include <string.h>

#define ESCAPED 6 /* \u001f: the most that one byte becomes */

/* Writes `s` as a JSON string at `to`. Returns the end. */
static char *write_string(char *to, const char *s)
{
    static const char hex[] = "0123456789abcdef";

    *to++ = '"';
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '"' || c == '\\') {
            *to++ = '\\';
            *to++ = *s;
        } else if (c < 0x20) {
            to = apr_cpystrn(to, "\\u00", sizeof "\\u00");
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
        } else {
            *to++ = *s;
        }
    }
    *to++ = '"';
    return to;
}

const char *cc_json_object(const char *const *name, const char *const *value, int count, apr_pool_t *pool)
{
    apr_size_t most = 3; /* { } NUL */
    char *object, *to;

    for (int i = 0; i < count; i++)
        if (value[i])
            most += ESCAPED * (strlen(name[i]) + strlen(value[i])) + 6; /* four quotes, colon, comma */
    object = to = apr_palloc(pool, most);
    *to++ = '{';
    for (int i = 0; i < count; i++) {
        if (!value[i])
            continue;
        if (to[-1] != '{')
            *to++ = ',';
        to = write_string(to, name[i]);
        *to++ = ':';
        to = write_string(to, value[i]);
    }
    *to++ = '}';
    *to = '\0';
    return object;
}

const char *cc_json_array(const apr_array_header_t *object, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "[", apr_array_pstrcat(pool, object, ','), "]", NULL);
}

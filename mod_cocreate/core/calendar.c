/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of iCalendar: escaped, then folded. */
#include "calendar.h"

#include "text.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <stdbool.h>
#include <string.h>

#define XML(s) ((const xmlChar *)(s))
#define FOLD   75 /* octets of a line, without its end */

/* An attribute, or the text of an element when `name` is NULL; from `pool`. "" when there is none. */
static const char *text_of(xmlNodePtr node, const char *name, apr_pool_t *pool)
{
    xmlChar *text = name ? xmlGetNoNsProp(node, XML(name)) : xmlNodeGetContent(node);
    const char *copy = text ? apr_pstrdup(pool, (const char *)text) : "";

    xmlFree(text);
    return copy;
}

static bool is_name(const char *s)
{
    return *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
}

/* ";VALUE=DATE": what could end the line, or begin the value too early, is none. */
static bool is_params(const char *s)
{
    if (*s && *s != ';')
        return false;
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7F || *s == ':')
            return false;
    return true;
}

/* Writes a value at `to`, which has room for twice as many bytes. Returns the end. */
static char *write_value(char *to, const char *s, bool raw)
{
    for (; *s; s++) {
        if (*s == '\r')
            continue;
        if (raw && (unsigned char)*s < ' ') {
            *to++ = ' ';
        } else if (*s == '\n') {
            *to++ = '\\';
            *to++ = 'n';
        } else {
            if (!raw && strchr("\\;,", *s))
                *to++ = '\\';
            *to++ = *s;
            if (cc_text_instruction(s))
                *to++ = ' ';
        }
    }
    return to;
}

/* How many of the `len` bytes at `s` go into a line of `room`: all, or as many whole characters as fit. */
static apr_size_t fitting(const char *s, apr_size_t len, apr_size_t room)
{
    if (len <= room)
        return len;
    while ((s[room] & 0xC0) == 0x80)
        room--;
    return room;
}

/* The line in pieces of at most FOLD octets, CR LF at its end. */
static const char *folded(const char *line, apr_size_t len, apr_size_t *folded_len, apr_pool_t *pool)
{
    char *text = apr_palloc(pool, len + 3 * (len / (FOLD - 4) + 1) + 3), *to = text;
    apr_size_t room = FOLD;

    for (;;) {
        apr_size_t part = fitting(line, len, room);

        memcpy(to, line, part);
        to += part;
        line += part;
        len -= part;
        *to++ = '\r';
        *to++ = '\n';
        if (len == 0)
            break;
        *to++ = ' ';
        room = FOLD - 1;
    }
    *folded_len = (apr_size_t)(to - text);
    return text;
}

static const char *line_of(xmlNodePtr node, apr_size_t *len, apr_pool_t *pool)
{
    const char *name = text_of(node, "name", pool), *params = text_of(node, "params", pool);
    const char *value = text_of(node, NULL, pool);
    char *line, *to;

    if (!is_name(name) || !is_params(params))
        return NULL;
    line = apr_palloc(pool, strlen(name) + strlen(params) + 2 * strlen(value) + 2);
    to = apr_cpystrn(line, name, strlen(name) + 1);
    to = apr_cpystrn(to, params, strlen(params) + 1);
    *to++ = ':';
    to = write_value(to, value, strcmp(text_of(node, "raw", pool), "yes") == 0);
    return folded(line, (apr_size_t)(to - line), len, pool);
}

const cc_error_t *cc_calendar_write(const char **bytes, apr_size_t *len, xmlNodePtr calendar, const cc_log_t *log,
                                    apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, 64, sizeof(struct iovec));

    if (!calendar || !xmlStrEqual(calendar->name, XML("calendar")))
        return cc_log(log, cc_error(CC_E_RENDER), "calendar.xsl: the result is no <calendar>");
    for (xmlNodePtr node = calendar->children; node; node = node->next) {
        struct iovec line;

        if (node->type != XML_ELEMENT_NODE)
            continue;
        line.iov_base = (void *)line_of(node, &line.iov_len, pool);
        if (!line.iov_base)
            return cc_log(log, cc_error(CC_E_RENDER),
                          "calendar.xsl: a line has the name \"%.40s\" and the params \"%.40s\"",
                          text_of(node, "name", pool), text_of(node, "params", pool));
        APR_ARRAY_PUSH(lines, struct iovec) = line;
    }
    *bytes = apr_pstrcatv(pool, (const struct iovec *)(const void *)lines->elts, (apr_size_t)lines->nelts, len);
    return NULL;
}

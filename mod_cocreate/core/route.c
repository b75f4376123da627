/* SPDX-License-Identifier: Apache-2.0 */
/* The product's table of contents, and the matching of paths. */
#include "route.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define READ  (CC_AS_PAGE | CC_AS_FRAGMENT | CC_AS_XML)
#define FEED  (READ | CC_AS_ATOM)
#define TABLE (FEED | CC_AS_CSV)
#define WHOM  "site, subject, name, group"
#define WHO   WHOM ", firm, moderator, admin"

const cc_route_t cc_routes[] = {
    {.path = "/overview", .page = "overview", .as = READ, .params = "done"},
    {.path = "/ideas",
     .page = "ideas",
     .as = TABLE,
     .params = "sort kind stage after limit done",
     .csv = "ideas_csv",
     .action = "idea_propose(" WHOM ", title, body, kind, stage, token)",
     .form = "idea_new"},
    {.path = "/ideas/new", .page = "idea_new", .reader = CC_WHO_MEMBER, .as = READ, .params = "kind stage"},
    {.path = "/ideas/{number}", .page = "idea", .as = FEED, .params = "done"},
    {.path = "/ideas/{number}/edit",
     .page = "idea_edit",
     .reader = CC_WHO_MEMBER,
     .as = READ,
     .action = "idea_edit(" WHOM ", number, title, body, kind, stage, version, token)",
     .form = "idea_edit"},
    {.path = "/ideas/{number}/vote",
     .as = CC_AS_PAGE | CC_AS_FRAGMENT,
     .action = "vote_cast(" WHOM ", number, value)",
     .anchor = "idea",
     .shows = "idea_vote"},
};
const int cc_routes_count = sizeof cc_routes / sizeof cc_routes[0];

static const struct {
    unsigned as;
    const char *name, *suffix, *type, *media;
} representations[] = {
    {CC_AS_PAGE, "page", "", "text/html; charset=utf-8", "text/html"},
    {CC_AS_FRAGMENT, "fragment", ".fragment", "text/html; charset=utf-8", NULL},
    {CC_AS_XML, "xml", ".xml", "application/xml; charset=utf-8", "application/xml"},
    {CC_AS_ATOM, "atom", ".atom", "application/atom+xml; charset=utf-8", "application/atom+xml"},
    {CC_AS_CSV, "csv", ".csv", "text/csv; charset=utf-8; header=present", "text/csv"},
    {CC_AS_ICS, "ics", ".ics", "text/calendar; charset=utf-8", "text/calendar"},
};
#define REPRESENTATIONS (sizeof representations / sizeof representations[0])

static apr_size_t index_of(unsigned as)
{
    apr_size_t i = 0;

    while (i < REPRESENTATIONS - 1 && representations[i].as != as)
        i++;
    return i;
}

const char *cc_as_suffix(unsigned as)
{
    return representations[index_of(as)].suffix;
}

const char *cc_as_type(unsigned as)
{
    return representations[index_of(as)].type;
}

const char *cc_as_name(unsigned as)
{
    return representations[index_of(as)].name;
}

bool cc_route_any(unsigned as)
{
    bool any = false;

    for (int i = 0; i < cc_routes_count; i++)
        any |= (cc_routes[i].as & as) != 0;
    return any;
}

/* Takes a representation's suffix off the path: what is left, and which one it was. */
static const char *split_suffix(const char *path, unsigned *as, apr_pool_t *pool)
{
    const char *dot = strrchr(path, '.');

    *as = 0;
    if (!dot || strchr(dot, '/') || dot[-1] == '/')
        return path;
    for (apr_size_t i = 0; i < REPRESENTATIONS; i++)
        if (strcmp(dot, representations[i].suffix) == 0) {
            *as = representations[i].as;
            return apr_pstrmemdup(pool, path, (apr_size_t)(dot - path));
        }
    return path;
}

/* A number as we write them in addresses: no sign, no leading zero, at most nine digits. */
static apr_size_t number_length(const char *s)
{
    apr_size_t n = strspn(s, "0123456789");

    return n >= 1 && n <= 9 && s[0] != '0' ? n : 0;
}

static bool matches(const char *pattern, const char *path, apr_table_t *params, apr_pool_t *pool)
{
    while (*pattern) {
        if (*pattern == '{') {
            apr_size_t name = strcspn(pattern + 1, "}"), n = number_length(path);

            if (n == 0)
                return false;
            apr_table_setn(params, apr_pstrmemdup(pool, pattern + 1, name), apr_pstrmemdup(pool, path, n));
            pattern += name + 2;
            path += n;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

const cc_route_t *cc_route_find(const char *path, unsigned *as, const char **bare, apr_table_t *params,
                                apr_pool_t *pool)
{
    *bare = strcmp(path, "/") == 0 ? "/overview" : split_suffix(path, as, pool);
    if (*path == '/' && path[1] == '\0')
        *as = 0;
    for (int i = 0; i < cc_routes_count; i++) {
        apr_table_clear(params);
        if (matches(cc_routes[i].path, *bare, params, pool))
            return *as == 0 || (cc_routes[i].as & *as) ? &cc_routes[i] : NULL;
    }
    return NULL;
}

/* A pattern with the numbers in it; NULL when one is missing. */
static const char *filled(const char *pattern, const apr_table_t *params, apr_pool_t *pool)
{
    const char *path = "";

    while (*pattern) {
        apr_size_t plain = strcspn(pattern, "{"), name;
        const char *number;

        path = apr_pstrcat(pool, path, apr_pstrmemdup(pool, pattern, plain), NULL);
        pattern += plain;
        if (!*pattern)
            break;
        name = strcspn(pattern + 1, "}");
        number = apr_table_get(params, apr_pstrmemdup(pool, pattern + 1, name));
        if (!number)
            return NULL;
        path = apr_pstrcat(pool, path, number, NULL);
        pattern += name + 2;
    }
    return path;
}

const char *cc_route_path(const char *page, const apr_table_t *params, apr_pool_t *pool)
{
    for (int i = 0; i < cc_routes_count; i++)
        if (cc_routes[i].page && strcmp(cc_routes[i].page, page) == 0)
            return filled(cc_routes[i].path, params, pool);
    return NULL;
}

/* The q parameter of a media range, in thousandths: "text/html;level=1;q=0.5" has 500, one without q has 1000. */
static int quality_of(const char *range, apr_size_t len)
{
    const char *end = range + len;

    for (const char *at = memchr(range, ';', len); at; at = memchr(at, ';', (apr_size_t)(end - at))) {
        at++;
        at += strspn(at, " \t");
        if (end - at > 2 && (*at == 'q' || *at == 'Q') && at[1] == '=')
            return (int)(strtod(at + 2, NULL) * 1000);
    }
    return 1000;
}

/* The weight of a media type in an Accept header, in thousandths: that of its most specific range, 0 when none fits. */
static int weight_of(const char *accept, const char *media)
{
    const char *slash = strchr(media, '/');
    apr_size_t type_len = (apr_size_t)(slash - media) + 1, media_len = strlen(media);
    int best = 0, weight = 0;

    while (*accept) {
        apr_size_t len, range;
        int fit = 0;

        accept += strspn(accept, " \t");
        range = strcspn(accept, ",; \t");
        if (range == media_len && strncasecmp(accept, media, range) == 0)
            fit = 3;
        else if (range == type_len + 1 && accept[type_len] == '*' && strncasecmp(accept, media, type_len) == 0)
            fit = 2;
        else if (range == 3 && strncmp(accept, "*/*", 3) == 0)
            fit = 1;
        len = strcspn(accept, ",");
        if (fit > best) {
            best = fit;
            weight = quality_of(accept, len);
        }
        accept += len;
        accept += *accept == ',';
    }
    return weight;
}

unsigned cc_route_accept(unsigned as, const char *accept)
{
    int best;
    unsigned chosen = CC_AS_PAGE;

    if (!accept)
        return chosen;
    best = weight_of(accept, "text/html");
    for (apr_size_t i = 0; i < REPRESENTATIONS; i++)
        if ((as & representations[i].as) && representations[i].media) {
            int weight = weight_of(accept, representations[i].media);

            if (weight > best) {
                best = weight;
                chosen = representations[i].as;
            }
        }
    return chosen;
}

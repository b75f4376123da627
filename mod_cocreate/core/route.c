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

#define ROUND     "/rounds/{number}"
#define CARD      ROUND "/cards/{card}"
#define SEAT      ROUND "/tables/{table}"
#define INSIGHT   ROUND "/insights/{insight}"
#define QUESTIONS "title remove keep better suppose useful story free1 free2"

const cc_route_t cc_routes[] = {
    {.path = "/overview", .page = "overview", .as = READ, .params = "done"},
    {.path = "/ideas",
     .page = "ideas",
     .as = TABLE,
     .params = "sort kind stage after limit q done",
     .csv = "ideas_csv",
     .action = "idea_propose(" WHOM ", title, body, kind, stage, token)",
     .form = "idea_new"},
    {.path = "/ideas/new", .page = "idea_new", .reader = CC_WHO_MEMBER, .as = READ, .params = "kind stage title"},
    {.path = "/ideas/similar", .page = "ideas_similar", .as = READ, .params = "title"},
    {.path = "/ideas/{number}", .page = "idea", .as = FEED, .params = "done"},
    {.path = "/ideas/{number}/edit",
     .page = "idea_edit",
     .reader = CC_WHO_MEMBER,
     .as = READ,
     .action = "idea_edit(" WHOM ", number, title, body, kind, stage, version, token)",
     .form = "idea_edit"},
    {.path = "/ideas/{number}/vote",
     .as = CC_AS_PAGE | CC_AS_FRAGMENT,
     .action = "votes_cast(" WHOM ", number, value)",
     .batch = true,
     .anchor = "idea",
     .shows = "idea_vote"},

    {.path = "/rounds",
     .page = "rounds",
     .as = FEED,
     .params = "phase after limit done",
     .checks = QUESTIONS,
     .action = "round_save(" WHO ", null, form, findings)",
     .form = "round_new"},
    {.path = "/rounds/new", .page = "round_new", .reader = CC_WHO_MODERATOR, .as = READ, .params = "stage"},
    {.path = "/rounds/wording",
     .page = "wording",
     .reader = CC_WHO_MODERATOR,
     .as = READ,
     .params = "lang text",
     .checks = "text"},
    {.path = "/rounds/desk", .page = "desk", .reader = CC_WHO_MODERATOR, .as = READ},

    {.path = ROUND, .page = "round", .as = TABLE | CC_AS_ICS, .params = "after from done link", .csv = "round_cards"},
    {.path = ROUND "/edit",
     .page = "round_edit",
     .reader = CC_WHO_MODERATOR,
     .as = READ,
     .checks = QUESTIONS,
     .action = "round_save(" WHO ", number, form, findings)",
     .form = "round_edit"},
    {.path = ROUND "/preview", .page = "round_preview", .reader = CC_WHO_MODERATOR, .as = READ, .params = "done"},
    {.path = ROUND "/publish", .action = "round_publish(" WHO ", number, form)", .form = "round_preview"},

    {.path = ROUND "/host", .page = "round_host", .reader = CC_WHO_MEMBER, .as = READ, .params = "done"},
    {.path = ROUND "/cancel", .action = "round_cancel(" WHO ", number, reason)", .form = "round_host"},
    {.path = ROUND "/extend", .action = "round_extend(" WHO ", number, days, reason)", .form = "round_host"},
    {.path = ROUND "/strike", .action = "question_strike(" WHO ", number, place, reason)", .form = "round_host"},
    {.path = ROUND "/ask",
     .checks = "text",
     .action = "question_add(" WHO ", number, slot, language, text, findings)",
     .form = "round_host"},
    {.path = ROUND "/invite", .action = "round_invite(" WHO ", number, who, why)", .form = "round_host"},
    {.path = ROUND "/join", .action = "round_join(" WHO ", number, value)"},
    {.path = ROUND "/admit", .action = "round_admit(" WHO ", number, invitation, why, value)", .form = "round_host"},
    {.path = ROUND "/links", .action = "link_make(" WHO ", number, guest, guest_group, days)", .form = "round_host"},
    {.path = ROUND "/links/{link}/end", .action = "link_end(" WHO ", number, link)", .form = "round_host"},
    {.path = ROUND "/learning", .action = "round_learn(" WHO ", number, learning)", .form = "round_host"},

    {.path = ROUND "/cards",
     .params = "link",
     .action = "advice_save(" WHO ", number, card, question, body, share, do, token)",
     .form = "round"},
    {.path = CARD, .page = "card", .as = READ, .params = "done link"},
    {.path = CARD "/withdraw", .params = "link", .action = "advice_withdraw(" WHO ", number, card)"},
    {.path = CARD "/flag", .params = "link", .action = "advice_flag(" WHO ", number, card, reason)", .form = "card"},
    {.path = CARD "/hide", .action = "advice_hide(" WHO ", number, card, reason)", .form = "card"},
    {.path = CARD "/keep", .action = "flag_dismiss(" WHO ", number, card)"},
    {.path = CARD "/trace",
     .action = "trace_save(" WHO ", number, card, outcome, action, insight, source, again, reason, question, version)",
     .form = "traces"},
    {.path = CARD "/missed",
     .params = "link",
     .action = "trace_contest(" WHO ", number, card, text)",
     .form = "answer"},

    {.path = SEAT, .page = "table", .as = READ, .params = "after from done link"},
    {.path = SEAT "/replies",
     .params = "link",
     .action = "reply_write(" WHO ", number, table, card, parent, course, kind, body, source, token)",
     .form = "table"},
    {.path = SEAT "/spare", .params = "link", .action = "table_spare(" WHO ", number, table, spare)", .form = "table"},
    {.path = SEAT "/leave",
     .params = "link",
     .action = "table_leave(" WHO ", number, table, see, differ, differ_too, first, version)",
     .form = "table"},
    {.path = ROUND "/replies/{reply}/withdraw", .params = "link", .action = "reply_withdraw(" WHO ", number, reply)"},

    {.path = ROUND "/hearing", .page = "hearing", .reader = CC_WHO_MEMBER, .as = READ, .params = "after from done"},
    {.path = ROUND "/insights", .action = "insight_save(" WHO ", number, null, form)", .form = "hearing"},
    {.path = INSIGHT "/edit", .action = "insight_save(" WHO ", number, insight, form)", .form = "hearing"},
    {.path = INSIGHT "/drop", .action = "insight_drop(" WHO ", number, insight)"},
    {.path = INSIGHT "/cards/{card}/out", .action = "insight_card_out(" WHO ", number, insight, card)"},
    {.path = INSIGHT "/traces",
     .action = "trace_rest(" WHO ", number, insight, outcome, action, reason)",
     .form = "traces"},
    {.path = ROUND "/look", .action = "advice_look(" WHO ", number, form)", .form = "hearing"},
    {.path = ROUND "/agreed", .action = "round_agreed(" WHO ", number, value)"},
    {.path = ROUND "/heard", .action = "round_hear(" WHO ", number)", .form = "hearing"},

    {.path = ROUND "/choosing", .page = "choosing", .reader = CC_WHO_MEMBER, .as = READ, .params = "done"},
    {.path = ROUND "/stones",
     .params = "link",
     .action = "stones_lay(" WHO ", number, first, second, third)",
     .form = "round"},
    {.path = ROUND "/priorities",
     .action = "priority_save(" WHO ", number, insight, place, reason)",
     .form = "choosing"},
    {.path = ROUND "/actions",
     .action = "action_save(" WHO ", number, action, title, insight, size, people, keeper, due, version, token)",
     .form = "choosing"},
    {.path = ROUND "/actions/{action}/drop", .action = "action_drop(" WHO ", number, action)"},
    {.path = ROUND "/chosen", .action = "round_choose(" WHO ", number, departure)", .form = "choosing"},

    {.path = ROUND "/traces", .page = "traces", .reader = CC_WHO_MEMBER, .as = READ, .params = "after from done"},
    {.path = ROUND "/report", .action = "round_report(" WHO ", number)", .form = "traces"},
    {.path = ROUND "/mine", .page = "answer", .as = READ, .params = "done link"},

    {.path = "/promises",
     .page = "promises",
     .as = TABLE | CC_AS_ICS,
     .params = "phase after limit",
     .csv = "promises_csv"},
    {.path = "/promises/{promise}",
     .page = "promise",
     .as = READ,
     .params = "done",
     .action = "promise_tell(" WHO ", promise, kind, text, due, keeper, token)",
     .form = "promise"},
    {.path = "/me",
     .page = "me",
     .reader = CC_WHO_MEMBER,
     .as = READ,
     .params = "done",
     .action = "notices_seen(" WHO ")"},
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

const char *cc_as_type(unsigned as)
{
    return representations[index_of(as)].type;
}

const char *cc_as_name(unsigned as)
{
    return representations[index_of(as)].name;
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

/*
 * A number as we write them in addresses: no sign, no leading zero. {number} counts things and has at most nine digits;
 * the others may be drawn at random, so that nobody can guess them.
 */
static apr_size_t number_length(const char *s, apr_size_t most)
{
    apr_size_t n = strspn(s, "0123456789");

    return n >= 1 && n <= most && s[0] != '0' ? n : 0;
}

static bool matches(const char *pattern, const char *path, apr_table_t *params, apr_pool_t *pool)
{
    while (*pattern) {
        if (*pattern == '{') {
            apr_size_t name = strcspn(pattern + 1, "}");
            apr_size_t n = number_length(path, strncmp(pattern, "{number}", 8) == 0 ? 9 : 18);

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

/* What is only done is shown when it is refused. */
static unsigned representations_of(const cc_route_t *route)
{
    return route->as ? route->as : READ;
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
            return *as == 0 || (representations_of(&cc_routes[i]) & *as) ? &cc_routes[i] : NULL;
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

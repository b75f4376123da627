/* SPDX-License-Identifier: Apache-2.0 */
/* The route table: every page and every action, and how a path finds its row. */
#ifndef CC_ROUTE_H
#define CC_ROUTE_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <stdbool.h>

/* Representations of a resource, chosen by the suffix of the path, or by Accept where there is none. */
typedef enum {
    CC_AS_PAGE = 1 << 0,     /* no suffix: HTML in the site's shell */
    CC_AS_FRAGMENT = 1 << 1, /* .fragment: HTML for SSI, ESI, fetch */
    CC_AS_XML = 1 << 2,      /* .xml: the document */
    CC_AS_ATOM = 1 << 3,     /* .atom */
    CC_AS_CSV = 1 << 4,      /* .csv: the whole table, streamed */
    CC_AS_ICS = 1 << 5,      /* .ics: its dates */
} cc_as_t;

typedef enum { CC_WHO_ALL, CC_WHO_MEMBER, CC_WHO_MODERATOR } cc_who_t;

typedef struct cc_route_t {
    const char *path;   /* "/ideas/{number}/edit" */
    const char *page;   /* GET: schema/pages/PAGE.sql; NULL: there is nothing to read here */
    cc_who_t reader;    /* who may GET */
    unsigned as;        /* representations; 0: page, fragment and XML */
    const char *params; /* query parameters that count, "sort kind"; others are ignored */
    const char *csv;    /* page of the CSV export */
    const char *action; /* POST: the SQL function and what it takes, "vote_cast(site, subject, number, value)" */
    bool batch;         /* the function takes arrays: what is sent at the same time is done together (combine.h) */
    const char *checks; /* fields and parameters whose words are checked (wording.h), "title text" */
    const char *form;   /* POST refused: the page whose form comes back */
    const char *anchor; /* POST done, for those who go back to a list: the element of the list, "idea" for #idea-4 */
    const char *shows;  /* POST done, asked as a fragment: the page that shows what changed */
} cc_route_t;

extern const cc_route_t cc_routes[];
extern const int cc_routes_count;

/*
 * Finds the row of `path`. *as is the representation that its suffix names, 0 where it has none; what {number} stood
 * for is set in `params`. NULL: no such path.
 */
const cc_route_t *cc_route_find(const char *path, unsigned *as, const char **bare, apr_table_t *params,
                                apr_pool_t *pool);

/* The representation of `as` that `accept` (RFC 9110, 12.5.1) wants most; the page when it does not say. */
unsigned cc_route_accept(unsigned as, const char *accept);

/*
 * The address of the page called `page`, with the numbers of `params` in it; NULL when none is there or a number is
 * missing.
 */
const char *cc_route_path(const char *page, const apr_table_t *params, apr_pool_t *pool);

/* The media type of a representation, and its name, as documents have it. */
const char *cc_as_type(unsigned as);
const char *cc_as_name(unsigned as);

#endif

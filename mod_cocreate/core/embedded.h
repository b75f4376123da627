/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page queries of schema/pages/ and the rules of conf/wording/, built into the library by mod_cocreate/embed. The
 * text of a query is copied, never rewritten; its comments say the rest.
 */
#ifndef CC_EMBEDDED_H
#define CC_EMBEDDED_H

#include "db.h"

/* Who shares what is rendered from a page's rows. */
typedef enum {
    CC_AUDIENCE_ALL,    /* everybody: one body with slots; a visitor's may carry an ETag */
    CC_AUDIENCE_VIEWER, /* this viewer alone; what visitors get is the same for all of them (keep.h) */
} cc_audience_t;

typedef struct cc_query_t {
    const char *element; /* "ideas/idea": rows become <idea> in <ideas>; "idea": <idea> under the root */
    const char *fills;   /* slots.sql only: the slots that it answers, "voted mine tally" */
    const char *takes[CC_DB_PARAMS_MAX + 1]; /* names of $1..$n, NULL behind the last */
    cc_statement_t statement;
} cc_query_t;

typedef struct cc_page_t {
    const char *name; /* schema/pages/NAME.sql */
    cc_audience_t audience;
    const char *topics; /* what it depends on (keep.h), "ideas, idea {number}"; NULL: nobody knows, it is never kept */
    const char *soon;   /* what may show a second late, "votes" */
    const cc_query_t *query;
    int count;
} cc_page_t;

extern const cc_page_t cc_pages[];
extern const int cc_pages_count;

/* The number of the last migration in schema/migrations. */
extern const int cc_schema_version;

/* conf/wording/LANGUAGE.tsv without its comments. */
typedef struct cc_wording_file_t {
    const char *language;
    const char *lines;
} cc_wording_file_t;

extern const cc_wording_file_t cc_wording_files[]; /* one without a language behind the last */

/* The page called `name`, or NULL. */
const cc_page_t *cc_page_named(const char *name);

#endif

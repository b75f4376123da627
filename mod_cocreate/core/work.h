/* SPDX-License-Identifier: Apache-2.0 */
/* One request under way, as the stations between cc_serve() and the reply hand it on. Inside the core only. */
#ifndef CC_WORK_H
#define CC_WORK_H

#include "cocreate.h"
#include "embedded.h"
#include "form.h"
#include "kept.h"
#include "route.h"
#include "slots.h"

#include <libxml/tree.h>

typedef struct cc_work_t {
    const cc_request_t *request;
    const cc_env_t *env;
    cc_viewer_t viewer;
    cc_reply_t *reply;
    apr_pool_t *pool;
    const cc_route_t *route;
    const char *path;          /* without the suffix of a representation: "/ideas/17" */
    unsigned as;               /* the representation to answer with */
    apr_table_t *params;       /* by name: site and who it is (serve.c); what the path and the query said */
    const cc_form_t *form;     /* POST: what was sent, NULL before it is read */
    const char *link;          /* the signed link by which the viewer came, NULL without one */
    uint64_t as_of;            /* the page may be read where everything up to here has arrived (board.h) */
    const char *bad;           /* CC_E_PARAMETER: the name of the parameter */
    const cc_rows_t *refusals; /* the rows of an action that refused */
} cc_work_t;

/* ---- guard.c ---- */

/*
 * A form must come from our own pages (Sec-Fetch-Site, then Origin against Host or CocreateTrustedOrigin).
 * CC_E_CROSS_SITE.
 */
const cc_error_t *cc_guard_origin(const cc_work_t *work);
/*
 * A visitor with a signed link becomes the viewer that it stands for, where the route lists `link`: CC_E_LINK_GONE when it
 * does not hold. A member stays who they are. In a fragment inside another page it counts for nobody: a cache may keep
 * that page.
 */
const cc_error_t *cc_guard_link(cc_work_t *work);
/* CC_E_SIGN_IN for visitors, CC_E_MODERATORS for members where only moderators may. */
const cc_error_t *cc_guard_who(const cc_work_t *work, cc_who_t who);

/* ---- page.c ---- */

/*
 * Runs the queries of a page in one round trip and makes the document of their rows. CC_E_NOT_FOUND and the like when
 * its `outcome` query says so; CC_E_SITE_UNKNOWN when the database does not have the site.
 */
const cc_error_t *cc_page_document(xmlNodePtr *root, const cc_page_t *page, const cc_work_t *work);
/* What the first of some outcome rows says: NULL for success, otherwise the error of its status and key. */
const cc_error_t *cc_page_outcome(const cc_rows_t *rows, apr_pool_t *pool);
/* The query of a page by its element, or NULL; and a query with the values of what it takes. */
const cc_query_t *cc_page_query(const cc_page_t *page, const char *element);
cc_call_t cc_page_call(const cc_query_t *query, const apr_table_t *params);
/* Appends rows to the document; their filters are those of this site. */
void cc_page_rows(xmlNodePtr root, const char *element, const cc_rows_t *rows, const cc_work_t *work);
/* The document of an error page. */
xmlNodePtr cc_page_error(const cc_error_t *error, const cc_work_t *work);
/* Says once per process and site whether the database has the site. */
const cc_error_t *cc_page_site(const cc_work_t *work);
/* The topic of what the viewer has written, raised by every act of theirs; NULL for a visitor. */
const char *cc_page_own_topic(const cc_work_t *work);
/*
 * Runs what a page reads, on the replica where that has everything that the page and its reader need, otherwise on the
 * primary.
 */
const cc_error_t *cc_page_run(cc_call_t *call, int count, const cc_work_t *work);
/*
 * What the slots are for this viewer: one small query for a member, none for a visitor (*answers NULL), with a link or
 * without: a guest has no page of their own to go to. `keys` are those of cc_page_keys().
 */
const cc_error_t *cc_page_answers(cc_answers_t **answers, const char *const *keys, const cc_work_t *work);
/* What each query of slots.sql is to be asked about, for the slots of `body`; CC_SLOT_QUERIES of them. */
void cc_page_keys(const char **keys, const cc_body_t *body, apr_pool_t *pool);

/* ---- action.c ---- */

/* Reads the form of a POST into work->form: CC_E_TYPE, CC_E_TOO_LARGE, CC_E_CLIENT_GONE. */
const cc_error_t *cc_action_read(cc_work_t *work);
/*
 * Calls the action's function. Done: *location is where to go, below the base, and `done` what to confirm. Refused:
 * CC_E_REFUSED or CC_E_CHANGED with work->refusals; other errors as the function's outcome says.
 */
const cc_error_t *cc_action_run(const char **location, const char **done, cc_work_t *work);
/*
 * Adds <form>, <refusals>, <typed> and <findings> to the document of a form. `error` is why it comes back, NULL for a new
 * form.
 */
void cc_action_form(xmlNodePtr root, const cc_error_t *error, const cc_work_t *work);
/* What the address, or else the form, says under this name; NULL when neither does. */
const char *cc_action_said(const cc_work_t *work, const char *name);
/* Where the person was when the form was sent (field "back"), when it is a page of ours; otherwise NULL. */
const char *cc_action_back(const cc_work_t *work);

/* ---- findings.c ---- */

/* What is found in the words that the route names, as JSON: [{"field", "rule", "severity", "category"}, ...]. */
const char *cc_findings_json(const cc_work_t *work);
/* Adds <findings> to the document when there was something to check; it is empty when nothing was found. */
void cc_findings_add(xmlNodePtr root, const cc_work_t *work);

/* ---- export.c ---- */

/*
 * Begins a CSV export: the first batch is fetched at once, so that a fault, or what the `outcome` of its page refuses, can
 * still be answered.
 */
const cc_error_t *cc_export_begin(cc_work_t *work, const cc_page_t *page);

/* ---- reply.c ---- */

/* Renders the document in the representation asked for, and frees it. */
const cc_error_t *cc_reply_render(cc_kept_t *rendered, xmlNodePtr root, cc_work_t *work);
/* The ETag of what a visitor gets. */
const char *cc_reply_etag(const cc_kept_t *rendered, const cc_work_t *work);
/* Replies with what was rendered, now or before. `error` is what the page is about, NULL when all is well. */
const cc_error_t *cc_reply_send(const cc_kept_t *rendered, const cc_error_t *error, cc_work_t *work);
void cc_reply_redirect(cc_work_t *work, int status, const char *location);
void cc_reply_asset(cc_work_t *work, const cc_asset_t *asset, bool hashed);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From request_rec to a plain request: address, headers, body, and who it is.
 *
 * Identity is the site's. A request of a person: r->user. A sub-request (SSI, the shell): the user of the request
 * that the person made, but only where that page is one of ours or says CocreatePersonal on, because nothing else
 * keeps it out of shared caches; there, when the page itself asked nobody to sign in, the sub-request's own user
 * counts. Everybody else is a visitor.
 */
#include "glue.h"

#include "text.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>
#include <util_filter.h>

APLOG_USE_MODULE(cocreate);

request_rec *cc_request_initial(request_rec *r)
{
    while (r->main || r->prev)
        r = r->main ? r->main : r->prev;
    return r;
}

/* ---- who ---- */

/* The request whose user counts, NULL for a visitor. */
static request_rec *identity_of(request_rec *r)
{
    request_rec *page = cc_request_initial(r);
    const cc_dir_conf_t *conf = ap_get_module_config(page->per_dir_config, &cocreate_module);

    if (r->main && !ap_get_module_config(page->request_config, &cocreate_module) && conf->personal != 1)
        return NULL;
    if (r->main && page->user && *page->user)
        return page;
    return r->user && *r->user ? r : NULL; /* some logins say "" for nobody */
}

static void complain(request_rec *r, const char *problem)
{
    ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r, "CC0304: an expression about the member failed: %s", problem);
}

static const char *text_of(request_rec *r, const ap_expr_info_t *expr)
{
    const char *problem = NULL, *text = expr ? ap_expr_str_exec(r, expr, &problem) : NULL;

    if (problem)
        complain(r, problem);
    return text && *text && !problem ? text : NULL;
}

static bool is_true(request_rec *r, const ap_expr_info_t *expr)
{
    const char *problem = NULL;
    bool answer = expr && ap_expr_exec(r, expr, &problem) > 0;

    if (problem)
        complain(r, problem);
    return answer && !problem;
}

static cc_viewer_t viewer_of(request_rec *r)
{
    const cc_dir_conf_t *conf = ap_get_module_config(r->per_dir_config, &cocreate_module);
    request_rec *who = identity_of(r);
    cc_viewer_t viewer = {.subject = NULL};

    if (!who)
        return viewer;
    if (!cc_text_valid(who->user, strlen(who->user))) { /* repaired, two names could become one person */
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r, "CC0306: the user's name is not UTF-8: taken for a visitor");
        return viewer;
    }
    if (strncmp(who->user, CC_SIGNED_PREFIX, sizeof CC_SIGNED_PREFIX - 1) == 0) { /* somebody's link, to the rules */
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r,
                      "CC0308: the user's name begins with \"" CC_SIGNED_PREFIX "\": taken for a visitor");
        return viewer;
    }
    viewer.subject = who->user;
    viewer.name = text_of(who, conf->member_name);
    viewer.group = text_of(who, conf->member_group);
    viewer.firm = text_of(who, conf->member_firm);
    if (!viewer.name) /* of an address only what stands before the @ is for others */
        viewer.name = apr_pstrndup(r->pool, who->user, strcspn(who->user, "@"));
    viewer.admin = is_true(who, conf->admin);
    viewer.moderator = viewer.admin || is_true(who, conf->moderator);
    return viewer;
}

/* ---- body ---- */

static const cc_error_t *read_all(request_rec *r, apr_size_t max, const char **bytes, apr_size_t *len)
{
    apr_bucket_brigade *bb = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    cc_gather_t body = cc_gather_begin(max, r->pool);

    while (!body.ended) {
        apr_status_t rv = ap_get_brigade(r->input_filters, bb, AP_MODE_READBYTES, APR_BLOCK_READ, HUGE_STRING_LEN);

        if (rv != APR_SUCCESS)
            return cc_error(APR_STATUS_IS_ENOSPC(rv) ? CC_E_TOO_LARGE : CC_E_CLIENT_GONE);
        if (cc_gather_take(&body, bb) != APR_SUCCESS)
            return cc_error(CC_E_CLIENT_GONE);
        if (body.overflow)
            return cc_error(CC_E_TOO_LARGE);
    }
    *bytes = body.bytes;
    *len = body.len;
    return NULL;
}

/* Whoever sends slowly does not keep the server from stopping. */
static const cc_error_t *read_body(void *baton, apr_size_t max, const char **bytes, apr_size_t *len)
{
    const cc_error_t *error;

    cc_stop_hold(false);
    error = read_all(baton, max, bytes, len);
    cc_stop_hold(true);
    return error;
}

/* ---- all of it ---- */

void cc_request_fill(cc_request_t *request, request_rec *r, const cc_mark_t *mark)
{
    *request = (cc_request_t){
        .method = r->main ? "GET" : r->method, /* a sub-request never changes state, whatever it inherited */
        .path = mark->path,
        .query = r->args,
        .accept = apr_table_get(r->headers_in, "Accept"),
        .content_type = apr_table_get(r->headers_in, "Content-Type"),
        .host = apr_table_get(r->headers_in, "Host"),
        .origin = apr_table_get(r->headers_in, "Origin"),
        .sec_fetch_site = apr_table_get(r->headers_in, "Sec-Fetch-Site"),
        .server = ap_construct_url(r->pool, "", r),
        .sub = r->main != NULL,
        .viewer = viewer_of(r),
        .read_body = read_body,
        .baton = r,
    };
}

static void write_log(void *baton, cc_level_t level, const char *line)
{
    static const int levels[] = {APLOG_DEBUG, APLOG_INFO, APLOG_WARNING, APLOG_ERR};
    request_rec *r = baton;

    ap_log_rerror(APLOG_MARK, levels[level], 0, r, "%s", line);
}

cc_log_t cc_request_log(request_rec *r)
{
    return (cc_log_t){write_log, r};
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The site's own page around ours (CocreateShell).
 *
 * The reply is computed first. Then the shell runs as a sub-request whose output is captured, and the reply is put
 * where its markers are.
 *
 *     main request ── reply ──┐                         status, headers, log: ours
 *        └─ sub-request GET /shell ── SSI, PHP, ... ── [capture] ── markers replaced ── one brigade
 *              └─ may include ${COCREATE_FRAGMENT}: answered in the quick handler, without a second sign-in
 *
 * Nothing has been sent before the shell has ended well, so a broken one costs its look only: the built-in page takes
 * its place. (An internal redirect to the shell would lose our headers, the method and the user in the log, and would
 * fail after the deed was done.)
 *
 * The capture filter sits at AP_FTYPE_RESOURCE-1, in front of everything of the main request: further back it would
 * see gzip. It does not wait for EOS (nested includes send several): what it holds when ap_run_sub_req() returns is
 * the page.
 */
#include "glue.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>
#include <util_filter.h>

APLOG_USE_MODULE(cocreate);

#define SHELL_MAX  (1024 * 1024)
#define REPLY_PATH "/.reply"

static ap_filter_rec_t *capture_filter;

static apr_status_t capture(ap_filter_t *f, apr_bucket_brigade *bb)
{
    return cc_gather_take(f->ctx, bb);
}

void cc_shell_register(void)
{
    capture_filter =
        ap_register_output_filter("COCREATE_SHELL", capture, NULL, (ap_filter_type)(AP_FTYPE_RESOURCE - 1));
}

/* ---- what the shell may know ---- */

static void tell(request_rec *rr, request_rec *r, const cc_reply_t *reply, const cc_dir_conf_t *conf)
{
    if (!rr->user) { /* so that the site's header can say who is signed in */
        rr->user = r->user;
        rr->ap_auth_type = r->ap_auth_type;
    }
    rr->parsed_uri.port_str = r->parsed_uri.port_str;
    rr->parsed_uri.port = r->parsed_uri.port;
    apr_table_setn(rr->subprocess_env, "COCREATE_TITLE", reply->title);
    apr_table_setn(rr->subprocess_env, "COCREATE_HEAD", reply->head);
    apr_table_setn(rr->subprocess_env, "COCREATE_LANGUAGE", conf->language);
    apr_table_setn(rr->subprocess_env, "COCREATE_STATUS", apr_itoa(r->pool, reply->status));
    apr_table_setn(rr->subprocess_env, "COCREATE_FRAGMENT", apr_pstrcat(r->pool, conf->base, REPLY_PATH, NULL));
}

/*
 * A shell that keeps a session of its own (PHP) sets its cookie through us; copied, because the sub-request ends
 * first.
 */
static int copy_cookie(void *r, const char *name, const char *value)
{
    apr_table_add(((request_rec *)r)->err_headers_out, name, value);
    return 1;
}

/* ---- running it ---- */

static const char *problem_of(const request_rec *rr)
{
    if (rr->status != HTTP_OK)
        return apr_psprintf(rr->pool, "answers %d", rr->status);
    if (rr->finfo.filetype == APR_NOFILE && !rr->handler)
        return "does not exist";
    return NULL;
}

static const char *run(request_rec *rr, request_rec *r, const cc_reply_t *reply, const cc_dir_conf_t *conf)
{
    const char *problem = problem_of(rr);
    int rc;

    if (problem)
        return problem;
    tell(rr, r, reply, conf);
    rc = ap_run_sub_req(rr);
    if (rc != OK)
        return apr_psprintf(r->pool, "failed with %d", rc);
    problem = problem_of(rr);
    apr_table_do(copy_cookie, r, rr->headers_out, "Set-Cookie", NULL);
    apr_table_do(copy_cookie, r, rr->err_headers_out, "Set-Cookie", NULL);
    return problem;
}

const char *cc_shell_page(request_rec *r, cc_reply_t *reply, const cc_dir_conf_t *conf, apr_size_t *len)
{
    cc_gather_t shell = cc_gather_begin(SHELL_MAX, r->pool);
    ap_filter_t *filter = ap_add_output_filter_handle(capture_filter, &shell, r, r->connection);
    request_rec *rr = ap_sub_req_method_uri("GET", conf->shell, r, filter);
    const char *problem = run(rr, r, reply, conf), *page = NULL;

    ap_remove_output_filter(filter);
    if (!problem && shell.overflow)
        problem = "is larger than 1 MB";
    if (!problem)
        page = cc_shell_fill(shell.bytes, shell.len, reply, conf->language, r->pool, len);
    if (!problem && !page)
        problem = "has no <!--cocreate:body--> and did not include COCREATE_FRAGMENT";
    if (problem)
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, r, "CC0203: the shell %s %s; the built-in page is used",
                      conf->shell, problem);
    ap_destroy_sub_req(rr);
    return page;
}

/* ---- the reply inside the shell ---- */

/* The page of ours that this sub-request is a part of, NULL when there is none. */
static cc_reply_t *page_around(const request_rec *r, const char **base)
{
    for (r = r->main; r; r = r->main) {
        const cc_mark_t *mark = ap_get_module_config(r->request_config, &cocreate_module);
        const cc_dir_conf_t *conf = ap_get_module_config(r->per_dir_config, &cocreate_module);

        if (mark && mark->reply && mark->reply->page) {
            *base = conf->base;
            return mark->reply;
        }
    }
    return NULL;
}

int cc_shell_quick(request_rec *r, int lookup)
{
    const char *base;
    cc_reply_t *reply = r->main ? page_around(r, &base) : NULL;

    if (!reply || strcmp(r->uri, apr_pstrcat(r->pool, base, REPLY_PATH, NULL)) != 0)
        return DECLINED;
    if (lookup)
        return OK;
    reply->shown = true;
    ap_set_content_type(r, "text/html; charset=utf-8");
    return cc_respond_bytes(r, reply->body, reply->len);
}

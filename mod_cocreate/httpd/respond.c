/* SPDX-License-Identifier: Apache-2.0 */
/* From a plain reply to a brigade: headers, the page around it, ETag and 304, streaming. */
#include "glue.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <string.h>
#include <util_filter.h>

APLOG_USE_MODULE(cocreate);

int cc_respond_bytes(request_rec *r, const char *bytes, apr_size_t len)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *bb = apr_brigade_create(r->pool, alloc);

    if (len)
        APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_pool_create(bytes, len, r->pool, alloc));
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(alloc));
    return ap_pass_brigade(r->output_filters, bb) == APR_SUCCESS || r->connection->aborted ? OK : AP_FILTER_ERROR;
}

/* ---- headers ---- */

static int add_header(void *baton, const char *name, const char *value)
{
    request_rec *r = baton;

    if (strcmp(name, "Vary") == 0)
        apr_table_mergen(r->headers_out, name, value);
    else
        apr_table_setn(r->headers_out, name, value);
    return 1;
}

/* What only the built-in page can promise; in the site's shell the site's own policy rules. */
static void protect_built_in_page(request_rec *r)
{
    apr_table_setn(r->headers_out, "Content-Security-Policy",
                   "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
                   "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    apr_table_setn(r->headers_out, "Referrer-Policy", "same-origin");
}

/* Where httpd itself asks for the password (Basic, Digest), a 401 must say so: RFC 9110, 11.6.1. */
static void ask_for_password(request_rec *r, const cc_dir_conf_t *conf)
{
    const char *type = ap_auth_type(r);

    if (type && strcasecmp(type, "form") != 0 && !conf->login)
        ap_note_auth_failure(r);
}

/* ---- where the time went ---- */

/* Milliseconds, for the browser's tools (Server-Timing, W3C) and as %{cocreate-db}n and the like for LogFormat. */
static void say_timing(request_rec *r, const cc_timing_t *timing)
{
    const char *db = apr_psprintf(r->pool, "%.3f", (double)timing->db / 1000);
    const char *render = apr_psprintf(r->pool, "%.3f", (double)timing->render / 1000);
    const char *cache = timing->cache ? timing->cache : "off";

    apr_table_setn(r->notes, "cocreate-db", db);
    apr_table_setn(r->notes, "cocreate-render", render);
    apr_table_setn(r->notes, "cocreate-cache", cache);
    apr_table_setn(r->headers_out, "Server-Timing",
                   apr_psprintf(r->pool, "db;dur=%s, render;dur=%s, cache;desc=%s", db, render, cache));
}

/* ---- ETag ---- */

/*
 * mod_deflate sends "v1-gzip" for our "v1", and mod_brotli "v1-br", but neither knows the name when it comes back.
 * Who asks by such a name is answered by it, as the same selected representation.
 */
static int not_modified(request_rec *r, const char *etag)
{
    static const char *const codings[] = {"-gzip\"", "-br\""};
    const char *sent = apr_table_get(r->headers_in, "If-None-Match"), *name;

    for (apr_size_t i = 0; sent && i < sizeof codings / sizeof codings[0]; i++) {
        name = apr_pstrcat(r->pool, apr_pstrmemdup(r->pool, etag, strlen(etag) - 1), codings[i], NULL);
        if (strstr(sent, name)) {
            etag = name;
            apr_table_mergen(r->headers_out, "Vary", "Accept-Encoding");
            break;
        }
    }
    apr_table_setn(r->headers_out, "ETag", etag);
    return ap_meets_conditions(r);
}

/* ---- streaming ---- */

static int stream(request_rec *r, cc_reply_t *reply)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *bb = apr_brigade_create(r->pool, alloc);
    const char *bytes = reply->body;
    apr_size_t len = reply->len;
    const cc_error_t *error = NULL;
    apr_pool_t *scratch;

    apr_pool_create(&scratch, r->pool);
    while (len && !error && !r->connection->aborted) {
        APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_transient_create(bytes, len, alloc));
        APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_flush_create(alloc));
        if (ap_pass_brigade(r->output_filters, bb) != APR_SUCCESS)
            break;
        apr_brigade_cleanup(bb);
        apr_pool_clear(scratch);
        error = r->header_only ? NULL : cc_export_next(reply->export, &bytes, &len, scratch);
        if (r->header_only)
            break;
    }
    if (error) { /* never a whole-looking half: the last chunk is not sent, the connection is closed */
        APR_BRIGADE_INSERT_TAIL(bb, ap_bucket_error_create(HTTP_BAD_GATEWAY, NULL, r->pool, alloc));
        r->connection->keepalive = AP_CONN_CLOSE;
    }
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(alloc));
    ap_pass_brigade(r->output_filters, bb);
    return OK;
}

/* ---- all of it ---- */

/*
 * The shell may change without us, and may be another for each visitor: nobody keeps the page without asking, and nobody
 * keeps one with a cookie at all.
 */
static void leave_to_the_site(request_rec *r, cc_reply_t *reply)
{
    const char *caching = apr_table_get(r->headers_out, "Cache-Control");

    reply->etag = NULL;
    if (apr_table_get(r->err_headers_out, "Set-Cookie"))
        apr_table_setn(r->headers_out, "Cache-Control", "private, no-store");
    else if (caching && strncmp(caching, "public", 6) == 0)
        apr_table_setn(r->headers_out, "Cache-Control", "no-cache");
}

/* The page around the body: the site's shell, or the theme's built-in page. */
static void put_into_page(request_rec *r, cc_reply_t *reply, const cc_dir_conf_t *conf)
{
    apr_size_t len, built_in_len;
    const char *page = conf->shell ? cc_shell_page(r, reply, conf, &len) : NULL, *built_in;

    if (!page) {
        built_in = cc_theme_page(conf->theme, &built_in_len);
        reply->shown = false;
        page = cc_shell_fill(built_in, built_in_len, reply, conf->language, r->pool, &len);
        protect_built_in_page(r);
    }
    if (conf->shell)
        leave_to_the_site(r, reply);
    reply->body = page;
    reply->len = len;
}

int cc_respond(request_rec *r, cc_reply_t *reply)
{
    const cc_dir_conf_t *conf = ap_get_module_config(r->per_dir_config, &cocreate_module);
    int rc;

    if (r->main) { /* quietly: an error inside somebody's page is that page's text, not its end */
        if (reply->type)
            ap_set_content_type(r, reply->type);
        return reply->export ? stream(r, reply) : cc_respond_bytes(r, reply->body, reply->len);
    }
    apr_table_do(add_header, r, reply->headers, NULL);
    if (conf->server_timing == 1)
        say_timing(r, &reply->timing);
    if (reply->status == HTTP_UNAUTHORIZED)
        ask_for_password(r, conf);
    if (reply->page)
        put_into_page(r, reply, conf);
    if (reply->status != HTTP_OK) /* as the site's ErrorDocument, a page of ours keeps the status of the error */
        r->status = reply->status;
    if (reply->etag && r->status == HTTP_OK) {
        rc = not_modified(r, reply->etag);
        if (rc != OK)
            return rc;
    }
    if (reply->type)
        ap_set_content_type(r, reply->type);
    if (reply->export)
        return stream(r, reply);
    ap_set_content_length(r, (apr_off_t)reply->len);
    return cc_respond_bytes(r, reply->body, reply->len);
}

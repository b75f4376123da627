/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a request:  route -> guard -> page or action -> document -> representation -> reply.
 *
 * A station that cannot go on returns an error; answer() makes a page of it. So there is one place where a request
 * ends badly.
 */
#include "work.h"

#include "document.h"
#include "keep.h"
#include "params.h"
#include "text.h"

#include <apr_strings.h>
#include <string.h>

/* ---- reading ---- */

/* A page as the database has it now. A form is for those who may send it: what visitors get is kept, and a token is not. */
static const cc_error_t *read_afresh(cc_kept_t *rendered, const cc_page_t *page, cc_work_t *work)
{
    xmlNodePtr root;
    const cc_error_t *error = cc_page_document(&root, page, work);

    if (error)
        return error;
    if (page->audience == CC_AUDIENCE_VIEWER && work->viewer.subject)
        cc_action_form(root, NULL, work);
    if (!work->form)
        cc_findings_add(root, work);
    error = cc_reply_render(rendered, root, work);
    if (!error && cc_keep_is_shared(page, work))
        rendered->etag = cc_reply_etag(rendered, work);
    return error;
}

static const cc_error_t *read_page(cc_work_t *work, const char *name)
{
    const cc_page_t *page = cc_page_named(name);
    cc_kept_t rendered;
    cc_keep_t keep;
    const cc_error_t *error = NULL;

    if (cc_keep_look(&keep, page, work)) {
        rendered = keep.kept;
    } else {
        error = read_afresh(&rendered, page, work);
        if (!error)
            cc_keep_store(&keep, &rendered, work);
    }
    cc_keep_end(&keep, work);
    if (!error)
        error = cc_reply_send(&rendered, NULL, work);
    if (error && cc_keep_late(&keep, error, work))
        error = cc_reply_send(&keep.kept, NULL, work);
    return error;
}

static const cc_error_t *get(cc_work_t *work)
{
    const cc_route_t *route = work->route;
    const cc_error_t *error;

    if (work->as == 0 && work->request->sub) {
        work->as = CC_AS_FRAGMENT;
    } else if (work->as == 0) {
        work->as = cc_route_accept(route->as, work->request->accept);
        apr_table_setn(work->reply->headers, "Vary", "Accept");
    }
    if (!route->page)
        return cc_error(CC_E_METHOD);
    error = cc_guard_link(work);
    if (!error)
        error = cc_params_take(work->params, route->params, work->request->query, &work->bad, work->pool);
    if (!error)
        error = cc_guard_who(work, route->reader);
    if (error)
        return error;
    return work->as == CC_AS_CSV ? cc_export_begin(work, cc_page_named(route->csv)) : read_page(work, route->page);
}

/* ---- doing ---- */

static const char *with_parameter(const char *address, const char *name, const char *value, apr_pool_t *pool)
{
    return value ? apr_pstrcat(pool, address, strchr(address, '?') ? "&" : "?", name, "=", value, NULL) : address;
}

/* The place in the page to go to: the location's own, or, for those who go back, the one that the route names. */
static const char *fragment_of(const cc_work_t *work, const char *location, bool back)
{
    const char *hash = strchr(location, '#');

    if (hash || !back || !work->route->anchor)
        return hash ? hash : "";
    return apr_pstrcat(work->pool, "#", work->route->anchor, "-", apr_table_get(work->params, "number"), NULL);
}

/*
 * Where to go after it was done: the resource, or where the person came from; with what to confirm, and with the signed
 * link by which they are here.
 */
static void go_on(cc_work_t *work, const char *location, const char *done)
{
    const char *back = cc_action_back(work);
    const char *to = back ? back : apr_pstrmemdup(work->pool, location, strcspn(location, "#"));

    to = with_parameter(to, "done", done, work->pool);
    to = with_parameter(to, "link", work->link, work->pool);
    cc_reply_redirect(
        work, 303,
        apr_pstrcat(work->pool, work->env->settings->base, to, fragment_of(work, location, back != NULL), NULL));
}

static const cc_error_t *post(cc_work_t *work)
{
    const char *location = NULL, *done = NULL;
    const cc_error_t *error;

    if (work->as == 0)
        work->as = CC_AS_PAGE;
    if (!work->route->action)
        return cc_error(CC_E_METHOD);
    error = cc_guard_origin(work);
    if (!error)
        error = cc_action_read(work);
    if (!error)
        error = cc_guard_link(work);
    if (!error)
        error = cc_guard_who(work, CC_WHO_MEMBER);
    if (!error)
        error = cc_action_run(&location, &done, work);
    if (error)
        return error;
    if (work->as == CC_AS_FRAGMENT && work->route->shows)
        return read_page(work, work->route->shows);
    go_on(work, location, done);
    return NULL;
}

/* ---- ending badly ---- */

/*
 * A form that was read and may be sent again comes back with everything in it; so nothing that was typed is lost. Where
 * its page is not for this viewer, why the form was refused is what they are told.
 */
static const cc_error_t *answer_with_form(const cc_error_t *error, cc_work_t *work)
{
    const cc_page_t *page = cc_page_named(work->route->form);
    cc_kept_t rendered;
    xmlNodePtr root;
    const cc_error_t *failed = cc_page_document(&root, page, work);

    if (failed)
        return failed;
    cc_action_form(root, error, work);
    failed = cc_reply_render(&rendered, root, work);
    return failed ? failed : cc_reply_send(&rendered, error, work);
}

static const char *allowed(const cc_route_t *route)
{
    if (!route->page)
        return "POST, OPTIONS";
    return route->action ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
}

static bool keeps_the_form(const cc_error_t *error, const cc_work_t *work)
{
    return work->form && work->route->form && (error->status == 401 || error->status == 409 || error->status == 422);
}

static const cc_error_t *answer(const cc_error_t *error, cc_work_t *work)
{
    const cc_error_t *failed;
    cc_kept_t rendered;
    xmlNodePtr root;

    if (error->status == 500)
        return error;
    if (work->as == CC_AS_ATOM || work->as == CC_AS_CSV || work->as == CC_AS_ICS)
        work->as = CC_AS_XML; /* a feed, a table or a calendar has no place for an error */
    if (error->status == 405)
        apr_table_setn(work->reply->headers, "Allow", allowed(work->route));
    if (error->status == 503)
        apr_table_setn(work->reply->headers, "Retry-After", "5");
    if (keeps_the_form(error, work)) {
        failed = answer_with_form(error, work);
        if (!failed)
            return NULL;
        if (failed->status >= 500)
            error = failed;
    }
    root = cc_page_error(error, work);
    if (work->form)
        cc_action_form(root, NULL, work);
    failed = cc_reply_render(&rendered, root, work);
    return failed ? failed : cc_reply_send(&rendered, error, work);
}

/* ---- the entry ---- */

static bool is_read(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

static void know_text(cc_work_t *work, const char *name, const char *text)
{
    if (text)
        apr_table_setn(work->params, name, cc_text_repair(text, strlen(text), work->pool));
}

static void know_viewer(cc_work_t *work)
{
    const cc_viewer_t *viewer = &work->viewer;

    apr_table_setn(work->params, "site", work->env->settings->site);
    if (!viewer->subject)
        return;
    apr_table_setn(work->params, "subject", viewer->subject);
    know_text(work, "name", viewer->name);
    know_text(work, "group", viewer->group);
    know_text(work, "firm", viewer->firm);
    if (viewer->moderator)
        apr_table_setn(work->params, "moderator", "yes");
    if (viewer->admin)
        apr_table_setn(work->params, "admin", "yes");
}

/* The files of the theme, "/.theme/cocreate.0123456789abcdef.css". */
static bool serve_asset(cc_work_t *work)
{
    static const char folder[] = "/.theme/";
    const cc_asset_t *asset;
    bool hashed;

    if (!is_read(work->request->method) || strncmp(work->request->path, folder, sizeof folder - 1) != 0)
        return false;
    asset = cc_theme_asset(work->env->theme, work->request->path + sizeof folder - 1, &hashed);
    if (asset)
        cc_reply_asset(work, asset, hashed);
    return asset != NULL;
}

/* An address that misses ours by a slash: the base without one, a page with one behind it. */
static bool serve_slash(cc_work_t *work)
{
    const cc_request_t *r = work->request;
    apr_size_t len = strlen(r->path);
    const char *path = "/", *bare;
    unsigned as;

    if (!is_read(r->method) || (len != 0 && (len == 1 || r->path[len - 1] != '/')))
        return false;
    if (len > 0)
        path = apr_pstrmemdup(work->pool, r->path, len - 1);
    if (!cc_route_find(path, &as, &bare, work->params, work->pool) || as != 0)
        return false;
    cc_reply_redirect(
        work, 301,
        apr_pstrcat(work->pool, work->env->settings->base, path, r->query ? "?" : "", r->query ? r->query : "", NULL));
    return true;
}

const cc_error_t *cc_serve(cc_reply_t *reply, const cc_request_t *request, const cc_env_t *env, apr_pool_t *pool)
{
    cc_work_t work = {
        .request = request, .env = env, .viewer = request->viewer, .reply = reply, .pool = pool, .as_of = UINT64_MAX};
    const cc_error_t *error;

    memset(reply, 0, sizeof *reply);
    reply->headers = apr_table_make(pool, 8);
    work.params = apr_table_make(pool, 16);
    if (serve_asset(&work) || serve_slash(&work))
        return NULL;
    work.route = cc_route_find(request->path, &work.as, &work.path, work.params, pool);
    if (!work.route)
        return cc_error(CC_E_NO_ROUTE);
    if (strcmp(request->method, "OPTIONS") == 0) {
        reply->status = 204;
        apr_table_setn(reply->headers, "Allow", allowed(work.route));
        return NULL;
    }
    know_viewer(&work);
    if (is_read(request->method))
        error = get(&work);
    else if (strcmp(request->method, "POST") == 0)
        error = post(&work);
    else
        error = cc_error(CC_E_METHOD);
    if (work.as == 0)
        work.as = request->sub ? CC_AS_FRAGMENT : CC_AS_PAGE;
    return error ? answer(error, &work) : NULL;
}

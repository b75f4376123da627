/* SPDX-License-Identifier: Apache-2.0 */
/* From the document to the reply: representation, slots, headers; and the page that goes around it. */
#include "work.h"

#include "document.h"
#include "render.h"

#include <apr_strings.h>
#include <string.h>

/*
 * What is the same for every visitor may be kept and asked about again; whatever is a member's stays with the member:
 * a cache in front of us may answer before anybody is asked to sign in.
 */
static void set_caching(cc_work_t *work, cc_audience_t audience, const cc_error_t *error)
{
    bool shared = audience == CC_AUDIENCE_ALL && !error && !work->viewer.subject;

    work->reply->etag = shared;
    apr_table_setn(work->reply->headers, "Cache-Control", shared ? "no-cache" : "private, no-store");
}

static const cc_error_t *as_html(xmlNodePtr root, const cc_error_t *error, cc_work_t *work)
{
    cc_parts_t parts;
    cc_answers_t *answers = NULL;
    cc_reply_t *reply = work->reply;
    const cc_error_t *failed = cc_render_html(&parts, root->doc, work->env->theme, &work->env->log, work->pool);
    apr_size_t unused;

    cc_document_free(root, work->pool);
    if (!failed && !error)
        failed = cc_page_answers(&answers, parts.body, work);
    if (failed)
        return failed;
    reply->body = cc_slots_fill(parts.body, answers, work->pool, &reply->len);
    reply->page = work->as == CC_AS_PAGE;
    if (reply->page) {
        reply->title = cc_slots_fill(parts.title, answers, work->pool, &unused);
        reply->head = cc_slots_fill(parts.head, answers, work->pool, &unused);
    }
    return NULL;
}

static const cc_error_t *as_xml(xmlNodePtr root, cc_work_t *work)
{
    work->reply->body = cc_document_xml(root->doc, work->pool, &work->reply->len);
    cc_document_free(root, work->pool);
    return work->reply->body ? NULL : cc_log(&work->env->log, cc_error(CC_E_RENDER), "the document cannot be written");
}

typedef const cc_error_t *render_t(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                   const cc_log_t *log, apr_pool_t *pool);

static const cc_error_t *as_bytes(render_t *render, xmlNodePtr root, cc_work_t *work)
{
    const cc_error_t *failed =
        render(&work->reply->body, &work->reply->len, root->doc, work->env->theme, &work->env->log, work->pool);

    cc_document_free(root, work->pool);
    return failed;
}

const cc_error_t *cc_reply_document(xmlNodePtr root, cc_audience_t audience, const cc_error_t *error, cc_work_t *work)
{
    cc_reply_t *reply = work->reply;

    reply->status = error ? error->status : 200;
    reply->type = cc_as_type(work->as);
    set_caching(work, audience, error);
    switch (work->as) {
    case CC_AS_XML:
        return as_xml(root, work);
    case CC_AS_ATOM:
        return as_bytes(cc_render_atom, root, work);
    case CC_AS_ICS:
        return as_bytes(cc_render_calendar, root, work);
    default:
        return as_html(root, error, work);
    }
}

void cc_reply_redirect(cc_work_t *work, int status, const char *location)
{
    work->reply->status = status;
    apr_table_set(work->reply->headers, "Location", location);
    apr_table_setn(work->reply->headers, "Cache-Control", status == 301 ? "no-cache" : "private, no-store");
}

void cc_reply_asset(cc_work_t *work, const cc_asset_t *asset, bool hashed)
{
    cc_reply_t *reply = work->reply;

    reply->status = 200;
    reply->type = asset->type;
    reply->body = asset->bytes;
    reply->len = asset->len;
    reply->etag = true;
    apr_table_setn(reply->headers, "Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    apr_table_setn(reply->headers, "X-Content-Type-Options", "nosniff");
}

/* ---- the page around it ---- */

#define MARKER_MAX 4

const char *cc_shell_fill(const char *shell, apr_size_t shell_len, const cc_reply_t *reply, const char *language,
                          apr_pool_t *pool, apr_size_t *len)
{
    const struct {
        const char *marker, *text;
    } parts[MARKER_MAX] = {
        {"<!--cocreate:lang-->", language},
        {"<!--cocreate:title-->", reply->title},
        {"<!--cocreate:head-->", reply->head},
        {"<!--cocreate:body-->", reply->body},
    };
    struct {
        const char *at;
        int part;
    } found[MARKER_MAX];
    struct iovec piece[2 * MARKER_MAX + 1];
    const char *from = shell;
    bool body_found = false;
    int count = 0, n = 0;

    for (int i = 0; i < MARKER_MAX; i++) {
        const char *at = memmem(shell, shell_len, parts[i].marker, strlen(parts[i].marker));
        int place = count;

        if (!at)
            continue;
        for (; place > 0 && found[place - 1].at > at; place--) /* in the order of the shell */
            found[place] = found[place - 1];
        body_found |= i == MARKER_MAX - 1;
        found[place].at = at;
        found[place].part = i;
        count++;
    }
    if (!reply->shown && !body_found)
        return NULL;
    for (int i = 0; i < count; i++) {
        piece[n].iov_base = (char *)from;
        piece[n++].iov_len = (apr_size_t)(found[i].at - from);
        piece[n].iov_base = (char *)parts[found[i].part].text;
        piece[n++].iov_len = strlen(parts[found[i].part].text);
        from = found[i].at + strlen(parts[found[i].part].marker);
    }
    piece[n].iov_base = (char *)from;
    piece[n++].iov_len = (apr_size_t)(shell + shell_len - from);
    return apr_pstrcatv(pool, piece, (apr_size_t)n, len);
}

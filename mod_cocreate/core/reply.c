/* SPDX-License-Identifier: Apache-2.0 */
/* From the document to the reply: representation, headers, slots; and the page that goes around it. */
#include "work.h"

#include "clock.h"
#include "document.h"
#include "render.h"

#include <apr_siphash.h>
#include <apr_strings.h>
#include <string.h>

/* ---- rendering ---- */

static const cc_error_t *as_html(cc_kept_t *rendered, xmlDocPtr doc, cc_work_t *work)
{
    cc_parts_t parts;
    const cc_error_t *failed = cc_render_html(&parts, doc, work->env->theme, &work->env->log, work->pool);

    if (failed)
        return failed;
    rendered->part[CC_PART_TITLE] = *parts.title;
    rendered->part[CC_PART_HEAD] = *parts.head;
    rendered->part[CC_PART_BODY] = *parts.body;
    cc_page_keys(rendered->keys, parts.body, work->pool);
    return NULL;
}

static const cc_error_t *as_xml(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *unused,
                                const cc_log_t *log, apr_pool_t *pool)
{
    (void)unused;
    *bytes = cc_document_xml(doc, pool, len);
    return *bytes ? NULL : cc_log(log, cc_error(CC_E_RENDER), "the document cannot be written");
}

typedef const cc_error_t *render_t(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                   const cc_log_t *log, apr_pool_t *pool);

/* Without slots: a body of one segment. */
static const cc_error_t *as_bytes(cc_kept_t *rendered, render_t *render, xmlDocPtr doc, cc_work_t *work)
{
    cc_segment_t *all = apr_pcalloc(work->pool, sizeof *all);
    const char *bytes;
    apr_size_t len = 0;
    const cc_error_t *failed = render(&bytes, &len, doc, work->env->theme, &work->env->log, work->pool);

    *all = (cc_segment_t){.kind = CC_SEG_BYTES, .len = (uint32_t)len};
    rendered->part[CC_PART_BODY] = (cc_body_t){.bytes = bytes, .segment = all, .len = (uint32_t)len, .count = 1};
    return failed;
}

const cc_error_t *cc_reply_render(cc_kept_t *rendered, xmlNodePtr root, cc_work_t *work)
{
    apr_time_t began = cc_clock();
    const cc_error_t *failed;

    *rendered = (cc_kept_t){.etag = NULL};
    switch (work->as) {
    case CC_AS_XML:
        failed = as_bytes(rendered, as_xml, root->doc, work);
        break;
    case CC_AS_ATOM:
        failed = as_bytes(rendered, cc_render_atom, root->doc, work);
        break;
    case CC_AS_ICS:
        failed = as_bytes(rendered, cc_render_calendar, root->doc, work);
        break;
    default:
        failed = as_html(rendered, root->doc, work);
    }
    cc_document_free(root, work->pool);
    work->reply->timing.render += cc_clock() - began;
    return failed;
}

/* ---- sending ---- */

/*
 * Tells versions apart, no more; the same on every server, so the key is the theme's. SHA-1 takes ten times as long.
 */
const char *cc_reply_etag(const cc_kept_t *rendered, const cc_work_t *work)
{
    unsigned char key[APR_SIPHASH_KSIZE] = {0};
    apr_uint64_t part[CC_PARTS];
    apr_size_t len = 0;

    memcpy(key, cc_theme_version(work->env->theme), sizeof key);
    for (int i = 0; i < CC_PARTS; i++) {
        const char *bytes = cc_slots_fill(&rendered->part[i], NULL, work->pool, &len);

        part[i] = apr_siphash24(bytes, len, key);
    }
    return apr_psprintf(work->pool, "\"%016" APR_UINT64_T_HEX_FMT "-%" APR_SIZE_T_FMT "\"",
                        apr_siphash24(part, sizeof part, key), len);
}

/*
 * What is the same for every visitor may be kept and asked about again, or kept for CocreateFreshness; whatever is a
 * member's stays with the member: a cache in front of us may answer before anybody is asked to sign in.
 */
static void set_caching(const cc_kept_t *rendered, cc_work_t *work)
{
    cc_reply_t *reply = work->reply;
    bool shared = rendered->etag && !work->viewer.subject;
    int freshness = work->env->settings->freshness;

    reply->etag = shared && !reply->late ? rendered->etag : NULL;
    apr_table_setn(reply->headers, "Cache-Control",
                   !shared                        ? "private, no-store"
                   : freshness > 0 && !reply->age ? apr_psprintf(work->pool, "public, max-age=%d", freshness)
                                                  : "no-cache");
    if (shared && freshness > 0) /* who signs in asks again */
        apr_table_mergen(reply->headers, "Vary", "Cookie, Authorization");
    if (reply->age > 0)
        apr_table_setn(reply->headers, "Age", apr_psprintf(work->pool, "%" APR_TIME_T_FMT, reply->age));
}

const cc_error_t *cc_reply_send(const cc_kept_t *rendered, const cc_error_t *error, cc_work_t *work)
{
    cc_answers_t *answers = NULL;
    cc_reply_t *reply = work->reply;
    const cc_error_t *failed = error ? NULL : cc_page_answers(&answers, rendered->keys, work);
    apr_size_t unused;

    if (failed)
        return failed;
    reply->status = error ? error->status : 200;
    reply->type = cc_as_type(work->as);
    set_caching(rendered, work);
    reply->body = cc_slots_fill(&rendered->part[CC_PART_BODY], answers, work->pool, &reply->len);
    reply->page = work->as == CC_AS_PAGE;
    if (reply->page) {
        reply->title = cc_slots_fill(&rendered->part[CC_PART_TITLE], answers, work->pool, &unused);
        reply->head = cc_slots_fill(&rendered->part[CC_PART_HEAD], answers, work->pool, &unused);
    }
    return NULL;
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
    reply->etag = apr_pstrcat(work->pool, "\"", asset->hashed, "\"", NULL);
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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may come in. What a person may do to a resource is decided by the rules in the database; here is what every
 * request must pass.
 *
 * Cross-site forms are refused by Fetch Metadata (W3C), for older browsers and plain http by Origin (RFC 6454). So
 * forms need no token of the person, and a page is the same bytes for everybody.
 */
#include "work.h"

#include "params.h"

#include <apr_strings.h>
#include <string.h>

/* host or host:port without the scheme's own port; so that http and https, with a proxy between, compare alike. */
static const char *without_default_port(const char *host, apr_pool_t *pool)
{
    const char *colon = strrchr(host, ':');

    if (colon && (strcmp(colon, ":80") == 0 || strcmp(colon, ":443") == 0))
        return apr_pstrmemdup(pool, host, (apr_size_t)(colon - host));
    return host;
}

static bool same_host(const char *a, const char *b, apr_pool_t *pool)
{
    return a && b && strcasecmp(without_default_port(a, pool), without_default_port(b, pool)) == 0;
}

/* The host of an Origin header; NULL for "null" and anything else that is not scheme://host. */
static const char *host_of(const char *origin)
{
    const char *host = origin ? strstr(origin, "://") : NULL;

    return host && host[3] ? host + 3 : NULL;
}

static bool trusted(const cc_work_t *work, const char *host)
{
    const apr_array_header_t *list = work->env->settings->trusted;

    for (int i = 0; list && i < list->nelts; i++)
        if (same_host(APR_ARRAY_IDX(list, i, const char *), host, work->pool))
            return true;
    return false;
}

const cc_error_t *cc_guard_origin(const cc_work_t *work)
{
    const cc_request_t *r = work->request;
    const char *host = host_of(r->origin);

    if (r->sec_fetch_site && strcmp(r->sec_fetch_site, "same-origin") == 0)
        return NULL;
    if (host && trusted(work, host))
        return NULL;
    if (!r->sec_fetch_site && same_host(host, r->host, work->pool))
        return NULL;
    return cc_log(&work->env->log, cc_error(CC_E_CROSS_SITE),
                  "form refused: Sec-Fetch-Site %s, Origin %s, Host %s (see CocreateTrustedOrigin)",
                  r->sec_fetch_site ? r->sec_fetch_site : "absent", r->origin ? r->origin : "absent",
                  r->host ? r->host : "absent");
}

/* The `link` of the query string, NULL when there is none. Not out of work->params: a path may have a {link} of its own. */
static const cc_field_t *link_of(const cc_work_t *work)
{
    const char *query = work->request->query;
    const cc_field_t *link = query ? cc_form_field(cc_form_parse(query, strlen(query), work->pool), "link") : NULL;

    return link && *link->value ? link : NULL;
}

const cc_error_t *cc_guard_link(cc_work_t *work)
{
    const cc_settings_t *s = work->env->settings;
    const cc_field_t *link = cc_params_listed(work->route->params, "link") ? link_of(work) : NULL;
    const char *subject = NULL;

    if (!link)
        return NULL;
    /* Whoever has the address now, it opens a place. */
    apr_table_setn(work->reply->headers, "Referrer-Policy", "same-origin");
    if (work->viewer.subject || work->request->sub)
        return NULL;
    if (link->valid && !link->repeated)
        subject = cc_signed_subject(s->secret, s->site, link->value, apr_table_get(work->params, "number"),
                                    apr_time_now(), work->pool);
    if (!subject)
        return cc_error(CC_E_LINK_GONE);
    work->link = link->value;
    work->viewer = (cc_viewer_t){.subject = subject};
    apr_table_setn(work->params, "subject", subject);
    return NULL;
}

const cc_error_t *cc_guard_who(const cc_work_t *work, cc_who_t who)
{
    const cc_viewer_t *viewer = &work->viewer;

    if (who != CC_WHO_ALL && !viewer->subject)
        return cc_error(CC_E_SIGN_IN);
    if (who == CC_WHO_MODERATOR && !viewer->moderator)
        return cc_error(CC_E_MODERATORS);
    return NULL;
}

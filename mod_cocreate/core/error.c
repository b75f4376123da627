/* SPDX-License-Identifier: Apache-2.0 */
/* The table of errors, and the one way into the log. */
#include "error.h"

#include "text.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const cc_error_t errors[CC_E_COUNT] = {
    [CC_E_PARAMETER] = {400, "parameter", CC_QUIET, "CC0001"},
    [CC_E_SIGN_IN] = {401, "sign-in", CC_QUIET, "CC0002"},
    [CC_E_CROSS_SITE] = {403, "cross-site", CC_WARN, "CC0003"},
    [CC_E_NOT_YOURS] = {403, "not-yours", CC_QUIET, "CC0004"},
    [CC_E_MODERATORS] = {403, "moderators-only", CC_QUIET, "CC0014"},
    [CC_E_NOT_FOUND] = {404, "not-found", CC_QUIET, "CC0005"},
    [CC_E_NO_ROUTE] = {404, "not-found", CC_QUIET, "CC0006"},
    [CC_E_METHOD] = {405, "method", CC_QUIET, "CC0007"},
    [CC_E_CHANGED] = {409, "changed", CC_QUIET, "CC0008"},
    [CC_E_TOO_LARGE] = {413, "too-large", CC_QUIET, "CC0009"},
    [CC_E_TYPE] = {415, "type", CC_QUIET, "CC0010"},
    [CC_E_REFUSED] = {422, "refused", CC_QUIET, "CC0011"},
    [CC_E_CLIENT_GONE] = {400, "client-gone", CC_INFO, "CC0012"},
    [CC_E_LINK_GONE] = {410, "link-gone", CC_QUIET, "CC0013"},
    [CC_E_DB_DOWN] = {503, "busy", CC_WARN, "CC0101"},
    [CC_E_DB_BUSY] = {503, "busy", CC_WARN, "CC0102"},
    [CC_E_DB_SLOW] = {503, "busy", CC_ERR, "CC0103"},
    [CC_E_DB_LOST] = {503, "busy", CC_WARN, "CC0104"},
    [CC_E_DB_SQL] = {503, "busy", CC_ERR, "CC0105"},
    [CC_E_DB_SCHEMA] = {503, "busy", CC_ERR, "CC0106"},
    [CC_E_DB_READ_ONLY] = {503, "busy", CC_WARN, "CC0109"},
    [CC_E_DB_FULL] = {503, "busy", CC_WARN, "CC0110"},
    [CC_E_SITE_UNKNOWN] = {503, "busy", CC_ERR, "CC0107"},
    [CC_E_THEME] = {500, "theme", CC_ERR, "CC0201"},
    [CC_E_RENDER] = {500, "render", CC_ERR, "CC0202"},
    [CC_E_SHELL] = {500, "shell", CC_WARN, "CC0203"},
};

const cc_error_t *cc_error(cc_error_code_t code)
{
    return &errors[code];
}

const cc_error_t *cc_error_of(int status, const char *key, apr_pool_t *pool)
{
    const cc_error_t *like = NULL;
    cc_error_t *made;

    for (int i = 0; i < CC_E_COUNT; i++) {
        if (errors[i].status != status)
            continue;
        if (key && strcmp(errors[i].key, key) == 0)
            return &errors[i];
        if (!like || like->level != CC_QUIET)
            like = &errors[i];
    }
    if (!like || !key || !cc_text_key(key))
        return like ? like : &errors[CC_E_DB_SQL];
    made = apr_pmemdup(pool, like, sizeof *made);
    made->key = apr_pstrdup(pool, key);
    return made;
}

const cc_error_t *cc_log(const cc_log_t *log, const cc_error_t *error, const char *format, ...)
{
    char text[1000], line[1024];
    va_list args;

    if (!log || error->level == CC_QUIET)
        return error;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    snprintf(line, sizeof line, "%s: %s", error->id, text);
    log->write(log->baton, error->level, line);
    return error;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CocreateOptionalLogin: pages that everybody may read, and that know who is signed in.
 *
 * httpd asks for authentication only where something requires it. This hook asks for it too, but only when the
 * request carries a name: an Authorization header, or a session in which mod_auth_form has put a user. (mod_session
 * gives its cookie to anybody, so the cookie alone means nothing.)
 */
#include "glue.h"

#include <apr_optional.h>
#include <apr_strings.h>
#include <http_request.h>
#include <mod_session.h>

static APR_OPTIONAL_FN_TYPE(ap_session_load) * session_load;
static APR_OPTIONAL_FN_TYPE(ap_session_get) * session_get;

void cc_login_register(void)
{
    session_load = APR_RETRIEVE_OPTIONAL_FN(ap_session_load);
    session_get = APR_RETRIEVE_OPTIONAL_FN(ap_session_get);
}

/* True when the request's session names a user of this AuthName, as mod_auth_form writes it. */
static bool session_names_user(request_rec *r, const char *auth_name)
{
    session_rec *session = NULL;
    const char *user = NULL;

    if (!session_load || !session_get || session_load(r, &session) != APR_SUCCESS || !session)
        return false;
    session_get(r, session, apr_pstrcat(r->pool, auth_name, "-" MOD_SESSION_USER, NULL), &user);
    return user != NULL;
}

int cc_login_force(request_rec *r)
{
    const cc_dir_conf_t *conf = ap_get_module_config(r->per_dir_config, &cocreate_module);
    const char *type = conf->optional_login == 1 ? ap_auth_type(r) : NULL;

    if (!type)
        return DECLINED;
    if (strcasecmp(type, "form") == 0)
        return ap_auth_name(r) && session_names_user(r, ap_auth_name(r)) ? OK : DECLINED;
    return apr_table_get(r->headers_in, "Authorization") ? OK : DECLINED;
}

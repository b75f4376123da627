/* SPDX-License-Identifier: Apache-2.0 */
/* CocreateWording: an administrator's rules for the wording check, read and compiled when the configuration is checked. */
#include "glue.h"

#include "file.h"

APLOG_USE_MODULE(cocreate);

#define FILE_MAX (1024 * 1024) /* bytes */

const cc_wording_t *cc_config_wording(const char *file, apr_hash_t *loaded, const server_rec *s, const char *where,
                                      apr_pool_t *pool)
{
    const char *key = file ? file : "built-in", *problem = NULL;
    cc_file_t rules = {NULL, 0, 0};
    cc_wording_t *wording = apr_hash_get(loaded, key, APR_HASH_KEY_STRING);

    if (wording)
        return wording;
    if (file)
        problem = cc_file_read(&rules, file, FILE_MAX, pool);
    if (!problem)
        problem = cc_wording_load(&wording, rules.bytes, rules.len, pool);
    if (problem)
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, s, "CC0307: %s: CocreateWording %s: %s", where, key,
                     problem);
    apr_hash_set(loaded, key, APR_HASH_KEY_STRING, wording);
    return wording;
}

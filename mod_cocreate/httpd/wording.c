/* SPDX-License-Identifier: Apache-2.0 */
/* CocreateWording: an administrator's rules for the wording check, read and compiled when the configuration is checked. */
#include "glue.h"

#include <apr_file_io.h>
#include <string.h>

APLOG_USE_MODULE(cocreate);

#define FILE_MAX (1024 * 1024) /* bytes */

/* The text of a file; returns what is wrong with it, or NULL. */
static const char *read_text(const char **text, const char *path, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    apr_size_t len;
    char *bytes = NULL;
    apr_status_t status;

    if (apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool) != APR_SUCCESS)
        return "cannot be opened";
    status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file);
    if (status == APR_SUCCESS && info.filetype == APR_REG && info.size <= FILE_MAX) {
        bytes = apr_pcalloc(pool, (apr_size_t)info.size + 1);
        status = apr_file_read_full(file, bytes, (apr_size_t)info.size, &len);
    }
    apr_file_close(file);
    if (!bytes || status != APR_SUCCESS || strlen(bytes) != (apr_size_t)info.size)
        return "is not a text file of 1 MB at most";
    *text = bytes;
    return NULL;
}

const cc_wording_t *cc_config_wording(const char *file, apr_hash_t *loaded, const server_rec *s, const char *where,
                                      apr_pool_t *pool)
{
    const char *key = file ? file : "built-in", *extra = NULL, *problem = NULL;
    cc_wording_t *wording = apr_hash_get(loaded, key, APR_HASH_KEY_STRING);

    if (wording)
        return wording;
    if (file)
        problem = read_text(&extra, file, pool);
    if (!problem)
        problem = cc_wording_load(&wording, extra, pool);
    if (problem)
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, 0, s, "CC0307: %s: CocreateWording %s: %s", where, key,
                     problem);
    apr_hash_set(loaded, key, APR_HASH_KEY_STRING, wording);
    return wording;
}

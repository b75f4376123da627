/* SPDX-License-Identifier: Apache-2.0 */
/* CocreateLinkSecret: the file with the secret of signed links, read when the configuration is. */
#include "glue.h"

#include "file.h"

#include <apr_lib.h>

#define SECRET_MAX 4096

/* Without what editors and `echo` put around it. */
static cc_secret_t trimmed(const char *bytes, apr_size_t len)
{
    while (len && apr_isspace(bytes[len - 1]))
        len--;
    while (len && apr_isspace(*bytes)) {
        bytes++;
        len--;
    }
    return (cc_secret_t){bytes, len};
}

const char *cc_secret_load(const cc_secret_t **secret, const char *path, apr_pool_t *pool)
{
    cc_secret_t *made = apr_palloc(pool, sizeof *made);
    cc_file_t file;
    const char *problem = cc_file_read(&file, path, SECRET_MAX, pool);

    if (problem)
        return problem;
    if (file.protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE))
        return "is open to everybody: chmod o= would mend that";
    *made = trimmed(file.bytes, file.len);
    if (made->len < CC_SECRET_MIN)
        return "has less than 32 bytes: \"openssl rand -hex 32\" makes a good one";
    *secret = made;
    return NULL;
}

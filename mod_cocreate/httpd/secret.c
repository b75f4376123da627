/* SPDX-License-Identifier: Apache-2.0 */
/* CocreateLinkSecret: the file with the secret of signed links, read when the configuration is. */
#include "glue.h"

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>

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

/* What is wrong with a file before its content counts; NULL when nothing is. */
static const char *objection_to(const apr_finfo_t *info)
{
    if (info->filetype != APR_REG)
        return "is not a file";
    if (info->protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE))
        return "is open to everybody: chmod o= would mend that";
    if (info->size > SECRET_MAX)
        return "is larger than 4 KB";
    return NULL;
}

static const char *read_secret(cc_secret_t *secret, apr_file_t *file, apr_pool_t *pool)
{
    apr_finfo_t info;
    const char *objection;
    char *bytes;
    apr_size_t len = 0;

    if (apr_file_info_get(&info, APR_FINFO_TYPE | APR_FINFO_PROT | APR_FINFO_SIZE, file) != APR_SUCCESS)
        return "cannot be read";
    objection = objection_to(&info);
    if (objection)
        return objection;
    bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    if (apr_file_read_full(file, bytes, (apr_size_t)info.size, &len) != APR_SUCCESS)
        return "cannot be read";
    *secret = trimmed(bytes, len);
    return secret->len < CC_SECRET_MIN ? "has less than 32 bytes: \"openssl rand -hex 32\" makes a good one" : NULL;
}

const char *cc_secret_load(const cc_secret_t **secret, const char *path, apr_pool_t *pool)
{
    cc_secret_t *made = apr_palloc(pool, sizeof *made);
    apr_file_t *file;
    const char *problem;

    if (apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool) != APR_SUCCESS)
        return "cannot be opened";
    problem = read_secret(made, file, pool);
    apr_file_close(file);
    if (!problem)
        *secret = made;
    return problem;
}

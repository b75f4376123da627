/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files. What a file is, is asked of the open one: its name may lead elsewhere a moment later. */
#include "file.h"

#include <apr_file_io.h>
#include <apr_strings.h>

static const char *read_open(cc_file_t *file, apr_file_t *handle, apr_size_t max, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_status_t status;

    if (apr_file_info_get(&info, APR_FINFO_TYPE | APR_FINFO_PROT | APR_FINFO_SIZE, handle) != APR_SUCCESS)
        return "cannot be read";
    if (info.filetype != APR_REG)
        return "is not a file";
    if (info.size > (apr_off_t)max)
        return apr_psprintf(pool, "is larger than %" APR_SIZE_T_FMT " KB", max / 1024);
    file->protection = info.protection;
    file->bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    status = apr_file_read_full(handle, file->bytes, (apr_size_t)info.size, &file->len);
    file->bytes[file->len] = '\0';
    return status == APR_SUCCESS || APR_STATUS_IS_EOF(status) ? NULL : "cannot be read";
}

const char *cc_file_read(cc_file_t *file, const char *path, apr_size_t max, apr_pool_t *pool)
{
    apr_file_t *handle;
    const char *problem;

    if (apr_file_open(&handle, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool) != APR_SUCCESS)
        return "cannot be opened";
    problem = read_open(file, handle, max, pool);
    apr_file_close(handle);
    return problem;
}

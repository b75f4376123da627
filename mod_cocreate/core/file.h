/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the configuration names: read whole, once, when it is read. */
#ifndef CC_FILE_H
#define CC_FILE_H

#include <apr_file_info.h>
#include <apr_pools.h>

typedef struct cc_file_t {
    char *bytes; /* NUL-terminated, from the pool */
    apr_size_t len;
    apr_fileperms_t protection;
} cc_file_t;

/* Reads a file of at most `max` bytes, whole KB. NULL, or what is wrong with it: "cannot be opened". */
const char *cc_file_read(cc_file_t *file, const char *path, apr_size_t max, apr_pool_t *pool);

#endif

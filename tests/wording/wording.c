/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wording check for scripts:  wording [RULES] < LINES > FINDINGS
 *
 * Reads lines "language<TAB>text" and prints for each finding the number of the line, severity, rule, category, reason.
 * RULES is an administrator's file, as CocreateWording takes it.
 */
#include "wording.h"

#include <apr_file_io.h>
#include <apr_general.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *file, const char *problem)
{
    fprintf(stderr, "%s: %s\n", file, problem);
    return 1;
}

/* The whole of a file, NUL-terminated. */
static char *read_file(const char *path, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    apr_size_t len;
    char *bytes;

    if (apr_file_open(&file, path, APR_FOPEN_READ, 0, pool) || apr_file_info_get(&info, APR_FINFO_SIZE, file))
        return NULL;
    bytes = apr_pcalloc(pool, (apr_size_t)info.size + 1);
    return apr_file_read_full(file, bytes, (apr_size_t)info.size, &len) ? NULL : bytes;
}

static void check(const cc_wording_t *wording, int number, char *line, apr_pool_t *pool)
{
    char *text = strchr(line, '\t');
    apr_array_header_t *findings;

    if (!text)
        return;
    *text++ = '\0';
    findings = cc_wording_check(wording, line, text, strlen(text), pool);
    for (int i = 0; i < findings->nelts; i++) {
        const cc_finding_t *finding = &APR_ARRAY_IDX(findings, i, cc_finding_t);

        printf("%d\t%s\t%s\t%s\t%s\n", number, finding->severity, finding->rule, finding->category, finding->reason);
    }
}

int main(int argc, char **argv)
{
    apr_pool_t *pool, *scratch;
    cc_wording_t *wording;
    const char *extra = NULL, *problem;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&scratch, pool);
    if (argc > 1 && !(extra = read_file(argv[1], pool)))
        return fail(argv[1], "cannot be read");
    problem = cc_wording_load(&wording, extra, pool);
    if (problem)
        return fail(extra ? argv[1] : argv[0], problem);
    for (int number = 1; (len = getline(&line, &size, stdin)) >= 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        check(wording, number, line, scratch);
        apr_pool_clear(scratch);
    }
    free(line);
    apr_terminate();
    return 0;
}

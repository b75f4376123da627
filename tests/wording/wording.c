/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wording check for scripts:  wording [RULES] < LINES > FINDINGS
 *
 * Reads lines "language<TAB>text" and prints for each finding the number of the line, severity, rule, category, reason.
 * RULES is an administrator's file, as CocreateWording takes it.
 */
#include "file.h"
#include "wording.h"

#include <apr_general.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *file, const char *problem)
{
    fprintf(stderr, "%s: %s\n", file, problem);
    return 1;
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
    cc_file_t rules = {NULL, 0, 0};
    const char *problem = NULL;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&scratch, pool);
    if (argc > 1)
        problem = cc_file_read(&rules, argv[1], 1024 * 1024, pool);
    if (!problem)
        problem = cc_wording_load(&wording, rules.bytes, rules.len, pool);
    if (problem)
        return fail(argv[argc > 1], problem);
    for (int number = 1; (len = getline(&line, &size, stdin)) >= 0; number++) {
        line[strcspn(line, "\n")] = '\0';
        check(wording, number, line, scratch);
        apr_pool_clear(scratch);
    }
    free(line);
    apr_terminate();
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* file.h: files come whole, and what is wrong with one is said. */
#include "file.h"
#include "unit.h"

#include <apr_file_io.h>

/* A file of the test's own; it goes with the pool. */
static char *a_file(const char *bytes, apr_size_t len)
{
    const char *folder;
    char *path;
    apr_file_t *file;

    assert_int_equal(apr_temp_dir_get(&folder, unit_pool), 0);
    path = apr_pstrcat(unit_pool, folder, "/cc-file-XXXXXX", NULL);
    assert_int_equal(apr_file_mktemp(&file, path, 0, unit_pool), 0);
    assert_int_equal(apr_file_write_full(file, bytes, len, NULL), 0);
    return path;
}

static void a_file_comes_whole(void **state)
{
    cc_file_t file;
    const char *path = a_file("a\0b\n", 4);

    (void)state;
    assert_int_equal(apr_file_perms_set(path, APR_FPROT_UREAD | APR_FPROT_GREAD), 0);
    assert_null(cc_file_read(&file, path, 1024, unit_pool));
    assert_int_equal(file.len, 4);
    assert_memory_equal(file.bytes, "a\0b\n\0", 5);
    assert_int_equal(file.protection, APR_FPROT_UREAD | APR_FPROT_GREAD);
    assert_null(cc_file_read(&file, a_file("", 0), 1024, unit_pool));
    assert_int_equal(file.len, 0);
    assert_string_equal(file.bytes, "");
}

static void what_is_wrong_is_said(void **state)
{
    cc_file_t file;
    const char *path = a_file(unit_repeat("x", 1024), 1024), *larger = a_file(unit_repeat("x", 1025), 1025);

    (void)state;
    assert_null(cc_file_read(&file, path, 1024, unit_pool));
    assert_string_equal(cc_file_read(&file, larger, 1024, unit_pool), "is larger than 1 KB");
    assert_string_equal(cc_file_read(&file, "/", 1024, unit_pool), "is not a file");
    assert_string_equal(cc_file_read(&file, "/no/such/file", 1024, unit_pool), "cannot be opened");
}

UNIT_MAIN("file", test(a_file_comes_whole), test(what_is_wrong_is_said))

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One CSV record (RFC 4180): cells quoted when they must be, CR LF at the end. A cell that a spreadsheet would run
 * as a formula (begins with = + - @ TAB CR or LF, spaces aside; OWASP "CSV Injection") gets an apostrophe in front,
 * unless it is a plain number. "<!--" and "<esi:" get a space behind the "<", so that nothing that serves the file
 * takes them for instructions.
 */
#ifndef CC_CSV_H
#define CC_CSV_H

#include <apr_pools.h>

/* The record of `count` cells (NULL is an empty one), NUL-terminated, from `pool`; its length in *len. */
const char *cc_csv_record(const char *const *cell, int count, apr_pool_t *pool, apr_size_t *len);

#endif

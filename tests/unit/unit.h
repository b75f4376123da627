/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the unit tests share. Each test has a pool of its own, `unit_pool`; trees from unit_tree() go with it.
 * A program ends in UNIT_MAIN("name", test(a), test(b)).
 */
#ifndef UNIT_H
#define UNIT_H

#include "error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <apr_pools.h>
#include <apr_strings.h>
#include <libxml/tree.h>

#define COUNT(array)   ((int)(sizeof(array) / sizeof *(array)))
#define test(function) cmocka_unit_test_setup_teardown(function, unit_begin, unit_end)
#define UNIT_MAIN(name, ...)                                                                                           \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                                               \
        return cmocka_run_group_tests_name(name, tests, unit_start, unit_stop);                                        \
    }

extern apr_pool_t *unit_pool;

int unit_start(void **state);
int unit_stop(void **state);
int unit_begin(void **state);
int unit_end(void **state);

/* Fails, showing what was put in, what came out and what should have. */
void unit_same(const char *in, const char *out, const char *wanted);
void unit_holds(bool condition, const char *in, const char *what);

/* A log that keeps its lines, each ended by a line end. */
extern const cc_log_t unit_log;
extern char unit_logged[2048];

/* The root element of a document, parsed from `xml`, or <r/>. */
xmlNodePtr unit_tree(const char *xml);

/* The tree below `root` as XML. */
const char *unit_xml(xmlNodePtr root);

/* The tree below `root` as HTML for a visitor; the test fails when it is refused. */
const char *unit_html(xmlNodePtr root);

/* `xml` is refused as HTML, with a line in the log that says `said`. */
void unit_refuses_html(const char *xml, const char *said);

/* Below `root` is what an XML parser reads back unchanged. */
bool unit_survives_xml(xmlNodePtr root);

/* The same numbers in every run: xorshift. Below `below`. */
unsigned unit_random(unsigned below);

/* Up to `most` pieces out of `count`, at random, one behind the other. */
const char *unit_random_pieces(const char *const *piece, int count, int most);

/* Up to `most` random bytes without NUL; many of them begin UTF-8 sequences. */
const char *unit_random_bytes(int most);

/* `s`, `times` times. */
const char *unit_repeat(const char *s, int times);

#endif

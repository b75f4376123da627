/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wording check: which kinds of questions a text for members contains that bring verdicts instead of advice.
 *
 * It finds what the rules of conf/wording know and says why; it never says that a question is good. docs/wording.md
 * describes the rules. The only file that knows libpcre2.
 */
#ifndef CC_WORDING_H
#define CC_WORDING_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <stdbool.h>

#define CC_WORDING_READ     1000 /* characters of a text that are looked at */
#define CC_WORDING_LONG     240  /* a longer question gets LEN */
#define CC_WORDING_FINDINGS 12   /* of one text at most */

/* The compiled rules of all languages; read-only, shared by the threads. */
typedef struct cc_wording_t cc_wording_t;

typedef struct cc_finding_t {
    const char *rule, *category;
    const char *severity;  /* stop, warn, need, hint: in this order they are reported */
    const char *reason;    /* a sentence in the text's language */
    const char *better[2]; /* two other ways to ask */
} cc_finding_t;

/*
 * Compiles the built-in rules and those of an administrator: `extra`, the `len` bytes of a file and a NUL behind
 * them, or NULL. Returns NULL, or a message that names the line.
 */
const char *cc_wording_load(cc_wording_t **w, const char *extra, apr_size_t len, apr_pool_t *pool);

/*
 * What is found in the text, an array of cc_finding_t: stops first, one finding for each rule, at most
 * CC_WORDING_FINDINGS. Nothing for a language without rules.
 */
apr_array_header_t *cc_wording_check(const cc_wording_t *w, const char *lang, const char *text, apr_size_t len,
                                     apr_pool_t *pool);

/* What the rule of that name says in that language; NULL when there is none. */
const cc_finding_t *cc_wording_rule(const cc_wording_t *w, const char *lang, const char *rule);

/* True for a language with rules, whatever its region: de, de-AT. */
bool cc_wording_language(const char *lang);

#endif

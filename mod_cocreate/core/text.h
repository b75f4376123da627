/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may be text: valid UTF-8 made of XML characters (XML 1.0, production 2 "Char") and nothing else.
 *
 * PostgreSQL's text accepts U+0001 and U+FFFE, libxml2 writes them, and no parser reads them again; so they
 * are refused here, on the way in, again by the schema, and again where Markdown makes characters
 * out of references (&#1;).
 */
#ifndef CC_TEXT_H
#define CC_TEXT_H

#include <apr_pools.h>
#include <stdbool.h>

/* True when the `len` bytes at `s` are valid UTF-8 and XML characters only (so no NUL). */
bool cc_text_valid(const char *s, apr_size_t len);

/* A key of a row that a site has made, or of the rules: small ASCII letters, digits, hyphens, 1 to 40 of them. */
bool cc_text_key(const char *s);

/* Would an SSI filter or an ESI cache on the way out take what begins at `s` for an instruction? */
bool cc_text_instruction(const char *s);

/*
 * The same text with each invalid byte or character replaced by U+FFFD: what a refused form shows
 * again, so that nothing that a person typed is lost. NUL-terminated, from `pool`.
 */
const char *cc_text_repair(const char *s, apr_size_t len, apr_pool_t *pool);

#endif

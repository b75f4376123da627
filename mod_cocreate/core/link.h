/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that people write. */
#ifndef CC_LINK_H
#define CC_LINK_H

#include <apr_pools.h>
#include <stdbool.h>

/*
 * May a page link to `url`? http://, https://, mailto:, and paths on this server that begin with a single "/", or
 * "#". Nothing with a space or a control character in it: browsers drop those before they read the scheme.
 */
bool cc_link_safe(const char *url);

/*
 * Length of the bare http(s) address that begins at s[i], 0 when none does. It begins at a word's beginning and ends
 * before white space, quotation marks, the punctuation of the sentence around it, and closing brackets that it does
 * not open.
 */
apr_size_t cc_link_at(const char *s, apr_size_t i);

#endif

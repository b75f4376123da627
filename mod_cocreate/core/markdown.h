/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CommonMark (libcmark's AST) to tree nodes through an allow-list. No HTML from users, and none of their bytes
 * reach an XML parser. The only file that knows libcmark.
 *
 * Limits: 40,000 bytes of input (10,000 characters of four bytes), nesting 24 deep (deeper content
 * is flattened into its 24th ancestor), 256 KiB of text output. What cannot be rendered becomes one <p> that
 * holds the plain source text, never a failed page.
 */
#ifndef CC_MARKDOWN_H
#define CC_MARKDOWN_H

#include <apr_pools.h>
#include <libxml/tree.h>

#define CC_MARKDOWN_INPUT 40000
#define CC_MARKDOWN_DEPTH 24
#define CC_MARKDOWN_OUTPUT (256 * 1024)

/*
 * Appends the nodes of `text` to `parent`: p, h3 to h6 (level 1 becomes h3, ...), ul, ol (start), li, blockquote, pre+code,
 * code, em, strong, a (href, rel="nofollow ugc noopener"), br, hr. Links: http, https, mailto and paths that begin with a single
 * "/" or "#"; anything else loses its link and keeps its words. Images become links to their source
 * with the alternative text. HTML blocks and inlines become text. Characters made by references that XML cannot carry become
 * U+FFFD.
 */
void cc_markdown_nodes(xmlNodePtr parent, const char *text);

/* The words of `text` without markup, white space folded, cut at a word's end after about `max` code points with "…". */
const char *cc_markdown_excerpt(const char *text, apr_size_t max, apr_pool_t *pool);

#endif

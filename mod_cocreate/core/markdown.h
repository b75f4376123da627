/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CommonMark (libcmark's AST) to tree nodes through an allow-list. No HTML from users, and none of their bytes reach
 * an XML parser. The only file that knows libcmark.
 *
 * Limits: 40,000 bytes of input (10,000 characters of four bytes); 128 KiB of words and addresses, which only
 * reference links can make; quotes, lists, emphasis and links nest 24 deep, deeper ones leave only what is in them.
 * What is beyond the first two becomes one <p> that holds the source (128 KiB of it), never a failed page.
 */
#ifndef CC_MARKDOWN_H
#define CC_MARKDOWN_H

#include <apr_pools.h>
#include <libxml/tree.h>

#define CC_MARKDOWN_INPUT  40000
#define CC_MARKDOWN_DEPTH  24
#define CC_MARKDOWN_OUTPUT (128 * 1024)

/*
 * Appends the nodes of `text` to `parent`: p, h3 to h6 (level 1 becomes h3, ...), ul, ol (start), li, blockquote,
 * pre+code, code, em, strong, a (href, rel="nofollow ugc noopener"), br, hr. Links: what link.h calls safe, and bare
 * addresses; anything else loses its link and keeps its words. Images become links to their source with the
 * alternative text. HTML becomes text. Bytes that are no UTF-8 and characters that XML cannot carry, typed or made by
 * references, become U+FFFD.
 */
void cc_markdown_nodes(xmlNodePtr parent, const char *text);

/*
 * The words of `text` without markup, white space folded; more than `max` code points are cut at a word's end, with
 * "…".
 */
const char *cc_markdown_excerpt(const char *text, apr_size_t max, apr_pool_t *pool);

#endif

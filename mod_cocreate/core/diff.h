/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed between two texts, word by word: text nodes, <del> and <ins> appended to an element.
 *
 * Myers' O(ND) difference (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) over words, white
 * space and punctuation marks, common head and tail cut first. D is capped: beyond CC_DIFF_EDITS edits the middle is
 * shown as one <del> and one <ins>, so that no text can make a page slow.
 */
#ifndef CC_DIFF_H
#define CC_DIFF_H

#include <apr_pools.h>
#include <libxml/tree.h>

#define CC_DIFF_EDITS 400

/* NULL is an empty text; otherwise they must be text (text.h), as everything from the database is. */
void cc_diff_nodes(xmlNodePtr parent, const char *was, const char *now, apr_pool_t *scratch);

#endif

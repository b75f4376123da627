/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a body with slots (slots.h): bytes are appended to one growing buffer, and it is noted where the slots cut
 * it.
 *
 * A slot remembers the element that it was opened in: its else and its end must stand in that same element, and the
 * element may not end before it. So whatever is chosen later, no tag is left open. An element is any pointer here,
 * only compared.
 *
 * A function that can refuse returns NULL, or in words what is wrong.
 */
#ifndef CC_CUT_H
#define CC_CUT_H

#include "slots.h"

#define CC_CUT_NESTING 16 /* slots within slots */

typedef struct cc_cutter_t cc_cutter_t;

/* A new cutter, which will take `max` bytes. Its memory does not come from a pool: it ends with cc_cut_finish(). */
cc_cutter_t *cc_cut_new(apr_size_t max);

/* Room for `len` bytes behind the last one, or NULL when that is more than the cutter takes. */
char *cc_cut_room(cc_cutter_t *cutter, apr_size_t len);

/* The bytes up to `end`, in the room that was given last, have been written. */
void cc_cut_wrote(cc_cutter_t *cutter, const char *end);

/* CHOOSE or VALUE of the slot "name" or "name key" (any white space around and between). */
const char *cc_cut_begin(cc_cutter_t *cutter, cc_segment_kind_t kind, const char *slot, const void *element);

/* The second half of the current CHOOSE. */
const char *cc_cut_else(cc_cutter_t *cutter, const void *element);

/* The end of the current slot. */
const char *cc_cut_end(cc_cutter_t *cutter, const void *element);

/* The element ends: no slot may be open in it. */
const char *cc_cut_leave(const cc_cutter_t *cutter, const void *element);

/* Copies the body to `pool`, at its final size, unless `body` is NULL. Frees the cutter in any case. */
void cc_cut_finish(cc_cutter_t *cutter, cc_body_t **body, apr_pool_t *pool);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rendered body that serves everybody: bytes, and slots that are filled for each viewer.
 *
 * The theme writes, between processing instructions, both states of what depends on the viewer:
 *
 *     <?cc-choose voted 17?> ... <?cc-else?> ... <?cc-end?>    one of two; the second may be missing
 *     <?cc-value tally 17?>12<?cc-end?>                        a value; what stands there is for those without one
 *
 * A body is an array of segments in order. CHOOSE, ELSE and VALUE know where to go on, so filling is copying runs of
 * bytes and jumping; nothing is parsed when a page is served.
 *
 *     CHOOSE --(yes)--> ...yes... ELSE --jump--> END
 *            \-(no)---------------> ...no... --> END
 *     VALUE  --(has a value)--> writes it, jumps to END;  (none)--> ...the content...
 */
#ifndef CC_SLOTS_H
#define CC_SLOTS_H

#include <apr_hash.h>
#include <apr_pools.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { CC_SEG_BYTES, CC_SEG_CHOOSE, CC_SEG_ELSE, CC_SEG_END, CC_SEG_VALUE } cc_segment_kind_t;

/* Without pointers, so that a body can be kept as it lies in memory (kept.h). */
typedef struct cc_segment_t {
    int32_t kind; /* cc_segment_kind_t */
    int32_t jump; /* CHOOSE: index after its ELSE (or of its END when there is none); ELSE, VALUE: index of the END */
    uint32_t
        start; /* in the bytes of the body. BYTES: the bytes; CHOOSE, VALUE: "name" or "name key", NUL-terminated */
    uint32_t len;
} cc_segment_t;

typedef struct cc_body_t {
    const char *bytes;
    const cc_segment_t *segment;
    uint32_t len; /* of the bytes */
    int32_t count;
    int32_t slots; /* number of CHOOSE and VALUE segments */
} cc_body_t;

/* What a viewer's slots are: "name key" (or "name") -> value. Any value is a "yes" for a choice, none a "no". */
typedef apr_hash_t cc_answers_t;

/*
 * Fills `body` with `answers` (NULL: a visitor). Returns one NUL-terminated piece of memory from `pool`, its length in
 * *len. Values are escaped as HTML text.
 */
const char *cc_slots_fill(const cc_body_t *body, const cc_answers_t *answers, apr_pool_t *pool, apr_size_t *len);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling a body for one viewer: a first walk looks every slot up, once, and adds up the length; a second one
 * copies.
 */
#include "slots.h"
#include "html.h"

#include <string.h>

/* The index of the segment that follows number `i`, given the answer of its slot (NULL: none). */
static int following(const cc_body_t *body, int i, const char *answer)
{
    switch (body->segment[i].kind) {
    case CC_SEG_CHOOSE:
        return answer ? i + 1 : body->segment[i].jump;
    case CC_SEG_VALUE:
        return answer ? body->segment[i].jump : i + 1;
    case CC_SEG_ELSE:
        return body->segment[i].jump;
    default:
        return i + 1;
    }
}

/* Looks up the slots that this viewer meets. Returns the room that filling will need, at most. */
static apr_size_t look_up(const char **answer, const cc_body_t *body, const cc_answers_t *answers)
{
    apr_size_t room = 0;

    for (int i = 0; i < body->count; i = following(body, i, answer[i])) {
        const cc_segment_t *segment = &body->segment[i];

        answer[i] = NULL;
        if (segment->kind == CC_SEG_BYTES)
            room += segment->len;
        else if (answers && (segment->kind == CC_SEG_CHOOSE || segment->kind == CC_SEG_VALUE))
            answer[i] = apr_hash_get((cc_answers_t *)answers, body->bytes + segment->start, segment->len);
        if (answer[i] && segment->kind == CC_SEG_VALUE)
            room += CC_HTML_ESCAPED * strlen(answer[i]);
    }
    return room;
}

const char *cc_slots_fill(const cc_body_t *body, const cc_answers_t *answers, apr_pool_t *pool, apr_size_t *len)
{
    const char **answer = apr_palloc(pool, (apr_size_t)body->count * sizeof *answer);
    char *filled = apr_palloc(pool, look_up(answer, body, answers) + 1), *to = filled;

    for (int i = 0; i < body->count; i = following(body, i, answer[i])) {
        const cc_segment_t *segment = &body->segment[i];

        if (segment->kind == CC_SEG_BYTES) {
            memcpy(to, body->bytes + segment->start, segment->len);
            to += segment->len;
        } else if (segment->kind == CC_SEG_VALUE && answer[i]) {
            to = cc_html_escape(to, answer[i]);
        }
    }
    *to = '\0';
    *len = (apr_size_t)(to - filled);
    return filled;
}

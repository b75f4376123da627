/* SPDX-License-Identifier: Apache-2.0 */
/* A growing buffer and the places where it is cut. Positions, not pointers, until the buffer has stopped moving. */
#include "cut.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 32768 /* enough for most fragments */
#define FIRST_CUTS  256

typedef struct {
    const void *element;
    int begin, otherwise; /* the cut of its CHOOSE or VALUE; of its ELSE, or -1 */
} open_slot_t;

struct cc_cutter_t {
    char *bytes;
    apr_size_t len, size, max;
    apr_size_t cut_at; /* the bytes before belong to a cut */
    cc_segment_t *cut;
    int cuts, cuts_size, slots;
    open_slot_t slot[CC_CUT_NESTING];
    int open;
};

/* As realloc, but never NULL: there is nothing sensible to do without a few kilobytes, and pools abort as well. */
static void *grown(void *memory, apr_size_t size)
{
    void *more = realloc(memory, size);

    if (!more)
        abort();
    return more;
}

cc_cutter_t *cc_cut_new(apr_size_t max)
{
    cc_cutter_t *c = grown(NULL, sizeof *c);

    *c = (cc_cutter_t){.size = FIRST_BYTES, .max = max, .cuts_size = FIRST_CUTS};
    c->bytes = grown(NULL, c->size);
    c->cut = grown(NULL, FIRST_CUTS * sizeof *c->cut);
    return c;
}

char *cc_cut_room(cc_cutter_t *c, apr_size_t len)
{
    if (len > c->max || c->len > c->max - len)
        return NULL;
    if (c->len + len > c->size) {
        while (c->len + len > c->size)
            c->size *= 2;
        c->bytes = grown(c->bytes, c->size);
    }
    return c->bytes + c->len;
}

void cc_cut_wrote(cc_cutter_t *c, const char *end)
{
    c->len = (apr_size_t)(end - c->bytes);
}

/* Notes a segment of the buffer. Returns its index. */
static int add_cut(cc_cutter_t *c, cc_segment_kind_t kind, apr_size_t start, apr_size_t len)
{
    if (c->cuts == c->cuts_size) {
        c->cuts_size *= 2;
        c->cut = grown(c->cut, (apr_size_t)c->cuts_size * sizeof *c->cut);
    }
    c->cut[c->cuts] = (cc_segment_t){.kind = kind, .start = (uint32_t)start, .len = (uint32_t)len};
    return c->cuts++;
}

/* What was written since the last cut becomes a segment. */
static void cut_here(cc_cutter_t *c)
{
    if (c->len > c->cut_at)
        add_cut(c, CC_SEG_BYTES, c->cut_at, c->len - c->cut_at);
    c->cut_at = c->len;
}

/* Writes the one or two words of `s` with one space between, NUL-terminated; false when there are none or more. */
static bool write_slot_name(cc_cutter_t *c, const char *s)
{
    static const char space[] = " \t\r\n";
    char *name = cc_cut_room(c, strlen(s) + 1), *to = name;
    int words = 0;

    for (s += strspn(s, space); name && *s; s += strspn(s, space)) {
        apr_size_t length = strcspn(s, space);

        if (words++ > 0)
            *to++ = ' ';
        memcpy(to, s, length);
        to += length;
        s += length;
    }
    if (words != 1 && words != 2)
        return false;
    *to++ = '\0';
    cc_cut_wrote(c, to);
    return true;
}

const char *cc_cut_begin(cc_cutter_t *c, cc_segment_kind_t kind, const char *slot, const void *element)
{
    int begin;

    cut_here(c);
    if (c->open == CC_CUT_NESTING)
        return "too many slots are around this one";
    if (!write_slot_name(c, slot))
        return "a slot has a name and at most one key";
    begin = add_cut(c, kind, c->cut_at, c->len - c->cut_at - 1);
    c->cut_at = c->len;
    c->slot[c->open++] = (open_slot_t){.element = element, .begin = begin, .otherwise = -1};
    c->slots++;
    return NULL;
}

/* The innermost slot, when it was opened in `element`. */
static open_slot_t *current_slot(cc_cutter_t *c, const void *element)
{
    open_slot_t *slot = c->open > 0 ? &c->slot[c->open - 1] : NULL;

    return slot && slot->element == element ? slot : NULL;
}

const char *cc_cut_else(cc_cutter_t *c, const void *element)
{
    open_slot_t *slot = current_slot(c, element);

    if (!slot)
        return "no slot was opened in this element";
    if (c->cut[slot->begin].kind != CC_SEG_CHOOSE || slot->otherwise >= 0)
        return "only a choice has an else, and only one";
    cut_here(c);
    slot->otherwise = add_cut(c, CC_SEG_ELSE, c->len, 0);
    c->cut[slot->begin].jump = slot->otherwise + 1;
    return NULL;
}

const char *cc_cut_end(cc_cutter_t *c, const void *element)
{
    open_slot_t *slot = current_slot(c, element);
    int end;

    if (!slot)
        return "no slot was opened in this element";
    cut_here(c);
    end = add_cut(c, CC_SEG_END, c->len, 0);
    c->cut[slot->otherwise >= 0 ? slot->otherwise : slot->begin].jump = end;
    c->open--;
    return NULL;
}

const char *cc_cut_leave(const cc_cutter_t *c, const void *element)
{
    return c->open > 0 && c->slot[c->open - 1].element == element ? "a slot in it is still open" : NULL;
}

static cc_body_t *finished_body(const cc_cutter_t *c, apr_pool_t *pool)
{
    cc_body_t *body = apr_palloc(pool, sizeof *body);

    *body = (cc_body_t){.bytes = apr_pmemdup(pool, c->bytes, c->len),
                        .segment = apr_pmemdup(pool, c->cut, (apr_size_t)c->cuts * sizeof *c->cut),
                        .len = (uint32_t)c->len,
                        .count = c->cuts,
                        .slots = c->slots};
    return body;
}

void cc_cut_finish(cc_cutter_t *c, cc_body_t **body, apr_pool_t *pool)
{
    cut_here(c);
    if (body)
        *body = finished_body(c, pool);
    free(c->bytes);
    free(c->cut);
    free(c);
}

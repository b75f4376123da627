/* SPDX-License-Identifier: Apache-2.0 */
/* The block of what was rendered: written by offsets, read by offsets that were looked at first. */
#include "kept.h"

#include <string.h>

#define ALIGNED(n) (((n) + 7) & ~(apr_size_t)7)

typedef struct {
    uint32_t bytes, len, segments, count, slots;
} part_t;

/* Places count from the beginning of the block; 0 is none. */
typedef struct {
    uint64_t size, version, soon, made;
    uint32_t key, etag, keys[CC_SLOT_QUERIES];
    part_t part[CC_PARTS];
} head_t;

/* ---- writing ---- */

static apr_size_t room_for(const char *text)
{
    return text ? ALIGNED(strlen(text) + 1) : 0;
}

static apr_size_t size_of(const cc_kept_t *kept, const char *key)
{
    apr_size_t size = ALIGNED(sizeof(head_t)) + room_for(key) + room_for(kept->etag);

    for (int i = 0; i < CC_SLOT_QUERIES; i++)
        size += room_for(kept->keys[i]);
    for (int i = 0; i < CC_PARTS; i++)
        size += ALIGNED(kept->part[i].len) + ALIGNED((apr_size_t)kept->part[i].count * sizeof(cc_segment_t));
    return size;
}

/* Puts `len` bytes behind what is there. Returns their place. */
static uint32_t put(char *block, apr_size_t *used, const void *bytes, apr_size_t len)
{
    apr_size_t at = *used;

    memcpy(block + at, bytes, len);
    *used += ALIGNED(len);
    return (uint32_t)at;
}

static uint32_t put_text(char *block, apr_size_t *used, const char *text)
{
    return text ? put(block, used, text, strlen(text) + 1) : 0;
}

const void *cc_kept_pack(const cc_kept_t *kept, const char *key, apr_pool_t *pool, apr_size_t *size)
{
    apr_size_t used = ALIGNED(sizeof(head_t));
    char *block;
    head_t *head;

    *size = size_of(kept, key);
    block = apr_pcalloc(pool, *size);
    head = (head_t *)block;
    *head = (head_t){.size = *size, .version = kept->version, .soon = kept->soon, .made = kept->made};
    head->key = put_text(block, &used, key);
    head->etag = put_text(block, &used, kept->etag);
    for (int i = 0; i < CC_SLOT_QUERIES; i++)
        head->keys[i] = put_text(block, &used, kept->keys[i]);
    for (int i = 0; i < CC_PARTS; i++) {
        const cc_body_t *body = &kept->part[i];

        head->part[i] = (part_t){.len = body->len, .count = (uint32_t)body->count, .slots = (uint32_t)body->slots};
        if (body->count == 0)
            continue;
        head->part[i].bytes = put(block, &used, body->bytes, body->len);
        head->part[i].segments = put(block, &used, body->segment, (apr_size_t)body->count * sizeof(cc_segment_t));
    }
    return block;
}

/* ---- reading ---- */

static bool is_text(const char *block, apr_size_t size, uint32_t at)
{
    return at == 0 || (at < size && memchr(block + at, '\0', size - at) != NULL);
}

/* A segment lies in the bytes; a slot's name is ended; a jump leads forward, so that filling comes to its end. */
static bool is_segment(const cc_segment_t *segment, int32_t i, const cc_body_t *body)
{
    bool named = segment->kind == CC_SEG_CHOOSE || segment->kind == CC_SEG_VALUE;
    bool jumps = named || segment->kind == CC_SEG_ELSE;

    return segment->kind >= CC_SEG_BYTES && segment->kind <= CC_SEG_VALUE && segment->start <= body->len &&
           segment->len <= body->len - segment->start &&
           (!named || memchr(body->bytes + segment->start, '\0', body->len - segment->start)) &&
           (!jumps || (segment->jump > i && segment->jump <= body->count));
}

static bool is_part(apr_size_t size, const part_t *part, const cc_body_t *body)
{
    if (part->count == 0)
        return true;
    if (part->bytes > size || part->len > size - part->bytes || part->segments > size || part->segments % 8 ||
        part->count > (size - part->segments) / sizeof(cc_segment_t))
        return false;
    for (int32_t i = 0; i < body->count; i++)
        if (!is_segment(&body->segment[i], i, body))
            return false;
    return true;
}

static bool is_whole(const char *block, apr_size_t size, const head_t *head, const cc_kept_t *kept)
{
    bool well = is_text(block, size, head->key) && is_text(block, size, head->etag);

    for (int i = 0; i < CC_SLOT_QUERIES && well; i++)
        well = is_text(block, size, head->keys[i]);
    for (int i = 0; i < CC_PARTS && well; i++)
        well = is_part(size, &head->part[i], &kept->part[i]);
    return well;
}

static const char *text_at(const char *block, uint32_t at)
{
    return at ? block + at : NULL;
}

bool cc_kept_open(cc_kept_t *kept, const void *bytes, apr_size_t size, const char *key, bool trusted)
{
    const char *block = bytes;
    const head_t *head = bytes;

    if (size < sizeof *head || head->size != size || size > UINT32_MAX)
        return false;
    *kept = (cc_kept_t){
        .etag = text_at(block, head->etag), .version = head->version, .soon = head->soon, .made = head->made};
    for (int i = 0; i < CC_SLOT_QUERIES; i++)
        kept->keys[i] = text_at(block, head->keys[i]);
    for (int i = 0; i < CC_PARTS; i++) {
        const part_t *part = &head->part[i];

        kept->part[i] = (cc_body_t){.bytes = block + part->bytes,
                                    .segment = (const cc_segment_t *)(block + part->segments),
                                    .len = part->len,
                                    .count = (int32_t)part->count,
                                    .slots = (int32_t)part->slots};
    }
    return (trusted || is_whole(block, size, head, kept)) && head->key && strcmp(block + head->key, key) == 0;
}

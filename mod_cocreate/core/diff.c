/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word difference. The greedy algorithm of Myers' paper, forwards, one row of end points kept per number of edits so
 * that the way can be walked back; memory is the square of the edits, which are capped, and goes back with its own
 * pool.
 */
#include "diff.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    const char *s;
    int len;
    unsigned hash; /* differs: so do the words, most of the time all that is looked at */
    bool changed;
} word_t;

typedef struct {
    word_t *word;
    int count;
} words_t;

typedef enum { SPACE, MARK, LETTER, IDEOGRAPH } class_t;

/* Chinese and Japanese have no spaces: there each character (U+3000 to U+9FFF) is a word. */
static class_t class_of(const char *s)
{
    unsigned char c = (unsigned char)*s;

    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return SPACE;
    if (c >= 0xE3 && c <= 0xE9)
        return IDEOGRAPH;
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ? LETTER : MARK;
}

/* Length of the word at `s`: a run of letters or of white space, otherwise one character. */
static int word_length(const char *s)
{
    class_t class = class_of(s);
    int length = 1;

    while (s[length] && (s[length] & 0xC0) == 0x80)
        length++;
    if (class == MARK || class == IDEOGRAPH)
        return length;
    while (s[length] && ((s[length] & 0xC0) == 0x80 || class_of(s + length) == class))
        length++;
    return length;
}

static words_t split(const char *s, apr_pool_t *pool)
{
    words_t words = {.word = apr_palloc(pool, (strlen(s) + 1) * sizeof(word_t))};

    while (*s) {
        word_t word = {.s = s, .len = word_length(s), .hash = 2166136261U};

        for (int i = 0; i < word.len; i++)
            word.hash = (word.hash ^ (unsigned char)s[i]) * 16777619U; /* FNV-1a */
        words.word[words.count++] = word;
        s += word.len;
    }
    return words;
}

static bool same(const word_t *a, const word_t *b)
{
    return a->hash == b->hash && a->len == b->len && memcmp(a->s, b->s, (size_t)a->len) == 0;
}

/*
 * A row of the search holds, for d edits, how far one comes on each diagonal k = x - y; entry i is k = 2i - d. The
 * row before has k + 1 at i and k - 1 at i - 1. Is the way to entry i an insertion (down, from k + 1) or a deletion
 * (right, from k - 1)?
 */
static bool comes_down(const int *before, int d, int i)
{
    return i == 0 || (i < d && before[i - 1] < before[i]);
}

static int step(const int *before, int d, int i)
{
    if (d == 0)
        return 0;
    return comes_down(before, d, i) ? before[i] : before[i - 1] + 1;
}

/* Marks the words that differ, going the way back from the end. */
static void mark_way(int *const *row, int d, words_t was, words_t now)
{
    int x = was.count, y = now.count;

    for (; d > 0; d--) {
        int k = x - y, i = (k + d) / 2;

        if (comes_down(row[d - 1], d, i)) {
            x = row[d - 1][i];
            y = x - (k + 1);
            now.word[y].changed = true;
        } else {
            x = row[d - 1][i - 1];
            y = x - (k - 1);
            was.word[x].changed = true;
        }
    }
}

/* Marks the fewest words that differ; false when they are more than CC_DIFF_EDITS. */
static bool mark_fewest(words_t was, words_t now, apr_pool_t *pool)
{
    int *row[CC_DIFF_EDITS + 1];

    for (int d = 0; d <= CC_DIFF_EDITS; d++) {
        row[d] = apr_palloc(pool, (apr_size_t)(d + 1) * sizeof(int));
        for (int i = 0; i <= d; i++) {
            int x = step(d > 0 ? row[d - 1] : NULL, d, i), y = x - (2 * i - d);

            while (x < was.count && y < now.count && same(&was.word[x], &now.word[y])) {
                x++;
                y++;
            }
            row[d][i] = x;
            if (x >= was.count && y >= now.count) {
                mark_way(row, d, was, now);
                return true;
            }
        }
    }
    return false;
}

static void mark_all(words_t words)
{
    for (int i = 0; i < words.count; i++)
        words.word[i].changed = true;
}

/* Marks what differs between the common head and the common tail. */
static void compare(words_t was, words_t now, apr_pool_t *pool)
{
    int head = 0, tail = 0, least = was.count < now.count ? was.count : now.count;

    while (head < least && same(&was.word[head], &now.word[head]))
        head++;
    while (tail < least - head && same(&was.word[was.count - 1 - tail], &now.word[now.count - 1 - tail]))
        tail++;
    was = (words_t){was.word + head, was.count - head - tail};
    now = (words_t){now.word + head, now.count - head - tail};
    if (!mark_fewest(was, now, pool)) {
        mark_all(was);
        mark_all(now);
    }
}

/* White space between two replaced words is replaced with them: one change to read, not two. */
static void join_replaced(words_t was, words_t now)
{
    for (int x = 0, y = 0; x < was.count; x++, y++) {
        while (x < was.count && was.word[x].changed)
            x++;
        while (y < now.count && now.word[y].changed)
            y++;
        if (x > 0 && y > 0 && x + 1 < was.count && y + 1 < now.count && class_of(was.word[x].s) == SPACE &&
            was.word[x - 1].changed && now.word[y - 1].changed && was.word[x + 1].changed && now.word[y + 1].changed)
            was.word[x].changed = now.word[y].changed = true;
    }
}

/* Adds the words [from, to) as text, inside a new element unless that is NULL. */
static void add_words(xmlNodePtr parent, const char *element, const word_t *from, const word_t *to)
{
    xmlNodePtr at = parent;

    if (from == to)
        return;
    if (element)
        at = xmlAddChild(parent, xmlNewDocNode(parent->doc, NULL, (const xmlChar *)element, NULL));
    xmlAddChild(at, xmlNewDocTextLen(parent->doc, (const xmlChar *)from->s, (int)(to[-1].s + to[-1].len - from->s)));
}

static const word_t *end_of_changed(const word_t *word, const word_t *end)
{
    while (word < end && word->changed)
        word++;
    return word;
}

static void add_differences(xmlNodePtr parent, words_t was, words_t now)
{
    const word_t *x = was.word, *x_end = x + was.count, *y = now.word, *y_end = y + now.count;

    while (x < x_end || y < y_end) {
        const word_t *deleted = x, *inserted = y, *kept;

        kept = x = end_of_changed(x, x_end);
        add_words(parent, "del", deleted, x);
        y = end_of_changed(y, y_end);
        add_words(parent, "ins", inserted, y);
        while (x < x_end && y < y_end && !x->changed && !y->changed) {
            x++;
            y++;
        }
        add_words(parent, NULL, kept, x);
    }
}

void cc_diff_nodes(xmlNodePtr parent, const char *was_text, const char *now_text, apr_pool_t *scratch)
{
    apr_pool_t *pool;
    words_t was, now;

    apr_pool_create(&pool, scratch);
    was = split(was_text ? was_text : "", pool);
    now = split(now_text ? now_text : "", pool);
    compare(was, now, pool);
    join_replaced(was, now);
    add_differences(parent, was, now);
    apr_pool_destroy(pool);
}

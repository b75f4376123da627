/* SPDX-License-Identifier: Apache-2.0 */
/* diff.h: what changed, word by word. */
#include "unit.h"
#include "diff.h"

#include <time.h>

static const char *difference(const char *was, const char *now)
{
    xmlNodePtr root = unit_tree(NULL);

    cc_diff_nodes(root, was, now, unit_pool);
    return unit_xml(root);
}

static const struct {
    const char *was, *now, *wanted;
} rows[] = {
    {"", "", ""},
    {NULL, NULL, ""},
    {"same", "same", "same"},
    {"two words", "two words", "two words"},
    {"", "new", "<ins>new</ins>"},
    {NULL, "new", "<ins>new</ins>"},
    {"old", "", "<del>old</del>"},
    {"old", NULL, "<del>old</del>"},
    {"old", "new", "<del>old</del><ins>new</ins>"},
    {"a quiet grinder", "a silent grinder", "a <del>quiet</del><ins>silent</ins> grinder"},
    {"a grinder", "a quiet grinder", "a <ins>quiet </ins>grinder"},
    {"a quiet grinder", "a grinder", "a <del>quiet </del>grinder"},
    {"a b c", "a X b c", "a <ins>X </ins>b c"},
    {"start", "start end", "start<ins> end</ins>"},
    {"start end", "end", "<del>start </del>end"},
    {"word", "words", "<del>word</del><ins>words</ins>"},
    {"Loud", "Loud!", "Loud<ins>!</ins>"},
    {"hello, world", "hello world", "hello<del>,</del> world"},
    {"1 of 20", "1 of 29", "1 of <del>20</del><ins>29</ins>"},
    {"a\nb", "a b", "a<del>\n</del><ins> </ins>b"},
    /* replaced neighbours are one change */
    {"the old big cat sat", "the new small cat sat down",
     "the <del>old big</del><ins>new small</ins> cat sat<ins> down</ins>"},
    {"a b c", "x y z", "<del>a b c</del><ins>x y z</ins>"},
    {"a b", "x b y", "<del>a</del><ins>x</ins> b<ins> y</ins>"},
    {"a-b", "x-y", "<del>a</del><ins>x</ins>-<del>b</del><ins>y</ins>"},
    /* markup is text */
    {"<b>&amp;</b>", "<i>&amp;</i>", "&lt;<del>b</del><ins>i</ins>&gt;&amp;amp;&lt;/<del>b</del><ins>i</ins>&gt;"},
    /* beyond ASCII */
    {"die alte Mühle", "die neue Mühle", "die <del>alte</del><ins>neue</ins> Mühle"},
    {"Mühle", "Mühlen", "<del>Mühle</del><ins>Mühlen</ins>"},
    {"日本語の文", "日本の本文", "日本<del>語</del>の<ins>本</ins>文"},
    {"a日b", "a本b", "a<del>日</del><ins>本</ins>b"},
};

static void shows_what_changed(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(apr_pstrcat(unit_pool, rows[i].was ? rows[i].was : "NULL", " -> ", rows[i].now, NULL),
                  difference(rows[i].was, rows[i].now), rows[i].wanted);
}

static void adds_to_what_is_there(void **state)
{
    xmlNodePtr root = unit_tree("<r><x/></r>");

    (void)state;
    cc_diff_nodes(root, "a", "b", unit_pool);
    assert_string_equal(unit_xml(root), "<x/><del>a</del><ins>b</ins>");
}

/* The text without what is in `left_out`. */
static const char *read_without(xmlNodePtr root, const char *left_out)
{
    const char *text = "";

    for (xmlNodePtr node = root->children; node; node = node->next)
        if (strcmp((const char *)node->name, left_out) != 0) {
            xmlChar *content = xmlNodeGetContent(node);

            text = apr_pstrcat(unit_pool, text, content, NULL);
            xmlFree(content);
        }
    return text;
}

static const char *const word[] = {"a", "b", "cc", " ", " ", "  ", "\n", ".", ",", "ä", "ö", "日", "本", "-", "<"};

static void both_texts_can_be_read_from_it(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++) {
        const char *was = unit_random_pieces(word, COUNT(word), 20), *now = unit_random_pieces(word, COUNT(word), 20);
        xmlNodePtr root = unit_tree(NULL);

        cc_diff_nodes(root, was, now, unit_pool);
        unit_same(was, read_without(root, "ins"), was);
        unit_same(now, read_without(root, "del"), now);
        for (xmlNodePtr node = root->children; node; node = node->next)
            unit_holds(node->type == XML_TEXT_NODE || node->children, was, "without empty changes");
        unit_holds(unit_survives_xml(root), was, "XML");
    }
}

/* Length of the longest common subsequence, the slow way. */
static int common(const char *a, const char *b)
{
    int row[64] = {0};

    for (; *a; a++)
        for (int k = 0, diagonal = 0; b[k]; k++) {
            int above = row[k + 1];

            row[k + 1] = *a == b[k] ? diagonal + 1 : above > row[k] ? above : row[k];
            diagonal = above;
        }
    return row[strlen(b)];
}

/* No shorter way exists. Punctuation marks: each is a word of its own. */
static void shows_no_more_than_what_changed(void **state)
{
    static const char *const mark[] = {".", ",", ";", "!"};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        const char *was = unit_random_pieces(mark, 4, 40), *now = unit_random_pieces(mark, 4, 40);
        xmlNodePtr root = unit_tree(NULL);
        size_t kept = 0;

        cc_diff_nodes(root, was, now, unit_pool);
        for (xmlNodePtr node = root->children; node; node = node->next)
            kept += node->type == XML_TEXT_NODE ? strlen((const char *)node->content) : 0;
        unit_holds(kept == (size_t)common(was, now), apr_pstrcat(unit_pool, was, " ", now, NULL), "the shortest way");
    }
}

/* `count` numbered words, the last letter telling two texts apart. */
static const char *numbered(int count, char last)
{
    char *text = apr_palloc(unit_pool, (apr_size_t)count * 10 + 1), *to = text;

    for (int i = 0; i < count; i++)
        to += apr_snprintf(to, 11, "%d%c same%d,", i % 100, last, i % 10);
    return text;
}

static void shows_a_block_when_too_much_changed(void **state)
{
    const char *was = apr_pstrcat(unit_pool, "head ", numbered(201, 'a'), " tail", NULL);
    const char *now = apr_pstrcat(unit_pool, "head ", numbered(201, 'b'), " tail", NULL);
    xmlNodePtr root = unit_tree(NULL);

    (void)state;
    cc_diff_nodes(root, was, now, unit_pool); /* 402 edits */
    assert_int_equal(xmlChildElementCount(root), 2);
    unit_same("the head", (const char *)root->children->content, "head ");
    unit_same(was, read_without(root, "ins"), was);
    unit_same(now, read_without(root, "del"), now);

    root = unit_tree(NULL);
    cc_diff_nodes(root, numbered(200, 'a'), numbered(200, 'b'), unit_pool); /* 400 */
    assert_int_equal(xmlChildElementCount(root), 400);
}

/* The longest texts there are, nothing in common: some milliseconds, but under a sanitizer. */
static void is_never_slow(void **state)
{
    const char *was = numbered(4000, 'a'), *now = numbered(4000, 'b');
    clock_t begin = clock();

    (void)state;
    difference(was, now);
    difference(unit_repeat("a ", 5000), unit_repeat("a b ", 2500));
    difference(unit_repeat("a.", 5000), unit_repeat(".a", 4700));
    assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
}

UNIT_MAIN("diff", test(shows_what_changed), test(adds_to_what_is_there), test(both_texts_can_be_read_from_it),
          test(shows_no_more_than_what_changed), test(shows_a_block_when_too_much_changed), test(is_never_slow))

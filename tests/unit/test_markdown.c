/* SPDX-License-Identifier: Apache-2.0 */
/* markdown.h: what people write, as nodes of an allow-list, and never as anything else. */
#include "unit.h"
#include "markdown.h"
#include "text.h"

#include <time.h>

#define R   "\xEF\xBF\xBD"
#define REL " rel=\"nofollow ugc noopener\""

static xmlNodePtr rendered(const char *text)
{
    xmlNodePtr root = unit_tree(NULL);

    cc_markdown_nodes(root, text);
    return root;
}

static const struct {
    const char *text, *html;
} rows[] = {
    {"", ""},
    {NULL, ""},
    {"   \n\n", ""},
    {"A plain sentence.", "<p>A plain sentence.</p>"},
    {"one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"},
    {"one  \ntwo\\\nthree", "<p>one<br>two<br>three</p>"},
    {"*em* **strong** ***both*** `a < b`",
     "<p><em>em</em> <strong>strong</strong> <em><strong>both</strong></em> <code>a &lt; b</code></p>"},
    {"# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", "<h3>1</h3><h4>2</h4><h5>3</h5><h6>4</h6><h6>5</h6><h6>6</h6>"},
    {"Title\n===", "<h3>Title</h3>"},
    {"---", "<hr>"},
    {"> quoted\n> more", "<blockquote><p>quoted\nmore</p></blockquote>"},
    {"- a\n- b", "<ul><li>a</li><li>b</li></ul>"},
    {"- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"},
    {"- a\n  - b\n    - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"},
    {"- a\n  > b", "<ul><li>a<blockquote><p>b</p></blockquote></li></ul>"},
    {"1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
    {"3) a\n4) b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"},
    {"0. a", "<ol start=\"0\"><li>a</li></ol>"},
    {"999999999. a", "<ol start=\"999999999\"><li>a</li></ol>"},
    {"```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"},
    {"    code\n\n    more", "<pre><code>code\n\nmore\n</code></pre>"},
    {"```\n```", "<pre><code></code></pre>"},
    /* links */
    {"[a](https://a.example/?b=c&d=e)", "<p><a href=\"https://a.example/?b=c&amp;d=e\"" REL ">a</a></p>"},
    {"[a](https://a.example/?b=c&amp;d=e)", "<p><a href=\"https://a.example/?b=c&amp;d=e\"" REL ">a</a></p>"},
    {"[a](https://a.example/?b=c&amp;amp;d=e)", "<p><a href=\"https://a.example/?b=c&amp;amp;d=e\"" REL ">a</a></p>"},
    {"[a](/ideas/17 \"title\")", "<p><a href=\"/ideas/17\"" REL ">a</a></p>"},
    {"[*a* `b`](#c)", "<p><a href=\"#c\"" REL "><em>a</em> <code>b</code></a></p>"},
    {"[a]\n\n[a]: https://a.example", "<p><a href=\"https://a.example\"" REL ">a</a></p>"},
    {"<https://a.example> <ada@a.example>",
     "<p><a href=\"https://a.example\"" REL ">https://a.example</a> <a href=\"mailto:ada@a.example\"" REL
     ">ada@a.example</a></p>"},
    {"See https://a.example/b_c?d=e&amp;f, and go.",
     "<p>See <a href=\"https://a.example/b_c?d=e&amp;f\"" REL ">https://a.example/b_c?d=e&amp;f</a>, and go.</p>"},
    {"https://a.example https://b.example",
     "<p><a href=\"https://a.example\"" REL ">https://a.example</a> <a href=\"https://b.example\"" REL
     ">https://b.example</a></p>"},
    {"`https://a.example`", "<p><code>https://a.example</code></p>"},
    {"[https://a.example](https://b.example)", "<p><a href=\"https://b.example\"" REL ">https://a.example</a></p>"},
    {"[](https://a.example)", "<p><a href=\"https://a.example\"" REL ">https://a.example</a></p>"},
    {"[a]()", "<p>a</p>"},
    {"[a](b.html) [c](?d)", "<p>a c</p>"},
    {"![A mill](https://a.example/m.png)", "<p><a href=\"https://a.example/m.png\"" REL ">A mill</a></p>"},
    {"![](https://a.example/m.png)", "<p><a href=\"https://a.example/m.png\"" REL ">https://a.example/m.png</a></p>"},
    {"![A mill](data:image/png;base64,AA)", "<p>A mill</p>"},
    {"[![A mill](https://a.example/m.png)](https://b.example)",
     "<p><a href=\"https://b.example\"" REL ">A mill</a></p>"},
    {"![a [b](/c) d](/e)", "<p><a href=\"/e\"" REL ">a b d</a></p>"},
    /* links that are none */
    {"[a](javascript:alert(1))", "<p>a</p>"},
    {"[a](JaVaScRiPt:alert(1))", "<p>a</p>"},
    {"[a](javascript&colon;alert(1))", "<p>a</p>"},
    {"[a](&#106;avascript:alert(1))", "<p>a</p>"},
    {"[a](&#x6A;avascript&#58;alert(1))", "<p>a</p>"},
    {"[a](java&#10;script:alert(1))", "<p>a</p>"},
    {"[a](java&Tab;script:alert(1))", "<p>a</p>"},
    {"[a](&#1;javascript:alert(1))", "<p>a</p>"},
    {"[a](<  javascript:alert(1)>)", "<p>a</p>"},
    {"[a](\\javascript:alert(1))", "<p>a</p>"},
    {"[a](javascript%3Aalert(1))", "<p>a</p>"},
    {"[a](data:text/html,x) [b](vbscript:x) [c](file:///etc/passwd)", "<p>a b c</p>"},
    {"[a](//evil.example) [b](/\\evil.example) [c](/&#9;/evil.example) [d](\\//evil.example)", "<p>a b c d</p>"},
    {"[a]\n\n[a]: javascript:alert(1)", "<p>a</p>"},
    {"<javascript:alert(1)> <data:text/html,x>", "<p>javascript:alert(1) data:text/html,x</p>"},
    {"[a](https://a.example/&#1;) [b](https://a.example/&#xFFFE;)", "<p>a b</p>"},
    /* quotes in addresses stay in their attribute */
    {"[a](/x\"onclick=\"alert(1))", "<p><a href=\"/x&quot;onclick=&quot;alert(1)\"" REL ">a</a></p>"},
    /* HTML is words */
    {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
    {"a <b onclick=\"x\">b</b>", "<p>a &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;</p>"},
    {"<!--#exec cmd=\"id\"-->", "<p>&lt;!--#exec cmd=&quot;id&quot;--&gt;</p>"},
    {"a <!--#exec cmd=\"id\"--> b", "<p>a &lt;!--#exec cmd=&quot;id&quot;--&gt; b</p>"},
    {"<esi:include src=\"/x\"/>", "<p>&lt;esi:include src=&quot;/x&quot;/&gt;</p>"},
    {"<?cc-end?> a <?cc-end?>", "<p>&lt;?cc-end?&gt; a &lt;?cc-end?&gt;</p>"},
    {"<![CDATA[a]]>", "<p>&lt;![CDATA[a]]&gt;</p>"},
    {"<!DOCTYPE html>", "<p>&lt;!DOCTYPE html&gt;</p>"},
    {"<div>\n\n*a*\n\n</div>", "<p>&lt;div&gt;</p><p><em>a</em></p><p>&lt;/div&gt;</p>"},
    /* references */
    {"&amp; &lt;b&gt; &auml; &#228; &copy; &nope;", "<p>&amp; &lt;b&gt; ä ä © &amp;nope;</p>"},
    {"&#1; &#0; &#xB; &#xFFFE; &#xD800; &#x110000;", "<p>" R " " R " " R " " R " " R " " R "</p>"},
    {"x\x01y\x1F", "<p>x" R "y" R "</p>"},
    {"`\x02` \n\n    \x03", "<p><code>" R "</code></p><pre><code>" R "\n</code></pre>"},
    {"caf\xE9 \xED\xA0\x80 \xEF\xBF\xBF", "<p>caf" R " " R " " R "</p>"},
    {"\xF0\x9F\x98\x80", "<p>\xF0\x9F\x98\x80</p>"},
};

static void renders(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i].text, unit_html(rendered(rows[i].text)), rows[i].html);
}

static void adds_to_what_is_there(void **state)
{
    xmlNodePtr root = unit_tree("<r><x/>text</r>");

    (void)state;
    cc_markdown_nodes(root, "a");
    cc_markdown_nodes(root, unit_repeat("x", CC_MARKDOWN_INPUT + 1));
    assert_int_equal(strlen(unit_html(root)), strlen("<x></x>text<p>a</p><p></p>") + CC_MARKDOWN_INPUT + 1);
}

/* --- limits --- */

static int depth_of(const xmlNode *node)
{
    int deepest = 0;

    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) {
            int depth = 1 + depth_of(child);

            deepest = depth > deepest ? depth : deepest;
        }
    return deepest;
}

static const char *name_of(const xmlNode *node)
{
    return (const char *)node->name;
}

/* Items stand in lists, lists hold items only, links hold no link: what a browser would have to mend. */
static bool is_well_nested(const xmlNode *node, bool in_link)
{
    bool is_list = strcmp(name_of(node), "ul") == 0 || strcmp(name_of(node), "ol") == 0,
         is_link = strcmp(name_of(node), "a") == 0;

    if (is_link && in_link)
        return false;
    for (const xmlNode *child = node->children; child; child = child->next) {
        bool is_item = strcmp(name_of(child), "li") == 0;

        if (is_item != is_list || (child->type == XML_ELEMENT_NODE && !is_well_nested(child, in_link || is_link)))
            return false;
    }
    return true;
}

static const struct {
    const char *piece;
    int times;
    const char *end;
} deep[] = {
    {">", 600, "end"},     {"> ", 600, "end"},  {"- ", 5000, "end"},      {"1. ", 5000, "end"},
    {"> - ", 3000, "end"}, {"*_", 5000, "end"}, {"**a *b ", 1400, "end"}, {"[", 10000, "end"},
    {"![", 5000, "end"},   {">", 39990, "end"}, {"- ", 19990, "end"},
};

static void flattens_what_is_nested_too_deep(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(deep); i++) {
        const char *text = apr_pstrcat(unit_pool, unit_repeat(deep[i].piece, deep[i].times), deep[i].end, NULL);
        xmlNodePtr root = rendered(text);
        const char *html = unit_html(root);

        unit_holds(depth_of(root) <= CC_MARKDOWN_DEPTH + 1, deep[i].piece, "flat");
        unit_holds(is_well_nested(root, false), deep[i].piece, "well nested");
        unit_holds(strstr(html, deep[i].end) != NULL, deep[i].piece, "all words are there");
        unit_holds(unit_survives_xml(root), deep[i].piece, "XML");
    }
    assert_int_equal(depth_of(rendered(apr_pstrcat(unit_pool, unit_repeat(">", 600), "a", NULL))),
                     CC_MARKDOWN_DEPTH + 1);
}

/* Links and emphasis go as well when they are too deep; their words stay. */
static void flattened_words_stay(void **state)
{
    const char *html = unit_html(rendered(apr_pstrcat(unit_pool, unit_repeat(">", 30), "[a](/b) *c* `d`", NULL)));

    (void)state;
    unit_holds(strstr(html, "<blockquote><p>a c <code>d</code></p></blockquote>") != NULL, html, "flat words");
}

/* Paragraphs stay apart when the lists around them have gone. */
static void flattened_items_stay_apart(void **state)
{
    const char *quotes = unit_repeat(">", 30), *html;

    (void)state;
    html = unit_html(rendered(apr_pstrcat(unit_pool, quotes, " - a\n", quotes, " - b\n", NULL)));
    unit_holds(strstr(html, "<p>a</p><p>b</p>") != NULL, html, "two paragraphs");
}

static void shows_the_source_of_what_is_too_long(void **state)
{
    const char *most = unit_repeat("*a* ", CC_MARKDOWN_INPUT / 4);
    xmlNodePtr root = rendered(most);

    (void)state;
    assert_string_equal(root->children->children->name, "em");
    root = rendered(apr_pstrcat(unit_pool, most, "\x01", NULL));
    assert_int_equal(xmlChildElementCount(root), 1);
    unit_same("more", unit_html(root), apr_pstrcat(unit_pool, "<p>", most, R "</p>", NULL));
    assert_int_equal(strlen(unit_html(rendered(unit_repeat("x", 2000000)))), CC_MARKDOWN_OUTPUT + strlen("<p></p>"));
}

/* References to one long address make much of little. */
static void shows_the_source_of_what_grows(void **state)
{
    const char *address = unit_repeat("x", 900);
    const char *text =
        apr_pstrcat(unit_pool, unit_repeat("[a] ", 9000), "\n\n[a]: https://a.example/", address, "\n", NULL);
    const char *html = unit_html(rendered(text));

    (void)state;
    assert_true(strlen(text) < CC_MARKDOWN_INPUT);
    assert_true(strlen(html) < 2 * CC_MARKDOWN_OUTPUT);
    unit_holds(strncmp(html, "<p>[a] [a] ", 11) == 0, html, "its source");
}

static const struct {
    const char *head, *piece;
    const char *tail;
} slow[] = {
    {"", "[", ""},        {"", "![[]()", ""},   {"", "- ", "\n"},      {"", "*_", ""},
    {"", "<!--", ""},     {"", "<?", ""},       {"", "<!A ", ""},      {"", "<![CDATA[", ""},
    {"", "[a](<b", ""},   {"", "[a](b", ""},    {"", "<a ", ""},       {"", "[x\n", ""},
    {"", "http://", ""},  {"", "http://(", ""}, {"http://a", ")", ""}, {"", "http://a ", ""},
    {"", "`a", ""},       {"a", "(", ""},       {"", "[a]: <", ""},    {"", "[a]:\n", ""},
    {"", "<a b=\"", ""},  {"", "[[a]", ""},     {"", "&", ""},         {"", "\\", ""},
    {"", "](", ""},       {"", "> - ", ""},     {"", "1. ", ""},       {"", "* a\n  * b\n", ""},
    {"", "a**b", "c* "},  {"", "_a ", ""},      {"", "\n", ""},        {"", "\t", ""},
    {"", "\xC3\xA4", ""}, {"", "\x01", ""},     {"", "&#1;", ""},      {"", "https://a.\n", ""},
};

/*
 * Each of these, as long as can be, takes some milliseconds of the processor; the two seconds are for slow machines
 * under a sanitizer.
 */
static void is_never_slow(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(slow); i++) {
        int times = (int)((CC_MARKDOWN_INPUT - strlen(slow[i].head) - strlen(slow[i].tail)) / strlen(slow[i].piece));
        const char *text = apr_pstrcat(unit_pool, slow[i].head, unit_repeat(slow[i].piece, times), slow[i].tail, NULL);
        clock_t begin = clock();
        xmlNodePtr root = rendered(text);

        unit_holds(clock() - begin < 2 * CLOCKS_PER_SEC, slow[i].piece, "quick");
        unit_holds(unit_survives_xml(root), slow[i].piece, "XML");
    }
}

/* --- whatever comes --- */

static const char *const piece[] = {
    "a",
    "b c",
    " ",
    "\n",
    "\n\n",
    "    ",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "#",
    "# ",
    "> ",
    ">",
    "- ",
    "1. ",
    "---\n",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](",
    "![",
    "<",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<!--#exec cmd=\"id\"-->",
    "<esi:include src=\"/x\"/>",
    "<script>",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "&",
    "&amp;",
    "&#1;",
    "&#xFFFE;",
    "&#0;",
    "http://",
    "https://a.example/b",
    "javascript:",
    "data:",
    "//evil",
    "/ok",
    "\\",
    "\"",
    "'",
    "\x01",
    "\xFF",
    "\xC3",
    "\xC3\xA4",
    "\xEF\xBF\xBE",
    "\xED\xA0\x80",
    "\t",
    "\r\n",
    "[a]: /b\n",
    "<http://a>",
    "<javascript:x>",
    "|",
    "~",
};

/* Every element and attribute is on the list, every link is one. */
static bool is_allowed(const xmlNode *node)
{
    static const char *const names[] = {"p",          "h3",  "h4",   "h5", "h6",     "ul", "ol", "li",
                                        "blockquote", "pre", "code", "em", "strong", "a",  "br", "hr"};
    bool known = false;

    if (node->type == XML_TEXT_NODE)
        return true;
    for (int i = 0; i < COUNT(names); i++)
        known = known || strcmp(name_of(node), names[i]) == 0;
    if (node->type != XML_ELEMENT_NODE || !known || node->ns)
        return false;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *value = (const char *)a->children->content, *name = (const char *)a->name;
        bool is_link =
            strcmp(name, "href") == 0 && (strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0 ||
                                          value[0] == '#' || (value[0] == '/' && value[1] != '/'));

        if (!is_link && strcmp(name, "rel") != 0 && strcmp(name, "start") != 0)
            return false;
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        if (!is_allowed(child))
            return false;
    return true;
}

static void check(const char *text)
{
    xmlNodePtr root = rendered(text);
    const char *html = unit_html(root);

    for (const xmlNode *node = root->children; node; node = node->next)
        unit_holds(is_allowed(node), text, "on the list");
    unit_holds(is_well_nested(root, false), text, "well nested");
    unit_holds(depth_of(root) <= CC_MARKDOWN_DEPTH + 2, text, "flat");
    unit_holds(cc_text_valid(html, strlen(html)), text, "text");
    unit_holds(unit_survives_xml(root), text, "XML");
    unit_holds(!strstr(html, "<!--") && !strstr(html, "<esi:") && !strstr(html, "<?") && !strstr(html, "<script"), text,
               "harmless");
}

static void renders_whatever_comes(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++)
        check(unit_random_pieces(piece, COUNT(piece), 25));
    for (int i = 0; i < 3000; i++)
        check(unit_random_bytes(60));
    for (int i = 0; i < 20; i++)
        check(unit_random_pieces(piece, COUNT(piece), 5000));
}

/* --- excerpts --- */

static const struct {
    const char *text;
    apr_size_t max;
    const char *wanted;
} excerpts[] = {
    {"", 10, ""},
    {NULL, 10, ""},
    {"short", 10, "short"},
    {"exactly 10", 10, "exactly 10"},
    {"exactly 10   \n\n", 10, "exactly 10"},
    {"exactly 10 x", 10, "exactly 10…"},
    {"exactly 101", 10, "exactly…"},
    {"one two three", 7, "one two…"},
    {"one two three", 6, "one…"},
    {"onetwothree", 6, "onetwo…"},
    {"onetwo", 6, "onetwo"},
    {"onetwo x", 6, "onetwo…"},
    {"a b", 0, "…"},
    {"Мельница для кофе", 12, "Мельница для…"},
    {"Мельница для кофе", 4, "Мель…"},
    {"日本語", 2, "日本…"},
    {"# Title\n\nSome *text* with `code`\nand  more.\\\nEnd", 200, "Title Some text with code and more. End"},
    {"- a\n- b\n\n> c\n\n---\n\nd", 200, "a b c d"},
    {"[a link](https://a.example) ![an image](/x)", 200, "a link an image"},
    {"<b>bold</b>\n\n<div>x</div>", 200, "<b>bold</b> <div>x</div>"},
    {"    code\n    more", 200, "code more"},
    {"a&#1;b &amp; \x01", 200, "a" R "b & " R},
};

static void makes_excerpts(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(excerpts); i++)
        unit_same(excerpts[i].text, cc_markdown_excerpt(excerpts[i].text, excerpts[i].max, unit_pool),
                  excerpts[i].wanted);
    assert_string_equal(cc_markdown_excerpt(unit_repeat("*a* ", CC_MARKDOWN_INPUT / 4), 3, unit_pool), "a a…");
    assert_string_equal(cc_markdown_excerpt(unit_repeat("*a* ", CC_MARKDOWN_INPUT), 7, unit_pool), "*a* *a*…");
}

static apr_size_t code_points(const char *s)
{
    apr_size_t n = 0;

    for (; *s; s++)
        n += (*s & 0xC0) != 0x80; /* every byte but the continuations begins a character */
    return n;
}

static void excerpts_are_short_text(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        const char *text = unit_random_pieces(piece, COUNT(piece), 40);
        apr_size_t max = unit_random(40);
        const char *excerpt = cc_markdown_excerpt(text, max, unit_pool);

        unit_holds(cc_text_valid(excerpt, strlen(excerpt)), text, "text");
        unit_holds(code_points(excerpt) <= max + 1, text, "short");
        unit_holds(!strpbrk(excerpt, "\t\r\n") && !strstr(excerpt, "  ") && *excerpt != ' ' && !strstr(excerpt, " …"),
                   text, "folded");
    }
}

UNIT_MAIN("markdown", test(renders), test(adds_to_what_is_there), test(flattens_what_is_nested_too_deep),
          test(flattened_words_stay), test(flattened_items_stay_apart), test(shows_the_source_of_what_is_too_long),
          test(shows_the_source_of_what_grows), test(is_never_slow), test(renders_whatever_comes), test(makes_excerpts),
          test(excerpts_are_short_text))

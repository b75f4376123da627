/* SPDX-License-Identifier: Apache-2.0 */
/* html.h: the serialiser. Slots are tested in test_slots.c. */
#include "unit.h"
#include "html.h"

#include <apr_lib.h>

static const struct {
    const char *xml, *html;
} rows[] = {
    {"<r/>", ""},
    {"<r>text</r>", "text"},
    {"<r><p>a <b>c</b> d</p><p/></r>", "<p>a <b>c</b> d</p><p></p>"},
    {"<r>&amp; &lt; &gt; \" '</r>", "&amp; &lt; &gt; &quot; '"},
    {"<r><a href=\"?a=1&amp;b=2\" title='\"&lt;&gt;&apos;'>x</a></r>",
     "<a href=\"?a=1&amp;b=2\" title=\"&quot;&lt;&gt;'\">x</a>"},
    {"<r><input value=\"\" disabled=\"disabled\"/></r>", "<input value=\"\" disabled=\"disabled\">"},
    {"<r>ä€😀&#160;</r>", "ä€😀\xC2\xA0"},
    {"<r><![CDATA[<b>&amp;</b>]]></r>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
    /* void elements */
    {"<r><area/><base/><br/><col/><embed/><hr/><img/><input/><link/><meta/><source/><track/><wbr/></r>",
     "<area><base><br><col><embed><hr><img><input><link><meta><source><track><wbr>"},
    {"<r><BR/><Img src='x'/></r>", "<BR><Img src=\"x\">"},
    /* all others have an end tag */
    {"<r><div/><span/><textarea/><bdi/><tr/><imgs/><b/><i/><sources/></r>",
     "<div></div><span></span><textarea></textarea><bdi></bdi><tr></tr><imgs></imgs><b></b><i></i><sources></sources>"},
    {"<r><script src='/a.js' type='module'/></r>", "<script src=\"/a.js\" type=\"module\"></script>"},
    /* what a browser drops must be there twice */
    {"<r><textarea>\n\nb</textarea><pre>\na</pre><p>\na</p></r>",
     "<textarea>\n\n\nb</textarea><pre>\n\na</pre><p>\na</p>"},
    {"<r><pre><code>\na</code></pre></r>", "<pre><code>\na</code></pre>"},
    /* comments never get out, nor what looks like one */
    {"<r>a<!--#exec cmd=\"id\"-->b</r>", "ab"},
    {"<r title='x'><a title='&lt;!--#exec cmd=\"id\"--&gt;'>&lt;!--#echo --&gt;&lt;esi:include src=\"x\"/&gt;</a></r>",
     "<a title=\"&lt;!--#exec cmd=&quot;id&quot;--&gt;\">&lt;!--#echo --&gt;&lt;esi:include "
     "src=&quot;x&quot;/&gt;</a>"},
    /* namespaces */
    {"<r xmlns:h='http://www.w3.org/1999/xhtml'><h:p>a</h:p></r>", "<p>a</p>"},
    {"<r><svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 1 1'>"
     "<use xlink:href='#a'/><linearGradient/></svg></r>",
     "<svg viewBox=\"0 0 1 1\"><use xlink:href=\"#a\"></use><linearGradient></linearGradient></svg>"},
    {"<r><p xml:lang='en' lang='en'/></r>", "<p xml:lang=\"en\" lang=\"en\"></p>"},
};

static void writes_html(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i].xml, unit_html(unit_tree(rows[i].xml)), rows[i].html);
}

static const struct {
    const char *xml, *logged;
} refused[] = {
    {"<r><style>p{}</style></r>", "\"style\" in <r>"},
    {"<r><p><style/></p></r>", "\"style\" in <p>"},
    {"<r><STYLE/></r>", "\"STYLE\""},
    {"<r><script>alert(1)</script></r>", "\"script\""},
    {"<r><Script src='x'> </Script></r>", "\"Script\""},
    {"<r><br>x</br></r>", "\"br\""},
    {"<r><input><b/></input></r>", "\"input\""},
    {"<r><?php echo 1?></r>", "\"php\""},
    {"<r><?cc-chose voted 1?></r>", "\"cc-chose\""},
    {"<r><p><b>a</b><?xml-stylesheet href='x'?></p></r>", "\"xml-stylesheet\""},
};

static void refuses(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(refused); i++)
        unit_refuses_html(refused[i].xml, refused[i].logged);
}

static void refuses_entity_references(void **state)
{
    xmlNodePtr root = unit_tree(NULL);
    cc_body_t *body;

    (void)state;
    xmlAddChild(root, xmlNewReference(root->doc, (const xmlChar *)"who"));
    assert_ptr_equal(cc_html_write(&body, root, &unit_log, unit_pool), cc_error(CC_E_RENDER));
}

static void has_a_maximum(void **state)
{
    static const char *const shape[] = {"<r>%s</r>", "<r><p title='%s'/></r>"};
    const char *text = unit_repeat("a", 500000);
    xmlNodePtr root;
    cc_body_t *body;

    (void)state;
    for (int i = 0; i < COUNT(shape); i++) {
        unit_logged[0] = '\0';
        assert_null(cc_html_write(&body, unit_tree(apr_psprintf(unit_pool, shape[i], text)), &unit_log, unit_pool));
        assert_ptr_equal(cc_html_write(&body, unit_tree(apr_psprintf(unit_pool, shape[i], unit_repeat(text, 10))),
                                       &unit_log, unit_pool),
                         cc_error(CC_E_RENDER));
        unit_holds(strstr(unit_logged, "4194304 bytes") != NULL, unit_logged, "says the limit");
    }
    root = unit_tree(apr_pstrcat(unit_pool, "<r>", unit_repeat("<b/>", CC_HTML_MAX / 7 + 1), "</r>", NULL));
    assert_ptr_equal(cc_html_write(&body, root, &unit_log, unit_pool), cc_error(CC_E_RENDER));
    root = unit_tree(apr_pstrcat(unit_pool, "<r>", unit_repeat("<br/>", CC_HTML_MAX / 4 + 1), "</r>", NULL));
    assert_ptr_equal(cc_html_write(&body, root, &unit_log, unit_pool), cc_error(CC_E_RENDER));
}

/* No recursion: depth is no danger to a thread's stack. */
static void writes_deep_trees(void **state)
{
    xmlNodePtr root = unit_tree(NULL), at = root;

    (void)state;
    for (int i = 0; i < 200000; i++)
        at = xmlAddChild(at, xmlNewDocNode(root->doc, NULL, (const xmlChar *)"b", NULL));
    assert_int_equal(strlen(unit_html(root)), 200000 * 7);
}

static void cuts_endless_names(void **state)
{
    const char *name = unit_repeat("n", 5000), *html;

    (void)state;
    html = unit_html(unit_tree(apr_psprintf(unit_pool, "<r><%s %s='1'/></r>", name, name)));
    assert_in_range(strlen(html), 64, 3 * 64 + 10);
}

static void escapes(void **state)
{
    char to[100];

    (void)state;
    *cc_html_escape(to, "") = '\0';
    assert_string_equal(to, "");
    *cc_html_escape(to, "a&b<c>d\"e'&&") = '\0';
    assert_string_equal(to, "a&amp;b&lt;c&gt;d&quot;e'&amp;&amp;");
}

/* Whatever stands in text and attributes, the only tags that come out are the tree's. */
static void text_never_becomes_markup(void **state)
{
    static const char *const piece[] = {"<",          ">",    "\"",  "'",          "&",
                                        "&lt;",       "<!--", "-->", "#exec cmd=", "<esi:include",
                                        "<?cc-end?>", "a",    "\n",  "]]>",        "<script>"};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        const char *text = unit_random_pieces(piece, COUNT(piece), 12), *html;
        xmlNodePtr root = unit_tree(NULL),
                   a = xmlAddChild(root, xmlNewDocNode(root->doc, NULL, (const xmlChar *)"a", NULL));
        int tags = 0, quotes = 0;

        xmlNewProp(a, (const xmlChar *)"title", (const xmlChar *)text);
        xmlAddChild(a, xmlNewDocText(root->doc, (const xmlChar *)text));
        html = unit_html(root);
        for (const char *s = html; *s; s++) {
            tags += *s == '<' || *s == '>';
            quotes += *s == '"';
        }
        unit_holds(tags == 4 && quotes == 2, html, "two tags");
        unit_holds(strncmp(html, "<a title=\"", 10) == 0 && strcmp(html + strlen(html) - 4, "</a>") == 0, html,
                   "a link");
    }
}

UNIT_MAIN("html", test(writes_html), test(refuses), test(refuses_entity_references), test(has_a_maximum),
          test(writes_deep_trees), test(cuts_endless_names), test(escapes), test(text_never_becomes_markup))

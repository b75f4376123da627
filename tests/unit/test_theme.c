/* SPDX-License-Identifier: Apache-2.0 */
/* Themes: ours loads in each language; what is wrong with one is said in a line; a brand's builds on ours. */
#include "render.h"
#include "theme.h"
#include "unit.h"

#include <apr_file_io.h>
#include <unistd.h>

#define SHEET(body)                                                                                                    \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "                                  \
    "xmlns:cc='urn:mod_cocreate' exclude-result-prefixes='cc'>" body "</xsl:stylesheet>"
#define REPLY(body)                                                                                                    \
    SHEET("<xsl:template match='/'><cc:reply><cc:title>t</cc:title><cc:head/><cc:body>" body                           \
          "</cc:body></cc:reply></xsl:template>")

static const char *folder; /* of a theme that a test writes */

static void write_file(const char *name, const char *text)
{
    const char *path = apr_pstrcat(unit_pool, folder, "/", name, NULL);
    apr_size_t len = strlen(text);
    apr_file_t *file;

    assert_int_equal(
        apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE, 0x0644, unit_pool), 0);
    assert_int_equal(apr_file_write_full(file, text, len, NULL), 0);
    apr_file_close(file);
}

/* A small theme that is right, with `html` as its html.xsl. */
static void write_theme(const char *html)
{
    const char *tmp;

    assert_int_equal(apr_temp_dir_get(&tmp, unit_pool), 0);
    folder = apr_psprintf(unit_pool, "%s/cc-theme-%d", tmp, (int)getpid());
    apr_dir_make_recursive(apr_pstrcat(unit_pool, folder, "/words", NULL), APR_FPROT_OS_DEFAULT, unit_pool);
    write_file("words/en.txt",
               "# words\nhello = Hello {who}\nhint = a {b}\nplural.one = {n} = 1\nvotes.one = {n} vote\n"
               "votes.other = {n} votes\n");
    write_file("page.html", "<!--cocreate:body-->");
    write_file("site.css", "body{}");
    write_file("atom.xsl", SHEET(""));
    write_file("calendar.xsl",
               SHEET("<xsl:template match='/'><calendar><line name='X'><xsl:value-of select='.'/></line>"
                     "</calendar></xsl:template>"));
    write_file("html.xsl", html);
}

/* Takes away what write_theme() made. */
static int remove_theme(void **state)
{
    static const char *const names[] = {"words/en.txt", "page.html",    "site.css",
                                        "atom.xsl",     "calendar.xsl", "html.xsl"};

    for (int i = 0; folder && i < COUNT(names); i++)
        apr_file_remove(apr_pstrcat(unit_pool, folder, "/", names[i], NULL), unit_pool);
    if (folder) {
        apr_dir_remove(apr_pstrcat(unit_pool, folder, "/words", NULL), unit_pool);
        apr_dir_remove(folder, unit_pool);
    }
    folder = NULL;
    return unit_end(state);
}

static const char *body_of(const cc_theme_t *theme, const char *document)
{
    cc_parts_t parts;
    apr_size_t len;

    assert_null(cc_render_html(&parts, unit_tree(document)->doc, theme, &unit_log, unit_pool));
    return cc_slots_fill(parts.body, NULL, unit_pool, &len);
}

static void our_theme_loads_in_each_language(void **state)
{
    static const char *const languages[] = {"en", "de"};

    (void)state;
    for (int i = 0; i < COUNT(languages); i++) {
        cc_theme_t *theme;
        const cc_asset_t *css;
        apr_size_t len;
        bool hashed;

        unit_holds(!cc_theme_load(&theme, "conf/theme", NULL, languages[i], &unit_log, unit_pool), languages[i],
                   unit_logged);
        css = cc_theme_asset(theme, "cocreate.css", &hashed);
        assert_non_null(css);
        assert_false(hashed);
        assert_ptr_equal(cc_theme_asset(theme, css->hashed, &hashed), css);
        assert_true(hashed);
        assert_null(cc_theme_asset(theme, "html.xsl", &hashed));
        assert_null(cc_theme_asset(theme, "../theme/cocreate.css", &hashed));
        assert_non_null(strstr(cc_theme_page(theme, &len), "<!--cocreate:title-->"));
    }
}

static void words_are_put_into_sheets(void **state)
{
    cc_theme_t *theme;

    (void)state;
    write_theme(REPLY("<p title='{cc:hint}' data-f='{cc:asset/site.css}'><cc:text key='hello' who='/r/@n'/>, "
                      "<cc:text key='votes' count='/r/@n' n='/r/@n'/></p>"));
    assert_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    unit_holds(strstr(body_of(theme, "<r n='1'/>"), "title=\"a {b}\""), body_of(theme, "<r n='1'/>"), "has its hint");
    unit_holds(strstr(body_of(theme, "<r n='1'/>"), ">Hello 1, 1 vote<"), body_of(theme, "<r n='1'/>"), "is singular");
    unit_holds(strstr(body_of(theme, "<r n='2'/>"), ">Hello 2, 2 votes<"), body_of(theme, "<r n='2'/>"), "is plural");
    unit_holds(strstr(body_of(theme, "<r/>"), "data-f=\".theme/site."), body_of(theme, "<r/>"), "has its asset");
}

static void words_may_be_found_and_hold_elements(void **state)
{
    cc_theme_t *theme;
    const char *body;

    (void)state;
    write_theme(
        REPLY("<p><cc:text key='hello'><cc:with name='who'><b><xsl:value-of select='/r/@n'/></b></cc:with></cc:text>"
              "[<cc:text key='hi{/r/@k}'/>]</p>"));
    assert_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    body = body_of(theme, "<r n='1' k='nt'/>");
    unit_holds(strstr(body, ">Hello <b>1</b>[a {b}]<"), body, "has the element and the word");
    body = body_of(theme, "<r n='1' k='gh'/>");
    unit_holds(strstr(body, ">Hello <b>1</b>[]<"), body, "has nothing for a word that is not there");
}

static void slots_are_elements(void **state)
{
    cc_theme_t *theme;
    cc_parts_t parts;
    cc_answers_t *answers = apr_hash_make(unit_pool);
    apr_size_t len;

    (void)state;
    write_theme(REPLY("<cc:choose slot='member'>M<cc:choose slot='voted' key='/r/@n'>V<cc:else/>N</cc:choose>"
                      "<cc:value slot='tally' key='/r/@n'>0</cc:value><cc:else/>O</cc:choose>"));
    assert_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    assert_null(cc_render_html(&parts, unit_tree("<r n='7'/>")->doc, theme, &unit_log, unit_pool));
    assert_string_equal(cc_slots_fill(parts.body, NULL, unit_pool, &len), "O");
    apr_hash_set(answers, "member", APR_HASH_KEY_STRING, "yes");
    assert_string_equal(cc_slots_fill(parts.body, answers, unit_pool, &len), "MN0");
    apr_hash_set(answers, "voted 7", APR_HASH_KEY_STRING, "yes");
    apr_hash_set(answers, "tally 7", APR_HASH_KEY_STRING, "12");
    assert_string_equal(cc_slots_fill(parts.body, answers, unit_pool, &len), "MV12");
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *html, *said;
    } rows[] = {
        {"<xsl:stylesheet", "html.xsl: line 1"},
        {"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" REPLY("&amp;"), "DOCTYPE"},
        {REPLY("<cc:text key='nothing'/>"), "no words for \"nothing\""},
        {REPLY("<cc:text/>"), "key"},
        {REPLY("<cc:text key='hello'/>"), "placeholder"},
        {REPLY("<cc:text key='nothing.{1}'/>"), "no words for \"nothing.{1}\""},
        {REPLY("<cc:choose>A</cc:choose>"), "slot"},
        {REPLY("<cc:choose slot='member'><p><cc:else/></p></cc:choose>"), "cc:else stands directly in"},
        {REPLY("<p title='{cc:nothing}'/>"), "no words for \"nothing\""},
        {REPLY("<p title='{cc:asset/nothing.css}'/>"), "no file \"nothing.css\""},
        {REPLY("<xsl:value-of select=\"'{cc:hint}'\"/>"), "XSLT's own elements"},
        {REPLY("<xsl:for-each select='//x'><xsl:sort order='{@o}'/></xsl:for-each>"), "xsl:sort"},
        {REPLY("<p><script>alert(1)</script></p>"), "script element must be empty"},
        {REPLY("<style/>"), "style element is not allowed"},
        {REPLY("<xsl:value-of select='1 +'/>"), "html.xsl"},
        {SHEET("<xsl:include href='missing.xsl'/>"), "no such file in the theme"},
        {SHEET("<xsl:include href='../../../etc/passwd'/>"), "no such file in the theme"},
        {SHEET("<xsl:include href='file:///etc/passwd'/>"), "no such file in the theme"},
        {SHEET("<xsl:import href='http://127.0.0.1/x.xsl'/>"), "no such file in the theme"},
    };
    cc_theme_t *theme;

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        unit_logged[0] = '\0';
        write_theme(rows[i].html);
        unit_holds(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool) == cc_error(CC_E_THEME),
                   rows[i].html, "is refused");
        unit_holds(strstr(unit_logged, rows[i].said) != NULL, unit_logged, rows[i].said);
        unit_holds(strchr(unit_logged, '\n') == unit_logged + strlen(unit_logged) - 1, unit_logged, "is one line");
    }
}

static void a_folder_must_be_a_theme(void **state)
{
    cc_theme_t *theme;

    (void)state;
    assert_non_null(cc_theme_load(&theme, "/nonexistent", NULL, "en", &unit_log, unit_pool));
    write_theme(REPLY(""));
    assert_non_null(cc_theme_load(&theme, folder, NULL, "tlh", &unit_log, unit_pool));
    assert_non_null(strstr(unit_logged, "words/tlh.txt"));
    write_file("page.html", "no marker");
    assert_non_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    write_file("page.html", "<!--cocreate:body-->");
    write_file("words/en.txt", "no equals sign");
    assert_non_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    assert_non_null(strstr(unit_logged, "line 1"));
}

static void a_calendar_is_made(void **state)
{
    cc_theme_t *theme;
    const char *bytes;
    apr_size_t len;

    (void)state;
    write_theme(REPLY(""));
    assert_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    assert_null(cc_render_calendar(&bytes, &len, unit_tree("<r>one, two</r>")->doc, theme, &unit_log, unit_pool));
    assert_string_equal(bytes, "X:one\\, two\r\n");
    write_file("calendar.xsl", SHEET("<xsl:template match='/'/>"));
    assert_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    assert_non_null(cc_render_calendar(&bytes, &len, unit_tree("<r/>")->doc, theme, &unit_log, unit_pool));
    assert_non_null(strstr(unit_logged, "CC0202: calendar.xsl"));
    write_file("calendar.xsl", SHEET("<xsl:template match='[['/>"));
    assert_non_null(cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool));
    assert_non_null(strstr(unit_logged, "CC0201"));
}

static void a_brand_builds_on_ours(void **state)
{
    cc_theme_t *theme;
    bool hashed;

    (void)state;
    write_theme(SHEET(
        "<xsl:import href='cocreate:/base/html.xsl'/>"
        "<xsl:template match='/'><cc:reply><cc:title/><cc:head/><cc:body>brand</cc:body></cc:reply></xsl:template>"));
    assert_null(cc_theme_load(&theme, folder, "conf/theme", "de", &unit_log, unit_pool));
    unit_same("brand", body_of(theme, "<r/>"), "brand");
    assert_non_null(cc_theme_asset(theme, "cocreate.css", &hashed));
    assert_non_null(cc_theme_asset(theme, "site.css", &hashed));
}

/* A theme that fails on a document costs that reply, with one line, and nothing else. */
static void failing_transforms_are_refused(void **state)
{
    static const char *const sheets[] = {
        SHEET("<xsl:template match='/'><xsl:call-template name='deep'/></xsl:template>"
              "<xsl:template name='deep'><xsl:call-template name='deep'/></xsl:template>"),
        REPLY("<xsl:value-of select=\"document('file:///etc/passwd')\"/>"),
        REPLY("<xsl:message terminate='yes'>no</xsl:message>"),
        REPLY("<xsl:element name='script'>alert(1)</xsl:element>"),
        REPLY("<xsl:element name='style'>p{}</xsl:element>"),
        REPLY("<xsl:processing-instruction name='cc-end'/>"),
        SHEET("<xsl:template match='/'><cc:reply><cc:title/></cc:reply></xsl:template>"),
        SHEET("<xsl:template match='/'/>"),
    };
    cc_theme_t *theme;
    cc_parts_t parts;

    (void)state;
    for (int i = 0; i < COUNT(sheets); i++) {
        write_theme(sheets[i]);
        unit_holds(!cc_theme_load(&theme, folder, NULL, "en", &unit_log, unit_pool), sheets[i], "loads");
        unit_logged[0] = '\0';
        unit_holds(cc_render_html(&parts, unit_tree("<r/>")->doc, theme, &unit_log, unit_pool) == cc_error(CC_E_RENDER),
                   sheets[i], "is refused");
        unit_holds(strstr(unit_logged, "CC0202") == unit_logged, unit_logged, "is in the log");
    }
}

#define themed(function) cmocka_unit_test_setup_teardown(function, unit_begin, remove_theme)

UNIT_MAIN("theme", themed(our_theme_loads_in_each_language), themed(words_are_put_into_sheets),
          themed(words_may_be_found_and_hold_elements), themed(slots_are_elements), themed(what_is_wrong_is_said),
          themed(a_folder_must_be_a_theme), themed(a_brand_builds_on_ours), themed(a_calendar_is_made),
          themed(failing_transforms_are_refused))

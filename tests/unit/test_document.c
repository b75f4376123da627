/* SPDX-License-Identifier: Apache-2.0 */
/* document.h: rows to tree, by the names of the columns. */
#include "fake_db.h"

#include "document.h"

static const char *const names[] = {"@a",       "title",   "author/@group", "author", "body|markdown", "short|excerpt",
                                    "text|was", "text|now"};
static const char *const cells[] = {"1",        "A <b>",    "staff", "Ada",  "So *it* is", "Many **words**",
                                    "old mill", "new mill", NULL,    "\x01", "staff",      NULL,
                                    NULL,       NULL,       NULL,    NULL};

#define RULES "en\tT1\ttesting\tstop\tzebra\tNo zebras.\tA horse?\tA donkey?\n"

static const cc_secret_t a_secret = {"0123456789abcdef0123456789abcdef", 32};
static const cc_secret_t *secret;

static const cc_filters_t *filters(void)
{
    static cc_filters_t filters;
    cc_wording_t *loaded;

    assert_null(cc_wording_load(&loaded, RULES, sizeof RULES - 1, unit_pool));
    filters = (cc_filters_t){.wording = loaded, .secret = secret, .site = "grind"};
    return &filters;
}

static const char *document_of(const char *element, const cc_rows_t *rows)
{
    xmlNodePtr root = cc_document_new(unit_pool);

    cc_document_rows(root, element, rows, filters(), unit_pool);
    return unit_xml(root);
}

static void columns_become_elements_and_attributes(void **state)
{
    const cc_rows_t rows = ROWS(names, cells);

    (void)state;
    unit_same("rows", document_of("list/item", &rows),
              "<list><item a=\"1\"><title>A &lt;b&gt;</title><author group=\"staff\">Ada</author>"
              "<body><p>So <em>it</em> is</p></body><short>Many words</short>"
              "<text><del>old</del><ins>new</ins> mill</text></item>"
              "<item><title>\xEF\xBF\xBD</title><author group=\"staff\"/></item></list>");
}

static void a_list_without_rows_is_there(void **state)
{
    const cc_rows_t none = {names, NULL, 0, COUNT(names)};

    (void)state;
    unit_same("none", document_of("list/item", &none), "<list/>");
    unit_same("none", document_of("item", &none), "");
}

/* The document of one row with one column. */
static const char *one(const char *name, const char *value)
{
    const cc_rows_t rows = {&name, &value, 1, 1};

    return document_of("r", &rows);
}

static void a_finding_brings_its_words(void **state)
{
    (void)state;
    unit_same("en T1", one("reason|finding", "en T1"),
              "<r><reason>No zebras.</reason><better>A horse?</better><better>A donkey?</better></r>");
    unit_same("en-GB T1", one("why|finding", "en-GB T1"),
              "<r><why>No zebras.</why><better>A horse?</better><better>A donkey?</better></r>");
    unit_same("NULL", one("reason|finding", NULL), "<r/>");
    for (const char *const *value = (const char *const[]){"de T1", "en T2", "tlh T1", "T1", "en", "en ", " ", "", NULL};
         *value; value++)
        unit_same(*value, one("reason|finding", *value), "<r/>");
}

static void a_link_is_signed(void **state)
{
    const char *link = cc_signed_link(&a_secret, "grind", "7.1.2000000000", unit_pool);

    (void)state;
    secret = &a_secret;
    unit_same("@link", one("@link|signed", "7.1.2000000000"), apr_pstrcat(unit_pool, "<r link=\"", link, "\"/>", NULL));
    unit_same("guest/@link", one("guest/@link|signed", "7.1.2000000000"),
              apr_pstrcat(unit_pool, "<r><guest link=\"", link, "\"/></r>", NULL));
    unit_same("link", one("link|signed", "7.1.2000000000"),
              apr_pstrcat(unit_pool, "<r><link>", link, "</link></r>", NULL));
    unit_same("no payload", one("link|signed", "7.1"), "<r/>");
    unit_same("NULL", one("@link|signed", NULL), "<r/>");
    secret = NULL;
    unit_same("no secret", one("@link|signed", "7.1.2000000000"), "<r/>");
}

UNIT_MAIN("document", test(columns_become_elements_and_attributes), test(a_list_without_rows_is_there),
          test(a_finding_brings_its_words), test(a_link_is_signed))

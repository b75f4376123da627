/* SPDX-License-Identifier: Apache-2.0 */
/* Rows to tree. The names of the columns are read once per query, then each row is a run over that plan. */
#include "document.h"

#include "diff.h"
#include "markdown.h"
#include "text.h"

#include <apr_strings.h>
#include <string.h>

#define XML(s)  ((const xmlChar *)(s))
#define EXCERPT 200

/* ---- pieces ---- */

static apr_status_t free_doc(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

xmlNodePtr cc_document_new(apr_pool_t *pool)
{
    xmlDocPtr doc = xmlNewDoc(XML("1.0"));
    xmlNodePtr root = xmlNewDocNode(doc, NULL, XML("cocreate"), NULL);

    xmlDocSetRootElement(doc, root);
    apr_pool_cleanup_register(pool, doc, free_doc, apr_pool_cleanup_null);
    return root;
}

void cc_document_free(xmlNodePtr root, apr_pool_t *pool)
{
    apr_pool_cleanup_run(pool, root->doc, free_doc);
}

xmlNodePtr cc_document_element(xmlNodePtr parent, const char *name)
{
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, NULL, XML(name), NULL));
}

static const char *checked(const char *text, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);

    return cc_text_valid(text, len) ? text : cc_text_repair(text, len, pool);
}

void cc_document_attribute(xmlNodePtr element, const char *name, const char *value)
{
    if (value)
        xmlSetProp(element, XML(name), XML(value));
}

void cc_document_text(xmlNodePtr element, const char *text)
{
    xmlAddChild(element, xmlNewDocText(element->doc, XML(text)));
}

/* ---- filters ---- */

typedef enum { PLAIN, MARKDOWN, SHORTENED, WAS, NOW } filter_t;

static filter_t filter_named(const char *name)
{
    static const struct {
        const char *name;
        filter_t filter;
    } filters[] = {{"markdown", MARKDOWN}, {"excerpt", SHORTENED}, {"was", WAS}, {"now", NOW}};

    for (apr_size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
        if (strcmp(name, filters[i].name) == 0)
            return filters[i].filter;
    return PLAIN;
}

/* Fills a child element with a value; `was` is the value of the column before. */
static void fill(xmlNodePtr element, filter_t filter, const char *value, const char *was, apr_pool_t *pool)
{
    switch (filter) {
    case PLAIN:
        cc_document_text(element, value);
        break;
    case MARKDOWN:
        cc_markdown_nodes(element, value);
        break;
    case SHORTENED:
        cc_document_text(element, cc_markdown_excerpt(value, EXCERPT, pool));
        break;
    case WAS: /* waits for its NOW */
        break;
    case NOW:
        cc_diff_nodes(element, was ? was : "", value, pool);
        break;
    }
}

/* ---- columns ---- */

typedef struct column_t {
    const char *element;   /* NULL: the row's own element */
    const char *attribute; /* NULL: the element's content */
    filter_t filter;
} column_t;

static column_t column_of(const char *alias, apr_pool_t *pool)
{
    column_t c = {NULL, NULL, PLAIN};
    char *name = apr_pstrdup(pool, alias), *bar = strchr(name, '|'), *at = strchr(name, '@');

    if (bar) {
        *bar = '\0';
        c.filter = filter_named(bar + 1);
    }
    if (at) {
        c.attribute = at + 1;
        if (at == name)
            return c;
        at[-1] = '\0'; /* the slash */
    }
    c.element = name;
    return c;
}

static xmlNodePtr child_named(xmlNodePtr parent, const char *name)
{
    for (xmlNodePtr n = parent->last; n; n = n->prev)
        if (n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, XML(name)))
            return n;
    return cc_document_element(parent, name);
}

static void add_row(xmlNodePtr parent, const char *name, const column_t *column, const cc_rows_t *rows, int row,
                    apr_pool_t *pool)
{
    xmlNodePtr item = cc_document_element(parent, name);
    const char *before = NULL;

    for (int i = 0; i < cc_rows_columns(rows); i++) {
        const char *value = cc_rows_value(rows, row, i);

        if (value) {
            xmlNodePtr element = column[i].element ? child_named(item, column[i].element) : item;

            value = checked(value, pool);
            if (column[i].attribute)
                cc_document_attribute(element, column[i].attribute, value);
            else
                fill(element, column[i].filter, value, before, pool);
        }
        before = value;
    }
}

void cc_document_rows(xmlNodePtr root, const char *element, const cc_rows_t *rows, apr_pool_t *pool)
{
    const char *slash = strchr(element, '/');
    xmlNodePtr parent = root;
    column_t *column = apr_palloc(pool, (apr_size_t)cc_rows_columns(rows) * sizeof *column);

    if (slash) {
        parent = cc_document_element(root, apr_pstrmemdup(pool, element, (apr_size_t)(slash - element)));
        element = slash + 1;
    }
    for (int i = 0; i < cc_rows_columns(rows); i++)
        column[i] = column_of(cc_rows_name(rows, i), pool);
    for (int row = 0; row < cc_rows_count(rows); row++)
        add_row(parent, element, column, rows, row, pool);
}

/* ---- out ---- */

const char *cc_document_xml(xmlDocPtr doc, apr_pool_t *pool, apr_size_t *len)
{
    xmlChar *bytes = NULL;
    int n = 0;
    const char *out;

    xmlDocDumpMemoryEnc(doc, &bytes, &n, "UTF-8");
    if (!bytes)
        return NULL;
    *len = (apr_size_t)n;
    out = apr_pmemdup(pool, bytes, *len);
    xmlFree(bytes);
    return out;
}

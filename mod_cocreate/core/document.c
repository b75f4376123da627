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

typedef enum { PLAIN, MARKDOWN, SHORTENED, WAS, NOW, FINDING, SIGNED } filter_t;

static filter_t filter_named(const char *name)
{
    static const struct {
        const char *name;
        filter_t filter;
    } filters[] = {{"markdown", MARKDOWN}, {"excerpt", SHORTENED}, {"was", WAS},
                   {"now", NOW},           {"finding", FINDING},   {"signed", SIGNED}};

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
    case SIGNED: /* by now its text is another one */
        cc_document_text(element, value);
        break;
    case MARKDOWN:
        cc_markdown_nodes(element, value);
        break;
    case SHORTENED:
        cc_document_text(element, cc_markdown_excerpt(value, EXCERPT, pool));
        break;
    case NOW:
        cc_diff_nodes(element, was ? was : "", value, pool);
        break;
    case WAS:     /* waits for its NOW */
    case FINDING: /* is more than the content of an element: add_finding */
        break;
    }
}

void cc_document_finding(xmlNodePtr parent, const char *name, const cc_finding_t *finding)
{
    cc_document_text(cc_document_element(parent, name), finding->reason);
    for (int i = 0; i < 2; i++)
        cc_document_text(cc_document_element(parent, "better"), finding->better[i]);
}

/* `value` is "de L1". A rule that is no longer there says nothing. */
static void add_finding(xmlNodePtr item, const char *name, const char *value, const cc_filters_t *filters,
                        apr_pool_t *pool)
{
    const char *space = strchr(value, ' ');
    const char *language = space ? apr_pstrmemdup(pool, value, (apr_size_t)(space - value)) : NULL;
    const cc_finding_t *finding = language ? cc_wording_rule(filters->wording, language, space + 1) : NULL;

    if (finding)
        cc_document_finding(item, name, finding);
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

/* Puts a value where its column belongs; `before` is the value of the column before. */
static void add_value(xmlNodePtr item, const column_t *column, const char *value, const char *before,
                      const cc_filters_t *filters, apr_pool_t *pool)
{
    xmlNodePtr element;

    if (column->filter == FINDING) {
        add_finding(item, column->element, value, filters, pool);
        return;
    }
    if (column->filter == SIGNED)
        value = cc_signed_link(filters->secret, filters->site, value, pool);
    if (!value)
        return;
    element = column->element ? child_named(item, column->element) : item;
    value = checked(value, pool);
    if (column->attribute)
        cc_document_attribute(element, column->attribute, value);
    else
        fill(element, column->filter, value, before, pool);
}

static void add_row(xmlNodePtr parent, const char *name, const column_t *column, const cc_rows_t *rows, int row,
                    const cc_filters_t *filters, apr_pool_t *pool)
{
    xmlNodePtr item = cc_document_element(parent, name);
    const char *before = NULL;

    for (int i = 0; i < cc_rows_columns(rows); i++) {
        const char *value = cc_rows_value(rows, row, i);

        if (value)
            add_value(item, &column[i], value, before, filters, pool);
        before = value;
    }
}

void cc_document_rows(xmlNodePtr root, const char *element, const cc_rows_t *rows, const cc_filters_t *filters,
                      apr_pool_t *pool)
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
        add_row(parent, element, column, rows, row, filters, pool);
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

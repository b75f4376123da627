/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words and slots of a theme, put into its stylesheets before they are compiled.
 *
 * Not as variables: libxslt evaluates each global variable at every transform (200 of them cost 80 microseconds a
 * page). One compiled sheet for each language costs nothing.
 */
#include "theme_parts.h"

#include <apr_strings.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#define XML(s) ((const xmlChar *)(s))

/* ---- reading ---- */

static char *trimmed(char *s)
{
    apr_size_t len;

    s += strspn(s, " \t");
    for (len = strlen(s); len && strchr(" \t\r", s[len - 1]); len--)
        s[len - 1] = '\0';
    return s;
}

const char *cc_words_read(apr_hash_t *words, const char *bytes, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, bytes), *line;

    for (int number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
        char *equals;

        line = trimmed(line);
        if (*line == '\0' || *line == '#')
            continue;
        equals = strchr(line, '=');
        if (!equals)
            return apr_psprintf(pool, "line %d is not \"key = text\"", number);
        *equals = '\0';
        apr_hash_set(words, trimmed(line), APR_HASH_KEY_STRING, trimmed(equals + 1));
    }
    return NULL;
}

/* ---- placing: what every step needs ---- */

typedef struct place_t {
    const cc_theme_t *theme;
    apr_pool_t *pool;
    const char *problem; /* the first one */
} place_t;

static void complain(place_t *p, xmlNodePtr node, const char *what, const char *key)
{
    if (!p->problem)
        p->problem = apr_psprintf(p->pool, "line %ld: %s \"%s\"", xmlGetLineNo(node), what, key);
}

static const char *word(place_t *p, xmlNodePtr node, const char *key)
{
    const char *text = apr_hash_get(p->theme->words, key, APR_HASH_KEY_STRING);

    if (!text)
        complain(p, node, "no words for", key);
    return text ? text : "";
}

static char *attribute(xmlNodePtr node, const char *name, place_t *p)
{
    xmlChar *value = xmlGetNoNsProp(node, XML(name));
    char *copy = value ? apr_pstrdup(p->pool, (const char *)value) : NULL;

    xmlFree(value);
    return copy;
}

static bool is_cc(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns && xmlStrEqual(node->ns->href, XML(CC_THEME_NS)) &&
           xmlStrEqual(node->name, XML(name));
}

static void remove_node(xmlNodePtr node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* What stands in `box` takes the place of the node. */
static void unpack(xmlNodePtr box, xmlNodePtr node)
{
    xmlNodePtr piece;

    while ((piece = box->children) != NULL) {
        xmlUnlinkNode(piece);
        xmlAddPrevSibling(node, piece);
    }
}

/* ---- <cc:text key="..." n="XPATH" count="XPATH"/> ---- */

static xmlNodePtr xsl_element(xmlNodePtr parent, xmlNsPtr xsl, const char *name)
{
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, xsl, XML(name), NULL));
}

static void add_literal(xmlNodePtr parent, xmlNsPtr xsl, const char *text, apr_size_t len)
{
    if (len)
        xmlAddChild(xsl_element(parent, xsl, "text"), xmlNewDocTextLen(parent->doc, XML(text), (int)len));
}

/* What stands in the place of {name}: the value of an attribute, or the content of <cc:with name="...">. */
static bool add_placeholder(place_t *p, xmlNodePtr parent, xmlNsPtr xsl, xmlNodePtr source, const char *name)
{
    char *select = attribute(source, name, p);

    if (select) {
        xmlSetProp(xsl_element(parent, xsl, "value-of"), XML("select"), XML(select));
        return true;
    }
    for (xmlNodePtr with = source->children; with; with = with->next) {
        char *its_name = is_cc(with, "with") ? attribute(with, "name", p) : NULL;

        if (its_name && strcmp(its_name, name) == 0) {
            xmlAddChildList(parent, xmlDocCopyNodeList(parent->doc, with->children));
            return true;
        }
    }
    return false;
}

/* "{n} votes" becomes <xsl:value-of select="@votes"/><xsl:text> votes</xsl:text>. */
static void add_words(place_t *p, xmlNodePtr parent, xmlNsPtr xsl, xmlNodePtr source, const char *text)
{
    const char *open;

    while ((open = strchr(text, '{')) != NULL) {
        apr_size_t len = strcspn(open + 1, "}");
        char *name = apr_pstrmemdup(p->pool, open + 1, len);

        add_literal(parent, xsl, text, (apr_size_t)(open - text));
        if (open[1 + len] != '}' || !add_placeholder(p, parent, xsl, source, name)) {
            complain(p, source, "the words have a placeholder that cc:text does not give", name);
            return;
        }
        text = open + len + 2;
    }
    add_literal(parent, xsl, text, strlen(text));
}

/* The plural rule of a category, "{n} = 1", with the count in the place of {n}. */
static const char *plural_test(place_t *p, const char *rule, const char *count)
{
    const char *at, *out = "";

    while ((at = strstr(rule, "{n}")) != NULL) {
        out = apr_pstrcat(p->pool, out, apr_pstrmemdup(p->pool, rule, (apr_size_t)(at - rule)), "(", count, ")", NULL);
        rule = at + 3;
    }
    return apr_pstrcat(p->pool, out, rule, NULL);
}

/* The plural categories of Unicode (CLDR); "other" is what remains. A language has rules for those that it uses. */
static void add_plural(place_t *p, xmlNodePtr parent, xmlNsPtr xsl, xmlNodePtr source, const char *key,
                       const char *count)
{
    static const char *const categories[] = {"zero", "one", "two", "few", "many"};
    xmlNodePtr choose = xsl_element(parent, xsl, "choose");

    for (apr_size_t i = 0; i < sizeof categories / sizeof categories[0]; i++) {
        const char *rule =
            apr_hash_get(p->theme->words, apr_pstrcat(p->pool, "plural.", categories[i], NULL), APR_HASH_KEY_STRING);
        const char *text =
            apr_hash_get(p->theme->words, apr_pstrcat(p->pool, key, ".", categories[i], NULL), APR_HASH_KEY_STRING);

        if (rule && text) {
            xmlNodePtr when = xsl_element(choose, xsl, "when");

            xmlSetProp(when, XML("test"), XML(plural_test(p, rule, count)));
            add_words(p, when, xsl, source, text);
        }
    }
    add_words(p, xsl_element(choose, xsl, "otherwise"), xsl, source,
              word(p, source, apr_pstrcat(p->pool, key, ".other", NULL)));
}

static bool any_word_begins(place_t *p, const char *beginning)
{
    for (apr_hash_index_t *i = apr_hash_first(p->pool, p->theme->words); i; i = apr_hash_next(i))
        if (strncmp(apr_hash_this_key(i), beginning, strlen(beginning)) == 0)
            return true;
    return false;
}

/* key="month.{XPATH}": which word it is turns out at every transform, by the function that render.c has. */
static void add_found_word(place_t *p, xmlNodePtr parent, xmlNsPtr xsl, xmlNodePtr source, const char *key)
{
    const char *open = strchr(key, '{');
    const char *beginning = apr_pstrmemdup(p->pool, key, (apr_size_t)(open - key));
    const char *expression = apr_pstrmemdup(p->pool, open + 1, strcspn(open + 1, "}"));
    const char *prefix = source->ns->prefix ? (const char *)source->ns->prefix : "";

    if (!any_word_begins(p, beginning))
        complain(p, source, "no words for", key);
    xmlSetProp(xsl_element(parent, xsl, "value-of"), XML("select"),
               XML(apr_pstrcat(p->pool, prefix, ":word(concat('", beginning, "', ", expression, "))", NULL)));
}

static void place_text(place_t *p, xmlNodePtr node, xmlNsPtr xsl)
{
    char *key = attribute(node, "key", p), *count = attribute(node, "count", p);
    xmlNodePtr box = xmlNewDocNode(node->doc, NULL, XML("box"), NULL);

    if (!key)
        complain(p, node, "cc:text needs", "key");
    else if (count)
        add_plural(p, box, xsl, node, key, count);
    else if (strchr(key, '{'))
        add_found_word(p, box, xsl, node, key);
    else
        add_words(p, box, xsl, node, word(p, node, key));
    unpack(box, node);
    xmlFreeNode(box);
    remove_node(node);
}

/* ---- <cc:choose slot="..." key="XPATH"> ... <cc:else/> ... </cc:choose>, <cc:value slot="..." key="XPATH"> ---- */

/* <xsl:processing-instruction name="cc-choose">voted 17</xsl:processing-instruction>, at which html.c cuts. */
static void add_mark(place_t *p, xmlNodePtr before, xmlNsPtr xsl, const char *name, const char *slot, const char *key)
{
    xmlNodePtr mark = xmlAddPrevSibling(before, xmlNewDocNode(before->doc, xsl, XML("processing-instruction"), NULL));

    xmlSetProp(mark, XML("name"), XML(name));
    if (slot && key)
        xmlSetProp(xsl_element(mark, xsl, "value-of"), XML("select"),
                   XML(apr_pstrcat(p->pool, "concat('", slot, " ', ", key, ")", NULL)));
    else if (slot)
        add_literal(mark, xsl, slot, strlen(slot));
}

static void place_slot(place_t *p, xmlNodePtr node, xmlNsPtr xsl, const char *name)
{
    char *slot = attribute(node, "slot", p);

    if (!slot)
        complain(p, node, "an element has no", "slot");
    add_mark(p, node, xsl, name, slot, attribute(node, "key", p));
    unpack(node, node);
    add_mark(p, node, xsl, "cc-end", NULL, NULL);
    remove_node(node);
}

static void place_else(place_t *p, xmlNodePtr node, xmlNsPtr xsl)
{
    if (!is_cc(node->parent, "choose"))
        complain(p, node, "cc:else stands directly in", "cc:choose");
    add_mark(p, node, xsl, "cc-else", NULL, NULL);
    remove_node(node);
}

/* ---- {cc:key} and {cc:asset/NAME} in attributes ---- */

/* What an attribute value template takes literally: braces doubled. */
static const char *braces_doubled(const char *text, apr_pool_t *pool)
{
    char *out = apr_palloc(pool, strlen(text) * 2 + 1), *to = out;

    for (; *text; text++) {
        if (*text == '{' || *text == '}')
            *to++ = *text;
        *to++ = *text;
    }
    *to = '\0';
    return out;
}

static const char *attribute_words(place_t *p, xmlNodePtr node, const char *key)
{
    const cc_asset_t *asset;

    if (strncmp(key, "asset/", 6) != 0)
        return braces_doubled(word(p, node, key), p->pool);
    asset = apr_hash_get(p->theme->assets, key + 6, APR_HASH_KEY_STRING);
    if (!asset)
        complain(p, node, "the theme has no file", key + 6);
    return asset ? apr_pstrcat(p->pool, ".theme/", asset->hashed, NULL) : "";
}

static void place_attributes(place_t *p, xmlNodePtr node)
{
    for (xmlAttrPtr a = node->properties; a; a = a->next) {
        xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
        const char *rest = (const char *)value, *open, *out = "";

        if (rest && strstr(rest, "{cc:")) {
            if (node->ns && xmlStrEqual(node->ns->href, XSLT_NAMESPACE))
                complain(p, node, "words do not go into the attributes of XSLT's own elements:", rest);
            while ((open = strstr(rest, "{cc:")) != NULL) {
                apr_size_t len = strcspn(open + 4, "}");

                out = apr_pstrcat(p->pool, out, apr_pstrmemdup(p->pool, rest, (apr_size_t)(open - rest)),
                                  attribute_words(p, node, apr_pstrmemdup(p->pool, open + 4, len)), NULL);
                rest = open + 4 + len + (open[4 + len] == '}');
            }
            out = apr_pstrcat(p->pool, out, rest, NULL);
            xmlSetNsProp(node, a->ns, a->name, XML(out));
        }
        xmlFree(value);
    }
}

/* ---- the walk ---- */

/* An element of ours becomes elements of XSLT. Its content has been placed before. */
static void place_element(place_t *p, xmlNodePtr node)
{
    xmlNsPtr xsl = xmlSearchNsByHref(node->doc, node, XSLT_NAMESPACE);

    if (!xsl)
        return;
    if (is_cc(node, "text"))
        place_text(p, node, xsl);
    else if (is_cc(node, "choose"))
        place_slot(p, node, xsl, "cc-choose");
    else if (is_cc(node, "value"))
        place_slot(p, node, xsl, "cc-value");
    else if (is_cc(node, "else"))
        place_else(p, node, xsl);
}

static void place_below(place_t *p, xmlNodePtr parent)
{
    for (xmlNodePtr node = parent->children, next; node && !p->problem; node = next) {
        next = node->next;
        if (node->type != XML_ELEMENT_NODE)
            continue;
        place_attributes(p, node);
        place_below(p, node);
        place_element(p, node);
    }
}

const char *cc_words_place(xmlDocPtr sheet, const cc_theme_t *theme, apr_pool_t *pool)
{
    place_t p = {theme, pool, NULL};

    place_below(&p, (xmlNodePtr)sheet);
    return p.problem;
}

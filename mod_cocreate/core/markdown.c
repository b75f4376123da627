/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From libcmark's syntax tree to ours. The table below is the allow-list: a kind of node that is not in it leaves
 * only its words. A function of it returns the element that takes the children, or NULL when they go where we are
 * (flattened) or there are none.
 */
#include "markdown.h"
#include "link.h"
#include "text.h"

#include <apr_strings.h>
#include <cmark.h>
#include <stdbool.h>
#include <string.h>

typedef struct {
    xmlNodePtr at; /* where nodes are added */
    int depth;     /* elements around `at` that are ours */
    int links;     /* of these, links: a link in a link is not HTML */
    apr_size_t written;
} walk_t;

/* --- adding nodes --- */

static xmlNodePtr add_element(walk_t *w, const char *name)
{
    return xmlAddChild(w->at, xmlNewDocNode(w->at->doc, NULL, (const xmlChar *)name, NULL));
}

/* An element that may hold others; NULL, so that its content is flattened, when there are enough around it already. */
static xmlNodePtr add_nesting(walk_t *w, const char *name)
{
    return w->depth < CC_MARKDOWN_DEPTH ? add_element(w, name) : NULL;
}

/* The only way for characters into the tree. References (&#1;) can make some that XML does not have. */
static void add_text(walk_t *w, xmlNodePtr parent, const char *s, apr_size_t len)
{
    w->written += len;
    if (len == 0 || w->written > CC_MARKDOWN_OUTPUT)
        return;
    if (cc_text_valid(s, len)) {
        xmlAddChild(parent, xmlNewDocTextLen(parent->doc, (const xmlChar *)s, (int)len));
    } else {
        apr_pool_t *pool;

        apr_pool_create(&pool, NULL);
        xmlAddChild(parent, xmlNewDocText(parent->doc, (const xmlChar *)cc_text_repair(s, len, pool)));
        apr_pool_destroy(pool);
    }
}

/* A link to `url`, or NULL when it may not be one. */
static xmlNodePtr add_link(walk_t *w, const char *name, const char *url)
{
    xmlNodePtr a;

    if (!url || w->links > 0 || !cc_link_safe(url) || !cc_text_valid(url, strlen(url)))
        return NULL;
    w->written += strlen(url);
    if (w->written > CC_MARKDOWN_OUTPUT || !(a = add_nesting(w, name)))
        return NULL;
    /* takes text as it is, where xmlNewDocProp would resolve references in it */
    xmlNewProp(a, (const xmlChar *)"href", (const xmlChar *)url);
    xmlNewProp(a, (const xmlChar *)"rel", (const xmlChar *)"nofollow ugc noopener");
    return a;
}

/* Text in which addresses become links. */
static void add_running_text(walk_t *w, const char *s)
{
    apr_size_t from = 0, i = 0, len;

    while (s[i]) {
        xmlChar *address;
        xmlNodePtr a;

        if ((len = cc_link_at(s, i)) == 0) {
            i++;
            continue;
        }
        address = xmlStrndup((const xmlChar *)s + i, (int)len);
        add_text(w, w->at, s + from, i - from);
        from = i;
        i += len;
        a = add_link(w, "a", (const char *)address);
        if (a) {
            add_text(w, a, s + from, len);
            from = i;
        }
        xmlFree(address);
    }
    add_text(w, w->at, s + from, i - from);
}

/* --- the allow-list --- */

static const char *literal(cmark_node *node)
{
    const char *s = cmark_node_get_literal(node);

    return s ? s : "";
}

static xmlNodePtr enter_nesting(walk_t *w, cmark_node *node, const char *name)
{
    (void)node;
    return add_nesting(w, name);
}

/* A list without its items, or items without their list, is not HTML: it begins only where both have room. */
static xmlNodePtr enter_list(walk_t *w, cmark_node *node, const char *name)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    char number[12];
    xmlNodePtr list;

    if (w->depth + 1 >= CC_MARKDOWN_DEPTH)
        return NULL;
    list = add_element(w, ordered ? "ol" : name);
    if (ordered && start != 1) {
        apr_snprintf(number, sizeof number, "%d", start);
        xmlNewProp(list, (const xmlChar *)"start", (const xmlChar *)number);
    }
    return list;
}

static xmlNodePtr enter_item(walk_t *w, cmark_node *node, const char *name)
{
    return cmark_node_get_user_data(cmark_node_parent(node)) ? add_element(w, name) : NULL;
}

/* In a tight list the words stand in the item itself. */
static xmlNodePtr enter_paragraph(walk_t *w, cmark_node *node, const char *name)
{
    cmark_node *item = cmark_node_parent(node);

    if (cmark_node_get_user_data(item) && cmark_node_get_type(item) == CMARK_NODE_ITEM &&
        cmark_node_get_list_tight(cmark_node_parent(item)))
        return NULL;
    return add_element(w, name);
}

/* h1 and h2 belong to the page. */
static xmlNodePtr enter_heading(walk_t *w, cmark_node *node, const char *lowest)
{
    static const char *const name[] = {"h3", "h4", "h5"};
    int level = cmark_node_get_heading_level(node);

    return add_element(w, level <= 3 ? name[level - 1] : lowest);
}

static xmlNodePtr enter_empty(walk_t *w, cmark_node *node, const char *name)
{
    (void)node;
    add_element(w, name);
    return NULL;
}

/* Code, and blocks of HTML, which are words like all others. */
static xmlNodePtr enter_literal(walk_t *w, cmark_node *node, const char *name)
{
    const char *s = literal(node);
    apr_size_t len = strlen(s);

    while (len > 0 && s[len - 1] == '\n')
        len--;
    add_text(w, add_element(w, name), s, len);
    return NULL;
}

static xmlNodePtr enter_code_block(walk_t *w, cmark_node *node, const char *name)
{
    xmlNodePtr pre = add_element(w, name);
    xmlNodePtr code = xmlAddChild(pre, xmlNewDocNode(pre->doc, NULL, (const xmlChar *)"code", NULL));

    add_text(w, code, literal(node), strlen(literal(node)));
    return NULL;
}

static xmlNodePtr enter_text(walk_t *w, cmark_node *node, const char *name)
{
    (void)name;
    add_running_text(w, literal(node));
    return NULL;
}

static xmlNodePtr enter_inline_html(walk_t *w, cmark_node *node, const char *name)
{
    (void)name;
    add_text(w, w->at, literal(node), strlen(literal(node)));
    return NULL;
}

static xmlNodePtr enter_soft_break(walk_t *w, cmark_node *node, const char *white_space)
{
    (void)node;
    add_text(w, w->at, white_space, strlen(white_space));
    return NULL;
}

/* Links, and images, which become links with the alternative text. One without words shows its address. */
static xmlNodePtr enter_link(walk_t *w, cmark_node *node, const char *name)
{
    const char *url = cmark_node_get_url(node);
    xmlNodePtr a = add_link(w, name, url);

    if (a && !cmark_node_first_child(node))
        add_text(w, a, url, strlen(url));
    return a;
}

static const struct {
    xmlNodePtr (*enter)(walk_t *w, cmark_node *node, const char *name);
    const char *name;
} allowed[] = {
    [CMARK_NODE_BLOCK_QUOTE] = {enter_nesting, "blockquote"},
    [CMARK_NODE_LIST] = {enter_list, "ul"},
    [CMARK_NODE_ITEM] = {enter_item, "li"},
    [CMARK_NODE_PARAGRAPH] = {enter_paragraph, "p"},
    [CMARK_NODE_HEADING] = {enter_heading, "h6"},
    [CMARK_NODE_THEMATIC_BREAK] = {enter_empty, "hr"},
    [CMARK_NODE_CODE_BLOCK] = {enter_code_block, "pre"},
    [CMARK_NODE_HTML_BLOCK] = {enter_literal, "p"},
    [CMARK_NODE_HTML_INLINE] = {enter_inline_html, NULL},
    [CMARK_NODE_TEXT] = {enter_text, NULL},
    [CMARK_NODE_SOFTBREAK] = {enter_soft_break, "\n"},
    [CMARK_NODE_LINEBREAK] = {enter_empty, "br"},
    [CMARK_NODE_CODE] = {enter_literal, "code"},
    [CMARK_NODE_EMPH] = {enter_nesting, "em"},
    [CMARK_NODE_STRONG] = {enter_nesting, "strong"},
    [CMARK_NODE_LINK] = {enter_link, "a"},
    [CMARK_NODE_IMAGE] = {enter_link, "a"},
};

static bool is_link(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_LINK || cmark_node_get_type(node) == CMARK_NODE_IMAGE;
}

static void enter_node(walk_t *w, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    xmlNodePtr element = allowed[type].enter ? allowed[type].enter(w, node, allowed[type].name) : NULL;

    if (!element)
        return;
    cmark_node_set_user_data(node, element);
    w->at = element;
    w->depth++;
    w->links += is_link(node);
}

static void leave_node(walk_t *w, cmark_node *node)
{
    if (!cmark_node_get_user_data(node))
        return;
    w->at = w->at->parent;
    w->depth--;
    w->links -= is_link(node);
}

/* False when the output limit is reached. */
static bool add_document(walk_t *w, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE && w->written <= CC_MARKDOWN_OUTPUT) {
        if (event == CMARK_EVENT_ENTER)
            enter_node(w, cmark_iter_get_node(iter));
        else
            leave_node(w, cmark_iter_get_node(iter));
    }
    cmark_iter_free(iter);
    return w->written <= CC_MARKDOWN_OUTPUT;
}

static void remove_after(xmlNodePtr parent, xmlNodePtr last)
{
    while (parent->last != last) {
        xmlNodePtr node = parent->last;

        xmlUnlinkNode(node);
        xmlFreeNode(node);
    }
}

void cc_markdown_nodes(xmlNodePtr parent, const char *text)
{
    apr_size_t len = text ? strlen(text) : 0;
    walk_t w = {.at = parent};
    xmlNodePtr last = parent->last;
    bool done = len == 0;

    if (len > 0 && len <= CC_MARKDOWN_INPUT) {
        cmark_node *document = cmark_parse_document(text, len, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);

        done = add_document(&w, document);
        cmark_node_free(document);
    }
    if (!done) {
        remove_after(parent, last);
        w = (walk_t){.at = parent};
        add_text(&w, add_element(&w, "p"), text, len < CC_MARKDOWN_OUTPUT ? len : CC_MARKDOWN_OUTPUT);
    }
}

/* --- excerpts --- */

typedef struct {
    char *s;
    apr_size_t len, count, max; /* bytes, code points, code points wanted */
    apr_size_t fits;   /* bytes that end at a word's end and are not too many; 0 when the first word is too long */
    apr_size_t before; /* bytes before the last code point */
    bool space;        /* white space since the last word */
} excerpt_t;

static void add_character(excerpt_t *e, const char *s, apr_size_t len)
{
    if (e->count > e->max)
        return;
    e->before = e->len;
    memcpy(e->s + e->len, s, len);
    e->len += len;
    e->count++;
}

static void add_words(excerpt_t *e, const char *s)
{
    while (*s && e->count <= e->max) {
        apr_size_t len = 1;

        while ((s[len] & 0xC0) == 0x80)
            len++;
        if (strchr(" \t\r\n", *s)) {
            e->space = true;
        } else {
            if (e->space && e->len > 0) {
                e->fits = e->len;
                add_character(e, " ", 1);
            }
            e->space = false;
            add_character(e, s, len);
        }
        s += len;
    }
}

/* The words of every node; blocks and line breaks are white space. */
static void add_document_words(excerpt_t *e, cmark_node *document, apr_pool_t *pool)
{
    cmark_iter *iter = cmark_iter_new(document);

    while (cmark_iter_next(iter) != CMARK_EVENT_DONE && e->count <= e->max) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);

        if (type <= CMARK_NODE_LAST_BLOCK || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            e->space = true;
        add_words(e, cc_text_repair(literal(node), strlen(literal(node)), pool));
    }
    cmark_iter_free(iter);
}

const char *cc_markdown_excerpt(const char *text, apr_size_t max, apr_pool_t *pool)
{
    apr_size_t len = text ? strlen(text) : 0;
    excerpt_t e = {.max = max, .s = apr_palloc(pool, 4 * (max + 2) + sizeof "…")};

    if (len > 0 && len <= CC_MARKDOWN_INPUT) {
        cmark_node *document = cmark_parse_document(text, len, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8);

        add_document_words(&e, document, pool);
        cmark_node_free(document);
    } else if (len > 0) {
        add_words(&e, cc_text_repair(text, CC_MARKDOWN_INPUT, pool));
    }
    if (e.count > max) {
        e.len = e.fits > 0 ? e.fits : e.before;
        memcpy(e.s + e.len, "…", sizeof "…" - 1);
        e.len += sizeof "…" - 1;
    }
    e.s[e.len] = '\0';
    return e.s;
}

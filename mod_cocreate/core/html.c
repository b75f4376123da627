/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Result tree to HTML, in one walk without recursion. Space is asked for once per tag or attribute, in advance,
 * with every byte of text counted as CC_HTML_ESCAPED: this is where a page's time goes.
 */
#include "html.h"
#include "cut.h"

#include <string.h>
#include <strings.h>

#define LONGEST_NAME 64 /* of an element or attribute, in bytes; what is longer is cut, but HTML has none near it */

typedef struct {
    cc_cutter_t *cutter;
    const cc_log_t *log;
    const cc_error_t *error; /* set: the walk ends */
} writer_t;

/* --- elements that are not simply written --- */

typedef enum { PLAIN, VOID, SCRIPT, STYLE, NEWLINE } element_kind_t;

typedef struct {
    const char *name;
    element_kind_t kind;
} element_t;

/* By first letter, since every element is looked up. Browsers drop a line end at the beginning of a NEWLINE element. */
static const element_t *const elements[26] = {
    ['a' - 'a'] = (const element_t[]){{"area", VOID}, {NULL, PLAIN}},
    ['b' - 'a'] = (const element_t[]){{"br", VOID}, {"base", VOID}, {NULL, PLAIN}},
    ['c' - 'a'] = (const element_t[]){{"col", VOID}, {NULL, PLAIN}},
    ['e' - 'a'] = (const element_t[]){{"embed", VOID}, {NULL, PLAIN}},
    ['h' - 'a'] = (const element_t[]){{"hr", VOID}, {NULL, PLAIN}},
    ['i' - 'a'] = (const element_t[]){{"input", VOID}, {"img", VOID}, {NULL, PLAIN}},
    ['l' - 'a'] = (const element_t[]){{"link", VOID}, {"listing", NEWLINE}, {NULL, PLAIN}},
    ['m' - 'a'] = (const element_t[]){{"meta", VOID}, {NULL, PLAIN}},
    ['p' - 'a'] = (const element_t[]){{"pre", NEWLINE}, {NULL, PLAIN}},
    ['s' - 'a'] = (const element_t[]){{"source", VOID}, {"script", SCRIPT}, {"style", STYLE}, {NULL, PLAIN}},
    ['t' - 'a'] = (const element_t[]){{"textarea", NEWLINE}, {"track", VOID}, {NULL, PLAIN}},
    ['w' - 'a'] = (const element_t[]){{"wbr", VOID}, {NULL, PLAIN}},
};

static element_kind_t element_kind(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    unsigned letter = (unsigned)(name[0] | 0x20) - 'a';
    const element_t *e = letter < 26 ? elements[letter] : NULL;

    for (; e && e->name; e++)
        if (e->name[1] == (name[1] | 0x20) && strcasecmp(e->name, name) == 0)
            return e->kind;
    return PLAIN;
}

/* --- writing --- */

static char *copy(char *to, const char *s, apr_size_t len)
{
    memcpy(to, s, len);
    return to + len;
}

char *cc_html_escape(char *to, const char *s)
{
    for (;;) {
        apr_size_t run = strcspn(s, "&<>\"");

        to = copy(to, s, run);
        s += run;
        switch (*s++) {
        case '&':
            to = copy(to, "&amp;", 5);
            break;
        case '<':
            to = copy(to, "&lt;", 4);
            break;
        case '>':
            to = copy(to, "&gt;", 4);
            break;
        case '"':
            to = copy(to, "&quot;", 6);
            break;
        default:
            return to;
        }
    }
}

/* Nothing follows a refusal: the walk ends. */
static void refuse(writer_t *w, const xmlNode *node, const char *why)
{
    w->error = cc_log(w->log, cc_error(CC_E_RENDER), "theme: \"%s\" in <%s>: %s", node->name, node->parent->name, why);
}

static char *room(writer_t *w, apr_size_t len)
{
    char *to = cc_cut_room(w->cutter, len);

    if (!to && !w->error)
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "a page has more than %d bytes of HTML", CC_HTML_MAX);
    return to;
}

static const char *content(const xmlNode *node)
{
    return node->content ? (const char *)node->content : "";
}

static void write_text(writer_t *w, const xmlNode *node)
{
    const char *s = content(node);
    char *to = room(w, CC_HTML_ESCAPED * strlen(s));

    if (to)
        cc_cut_wrote(w->cutter, cc_html_escape(to, s));
}

/* Copies a name. They are short: a loop is quicker than strlen and memcpy. */
static char *copy_name(char *to, const xmlChar *name)
{
    for (int i = 0; i < LONGEST_NAME && name[i]; i++)
        *to++ = (char)name[i];
    return to;
}

static void write_mark(writer_t *w, char mark)
{
    char *to = room(w, 1);

    if (!to)
        return;
    *to = mark;
    cc_cut_wrote(w->cutter, to + 1);
}

static void write_attribute(writer_t *w, const xmlAttr *attribute)
{
    apr_size_t len = 0;
    char *to;

    for (const xmlNode *text = attribute->children; text; text = text->next)
        len += strlen(content(text));
    to = room(w, 2 * LONGEST_NAME + CC_HTML_ESCAPED * len + 5);
    if (!to)
        return;
    *to++ = ' ';
    if (attribute->ns && attribute->ns->prefix) {
        to = copy_name(to, attribute->ns->prefix);
        *to++ = ':';
    }
    to = copy_name(to, attribute->name);
    *to++ = '=';
    *to++ = '"';
    for (const xmlNode *text = attribute->children; text; text = text->next)
        to = cc_html_escape(to, content(text));
    *to++ = '"';
    cc_cut_wrote(w->cutter, to);
}

/* --- the walk --- */

/* What a browser would read as something else than it is here. */
static const char *refusal(const xmlNode *node, element_kind_t kind)
{
    if (kind == STYLE)
        return "style sheets belong into files";
    if (kind == SCRIPT && node->children)
        return "scripts belong into files";
    return kind == VOID && node->children ? "this element has no content" : NULL;
}

/* False when nothing more of the element is to be written. */
static bool begin_element(writer_t *w, const xmlNode *node)
{
    element_kind_t kind = element_kind(node);
    const xmlNode *first = node->children;
    const char *why = refusal(node, kind);
    char *to;

    if (why) {
        refuse(w, node, why);
        return false;
    }
    to = room(w, LONGEST_NAME + 2);
    if (!to)
        return false;
    *to++ = '<';
    cc_cut_wrote(w->cutter, copy_name(to, node->name));
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
        write_attribute(w, attribute);
    write_mark(w, '>');
    if (kind == NEWLINE && first && first->type == XML_TEXT_NODE && content(first)[0] == '\n')
        write_mark(w, '\n');
    return kind != VOID;
}

static void end_element(writer_t *w, const xmlNode *node)
{
    const char *why = cc_cut_leave(w->cutter, node);
    char *to = room(w, LONGEST_NAME + 3);

    if (why)
        refuse(w, node, why);
    if (why || !to)
        return;
    *to++ = '<';
    *to++ = '/';
    to = copy_name(to, node->name);
    *to++ = '>';
    cc_cut_wrote(w->cutter, to);
}

static void write_instruction(writer_t *w, const xmlNode *node)
{
    const char *name = (const char *)node->name, *slot = content(node);
    const char *why = "no such instruction";

    if (strcmp(name, "cc-choose") == 0)
        why = cc_cut_begin(w->cutter, CC_SEG_CHOOSE, slot, node->parent);
    else if (strcmp(name, "cc-value") == 0)
        why = cc_cut_begin(w->cutter, CC_SEG_VALUE, slot, node->parent);
    else if (strcmp(name, "cc-else") == 0)
        why = cc_cut_else(w->cutter, node->parent);
    else if (strcmp(name, "cc-end") == 0)
        why = cc_cut_end(w->cutter, node->parent);
    if (why)
        refuse(w, node, why);
}

/* Writes a node, or the beginning of an element; true when its content and its end are still to come. */
static bool write_node(writer_t *w, const xmlNode *node)
{
    switch (node->type) {
    case XML_ELEMENT_NODE:
        return begin_element(w, node);
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        write_text(w, node);
        break;
    case XML_PI_NODE:
        write_instruction(w, node);
        break;
    case XML_COMMENT_NODE:
        break;
    default:
        refuse(w, node, "this kind of node is not HTML");
    }
    return false;
}

/* Every node below `parent` in document order. */
static void write_children(writer_t *w, const xmlNode *parent)
{
    const xmlNode *node = parent->children;

    while (node && !w->error) {
        bool begun = write_node(w, node);

        if (begun && node->children) {
            node = node->children;
            continue;
        }
        if (begun)
            end_element(w, node);
        while (!node->next && node->parent != parent && !w->error) {
            node = node->parent;
            end_element(w, node);
        }
        node = node->next;
    }
}

const cc_error_t *cc_html_write(cc_body_t **body, xmlNodePtr parent, const cc_log_t *log, apr_pool_t *pool)
{
    writer_t w = {.cutter = cc_cut_new(CC_HTML_MAX), .log = log};
    const char *why;

    write_children(&w, parent);
    if (!w.error && (why = cc_cut_leave(w.cutter, parent)))
        w.error = cc_log(log, cc_error(CC_E_RENDER), "theme: <%s>: %s", parent->name, why);
    cc_cut_finish(w.cutter, w.error ? NULL : body, pool);
    return w.error;
}

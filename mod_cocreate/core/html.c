/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Result tree to HTML. One walk without recursion writes into one growing buffer and notes where it is cut; then
 * buffer and cuts are copied into the pool at their final size.
 *
 * A slot remembers the element that it was opened in: its else and end must be children of that same element, and the element
 * may not end before it. So a slot can never leave a tag open, whatever is chosen.
 */
#include "html.h"

#include <apr_strings.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NESTING 16    /* slots within slots */
#define PIECE 1024    /* bytes that are escaped at a time */
#define START 32768   /* first size of the buffer: most fragments */

typedef struct {
    cc_segment_kind_t kind;
    int jump;
    size_t start, len; /* in the buffer */
} cut_t;

typedef struct {
    const xmlNode *parent;
    int begin, otherwise; /* index of its CHOOSE or VALUE, of its ELSE or -1 */
} slot_t;

typedef struct {
    char *bytes;
    size_t len, size;
    size_t flushed; /* bytes before this one belong to a cut */
    cut_t *cut;
    int cuts, cut_size, slots;
    slot_t slot[NESTING];
    int open;
    const cc_error_t *error;
    const cc_log_t *log;
} writer_t;

/* Elements that are not simply written. */
typedef enum { PLAIN, VOID, SCRIPT, STYLE, NEWLINE } element_kind_t;
typedef struct {
    const char *name;
    element_kind_t kind;
} element_t;

/* By first letter: this is asked for every element. In front of NEWLINE's text a browser drops one line end. */
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

static element_kind_t element_kind(const char *name)
{
    unsigned letter = (unsigned)(name[0] | 0x20) - 'a';
    const element_t *e = letter < 26 ? elements[letter] : NULL;

    for (; e && e->name; e++)
        if (strcasecmp(e->name, name) == 0)
            return e->kind;
    return PLAIN;
}

char *cc_html_escape(char *to, const char *s, apr_size_t len)
{
    static const char *const escape[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
    const char *end = s + len;

    while (s < end) {
        const char *run = s, *reference = NULL;

        while (s < end && !(reference = escape[(unsigned char)*s]))
            s++;
        memcpy(to, run, (size_t)(s - run));
        to += s - run;
        if (reference) {
            size_t length = strlen(reference);

            memcpy(to, reference, length);
            to += length;
            s++;
        }
    }
    return to;
}

/* Makes room for `more` bytes; false, and the writer has its error, when there is none. */
static bool reserve(writer_t *w, size_t more)
{
    size_t size = w->size ? w->size : START;
    char *bytes;

    if (w->len + more <= w->size)
        return true;
    while (size < w->len + more)
        size *= 2;
    if (w->len + more > CC_HTML_MAX || !(bytes = realloc(w->bytes, size))) {
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "more than %d bytes of HTML", CC_HTML_MAX);
        return false;
    }
    w->bytes = bytes;
    w->size = size;
    return true;
}

static void put(writer_t *w, const char *s, size_t len)
{
    if (!reserve(w, len))
        return;
    memcpy(w->bytes + w->len, s, len);
    w->len += len;
}

static void put_string(writer_t *w, const void *s)
{
    put(w, s, strlen(s));
}

static void put_escaped(writer_t *w, const char *s)
{
    size_t left = strlen(s);

    while (left > 0) {
        size_t piece = left < PIECE ? left : PIECE;

        if (!reserve(w, CC_HTML_ESCAPED * piece))
            return;
        w->len = (size_t)(cc_html_escape(w->bytes + w->len, s, piece) - w->bytes);
        s += piece;
        left -= piece;
    }
}

/* Notes a segment that covers `len` bytes of the buffer from `start`. Returns its index. */
static int add_cut(writer_t *w, cc_segment_kind_t kind, size_t start, size_t len)
{
    if (w->cuts == w->cut_size) {
        int size = w->cut_size ? 2 * w->cut_size : 256;
        cut_t *cut = realloc(w->cut, (size_t)size * sizeof *cut);

        if (!cut) {
            w->error = cc_log(w->log, cc_error(CC_E_RENDER), "out of memory");
            return 0;
        }
        w->cut = cut;
        w->cut_size = size;
    }
    w->cut[w->cuts] = (cut_t){.kind = kind, .start = start, .len = len};
    return w->cuts++;
}

/* What was written since the last cut becomes a segment. */
static void flush(writer_t *w)
{
    if (w->len > w->flushed)
        add_cut(w, CC_SEG_BYTES, w->flushed, w->len - w->flushed);
    w->flushed = w->len;
}

/* Writes "name" or "name key", NUL-terminated, from what the theme's author typed into the instruction. */
static bool put_slot_name(writer_t *w, const char *s)
{
    static const char space[] = " \t\r\n";
    int words = 0;

    for (s += strspn(s, space); *s; s += strspn(s, space)) {
        size_t length = strcspn(s, space);

        if (words++ > 0)
            put(w, " ", 1);
        put(w, s, length);
        s += length;
    }
    put(w, "", 1);
    return words == 1 || words == 2;
}

static void begin_slot(writer_t *w, const xmlNode *node, cc_segment_kind_t kind)
{
    size_t start = w->len;

    if (w->open == NESTING || !node->content || !put_slot_name(w, (const char *)node->content)) {
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "<?%s %s?>: a slot has a name and at most one key, and at most %d around it",
                          node->name, node->content ? (const char *)node->content : "", NESTING - 1);
        return;
    }
    if (w->error)
        return;
    w->slot[w->open++] = (slot_t){.parent = node->parent, .begin = w->cuts, .otherwise = -1};
    add_cut(w, kind, start, w->len - start - 1);
    w->flushed = w->len;
    w->slots++;
}

/* `<?cc-else?>` and `<?cc-end?>` belong to the innermost open slot, which began in the same element; NULL when there is none. */
static slot_t *current_slot(writer_t *w, const xmlNode *node)
{
    slot_t *slot = w->open > 0 ? &w->slot[w->open - 1] : NULL;

    if (slot && slot->parent == node->parent)
        return slot;
    w->error = cc_log(w->log, cc_error(CC_E_RENDER), "<?%s?> in <%s> ends no slot that began in this element", node->name,
                      node->parent->name);
    return NULL;
}

static void else_slot(writer_t *w, const xmlNode *node)
{
    slot_t *slot = current_slot(w, node);

    if (!slot)
        return;
    if (w->cut[slot->begin].kind != CC_SEG_CHOOSE || slot->otherwise >= 0) {
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "<?cc-else?> in <%s>: only cc-choose has one, and only one",
                          node->parent->name);
        return;
    }
    slot->otherwise = add_cut(w, CC_SEG_ELSE, w->len, 0);
    w->cut[slot->begin].jump = slot->otherwise + 1;
}

static void end_slot(writer_t *w, const xmlNode *node)
{
    slot_t *slot = current_slot(w, node);
    int end;

    if (!slot)
        return;
    end = add_cut(w, CC_SEG_END, w->len, 0);
    w->cut[slot->otherwise >= 0 ? slot->otherwise : slot->begin].jump = end;
    w->open--;
}

static void write_instruction(writer_t *w, const xmlNode *node)
{
    const char *name = (const char *)node->name;

    flush(w);
    if (w->error)
        return;
    if (strcmp(name, "cc-choose") == 0)
        begin_slot(w, node, CC_SEG_CHOOSE);
    else if (strcmp(name, "cc-value") == 0)
        begin_slot(w, node, CC_SEG_VALUE);
    else if (strcmp(name, "cc-else") == 0)
        else_slot(w, node);
    else if (strcmp(name, "cc-end") == 0)
        end_slot(w, node);
    else
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "<?%s?>: no such slot", name);
}

static void write_attributes(writer_t *w, const xmlNode *node)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        put(w, " ", 1);
        if (a->ns && a->ns->prefix) {
            put_string(w, a->ns->prefix);
            put(w, ":", 1);
        }
        put_string(w, a->name);
        put(w, "=\"", 2);
        for (const xmlNode *text = a->children; text; text = text->next)
            if (text->content)
                put_escaped(w, (const char *)text->content);
        put(w, "\"", 1);
    }
}

/* Refuses what would be read as something else than it is here: raw text elements, and content where there can be none. */
static bool may_be_written(writer_t *w, const xmlNode *node, element_kind_t kind)
{
    if (kind != STYLE && (!node->children || (kind != SCRIPT && kind != VOID)))
        return true;
    w->error = cc_log(w->log, cc_error(CC_E_RENDER), kind == STYLE ? "<%s> is refused" : "<%s> with content is refused", node->name);
    return false;
}

static void begin_element(writer_t *w, const xmlNode *node)
{
    element_kind_t kind = element_kind((const char *)node->name);
    const xmlNode *first = node->children;

    if (!may_be_written(w, node, kind))
        return;
    put(w, "<", 1);
    put_string(w, node->name);
    write_attributes(w, node);
    put(w, ">", 1);
    if (kind == NEWLINE && first && first->type == XML_TEXT_NODE && first->content && first->content[0] == '\n')
        put(w, "\n", 1);
}

static void end_element(writer_t *w, const xmlNode *node)
{
    if (w->open > 0 && w->slot[w->open - 1].parent == node) {
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "<%s> ends before the slot <?%s?> in it", node->name,
                          w->bytes + w->cut[w->slot[w->open - 1].begin].start);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || element_kind((const char *)node->name) == VOID)
        return;
    put(w, "</", 2);
    put_string(w, node->name);
    put(w, ">", 1);
}

static void write_node(writer_t *w, const xmlNode *node)
{
    switch (node->type) {
    case XML_ELEMENT_NODE:
        begin_element(w, node);
        break;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        if (node->content)
            put_escaped(w, (const char *)node->content);
        break;
    case XML_PI_NODE:
        write_instruction(w, node);
        break;
    case XML_COMMENT_NODE:
        break;
    default:
        w->error = cc_log(w->log, cc_error(CC_E_RENDER), "a node of type %d in the result", node->type);
    }
}

/* Every node below `parent` in document order; elements also when they end. */
static void write_children(writer_t *w, const xmlNode *parent)
{
    const xmlNode *node = parent->children;

    while (node && !w->error) {
        write_node(w, node);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        if (node->type == XML_ELEMENT_NODE)
            end_element(w, node);
        while (!node->next && node->parent != parent && !w->error) {
            node = node->parent;
            end_element(w, node);
        }
        node = node->next;
    }
}

/* The buffer and its cuts, at their final size, in `pool`. */
static cc_body_t *finished_body(const writer_t *w, apr_pool_t *pool)
{
    cc_body_t *body = apr_palloc(pool, sizeof *body);
    cc_segment_t *segment = apr_palloc(pool, (apr_size_t)w->cuts * sizeof *segment);
    const char *bytes = apr_pmemdup(pool, w->bytes, w->len);

    for (int i = 0; i < w->cuts; i++)
        segment[i] = (cc_segment_t){
            .kind = w->cut[i].kind,
            .jump = w->cut[i].jump,
            .bytes = bytes + w->cut[i].start,
            .len = w->cut[i].len,
        };
    *body = (cc_body_t){.segment = segment, .count = w->cuts, .slots = w->slots};
    return body;
}

const cc_error_t *cc_html_write(cc_body_t **body, xmlNodePtr parent, const cc_log_t *log, apr_pool_t *pool)
{
    writer_t w = {.log = log};

    write_children(&w, parent);
    if (!w.error && w.open > 0)
        w.error = cc_log(log, cc_error(CC_E_RENDER), "the end of the slot <?%s?> is missing", w.bytes + w.cut[w.slot[w.open - 1].begin].start);
    flush(&w);
    if (!w.error)
        *body = finished_body(&w, pool);
    free(w.bytes);
    free(w.cut);
    return w.error;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"
#include "html.h"
#include "slots.h"

#include <apr_general.h>
#include <libxml/parser.h>

apr_pool_t *unit_pool;
char unit_logged[2048];
static uint32_t seed;

static void keep(void *baton, cc_level_t level, const char *line)
{
    (void)baton;
    assert_int_not_equal(level, CC_QUIET);
    apr_cpystrn(unit_logged + strlen(unit_logged), line, sizeof unit_logged - strlen(unit_logged) - 1);
    strncat(unit_logged, "\n", 2);
}

const cc_log_t unit_log = {.write = keep};

int unit_start(void **state)
{
    (void)state;
    xmlInitParser();
    return apr_initialize();
}

int unit_stop(void **state)
{
    (void)state;
    apr_terminate();
    return 0;
}

int unit_begin(void **state)
{
    (void)state;
    unit_logged[0] = '\0';
    seed = 2463534242U;
    return apr_pool_create(&unit_pool, NULL);
}

int unit_end(void **state)
{
    (void)state;
    apr_pool_destroy(unit_pool);
    return 0;
}

void unit_same(const char *in, const char *out, const char *wanted)
{
    if (!out || strcmp(out, wanted) != 0)
        fail_msg("\n  in:     %.2000s\n  out:    %.2000s\n  wanted: %.2000s", in, out ? out : "(null)", wanted);
}

void unit_holds(bool condition, const char *in, const char *what)
{
    if (!condition)
        fail_msg("\n  in:  %.2000s\n  not: %s", in, what);
}

static apr_status_t free_document(void *document)
{
    xmlFreeDoc(document);
    return APR_SUCCESS;
}

xmlNodePtr unit_tree(const char *xml)
{
    const char *text = xml ? xml : "<r/>";
    xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), NULL, "UTF-8", XML_PARSE_HUGE);

    assert_non_null(document);
    apr_pool_cleanup_register(unit_pool, document, free_document, apr_pool_cleanup_null);
    return xmlDocGetRootElement(document);
}

const char *unit_xml(xmlNodePtr root)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    const char *xml;

    for (xmlNodePtr node = root->children; node; node = node->next)
        xmlNodeDump(buffer, root->doc, node, 0, 0);
    xml = apr_pstrdup(unit_pool, (const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return xml;
}

const char *unit_html(xmlNodePtr root)
{
    cc_body_t *body;
    apr_size_t len;
    const cc_error_t *error = cc_html_write(&body, root, &unit_log, unit_pool);
    const char *html;

    if (error)
        fail_msg("refused: %s", unit_logged);
    html = cc_slots_fill(body, NULL, unit_pool, &len);
    assert_int_equal(strlen(html), len);
    return html;
}

void unit_refuses_html(const char *xml, const char *said)
{
    cc_body_t *body = NULL;

    unit_logged[0] = '\0';
    unit_holds(cc_html_write(&body, unit_tree(xml), &unit_log, unit_pool) == cc_error(CC_E_RENDER), xml, "refused");
    assert_null(body);
    unit_holds(strstr(unit_logged, said) != NULL, unit_logged, said);
    assert_ptr_equal(strchr(unit_logged, '\n') + 1, unit_logged + strlen(unit_logged)); /* one line */
}

bool unit_survives_xml(xmlNodePtr root)
{
    const char *xml = apr_pstrcat(unit_pool, "<r>", unit_xml(root), "</r>", NULL);
    xmlDocPtr again = xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8", XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    bool same;

    if (!again)
        return false;
    same = strcmp(unit_xml(xmlDocGetRootElement(again)), unit_xml(root)) == 0;
    xmlFreeDoc(again);
    return same;
}

unsigned unit_random(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % below;
}

const char *unit_random_pieces(const char *const *piece, int count, int most)
{
    int pieces = (int)unit_random((unsigned)most + 1);
    apr_size_t len = 0, longest = 0;
    char *text, *to;

    for (int i = 0; i < count; i++)
        longest = strlen(piece[i]) > longest ? strlen(piece[i]) : longest;
    text = to = apr_palloc(unit_pool, longest * (apr_size_t)pieces + 1);
    for (int i = 0; i < pieces; i++) {
        const char *next = piece[unit_random((unsigned)count)];

        len = strlen(next);
        memcpy(to, next, len);
        to += len;
    }
    *to = '\0';
    return text;
}

const char *unit_random_bytes(int most)
{
    static const unsigned char lead[] = {0x00, 0x00, 0x80, 0xC0, 0xE0, 0xF0};
    int len = (int)unit_random((unsigned)most + 1);
    char *bytes = apr_palloc(unit_pool, (apr_size_t)len + 1);

    for (int i = 0; i < len; i++) {
        bytes[i] = (char)(lead[unit_random(sizeof lead)] | unit_random(64));
        bytes[i] = bytes[i] ? bytes[i] : 'a';
    }
    bytes[len] = '\0';
    return bytes;
}

const char *unit_repeat(const char *s, int times)
{
    apr_size_t len = strlen(s);
    char *text = apr_palloc(unit_pool, len * (apr_size_t)times + 1);

    for (int i = 0; i < times; i++)
        memcpy(text + len * (apr_size_t)i, s, len);
    text[len * (apr_size_t)times] = '\0';
    return text;
}

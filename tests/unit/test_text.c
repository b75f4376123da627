/* SPDX-License-Identifier: Apache-2.0 */
/* text.h: which bytes are text. */
#include "unit.h"
#include "text.h"

#include <libxml/parser.h>

#define R        "\xEF\xBF\xBD" /* U+FFFD */
#define BYTES(s) s, sizeof(s) - 1

static const struct {
    const char *bytes;
    apr_size_t len;
    const char *repaired; /* NULL: valid */
} rows[] = {
    {BYTES(""), NULL},
    {BYTES("plain text, 100 %"), NULL},
    {BYTES("tab\tline\nreturn\r"), NULL},
    {BYTES("Мельница для кофе"), NULL},
    {BYTES("\x7F\xC2\x80"), NULL},                      /* XML takes the C1 controls */
    {BYTES("\xF0\x9F\x98\x80 \xF4\x8F\xBF\xBF"), NULL}, /* an emoji, U+10FFFF */
    {BYTES("\xED\x9F\xBF\xEE\x80\x80"), NULL},          /* either side of the surrogates */
    {BYTES("\xEF\xBF\xBD"), NULL},                      /* U+FFFD itself */
    {BYTES("a\0b"), "a" R "b"},
    {BYTES("\x01"), R},
    {BYTES("a\x0B"
           "b\x1F"),
     "a" R "b" R},
    {BYTES("\xEF\xBF\xBE"), R}, /* U+FFFE: one character, one replacement */
    {BYTES("\xEF\xBF\xBF!"), R "!"},
    {BYTES("\xFF"), R},
    {BYTES("\x80"), R},
    {BYTES("caf\xE9"), "caf" R}, /* Latin-1 */
    {BYTES("\xC3"), R},          /* cut */
    {BYTES("\xE2\x82"), R R},
    {BYTES("\xF0\x9F\x98"), R R R},
    {BYTES("\xC3("
           "\xE2\x82("
           "\xF0\x9F\x98("),
     R "(" R R "(" R R R "("},
    {BYTES("\xC0\xAF"), R R}, /* "/" in two bytes */
    {BYTES("\xC1\xBF"), R R},
    {BYTES("\xE0\x80\xAF"), R R R},
    {BYTES("\xE0\x9F\xBF"), R R R},
    {BYTES("\xF0\x80\x80\xAF"), R R R R},
    {BYTES("\xED\xA0\x80"), R R R}, /* a surrogate */
    {BYTES("\xED\xBF\xBF"), R R R},
    {BYTES("\xF4\x90\x80\x80"), R R R R}, /* U+110000 */
    {BYTES("\xF5\x80\x80\x80"), R R R R},
    {BYTES("\xF8\x88\x80\x80\x80"), R R R R R},
    {BYTES("ok\xC3\xA4\xC3"), "ok\xC3\xA4" R},
};

static void knows_text(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        unit_holds(cc_text_valid(rows[i].bytes, rows[i].len) == !rows[i].repaired, rows[i].bytes,
                   "rightly valid or invalid");
        unit_same(rows[i].bytes, cc_text_repair(rows[i].bytes, rows[i].len, unit_pool),
                  rows[i].repaired ? rows[i].repaired : rows[i].bytes);
    }
}

/* Nothing behind `len` is looked at. */
static void stays_within_its_length(void **state)
{
    (void)state;
    assert_true(cc_text_valid("ab\xFF", 2));
    assert_false(cc_text_valid("\xC3\xA4", 1));
    assert_string_equal(cc_text_repair("ab\xFF", 2, unit_pool), "ab");
}

static apr_size_t encode(char *to, unsigned code)
{
    apr_size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (apr_size_t i = len - 1; i > 0; i--, code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(lead[len] | code);
    return len;
}

static void knows_every_code_point(void **state)
{
    (void)state;
    for (unsigned code = 0; code < 0x120000; code++) {
        char s[4];
        bool is_char = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code <= 0xD7FF) ||
                       (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);

        if (cc_text_valid(s, encode(s, code)) != is_char)
            fail_msg("U+%04X", code);
    }
}

/* What is valid is what an XML parser reads. */
static void agrees_with_an_xml_parser(void **state)
{
    int valid = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *bytes = unit_random_bytes(6), *xml;
        bool is_text = cc_text_valid(bytes, strlen(bytes));
        xmlDocPtr document;

        if (strpbrk(bytes, "<&"))
            continue;
        xml = apr_psprintf(unit_pool, "<r>%s</r>", bytes);
        document = xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8", XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        unit_holds((document != NULL) == is_text, bytes, "the parser's judgement");
        xmlFreeDoc(document);
        valid += is_text;
    }
    assert_in_range(valid, 1000, 19000); /* the test has met both */
}

static void repairs_whatever_comes(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *bytes = unit_random_bytes(40), *repaired = cc_text_repair(bytes, strlen(bytes), unit_pool);

        unit_holds(cc_text_valid(repaired, strlen(repaired)), bytes, "repaired");
        if (cc_text_valid(bytes, strlen(bytes)))
            unit_same(bytes, repaired, bytes);
    }
}

static void knows_instructions(void **state)
{
    (void)state;
    assert_true(cc_text_instruction("<!--#exec"));
    assert_true(cc_text_instruction("<esi:include"));
    assert_false(cc_text_instruction("<!-"));
    assert_false(cc_text_instruction("<es"));
    assert_false(cc_text_instruction("< !--"));
    assert_false(cc_text_instruction(""));
}

static void knows_keys(void **state)
{
    static const char *const keys[] = {"a", "moved-on", "0", "-", "abcdefghijklmnopqrstuvwxyz0123456789-abc"};
    static const char *const others[] = {
        "", "A", "a b", "a_b", "a\n", "\xC3\xA4", "abcdefghijklmnopqrstuvwxyz0123456789-abcd"};

    (void)state;
    for (int i = 0; i < COUNT(keys); i++)
        unit_holds(cc_text_key(keys[i]), keys[i], "a key");
    for (int i = 0; i < COUNT(others); i++)
        unit_holds(!cc_text_key(others[i]), others[i], "no key");
}

UNIT_MAIN("text", test(knows_keys), test(knows_text), test(stays_within_its_length), test(knows_every_code_point),
          test(agrees_with_an_xml_parser), test(repairs_whatever_comes), test(knows_instructions))

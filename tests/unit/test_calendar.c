/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h: iCalendar that programs read, whatever people wrote. */
#include "calendar.h"
#include "text.h"
#include "unit.h"

static const char *written(const char *xml)
{
    const char *bytes = NULL;
    apr_size_t len = 0;
    const cc_error_t *error = cc_calendar_write(&bytes, &len, unit_tree(xml), &unit_log, unit_pool);

    if (error)
        fail_msg("refused: %s", unit_logged);
    assert_int_equal(strlen(bytes), len);
    return bytes;
}

/* One line whose value is `text`. */
static const char *value(const char *text, bool raw)
{
    xmlNodePtr root = unit_tree("<calendar><line name=\"X\"/></calendar>");
    const char *bytes;
    apr_size_t len;

    xmlAddChild(root->children, xmlNewDocText(root->doc, (const xmlChar *)text));
    if (raw)
        xmlSetProp(root->children, (const xmlChar *)"raw", (const xmlChar *)"yes");
    assert_null(cc_calendar_write(&bytes, &len, root, &unit_log, unit_pool));
    return bytes;
}

static void lines_are_written(void **state)
{
    (void)state;
    assert_string_equal(written("<calendar/>"), "");
    assert_string_equal(
        written("<calendar>\n <line name=\"BEGIN\">VCALENDAR</line>\n"
                " <line name=\"DTSTART\" params=\";VALUE=DATE\" raw=\"yes\">20270301</line>\n"
                " <line name=\"X-WR-CALNAME\">Grind &amp; more</line><line name=\"END\">VCALENDAR</line></calendar>"),
        "BEGIN:VCALENDAR\r\nDTSTART;VALUE=DATE:20270301\r\nX-WR-CALNAME:Grind & more\r\nEND:VCALENDAR\r\n");
}

static void text_is_escaped(void **state)
{
    static const struct {
        const char *text, *wanted, *raw;
    } rows[] = {
        {"", "", ""},
        {"plain: words", "plain: words", "plain: words"},
        {"a,b;c\\d", "a\\,b\\;c\\\\d", "a,b;c\\d"},
        {"two\nlines", "two\\nlines", "two lines"},
        {"two\r\nlines\r", "two\\nlines", "two lines"},
        {"\n\n", "\\n\\n", "  "},
        {"a\nEND:VCALENDAR", "a\\nEND:VCALENDAR", "a END:VCALENDAR"},
        {"\\n", "\\\\n", "\\n"},
        {"a\tb", "a\tb", "a b"},
        {"\"quoted\" ä \xE2\x80\xA8", "\"quoted\" ä \xE2\x80\xA8", "\"quoted\" ä \xE2\x80\xA8"},
        {"<!--#exec cmd='id'-->", "< !--#exec cmd='id'-->", "< !--#exec cmd='id'-->"},
        {"<esi:include/> <b>", "< esi:include/> <b>", "< esi:include/> <b>"},
        {"FREQ=DAILY;COUNT=2", "FREQ=DAILY\\;COUNT=2", "FREQ=DAILY;COUNT=2"},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        unit_same(rows[i].text, value(rows[i].text, false), apr_pstrcat(unit_pool, "X:", rows[i].wanted, "\r\n", NULL));
        unit_same(rows[i].text, value(rows[i].text, true), apr_pstrcat(unit_pool, "X:", rows[i].raw, "\r\n", NULL));
    }
}

static void long_lines_are_folded(void **state)
{
    const char *all = unit_repeat("a", 73);

    (void)state;
    unit_same("75 octets", value(all, false), apr_pstrcat(unit_pool, "X:", all, "\r\n", NULL));
    unit_same("76 octets", value(apr_pstrcat(unit_pool, all, "b", NULL), false),
              apr_pstrcat(unit_pool, "X:", all, "\r\n b\r\n", NULL));
    unit_same("75 and 74 octets", value(unit_repeat("a", 73 + 74), false),
              apr_pstrcat(unit_pool, "X:", all, "\r\n ", unit_repeat("a", 74), "\r\n", NULL));
    unit_same("75, 74 and one", value(unit_repeat("a", 73 + 75), false),
              apr_pstrcat(unit_pool, "X:", all, "\r\n ", unit_repeat("a", 74), "\r\n a\r\n", NULL));
    /* 73 octets are left for 36 letters of two; 24 of three; 18 of four */
    unit_same("two octets", value(unit_repeat("ä", 37), false),
              apr_pstrcat(unit_pool, "X:", unit_repeat("ä", 36), "\r\n ä\r\n", NULL));
    unit_same("three octets", value(unit_repeat("€", 25), false),
              apr_pstrcat(unit_pool, "X:", unit_repeat("€", 24), "\r\n €\r\n", NULL));
    unit_same("four octets", value(unit_repeat("🫖", 19), false),
              apr_pstrcat(unit_pool, "X:", unit_repeat("🫖", 18), "\r\n 🫖\r\n", NULL));
}

/* As a reader unfolds and unescapes; the test fails where a line is too long, or no text by itself. */
static const char *read_back(const char *bytes)
{
    char *text = apr_palloc(unit_pool, strlen(bytes) + 1), *to = text;

    while (*bytes) {
        apr_size_t len = strcspn(bytes, "\r");

        assert_true(len <= 75 && cc_text_valid(bytes, len));
        assert_int_equal(strncmp(bytes + len, "\r\n", 2), 0);
        memcpy(to, bytes, len);
        to += len;
        bytes += len + 2;
        bytes += *bytes == ' ';
    }
    *to = '\0';
    to = text;
    for (const char *s = text + 2; *s; s++) {
        bool escaped = *s == '\\';

        s += escaped;
        *to++ = escaped && *s == 'n' ? '\n' : *s;
    }
    *to = '\0';
    return text;
}

static void is_read_back(void **state)
{
    static const char *const piece[] = {"a", "word ", ",",    ";", "\\", "\n", "n",
                                        "ä", "€",     "🫖", ":", "\"", "<",  "END:"};

    (void)state;
    for (int i = 0; i < 10000; i++) {
        const char *text = unit_random_pieces(piece, COUNT(piece), 120);

        unit_same(text, read_back(value(text, false)), text);
    }
}

static void what_is_no_calendar_is_refused(void **state)
{
    static const char *const wrong[] = {
        "<feed/>",
        "<calendar><line>x</line></calendar>",
        "<calendar><line name=\"\">x</line></calendar>",
        "<calendar><line name=\"summary\">x</line></calendar>",
        "<calendar><line name=\"A:B\">x</line></calendar>",
        "<calendar><line name=\"A&#10;B\">x</line></calendar>",
        "<calendar><line name=\"A\" params=\"VALUE=DATE\">x</line></calendar>",
        "<calendar><line name=\"A\" params=\";X=1&#10;B:\">x</line></calendar>",
        "<calendar><line name=\"A\" params=\";X=1:2\">x</line></calendar>",
    };

    (void)state;
    for (int i = 0; i < COUNT(wrong); i++) {
        const char *bytes;
        apr_size_t len;

        unit_logged[0] = '\0';
        unit_holds(cc_calendar_write(&bytes, &len, unit_tree(wrong[i]), &unit_log, unit_pool) == cc_error(CC_E_RENDER),
                   wrong[i], "refused");
        unit_holds(strstr(unit_logged, "CC0202: calendar.xsl: ") == unit_logged, unit_logged, "is in the log");
    }
    assert_non_null(cc_calendar_write(&(const char *){NULL}, &(apr_size_t){0}, NULL, &unit_log, unit_pool));
}

UNIT_MAIN("calendar", test(lines_are_written), test(text_is_escaped), test(long_lines_are_folded), test(is_read_back),
          test(what_is_no_calendar_is_refused))

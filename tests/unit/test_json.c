/* SPDX-License-Identifier: Apache-2.0 */
/* json.h: what PostgreSQL reads as jsonb. */
#include "json.h"
#include "unit.h"

static const char *object_of(const char *name, const char *value)
{
    return cc_json_object(&name, &value, 1, unit_pool);
}

static void strings_are_escaped(void **state)
{
    static const struct {
        const char *in, *wanted;
    } rows[] = {
        {"", "{\"a\":\"\"}"},
        {"plain text, 100 %", "{\"a\":\"plain text, 100 %\"}"},
        {"say \"hush\"", "{\"a\":\"say \\\"hush\\\"\"}"},
        {"C:\\mill", "{\"a\":\"C:\\\\mill\"}"},
        {"\\u0041", "{\"a\":\"\\\\u0041\"}"},
        {"two\nlines\ttab\r", "{\"a\":\"two\\u000alines\\u0009tab\\u000d\"}"},
        {"\x01\x1F\x7F", "{\"a\":\"\\u0001\\u001f\x7F\"}"},
        {"</script>'", "{\"a\":\"</script>'\"}"},
        {"Мельница \xE2\x80\xA8 \xE2\x80\xA9", "{\"a\":\"Мельница \xE2\x80\xA8 \xE2\x80\xA9\"}"}, /* U+2028, U+2029 */
        {"\xF0\x9F\xAB\x96 \xEF\xBF\xBE", "{\"a\":\"\xF0\x9F\xAB\x96 \xEF\xBF\xBE\"}"},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i].in, object_of("a", rows[i].in), rows[i].wanted);
    assert_string_equal(object_of("a\"\\\n", "b"), "{\"a\\\"\\\\\\u000a\":\"b\"}");
    assert_string_equal(object_of("", "b"), "{\"\":\"b\"}");
}

static void objects_keep_their_order(void **state)
{
    static const char *const name[] = {"b", "a", "c", "b"}, *const value[] = {NULL, "1", NULL, "2"};

    (void)state;
    assert_string_equal(cc_json_object(name, value, 0, unit_pool), "{}");
    assert_string_equal(cc_json_object(name, value, 1, unit_pool), "{}");
    assert_string_equal(cc_json_object(name, value, 4, unit_pool), "{\"a\":\"1\",\"b\":\"2\"}");
}

static void arrays(void **state)
{
    apr_array_header_t *list = apr_array_make(unit_pool, 2, sizeof(char *));

    (void)state;
    assert_string_equal(cc_json_array(list, unit_pool), "[]");
    APR_ARRAY_PUSH(list, const char *) = "{}";
    assert_string_equal(cc_json_array(list, unit_pool), "[{}]");
    APR_ARRAY_PUSH(list, const char *) = "{\"a\":\"1\"}";
    assert_string_equal(cc_json_array(list, unit_pool), "[{},{\"a\":\"1\"}]");
}

/* Reads a string back and moves *s behind it; the test fails where a parser would refuse it. */
static const char *read_string(const char **s)
{
    char *text = apr_palloc(unit_pool, strlen(*s) + 1), *to = text;

    assert_int_equal(*(*s)++, '"');
    while (**s != '"') {
        assert_true((unsigned char)**s >= 0x20);
        if (**s != '\\') {
            *to++ = *(*s)++;
        } else if ((*s)[1] == 'u') {
            char digits[5] = {(*s)[2], (*s)[3], (*s)[4], (*s)[5], '\0'};

            *to++ = (char)strtol(digits, NULL, 16);
            *s += 6;
        } else {
            assert_non_null(strchr("\"\\", (*s)[1]));
            *to++ = (*s)[1];
            *s += 2;
        }
    }
    (*s)++;
    *to = '\0';
    return text;
}

static void is_read_back(void **state)
{
    static const char *const piece[] = {"a", "\"", "\\", "\n",  "\x01", "\x1F",
                                        ",", ":",  "{",  "u00", "ä",    "\xE2\x80\xA8"};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *name = unit_random_pieces(piece, COUNT(piece), 6);
        const char *value = unit_random_pieces(piece, COUNT(piece), 12), *s = object_of(name, value);

        assert_int_equal(*s++, '{');
        unit_same(name, read_string(&s), name);
        assert_int_equal(*s++, ':');
        unit_same(value, read_string(&s), value);
        assert_string_equal(s, "}");
    }
}

/* As long as it can get: every byte takes six. The sanitizers watch the buffer. */
static void the_longest(void **state)
{
    const char *text = unit_repeat("\x01", 1000), *object = object_of(text, text);

    (void)state;
    assert_int_equal(strlen(object), 2 * 6 * 1000 + 7);
}

UNIT_MAIN("json", test(strings_are_escaped), test(objects_keep_their_order), test(arrays), test(is_read_back),
          test(the_longest))

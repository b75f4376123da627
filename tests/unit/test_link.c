/* SPDX-License-Identifier: Apache-2.0 */
/* link.h: which addresses may be linked to, and where they are in running text. */
#include "unit.h"
#include "link.h"

static const char *const safe[] = {
    "http://grind.example/",
    "https://grind.example",
    "HTTPS://GRIND.example",
    "hTTp://a",
    "mailto:ada@grind.example",
    "MailTo:a@b",
    "/",
    "/ideas/17",
    "/ideas?sort=top#x",
    "#top",
    "#",
    "http://münchen.example/ü",
    "https://a/javascript:x",
    "/javascript:alert(1)",
    "/%09/evil.example",
};

static const char *const unsafe[] = {
    "",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "jAvAsCrIpT:x",
    " javascript:x",
    "\x01javascript:x",
    "java\tscript:x",
    "java\nscript:x",
    "javascript\x0d:x",
    "data:text/html,<script>",
    "DATA:text/html;base64,AAAA",
    "vbscript:msgbox",
    "file:///etc/passwd",
    "ftp://a/b",
    "blob:x",
    "about:blank",
    "view-source:http://a",
    "feed:javascript:x",
    "x:y",
    "http:",
    "http:/a",
    "http:a",
    "https:\\\\a",
    "://a",
    "ideas/17",
    "../x",
    "?a=b",
    "www.grind.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " /x",
    "http://a b",
    "http://a/\x7F",
    "http://a\x01",
    "http ://a",
    "&#106;avascript:x",
};

static void judges_links(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(safe); i++)
        unit_holds(cc_link_safe(safe[i]), safe[i], "safe");
    for (int i = 0; i < COUNT(unsafe); i++)
        unit_holds(!cc_link_safe(unsafe[i]), unsafe[i], "refused");
}

/* The text with each address in ‹ ›. */
static const char *marked(const char *text)
{
    const char *out = "";

    for (apr_size_t i = 0, len; text[i]; i += len) {
        len = cc_link_at(text, i);
        if (len)
            out = apr_psprintf(unit_pool, "%s‹%.*s›", out, (int)len, text + i);
        else
            out = apr_psprintf(unit_pool, "%s%.*s", out, (int)(len = 1), text + i);
    }
    return out;
}

static const char *const rows[][2] = {
    {"no address", "no address"},
    {"http://a.example", "‹http://a.example›"},
    {"see https://a.example/b?c=d&e=f#g for more", "see ‹https://a.example/b?c=d&e=f#g› for more"},
    {"HTTP://A.example and hTTps://B", "‹HTTP://A.example› and ‹hTTps://B›"},
    {"http://a/x_y*z~1", "‹http://a/x_y*z~1›"},
    {"http://127.0.0.1:8080/", "‹http://127.0.0.1:8080/›"},
    {"http://user@host/", "‹http://user@host/›"},
    {"http://a http://b", "‹http://a› ‹http://b›"},
    {"http://a,http://b", "‹http://a,http://b›"},
    {"http://a\nhttp://b\t", "‹http://a›\n‹http://b›\t"},
    /* the sentence around it */
    {"Is it http://a.example/b?", "Is it ‹http://a.example/b›?"},
    {"http://a. http://b, http://c! http://d: http://e;",
     "‹http://a›. ‹http://b›, ‹http://c›! ‹http://d›: ‹http://e›;"},
    {"http://a...", "‹http://a›..."},
    {"(http://a)", "(‹http://a›)"},
    {"(see http://a.)", "(see ‹http://a›.)"},
    {"http://a/b_(c)", "‹http://a/b_(c)›"},
    {"(http://a/b_(c))", "(‹http://a/b_(c)›)"},
    {"(http://a/b_(c)).", "(‹http://a/b_(c)›)."},
    {"[http://a]", "[‹http://a›]"},
    {"http://a/[b]", "‹http://a/[b]›"},
    {"http://a/)(", "‹http://a/)(›"},
    {"\"http://a\"", "\"‹http://a›\""},
    {"'http://a'", "'‹http://a›'"},
    {"<http://a>", "<‹http://a›>"},
    {"„https://a“", "„‹https://a›“"},
    {"“https://a”", "“‹https://a›”"},
    {"«https://a»", "«‹https://a›»"},
    {"https://a…", "‹https://a›…"},
    {"https://a\u2060b", "‹https://a›\u2060b"},
    {"see [http://a/b[c]]", "see [‹http://a/b[c]›]"},
    {"https://a\xC2\xA0x", "‹https://a›\xC2\xA0x"},
    {"https://a。次", "‹https://a›。次"},
    {"（https://a）", "（‹https://a›）"},
    {"**http://a**", "**‹http://a›**"},
    /* letters beyond ASCII */
    {"https://münchen.example/größe", "‹https://münchen.example/größe›"},
    {"https://пример.example/я", "‹https://пример.example/я›"},
    {"https://日本.example", "‹https://日本.example›"},
    /* what is none */
    {"http://", "http://"},
    {"http:///", "http:///"},
    {"http://.", "http://."},
    {"http:// a", "http:// a"},
    {"http://“a”", "http://“a”"},
    {"http:/a", "http:/a"},
    {"xhttp://a", "xhttp://a"},
    {"9https://a", "9https://a"},
    {"javascript:alert(1)", "javascript:alert(1)"},
    {"ftp://a www.a.example ada@a.example", "ftp://a www.a.example ada@a.example"},
    {"-http://a", "-‹http://a›"},
    {"http", "http"},
    {"https:/", "https:/"},
};

static void finds_addresses(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i][0], marked(rows[i][0]), rows[i][1]);
}

static void what_it_finds_is_safe(void **state)
{
    static const char *const piece[] = {"http://", "https://", "a",    "b.c", "/", "(", ")",  "]",           ".", "\"",
                                        "<",       "\x01",     "\x7F", " ",   "ä", "“", "\\", "javascript:", "?"};
    int found = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        const char *text = unit_random_pieces(piece, COUNT(piece), 12);

        for (apr_size_t at = 0; text[at]; at++) {
            apr_size_t len = cc_link_at(text, at);

            unit_holds(len == 0 || cc_link_safe(apr_pstrmemdup(unit_pool, text + at, len)), text, "safe");
            found += len > 0;
        }
    }
    assert_in_range(found, 1000, 100000);
}

UNIT_MAIN("link", test(judges_links), test(finds_addresses), test(what_it_finds_is_safe))

/* SPDX-License-Identifier: Apache-2.0 */
/* slots.h, cut.h, html.h: one body, filled for each viewer. */
#include "unit.h"
#include "html.h"
#include "slots.h"

/* Answers as "name key=value|name=value", NULL for a visitor. */
static cc_answers_t *answers_of(const char *s)
{
    cc_answers_t *answers;
    char *next, *pair;

    if (!s)
        return NULL;
    answers = apr_hash_make(unit_pool);
    for (pair = apr_strtok(apr_pstrdup(unit_pool, s), "|", &next); pair; pair = apr_strtok(NULL, "|", &next)) {
        char *value = strchr(pair, '=');

        *value = '\0';
        apr_hash_set(answers, pair, APR_HASH_KEY_STRING, value + 1);
    }
    return answers;
}

static cc_body_t *body_of(const char *xml)
{
    cc_body_t *body;

    if (cc_html_write(&body, unit_tree(xml), &unit_log, unit_pool))
        fail_msg("%s\n%s", xml, unit_logged);
    return body;
}

static const char *filled(const cc_body_t *body, const char *answers)
{
    apr_size_t len;
    const char *html = cc_slots_fill(body, answers_of(answers), unit_pool, &len);

    assert_int_equal(len, strlen(html));
    return html;
}

#define VOTE  "<?cc-choose voted 17?><b>taken</b><?cc-else?><i>vote</i><?cc-end?>"
#define TALLY "<?cc-value tally 17?>12<?cc-end?>"
#define NESTED                                                                                                         \
    "<?cc-choose member?>M<?cc-choose mine 1?>1<?cc-else?>-<?cc-end?>"                                                 \
    "<?cc-value tally 1?>t<?cc-end?>!<?cc-else?>V<?cc-choose mine 1?>x<?cc-end?><?cc-end?>"

static const struct {
    const char *xml, *answers, *wanted;
} rows[] = {
    {"<r/>", NULL, ""},
    {"<r><p>plain</p></r>", NULL, "<p>plain</p>"},
    {"<r><p>plain</p></r>", "voted 17=yes", "<p>plain</p>"},
    {"<r>a" VOTE "z</r>", NULL, "a<i>vote</i>z"},
    {"<r>a" VOTE "z</r>", "", "a<i>vote</i>z"},
    {"<r>a" VOTE "z</r>", "voted 17=yes", "a<b>taken</b>z"},
    {"<r>a" VOTE "z</r>", "voted 1=yes|voted 170=yes|voted=yes|mine 17=yes", "a<i>vote</i>z"},
    {"<r>" VOTE "</r>", "voted 17=yes", "<b>taken</b>"},
    {"<r>" VOTE VOTE "</r>", "voted 17=yes", "<b>taken</b><b>taken</b>"},
    /* without else */
    {"<r>a<?cc-choose member?>in<?cc-end?>z</r>", NULL, "az"},
    {"<r>a<?cc-choose member?>in<?cc-end?>z</r>", "member=yes", "ainz"},
    {"<r><?cc-choose member?><?cc-end?></r>", "member=yes", ""},
    {"<r><?cc-choose member?><?cc-else?><?cc-end?></r>", NULL, ""},
    {"<r><?cc-choose member?>in<?cc-else?><?cc-end?>z</r>", NULL, "z"},
    {"<r><?cc-choose member?><?cc-else?>out<?cc-end?>z</r>", "member=yes", "z"},
    /* values */
    {"<r>a" TALLY "z</r>", NULL, "a12z"},
    {"<r>a" TALLY "z</r>", "voted 17=yes", "a12z"},
    {"<r>a" TALLY "z</r>", "tally 17=4711", "a4711z"},
    {"<r>a" TALLY "z</r>", "tally 17=", "az"},
    {"<r>" TALLY "</r>", "tally 17=<b>\"&\"</b>", "&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;"},
    {"<r>" TALLY "</r>", "tally 17=<?cc-end?>", "&lt;?cc-end?&gt;"},
    {"<r><?cc-value token?><?cc-end?></r>", "token=abc", "abc"},
    {"<r><?cc-value name?>a<b>c</b><?cc-end?>z</r>", NULL, "a<b>c</b>z"},
    {"<r><?cc-value name?>a<b>c</b><?cc-end?>z</r>", "name=Ada", "Adaz"},
    /* one in another */
    {"<r>" NESTED "</r>", NULL, "V"},
    {"<r>" NESTED "</r>", "mine 1=yes", "Vx"},
    {"<r>" NESTED "</r>", "member=yes", "M-t!"},
    {"<r>" NESTED "</r>", "member=yes|mine 1=yes|tally 1=9", "M19!"},
    {"<r><?cc-value a?>x<?cc-choose b?>y<?cc-end?><?cc-end?></r>", "b=yes", "xy"},
    {"<r><?cc-value a?>x<?cc-choose b?>y<?cc-end?><?cc-end?></r>", "a=1|b=yes", "1"},
    {"<r><?cc-choose a?>1<p><?cc-choose b?>2<?cc-else?>3<?cc-end?></p><?cc-else?>4<?cc-end?></r>", "a=yes",
     "1<p>3</p>"},
    {"<r><p>" VOTE "</p><p>" VOTE "</p></r>", NULL, "<p><i>vote</i></p><p><i>vote</i></p>"},
    /* white space in the instruction is the author's */
    {"<r><?cc-choose \n  voted \t 17\n?>y<?cc-end?></r>", "voted 17=yes", "y"},
};

static void fills(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(apr_pstrcat(unit_pool, rows[i].xml, " with ", rows[i].answers, NULL),
                  filled(body_of(rows[i].xml), rows[i].answers), rows[i].wanted);
}

static const struct {
    const char *xml, *logged;
} refused[] = {
    {"<r><?cc-end?></r>", "\"cc-end\" in <r>"},
    {"<r><?cc-else?></r>", "\"cc-else\" in <r>"},
    {"<r><?cc-choose a?></r>", "<r>: a slot in it is still open"},
    {"<r><?cc-choose a?>x<?cc-else?>y</r>", "still open"},
    {"<r>" VOTE "<?cc-end?></r>", "\"cc-end\""},
    {"<r><?cc-choose a?><?cc-else?><?cc-else?><?cc-end?></r>", "only one"},
    {"<r><?cc-value a?><?cc-else?><?cc-end?></r>", "only a choice"},
    {"<r><?cc-choose a?><?cc-choose b?><?cc-end?></r>", "still open"},
    /* across an element */
    {"<r><p><?cc-choose a?></p><?cc-end?></r>", "\"p\" in <r>: a slot"},
    {"<r><p><b/><?cc-choose a?><b/></p><p/></r>", "\"p\" in <r>: a slot"},
    {"<r><?cc-choose a?><p><?cc-end?></p></r>", "\"cc-end\" in <p>"},
    {"<r><?cc-choose a?><p><?cc-else?></p><?cc-end?></r>", "\"cc-else\" in <p>"},
    {"<r><p><?cc-choose a?></p><p><?cc-end?></p></r>", "\"p\" in <r>: a slot"},
    /* names */
    {"<r><?cc-choose?><?cc-end?></r>", "a name and at most one key"},
    {"<r><?cc-choose a b c?><?cc-end?></r>", "a name and at most one key"},
    {"<r><?cc-value?><?cc-end?></r>", "a name and at most one key"},
    {"<r><?cc-value \n ?><?cc-end?></r>", "a name and at most one key"},
};

static void refuses(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(refused); i++)
        unit_refuses_html(refused[i].xml, refused[i].logged);
}

static const char *nested(int depth)
{
    return apr_pstrcat(unit_pool, "<r>", unit_repeat("<?cc-choose a?>x", depth), unit_repeat("<?cc-end?>", depth),
                       "</r>", NULL);
}

static void nests_so_far_and_no_further(void **state)
{
    cc_body_t *body;

    (void)state;
    assert_string_equal(filled(body_of(nested(16)), "a=yes"), unit_repeat("x", 16));
    assert_ptr_equal(cc_html_write(&body, unit_tree(nested(17)), &unit_log, unit_pool), cc_error(CC_E_RENDER));
    unit_holds(strstr(unit_logged, "too many") != NULL, unit_logged, "says why");
}

/* What the question for a page's slots is made from: their names, once each time, and how many. */
static void names_its_slots(void **state)
{
    const cc_body_t *body = body_of("<r>" VOTE TALLY "<?cc-choose \n member ?><?cc-end?></r>");
    const char *names = "";

    (void)state;
    assert_int_equal(body->slots, 3);
    for (int i = 0; i < body->count; i++) {
        const cc_segment_t *segment = &body->segment[i];

        if (segment->kind == CC_SEG_CHOOSE || segment->kind == CC_SEG_VALUE) {
            assert_int_equal(strlen(body->bytes + segment->start), segment->len);
            names = apr_pstrcat(unit_pool, names, body->bytes + segment->start, ";", NULL);
        }
    }
    assert_string_equal(names, "voted 17;tally 17;member;");
    assert_int_equal(body_of("<r>plain</r>")->slots, 0);
}

/* The body stands on its own: the tree may go, and so may the pool of the request that made it. */
static void outlives_the_tree(void **state)
{
    xmlNodePtr root = unit_tree("<r><p>text</p>" VOTE TALLY "</r>");
    cc_body_t *body;

    (void)state;
    assert_null(cc_html_write(&body, root, &unit_log, unit_pool));
    xmlNodeSetContent(root, (const xmlChar *)"gone");
    assert_string_equal(filled(body, "voted 17=yes"), "<p>text</p><b>taken</b>12");
}

static void grows(void **state)
{
    cc_body_t *body = body_of(apr_pstrcat(unit_pool, "<r>", unit_repeat("<p>" VOTE TALLY "</p>", 3000), "</r>", NULL));

    (void)state;
    assert_int_equal(body->slots, 6000);
    assert_string_equal(filled(body, NULL), unit_repeat("<p><i>vote</i>12</p>", 3000));
    assert_string_equal(filled(body, "voted 17=yes|tally 17=13"), unit_repeat("<p><b>taken</b>13</p>", 3000));
}

/* --- against a plain reading of the same instructions --- */

typedef struct {
    const char *xml;
    const char *wanted; /* for the answers a=yes, v=<&> and nothing for b and w */
} both_t;

static both_t random_content(int depth)
{
    both_t both = {"", ""};

    for (int i = (int)unit_random(4); i > 0; i--) {
        unsigned what = unit_random(depth > 0 ? 6 : 2);
        both_t in = depth > 0 ? random_content(depth - 1) : (both_t){"", ""};
        both_t other = what == 3 || what == 4 ? random_content(depth - 1) : (both_t){"", ""};
        const char *letter = apr_psprintf(unit_pool, "%c", 'k' + (char)unit_random(10));
        bool yes = unit_random(2);

        switch (what) {
        case 0:
            in = (both_t){letter, letter};
            break;
        case 1:
            in = (both_t){"<br/>", "<br>"};
            break;
        case 2:
            in =
                (both_t){apr_psprintf(unit_pool, "<p>%s</p>", in.xml), apr_psprintf(unit_pool, "<p>%s</p>", in.wanted)};
            break;
        case 3:
        case 4:
            in.xml = apr_psprintf(unit_pool, "<?cc-choose %s?>%s<?cc-else?>%s<?cc-end?>", yes ? "a" : "b 1", in.xml,
                                  other.xml);
            in.wanted = yes ? in.wanted : other.wanted;
            break;
        default:
            in.xml = apr_psprintf(unit_pool, "<?cc-value %s?>%s<?cc-end?>", yes ? "v" : "w", in.xml);
            in.wanted = yes ? "&lt;&amp;&gt;" : in.wanted;
        }
        both.xml = apr_pstrcat(unit_pool, both.xml, in.xml, NULL);
        both.wanted = apr_pstrcat(unit_pool, both.wanted, in.wanted, NULL);
    }
    return both;
}

static void fills_as_it_reads(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        both_t both = random_content(5);

        unit_same(both.xml, filled(body_of(apr_pstrcat(unit_pool, "<r>", both.xml, "</r>", NULL)), "a=yes|v=<&>"),
                  both.wanted);
    }
}

UNIT_MAIN("slots", test(fills), test(refuses), test(nests_so_far_and_no_further), test(names_its_slots),
          test(outlives_the_tree), test(grows), test(fills_as_it_reads))

/* SPDX-License-Identifier: Apache-2.0 */
/* wording.h, wording_normal.h: what the check sees, what it finds, and that nothing makes it slow or silent. */
#include "unit.h"
#include "wording.h"
#include "wording_normal.h"

#include <time.h>

/* ---- what the patterns see ---- */

static const struct {
    const char *lang, *text, *normal;
} forms[] = {
    {"en", "", ""},
    {"en", "  What\t should\r\n we\xC2\xA0remove ?  ", "what should we remove?"},
    {"en", "Don\xE2\x80\x99t you \xE2\x80\x9Clike\xE2\x80\x9D it", "don't you \"like\" it"},
    {"en", "don\xC2\xB4t, don`t", "don't, don't"},
    {"en", "the lid \xE2\x80\x94 or \xE2\x80\x93 the cup\xE2\x80\xA6", "the lid - or - the cup..."},
    {"en", "caf\xC3\xA9, cafe\xCC\x81, na\xC3\xAFve", "cafe, cafe, naive"},
    {"de", "W\xC3\xBCrden, WU\xCC\x88RDEN, wurden", "wuerden, wuerden, wurden"},
    {"de", "\xC3\x84\xC3\x96\xC3\x9C \xC3\xA4\xC3\xB6\xC3\xBC \xC3\x9F \xE1\xBA\x9E", "aeoeue aeoeue ss ss"},
    {"de-AT",
     "Caf\xC3\xA9, Citro\xC3\xABn, L\xC3\xB6"
     "ffel",
     "cafe, citroen, loeffel"},
    {"fr", "\xC2\xAB O\xC3\xB9 \xC2\xBB \xC3\xA0 c\xC5\x93ur ambig\xC3\xBC, No\xC3\xABl\xE2\x80\xAF?",
     "\" ou \" a coeur ambigu, noel?"},
    {"es", "\xC2\xBFQu\xC3\xA9? \xC2\xA1Se\xC3\xB1or ping\xC3\xBCino!", "que? senor pinguino!"},
    {"en", "d\xC2\xADo y\xE2\x80\x8Bo\xE2\x80\x8Du l\xEF\xBB\xBFi\xE2\x81\xA0ke", "do you like"}, /* not to be seen */
    {"en", "\xEF\xBC\xA4\xEF\xBD\x8F \xF0\x9D\x90\xB2\xF0\x9D\x90\xA8\xF0\x9D\x90\xAE\xEF\xBC\x9F",
     "do you?"},                                                      /* wide, bold */
    {"en", "d\xD0\xBE y\xCE\xBFu l\xD1\x96k\xD0\xB5", "do you like"}, /* Cyrillic and Greek among Latin */
    {"en", "D\xD0\x9E Y\xCE\x9FU", "do you"},
    {"en", "авекмнорстухѕіјһӏԁԛԝ", "abekmhopctyxsijhldqw"},
    {"en", "αβεηικμνορτυχζ", "abehikmvoptuxz"},
    {"en", "æđðıłøœþ", "aeddilooeth"},
    {"en", "‘’‚‛‹›ʹʻʼʽ′″“”„‟«»", "'''''''''''\"\"\"\"\"\"\""},
    {"en", "a‐‑‒–—―−", "a-------"},
    {"es", "(¿Qué? ¡y\u00ADa!)", "(que? ya!)"},
    {"en",
     "l\xCC\xB6i\xCC\xB6k\xCC\xB6"
     "e",
     "like"},
    {"en", "do \xF0\x9F\x98\x80 you \xE4\xBD\xA0\xE5\xA5\xBD", "do you"},
    {"en", "\xEF\xAC\x81rst", "first"},
    {"en",
     "a\x01\x7F"
     "b",
     "a b"},
};

static const char *normal_of(const char *lang, const char *text)
{
    apr_size_t len;
    const char *normal = cc_wording_normal(text, strlen(text), strncmp(lang, "de", 2) == 0, &len, unit_pool);

    assert_int_equal(strlen(normal), len);
    return normal;
}

static void sees_plain_text(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(forms); i++)
        unit_same(forms[i].text, normal_of(forms[i].lang, forms[i].text), forms[i].normal);
}

/* Whatever comes: lower-case ASCII without two blanks, and the same again when it comes a second time. */
static void sees_nothing_else(void **state)
{
    static const char *const piece[] = {
        "\xC3\xBC", "u\xCC\x88",    " ",  "?",        "\xE2\x80\x8B", "\xEF\xB7\xBA", "Q", "\xF0\x9F\x98\x80",
        "\xC2\xBF", "\xE3\x8E\xAF", "\n", "\xCE\x9F", "\xC7\xB0"};

    (void)state;
    for (int i = 0; i < 5000; i++) {
        const char *text = unit_random_pieces(piece, COUNT(piece), 20), *normal = normal_of("de", text);

        for (const char *c = normal; *c; c++)
            unit_holds(*c >= ' ' && *c < 0x7F && !(*c >= 'A' && *c <= 'Z'), text, "lower-case ASCII");
        unit_holds(!strstr(normal, "  ") && !strstr(normal, " ?"), text, "one blank, none before a question mark");
        unit_same(text, normal_of("de", normal), normal);
    }
}

/* ---- what is found ---- */

static cc_wording_t *load(const char *extra)
{
    cc_wording_t *wording = NULL;
    const char *problem = cc_wording_load(&wording, extra, extra ? strlen(extra) : 0, unit_pool);

    if (problem)
        fail_msg("%s", problem);
    return wording;
}

/* "stop O1, warn TWO" */
static const char *found(const cc_wording_t *wording, const char *lang, const char *text)
{
    const apr_array_header_t *findings = cc_wording_check(wording, lang, text, strlen(text), unit_pool);
    const char *said = "";

    for (int i = 0; i < findings->nelts; i++) {
        const cc_finding_t *finding = &APR_ARRAY_IDX(findings, i, cc_finding_t);

        assert_true(*finding->category && *finding->reason && *finding->better[0] && *finding->better[1]);
        said = apr_pstrcat(unit_pool, said, *said ? ", " : "", finding->severity, " ", finding->rule, NULL);
    }
    return said;
}

static bool stops(const cc_wording_t *wording, const char *lang, const char *text)
{
    return strstr(found(wording, lang, text), "stop ") != NULL;
}

static bool is_quiet(const cc_wording_t *wording, const char *lang, const char *text)
{
    const char *said = found(wording, lang, text);

    return !strstr(said, "stop ") && !strstr(said, "warn ");
}

static const struct {
    const char *lang, *text;
} bad[] =
    {
        {"en", "Do you like it?"},
        {"en", "DO\xC2\xA0YOU L\xC3\x8DKE IT"},
        {"en", "What do you think of our packaging?"},
        {"en", "Don\xE2\x80\x99t you find the old one slow?"},
        {"en", "Would you buy this?"},
        {"en", "What do you expect from us?"},
        {"de", "W\xC3\xBCrden Sie dieses Produkt kaufen?"},
        {"de", "Wu\xCC\x88rden Sie dieses Produkt kaufen?"},
        {"de-CH", "Wuerden Sie dieses Produkt kaufen?"},
        {"de", "Wie zufrieden sind Sie?"},
        {"fr", "\xC3\x8Ates-vous satisfait de la livraison\xE2\x80\xAF?"},
        {"fr", "Donnez-nous votre avis."},
        {"es", "\xC2\xBFLe gusta nuestra botella?"},
        {"ES", "\xC2\xBF"
               "Compraria este producto?"},
},
  good[] = {
      {"en", "What should we remove, what needs to stay?"},
      {"en", "What advice would you give the team that packs these boxes?"},
      {"de", "Was wurden die ersten Zeichen der Besserung genannt?"}, /* were, not would */
      {"de", "Wen sollten wir noch fragen?"},
      {"fr", "Racontez-nous la derni\xC3\xA8re fois : o\xC3\xB9 est-ce que \xC3\xA7"
             "a a coinc\xC3\xA9 ?"}, /* where, not or */
      {"fr", "Que devons-nous retirer, que faut-il garder ?"},
      {"es", "\xC2\xBFQu\xC3\xA9 deber\xC3\xAD"
             "amos quitar, qu\xC3\xA9 debe quedarse?"},
      {"es", "\xC2\xBFQu\xC3\xA9 m\xC3\xA1s?"},
};

static void finds_what_it_knows(void **state)
{
    const cc_wording_t *wording = load(NULL);

    (void)state;
    for (int i = 0; i < COUNT(bad); i++)
        unit_holds(stops(wording, bad[i].lang, bad[i].text), bad[i].text, "stopped");
    for (int i = 0; i < COUNT(good); i++)
        unit_holds(is_quiet(wording, good[i].lang, good[i].text), good[i].text, "without stop and warning");
}

static void knows_its_languages(void **state)
{
    const cc_wording_t *wording = load(NULL);

    (void)state;
    assert_true(cc_wording_language("en") && cc_wording_language("de-AT") && cc_wording_language("FR"));
    assert_false(cc_wording_language("it") || cc_wording_language("est") || cc_wording_language("") ||
                 cc_wording_language("e") || cc_wording_language(NULL));
    unit_same("it", found(wording, "it", "Do you like it?"), "");
    unit_same("no language", found(wording, NULL, "Do you like it?"), "");
}

static void says_what_a_rule_says(void **state)
{
    const cc_wording_t *wording = load(NULL);
    const cc_finding_t *rule = cc_wording_rule(wording, "de", "TWO");

    (void)state;
    assert_non_null(rule);
    assert_string_equal(rule->severity, "warn");
    assert_string_not_equal(rule->reason, cc_wording_rule(wording, "en", "TWO")->reason);
    assert_null(cc_wording_rule(wording, "en", "no-such-rule"));
    assert_null(cc_wording_rule(wording, "it", "TWO"));
}

/* ---- what is counted ---- */

static void counts_characters(void **state)
{
    const cc_wording_t *wording = load(NULL);
    const char *umlauts = unit_repeat("\xC3\xA4", CC_WORDING_LONG);

    (void)state;
    assert_null(strstr(found(wording, "de", umlauts), "LEN"));
    assert_non_null(strstr(found(wording, "de", apr_pstrcat(unit_pool, umlauts, "a", NULL)), "warn LEN"));
}

static void counts_questions(void **state)
{
    static const struct {
        const char *text;
        bool two;
    } rows[] = {
        {"What? Why", false}, {"What? Why?", true}, {"What should we change??", false},
        {"What ?!? ", false}, {"What ? ?", false},  {"(What?) Why\xEF\xBC\x9F", true},
    };
    const cc_wording_t *wording = load(NULL);

    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_holds((strstr(found(wording, "en", rows[i].text), "warn TWO") != NULL) == rows[i].two, rows[i].text,
                   "rightly one question or two");
}

/* ---- rules of an administrator ---- */

#define LAST "\treason\tbetter one\tbetter two\n"

static void takes_rules(void **state)
{
    const cc_wording_t *wording = load("\xEF\xBB\xBF# ours\r\n\r\n"
                                       "en\tX1\tbrand\tstop\t\\bzorp\\b" LAST "de\tX1\tbrand\thint\t\\bzoerp" LAST
                                       "en\tX2\tbrand\twarn\tBLIP" LAST "en\tX2\tbrand\twarn\tzorp" LAST);

    (void)state;
    unit_holds(strstr(found(wording, "en", "A Z\xC3\x96RP we?"), "stop X1") != NULL, "en", "X1");
    unit_holds(strstr(found(wording, "de", "Z\xC3\xB6rpig"), "hint X1") != NULL, "de", "X1");
    unit_holds(!strstr(found(wording, "fr", "zorp"), "X1"), "fr", "without X1");
    unit_holds(strstr(found(wording, "en", "blip"), "warn X2") != NULL, "a capital in the pattern", "X2");
    unit_holds(strstr(found(wording, "en", "zorp"), "stop X1") && strstr(found(wording, "en", "zorp"), "warn X2"),
               "both", "found");
    unit_holds(stops(wording, "en", "Do you like it?"), "the built-in ones", "there");
}

static const struct {
    const char *lines, *problem;
} refused[] = {
    {"en\tO1\topinion\thint\tzorp" LAST, "line 1: the rule \"O1\" is built in"},
    {"en\tLEN\tform\thint\t" LAST, "line 1: the rule \"LEN\" is built in"},
    {"# one\n\nen\tX1\tbrand\tstop\t(" LAST,
     "line 3: the pattern is wrong at character 2: missing closing parenthesis"},
    {"en\tX1\tbrand\tstop\tf\xC3\xBCr" LAST, "line 1: the pattern has letters that a normalised text never has"},
    {"en\tX1\tbrand\tstop\t(*UTF)a" LAST, "line 1: the pattern is wrong"},
    {"en\tX1\tbrand\tstop\ta*" LAST, "line 1: the pattern is found in every text"},
    {"en\tX1\tbrand\tstop\t" LAST, "line 1: a rule needs a pattern"},
    {"en\tX1\tbrand\tfatal\tzorp" LAST, "line 1: the severity is stop, warn, need or hint"},
    {"en\tX1\tBrand\tstop\tzorp" LAST, "line 1: the category is"},
    {"en\tX1\t-\tstop\tzorp" LAST, "line 1: the category is"},
    {"en\tX 1\tbrand\tstop\tzorp" LAST, "line 1: the name of a rule is"},
    {"en\t\tbrand\tstop\tzorp" LAST, "line 1: the name of a rule is"},
    {"en\tX1\tbrand\tstop\tzorp\treason\tbetter\t\n", "line 1: a rule needs a reason and two better questions"},
    {"en\tX1\tbrand\tstop\tzorp\treason\tbetter\n", "line 1: has 7 columns instead of 8"},
    {"en\tX1\tbrand\tstop\tzorp\ta\tb\tc\td\te\tf", "line 1: has 11 columns instead of 8"},
    {"X1\tbrand\tstop\tzorp" LAST, "line 1: has 7 columns instead of 8"},
    {"it\tX1\tbrand\tstop\tzorp" LAST, "line 1: the language \"it\" is not en, de, fr or es"},
    {"de-AT\tX1\tbrand\tstop\tzorp" LAST, "line 1: the language \"de-AT\" is not"},
    {"en X1 brand stop zorp reason better better\n", "line 1: has 1 columns instead of 8"},
    {"# caf\xE9\n", "the file is not UTF-8 text"},
};

static void refuses_rules(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(refused); i++) {
        cc_wording_t *wording = NULL;
        const char *lines = refused[i].lines, *problem = cc_wording_load(&wording, lines, strlen(lines), unit_pool);

        unit_holds(problem && strncmp(problem, refused[i].problem, strlen(refused[i].problem)) == 0, problem,
                   refused[i].problem);
        assert_null(wording);
    }
    assert_non_null(cc_wording_load(&(cc_wording_t *){NULL}, "# a\0b", 5, unit_pool));
}

/* A rule that needs something fires when none of its lines is there; others fire once, however many lines match. */
static void reports_each_rule_once(void **state)
{
    const cc_wording_t *wording = load("en\tX1\tbrand\tneed\tzorp" LAST "en\tX1\tbrand\tneed\tblip" LAST
                                       "en\tX2\tbrand\twarn\tplop" LAST "en\tX2\tbrand\tstop\tplop" LAST);

    (void)state;
    unit_same("zorp", found(wording, "en", "What do we zorp?"), "");
    unit_same("blip", found(wording, "en", "What do we blip?"), "");
    unit_same("neither", found(wording, "en", "What do we ask?"), "need X1");
    unit_holds(strstr(found(wording, "en", "plop"), "stop X2") && !strstr(found(wording, "en", "plop"), "warn X2"),
               "X2", "once, as a stop");
}

static void reports_stops_first_and_not_too_many(void **state)
{
    static const char *const severity[] = {"hint", "warn", "need", "stop"};
    const char *order[] = {"stop", "warn", "need", "hint"}, *lines = "";
    const apr_array_header_t *findings;
    int at = 0;

    (void)state;
    for (int i = 0; i < 20; i++)
        lines = apr_psprintf(unit_pool, "%sen\tX%d\tbrand\t%s\t%s" LAST, lines, i, severity[i % 4],
                             i % 4 == 2 ? "plop" : "zorp");
    findings = cc_wording_check(load(lines), "en", "zorp", 4, unit_pool);
    assert_int_equal(findings->nelts, CC_WORDING_FINDINGS);
    for (int i = 0; i < findings->nelts; i++) {
        const char *now = APR_ARRAY_IDX(findings, i, cc_finding_t).severity;

        while (at < 3 && strcmp(order[at], now) != 0)
            at++;
        assert_string_equal(order[at], now);
    }
    assert_string_equal(APR_ARRAY_IDX(findings, 4, cc_finding_t).severity, "stop");
    assert_string_equal(APR_ARRAY_IDX(findings, 5, cc_finding_t).severity, "warn");
}

/* ---- nothing makes it slow or silent ---- */

static double milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Patterns of an administrator that would try for years. */
static void says_when_a_pattern_gave_up(void **state)
{
    const char *one = "en\tX1\tbrand\tstop\t(?:a+)+[xy]" LAST;
    const cc_wording_t *wording = load(unit_repeat(one, 10));
    const char *text = unit_repeat("a", 200);
    double before = milliseconds();

    (void)state;
    unit_holds(strstr(found(wording, "en", text), "warn LIM") != NULL, text, "said to be unfinished");
    assert_true(milliseconds() - before < 50);
    assert_null(strstr(found(wording, "en", "What should we remove?"), "LIM"));
}

static void reads_the_beginning(void **state)
{
    const cc_wording_t *wording = load(NULL);
    const char *filler = unit_repeat("word ", CC_WORDING_READ / 5);

    (void)state;
    unit_holds(stops(wording, "en", apr_pstrcat(unit_pool, "Do you like it? ", filler, NULL)), "in front", "found");
    unit_same("behind", found(wording, "en", apr_pstrcat(unit_pool, filler, "We. Do you like it?", NULL)),
              "warn LEN, need A0");
}

static void takes_any_bytes(void **state)
{
    const cc_wording_t *wording = load(NULL);

    (void)state;
    for (int i = 0; i < 5000; i++)
        found(wording, "fr", unit_random_bytes(200));
    unit_holds(stops(wording, "en", "Do you like \xFF it?"), "a byte that is no text", "read on");
    assert_int_not_equal(cc_wording_check(wording, "en", "Do\0you like it?", 15, unit_pool)->nelts, 0);
}

/* 100 KB of whatever makes patterns and normalisation go back and forth: processor time, without others' load. */
static void is_quick(void **state)
{
    static const char *const piece[] = {"do you ",
                                        "how often ",
                                        "?",
                                        "not ",
                                        "never un",
                                        " ",
                                        " and how ",
                                        "\xC3\xBC",
                                        "\xEF\xB7\xBA",
                                        "\xCC\x81",
                                        "\xCC\xA3",
                                        "aaaaaaaa",
                                        "what ",
                                        "which ",
                                        "our the ",
                                        "most customers of our ",
                                        "e\xCC\x81",
                                        "\xE3\x8E\xAF",
                                        ", ",
                                        " que ",
                                        "would it interest ",
                                        "was wie ",
                                        "wuerden sie ",
                                        "combien ",
                                        "cuanto ",
                                        ". is our "};
    static const char *const language[] = {"en", "de", "fr", "es"};
    const cc_wording_t *wording = load(NULL);

    (void)state;
    for (int i = 0; i < 200; i++) {
        const char *some = apr_pstrcat(unit_pool, piece[unit_random(COUNT(piece))], piece[unit_random(COUNT(piece))],
                                       piece[unit_random(COUNT(piece))], NULL);
        const char *text = unit_repeat(some, 100000 / (int)strlen(some));
        double before = milliseconds(), took;

        assert_non_null(strstr(found(wording, language[i % 4], text), "LEN"));
        took = milliseconds() - before;
        if (took > 50)
            fail_msg("%.1f ms for \"%.60s...\"", took, text);
    }
}

static void loads_quickly(void **state)
{
    double before = milliseconds();

    (void)state;
    load(NULL);
    assert_true(milliseconds() - before < 250);
}

UNIT_MAIN("wording", test(sees_plain_text), test(sees_nothing_else), test(finds_what_it_knows),
          test(knows_its_languages), test(says_what_a_rule_says), test(counts_characters), test(counts_questions),
          test(takes_rules), test(refuses_rules), test(reports_each_rule_once),
          test(reports_stops_first_and_not_too_many), test(says_when_a_pattern_gave_up), test(reads_the_beginning),
          test(takes_any_bytes), test(is_quick), test(loads_quickly))

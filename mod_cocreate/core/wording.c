/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines to compiled rules, a text to findings.
 *
 * A rule is one or more lines with the same id. A line fires when its pattern matches the normalised text; of the rules
 * with severity `need` it is the other way round, they fire when none of their patterns matches. Three built-in rules
 * have no pattern, their condition is counted here. A pattern that gives up (the limits below) fires the third of them:
 * what could not be looked at is never passed over in silence.
 */
#include "wording.h"

#include "embedded.h"
#include "text.h"
#include "wording_normal.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A pattern that gets on with 1,000 characters of prose needs less than a tenth of it. */
#define MATCH_LIMIT 100000
#define HEAP_LIMIT  1024 /* KB, where there is no JIT */

enum { LANGUAGES = 4, COLUMNS = 7 };
static const char language_name[LANGUAGES][3] = {"en", "de", "fr", "es"};

enum { STOP, WARN, NEED, HINT, SEVERITIES };
static const char *const severity_name[SEVERITIES] = {"stop", "warn", "need", "hint"};

/* What the rules without a pattern look at. */
typedef struct text_t {
    const char *normal;
    apr_size_t len;
    int characters, questions;
    bool unfinished; /* a pattern gave up */
} text_t;

static bool is_long(const text_t *t)
{
    return t->characters > CC_WORDING_LONG;
}

static bool has_two_questions(const text_t *t)
{
    return t->questions > 1;
}

static bool is_unfinished(const text_t *t)
{
    return t->unfinished;
}

static const struct {
    const char *rule;
    bool (*holds)(const text_t *t);
} counted[] = {{"LEN", is_long}, {"TWO", has_two_questions}, {"LIM", is_unfinished}};

/* One line of a rule file: a pattern, or what is counted. */
typedef struct line_t {
    cc_finding_t says;
    int severity;
    pcre2_code *pattern;
    bool (*holds)(const text_t *t);
} line_t;

struct cc_wording_t {
    apr_array_header_t *lines[LANGUAGES]; /* line_t */
    int ours[LANGUAGES];                  /* so many of them are built in */
    pcre2_match_context *limits;
};

/* -1 for a language without rules. */
static int language_of(const char *lang)
{
    for (int i = 0; lang && i < LANGUAGES; i++)
        if (strncasecmp(lang, language_name[i], 2) == 0 && (lang[2] == '\0' || lang[2] == '-'))
            return i;
    return -1;
}

bool cc_wording_language(const char *lang)
{
    return language_of(lang) >= 0;
}

const cc_finding_t *cc_wording_rule(const cc_wording_t *w, const char *lang, const char *rule)
{
    int language = language_of(lang);

    for (int i = 0; language >= 0 && i < w->lines[language]->nelts; i++) {
        const line_t *line = &APR_ARRAY_IDX(w->lines[language], i, line_t);

        if (strcmp(line->says.rule, rule) == 0)
            return &line->says;
    }
    return NULL;
}

/* ---- patterns ---- */

static apr_status_t free_pattern(void *pattern)
{
    pcre2_code_free(pattern);
    return APR_SUCCESS;
}

static apr_status_t free_limits(void *limits)
{
    pcre2_match_context_free(limits);
    return APR_SUCCESS;
}

/* Whether the pattern is in the text; a negative number of libpcre2's, not PCRE2_ERROR_NOMATCH, when it gave up. */
static int match(const cc_wording_t *w, const line_t *line, const char *text, apr_size_t len)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int found = PCRE2_ERROR_NOMEMORY;

    if (data)
        found = pcre2_match(line->pattern, (PCRE2_SPTR)text, len, 0, 0, data, w->limits);
    pcre2_match_data_free(data);
    return found == PCRE2_ERROR_NOMATCH ? 0 : found >= 0 ? 1 : found;
}

static const char *compile(cc_wording_t *w, line_t *line, const char *pattern, apr_pool_t *pool)
{
    PCRE2_UCHAR words[200];
    PCRE2_SIZE where;
    int error;

    for (const char *c = pattern; *c; c++)
        if (!apr_isascii(*c))
            return "the pattern has letters that a normalised text never has: it is lower-case ASCII, \"ae\" for \"ä\"";
    line->pattern = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                  PCRE2_CASELESS | PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &where, NULL);
    if (!line->pattern) {
        pcre2_get_error_message(error, words, sizeof words);
        return apr_psprintf(pool, "the pattern is wrong at character %" APR_SIZE_T_FMT ": %s", where + 1,
                            (const char *)words);
    }
    apr_pool_cleanup_register(pool, line->pattern, free_pattern, apr_pool_cleanup_null);
    pcre2_jit_compile(line->pattern, PCRE2_JIT_COMPLETE); /* where the system forbids it, patterns are interpreted */
    if (match(w, line, "", 0) != 0)
        return "the pattern is found in every text, also in an empty one";
    return NULL;
}

/* ---- lines ---- */

static bool is_built_in(const cc_wording_t *w, int language, const char *rule)
{
    for (int i = 0; i < w->ours[language]; i++)
        if (strcmp(APR_ARRAY_IDX(w->lines[language], i, line_t).says.rule, rule) == 0)
            return true;
    return false;
}

static bool is_word(const char *s, const char *letters, apr_size_t most)
{
    return *s && strlen(s) <= most && strspn(s, letters) == strlen(s);
}

static int severity_of(const char *name)
{
    for (int i = 0; i < SEVERITIES; i++)
        if (strcmp(name, severity_name[i]) == 0)
            return i;
    return -1;
}

/* The columns of a line, or of what is left of it behind the language, become a rule's line. */
static const char *take_columns(cc_wording_t *w, int language, char **column, apr_pool_t *pool)
{
    line_t line = {{column[0], column[1], column[2], column[4], {column[5], column[6]}}, 0, NULL, NULL};
    const char *pattern = column[3], *problem;

    if (is_built_in(w, language, column[0]))
        return apr_psprintf(pool, "the rule \"%s\" is built in: a rule of yours needs a name of its own", column[0]);
    if (!is_word(column[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", 16))
        return "the name of a rule is up to 16 letters, digits and hyphens";
    if (!is_word(column[1], "abcdefghijklmnopqrstuvwxyz-", 32) || *column[1] == '-')
        return "the category is a lower-case letter, then lower-case letters and hyphens, 32 at most";
    line.severity = severity_of(column[2]);
    if (line.severity < 0)
        return "the severity is stop, warn, need or hint";
    if (!*column[4] || !*column[5] || !*column[6])
        return "a rule needs a reason and two better questions";
    for (apr_size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (strcmp(column[0], counted[i].rule) == 0)
            line.holds = counted[i].holds;
    if (line.holds ? *pattern : !*pattern)
        return line.holds ? "this rule has no pattern" : "a rule needs a pattern";
    problem = line.holds ? NULL : compile(w, &line, pattern, pool);
    if (!problem)
        APR_ARRAY_PUSH(w->lines[language], line_t) = line;
    return problem;
}

/* A line of a language's own file, or of one with the language as its first column (`language` -1). */
static const char *take_line(cc_wording_t *w, int language, char *line, apr_pool_t *pool)
{
    char *column[COLUMNS + 1], *rest = line;
    int count = 0, first = language < 0;

    for (char *next; (next = strsep(&rest, "\t")) != NULL; count++)
        if (count <= COLUMNS)
            column[count] = next;
    if (count != COLUMNS + first)
        return apr_psprintf(pool, "has %d columns instead of %d, with one tab between two", count, COLUMNS + first);
    if (first)
        language = language_of(column[0]);
    if (language < 0 || (first && column[0][2]))
        return apr_psprintf(pool, "the language \"%s\" is not en, de, fr or es", column[0]);
    return take_columns(w, language, column + first, pool);
}

static const char *take_lines(cc_wording_t *w, int language, const char *bytes, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, bytes), *line;

    for (int number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
        apr_size_t len = strlen(line);
        const char *problem;

        if (len && line[len - 1] == '\r')
            line[len - 1] = '\0';
        if (!*line || *line == '#')
            continue;
        problem = take_line(w, language, line, pool);
        if (problem)
            return apr_psprintf(pool, "line %d: %s", number, problem);
    }
    return NULL;
}

/* ---- loading ---- */

/* What is counted needs words in each language. */
static const char *complete(const cc_wording_t *w, int language, apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (!is_built_in(w, language, counted[i].rule))
            return apr_psprintf(pool, "there is no line %s", counted[i].rule);
    return NULL;
}

static const char *load_ours(cc_wording_t *w, apr_pool_t *pool)
{
    for (int i = 0; i < LANGUAGES; i++) {
        const char *problem = NULL;

        w->lines[i] = apr_array_make(pool, 64, sizeof(line_t));
        for (const cc_wording_file_t *file = cc_wording_files; file->language; file++)
            if (!problem && strcmp(file->language, language_name[i]) == 0)
                problem = take_lines(w, i, file->lines, pool);
        w->ours[i] = w->lines[i]->nelts;
        if (!problem)
            problem = complete(w, i, pool);
        if (problem)
            return apr_psprintf(pool, "the built-in rules, %s: %s", language_name[i], problem);
    }
    return NULL;
}

const char *cc_wording_load(cc_wording_t **w, const char *extra, apr_size_t len, apr_pool_t *pool)
{
    cc_wording_t *made = apr_pcalloc(pool, sizeof *made);
    const char *problem;

    made->limits = pcre2_match_context_create(NULL);
    if (!made->limits)
        return "no memory";
    apr_pool_cleanup_register(pool, made->limits, free_limits, apr_pool_cleanup_null);
    pcre2_set_match_limit(made->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(made->limits, HEAP_LIMIT);
    problem = load_ours(made, pool);
    if (!problem && extra && !cc_text_valid(extra, len))
        problem = "the file is not UTF-8 text";
    if (!problem && extra)
        problem = take_lines(made, -1, strncmp(extra, "\xEF\xBB\xBF", 3) == 0 ? extra + 3 : extra, pool);
    if (!problem)
        *w = made;
    return problem;
}

/* ---- checking ---- */

/* A few marks side by side are one question. */
static int count_questions(const char *normal)
{
    int count = 0;

    for (const char *c = normal; *c; c++)
        count += *c == '?' && c[1 + strspn(c + 1, "!")] != '?';
    return count;
}

static text_t read_text(int language, const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    text_t text = {NULL, 0, 0, 0, false};
    apr_size_t end = len;

    if (!cc_text_valid(bytes, len)) {
        bytes = cc_text_repair(bytes, len, pool);
        end = len = strlen(bytes);
    }
    for (apr_size_t i = 0; i < len; i++)
        if ((bytes[i] & 0xC0) != 0x80 && text.characters++ == CC_WORDING_READ)
            end = i;
    text.normal = cc_wording_normal(bytes, end, strcmp(language_name[language], "de") == 0, &text.len, pool);
    text.questions = count_questions(text.normal);
    return text;
}

static bool fires(const cc_wording_t *w, const line_t *line, text_t *text)
{
    int found;

    if (line->holds)
        return line->holds(text);
    found = match(w, line, text->normal, text->len);
    if (found < 0)
        text->unfinished = true;
    return found > 0;
}

/* Puts a finding behind those that are there. Of the rule's lines, the first one speaks. */
static void report(apr_array_header_t *findings, const cc_finding_t *finding)
{
    for (int i = 0; i < findings->nelts; i++)
        if (strcmp(APR_ARRAY_IDX(findings, i, cc_finding_t).rule, finding->rule) == 0)
            return;
    if (findings->nelts < CC_WORDING_FINDINGS)
        APR_ARRAY_PUSH(findings, cc_finding_t) = *finding;
}

/* Whether one of the rule's lines matched. */
static bool has_matched(const line_t *line, const bool *matched, int count, const char *rule)
{
    for (int i = 0; i < count; i++)
        if (matched[i] && strcmp(line[i].says.rule, rule) == 0)
            return true;
    return false;
}

static void check(apr_array_header_t *findings, const cc_wording_t *w, int language, text_t *text, apr_pool_t *pool)
{
    const line_t *line = (const line_t *)(const void *)w->lines[language]->elts;
    int count = w->lines[language]->nelts;
    bool *matched = apr_palloc(pool, (apr_size_t)count);

    for (int i = 0; i < count; i++)
        matched[i] = !line[i].holds && fires(w, &line[i], text);
    for (int i = 0; i < count; i++) /* now it is known whether a pattern gave up */
        matched[i] |= line[i].holds && fires(w, &line[i], text);
    for (int severity = 0; severity < SEVERITIES; severity++)
        for (int i = 0; i < count; i++)
            if (line[i].severity == severity &&
                (severity == NEED ? !has_matched(line, matched, count, line[i].says.rule) : matched[i]))
                report(findings, &line[i].says);
}

apr_array_header_t *cc_wording_check(const cc_wording_t *w, const char *lang, const char *bytes, apr_size_t len,
                                     apr_pool_t *pool)
{
    apr_array_header_t *findings = apr_array_make(pool, CC_WORDING_FINDINGS, sizeof(cc_finding_t));
    int language = language_of(lang);

    if (language >= 0) {
        text_t text = read_text(language, bytes, len, pool);

        check(findings, w, language, &text, pool);
    }
    return findings;
}

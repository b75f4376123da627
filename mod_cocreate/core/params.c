/* SPDX-License-Identifier: Apache-2.0 */
/* Query parameters by a table: name, shape, default. */
#include "params.h"

#include "form.h"
#include "text.h"
#include "wording.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define QUESTION_MAX 2000 /* bytes */

static bool one_of_sorts(const char *v)
{
    return strcmp(v, "trending") == 0 || strcmp(v, "top") == 0 || strcmp(v, "new") == 0;
}

/* A language that questions may be in. */
static bool is_language(const char *v)
{
    return strlen(v) == 2 && cc_wording_language(v);
}

/* A question to be checked. That it is text was seen by its reader. */
static bool is_question(const char *v)
{
    return strlen(v) <= QUESTION_MAX;
}

/* What somebody typed, to be looked for or written on: its page says what is wrong with it. */
static bool is_typed(const char *v)
{
    return *v != '\0';
}

/* One to fifty. */
static bool is_limit(const char *v)
{
    apr_size_t n = strspn(v, "0123456789");

    return n > 0 && n <= 2 && v[n] == '\0' && atoi(v) >= 1 && atoi(v) <= 50;
}

/* Where a list goes on: RANK_NUMBER, two numbers that PostgreSQL can take as bigint. */
static bool is_cursor(const char *v)
{
    apr_size_t rank, number;

    v += *v == '-';
    rank = strspn(v, "0123456789");
    if (rank < 1 || rank > 18 || v[rank] != '_')
        return false;
    v += rank + 1;
    number = strspn(v, "0123456789");
    return number >= 1 && number <= 18 && v[number] == '\0';
}

static const struct {
    const char *name;
    bool (*valid)(const char *value);
    const char *standard; /* what an absent one means; NULL: nothing */
    bool passing;         /* not part of the page's address: a confirmation, words under way */
} known_params[] = {
    {"sort", one_of_sorts, "trending", false}, {"kind", cc_text_key, NULL, false}, {"stage", cc_text_key, NULL, false},
    {"phase", cc_text_key, NULL, false},       {"from", cc_text_key, NULL, false}, {"after", is_cursor, NULL, false},
    {"limit", is_limit, "20", false},          {"lang", is_language, NULL, true},  {"text", is_question, NULL, true},
    {"done", cc_text_key, NULL, true},         {"title", is_typed, NULL, false},   {"q", is_typed, NULL, false},
};
#define KNOWN (sizeof known_params / sizeof known_params[0])

bool cc_params_listed(const char *list, const char *name)
{
    apr_size_t len = strlen(name);

    for (const char *at = len ? list : NULL; at && (at = strstr(at, name)); at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

bool cc_params_is_fleeting(const char *name)
{
    for (apr_size_t i = 0; i < KNOWN; i++)
        if (strcmp(known_params[i].name, name) == 0)
            return known_params[i].passing || known_params[i].valid == is_typed;
    return false;
}

const cc_error_t *cc_params_take(apr_table_t *params, const char *known, const char *query, const char **bad,
                                 apr_pool_t *pool)
{
    cc_form_t *sent = cc_form_parse(query ? query : "", query ? strlen(query) : 0, pool);

    for (apr_size_t i = 0; i < KNOWN; i++) {
        const char *name = known_params[i].name;
        const cc_field_t *field;

        if (!cc_params_listed(known, name))
            continue;
        field = cc_form_field(sent, name);
        if (field && (field->repeated || !field->valid || (*field->value && !known_params[i].valid(field->value)))) {
            *bad = name;
            return cc_error(CC_E_PARAMETER);
        }
        if (field && *field->value) /* "?kind=" is what a filter form sends for "any" */
            apr_table_setn(params, name, field->value);
        else if (known_params[i].standard)
            apr_table_setn(params, name, known_params[i].standard);
    }
    return NULL;
}

const char *cc_params_canonical(const apr_table_t *params, const char *known, apr_pool_t *pool)
{
    const char *out = "";

    for (apr_size_t i = 0; i < KNOWN; i++) {
        const char *name = known_params[i].name, *standard = known_params[i].standard;
        const char *value = cc_params_listed(known, name) ? apr_table_get(params, name) : NULL;

        if (value && !known_params[i].passing && (!standard || strcmp(value, standard) != 0))
            out = apr_pstrcat(pool, out, *out ? "&" : "?", name, "=", cc_form_escape(value, pool), NULL);
    }
    return out;
}

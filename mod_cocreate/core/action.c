/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actions: one form, one SQL function, one round trip.
 *
 * The route names the function and what it takes: "vote_cast(site, subject, name, group, number, value)". What the
 * path, the query and the viewer give comes from work->params, the rest from the form. `form` is the whole form as one
 * JSON object, for functions whose fields are many or are named by rows of the database. `null` is NULL: what another
 * row's path gives to the same function, and this one's does not, so that no form can. The function returns its outcome,
 * or one row per refusal, as rows; they go into the document like the rows of any page.
 */
#include "work.h"

#include "clock.h"
#include "document.h"
#include "json.h"
#include "params.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

#define TOKEN_BYTES 16
#define NO_TEXT     "\xEF\xBF\xBE" /* U+FFFE, a character that every rule refuses */

/* ---- what an action takes ---- */

typedef struct signature_t {
    cc_statement_t statement;
    const char *name[CC_DB_PARAMS_MAX];
} signature_t;

static signature_t signature_of(const char *action, apr_pool_t *pool)
{
    signature_t s = {.statement = {.params = 0}};
    apr_size_t len = strcspn(action, "(");
    char *names = apr_pstrdup(pool, action + len + 1), *name;
    const char *dollars = "";

    names[strcspn(names, ")")] = '\0';
    while ((name = strsep(&names, ",")) != NULL && s.statement.params < CC_DB_PARAMS_MAX) {
        s.name[s.statement.params++] = name + strspn(name, " ");
        dollars = apr_psprintf(pool, "%s%s$%d", dollars, *dollars ? ", " : "", s.statement.params);
    }
    s.statement.name = apr_pstrmemdup(pool, action, len);
    s.statement.sql = apr_pstrcat(pool, "SELECT * FROM ", s.statement.name, "(", dollars, ")", NULL);
    return s;
}

/*
 * Who somebody is, and what was found in the words, never comes from a form, whatever the form says; `null` comes from
 * nowhere.
 */
static bool is_never_sent(const char *name)
{
    return cc_params_listed("site subject name group firm moderator admin findings null", name);
}

/* The field `name` as it was sent, NULL when it was not. */
static const cc_field_t *field_of(const cc_work_t *work, const char *name)
{
    bool ours = is_never_sent(name) || apr_table_get(work->params, name);

    return work->form && !ours ? cc_form_field(work->form, name) : NULL;
}

static const char *sent(const cc_work_t *work, const char *name)
{
    const cc_field_t *field = field_of(work, name);

    return field ? field->value : NULL;
}

const char *cc_action_said(const cc_work_t *work, const char *name)
{
    const char *known = apr_table_get(work->params, name);

    return known ? known : sent(work, name);
}

static bool takes(const signature_t *s, const char *name)
{
    for (int i = 0; i < s->statement.params; i++)
        if (strcmp(s->name[i], name) == 0)
            return true;
    return false;
}

/* The fields that the action takes, in the order of its parameters, or all of them as they came. Returns how many. */
static int fields_of(const cc_field_t **field, const signature_t *s, const cc_work_t *work)
{
    int count = 0;

    if (takes(s, "form")) {
        for (; count < work->form->count; count++)
            field[count] = &work->form->field[count];
        return count;
    }
    for (int i = 0; i < s->statement.params; i++) {
        field[count] = field_of(work, s->name[i]);
        count += field[count] != NULL;
    }
    return count;
}

/* ---- reading ---- */

static bool is_form_type(const char *type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    apr_size_t len = type ? strcspn(type, "; \t") : 0;

    return len == sizeof form - 1 && strncasecmp(type, form, len) == 0;
}

const cc_error_t *cc_action_read(cc_work_t *work)
{
    const cc_request_t *r = work->request;
    const char *bytes;
    apr_size_t len;
    const cc_error_t *error;

    if (!is_form_type(r->content_type))
        return cc_error(CC_E_TYPE);
    error = r->read_body(r->baton, CC_BODY_MAX, &bytes, &len);
    if (error)
        return error;
    work->form = cc_form_parse(bytes, len, work->pool);
    return work->form->overflow ? cc_error(CC_E_TOO_LARGE) : NULL;
}

/* ---- running ---- */

/* A field that came twice: which one was meant? Refused before the database sees either. */
static bool has_repeated_field(const signature_t *s, const cc_work_t *work)
{
    const cc_field_t *field[CC_FORM_FIELDS];
    int count = fields_of(field, s, work);

    for (int i = 0; i < count; i++)
        if (field[i]->repeated)
            return true;
    return false;
}

/* The form as {"field": "value", ...}. */
static const char *form_json(const cc_form_t *form, apr_pool_t *pool)
{
    const char *name[CC_FORM_FIELDS], *value[CC_FORM_FIELDS];

    for (int i = 0; i < form->count; i++) {
        name[i] = form->field[i].name;
        value[i] = form->field[i].valid ? form->field[i].value : NO_TEXT;
    }
    return cc_json_object(name, value, form->count, pool);
}

/*
 * What the rules get for $n. Bytes that are no text go to them as one character that they refuse: so this error is
 * reported together with the others, at its own field.
 */
static const char *value_for(const cc_work_t *work, const char *name)
{
    const char *known = apr_table_get(work->params, name);
    const cc_field_t *field;

    if (known)
        return known;
    if (strcmp(name, "form") == 0)
        return form_json(work->form, work->pool);
    if (strcmp(name, "findings") == 0)
        return cc_findings_json(work);
    field = field_of(work, name);
    return !field ? NULL : field->valid ? field->value : NO_TEXT;
}

/* The first row of the rules' outcome as an error; NULL when it is a success. The key of a field is none of the whole. */
static const cc_error_t *outcome(cc_rows_t *rows, cc_work_t *work)
{
    const cc_error_t *error = cc_page_outcome(rows, work->pool);

    if (!error)
        return NULL;
    work->refusals = rows;
    work->bad = cc_rows_value(rows, 0, cc_rows_column(rows, "@field"));
    return work->bad ? cc_error_of(error->status, NULL, work->pool) : error;
}

static const cc_error_t *act(cc_call_t *call, const cc_work_t *work)
{
    const cc_env_t *env = work->env;

    if (work->route->batch)
        return cc_combine_run(env->combine, call, &env->log, work->pool);
    return cc_db_act(env->db, call, &env->log, work->pool);
}

/* Whoever has done something reads it from now on, and nothing older. */
static void note_member(const cc_work_t *work)
{
    const cc_env_t *env = work->env;
    const char *own = cc_page_own_topic(work);

    if (env->board && own)
        cc_board_raise(env->board, env->database, env->settings->site, own);
}

const cc_error_t *cc_action_run(const char **location, const char **done, cc_work_t *work)
{
    signature_t s = signature_of(work->route->action, work->pool);
    cc_call_t call = {.statement = &s.statement};
    const cc_error_t *error;
    apr_time_t began;

    if (has_repeated_field(&s, work))
        return cc_error(CC_E_REFUSED);
    error = cc_page_site(work);
    if (error)
        return error;
    for (int i = 0; i < s.statement.params; i++)
        call.value[i] = value_for(work, s.name[i]);
    began = cc_clock();
    error = act(&call, work);
    work->reply->timing.db += cc_clock() - began;
    if (error)
        return error;
    if (cc_rows_count(call.rows) == 0)
        return cc_log(&work->env->log, cc_error(CC_E_DB_SQL), "%s: no outcome", s.statement.name);
    error = outcome(call.rows, work);
    if (error)
        return error;
    *location = cc_rows_value(call.rows, 0, cc_rows_column(call.rows, "@location"));
    *done = cc_rows_value(call.rows, 0, cc_rows_column(call.rows, "@done"));
    note_member(work);
    return *location ? NULL : cc_log(&work->env->log, cc_error(CC_E_DB_SQL), "%s: no location", s.statement.name);
}

/* ---- the form that comes back ---- */

static void add_refusal(xmlNodePtr parent, const char *field, const char *key)
{
    xmlNodePtr node = cc_document_element(parent, "refusal");

    cc_document_attribute(node, "field", field);
    cc_document_attribute(node, "key", key);
}

static void add_repeated(xmlNodePtr parent, const signature_t *s, const cc_work_t *work)
{
    const cc_field_t *field[CC_FORM_FIELDS];
    int count = fields_of(field, s, work);

    for (int i = 0; i < count; i++)
        if (field[i]->repeated)
            add_refusal(parent, field[i]->name, "repeated");
}

/* What the action takes, and where to go back to. */
static void add_typed(xmlNodePtr root, const signature_t *s, const cc_work_t *work)
{
    xmlNodePtr typed = cc_document_element(root, "typed");
    const cc_field_t *field[CC_FORM_FIELDS + 1];
    int count = fields_of(field, s, work);

    field[count] = takes(s, "form") ? NULL : field_of(work, "back");
    count += field[count] != NULL;
    for (int i = 0; i < count; i++)
        if (strcmp(field[i]->name, "token") != 0) {
            xmlNodePtr node = cc_document_element(typed, "field");

            cc_document_attribute(node, "name", field[i]->name);
            cc_document_text(node, field[i]->value);
        }
}

static bool is_token(const char *token)
{
    apr_size_t n = token ? strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") : 0;

    return n >= 16 && n <= 64 && token[n] == '\0';
}

/* The token that came with the form, so that sending it again is the same deed; a new one for a new form. */
static const char *token_for(const cc_work_t *work)
{
    unsigned char bytes[TOKEN_BYTES];
    const char *token = sent(work, "token");

    if (is_token(token))
        return token;
    work->env->random(bytes, sizeof bytes);
    return apr_pescape_hex(work->pool, bytes, sizeof bytes, 0);
}

void cc_action_form(xmlNodePtr root, const cc_error_t *error, const cc_work_t *work)
{
    signature_t s;
    xmlNodePtr refusals;

    cc_document_attribute(cc_document_element(root, "form"), "token", token_for(work));
    if (!work->form)
        return;
    s = signature_of(work->route->action, work->pool);
    if (error && work->refusals) {
        cc_page_rows(root, "refusals/refusal", work->refusals, work);
    } else if (error) {
        refusals = cc_document_element(root, "refusals");
        if (error->status == 422)
            add_repeated(refusals, &s, work);
        else
            add_refusal(refusals, NULL, error->key);
    }
    add_typed(root, &s, work);
    if (error)
        cc_findings_add(root, work);
}

/* ---- back ---- */

const char *cc_action_back(const cc_work_t *work)
{
    const char *back = sent(work, "back"), *bare;
    apr_table_t *unused = apr_table_make(work->pool, 2);
    const cc_route_t *route;
    unsigned as;

    if (!back || *back != '/' || strlen(back) > 500 ||
        strspn(back, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?&=_-.~%") != strlen(back))
        return NULL;
    route = cc_route_find(apr_pstrmemdup(work->pool, back, strcspn(back, "?")), &as, &bare, unused, work->pool);
    return route && route->page && as == 0 ? back : NULL;
}

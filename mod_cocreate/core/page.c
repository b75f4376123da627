/* SPDX-License-Identifier: Apache-2.0 */
/* Pages: named queries in, a document out. */
#include "work.h"

#include "clock.h"
#include "document.h"
#include "params.h"

#include <apr_atomic.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* ---- the root ---- */

/* The path as links write it: the overview is the base itself. */
static const char *shown_path(const cc_work_t *work)
{
    return strcmp(work->path, "/overview") == 0 ? "/" : work->path;
}

static const char *login_link(const cc_work_t *work, const char *path)
{
    const cc_settings_t *s = work->env->settings;

    return apr_pstrcat(work->pool, s->login, cc_form_escape(apr_pstrcat(work->pool, s->base, path, NULL), work->pool),
                       NULL);
}

/* The nearest address that can be read: this one, or one above it. */
static const char *readable_path(const cc_work_t *work)
{
    apr_table_t *unused = apr_table_make(work->pool, 4);
    const char *bare;
    unsigned as;

    for (char *path = apr_pstrdup(work->pool, work->path); *path; *strrchr(path, '/') = '\0') {
        const cc_route_t *route = cc_route_find(path, &as, &bare, unused, work->pool);

        if (route && route->page)
            return path;
    }
    return "/";
}

/* Where a person who must sign in first comes back to: the page itself, or the page of the form that was sent. */
static const char *return_path(const cc_work_t *work, const char *query)
{
    const cc_route_t *route = work->route;
    const char *path = NULL;

    if (route && (work->form || !route->page)) {
        path = route->form ? cc_route_path(route->form, work->params, work->pool) : NULL;
        return path ? path : readable_path(work);
    }
    return apr_pstrcat(work->pool, shown_path(work), query, NULL);
}

static void add_viewer(xmlNodePtr root, const cc_work_t *work)
{
    const cc_viewer_t *viewer = &work->viewer;
    xmlNodePtr node;

    if (!viewer->subject)
        return;
    node = cc_document_element(root, "viewer");
    cc_document_attribute(node, "name", apr_table_get(work->params, "name"));
    cc_document_attribute(node, "group", apr_table_get(work->params, "group"));
    cc_document_attribute(node, "moderator", viewer->moderator ? "yes" : NULL);
    cc_document_attribute(node, "admin", viewer->admin ? "yes" : NULL);
    cc_document_attribute(node, "link", work->link ? "yes" : NULL);
}

static void add_request(xmlNodePtr root, const cc_work_t *work)
{
    xmlNodePtr node = cc_document_element(root, "request");
    char *names = apr_pstrdup(work->pool, work->route && work->route->params ? work->route->params : ""), *name;

    while ((name = strsep(&names, " ")) != NULL)
        if (*name)
            cc_document_attribute(node, name, apr_table_get(work->params, name));
}

/* The root with what is known without the database. Nothing of the viewer unless the page is the viewer's alone. */
static xmlNodePtr new_root(const char *page, cc_audience_t audience, const cc_work_t *work)
{
    const cc_settings_t *s = work->env->settings;
    xmlNodePtr root = cc_document_new(work->pool);
    const char *query = work->route ? cc_params_canonical(work->params, work->route->params, work->pool) : "";

    cc_document_attribute(root, "page", page);
    cc_document_attribute(root, "site", s->site);
    cc_document_attribute(root, "base", s->base);
    cc_document_attribute(root, "origin", work->request->server);
    cc_document_attribute(root, "path", work->path);
    cc_document_attribute(root, "href", apr_pstrcat(work->pool, s->base, shown_path(work), query, NULL));
    cc_document_attribute(root, "lang", s->language);
    cc_document_attribute(root, "link", work->link);
    cc_document_attribute(root, "representation", cc_as_name(work->as));
    add_request(root, work);
    if (s->login)
        cc_document_attribute(cc_document_element(root, "login"), "href", login_link(work, return_path(work, query)));
    if (audience == CC_AUDIENCE_VIEWER)
        add_viewer(root, work);
    return root;
}

xmlNodePtr cc_page_error(const cc_error_t *error, const cc_work_t *work)
{
    xmlNodePtr root = new_root("error", CC_AUDIENCE_VIEWER, work);
    xmlNodePtr node = cc_document_element(root, "error");

    cc_document_attribute(node, "status", apr_itoa(work->pool, error->status));
    cc_document_attribute(node, "key", error->key);
    cc_document_attribute(node, "name", work->bad);
    return root;
}

/* ---- queries ---- */

cc_call_t cc_page_call(const cc_query_t *query, const apr_table_t *params)
{
    cc_call_t call = {.statement = &query->statement};

    for (int i = 0; query->takes[i]; i++)
        call.value[i] = apr_table_get(params, query->takes[i]);
    return call;
}

const char *cc_page_own_topic(const cc_work_t *work)
{
    const char *subject = apr_table_get(work->params, "subject");

    return subject ? apr_pstrcat(work->pool, "member ", subject, NULL) : NULL;
}

/* Whether the replica has what the page shows and what its reader has written. */
static bool replica_will_do(const cc_work_t *work)
{
    const cc_env_t *env = work->env;
    const char *own;
    uint64_t has;

    if (!env->replica)
        return false;
    own = cc_page_own_topic(work);
    has = cc_board_get(&env->board->db[env->database].replica_has);
    return work->as_of <= has && (!own || cc_board_version(env->board, env->database, env->settings->site, own) <= has);
}

const cc_error_t *cc_page_run(cc_call_t *call, int count, const cc_work_t *work)
{
    const cc_env_t *env = work->env;
    const cc_error_t *error = cc_error(CC_E_DB_DOWN);
    apr_time_t began = cc_clock();

    if (work->request->database_away)
        return error;
    if (replica_will_do(work))
        error = cc_db_run(env->replica, call, count, &env->log, work->pool);
    if (error)
        error = cc_db_run(env->db, call, count, &env->log, work->pool);
    work->reply->timing.db += cc_clock() - began;
    return error;
}

/* What env->site_known says. */
enum { SITE_UNASKED, SITE_KNOWN, SITE_MISSING };

const cc_error_t *cc_page_site(const cc_work_t *work)
{
    const cc_settings_t *s = work->env->settings;
    cc_call_t call;
    const cc_error_t *error;

    if (apr_atomic_read32(work->env->site_known) == SITE_KNOWN)
        return NULL;
    call = cc_page_call(&cc_page_named("site")->query[0], work->params);
    error = cc_page_run(&call, 1, work);
    if (error)
        return error;
    if (cc_rows_count(call.rows) == 0) /* said once by each process */
        return cc_log(apr_atomic_cas32(work->env->site_known, SITE_MISSING, SITE_UNASKED) == SITE_UNASKED
                          ? &work->env->log
                          : NULL,
                      cc_error(CC_E_SITE_UNKNOWN),
                      "the database has no site \"%s\" (CocreateSite): run schema/install --site %s", s->site, s->site);
    apr_atomic_set32(work->env->site_known, SITE_KNOWN);
    return NULL;
}

const cc_error_t *cc_page_outcome(const cc_rows_t *rows, apr_pool_t *pool)
{
    const char *status = cc_rows_value(rows, 0, cc_rows_column(rows, "@status"));
    int code = status ? atoi(status) : 500;

    return code < 400 ? NULL : cc_error_of(code, cc_rows_value(rows, 0, cc_rows_column(rows, "@key")), pool);
}

const cc_query_t *cc_page_query(const cc_page_t *page, const char *element)
{
    for (int i = 0; i < page->count; i++)
        if (strcmp(page->query[i].element, element) == 0)
            return &page->query[i];
    return NULL;
}

/* What a page's own `outcome` query says; a page without one, or without a row of it, is all right. */
static const cc_error_t *outcome_of(const cc_page_t *page, const cc_call_t *call, apr_pool_t *pool)
{
    const cc_query_t *outcome = cc_page_query(page, "outcome");
    const cc_rows_t *rows = outcome ? call[outcome - page->query].rows : NULL;

    return rows && cc_rows_count(rows) > 0 ? cc_page_outcome(rows, pool) : NULL;
}

void cc_page_rows(xmlNodePtr root, const char *element, const cc_rows_t *rows, const cc_work_t *work)
{
    const cc_settings_t *s = work->env->settings;
    const cc_filters_t filters = {.wording = work->env->wording, .secret = s->secret, .site = s->site};

    cc_document_rows(root, element, rows, &filters, work->pool);
}

const cc_error_t *cc_page_document(xmlNodePtr *root, const cc_page_t *page, const cc_work_t *work)
{
    cc_call_t call[CC_DB_CALLS_MAX];
    const cc_error_t *error = cc_page_site(work);

    for (int i = 0; i < page->count; i++)
        call[i] = cc_page_call(&page->query[i], work->params);
    if (!error && page->count)
        error = cc_page_run(call, page->count, work);
    if (error)
        return error;
    error = outcome_of(page, call, work->pool);
    if (!error)
        *root = new_root(page->name, page->audience, work);
    for (int i = 0; i < page->count; i++) {
        if (!error && strcmp(page->query[i].element, "outcome") != 0)
            cc_page_rows(*root, page->query[i].element, call[i].rows, work);
        cc_rows_free(call[i].rows);
    }
    return error;
}

/* ---- slots ---- */

/* The keys of those slots of `body` that `query` answers, as a PostgreSQL array "{17,4}"; NULL when there is none. */
static const char *keys_for(const cc_query_t *query, const cc_body_t *body, apr_pool_t *pool)
{
    apr_array_header_t *keys = apr_array_make(pool, 64, sizeof(char *));

    for (int i = 0; i < body->count; i++) {
        const cc_segment_t *s = &body->segment[i];
        char *name, *key;

        if (s->kind != CC_SEG_CHOOSE && s->kind != CC_SEG_VALUE)
            continue;
        name = apr_pstrmemdup(pool, body->bytes + s->start, s->len);
        key = strchr(name, ' ');
        if (!key)
            continue;
        *key++ = '\0';
        if (*key && strspn(key, "0123456789") == strlen(key) && cc_params_listed(query->fills, name))
            APR_ARRAY_PUSH(keys, char *) = key;
    }
    return keys->nelts ? apr_pstrcat(pool, "{", apr_array_pstrcat(pool, keys, ','), "}", NULL) : NULL;
}

void cc_page_keys(const char **keys, const cc_body_t *body, apr_pool_t *pool)
{
    const cc_page_t *page = cc_page_named("slots");

    for (int i = 0; i < CC_SLOT_QUERIES; i++)
        keys[i] = i < page->count && body->slots ? keys_for(&page->query[i], body, pool) : NULL;
}

/* The rows stay as long as the request: their words are pointed to, not copied. */
static void take_answers(cc_answers_t *answers, const cc_rows_t *rows)
{
    int slot = cc_rows_column(rows, "@slot"), value = cc_rows_column(rows, "@value");

    for (int row = 0; row < cc_rows_count(rows); row++)
        apr_hash_set(answers, cc_rows_value(rows, row, slot), APR_HASH_KEY_STRING, cc_rows_value(rows, row, value));
}

/* What is known without the database: who it is, and that the database is away. NULL for a visitor of a good page. */
static cc_answers_t *answers_known(const cc_work_t *work)
{
    const cc_viewer_t *viewer = &work->viewer;
    bool member = viewer->subject && !work->link;
    const struct {
        const char *name;
        bool yes;
    } known[] = {{"member", member},
                 {"moderator", member && viewer->moderator},
                 {"admin", member && viewer->admin},
                 {"late", work->reply->late}};
    cc_answers_t *answers = member || work->reply->late ? apr_hash_make(work->pool) : NULL;

    for (apr_size_t i = 0; answers && i < sizeof known / sizeof known[0]; i++)
        if (known[i].yes)
            apr_hash_set(answers, known[i].name, APR_HASH_KEY_STRING, "yes");
    return answers;
}

const cc_error_t *cc_page_answers(cc_answers_t **answers, const char *const *keys, const cc_work_t *work)
{
    const cc_page_t *page = cc_page_named("slots");
    cc_call_t call[CC_SLOT_QUERIES];
    int count = 0;
    const cc_error_t *error;

    *answers = answers_known(work);
    if (!work->viewer.subject || work->link || work->reply->late)
        return NULL;
    for (int i = 0; i < page->count; i++)
        if (keys[i]) {
            apr_table_setn(work->params, "keys", keys[i]);
            call[count++] = cc_page_call(&page->query[i], work->params);
        }
    apr_table_unset(work->params, "keys");
    error = count ? cc_page_run(call, count, work) : NULL;
    for (int i = 0; i < count && !error; i++)
        take_answers(*answers, call[i].rows);
    return error;
}

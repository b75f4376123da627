/* SPDX-License-Identifier: Apache-2.0 */
/* The route table and the matching of paths; Accept. */
#include "embedded.h"
#include "params.h"
#include "route.h"
#include "unit.h"

#include <apr_hash.h>

static const cc_route_t *find(const char *path, unsigned *as, const char **bare, apr_table_t *params)
{
    return cc_route_find(path, as, bare, params, unit_pool);
}

static void each_path_finds_its_row(void **state)
{
    static const struct {
        const char *path, *pattern, *number; /* pattern NULL: no such path */
        unsigned as;
    } rows[] = {
        {"/", "/overview", NULL, 0},
        {"/overview", "/overview", NULL, 0},
        {"/overview.fragment", "/overview", NULL, CC_AS_FRAGMENT},
        {"/overview.csv", NULL, NULL, 0},
        {"/ideas", "/ideas", NULL, 0},
        {"/ideas.csv", "/ideas", NULL, CC_AS_CSV},
        {"/ideas.atom", "/ideas", NULL, CC_AS_ATOM},
        {"/ideas.pdf", NULL, NULL, 0},
        {"/ideas/", NULL, NULL, 0},
        {"/ideas/new", "/ideas/new", NULL, 0},
        {"/ideas/17", "/ideas/{number}", "17", 0},
        {"/ideas/17.xml", "/ideas/{number}", "17", CC_AS_XML},
        {"/ideas/17.csv", NULL, NULL, 0},
        {"/ideas/017", NULL, NULL, 0},
        {"/ideas/0", NULL, NULL, 0},
        {"/ideas/-1", NULL, NULL, 0},
        {"/ideas/1e3", NULL, NULL, 0},
        {"/ideas/999999999", "/ideas/{number}", "999999999", 0},
        {"/ideas/1000000000", NULL, NULL, 0},
        {"/ideas/17/edit", "/ideas/{number}/edit", "17", 0},
        {"/ideas/17/vote.fragment", "/ideas/{number}/vote", "17", CC_AS_FRAGMENT},
        {"/ideas/17/vote/", NULL, NULL, 0},
        {"/rounds.atom", "/rounds", NULL, CC_AS_ATOM},
        {"/rounds/new", "/rounds/new", NULL, 0},
        {"/rounds/4", "/rounds/{number}", "4", 0},
        {"/rounds/4.ics", "/rounds/{number}", "4", CC_AS_ICS},
        {"/rounds/4/cards/77/trace", "/rounds/{number}/cards/{card}/trace", "4", 0},
        {"/rounds/4/cards/77/trace.xml", "/rounds/{number}/cards/{card}/trace", "4", CC_AS_XML},
        {"/rounds/4/cards/77/trace.csv", NULL, NULL, 0},
        {"/rounds/4/cards/x/trace", NULL, NULL, 0},
        {"/rounds/4/links/281474976710656/end", "/rounds/{number}/links/{link}/end", "4", 0},
        {"/rounds/4/cards/999999999999999999", "/rounds/{number}/cards/{card}", "4", 0},
        {"/rounds/4/cards/1000000000000000000", NULL, NULL, 0},
        {"/rounds/1000000000/cards/7", NULL, NULL, 0},
        {"/rounds/4/nothing", NULL, NULL, 0},
        {"/promises.ics", "/promises", NULL, CC_AS_ICS},
        {"/ideas.ics", NULL, NULL, 0},
        {"/.xml", NULL, NULL, 0},
        {"/..", NULL, NULL, 0},
        {"", NULL, NULL, 0},
        {"ideas", NULL, NULL, 0},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++) {
        apr_table_t *params = apr_table_make(unit_pool, 2);
        const char *bare;
        unsigned as = 99;
        const cc_route_t *route = find(rows[i].path, &as, &bare, params);

        unit_holds(!route == !rows[i].pattern, rows[i].path, "is found, or not");
        if (route) {
            unit_same(rows[i].path, route->path, rows[i].pattern);
            unit_holds(as == rows[i].as, rows[i].path, "has its representation");
            if (rows[i].number)
                unit_same(rows[i].path, apr_table_get(params, "number"), rows[i].number);
        }
    }
}

/* The table names pages by text: each name must be a file of schema/pages, and its audience must fit its use. */
static void each_row_names_pages_that_exist(void **state)
{
    (void)state;
    for (int i = 0; i < cc_routes_count; i++) {
        const cc_route_t *r = &cc_routes[i];
        const char *const names[] = {r->page, r->csv, r->form, r->shows};

        for (int n = 0; n < COUNT(names); n++)
            unit_holds(!names[n] || cc_page_named(names[n]), r->path, "names a page that exists");
        unit_holds(r->page || r->action, r->path, "can be read or done");
        unit_holds(!(r->as & CC_AS_CSV) == !r->csv, r->path, "has a CSV query where it has the representation");
        unit_holds(!r->form || cc_page_named(r->form)->audience == CC_AUDIENCE_VIEWER, r->path,
                   "has a form of the viewer's own");
    }
}

/* A parameter of the viewer, of a query, or of a path. */
static bool exists(const char *name)
{
    static const char known[] =
        "site subject name group firm moderator admin sort kind stage phase from after limit lang "
        "text done keys snapshot wal since q title";
    const char *part = apr_pstrcat(unit_pool, "{", name, "}", NULL);
    bool found = cc_params_listed(known, name);

    for (int i = 0; i < cc_routes_count; i++)
        found |= strstr(cc_routes[i].path, part) != NULL;
    return found;
}

static void each_query_takes_what_there_is(void **state)
{
    (void)state;
    for (int p = 0; p < cc_pages_count; p++)
        for (int q = 0; q < cc_pages[p].count; q++) {
            const cc_query_t *query = &cc_pages[p].query[q];
            int n = 0;

            for (; query->takes[n]; n++) {
                unit_holds(exists(query->takes[n]), query->statement.name, "takes a parameter that exists");
            }
            unit_holds(n == query->statement.params, query->statement.name, "counts its parameters");
            unit_holds(strlen(query->statement.name) < 64, query->statement.name,
                       "has a name that PostgreSQL keeps whole");
        }
    assert_true(cc_schema_version > 0);
    assert_null(cc_page_named("no such page"));
}

/* A connection prepares a name once: two queries may share it only when they are the same. */
static void a_name_stands_for_one_query(void **state)
{
    apr_hash_t *queries = apr_hash_make(unit_pool);

    (void)state;
    for (int p = 0; p < cc_pages_count; p++)
        for (int q = 0; q < cc_pages[p].count; q++) {
            const cc_statement_t *s = &cc_pages[p].query[q].statement;
            const char *known = apr_hash_get(queries, s->name, APR_HASH_KEY_STRING);

            unit_holds(!known || strcmp(known, s->sql) == 0, s->name, "is the name of one query");
            apr_hash_set(queries, s->name, APR_HASH_KEY_STRING, s->sql);
        }
}

/* What a function takes must fit into a statement; findings need words to be looked at, and the other way round. */
static void each_action_can_be_called(void **state)
{
    (void)state;
    for (int i = 0; i < cc_routes_count; i++) {
        const cc_route_t *r = &cc_routes[i];
        const char *action = r->action ? r->action : "none()";
        int count = 1;

        for (const char *c = action; *c; c++)
            count += *c == ',';
        unit_holds(count <= CC_DB_PARAMS_MAX, r->path, "takes what a statement can hold");
        unit_holds(action[strlen(action) - 1] == ')', r->path, "has an action in parentheses");
        unit_holds(!strstr(action, "findings") || r->checks, r->path, "finds in what it checks");
        unit_holds(!r->checks || r->params || strstr(action, "findings"), r->path, "checks for something");
        unit_holds(!r->form || r->action, r->path, "has a form for an action");
    }
}

/* The functions that take from a form what the path of another row gives. */
static const char *const meant[] = {"advice_save card",    "reply_write card",     "trace_save insight",
                                    "trace_save action",   "trace_rest action",    "action_save action",
                                    "action_save insight", "priority_save insight"};

static void takes_it_from_its_path(const cc_route_t *r, const char *function, const char *name)
{
    const char *both = apr_pstrcat(unit_pool, function, " ", name, NULL);
    const char *part = apr_pstrcat(unit_pool, "{", name, "}", NULL);
    bool a_path_gives_it = false, is_meant = strstr(r->path, part) != NULL;

    for (int i = 0; i < cc_routes_count; i++)
        a_path_gives_it |= strstr(cc_routes[i].path, part) != NULL;
    for (int i = 0; i < COUNT(meant); i++)
        is_meant |= strcmp(both, meant[i]) == 0;
    unit_holds(!a_path_gives_it || is_meant, both, "is in the path of its row, or is meant to come from a form");
}

/* What one row's path gives, the form of another cannot give by accident: a new round is not round 7. */
static void what_paths_give_comes_from_paths(void **state)
{
    (void)state;
    for (int i = 0; i < cc_routes_count; i++) {
        char *names = apr_pstrdup(unit_pool, cc_routes[i].action ? cc_routes[i].action : "()"), *name;
        const char *function = strsep(&names, "(");

        names[strcspn(names, ")")] = '\0';
        while ((name = strsep(&names, ", ")) != NULL)
            if (*name)
                takes_it_from_its_path(&cc_routes[i], function, name);
    }
}

/* A misspelt filter would show Markdown as it was typed, and a rule's name for its words. */
static void each_filter_exists(void **state)
{
    static const char *const filters[] = {"markdown", "excerpt", "was", "now", "finding", "signed"};

    (void)state;
    for (int p = 0; p < cc_pages_count; p++)
        for (int q = 0; q < cc_pages[p].count; q++)
            for (const char *at = cc_pages[p].query[q].statement.sql; (at = strstr(at, "as \"")) != NULL;) {
                const char *alias = apr_pstrmemdup(unit_pool, at + 4, strcspn(at + 4, "\"")), *bar = strchr(alias, '|');
                bool found = !bar;

                for (int i = 0; bar && i < COUNT(filters); i++)
                    found |= strcmp(bar + 1, filters[i]) == 0;
                unit_holds(found, alias, "has a filter that exists");
                at += 4;
            }
}

static void the_address_of_a_page(void **state)
{
    apr_table_t *params = apr_table_make(unit_pool, 2);

    (void)state;
    assert_null(cc_route_path("idea_edit", params, unit_pool));
    apr_table_setn(params, "number", "17");
    assert_string_equal(cc_route_path("idea_edit", params, unit_pool), "/ideas/17/edit");
    assert_string_equal(cc_route_path("idea", params, unit_pool), "/ideas/17");
    assert_string_equal(cc_route_path("idea_new", params, unit_pool), "/ideas/new");
    assert_null(cc_route_path("no such page", params, unit_pool));
}

static void accept_chooses(void **state)
{
    static const unsigned all = CC_AS_PAGE | CC_AS_FRAGMENT | CC_AS_XML | CC_AS_ATOM | CC_AS_CSV;
    static const struct {
        const char *accept;
        unsigned wanted;
    } rows[] = {
        {NULL, CC_AS_PAGE},
        {"", CC_AS_PAGE},
        {"*/*", CC_AS_PAGE},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", CC_AS_PAGE},
        {"application/xml", CC_AS_XML},
        {"APPLICATION/XML", CC_AS_XML},
        {"text/html;q=0.5, application/xml;q=0.6", CC_AS_XML},
        {"text/html;q=0.6, application/xml;q=0.5", CC_AS_PAGE},
        {"application/atom+xml, */*;q=0.1", CC_AS_ATOM},
        {"text/csv", CC_AS_CSV},
        {"text/*", CC_AS_PAGE},
        {"application/*, text/html;q=0.2", CC_AS_XML},
        {"application/json", CC_AS_PAGE},
        {"application/xmlx", CC_AS_PAGE},
        {",,;q=, ;", CC_AS_PAGE},
        {"text/html;seq=0, application/xml;q=0.9", CC_AS_PAGE},
        {"text/html;level=1;q=0.1, application/xml; Q=0.2", CC_AS_XML},
        {"text/html;", CC_AS_PAGE},
        {"text/html;q=", CC_AS_PAGE},
        {"application/xml;q=0, text/csv;q=0.001", CC_AS_CSV},
    };

    (void)state;
    for (int i = 0; i < COUNT(rows); i++)
        unit_same(rows[i].accept ? rows[i].accept : "(none)", cc_as_name(cc_route_accept(all, rows[i].accept)),
                  cc_as_name(rows[i].wanted));
    assert_int_equal(cc_route_accept(CC_AS_PAGE, "application/xml"), CC_AS_PAGE);
}

UNIT_MAIN("route", test(each_path_finds_its_row), test(each_row_names_pages_that_exist),
          test(each_query_takes_what_there_is), test(a_name_stands_for_one_query), test(each_action_can_be_called),
          test(what_paths_give_comes_from_paths), test(each_filter_exists), test(the_address_of_a_page),
          test(accept_chooses))

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the wording check finds in the fields that a route names (.checks), for its action and for its page. The language
 * of the words is what `language` or `lang` says, otherwise that of the site.
 */
#include "work.h"

#include "document.h"
#include "json.h"

#include <apr_strings.h>
#include <string.h>

typedef struct found_t {
    const char *field;
    const cc_finding_t *finding;
} found_t;

static const char *language_of(const cc_work_t *work)
{
    static const char *const names[] = {"language", "lang"};

    for (int i = 0; i < 2; i++) {
        const char *said = cc_action_said(work, names[i]);

        if (said && *said)
            return said;
    }
    return work->env->settings->language;
}

static void find(apr_array_header_t *found, const char *field, const char *text, const cc_work_t *work)
{
    const apr_array_header_t *findings =
        cc_wording_check(work->env->wording, language_of(work), text, strlen(text), work->pool);

    for (int i = 0; i < findings->nelts; i++) {
        found_t *one = apr_array_push(found);

        one->field = field;
        one->finding = &APR_ARRAY_IDX(findings, i, cc_finding_t);
    }
}

/* An array of found_t, in the order of the route's list; NULL when there was nothing to check. */
static apr_array_header_t *find_all(const cc_work_t *work)
{
    char *fields = work->route ? apr_pstrdup(work->pool, work->route->checks) : NULL, *field;
    apr_array_header_t *found = NULL;

    while ((field = strsep(&fields, " ")) != NULL) {
        const char *text = cc_action_said(work, field);

        if (!text || !*text)
            continue;
        if (!found)
            found = apr_array_make(work->pool, 8, sizeof(found_t));
        find(found, field, text, work);
    }
    return found;
}

const char *cc_findings_json(const cc_work_t *work)
{
    static const char *const names[] = {"field", "rule", "severity", "category"};
    const apr_array_header_t *found = find_all(work);
    apr_array_header_t *objects = apr_array_make(work->pool, 8, sizeof(char *));

    for (int i = 0; found && i < found->nelts; i++) {
        const found_t *one = &APR_ARRAY_IDX(found, i, found_t);
        const char *values[] = {one->field, one->finding->rule, one->finding->severity, one->finding->category};

        APR_ARRAY_PUSH(objects, const char *) = cc_json_object(names, values, 4, work->pool);
    }
    return cc_json_array(objects, work->pool);
}

void cc_findings_add(xmlNodePtr root, const cc_work_t *work)
{
    const apr_array_header_t *found = find_all(work);
    xmlNodePtr parent = found ? cc_document_element(root, "findings") : NULL;

    for (int i = 0; found && i < found->nelts; i++) {
        const found_t *one = &APR_ARRAY_IDX(found, i, found_t);
        xmlNodePtr node = cc_document_element(parent, "finding");

        cc_document_attribute(node, "field", one->field);
        cc_document_attribute(node, "rule", one->finding->rule);
        cc_document_attribute(node, "severity", one->finding->severity);
        cc_document_attribute(node, "category", one->finding->category);
        cc_document_finding(node, "reason", one->finding);
    }
}

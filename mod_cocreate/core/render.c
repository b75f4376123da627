/* SPDX-License-Identifier: Apache-2.0 */
/* One transform a reply. Compiled sheets are shared by all threads; context and trees are this request's own. */
#include "render.h"

#include "calendar.h"
#include "document.h"
#include "html.h"
#include "theme_parts.h"

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/extra.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <stdio.h>
#include <string.h>

#define XML(s)         ((const xmlChar *)(s))
#define MAX_DEPTH      200      /* the default of 3000 overflows a thread's stack of 1 MB */
#define MAX_OPERATIONS 20000000 /* a page of 50 ideas takes some 20,000 */

/* The first thing that libxslt says, for our one log line. */
typedef struct heard_t {
    char words[500];
} heard_t;

static void __attribute__((format(printf, 2, 3))) hear(void *baton, const char *format, ...)
{
    heard_t *heard = baton;
    apr_size_t used = strlen(heard->words);
    va_list args;

    va_start(args, format);
    vsnprintf(heard->words + used, sizeof heard->words - used, format, args);
    va_end(args);
    for (char *c = heard->words; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
}

static void hear_xpath(void *baton, xmlErrorPtr error)
{
    hear(baton, "%s", error->message ? error->message : "XPath error");
}

/* Files, directories and network are out of reach for document() and every extension. */
static bool forbid_everything(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr context)
{
    static const xsltSecurityOption options[] = {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
                                                 XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
                                                 XSLT_SECPREF_WRITE_NETWORK};

    for (apr_size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (xsltSetSecurityPrefs(prefs, options[i], xsltSecurityForbid) != 0)
            return false;
    return xsltSetCtxtSecurityPrefs(prefs, context) == 0;
}

/* word(KEY): what the loader makes of <cc:text key="month.{XPATH}"/>. A word that the theme does not have says nothing. */
static void find_word(xmlXPathParserContextPtr parser, int arguments)
{
    const cc_theme_t *theme = xsltXPathGetTransformContext(parser)->_private;
    xmlChar *key = arguments == 1 ? xmlXPathPopString(parser) : NULL;
    const char *text = key ? apr_hash_get(theme->words, key, APR_HASH_KEY_STRING) : NULL;

    xmlFree(key);
    xmlXPathReturnString(parser, xmlStrdup(XML(text ? text : "")));
}

/* What a theme may use besides XPath's own functions. */
static void register_functions(xsltTransformContextPtr context)
{
    xsltRegisterExtFunction(context, BAD_CAST "word", BAD_CAST CC_THEME_NS, find_word);
    /* A theme may look at what it has made: html.xsl looks for words that no field of the page holds. */
    xsltRegisterExtFunction(context, BAD_CAST "node-set", BAD_CAST "http://exslt.org/common", xsltFunctionNodeSet);
}

static xmlDocPtr transform(xsltStylesheetPtr sheet, xmlDocPtr doc, const cc_theme_t *theme, heard_t *heard)
{
    xsltSecurityPrefsPtr prefs = xsltNewSecurityPrefs();
    xsltTransformContextPtr context = xsltNewTransformContext(sheet, doc);
    xmlDocPtr result = NULL;

    heard->words[0] = '\0';
    if (prefs && context && forbid_everything(prefs, context)) {
        context->maxTemplateDepth = MAX_DEPTH;
        context->opLimit = MAX_OPERATIONS;
        xsltSetTransformErrorFunc(context, heard, hear);
        context->xpathCtxt->error = hear_xpath;
        context->xpathCtxt->userData = heard;
        context->_private = (void *)theme;
        register_functions(context);
        result = xsltApplyStylesheetUser(sheet, doc, NULL, NULL, NULL, context);
        /* A transform that failed may leave half a result. */
        if (result && context->state != XSLT_STATE_OK) {
            xmlFreeDoc(result);
            result = NULL;
        }
    }
    if (context)
        xsltFreeTransformContext(context);
    if (prefs)
        xsltFreeSecurityPrefs(prefs);
    return result;
}

static xmlNodePtr part_named(xmlDocPtr result, const char *name)
{
    xmlNodePtr root = xmlDocGetRootElement(result);

    for (xmlNodePtr n = root ? root->children : NULL; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && n->ns && xmlStrEqual(n->ns->href, XML(CC_THEME_NS)) &&
            xmlStrEqual(n->name, XML(name)))
            return n;
    return NULL;
}

const cc_error_t *cc_render_html(cc_parts_t *parts, xmlDocPtr doc, const cc_theme_t *theme, const cc_log_t *log,
                                 apr_pool_t *pool)
{
    heard_t heard;
    xmlDocPtr result = transform(theme->html, doc, theme, &heard);
    const struct {
        const char *name;
        cc_body_t **body;
    } wanted[] = {{"title", &parts->title}, {"head", &parts->head}, {"body", &parts->body}};
    const cc_error_t *error = NULL;

    if (!result)
        return cc_log(log, cc_error(CC_E_RENDER), "html.xsl: %s", *heard.words ? heard.words : "no result");
    for (apr_size_t i = 0; i < sizeof wanted / sizeof wanted[0] && !error; i++) {
        xmlNodePtr part = part_named(result, wanted[i].name);

        error = part ? cc_html_write(wanted[i].body, part, log, pool)
                     : cc_log(log, cc_error(CC_E_RENDER), "html.xsl: the result has no cc:%s", wanted[i].name);
    }
    xmlFreeDoc(result);
    return error;
}

const cc_error_t *cc_render_atom(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                 const cc_log_t *log, apr_pool_t *pool)
{
    heard_t heard;
    xmlDocPtr result = transform(theme->atom, doc, theme, &heard);

    if (!result)
        return cc_log(log, cc_error(CC_E_RENDER), "atom.xsl: %s", *heard.words ? heard.words : "no result");
    *bytes = cc_document_xml(result, pool, len);
    xmlFreeDoc(result);
    return *bytes ? NULL : cc_log(log, cc_error(CC_E_RENDER), "atom.xsl: the result cannot be written");
}

const cc_error_t *cc_render_calendar(const char **bytes, apr_size_t *len, xmlDocPtr doc, const cc_theme_t *theme,
                                     const cc_log_t *log, apr_pool_t *pool)
{
    heard_t heard;
    xmlDocPtr result = transform(theme->calendar, doc, theme, &heard);
    const cc_error_t *error;

    if (!result)
        return cc_log(log, cc_error(CC_E_RENDER), "calendar.xsl: %s", *heard.words ? heard.words : "no result");
    error = cc_calendar_write(bytes, len, xmlDocGetRootElement(result), log, pool);
    xmlFreeDoc(result);
    return error;
}

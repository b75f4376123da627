/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading a theme: files read with APR, stylesheets parsed from memory and compiled.
 *
 * libxslt asks one global loader for what a sheet imports, so ours is swapped in for the compilation and out again on
 * every path; the configuration is read by one thread, before any other exists. The global error function is treated
 * alike: at compile time libxslt has no other way to say what is wrong.
 */
#include "theme.h"

#include "file.h"
#include "theme_parts.h"

#include <apr_escape.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/imports.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#define XML(s)    ((const xmlChar *)(s))
#define THEME_URI "cocreate:/theme/"
#define BASE_URI  "cocreate:/base/"

/* One loading under way. `problem` is the first thing that went wrong. */
typedef struct loading_t {
    cc_theme_t *theme;
    const char *folder, *base;
    apr_pool_t *pool;
    apr_sha1_ctx_t all; /* over every file that was read */
    char problem[800];
} loading_t;

static loading_t *loading; /* the one under way: libxslt gives its loader no baton */

static void complain(loading_t *l, const char *where, const char *what)
{
    if (!*l->problem)
        apr_snprintf(l->problem, sizeof l->problem, "%s: %s", where, what);
}

/* ---- files ---- */

/* The bytes of folder/name, NUL-terminated; NULL when there is no such file or it cannot be read. */
static char *read_file(loading_t *l, const char *folder, const char *name, apr_size_t *len)
{
    cc_file_t file;

    if (!folder || cc_file_read(&file, apr_pstrcat(l->pool, folder, "/", name, NULL), CC_THEME_FILE_MAX, l->pool))
        return NULL;
    *len = file.len;
    apr_sha1_update_binary(&l->all, (const unsigned char *)file.bytes, (unsigned)file.len);
    return file.bytes;
}

/* A file of the brand's folder, or of ours where the brand has none. */
static char *read_theme_file(loading_t *l, const char *name, apr_size_t *len)
{
    char *bytes = read_file(l, l->folder, name, len);

    return bytes ? bytes : read_file(l, l->base, name, len);
}

/* ---- words ---- */

static bool read_words_from(loading_t *l, const char *folder, const char *language)
{
    apr_size_t len;
    const char *name = apr_pstrcat(l->pool, "words/", language, ".txt", NULL), *problem;
    char *bytes = read_file(l, folder, name, &len);

    if (!bytes)
        return false;
    problem = cc_words_read(l->theme->words, bytes, l->pool);
    if (problem)
        complain(l, apr_pstrcat(l->pool, folder, "/", name, NULL), problem);
    return true;
}

/* English first, so that a brand's sheet may use a word that a translation does not have yet. */
static void read_words(loading_t *l, const char *language)
{
    bool found;

    read_words_from(l, l->base, "en");
    read_words_from(l, l->folder, "en");
    found = read_words_from(l, l->base, language);
    found |= read_words_from(l, l->folder, language);
    if (!found)
        complain(l, l->folder, apr_psprintf(l->pool, "no words/%s.txt here: the language is not known", language));
}

/* ---- assets ---- */

static const char *media_type(const char *name)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
    };
    const char *dot = strrchr(name, '.');

    for (apr_size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(dot, types[i].suffix) == 0)
            return types[i].type;
    return NULL;
}

/* Eight bytes of it, as hexadecimal. */
static const char *digest_of(apr_sha1_ctx_t *sha1, apr_pool_t *pool)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];

    apr_sha1_final(digest, sha1);
    return apr_pescape_hex(pool, digest, 8, 0);
}

static const char *with_hash(const char *name, const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    apr_sha1_ctx_t sha1;
    const char *dot = strrchr(name, '.');

    apr_sha1_init(&sha1);
    apr_sha1_update_binary(&sha1, (const unsigned char *)bytes, (unsigned)len);
    return apr_pstrcat(pool, apr_pstrmemdup(pool, name, (apr_size_t)(dot - name)), ".", digest_of(&sha1, pool), dot,
                       NULL);
}

static void add_asset(loading_t *l, const char *folder, const char *name)
{
    cc_asset_t *asset = apr_pcalloc(l->pool, sizeof *asset);

    asset->type = media_type(name);
    if (!asset->type)
        return;
    asset->bytes = read_file(l, folder, name, &asset->len);
    if (!asset->bytes) {
        complain(l, apr_pstrcat(l->pool, folder, "/", name, NULL), "cannot be read, or is larger than 1 MB");
        return;
    }
    asset->name = apr_pstrdup(l->pool, name);
    asset->hashed = with_hash(asset->name, asset->bytes, asset->len, l->pool);
    apr_hash_set(l->theme->assets, asset->name, APR_HASH_KEY_STRING, asset);
    apr_hash_set(l->theme->assets, asset->hashed, APR_HASH_KEY_STRING, asset);
}

static void add_assets(loading_t *l, const char *folder)
{
    apr_dir_t *dir;
    apr_finfo_t entry;

    if (!folder)
        return;
    if (apr_dir_open(&dir, folder, l->pool) != APR_SUCCESS) {
        complain(l, folder, "the theme's folder cannot be opened");
        return;
    }
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS)
        add_asset(l, folder, entry.name);
    apr_dir_close(dir);
}

const cc_asset_t *cc_theme_asset(const cc_theme_t *theme, const char *name, bool *hashed)
{
    const cc_asset_t *asset = apr_hash_get(theme->assets, name, APR_HASH_KEY_STRING);

    *hashed = asset && strcmp(asset->hashed, name) == 0;
    return asset;
}

/* ---- stylesheets ---- */

/* A sort whose order or type is computed corrupts the heap when two threads run it (libxslt 1.1.35). */
static bool is_computed_sort(xmlNodePtr node)
{
    for (xmlAttrPtr a = node->properties; a; a = a->next)
        if (!xmlStrEqual(a->name, XML("select")) && a->children && xmlStrchr(a->children->content, '{'))
            return true;
    return false;
}

/* Why a node must not be in a theme, NULL when it may. */
static const char *objection_to(xmlNodePtr node)
{
    bool xsl = node->ns && xmlStrEqual(node->ns->href, XSLT_NAMESPACE);

    if (xsl && xmlStrEqual(node->name, XML("sort")) && is_computed_sort(node))
        return "xsl:sort must have constant attributes; sort in SQL";
    if (!xsl && xmlStrEqual(node->name, XML("style")))
        return "a style element is not allowed; put it into the theme's CSS";
    if (!xsl && xmlStrEqual(node->name, XML("script")) && node->children)
        return "a script element must be empty; put its content into a file of the theme";
    return NULL;
}

static const char *objection_below(xmlNodePtr parent)
{
    const char *objection = NULL;

    for (xmlNodePtr node = parent->children; node && !objection; node = node->next)
        if (node->type == XML_ELEMENT_NODE) {
            objection = objection_to(node);
            if (!objection)
                objection = objection_below(node);
        }
    return objection;
}

/* Checks a parsed sheet and puts the words into it. False, with the problem told, when it must not be used. */
static bool make_ready(loading_t *l, xmlDocPtr doc, const char *name)
{
    const char *problem = NULL;

    if (doc->intSubset)
        problem = "a DOCTYPE is not allowed in a theme";
    else
        problem = objection_below((xmlNodePtr)doc);
    if (!problem)
        problem = cc_words_place(doc, l->theme, l->pool);
    if (problem)
        complain(l, name, problem);
    return problem == NULL;
}

/* The bytes behind one of our two URIs; nothing else is ever opened. */
static char *bytes_of(loading_t *l, const char *uri, apr_size_t *len)
{
    bool theme = strncmp(uri, THEME_URI, sizeof THEME_URI - 1) == 0;
    bool base = strncmp(uri, BASE_URI, sizeof BASE_URI - 1) == 0;
    const char *name = strchr(uri, ':') ? uri + (theme ? sizeof THEME_URI : sizeof BASE_URI) - 1 : uri;

    if ((!theme && !base) || strstr(name, "..") || strchr(name, '%'))
        return NULL;
    return theme ? read_theme_file(l, name, len) : read_file(l, l->base ? l->base : l->folder, name, len);
}

static xmlDocPtr load_sheet(const xmlChar *uri, xmlDictPtr dict, int options, void *unused, xsltLoadType type)
{
    loading_t *l = loading;
    apr_size_t len = 0;
    char *bytes = bytes_of(l, (const char *)uri, &len);
    xmlParserCtxtPtr parser;
    xmlDocPtr doc;

    (void)options, (void)unused, (void)type;
    if (!bytes) {
        complain(l, (const char *)uri, "no such file in the theme");
        return NULL;
    }
    parser = xmlNewParserCtxt();
    if (dict) { /* libxslt compares names by address */
        xmlDictFree(parser->dict);
        parser->dict = dict;
        xmlDictReference(dict);
    }
    doc = xmlCtxtReadMemory(parser, bytes, (int)len, (const char *)uri, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc) {
        const xmlError *e = xmlCtxtGetLastError(parser);

        complain(l, (const char *)uri,
                 e ? apr_psprintf(l->pool, "line %d: %s", e->line, e->message) : "is not well-formed XML");
    }
    xmlFreeParserCtxt(parser);
    if (doc && !make_ready(l, doc, (const char *)uri)) {
        xmlFreeDoc(doc);
        return NULL;
    }
    return doc;
}

static void __attribute__((format(printf, 2, 3))) hear_compiler(void *baton, const char *format, ...)
{
    loading_t *l = baton;
    apr_size_t used = strlen(l->problem);
    va_list args;

    if (used && l->problem[used - 1] != '\n' && used + 1 < sizeof l->problem)
        l->problem[used++] = ' ';
    va_start(args, format);
    apr_vsnprintf(l->problem + used, sizeof l->problem - used, format, args);
    va_end(args);
}

static apr_status_t free_sheet(void *sheet)
{
    xsltFreeStylesheet(sheet);
    return APR_SUCCESS;
}

static xsltStylesheetPtr compile(loading_t *l, const char *uri)
{
    xmlDocPtr doc = load_sheet(XML(uri), NULL, 0, NULL, XSLT_LOAD_START);
    xsltStylesheetPtr sheet = doc ? xsltParseStylesheetDoc(doc) : NULL;

    if (doc && !sheet)
        xmlFreeDoc(doc);
    if (sheet && (sheet->errors || *l->problem)) {
        complain(l, uri, "does not compile");
        xsltFreeStylesheet(sheet);
        sheet = NULL;
    }
    if (sheet)
        apr_pool_cleanup_register(l->pool, sheet, free_sheet, apr_pool_cleanup_null);
    return sheet;
}

static void compile_all(loading_t *l)
{
    xmlGenericErrorFunc said = xsltGenericError;
    void *said_to = xsltGenericErrorContext;
    xmlGenericErrorFunc xpath_said = xmlGenericError;
    void *xpath_said_to = xmlGenericErrorContext;
    xsltDocLoaderFunc loads = xsltDocDefaultLoader;

    loading = l;
    xsltSetGenericErrorFunc(l, hear_compiler);
    xmlSetGenericErrorFunc(l, hear_compiler); /* XPath expressions */
    xsltSetLoaderFunc(load_sheet);
    l->theme->html = compile(l, THEME_URI "html.xsl");
    if (l->theme->html)
        l->theme->atom = compile(l, THEME_URI "atom.xsl");
    if (l->theme->atom)
        l->theme->calendar = compile(l, THEME_URI "calendar.xsl");
    xsltSetLoaderFunc(loads);
    xmlSetGenericErrorFunc(xpath_said_to, xpath_said);
    xsltSetGenericErrorFunc(said_to, said);
    loading = NULL;
}

/* ---- all of it ---- */

const char *cc_theme_version(const cc_theme_t *theme)
{
    return theme->version;
}

const char *cc_theme_page(const cc_theme_t *theme, apr_size_t *len)
{
    *len = theme->page_len;
    return theme->page;
}

static void one_line(char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ')
            *s = ' ';
}

const cc_error_t *cc_theme_load(cc_theme_t **result, const char *folder, const char *base, const char *language,
                                const cc_log_t *log, apr_pool_t *pool)
{
    cc_theme_t *theme = apr_pcalloc(pool, sizeof *theme);
    loading_t l = {.theme = theme, .folder = folder, .base = base, .pool = pool};

    apr_sha1_init(&l.all);
    theme->words = apr_hash_make(pool);
    theme->assets = apr_hash_make(pool);
    add_assets(&l, base);
    add_assets(&l, folder);
    if (!*l.problem)
        read_words(&l, language);
    theme->page = read_theme_file(&l, "page.html", &theme->page_len);
    if (!theme->page || !strstr(theme->page, "<!--cocreate:body-->"))
        complain(&l, folder, "page.html is missing, or has no <!--cocreate:body-->");
    if (!*l.problem)
        compile_all(&l);
    if (*l.problem || !theme->html || !theme->atom || !theme->calendar) {
        one_line(l.problem);
        return cc_log(log, cc_error(CC_E_THEME), "theme %s: %s", folder, l.problem);
    }
    theme->version = digest_of(&l.all, pool);
    *result = theme;
    return NULL;
}

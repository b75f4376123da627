/* SPDX-License-Identifier: Apache-2.0 */
/* The name of what is kept, its topics, and whether it is good. */
#include "keep.h"

#include "clock.h"
#include "params.h"

#include <apr_strings.h>
#include <string.h>

/* ---- its name ---- */

#define KEY_MAX 2048

/* A name under way: words with line ends between, which no word holds. `well` is false when there is to be none. */
typedef struct {
    char text[KEY_MAX];
    apr_size_t len;
    bool well;
} name_t;

static void add_word(name_t *name, const char *word)
{
    apr_size_t len = word ? strlen(word) : 0;

    if (name->len + len + 1 >= KEY_MAX || (word && memchr(word, '\n', len))) {
        name->well = false;
        return;
    }
    if (word)
        memcpy(name->text + name->len, word, len);
    name->len += len;
    name->text[name->len++] = '\n';
}

/* The parameters of the route, each with what it says here. */
static void add_params(name_t *name, const cc_work_t *work)
{
    char *names = apr_pstrdup(work->pool, work->route->params ? work->route->params : ""), *param;

    while ((param = strsep(&names, " ")) != NULL) {
        const char *value = apr_table_get(work->params, param);

        if (value && cc_params_is_fleeting(param))
            name->well = false;
        else if (value) {
            add_word(name, param);
            add_word(name, value);
        }
    }
}

/*
 * Everybody's page has one body. A page of the viewer's own is the same for all who have not signed in, and is kept for
 * them alone. A guest by a signed link is no visitor.
 */
static const char *readers_of(const cc_page_t *page, const cc_work_t *work)
{
    if (!page->topics || work->form || work->link)
        return NULL;
    if (page->audience == CC_AUDIENCE_ALL)
        return "all";
    return work->viewer.subject ? NULL : "visitors";
}

bool cc_keep_is_shared(const cc_page_t *page, const cc_work_t *work)
{
    return readers_of(page, work) != NULL;
}

/* Whatever makes one reply differ from another. */
static const char *name_of(const cc_page_t *page, const cc_work_t *work)
{
    const cc_settings_t *s = work->env->settings;
    const char *readers = readers_of(page, work);
    name_t name = {.len = 0, .well = true};

    if (!work->env->cache || !readers)
        return NULL;
    add_word(&name, apr_psprintf(work->pool, "%d %d", work->env->database, s->place));
    add_word(&name, s->site);
    add_word(&name, s->base);
    add_word(&name, s->language);
    add_word(&name, s->login);
    add_word(&name, cc_theme_version(work->env->theme));
    add_word(&name, readers);
    add_word(&name, cc_as_name(work->as));
    add_word(&name, work->request->server);
    add_word(&name, work->path);
    add_params(&name, work);
    return name.well ? apr_pstrmemdup(work->pool, name.text, name.len) : NULL;
}

/* ---- its topics ---- */

/* "idea {number}" with the number of this request; NULL when the address has none. */
static const char *filled(const char *topic, const cc_work_t *work)
{
    const char *open = strchr(topic, '{'), *close = open ? strchr(open, '}') : NULL;
    const char *value;

    if (!close)
        return topic;
    value = apr_table_get(work->params, apr_pstrmemdup(work->pool, open + 1, (apr_size_t)(close - open - 1)));
    if (!value)
        return NULL;
    return apr_pstrcat(work->pool, apr_pstrmemdup(work->pool, topic, (apr_size_t)(open - topic)), value, close + 1,
                       NULL);
}

/* The highest version among `topics`, "ideas, idea {number}"; of one that has no name it is not known. */
static uint64_t version_of(const char *topics, const cc_work_t *work)
{
    const cc_env_t *env = work->env;
    uint64_t highest = 0;

    for (char *list = apr_pstrdup(work->pool, topics), *name; list && (name = strsep(&list, ",")) != NULL;) {
        const char *topic = filled(name + strspn(name, " "), work);
        uint64_t version = topic ? cc_board_version(env->board, env->database, env->settings->site, topic) : UINT64_MAX;

        highest = version > highest ? version : highest;
    }
    return highest;
}

/* ---- whether it is good ---- */

/* Another process may have written `then` after `now` was read. */
static apr_interval_time_t since(uint64_t then, uint64_t now)
{
    return now > then ? (apr_interval_time_t)(now - then) : 0;
}

static bool somebody_watches(const cc_env_t *env, uint64_t now)
{
    uint64_t looked = cc_board_get(&env->board->db[env->database].polled_at);

    return looked && since(looked, now) < CC_KEEP_WATCH;
}

/* Waits for nothing: a signed-in reader may have made the change, and only slots would show it. */
static bool may_be_late(const cc_work_t *work)
{
    return !work->viewer.subject || (work->as & (CC_AS_PAGE | CC_AS_FRAGMENT));
}

static bool is_good(const cc_kept_t *kept, uint64_t version, uint64_t soon, uint64_t now, const cc_work_t *work)
{
    apr_interval_time_t age = since(kept->made, now);

    if (kept->version < version || age > (somebody_watches(work->env, now) ? CC_KEEP_AGE : CC_KEEP_SOON))
        return false;
    return kept->soon >= soon || (may_be_late(work) && age <= CC_KEEP_SOON);
}

/* Whole seconds, and one more for what is over: what is not good at this moment has an age. */
static apr_time_t age_in_seconds(apr_interval_time_t age)
{
    return apr_time_sec(age) + 1;
}

/* A copy in this process, or the one that another process has made meanwhile. */
static bool find(cc_keep_t *keep, uint64_t version, uint64_t soon, uint64_t now, const cc_work_t *work)
{
    cc_cache_t *cache = work->env->cache;
    apr_size_t size;
    const void *block = cc_cache_get(cache, keep->name, &size, work->pool);
    cc_kept_t other;

    keep->found = block && cc_kept_open(&keep->kept, block, size, keep->name, true);
    if (keep->found && is_good(&keep->kept, version, soon, now, work))
        return true;
    block = cc_cache_fetch(cache, keep->name, &size, work->pool);
    if (!block || !cc_kept_open(&other, block, size, keep->name, false) ||
        (keep->found && other.made <= keep->kept.made))
        return false;
    keep->kept = other;
    keep->found = true;
    cc_cache_put(cache, keep->name, block, size);
    return is_good(&other, version, soon, now, work);
}

/*
 * Somebody else renders it at this moment: what was good until now is good enough for a visitor. During an outage nobody
 * does, and who tries is told at once.
 */
static bool is_being_rendered(cc_keep_t *keep, uint64_t now, const cc_work_t *work)
{
    if (cc_board_get(&work->env->board->db[work->env->database].outage))
        return false;
    if (cc_board_lease(work->env->board, cc_cache_hash(work->env->cache, keep->name), now, now + CC_KEEP_LEASE)) {
        keep->lease = now + CC_KEEP_LEASE;
        return false;
    }
    return keep->found && !work->viewer.subject && since(keep->kept.made, now) < 2 * CC_KEEP_AGE;
}

bool cc_keep_look(cc_keep_t *keep, const cc_page_t *page, cc_work_t *work)
{
    const char **how = &work->reply->timing.cache;
    uint64_t version, soon, now;

    *keep = (cc_keep_t){.name = name_of(page, work)};
    *how = "off";
    if (!page->topics || !work->env->board)
        return false;
    version = version_of(page->topics, work);
    soon = version_of(page->soon, work);
    work->as_of = version > soon ? version : soon;
    if (!keep->name)
        return false;
    now = (uint64_t)cc_clock();
    *how = "hit";
    if (find(keep, version, soon, now, work))
        return true;
    *how = "stale";
    if (is_being_rendered(keep, now, work)) {
        work->reply->age = age_in_seconds(since(keep->kept.made, now));
        return true;
    }
    *how = "miss";
    keep->version = version;
    keep->soon = soon;
    keep->now = now;
    return false;
}

void cc_keep_store(cc_keep_t *keep, cc_kept_t *rendered, const cc_work_t *work)
{
    const void *block;
    apr_size_t size;

    if (!keep->name)
        return;
    rendered->version = keep->version;
    rendered->soon = keep->soon;
    rendered->made = keep->now;
    keep->kept = *rendered; /* should the slots find the database away */
    keep->found = true;
    block = cc_kept_pack(rendered, keep->name, work->pool, &size);
    cc_cache_put(work->env->cache, keep->name, block, size);
    cc_cache_share(work->env->cache, keep->name, block, size, work->pool);
}

bool cc_keep_late(cc_keep_t *keep, const cc_error_t *error, cc_work_t *work)
{
    apr_interval_time_t age = since(keep->kept.made, (uint64_t)cc_clock());

    if (!keep->found || error->status != 503 || age > work->env->settings->stale_if_error)
        return false;
    work->reply->late = true;
    work->reply->age = age_in_seconds(age);
    work->reply->timing.cache = "late";
    return true;
}

void cc_keep_end(const cc_keep_t *keep, const cc_work_t *work)
{
    if (keep->lease)
        cc_board_release(work->env->board, cc_cache_hash(work->env->cache, keep->name), keep->lease);
}

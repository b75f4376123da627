/* SPDX-License-Identifier: Apache-2.0 */
/* Group commit: the queue, who leads, and how each comes by their own answer. */
#include "combine.h"

#include "clock.h"

#include <apr_strings.h>
#include <pthread.h>
#include <string.h>

/* A batch that takes longer is stuck, perhaps on a server that has frozen: the next need not wait for it. */
#define STUCK apr_time_from_msec(500)

typedef struct batch_t batch_t;

/* Somebody who waits; on the stack of their own thread. Under the lock, from joining to leaving. */
typedef struct waiter_t {
    const cc_call_t *call;
    const char *element[CC_DB_PARAMS_MAX]; /* the values, as elements of arrays */
    struct waiter_t *next;                 /* in the queue */
    batch_t *batch;                        /* NULL: still in the queue */
    int place;                             /* in the batch, from 0 */
    bool answered;
    apr_time_t deadline;
    pthread_cond_t woken;
} waiter_t;

/* One call for many. It has memory of its own, which goes with the last of those who read its rows. */
struct batch_t {
    apr_pool_t *pool;
    apr_time_t begun;
    waiter_t *waiter[CC_COMBINE_MOST]; /* NULL: has left. Under the lock */
    int count;
    int readers; /* under the lock */
    cc_call_t call;
    const cc_error_t *error;
    bool alone; /* it was rolled back: each goes alone */
};

struct cc_combine_t {
    cc_db_t *db;
    apr_interval_time_t patience, stuck;
    pthread_mutex_t lock;
    /* all below: under the lock */
    waiter_t *first, *last;
    int leading;      /* how many batches are under way */
    apr_time_t begun; /* when the last of them began */
};

static apr_status_t destroy(void *data)
{
    cc_combine_t *combine = data;

    pthread_mutex_destroy(&combine->lock);
    return APR_SUCCESS;
}

const cc_error_t *cc_combine_create(cc_combine_t **result, cc_db_t *db, apr_interval_time_t patience, apr_pool_t *pool)
{
    cc_combine_t *combine = apr_pcalloc(pool, sizeof *combine);

    combine->db = db;
    combine->patience = patience;
    combine->stuck = STUCK;
    if (pthread_mutex_init(&combine->lock, NULL) != 0)
        return cc_error(CC_E_DB_DOWN);
    apr_pool_cleanup_register(pool, combine, destroy, apr_pool_cleanup_null);
    *result = combine;
    return NULL;
}

/* ---- arrays ---- */

/* A value as an element of an array in PostgreSQL's own notation: "a \"word\"", or NULL. */
static const char *element_of(const char *value, apr_pool_t *pool)
{
    char *element, *to;

    if (!value)
        return "NULL";
    element = to = apr_palloc(pool, 2 * strlen(value) + 3);
    *to++ = '"';
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            *to++ = '\\';
        *to++ = *value;
    }
    *to++ = '"';
    *to = '\0';
    return element;
}

/* The nth parameter of all who are in the batch: {"a","b"}. */
static const char *array_of(const batch_t *batch, int n)
{
    apr_size_t len = 2;
    char *array, *to;

    for (int i = 0; i < batch->count; i++)
        len += strlen(batch->waiter[i]->element[n]) + 1;
    array = to = apr_palloc(batch->pool, len);
    for (int i = 0; i < batch->count; i++) {
        *to++ = i == 0 ? '{' : ',';
        to = apr_cpystrn(to, batch->waiter[i]->element[n], len);
    }
    *to++ = '}';
    *to = '\0';
    return array;
}

/* ---- the queue; all of this under the lock ---- */

static void join(cc_combine_t *combine, waiter_t *me)
{
    if (combine->last)
        combine->last->next = me;
    else
        combine->first = me;
    combine->last = me;
}

static void wake_first(cc_combine_t *combine)
{
    if (combine->first)
        pthread_cond_signal(&combine->first->woken);
}

static void leave(cc_combine_t *combine, waiter_t *me)
{
    waiter_t **link = &combine->first, *before = NULL;

    if (me->batch) {
        me->batch->waiter[me->place] = NULL;
        return;
    }
    for (; *link != me; link = &(*link)->next)
        before = *link;
    *link = me->next;
    if (combine->last == me)
        combine->last = before;
    if (!before)
        wake_first(combine);
}

static bool may_lead(const cc_combine_t *combine, const waiter_t *me, apr_time_t now)
{
    return combine->first == me &&
           (combine->leading == 0 || (combine->leading < CC_COMBINE_LEADERS && now - combine->begun >= combine->stuck));
}

static bool goes_along(const batch_t *batch, const waiter_t *waiter)
{
    return waiter && batch->count < CC_COMBINE_MOST &&
           strcmp(waiter->call->statement->name, batch->waiter[0]->call->statement->name) == 0;
}

/* Takes who waits for the same as the first in the queue. Values are copied: their owners may leave at any time. */
static batch_t *take(cc_combine_t *combine)
{
    apr_pool_t *pool;
    batch_t *batch;

    if (apr_pool_create(&pool, NULL) != APR_SUCCESS)
        return NULL;
    batch = apr_pcalloc(pool, sizeof *batch);
    batch->pool = pool;
    do {
        waiter_t *waiter = combine->first;

        waiter->batch = batch;
        waiter->place = batch->count;
        batch->waiter[batch->count++] = waiter;
        combine->first = waiter->next;
    } while (goes_along(batch, combine->first));
    if (!combine->first)
        combine->last = NULL;
    batch->call.statement = batch->waiter[0]->call->statement;
    for (int n = 0; n < batch->call.statement->params; n++)
        batch->call.value[n] = array_of(batch, n);
    batch->begun = combine->begun = cc_clock();
    combine->leading++;
    wake_first(combine);
    return batch;
}

/* The batch is over: the next one may begin, and everybody of this one who is still there may read. */
static void answer(cc_combine_t *combine, batch_t *batch)
{
    combine->leading--;
    wake_first(combine);
    for (int i = 0; i < batch->count; i++)
        if (batch->waiter[i]) {
            batch->readers++;
            batch->waiter[i]->answered = true;
            pthread_cond_signal(&batch->waiter[i]->woken);
        }
}

/* ---- running ---- */

/* Whether a batch that failed like this is worth a second try in pieces, and whether there is time for it. */
static bool goes_alone(const cc_combine_t *combine, const batch_t *batch)
{
    if (batch->count == 1)
        return false;
    return batch->error == cc_error(CC_E_DB_SQL) ||
           (batch->error == cc_error(CC_E_DB_SLOW) && cc_clock() - batch->begun < combine->patience / 2);
}

static bool lead(cc_combine_t *combine, const cc_log_t *log)
{
    batch_t *batch = take(combine);

    if (!batch)
        return false;
    pthread_mutex_unlock(&combine->lock);
    batch->error = cc_db_act(combine->db, &batch->call, log, batch->pool);
    batch->alone = goes_alone(combine, batch);
    pthread_mutex_lock(&combine->lock);
    answer(combine, batch);
    return true;
}

/* Waits, and leads when it comes to that. False when the deadline has passed before the answer was there. */
static bool await(cc_combine_t *combine, waiter_t *me, const cc_log_t *log)
{
    while (!me->answered) {
        apr_time_t now = cc_clock(), until = me->deadline;

        if (!me->batch && may_lead(combine, me, now)) {
            if (!lead(combine, log))
                return false;
            continue;
        }
        if (now >= me->deadline)
            return false;
        if (combine->first == me && combine->leading < CC_COMBINE_LEADERS && combine->begun + combine->stuck < until)
            until = combine->begun + combine->stuck;
        cc_cond_wait(&me->woken, &combine->lock, until);
    }
    return true;
}

static const cc_error_t *alone(const cc_combine_t *combine, cc_call_t *call, const waiter_t *me, const cc_log_t *log,
                               apr_pool_t *pool)
{
    cc_call_t single = {.statement = call->statement};
    const cc_error_t *error;

    for (int n = 0; n < call->statement->params; n++)
        single.value[n] = apr_pstrcat(pool, "{", me->element[n], "}", NULL);
    error = cc_db_act(combine->db, &single, log, pool);
    if (!error)
        call->rows = cc_rows_pick(single.rows, "@ordinal", "1", pool);
    return error;
}

/* Reads what the batch says to this one. The last to read takes the batch away. */
static const cc_error_t *read_answer(cc_combine_t *combine, cc_call_t *call, const waiter_t *me, const cc_log_t *log,
                                     apr_pool_t *pool)
{
    batch_t *batch = me->batch;
    const cc_error_t *error = batch->error;
    bool again = batch->alone, last;

    if (!error)
        call->rows = cc_rows_pick(batch->call.rows, "@ordinal", apr_itoa(pool, me->place + 1), pool);
    pthread_mutex_lock(&combine->lock);
    last = --batch->readers == 0;
    pthread_mutex_unlock(&combine->lock);
    if (last)
        apr_pool_destroy(batch->pool);
    return again ? alone(combine, call, me, log, pool) : error;
}

const cc_error_t *cc_combine_run(cc_combine_t *combine, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool)
{
    waiter_t me = {.call = call, .deadline = cc_clock() + combine->patience};
    bool in_time;

    call->rows = NULL;
    for (int n = 0; n < call->statement->params; n++)
        me.element[n] = element_of(call->value[n], pool);
    if (!cc_cond_init(&me.woken))
        return cc_error(CC_E_DB_BUSY);
    pthread_mutex_lock(&combine->lock);
    join(combine, &me);
    in_time = await(combine, &me, log);
    if (!in_time)
        leave(combine, &me);
    pthread_mutex_unlock(&combine->lock);
    pthread_cond_destroy(&me.woken);
    if (in_time)
        return read_answer(combine, call, &me, log, pool);
    return cc_error(me.batch ? CC_E_DB_SLOW : CC_E_DB_BUSY); /* whoever is stuck says why, in the log */
}

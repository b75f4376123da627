/* SPDX-License-Identifier: Apache-2.0 */
/* Group commit, with threads and a database that the test holds up, lets go on, and makes fail. */
#include "unit.h"

#include "combine.c" /* the queue itself, to know when somebody stands in it */

#include <stdlib.h>

/* ---- the database: each call waits until the test lets it through ---- */

#define CALLS 4096

typedef struct cc_rows_t {
    int count;
    char ordinal[CC_COMBINE_MOST][8];
    char *text[CC_COMBINE_MOST];
} cc_rows_t;

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int calls, ended;
    int pools;   /* in which calls were made, and which are still there */
    int through; /* so many calls may end */
    char *array[CALLS];
    pthread_t by[CALLS];
} db = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static const cc_error_t *fate_of(const char *array)
{
    static const struct {
        const char *word;
        cc_error_code_t code;
    } fates[] = {{"poison", CC_E_DB_SQL}, {"away", CC_E_DB_DOWN}, {"locked", CC_E_DB_SLOW}};

    for (int i = 0; i < COUNT(fates); i++)
        if (strstr(array, fates[i].word))
            return cc_error(fates[i].code);
    return NULL;
}

static int elements(const char *array)
{
    int n = 1;

    for (; *array; array++)
        n += *array == ',';
    return n;
}

/* One row for each element of {"a","b"}, the last element's first: a batch must not count on their order. */
static cc_rows_t *rows_for(const char *array, apr_pool_t *pool)
{
    cc_rows_t *rows = apr_pcalloc(pool, sizeof *rows);
    char *list = apr_pstrmemdup(pool, array + 1, strlen(array) - 2), *element;
    int count = rows->count = elements(array);

    for (int n = 1; (element = strsep(&list, ",")) != NULL; n++) {
        rows->text[count - n] = element;
        apr_snprintf(rows->ordinal[count - n], sizeof rows->ordinal[0], "%d", n);
    }
    return rows;
}

static apr_status_t count_down(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&db.lock);
    db.pools--;
    pthread_mutex_unlock(&db.lock);
    return APR_SUCCESS;
}

const cc_error_t *cc_db_act(cc_db_t *unused, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool)
{
    const cc_error_t *error = fate_of(call->value[0]);
    int n;

    (void)unused, (void)log;
    pthread_mutex_lock(&db.lock);
    n = db.calls++;
    db.array[n] = strdup(call->value[0]);
    db.by[n] = pthread_self();
    pthread_cond_broadcast(&db.changed);
    while (n >= db.through)
        pthread_cond_wait(&db.changed, &db.lock);
    db.ended++;
    db.pools++;
    pthread_mutex_unlock(&db.lock);
    apr_pool_cleanup_register(pool, NULL, count_down, apr_pool_cleanup_null);
    if (!error)
        call->rows = rows_for(call->value[0], pool);
    return error;
}

cc_rows_t *cc_rows_pick(const cc_rows_t *rows, const char *column, const char *value, apr_pool_t *pool)
{
    cc_rows_t *picked = apr_pcalloc(pool, sizeof *picked);

    assert_string_equal(column, "@ordinal");
    for (int i = 0; i < rows->count; i++)
        if (strcmp(rows->ordinal[i], value) == 0)
            picked->text[picked->count++] = apr_pstrdup(pool, rows->text[i]);
    return picked;
}

static void let_through(int calls)
{
    pthread_mutex_lock(&db.lock);
    db.through = calls;
    pthread_cond_broadcast(&db.changed);
    pthread_mutex_unlock(&db.lock);
}

static void until_called(int calls)
{
    pthread_mutex_lock(&db.lock);
    while (db.calls < calls)
        pthread_cond_wait(&db.changed, &db.lock);
    pthread_mutex_unlock(&db.lock);
}

/* ---- people ---- */

static const cc_statement_t act = {"act", "SELECT act($1)", 1}, other = {"other", "SELECT other($1)", 1};
static cc_combine_t *combine;

/* Somebody on a thread of their own, with memory that is gone when they are. */
typedef struct person_t {
    const cc_statement_t *statement;
    char value[32];
    pthread_t thread;
    const cc_error_t *error;
    char answer[40];
    int rows;
} person_t;

static void *call_once(void *data)
{
    person_t *me = data;
    apr_pool_t *pool;
    cc_call_t *call;

    apr_pool_create(&pool, NULL);
    call = apr_pcalloc(pool, sizeof *call);
    call->statement = me->statement;
    call->value[0] = apr_pstrdup(pool, me->value);
    me->error = cc_combine_run(combine, call, NULL, pool);
    me->rows = call->rows ? call->rows->count : 0;
    if (me->rows == 1)
        apr_cpystrn(me->answer, call->rows->text[0], sizeof me->answer);
    apr_pool_destroy(pool);
    return NULL;
}

static int queued(void)
{
    int n = 0;

    pthread_mutex_lock(&combine->lock);
    for (const waiter_t *w = combine->first; w; w = w->next)
        n++;
    pthread_mutex_unlock(&combine->lock);
    return n;
}

/* The nth who stands in the queue. */
static waiter_t *standing(int n)
{
    waiter_t *waiter;

    pthread_mutex_lock(&combine->lock);
    waiter = combine->first;
    while (n-- > 0)
        waiter = waiter->next;
    pthread_mutex_unlock(&combine->lock);
    return waiter;
}

static void lose_patience(waiter_t *waiter)
{
    pthread_mutex_lock(&combine->lock);
    waiter->deadline = 0;
    pthread_cond_signal(&waiter->woken);
    pthread_mutex_unlock(&combine->lock);
}

static void begin(person_t *person, const cc_statement_t *statement, const char *value)
{
    *person = (person_t){.statement = statement};
    apr_cpystrn(person->value, value, sizeof person->value);
    pthread_create(&person->thread, NULL, call_once, person);
}

/* Somebody comes, and waits behind those who came before. */
static void come(person_t *person, const cc_statement_t *statement, const char *value)
{
    int before = queued();

    begin(person, statement, value);
    while (queued() == before)
        sched_yield();
}

static void end(person_t *person)
{
    pthread_join(person->thread, NULL);
}

static void answered(person_t *person)
{
    end(person);
    assert_null(person->error);
    assert_int_equal(person->rows, 1);
    unit_same(person->value, person->answer, apr_pstrcat(unit_pool, "\"", person->value, "\"", NULL));
}

static void failed(person_t *person, cc_error_code_t code)
{
    end(person);
    assert_ptr_equal(person->error, cc_error(code));
}

static void fresh(void)
{
    for (int i = 0; i < db.calls; i++)
        free(db.array[i]);
    db.calls = db.ended = 0;
    db.through = CALLS;
    assert_null(cc_combine_create(&combine, NULL, apr_time_from_sec(60), unit_pool));
    combine->stuck = apr_time_from_sec(60);
}

/* One call is under way and held up; whoever comes now waits. */
static void hold_up(person_t *person)
{
    fresh();
    let_through(0);
    begin(person, &act, "held");
    until_called(1);
}

/* ---- the tests ---- */

static void one_alone_goes_at_once(void **state)
{
    static const struct {
        const char *value, *array;
    } rows[] = {{"a", "{\"a\"}"},     {"", "{\"\"}"},          {NULL, "{NULL}"}, {"say \"x\"", "{\"say \\\"x\\\"\"}"},
                {"\\", "{\"\\\\\"}"}, {"a,{b}", "{\"a,{b}\"}"}};

    (void)state;
    fresh();
    for (int i = 0; i < COUNT(rows); i++) {
        cc_call_t call = {.statement = &act, .value = {rows[i].value}};

        assert_null(cc_combine_run(combine, &call, NULL, unit_pool));
        unit_same(rows[i].value, db.array[i], rows[i].array);
    }
    assert_int_equal(db.calls, COUNT(rows));
}

static void who_comes_meanwhile_is_the_next_batch(void **state)
{
    person_t first, people[10];

    (void)state;
    hold_up(&first);
    for (int i = 0; i < 10; i++)
        come(&people[i], &act, apr_psprintf(unit_pool, "p%d", i));
    let_through(2);
    answered(&first);
    for (int i = 0; i < 10; i++)
        answered(&people[i]);
    assert_int_equal(db.calls, 2);
    unit_same("in the order of their coming", db.array[1],
              "{\"p0\",\"p1\",\"p2\",\"p3\",\"p4\",\"p5\",\"p6\",\"p7\",\"p8\",\"p9\"}");
    assert_true(pthread_equal(db.by[1], people[0].thread));
}

static void a_batch_is_bounded(void **state)
{
    static person_t people[300];
    person_t first;

    (void)state;
    hold_up(&first);
    for (int i = 0; i < COUNT(people); i++)
        come(&people[i], &act, apr_psprintf(unit_pool, "p%d", i));
    for (int batch = 2; batch <= 4; batch++) { /* one after the other: nobody is in two of them */
        let_through(batch - 1);
        until_called(batch);
    }
    let_through(CALLS);
    answered(&first);
    for (int i = 0; i < COUNT(people); i++)
        answered(&people[i]);
    assert_int_equal(db.calls, 4);
    assert_int_equal(elements(db.array[1]), CC_COMBINE_MOST);
    assert_int_equal(elements(db.array[2]), CC_COMBINE_MOST);
    assert_int_equal(elements(db.array[3]), COUNT(people) - 2 * CC_COMBINE_MOST);
    assert_true(pthread_equal(db.by[2], people[CC_COMBINE_MOST].thread));
    assert_true(strncmp(db.array[2], "{\"p128\",\"p129\"", 14) == 0);
}

static void different_calls_are_not_mixed(void **state)
{
    static const cc_statement_t *const statements[] = {&act, &act, &other, &act};
    person_t first, people[4];

    (void)state;
    hold_up(&first);
    for (int i = 0; i < 4; i++)
        come(&people[i], statements[i], apr_psprintf(unit_pool, "p%d", i));
    let_through(CALLS);
    answered(&first);
    for (int i = 0; i < 4; i++)
        answered(&people[i]);
    assert_int_equal(db.calls, 4);
    unit_same("first", db.array[1], "{\"p0\",\"p1\"}");
    unit_same("then", db.array[2], "{\"p2\"}");
    unit_same("last", db.array[3], "{\"p3\"}");
}

/* A batch in which one call raises is done in pieces: that one fails, nobody else. */
static void poison_goes_alone(void **state)
{
    person_t first, people[6];

    (void)state;
    hold_up(&first);
    for (int i = 0; i < 6; i++)
        come(&people[i], &act, i == 3 ? "poison" : apr_psprintf(unit_pool, "p%d", i));
    let_through(CALLS);
    answered(&first);
    for (int i = 0; i < 6; i++)
        if (i == 3)
            failed(&people[i], CC_E_DB_SQL);
        else
            answered(&people[i]);
    assert_int_equal(db.calls, 2 + 6);
    for (int i = 2; i < 8; i++)
        assert_int_equal(elements(db.array[i]), 1);
}

static void what_is_held_by_others_goes_alone(void **state)
{
    person_t first, people[3];

    (void)state;
    hold_up(&first);
    come(&people[0], &act, "p0");
    come(&people[1], &act, "locked");
    come(&people[2], &act, "p2");
    let_through(CALLS);
    answered(&first);
    answered(&people[0]);
    failed(&people[1], CC_E_DB_SLOW);
    answered(&people[2]);
    assert_int_equal(db.calls, 2 + 3);
}

static void an_outage_is_everybodys(void **state)
{
    person_t first, people[3];

    (void)state;
    hold_up(&first);
    for (int i = 0; i < 3; i++)
        come(&people[i], &act, i == 1 ? "away" : "p");
    let_through(CALLS);
    answered(&first);
    for (int i = 0; i < 3; i++)
        failed(&people[i], CC_E_DB_DOWN);
    assert_int_equal(db.calls, 2);
}

/* Whoever waits in vain leaves, from the front, the middle or the end of the queue; their call is not made. */
static void who_leaves_the_queue_is_forgotten(void **state)
{
    (void)state;
    for (int leaves = 0; leaves < 3; leaves++) {
        person_t first, people[3];

        hold_up(&first);
        for (int i = 0; i < 3; i++)
            come(&people[i], &act, apr_psprintf(unit_pool, "p%d", i));
        lose_patience(standing(leaves));
        failed(&people[leaves], CC_E_DB_BUSY);
        come(&people[leaves], &act, "late");
        let_through(CALLS);
        answered(&first);
        for (int i = 0; i < 3; i++)
            answered(&people[i]);
        assert_int_equal(db.calls, 2);
        unit_same("those who stayed", db.array[1],
                  leaves == 0   ? "{\"p1\",\"p2\",\"late\"}"
                  : leaves == 1 ? "{\"p0\",\"p2\",\"late\"}"
                                : "{\"p0\",\"p1\",\"late\"}");
    }
}

/* Whoever is in a batch that does not come back leaves too; the batch ends later, and knows nothing of them any more. */
static void who_leaves_a_stuck_batch_is_not_touched(void **state)
{
    person_t first, people[20];
    waiter_t *waiter[20];

    (void)state;
    hold_up(&first);
    for (int i = 0; i < 20; i++) {
        come(&people[i], &act, apr_psprintf(unit_pool, "p%d", i));
        waiter[i] = standing(i);
    }
    let_through(1);
    until_called(2);
    for (int i = 1; i < 20; i += 2) { /* their threads, stacks and pools go */
        lose_patience(waiter[i]);
        failed(&people[i], CC_E_DB_SLOW);
    }
    let_through(CALLS);
    answered(&first);
    for (int i = 0; i < 20; i += 2)
        answered(&people[i]);
    assert_int_equal(db.calls, 2);
}

/* A call on a server that has frozen holds up its own batch; after a while the next does not wait for it. */
static void a_stuck_batch_is_overtaken(void **state)
{
    person_t stuck[CC_COMBINE_LEADERS], next;

    (void)state;
    fresh();
    combine->stuck = apr_time_from_msec(1);
    let_through(0);
    for (int i = 0; i < CC_COMBINE_LEADERS; i++) {
        begin(&stuck[i], &act, "stuck");
        until_called(i + 1);
    }
    come(&next, &act, "next"); /* not for ever: one thread after the other would be lost */
    let_through(1);
    until_called(CC_COMBINE_LEADERS + 1);
    assert_int_equal(db.ended, 1);
    let_through(CALLS);
    for (int i = 0; i < CC_COMBINE_LEADERS; i++)
        answered(&stuck[i]);
    answered(&next);
}

#define STORM_THREADS 40
#define STORM_CALLS   50

static void *call_often(void *data)
{
    person_t me;
    long wrong = 0;

    for (int i = 0; i < STORM_CALLS; i++) {
        char wanted[40];
        bool bad = i % 17 == 3 && (intptr_t)data % 4 == 0;

        me = (person_t){.statement = i % 5 == 0 ? &other : &act};
        apr_snprintf(me.value, sizeof me.value, "%s%ld-%d", bad ? "poison" : "", (long)(intptr_t)data, i);
        apr_snprintf(wanted, sizeof wanted, "\"%s\"", me.value);
        call_once(&me);
        wrong += bad ? me.error != cc_error(CC_E_DB_SQL) : me.error || me.rows != 1 || strcmp(me.answer, wanted) != 0;
    }
    return (void *)(intptr_t)wrong;
}

static void in_a_storm_each_has_their_own_answer(void **state)
{
    pthread_t thread[STORM_THREADS];
    int done = 0;

    (void)state;
    fresh();
    for (intptr_t i = 0; i < STORM_THREADS; i++)
        pthread_create(&thread[i], NULL, call_often, (void *)i);
    for (int i = 0; i < STORM_THREADS; i++) {
        void *wrong;

        pthread_join(thread[i], &wrong);
        assert_null(wrong);
    }
    for (int i = 0; i < db.calls; i++)
        if (!strstr(db.array[i], "poison"))
            done += elements(db.array[i]);
    assert_int_equal(done, STORM_THREADS * STORM_CALLS - STORM_THREADS / 4 * 3); /* once each, without the poison */
    assert_null(combine->first);
    assert_int_equal(combine->leading, 0);
    assert_int_equal(db.pools, 0);
}

UNIT_MAIN("combine", test(one_alone_goes_at_once), test(who_comes_meanwhile_is_the_next_batch),
          test(a_batch_is_bounded), test(different_calls_are_not_mixed), test(poison_goes_alone),
          test(what_is_held_by_others_goes_alone), test(an_outage_is_everybodys),
          test(who_leaves_the_queue_is_forgotten), test(who_leaves_a_stuck_batch_is_not_touched),
          test(a_stuck_batch_is_overtaken), test(in_a_storm_each_has_their_own_answer))

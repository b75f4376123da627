/* SPDX-License-Identifier: Apache-2.0 */
/* The monotonic clock, and waits by it. */
#include "unit.h"

#include "clock.h"

#include <time.h>

static void the_clock_is_that_of_the_machine_and_goes_forward(void **state)
{
    struct timespec before, after;
    apr_time_t now;

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &before);
    now = cc_clock();
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true(now >= apr_time_from_sec(before.tv_sec) + before.tv_nsec / 1000);
    assert_true(now <= apr_time_from_sec(after.tv_sec) + after.tv_nsec / 1000);
}

static void a_wait_that_nobody_ends_ends_at_its_deadline(void **state)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond;
    apr_time_t deadline;

    (void)state;
    assert_true(cc_cond_init(&cond));
    pthread_mutex_lock(&lock);
    deadline = cc_clock() + 20000;
    while (cc_clock() < deadline) /* it may wake up for no reason, but never for ever */
        cc_cond_wait(&cond, &lock, deadline);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&cond);
}

static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static bool done;

static void *tell(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&shared);
    done = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&shared);
    return NULL;
}

static void a_signal_ends_a_wait(void **state)
{
    apr_time_t deadline = cc_clock() + apr_time_from_sec(60);
    pthread_t other;

    (void)state;
    assert_true(cc_cond_init(&changed));
    pthread_mutex_lock(&shared);
    assert_int_equal(pthread_create(&other, NULL, tell, NULL), 0);
    while (!done && cc_clock() < deadline)
        cc_cond_wait(&changed, &shared, deadline);
    assert_true(done);
    pthread_mutex_unlock(&shared);
    pthread_join(other, NULL);
    pthread_cond_destroy(&changed);
}

UNIT_MAIN("clock", test(the_clock_is_that_of_the_machine_and_goes_forward),
          test(a_wait_that_nobody_ends_ends_at_its_deadline), test(a_signal_ends_a_wait))

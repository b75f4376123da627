/* SPDX-License-Identifier: Apache-2.0 */
/* The monotonic clock, and waits by it. */
#include "clock.h"

#include <time.h>

apr_time_t cc_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return apr_time_from_sec(now.tv_sec) + now.tv_nsec / 1000;
}

bool cc_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;
    bool well;

    if (pthread_condattr_init(&attributes) != 0)
        return false;
    well = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 && pthread_cond_init(cond, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return well;
}

void cc_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, apr_time_t deadline)
{
    struct timespec until = {.tv_sec = apr_time_sec(deadline), .tv_nsec = apr_time_usec(deadline) * 1000};

    pthread_cond_timedwait(cond, lock, &until);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock for deadlines and ages: microseconds since the machine was started. Nobody sets it, so a wait is as long as
 * it was meant to be even when the date jumps. All processes of one machine read the same. Dates come from the database.
 */
#ifndef CC_CLOCK_H
#define CC_CLOCK_H

#include <apr_time.h>
#include <pthread.h>
#include <stdbool.h>

apr_time_t cc_clock(void);

/* A condition whose waits are by cc_clock(); APR's are by the date. False when the system has none left. */
bool cc_cond_init(pthread_cond_t *cond);

/* With the lock held: waits until the condition is signalled or `deadline` has passed, or for no reason at all. */
void cc_cond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, apr_time_t deadline);

#endif

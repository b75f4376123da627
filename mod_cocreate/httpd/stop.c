/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stop waits for the page that is being made, under prefork.
 *
 * There a child ends within the handler of SIGTERM, whatever it was doing, and frees its memory. Before there were other
 * threads that did no harm; with mod_watchdog's the allocator has locks, and a child that was just allocating waits for
 * itself until it is killed. So the signal is held back while a page is made, which has deadlines; but not while a form is
 * read, whose sender may be slow. (The threads of mod_watchdog take no signals anyway.) A threaded MPM does not end in a
 * handler.
 */
#include "glue.h"

#include <ap_mpm.h>
#include <signal.h>

static bool one_thread(void)
{
    int threaded = 0;

    return ap_mpm_query(AP_MPMQ_IS_THREADED, &threaded) != APR_SUCCESS || threaded == AP_MPMQ_NOT_SUPPORTED;
}

void cc_stop_hold(bool hold)
{
    sigset_t stop;

    if (!one_thread())
        return;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &stop, NULL);
}

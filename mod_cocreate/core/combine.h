/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Group commit: calls of one function that come at the same time become one call, one transaction, one commit.
 *
 *     run --> queue --> (the first in the queue leads) --> one call for all who wait --> each takes its own rows
 *
 * First come, first served. Whoever is first and finds nobody leading takes all who wait, CC_COMBINE_MOST at most, and
 * makes the call for them; those who come meanwhile are the next batch, and the first of them leads it. So nobody waits
 * for company: a lone call goes at once. Nobody is answered before the commit of their own batch.
 *
 * A function may be combined when it takes an array for each parameter, one element for each call, and answers rows that
 * "@ordinal" tells apart (1 is the first element). Nothing here knows what it does.
 *
 * A batch that fails as a whole, because one call of it raised something or because somebody holds what it needs, is rolled
 * back; then each of its calls goes alone, and fails alone.
 *
 * Threads: a cc_combine_t is shared by all threads of a process. Everybody waits with a deadline. Whoever leaves before the
 * answer is there takes their name off the batch: nothing of theirs is touched afterwards.
 */
#ifndef CC_COMBINE_H
#define CC_COMBINE_H

#include "db.h"

#define CC_COMBINE_MOST    128
#define CC_COMBINE_LEADERS 4 /* batches under way, when those before are stuck */

typedef struct cc_combine_t cc_combine_t;

/* `patience`: how long somebody waits who does not lead. */
const cc_error_t *cc_combine_create(cc_combine_t **combine, cc_db_t *db, apr_interval_time_t patience,
                                    apr_pool_t *pool);

/*
 * As cc_db_act, together with others. call->rows are the rows of this call alone, without "@ordinal". Errors are those of
 * cc_db_act; besides CC_E_DB_BUSY when nobody came to make the call in time (it is not made then), CC_E_DB_SLOW when
 * somebody makes it and does not come back (it may still be done, so it must be harmless when it is repeated).
 */
const cc_error_t *cc_combine_run(cc_combine_t *combine, cc_call_t *call, const cc_log_t *log, apr_pool_t *pool);

#endif

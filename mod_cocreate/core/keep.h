/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which pages are kept, how long what was kept is good, and who renders it anew.
 *
 *     kept? --no--------------------------------------> render, keep
 *       | yes
 *     good? --yes-------------------------------------> serve it
 *       | no: a topic has changed, or nobody has looked for a while
 *     somebody renders it? --yes, and a visitor asks--> serve it as it is
 *       | no                                            |
 *     render, keep --the database does not answer-----> serve it, and say that it is late
 *
 * A page is kept when everybody gets the same (slots apart), and a page of a viewer's own as visitors see it. A body is good
 * as long as no topic of its page file was told to have changed since before its queries ran. What only the clock changes is
 * seen within CC_KEEP_AGE. Topics that the page file calls `soon` may show a second late, but never to somebody who has
 * signed in and gets no slots: they may have changed it themselves.
 */
#ifndef CC_KEEP_H
#define CC_KEEP_H

#include "kept.h"
#include "work.h"

#define CC_KEEP_AGE   apr_time_from_sec(10) /* a body is rendered again, because time changes pages too */
#define CC_KEEP_SOON  apr_time_from_sec(1)  /* how late a `soon` topic may show; and the age when nobody keeps watch */
#define CC_KEEP_WATCH 1500000               /* microseconds without a look at the change table: nobody keeps watch */
#define CC_KEEP_LEASE apr_time_from_sec(10) /* one renderer at a time, for so long at most */

typedef struct cc_keep_t {
    const char *name; /* in the cache; NULL: this reply is not kept */
    cc_kept_t kept;   /* what was found */
    bool found;
    uint64_t version, soon, now; /* the topics and the time before the queries of this request */
    uint64_t lease;              /* until when it is ours to render, 0: it is not */
} cc_keep_t;

/*
 * Looks what is kept for this request. True: keep->kept is to be served as it is. Otherwise the caller renders.
 */
bool cc_keep_look(cc_keep_t *keep, const cc_page_t *page, cc_work_t *work);

/* Whether what is rendered is the same for all visitors. */
bool cc_keep_is_shared(const cc_page_t *page, const cc_work_t *work);

/* Keeps what was rendered, under the versions from before its queries. */
void cc_keep_store(cc_keep_t *keep, cc_kept_t *rendered, const cc_work_t *work);

/* Rendering failed: true when what was kept is still good enough to be served late. */
bool cc_keep_late(cc_keep_t *keep, const cc_error_t *error, cc_work_t *work);

/* The request is done with it: another may render. */
void cc_keep_end(const cc_keep_t *keep, const cc_work_t *work);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed links: who has one comes into one place of the site, for a time, without an account.
 *
 *     SCOPE.ID.EXPIRES.SIGNATURE     7.1234.1798761600.0123456789abcdef0123456789abcdef
 *
 * SCOPE is the number of the place, ID the number of the link, EXPIRES in seconds of Unix time. The signature is the
 * first half of HMAC-SHA-256(secret, "link:" site ":" SCOPE.ID.EXPIRES) in hexadecimal. Only this file knows libcrypto.
 */
#ifndef CC_SIGNED_H
#define CC_SIGNED_H

#include <apr_pools.h>
#include <apr_time.h>

#define CC_SECRET_MIN 32 /* bytes */

typedef struct cc_secret_t {
    const char *bytes;
    apr_size_t len;
} cc_secret_t;

/* "SCOPE.ID.EXPIRES" with its signature; NULL without a secret, and for anything else than three numbers. */
const char *cc_signed_link(const cc_secret_t *secret, const char *site, const char *payload, apr_pool_t *pool);

/*
 * Whom a link stands for, "link:SCOPE.ID"; NULL when it is not ours, has been changed, has expired, or is for another
 * place than `scope`. How long the comparison of the signature takes says nothing about it.
 */
const char *cc_signed_subject(const cc_secret_t *secret, const char *site, const char *link, const char *scope,
                              apr_time_t now, apr_pool_t *pool);

/* What a subject of ours begins with, and no user name of a login may. */
#define CC_SIGNED_PREFIX "link:"

#endif

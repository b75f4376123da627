/* SPDX-License-Identifier: Apache-2.0 */
/* Signing of links and the proof of what comes back. */
#include "signed.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define SIGNED_BYTES 16 /* half of SHA-256: nobody tries 2^128 of them */
#define SIGNATURE    (2 * SIGNED_BYTES)

/* Length of the number at `s`, as we write numbers: no sign, no leading zero; 0 for anything else. */
static apr_size_t number_at(const char *s, apr_size_t most)
{
    apr_size_t n = strspn(s, "0123456789");

    return *s != '0' && n <= most ? n : 0;
}

/* Length of the "SCOPE.ID.EXPIRES" at `s`, 0 when there is none; where its parts begin in part[]. */
static apr_size_t payload_at(const char *s, const char *part[3])
{
    static const apr_size_t most[] = {9, 18, 12};
    const char *at = s;

    for (int i = 0; i < 3; i++) {
        apr_size_t n = number_at(at, most[i]);

        if (n == 0 || (i < 2 && at[n] != '.'))
            return 0;
        part[i] = at;
        at += n + (i < 2);
    }
    return (apr_size_t)(at - s);
}

/* SIGNATURE digits; NULL when the library refuses. */
static const char *signature_of(const cc_secret_t *secret, const char *site, const char *payload, apr_pool_t *pool)
{
    const char *text = apr_pstrcat(pool, CC_SIGNED_PREFIX, site, ":", payload, NULL);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len;

    if (!HMAC(EVP_sha256(), secret->bytes, (int)secret->len, (const unsigned char *)text, strlen(text), digest, &len))
        return NULL;
    return apr_pescape_hex(pool, digest, SIGNED_BYTES, 0);
}

const char *cc_signed_link(const cc_secret_t *secret, const char *site, const char *payload, apr_pool_t *pool)
{
    const char *part[3], *signature;
    apr_size_t len = payload_at(payload, part);

    if (!secret || len == 0 || payload[len])
        return NULL;
    signature = signature_of(secret, site, payload, pool);
    return signature ? apr_pstrcat(pool, payload, ".", signature, NULL) : NULL;
}

const char *cc_signed_subject(const cc_secret_t *secret, const char *site, const char *link, const char *scope,
                              apr_time_t now, apr_pool_t *pool)
{
    const char *part[3], *signature;
    apr_size_t len = payload_at(link, part);

    if (!secret || !scope || len == 0 || link[len] != '.' || strlen(link + len + 1) != SIGNATURE)
        return NULL;
    signature = signature_of(secret, site, apr_pstrmemdup(pool, link, len), pool);
    if (!signature || CRYPTO_memcmp(signature, link + len + 1, SIGNATURE) != 0)
        return NULL;
    if (apr_strtoi64(part[2], NULL, 10) <= apr_time_sec(now))
        return NULL;
    if (strlen(scope) != (apr_size_t)(part[1] - 1 - link) || strncmp(scope, link, strlen(scope)) != 0)
        return NULL;
    return apr_pstrcat(pool, CC_SIGNED_PREFIX, apr_pstrmemdup(pool, link, (apr_size_t)(part[2] - 1 - link)), NULL);
}

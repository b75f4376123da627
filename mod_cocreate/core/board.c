/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the board, by atomic operations; a topic finds its place by SipHash. */
#include "board.h"

#include <apr_siphash.h>
#include <string.h>

uint64_t cc_board_get(const uint64_t *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

void cc_board_set(uint64_t *word, uint64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

bool cc_board_swap(uint64_t *word, uint64_t was, uint64_t value)
{
    return __atomic_compare_exchange_n(word, &was, value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

#define TOPIC_MAX                                                                                                      \
    512 /* a site has 32 bytes, a member's subject 255 characters; what is longer differs by its beginning */

/* The place of a topic. The key is none: nobody gains by two topics in one place. */
static int place_of(int db, const char *site, const char *topic)
{
    static const unsigned char key[APR_SIPHASH_KSIZE];
    char name[TOPIC_MAX];
    apr_size_t site_len = strnlen(site, 64), len = strnlen(topic, TOPIC_MAX - site_len - 2);

    name[0] = (char)db;
    memcpy(name + 1, site, site_len);
    name[1 + site_len] = '\0';
    memcpy(name + 2 + site_len, topic, len);
    return (int)(apr_siphash24(name, 2 + site_len + len, key) % CC_BOARD_TOPICS);
}

uint64_t cc_board_version(const cc_board_t *board, int db, const char *site, const char *topic)
{
    return cc_board_get(&board->version[place_of(db, site, topic)]);
}

/* Two who raise at once leave the higher of their numbers: a version never falls. */
static uint64_t raise_to(uint64_t *version, uint64_t number)
{
    uint64_t was;

    while ((was = cc_board_get(version)) < number)
        if (cc_board_swap(version, was, number))
            return number;
    return was;
}

uint64_t cc_board_raise(cc_board_t *board, int db, const char *site, const char *topic)
{
    return raise_to(&board->version[place_of(db, site, topic)],
                    __atomic_add_fetch(&board->sequence, 1, __ATOMIC_ACQ_REL));
}

void cc_board_raise_all(cc_board_t *board)
{
    uint64_t number = __atomic_add_fetch(&board->sequence, 1, __ATOMIC_ACQ_REL);

    for (int i = 0; i < CC_BOARD_TOPICS; i++)
        raise_to(&board->version[i], number);
}

bool cc_board_lease(cc_board_t *board, uint64_t hash, uint64_t now, uint64_t until)
{
    uint64_t *lease = &board->lease[hash % CC_BOARD_LEASES], was = cc_board_get(lease);

    return was <= now && cc_board_swap(lease, was, until);
}

void cc_board_release(cc_board_t *board, uint64_t hash, uint64_t until)
{
    cc_board_swap(&board->lease[hash % CC_BOARD_LEASES], until, 0);
}

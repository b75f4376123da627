/* SPDX-License-Identifier: Apache-2.0 */
/* The board's memory: shared by all children of one start or restart of the server, and gone with the last of them. */
#include "glue.h"

#include <apr_shm.h>
#include <string.h>

APLOG_USE_MODULE(cocreate);

static cc_board_t *board; /* of this reading of the configuration */

cc_board_t *cc_board_shared(void)
{
    return board;
}

/*
 * Memory without a name: nothing is left behind when the server is killed. Children that a graceful restart lets finish
 * keep the old one; what they change reaches the new ones by the database's change table.
 */
int cc_board_begin(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, sizeof *board, NULL, pconf);

    (void)plog, (void)ptemp;
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR | APLOG_STARTUP, rv, s, "CC0310: no memory to share between the children");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    board = apr_shm_baseaddr_get(memory);
    memset(board, 0, sizeof *board);
    apr_generate_random_bytes((unsigned char *)&board->epoch, sizeof board->epoch);
    return OK;
}

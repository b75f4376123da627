/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iCalendar (RFC 5545) out of the tree that a theme's calendar.xsl makes:
 *
 *     <calendar>
 *       <line name="BEGIN">VCALENDAR</line>
 *       <line name="DTSTART" params=";VALUE=DATE" raw="yes">20270301</line>
 *       <line name="SUMMARY">Words of any kind</line>
 *     </calendar>
 *
 * A value is TEXT: backslash, semicolon, comma and line end are escaped. raw="yes" leaves it as it is (dates, addresses,
 * durations), but for line ends and other controls, which become blanks. "<!--" and "<esi:" get a blank behind the "<",
 * as in csv.h. Lines are folded at 75 octets, never inside a character, and end in CR LF.
 */
#ifndef CC_CALENDAR_H
#define CC_CALENDAR_H

#include "error.h"

#include <apr_pools.h>
#include <libxml/tree.h>

/* CC_E_RENDER, logged: no <calendar>, or a line without a proper name. The bytes are NUL-terminated, from `pool`. */
const cc_error_t *cc_calendar_write(const char **bytes, apr_size_t *len, xmlNodePtr calendar, const cc_log_t *log,
                                    apr_pool_t *pool);

#endif

/* times.h - times as the records have them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TIMES_H
#define SMB1AUDIT_TIMES_H

#include "../compat.h"

/* ISO 8601 in UTC, to the microsecond; NULL for a time that is unset or too far away. */
const char *times_text(const nstime_t *time, wmem_allocator_t *scope);

/* "2020-01-01 12:00:00" in UTC, for a cell; "" for the same. It lives until this is
 * called again. */
const char *times_cell(const nstime_t *time);

#endif

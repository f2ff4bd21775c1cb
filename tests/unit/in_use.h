/* in_use.h - whether what is done again and again loses memory
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_IN_USE_H
#define SMB1AUDIT_IN_USE_H

#include <stddef.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Bytes that are in use, where the C library says. */
static size_t
bytes_in_use(void)
{
#ifdef __GLIBC__
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

/* For what is done so often, and would lose 16 bytes at least each time. */
#define ROUNDS 2000
#define assert_nothing_lost(before) assert_in_range(bytes_in_use(), 0, (before) + 4 * ROUNDS)

#endif

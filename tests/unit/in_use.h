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

enum { ROUNDS = 2000 };

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

/* Of so many rounds, each of which would lose 16 bytes at least. */
static void
assert_nothing_lost(size_t before)
{
	assert_in_range(bytes_in_use(), 0, before + 4 * ROUNDS);
}

#endif

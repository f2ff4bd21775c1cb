/* foreign.c - SMB on connections of other ports
 *
 * Behind SOCKS (RFC 1928), HTTP's CONNECT (RFC 9110 9.3.6), SMB Direct over iWARP, and
 * in whatever protocol carries packets: what Wireshark finds there begins with the magic
 * of SMB, in the clear, and be it across two segments.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "foreign.h"

#include <string.h>

#include "magic.h"

void
foreign_begin(struct foreign *foreign)
{
	foreign->ends = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	foreign->begins = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

void
foreign_end(struct foreign *foreign)
{
	g_hash_table_destroy(foreign->ends);
	g_hash_table_destroy(foreign->begins);
}

/* The place where two segments meet, first bytes of a magic before it. Two places that
 * are taken for one by chance keep a connection for nothing. */
static uint64_t
place_of(const struct segment *segment, uint32_t at, size_t first)
{
	return ends_hash_with(&segment->ends, at, (uint32_t)(first * 2 + segment->direction));
}

/* Adds the place to those; whether it is one of the others. */
static bool
meet(GHashTable *those, GHashTable *others, uint64_t place)
{
	g_hash_table_add(those, g_memdup2(&place, sizeof place));
	return g_hash_table_contains(others, &place);
}

/* One or two letters from the midst of a magic, both ends of which are elsewhere. */
static bool
is_middle(const uint8_t *bytes, size_t length)
{
	return (length == 1 && (bytes[0] == 'S' || bytes[0] == 'M')) ||
	    (length == 2 && memcmp(bytes, "SM", 2) == 0);
}

bool
foreign_has_smb(struct foreign *foreign, const struct segment *segment)
{
	const uint8_t *bytes = segment->payload;
	const size_t length = segment->captured;
	size_t head, tail;

	if (length == 0)
		return false;
	if (magic_is_in(bytes, length) || is_middle(bytes, length))
		return true;
	head = magic_at_start(bytes, length);
	if (head > 0 && meet(foreign->begins, foreign->ends,
	    place_of(segment, segment->sequence, MAGIC - head)))
		return true;
	tail = magic_at_end(bytes, length);
	return tail > 0 && meet(foreign->ends, foreign->begins,
	    place_of(segment, segment->sequence + (uint32_t)length, tail));
}

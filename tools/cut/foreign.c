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

enum { PLACES_MOST = 65536 };

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

void
foreign_bound(struct foreign *foreign)
{
	if (g_hash_table_size(foreign->ends) > PLACES_MOST)
		g_hash_table_remove_all(foreign->ends);
	if (g_hash_table_size(foreign->begins) > PLACES_MOST)
		g_hash_table_remove_all(foreign->begins);
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

/* The rest of the text may be in the next segment. */
static bool
begins_with(const struct segment *segment, const char *text)
{
	return segment->captured > 0 &&
	    memcmp(segment->payload, text, MIN(segment->captured, strlen(text))) == 0;
}

/* RFC 9110 9.3.6, 7.1: the port stands before the next space. */
static bool
asks_for_smb(const struct segment *segment)
{
	static const char connect[] = "CONNECT ", *const ports[] = { ":445", ":139" };
	const size_t length = sizeof connect - 1;
	const uint8_t *target = segment->payload + length;
	const uint8_t *space;

	if (segment->captured <= length || !begins_with(segment, connect))
		return begins_with(segment, connect);
	space = (const uint8_t *)memchr(target, ' ', segment->captured - length);
	if (space == NULL)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(ports); i++)
		if (space - target >= 4 && memcmp(space - 4, ports[i], 4) == 0)
			return true;
	return false;
}

/* Who asks is the client, and Wireshark goes by the port that the SYN went to. */
enum { PORT_PROXY = 8080, PORT_SQUID = 3128 };

bool
foreign_opens_proxy(const struct segment *segment)
{
	return (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
	    (segment->destination_port == PORT_PROXY || segment->destination_port == PORT_SQUID);
}

/* RFC 5044 7.1.1: RDMA over TCP begins with one of these. */
bool
foreign_leads_to_smb(const struct segment *segment)
{
	return asks_for_smb(segment) || begins_with(segment, "MPA ID Req Frame") ||
	    begins_with(segment, "MPA ID Rep Frame");
}

/* The length of a message comes before its magic, and before that a zero (RFC 1002
 * 4.3.1); SMB Direct pads with zeros (MS-SMBD 2.2.3). */
bool
foreign_ends_in_smb(const struct segment *segment)
{
	enum { HEADER = 4 };
	const size_t tail = magic_at_end(segment->payload, segment->captured);

	return tail > 0 && (segment->captured < tail + HEADER ||
	    segment->payload[segment->captured - tail - HEADER] == 0);
}

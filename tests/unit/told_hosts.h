/* told_hosts.h - connections between hosts, for checks of what is reported of them
 *
 * Stands in for the host's printing of addresses: an address is its second and its last byte.
 * Included by one file of a check.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TOLD_HOSTS_H
#define SMB1AUDIT_TOLD_HOSTS_H

#include <wireshark.h>

#include <epan/to_str.h>

#include "makers.h"
#include "story.h"

#include "../../plugin/wireshark/keep/audited.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define BOTH "NT LM 0.12|SMB 2.002"

char *
address_to_str(wmem_allocator_t *scope, const address *addr)
{
	const uint8_t *bytes = (const uint8_t *)addr->data;

	return wmem_strdup_printf(scope, "host %u", bytes[1] * 256u + bytes[3]);
}

char *
address_to_display(wmem_allocator_t *scope, const address *addr)
{
	const unsigned last = ((const uint8_t *)addr->data)[3];

	return last == 9 ? wmem_strdup(scope, "desk|9") : address_to_str(scope, addr);
}

/* By their last bytes; the third has a name. */
static const uint8_t ends[][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 }, { 192, 0, 2, 9 },
    { 192, 0, 2, 4 }, { 192, 0, 2, 5 }, { 192, 0, 2, 6 }, { 192, 0, 2, 7 }, { 192, 0, 2, 8 },
    { 192, 0, 2, 10 }, { 192, 0, 2, 11 }, { 192, 0, 2, 12 }, { 192, 0, 2, 13 } };

/* A connection that is told in letters (story.h). */
static struct connection
connection_of(const char *letters, const char *list, uint32_t first, uint32_t last)
{
	struct connection connection = { .first = { 1, { first, 0 } }, .last = { 2, { last, 0 } } };

	set_address(&connection.client, AT_IPv4, 4, ends[0]);
	connection.audit.negotiation = story_tell(letters, offer_of(list));
	return connection;
}

/* What lives as long as a frame is looked at. */
static wmem_allocator_t *
frame_scope(void)
{
	static wmem_allocator_t *scope;

	if (scope == NULL)
		scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	wmem_free_all(scope);
	return scope;
}

static packet_info
between(unsigned source, unsigned destination)
{
	packet_info pinfo = { .num = 1, .ptype = PT_TCP, .pool = frame_scope() };

	set_address(&pinfo.src, AT_IPv4, 4, ends[source]);
	set_address(&pinfo.dst, AT_IPv4, 4, ends[destination]);
	return pinfo;
}

/* A frame of it. */
static struct audited
audited_of(const struct connection *connection, enum side sender)
{
	return (struct audited){ .connection = connection, .marks = MARK_OFFER, .sender = sender };
}

#endif

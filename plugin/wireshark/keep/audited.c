/* audited.c - one frame of an audited connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "audited.h"

/* An address that there is none of, as where TCP has no IP below it. */
static const address *
or_none(const address *host)
{
	return host->type == AT_NONE ? NULL : host;
}

/* IPX has sockets. */
static uint16_t
port_of(const packet_info *pinfo, uint32_t port)
{
	return pinfo->ptype == PT_TCP ? (uint16_t)port : 0;
}

struct ends
audited_ends(const struct audited *audited, const packet_info *pinfo)
{
	const address *source = or_none(&pinfo->src), *destination = or_none(&pinfo->dst);
	const uint16_t from = port_of(pinfo, pinfo->srcport), to = port_of(pinfo, pinfo->destport);
	const struct ends from_client = { source, destination, from, to };
	const struct ends from_server = { destination, source, to, from };
	const struct ends unknown = { NULL, NULL, 0, 0 };

	switch (audited->sender) {
	case SIDE_CLIENT:
		return from_client;
	case SIDE_SERVER:
		return from_server;
	case SIDE_UNKNOWN:
		break;
	}
	return unknown;
}

bool
audited_is_judged(const struct audited *audited)
{
	return !(audited->marks & MARK_DATAGRAM) &&
	    audit_verdict(&audited->connection->audit) != VERDICT_NONE;
}

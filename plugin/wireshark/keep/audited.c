/* audited.c - one frame of an audited connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "audited.h"

#include "../../audit/verdict.h"

struct ends
audited_ends(const struct audited *audited, const packet_info *pinfo)
{
	const struct ends from_client = { &pinfo->src, &pinfo->dst,
	    (uint16_t)pinfo->srcport, (uint16_t)pinfo->destport };
	const struct ends from_server = { &pinfo->dst, &pinfo->src,
	    (uint16_t)pinfo->destport, (uint16_t)pinfo->srcport };
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
	    verdict_of(&audited->connection->audit.negotiation) != VERDICT_NONE;
}

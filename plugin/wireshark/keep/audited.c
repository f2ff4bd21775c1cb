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

struct ends
audited_ends(const struct audited *audited, const packet_info *pinfo)
{
	const struct ends from_client = { or_none(&pinfo->src), or_none(&pinfo->dst),
	    (uint16_t)pinfo->srcport, (uint16_t)pinfo->destport };
	const struct ends from_server = { or_none(&pinfo->dst), or_none(&pinfo->src),
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
	    audit_verdict(&audited->connection->audit) != VERDICT_NONE;
}

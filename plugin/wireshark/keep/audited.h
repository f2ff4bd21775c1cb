/* audited.h - one frame of an audited connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_AUDITED_H
#define SMB1AUDIT_AUDITED_H

#include "connection.h"

#define AUDIT_TAP "smb1audit"

/* What display draws, and what the tap AUDIT_TAP gives to its listeners. It lives as
 * long as the frame is looked at, its connection as long as the capture. */
struct audited {
	const struct connection *connection;
	unsigned marks;			/* enum negotiation_mark */
	enum side sender;		/* who sent this frame */
	bool again;			/* read before: the verdict is the last one */
};

/* The ends of its connection as this frame shows them; NULL and 0 where the roles are not
 * known, or there is none. */
struct ends {
	const address *client, *server;
	uint16_t client_port, server_port;
};

struct ends audited_ends(const struct audited *audited, const packet_info *pinfo);

/* Whether it is a connection with a verdict, not a datagram. */
bool audited_is_judged(const struct audited *audited);

#endif

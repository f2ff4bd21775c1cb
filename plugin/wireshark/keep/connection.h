/* connection.h - the audit of each connection, and who its two ends are
 *
 * Lives in file scope: until the capture is closed or read again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CONNECTION_H
#define SMB1AUDIT_CONNECTION_H

#include "../compat.h"
#include "../../audit/audit.h"
#include "cards.h"

/* A frame and when it was captured; unset where the capture does not say. */
struct moment {
	uint32_t frame;			/* 0: none */
	nstime_t time;
};

/* One connection, or one frame where there is no TCP. */
struct connection {
	struct audit audit;
	struct moment first, last;	/* of the frames that are shown */
	address client;
	uint32_t client_port;
	bool has_client;
	bool roles_settled;		/* by an offer or an answer */
	const struct card *cards[2];	/* of client and server; NULL: not known */
};

/* Connections are kept with Wireshark's conversations; once. */
void connection_register(int protocol);

/* The connection of a frame, NULL while none of its frames was kept. */
struct connection *connection_find(packet_info *pinfo);

/* Likewise, but a new one where there is none. */
struct connection *connection_open(packet_info *pinfo);

/* A connection of its own, for an SMB frame without TCP. */
struct connection *connection_alone(void);

/* Remembers that the client is the sender, or the receiver, of this frame. */
void connection_settle_client(struct connection *connection, const packet_info *pinfo,
    bool sender);

/* An offer or an answer settles who is the client; before, the first frame with a
 * direction is the best guess. */
void connection_settle_roles(struct connection *connection, const struct smb_pdu *pdu,
    const packet_info *pinfo);

/* Whose frame it is, SIDE_UNKNOWN while no client is known or where both ends
 * look alike. */
enum side connection_sender(const struct connection *connection, const packet_info *pinfo);

/* The same, but SIDE_UNKNOWN too while the roles are a guess: that is no ground to
 * doubt a PDU's direction. */
enum side connection_trusted_sender(const struct connection *connection,
    const packet_info *pinfo);

/* Remembers the card of this frame's sender. */
void connection_note_card(struct connection *connection, const struct card *card,
    const packet_info *pinfo);

#endif

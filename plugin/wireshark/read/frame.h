/* frame.h - what one frame shows of SMB and of the connection that carries it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_FRAME_H
#define SMB1AUDIT_FRAME_H

#include "../compat.h"
#include "../../audit/negotiation.h"
#include "../../audit/pdu.h"

/* What carried the frame's SMB. A mailslot datagram (UDP 138, or straight on IPX or
 * NetBEUI) has SMB1 framing, but is no SMB1 session. */
enum transport { TRANSPORT_OTHER, TRANSPORT_TCP, TRANSPORT_DATAGRAM };

/* Lives as long as the frame is looked at. */
struct frame {
	enum transport transport;
	enum tcp_closing closing;	/* of the (innermost) TCP connection */
	struct identity_facts names;	/* NetBIOS names around SMB */
	bool has_names;
	struct smb_pdu *pdus;
	unsigned count;			/* of pdus */
	bool begins;			/* there is more than session setups of SMB2 */
};

/* Asks for what is read, on behalf of handle; once, when every dissector has registered
 * its own. */
void frame_register(dissector_handle_t handle);

/* First pass only. False where the frame shows nothing of all that. */
bool frame_read(struct frame *frame, packet_info *pinfo, proto_tree *tree);

#endif

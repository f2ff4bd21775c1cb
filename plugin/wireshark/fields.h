/* fields.h - what the built-in dissectors found, one SMB PDU at a time
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_FIELDS_H
#define SMB1AUDIT_FIELDS_H

#include "compat.h"
#include "../audit/identity.h"
#include "../audit/pdu.h"

/* Looks the wanted fields up and asks for them on behalf of handle; once, when
 * every dissector has registered its own. A field that this Wireshark does not
 * know is reported to the user, and stays absent. */
void fields_want(dissector_handle_t handle);

/* What carried the frame's SMB. A RST that an ICMP error quotes was sent, but by
 * somebody else and at another time: such frames are no evidence. A datagram on
 * UDP 138 has SMB1 framing, but is no SMB1 session. */
enum transport { TRANSPORT_OTHER, TRANSPORT_TCP, TRANSPORT_DATAGRAM, TRANSPORT_QUOTED };

/* The closing of a TCP connection as one frame shows it. */
enum tcp_closing { CLOSING_NONE, CLOSING_RST, CLOSING_FIN };

/* One frame being read; lives on the stack of its caller. */
struct frame_reading {
	enum transport transport;
	enum tcp_closing closing;	/* of the (innermost) TCP connection */
	const GPtrArray *pdus[2];	/* SMB1 and SMB2, or NULL */
	const GPtrArray *calling;	/* the name in a NetBIOS session request */
	unsigned protocol, next;	/* the PDU that is due */
};

/* False where the frame holds neither SMB nor, with closings, the end of a TCP
 * connection. */
bool fields_begin(struct frame_reading *reading, const packet_info *pinfo,
    const proto_tree *tree, bool closings);

/* The next SMB1 PDU or SMB2 NEGOTIATE; false after the last. Its list is bytes of
 * the frame. */
bool fields_next_pdu(struct frame_reading *reading, struct smb_pdu *pdu);

/* Reads the names of a NetBIOS session request; false where there is none. */
bool fields_session_request(const struct frame_reading *reading, struct identity_facts *facts);

/* Reads the source name of the NetBIOS datagram around an SMB1 PDU. */
void fields_datagram_source(const struct frame_reading *reading, struct identity_facts *facts);

#endif

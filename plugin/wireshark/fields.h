/* fields.h - what the built-in dissectors found, one SMB PDU at a time
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_FIELDS_H
#define SMB1AUDIT_FIELDS_H

#include "closing.h"
#include "layers.h"
#include "places.h"
#include "../audit/identity.h"
#include "../audit/pdu.h"

/* Looks up and asks for all that is read, on behalf of handle; once, when every
 * dissector has registered its own. */
void fields_register(dissector_handle_t handle);

/* One frame being read; lives on the stack of its caller. */
struct frame_reading {
	enum transport transport;
	enum tcp_closing closing;	/* of the (innermost) TCP connection */
	const GPtrArray *calling;	/* the name in a NetBIOS session request, or NULL */
	bool has_smb;
	struct places places;		/* its PDUs that are due */
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

/* Reads the source name of the NetBIOS datagram around an SMB1 PDU; false where there
 * is no such PDU. */
bool fields_datagram_source(struct frame_reading *reading, struct identity_facts *facts);

#endif

/* layers.h - which protocols a frame has, and where their items are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_LAYERS_H
#define SMB1AUDIT_LAYERS_H

#include "compat.h"

/* Looks the protocols up; once, when every dissector has registered its own. One
 * that this Wireshark does not know is reported to the user. */
void layers_register(void);

/* What carried the frame's SMB. A RST that an ICMP error quotes was sent, but by
 * somebody else and at another time: such frames are no evidence. A datagram on
 * UDP 138 has SMB1 framing, but is no SMB1 session. */
enum transport { TRANSPORT_OTHER, TRANSPORT_TCP, TRANSPORT_DATAGRAM, TRANSPORT_QUOTED };

/* What a frame's layers say. */
struct layers {
	enum transport transport;
	int tcp_depth;			/* how many TCP layers there are */
};

struct layers layers_read(const packet_info *pinfo);

/* The protocol found last in the frame, our own apart. */
enum last_layer { LAST_OTHER, LAST_TCP, LAST_NBSS };

enum last_layer layers_last(const packet_info *pinfo);

/* Whether a built-in dissector recognised SMB1 or SMB2 in a tunnel, below whose item
 * theirs is: that of their carrier is not at the top level either. An SMB that has no
 * item beside that of its carrier was cut or malformed. */
bool layers_hide_smb(const packet_info *pinfo, const proto_tree *tree);

/* Those that are built of the items at the top level of the tree. */
struct top_items {
	const proto_node *pdu;		/* the first PDU of SMB1 or SMB2, or NULL */
	const field_info *tcp;		/* the last TCP, or NULL */
	int tcp_count;
};

struct top_items layers_items(const proto_tree *tree);

/* The TCP item of that node, NULL where it is another's. */
const field_info *layers_tcp_item(const proto_node *node);

/* From that node on, the next that is a PDU; NULL where there is none. */
const proto_node *layers_pdu_from(const proto_node *node);

#endif

/* frame.h - what a frame holds, down to TCP
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_FRAME_H
#define SMB1AUDIT_CUT_FRAME_H

#include "ends.h"

/* RFC 9293 3.1 */
enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_ACK = 0x10,
	TCP_URG = 0x20
};

/* The ports at which Wireshark looks for NetBIOS session messages, hence for SMB. */
enum { PORT_NETBIOS = 139, PORT_SMB = 445 };

enum frame_kind {
	FRAME_HARMLESS,		/* holds no SMB, whatever is in it */
	FRAME_NOTE,		/* ICMP: quotes others' headers, which can move a connection */
	FRAME_OPAQUE,		/* may hold anything: a tunnel, say */
	FRAME_TCP,
	FRAME_TCP_ODD,		/* TCP; its ends are known, its payload is not: a fragment */
	FRAME_LOST		/* TCP perhaps, of ends that are not known */
};

/* A TCP segment; its bytes are the frame's. */
struct segment {
	struct ends ends;
	unsigned direction;		/* 0 or 1: from which of the ends */
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledged;
	unsigned flags;
	const uint8_t *payload;
	size_t length;			/* as sent */
	size_t captured;		/* of that; not more */
};

struct frame {
	enum frame_kind kind;
	bool is_datagram;		/* UDP 138: SMB without a connection */
	struct segment segment;		/* where TCP */
};

/* Whether frames of this link type can be read; others are opaque. */
bool frame_knows_link(int encapsulation);

/* Reads a frame of which length bytes were sent and captured bytes captured. */
void frame_read(struct frame *frame, int encapsulation, const uint8_t *bytes, size_t captured,
    size_t length);

bool segment_is_smb(const struct segment *segment);

#endif

/* memory.h - the negotiation of each connection, the finding of each frame
 *
 * Both live in file scope: until the capture is closed or read again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_MEMORY_H
#define SMB1AUDIT_MEMORY_H

#include "compat.h"
#include "../audit/negotiation.h"

/* One connection, or one frame where there is no TCP. */
struct connection {
	struct negotiation negotiation;
	uint32_t client_hash;		/* of the client's address */
	uint16_t client_port;
	bool has_client;
	bool roles_settled;		/* by an offer or an answer */
};

/* What one frame is to the audit. */
struct finding {
	uint32_t frame;
	uint32_t marks;			/* enum negotiation_mark */
	const struct connection *connection;
};

/* Starts empty with every capture; once, when the plugin registers. */
void memory_register(int protocol);

/* The connection of a frame, NULL while none of its frames was kept. */
struct connection *memory_find_connection(packet_info *pinfo);

/* Likewise, but a new one where there is none. */
struct connection *memory_open_connection(packet_info *pinfo);

/* A connection of its own, for an SMB frame without TCP. */
struct connection *memory_open_alone(void);

/* Whether the closing of any connection would still say something. */
bool memory_awaits_closing(void);

/* Keeps count: whether that of one connection would, before and after a frame. */
void memory_count_awaiting(bool before, bool after);

/* What a list says; the same offer for the same bytes. */
const struct offer *memory_offer(const struct dialect_list *list);

/* First pass only: what this frame is. Frames come in order. What it and
 * memory_finding() return lasts until the next finding is kept. */
const struct finding *memory_keep_finding(const packet_info *pinfo, unsigned marks,
    const struct connection *connection);

/* What was kept of this frame, NULL where nothing was. */
const struct finding *memory_finding(const packet_info *pinfo);

/* Remembers that the client is the sender, or the receiver, of this frame. */
void connection_settle_client(struct connection *connection, const packet_info *pinfo,
    bool sender);

/* Whose frame it is, SIDE_UNKNOWN while no client is known or where both ends
 * look alike. */
enum side connection_sender(const struct connection *connection, const packet_info *pinfo);

#endif

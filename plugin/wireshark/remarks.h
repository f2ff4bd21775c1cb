/* remarks.h - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_REMARKS_H
#define SMB1AUDIT_REMARKS_H

#include "compat.h"
#include "../audit/stack.h"
#include "../audit/verdict.h"

/* Registers the expert infos; once. */
void remarks_register(int protocol);

/* Whether anybody would see a remark on this frame. */
bool remarks_are_read(const packet_info *pinfo, proto_tree *tree);

/* The hosts as this frame shows them; NULL where the roles are not known. */
struct endpoints {
	const char *client;
	const char *server;
};

/* Adds those that belong on a frame with these marks. item is NULL, and endpoints
 * may be empty, where nobody reads them: the worst severity of the capture, which
 * Wireshark's status bar shows, counts all the same. */
void remarks_add(const struct negotiation *negotiation, const struct stack *stack,
    unsigned marks, const struct endpoints *endpoints, packet_info *pinfo, proto_item *item);

#endif

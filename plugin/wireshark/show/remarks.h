/* remarks.h - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_REMARKS_H
#define SMB1AUDIT_REMARKS_H

#include "../compat.h"
#include "../../audit/stack.h"
#include "../../audit/verdict.h"

/* Registers the expert infos; once. */
void remarks_register(int protocol);

/* The hosts as this frame shows them; NULL where the roles are not known. */
struct endpoints {
	const char *client;
	const char *server;
};

/* Adds those that belong on a frame with these marks. item is NULL where there is no
 * tree: a retap brings the Expert Information dialog its remarks so. */
void remarks_add(const struct negotiation *negotiation, const struct stack *stack,
    unsigned marks, const struct endpoints *endpoints, packet_info *pinfo, proto_item *item);

#endif

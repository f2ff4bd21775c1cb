/* remarks.h - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_REMARKS_H
#define SMB1AUDIT_REMARKS_H

#include "compat.h"
#include "../audit/verdict.h"

/* Registers the expert infos; once. */
void remarks_register(int protocol);

/* Whether anybody would see the text of a remark on this frame. */
bool remarks_are_read(proto_tree *tree);

/* The hosts as this frame shows them; NULL where the roles are not known. */
struct endpoints {
	const char *client;
	const char *server;
};

/* Adds those that belong on a frame with these marks. item is NULL, and endpoints
 * may be empty, where nobody reads them: they count all the same. */
void remarks_add(const struct negotiation *negotiation, unsigned marks,
    const struct endpoints *endpoints, packet_info *pinfo, proto_item *item);

#endif

/* display.h - the tree, the expert infos and the Info column of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_DISPLAY_H
#define SMB1AUDIT_DISPLAY_H

#include "compat.h"
#include "../audit/verdict.h"

/* One finding as it is drawn. */
struct drawing {
	const struct negotiation *negotiation;
	unsigned marks;			/* enum negotiation_mark */
	enum side sender;		/* who sent this frame */
};

/* Registers fields, expert infos and the preference; once. */
void display_register(int protocol);

/* Adds everything that is known of the finding to this frame. */
void display_draw(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree);

#endif

/* display.h - one finding on the screen
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_DISPLAY_H
#define SMB1AUDIT_DISPLAY_H

#include "compat.h"
#include "../audit/identity.h"
#include "../audit/stack.h"
#include "../audit/verdict.h"

/* One finding as it is drawn. */
struct drawing {
	const struct negotiation *negotiation;
	const struct identity *identity;	/* NULL: nothing is known */
	const struct stack *stack;	/* of the offer, or NULL */
	unsigned marks;			/* enum negotiation_mark */
	enum side sender;		/* who sent this frame */
};

/* Registers what is shown and the preference; once. */
void display_register(int protocol);

/* Adds everything that is known of the finding to this frame. */
void display_draw(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree);

#endif

/* stack.h - which client software a Negotiate request looks like
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STACK_H
#define SMB1AUDIT_STACK_H

#include <stdbool.h>

#include "offer.h"

struct smb_pdu;

/* What it means that such a client lists SMB1. */
enum stack_kind {
	STACK_OTHER,
	STACK_WINDOWS,		/* the list with SMB2 is bait: no SMB1 behind it */
	STACK_FALLBACK,		/* it falls back to SMB1 indeed */
	STACK_TOOL,		/* a library or tool that may do either */
	STACK_SCANNER,		/* a scanner or exploit: no dependence on SMB1 */
	STACK_GARBAGE		/* likewise, and its system's name is garbage */
};

struct stack {
	const char *name;
	enum stack_kind kind;
};

/* The first fingerprint that list and header fit, or NULL. */
const struct stack *stack_of(const struct offer *offer, const struct smb_pdu *pdu);

/* Both false for NULL, too. */
bool stack_is_scanner(const struct stack *stack);
bool stack_fills_in_garbage(const struct stack *stack);

#endif

/* audit.h - one connection: all that is judged of it, step by step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_AUDIT_H
#define SMB1AUDIT_AUDIT_H

#include "identity.h"
#include "negotiation.h"
#include "stack.h"

/* Lives as long as the connection. All zero is a new one. */
struct audit {
	struct negotiation negotiation;
	const struct stack *stack;	/* of the offer, or NULL */
	struct identity *identity;	/* NULL: nothing is known */
};

/* Where what lives as long as the connection is kept. */
struct storage {
	const char *(*text)(const char *text);	/* equal texts once */
	void *(*zeroed)(size_t size);
};

/* Each takes into account what a frame, sent by that side, brings. Returns the marks of
 * the frame (enum negotiation_mark), 0 where it is of no interest. */
unsigned audit_take_pdu(struct audit *audit, const struct smb_pdu *pdu, enum side sender,
    uint32_t frame, const struct storage *storage);
unsigned audit_take_closing(struct audit *audit, enum tcp_closing closing, enum side sender,
    uint32_t frame);

/* What a NetBIOS session request, or the source of a datagram, says. */
void audit_take_names(struct audit *audit, const struct identity_facts *names,
    const struct storage *storage);

/* Whether the connection served the Computer Browser alone. */
bool audit_is_browser(const struct audit *audit);

/* Whether its client is a scanner or exploit tool. */
bool audit_is_scanner(const struct audit *audit);

#endif

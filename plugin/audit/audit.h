/* audit.h - one connection: all that is judged of it, step by step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_AUDIT_H
#define SMB1AUDIT_AUDIT_H

#include "identity.h"
#include "negotiation.h"
#include "stack.h"
#include "verdict.h"

/* Lives as long as the connection. All zero is a new one. */
struct audit {
	struct negotiation negotiation;
	const struct stack *stack;	/* of the offer, or NULL */
	struct identity *identity;	/* NULL: nothing is known */
	const char *not_seen;		/* what of the traffic was not looked at; NULL: nothing */
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

/* What became of it. Where answers may have been missed, it is no refusal that none was
 * seen. */
enum verdict audit_verdict(const struct audit *audit);

/* Whether its client is a scanner or exploit tool. */
bool audit_is_scanner(const struct audit *audit);

/* Whether it served the Computer Browser alone. */
bool audit_is_browser(const struct audit *audit);

/* A detail of its ends, the user and domain being those of the logon; NULL where it is
 * not known. */
const char *audit_detail(const struct audit *audit, enum detail detail);

#endif

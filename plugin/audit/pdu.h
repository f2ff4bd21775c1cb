/* pdu.h - what one SMB PDU says
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_PDU_H
#define SMB1AUDIT_PDU_H

#include <stdbool.h>
#include <stdint.h>

#include "identity.h"
#include "offer.h"

/* MS-CIFS 2.2.2.1, MS-SMB2 2.2.1 */
enum {
	SMB_COM_LOCKING_ANDX	= 0x24,
	SMB_COM_TRANSACTION	= 0x25,
	SMB_COM_ECHO		= 0x2B,
	SMB_COM_TREE_CONNECT	= 0x70,
	SMB_COM_TREE_DISCONNECT	= 0x71,
	SMB_COM_NEGOTIATE	= 0x72,
	SMB_COM_SESSION_SETUP_ANDX = 0x73,
	SMB_COM_LOGOFF_ANDX	= 0x74,
	SMB_COM_TREE_CONNECT_ANDX = 0x75,
	SMB_COM_NO_ANDX		= 0xFF,
	SMB2_NEGOTIATE		= 0x0000,
	SMB2_SESSION_SETUP	= 0x0001
};

enum { TRANS_PEEK_NMPIPE = 0x0023 };	/* MS-CIFS 2.2.5.5 */
enum { MID_OF_OPLOCK_BREAK = 0xFFFF };	/* MS-CIFS 3.3.4.2 */

/* A PDU as the dissectors show it. What they do not show is absent, not 0. */
struct smb_pdu {
	bool smb2;			/* SMB2 header; else SMB1 */
	bool response;
	bool failed;			/* an error status, NT or DOS ... */
	bool wants_more;		/* ... STATUS_MORE_PROCESSING_REQUIRED */
	unsigned command;
	uint64_t message;		/* pairs request and answer: MID, or SMB2's MessageId */
	uint16_t flags2, tid, pid, uid, mid;	/* SMB1 */

	const struct dialect_list *list;	/* of a Negotiate request, or NULL ... */
	const struct offer *offer;	/* ... and the offer that it is */
	bool has_word_count;		/* SMB1, of the first command */
	unsigned word_count;
	bool has_index;			/* SMB1 Negotiate response */
	uint16_t index;			/* DialectIndex */
	bool has_revision;		/* SMB2 NEGOTIATE response */
	uint16_t revision;		/* DialectRevision */

	struct identity_facts says;	/* of who and what */
};

static inline bool
pdu_is_negotiate(const struct smb_pdu *pdu)
{
	return pdu->command == (pdu->smb2 ? SMB2_NEGOTIATE : SMB_COM_NEGOTIATE);
}

/* The one request that a server sends: MS-CIFS 2.2.4.32.1. */
static inline bool
pdu_is_oplock_break(const struct smb_pdu *pdu)
{
	return !pdu->smb2 && pdu->command == SMB_COM_LOCKING_ANDX && !pdu->response &&
	    pdu->mid == MID_OF_OPLOCK_BREAK;
}

#endif

/* pdu.h - what one SMB PDU says about the negotiation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_PDU_H
#define SMB1AUDIT_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	SMB2_NEGOTIATE		= 0x0000
};

enum { SMB1_HEADER = 32 };	/* MS-CIFS 2.2.3.1: the word count follows */

/* A PDU as it was captured. What the capture does not hold is absent, not 0. */
struct smb_pdu {
	bool smb2;			/* SMB2 header; else SMB1 */
	bool response;
	bool oplock_break;		/* the one request that a server sends */
	bool failed;			/* an error status, NT or DOS */
	unsigned command;
	uint16_t flags2, tid, pid, uid, mid;	/* SMB1 */
	bool unicode;			/* SMB1: strings are UTF-16 */
	const uint8_t *bytes;		/* the PDU itself, length of it captured */
	size_t length;

	bool has_list;			/* Negotiate request */
	struct dialect_list list;	/* its bytes are the PDU's own */
	const struct offer *offer;	/* what its reader made of the list, or NULL */
	bool has_word_count;		/* SMB1 Negotiate response ... */
	unsigned word_count;
	bool has_index;
	uint16_t index;			/* DialectIndex */
	bool has_revision;		/* SMB2 NEGOTIATE response */
	uint16_t revision;		/* DialectRevision */
};

/* Both read a PDU that begins at bytes, of which length are captured. False
 * where it is no such PDU, an encrypted one say, or its header was cut. */
bool pdu_read_smb1(struct smb_pdu *pdu, const uint8_t *bytes, size_t length);
bool pdu_read_smb2(struct smb_pdu *pdu, const uint8_t *bytes, size_t length);

bool pdu_is_negotiate(const struct smb_pdu *pdu);

#endif

/* reading.h - one PDU while its fields are taken; for pdus.c and session.c alone
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_READING_H
#define SMB1AUDIT_READING_H

#include "fields.h"
#include "../../audit/pdu.h"

/* An AndX chain is a list of blocks, each with its command, words and data (MS-CIFS
 * 2.2.3.4); other PDUs have one. */
struct block {
	unsigned command;
	unsigned words;
};

/* A PDU being read; lives on the stack of its item's visitor. */
struct reading {
	struct smb_pdu pdu;
	bool has_command, has_direction, has_mid;
	unsigned blocks;		/* begun so far */
	struct block block;		/* the last of them */
	unsigned next_command;		/* what the next one will be */

	wmem_array_t *dialects;		/* const char *, or NULL while there is none */
	struct dialect_list *list;	/* NULL: outside of any PDU */
	uint64_t announced, listed;	/* of the list: bytes in SMB1, entries in SMB2 */
	bool has_announced;

	int message;			/* where the type of an NTLMSSP message stands; or -1 */
	unsigned major, minor;
	bool has_lm, has_nt;
	uint64_t lm, nt;		/* lengths of the client's two responses */
	bool begins_gss;

	wmem_array_t *pdus;		/* what was read before */
	wmem_allocator_t *scope;
};

typedef void take_field(struct reading *reading, enum field field, const field_info *item);

/* Of who and what: session.c. */
take_field take_signing, take_guest, take_password_length, take_gss, take_ntlm_message,
    take_ntlm_response, take_version, take_text, take_transaction;

/* When all fields of the PDU were taken. */
void reading_finish_session(struct reading *reading);

#endif

/* fields.h - the fields of the built-in dissectors that are read
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_FIELDS_H
#define SMB1AUDIT_FIELDS_H

#include "../compat.h"

enum field {
	FIELD_SMB1,			/* the protocol items: one a PDU */
	FIELD_SMB2,
	FIELD_COMMAND,			/* the header's, then those of the AndX chain */
	FIELD_RESPONSE,
	FIELD_NT_STATUS,
	FIELD_ERROR_CLASS,
	FIELD_FLAGS2,
	FIELD_TID,
	FIELD_PID,
	FIELD_UID,
	FIELD_MID,
	FIELD_WORD_COUNT,
	FIELD_BYTE_COUNT,
	FIELD_DIALECT,
	FIELD_INDEX,
	FIELD_SMB2_NT_STATUS,
	FIELD_SMB2_COMMAND,
	FIELD_SMB2_RESPONSE,
	FIELD_SMB2_MESSAGE,
	FIELD_SMB2_DIALECT_COUNT,
	FIELD_SMB2_DIALECT,
	FIELD_SIGNATURES,
	FIELD_SIGNATURES_REQUIRED,
	FIELD_SERVER,
	FIELD_PRIMARY_DOMAIN,
	FIELD_ACCOUNT,
	FIELD_NATIVE_OS,
	FIELD_NATIVE_LANMAN,
	FIELD_GUEST,
	FIELD_PASSWORD_LENGTH,		/* the only one of LANMAN ... */
	FIELD_ANSI_PASSWORD_LENGTH,	/* ... and the two of NT LM 0.12 */
	FIELD_UNICODE_PASSWORD_LENGTH,
	FIELD_PATH,
	FIELD_TRANSACTION,
	FIELD_PIPE_FUNCTION,
	FIELD_GSS_MECHANISM,
	FIELD_NTLM_MESSAGE,
	FIELD_NTLM_WORKSTATION,
	FIELD_NTLM_COMPUTER,
	FIELD_NTLM_COMPUTER_DNS,
	FIELD_NTLM_COMPUTER_DOMAIN,
	FIELD_NTLM_DOMAIN,
	FIELD_NTLM_USER,
	FIELD_NTLM_HOST,
	FIELD_NTLM_LM_RESPONSE,
	FIELD_NTLM_NT_RESPONSE,
	FIELD_NTLM_MAJOR,
	FIELD_NTLM_MINOR,
	FIELD_NTLM_BUILD,
	FIELD_CALLED_NAME,		/* of a NetBIOS session request */
	FIELD_CALLING_NAME,
	FIELD_SOURCE_NAME,		/* of a NetBIOS datagram */
	FIELD_RST,
	FIELD_FIN,
	FIELDS				/* also: none of them */
};

/* Looks the fields up and asks for them on behalf of handle; once, when every dissector
 * has registered its own. A field that this Wireshark lacks is reported to the user, and
 * stays absent. */
void fields_register(dissector_handle_t handle);

/* Which of them an item is; FIELDS where it is another. */
enum field field_of(const field_info *item);

/* All occurrences in the frame, in order; NULL where there is none. Built on the first
 * pass alone, as all items are. */
const GPtrArray *field_items(const proto_tree *tree, enum field field);

/* The value of a number or a boolean. */
uint64_t field_number(const field_info *item);

/* The value of a text, printable; it lives as long as the item and that scope. */
const char *field_text(const field_info *item, wmem_allocator_t *scope);

#endif

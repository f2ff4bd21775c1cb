/* pdu.c - what one SMB PDU says about the negotiation
 *
 * Reads the few bytes that matter of a PDU which a dissector has recognised and
 * put together: MS-CIFS 2.2.3 (header, parameters, data) and 2.2.4.52
 * (Negotiate), MS-SMB2 2.2.1.2, 2.2.3 and 2.2.4. Bytes are hostile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "bytes.h"
#include "pdu.h"

/* MS-CIFS 2.2.3.1: offsets in the header, and after it. */
enum {
	SMB1_COMMAND	= 4,
	SMB1_STATUS	= 5,
	SMB1_FLAGS	= 9,
	SMB1_FLAGS2	= 10,
	SMB1_TID	= 24,
	SMB1_PID	= 26,
	SMB1_UID	= 28,
	SMB1_MID	= 30,
	SMB1_WORDS	= 33
};
enum { SMB_FLAGS_REPLY = 0x80, SMB_FLAGS2_NT_STATUS = 0x4000,
	SMB_FLAGS2_UNICODE = 0x8000, MID_OF_OPLOCK_BREAK = 0xFFFF };

/* MS-SMB2 2.2.1.2, 2.2.3, 2.2.4 */
enum {
	SMB2_STATUS		= 8,
	SMB2_COMMAND		= 12,
	SMB2_FLAGS		= 16,
	SMB2_HEADER		= 64,
	SMB2_DIALECT_COUNT	= SMB2_HEADER + 2,
	SMB2_DIALECTS		= SMB2_HEADER + 36,
	SMB2_DIALECT_REVISION	= SMB2_HEADER + 4
};
enum { SMB2_FLAGS_SERVER_TO_REDIR = 0x01 };

static const uint8_t smb1_protocol[] = { 0xFF, 'S', 'M', 'B' };
static const uint8_t smb2_protocol[] = { 0xFE, 'S', 'M', 'B' };

/* NTSTATUS severities 0 and 1 are success and information (MS-ERREF 2.3), which
 * leaves the highest bit clear; a DOS error has a class (MS-CIFS 2.2.3.1). */
static bool
is_smb1_failure(const struct smb_pdu *pdu, const uint8_t *bytes)
{
	if (pdu->flags2 & SMB_FLAGS2_NT_STATUS)
		return bytes[SMB1_STATUS + 3] >> 7;
	return bytes[SMB1_STATUS] != 0;
}

/* MS-CIFS 2.2.4.32.1: the server breaks an oplock by a request of its own. */
static bool
is_oplock_break(const struct smb_pdu *pdu)
{
	return pdu->command == SMB_COM_LOCKING_ANDX && !pdu->response &&
	    pdu->mid == MID_OF_OPLOCK_BREAK;
}

/* What is captured of announced bytes that begin at offset. */
static void
read_list(struct smb_pdu *pdu, const uint8_t *bytes, size_t length, size_t offset, size_t announced)
{
	const size_t left = length > offset ? length - offset : 0;

	pdu->list.bytes = left > 0 ? bytes + offset : bytes;
	pdu->list.length = (uint32_t)(announced < left ? announced : left);
	pdu->list.cut = announced > left;
}

/* A request with parameter words is none that MS-CIFS 2.2.4.52.1 knows: where its
 * list begins is anybody's guess, which counts as cut. */
static void
read_smb1_list(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	pdu->has_list = true;
	pdu->list.cut = true;
	if (length >= SMB1_WORDS + 2 && bytes[SMB1_HEADER] == 0)
		read_list(pdu, bytes, length, SMB1_WORDS + 2, word_at(bytes, SMB1_WORDS));
}

static void
read_smb1_answer(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	if (length <= SMB1_HEADER)
		return;
	pdu->has_word_count = true;
	pdu->word_count = bytes[SMB1_HEADER];
	if (pdu->word_count < 1 || length < SMB1_WORDS + 2)
		return;
	pdu->has_index = true;
	pdu->index = word_at(bytes, SMB1_WORDS);
}

static void
read_header_words(struct smb_pdu *pdu, const uint8_t *bytes)
{
	pdu->flags2 = word_at(bytes, SMB1_FLAGS2);
	pdu->unicode = pdu->flags2 & SMB_FLAGS2_UNICODE;
	pdu->tid = word_at(bytes, SMB1_TID);
	pdu->pid = word_at(bytes, SMB1_PID);
	pdu->uid = word_at(bytes, SMB1_UID);
	pdu->mid = word_at(bytes, SMB1_MID);
}

bool
pdu_read_smb1(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	memset(pdu, 0, sizeof *pdu);
	pdu->bytes = bytes;
	pdu->length = length;
	if (length < SMB1_HEADER || memcmp(bytes, smb1_protocol, sizeof smb1_protocol) != 0)
		return false;
	pdu->command = bytes[SMB1_COMMAND];
	pdu->response = bytes[SMB1_FLAGS] & SMB_FLAGS_REPLY;
	read_header_words(pdu, bytes);
	pdu->oplock_break = is_oplock_break(pdu);
	pdu->failed = is_smb1_failure(pdu, bytes);
	if (pdu->command != SMB_COM_NEGOTIATE)
		return true;
	if (pdu->response)
		read_smb1_answer(pdu, bytes, length);
	else
		read_smb1_list(pdu, bytes, length);
	return true;
}

static void
read_smb2_list(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	pdu->has_list = true;
	pdu->list.smb2 = true;
	pdu->list.cut = true;
	if (length >= SMB2_DIALECT_COUNT + 2)
		read_list(pdu, bytes, length, SMB2_DIALECTS,
		    word_at(bytes, SMB2_DIALECT_COUNT) * sizeof (uint16_t));
}

static void
read_smb2_answer(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	if (pdu->failed || length < SMB2_DIALECT_REVISION + 2)
		return;
	pdu->has_revision = true;
	pdu->revision = word_at(bytes, SMB2_DIALECT_REVISION);
}

bool
pdu_read_smb2(struct smb_pdu *pdu, const uint8_t *bytes, size_t length)
{
	memset(pdu, 0, sizeof *pdu);
	pdu->smb2 = true;
	if (length < SMB2_FLAGS + 4 || memcmp(bytes, smb2_protocol, sizeof smb2_protocol) != 0)
		return false;
	pdu->command = word_at(bytes, SMB2_COMMAND);
	pdu->response = bytes[SMB2_FLAGS] & SMB2_FLAGS_SERVER_TO_REDIR;
	pdu->failed = bytes[SMB2_STATUS + 3] >> 7;
	if (pdu->command != SMB2_NEGOTIATE)
		return true;
	if (pdu->response)
		read_smb2_answer(pdu, bytes, length);
	else
		read_smb2_list(pdu, bytes, length);
	return true;
}

bool
pdu_is_negotiate(const struct smb_pdu *pdu)
{
	return pdu->command == (pdu->smb2 ? SMB2_NEGOTIATE : SMB_COM_NEGOTIATE);
}

/* identity_read.c - what an SMB1 PDU says of who and what
 *
 * Reads Session Setup AndX and Tree Connect AndX in their AndX chains, Negotiate
 * answers, and the name of a Transaction: MS-CIFS 2.2.3.4 (chains), 2.2.4.33,
 * 2.2.4.50, 2.2.4.52.2, 2.2.4.53, 2.2.4.55, MS-SMB 2.2.4.5.2, 2.2.4.6. Bytes are
 * hostile, names too.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "bytes.h"
#include "identity.h"
#include "ntlmssp.h"
#include "text.h"

enum { CHAIN_MOST = 8 };	/* a chain has two or three; more is an attack */

/* One command of a PDU: its parameter words and its data. */
struct block {
	unsigned command;
	const uint8_t *words;
	unsigned word_count;
	size_t data, end;		/* offsets from the SMB header */
	bool cut;			/* more data was announced than captured */
};

/* The strings in the data of a block, one after the other. */
struct strings {
	const uint8_t *bytes;
	size_t at, end;
	bool unicode;
	bool cut;			/* half a name is none */
};

/* False where the words and the byte count are not all captured. Data that was
 * cut ends where the capture does. */
static bool
read_block(struct block *block, unsigned command, const uint8_t *bytes, size_t offset, size_t length)
{
	size_t announced;

	if (offset + 1 > length)
		return false;
	block->command = command;
	block->word_count = bytes[offset];
	block->words = bytes + offset + 1;
	block->data = offset + 1 + 2 * (size_t)block->word_count + 2;
	if (block->data > length)
		return false;
	announced = word_at(bytes, block->data - 2);
	block->cut = announced > length - block->data;
	block->end = block->cut ? length : block->data + announced;
	return true;
}

/* MS-CIFS 2.2.3.4: the next block of the chain; it only ever lies further on. */
static bool
next_block(struct block *block, const uint8_t *bytes, size_t length)
{
	const bool is_andx = block->command == SMB_COM_SESSION_SETUP_ANDX ||
	    block->command == SMB_COM_TREE_CONNECT_ANDX || block->command == SMB_COM_LOGOFF_ANDX;
	size_t offset;

	if (!is_andx || block->word_count < 2 || block->words[0] == SMB_COM_NO_ANDX)
		return false;
	offset = word_at(block->words, 2);
	if (offset < block->data)
		return false;
	return read_block(block, block->words[0], bytes, offset, length);
}

/* Where the string that begins here has its NUL; end where it has none. */
static size_t
find_nul(const struct strings *strings, size_t unit)
{
	size_t at = strings->at;

	for (; at + unit <= strings->end; at += unit)
		if (strings->bytes[at] == 0 && strings->bytes[at + unit - 1] == 0)
			return at;
	return strings->end;
}

/* Reads one string and steps over it. UTF-16 is aligned from the SMB header on
 * (MS-CIFS 2.2.1.1.1); a last string may lack its NUL, unless it was cut. */
static void
next_string(struct strings *strings, char *text)
{
	const size_t unit = strings->unicode ? 2 : 1;
	size_t nul;

	if (strings->unicode)
		strings->at += strings->at % 2;
	text[0] = '\0';
	if (strings->at >= strings->end)
		return;
	nul = find_nul(strings, unit);
	if (nul < strings->end || !strings->cut) {
		const uint8_t *bytes = strings->bytes + strings->at;

		if (strings->unicode)
			text_from_utf16(bytes, nul - strings->at, text, DETAIL_ROOM);
		else
			text_from_oem(bytes, nul - strings->at, text, DETAIL_ROOM);
	}
	strings->at = nul + unit;
}

static void
say_string(struct identity_facts *facts, struct strings *strings, enum detail detail)
{
	char text[DETAIL_ROOM];

	next_string(strings, text);
	identity_say(facts, detail, detail == TREE_PATH ? SOURCE_TREE : SOURCE_SETUP, text);
}

/* A token that begins a SPNEGO exchange (RFC 4178 4.2) and has no NTLMSSP. */
enum { SPNEGO_INIT = 0x60 };

static void
read_blob(struct identity_facts *facts, struct strings *strings, size_t length)
{
	const size_t left = strings->end - strings->at;
	const uint8_t *blob = strings->bytes + strings->at;

	if (length > left)
		length = left;
	if (!ntlmssp_read(facts, blob, length) && length > 0 && blob[0] == SPNEGO_INIT)
		facts->auth = AUTH_OTHER;
	strings->at += length;
}

/* MS-CIFS 2.2.4.53.1: LANMAN has 10 words, NT 13; MS-SMB 2.2.4.6.1: 12. */
static void
read_setup_request(struct identity_facts *facts, const struct block *block, struct strings *strings)
{
	size_t lm = 0, nt = 0;

	switch (block->word_count) {
	case 10:
		lm = word_at(block->words, 14);
		strings->at += lm;
		break;
	case 12:
		read_blob(facts, strings, word_at(block->words, 14));
		say_string(facts, strings, CLIENT_OS);
		say_string(facts, strings, CLIENT_LANMAN);
		say_string(facts, strings, CLIENT_DOMAIN);
		return;
	case 13:
		lm = word_at(block->words, 14);
		nt = word_at(block->words, 16);
		strings->at += lm + nt;
		break;
	default:
		return;
	}
	say_string(facts, strings, CLIENT_USER);
	say_string(facts, strings, CLIENT_DOMAIN);
	say_string(facts, strings, CLIENT_OS);
	say_string(facts, strings, CLIENT_LANMAN);
	identity_say_auth(facts, lm, nt);
}

enum { SMB_SETUP_GUEST = 0x0001 };	/* MS-CIFS 2.2.4.53.2, Action */

static void
read_setup_response(struct identity_facts *facts, const struct block *block, struct strings *strings)
{
	if (block->word_count != 3 && block->word_count != 4)
		return;
	if (word_at(block->words, 4) & SMB_SETUP_GUEST)
		facts->auth = AUTH_GUEST;
	if (block->word_count == 4)
		read_blob(facts, strings, word_at(block->words, 6));
	say_string(facts, strings, SERVER_OS);
	say_string(facts, strings, SERVER_LANMAN);
	say_string(facts, strings, SERVER_DOMAIN);
}

/* MS-CIFS 2.2.4.55.1: the password, then the path. */
static void
read_tree_connect_andx(struct identity_facts *facts, const struct block *block,
    struct strings *strings)
{
	if (block->word_count < 4)
		return;
	strings->at += word_at(block->words, 6);
	say_string(facts, strings, TREE_PATH);
}

/* MS-CIFS 2.2.4.50.1: a buffer format, then the path. */
static void
read_tree_connect(struct identity_facts *facts, struct strings *strings)
{
	strings->at++;
	say_string(facts, strings, TREE_PATH);
}

/* MS-CIFS 2.2.4.33.1, 2.2.5: the name that a Transaction goes to. */
static void
read_transaction(struct identity_facts *facts, struct strings *strings)
{
	char name[DETAIL_ROOM];

	next_string(strings, name);
	facts->is_lanman_transaction = strcmp(name, "\\PIPE\\LANMAN") == 0;
}

enum { CAP_UNICODE = 0x4 };
enum { CAP_EXTENDED_SECURITY_TOP = 0x80 };
enum { SECURITY_SIGNATURES_ENABLED = 0x04, SECURITY_SIGNATURES_REQUIRED = 0x08 };

/* MS-CIFS 2.2.4.52.2: after the challenge stand the domain, and the server's name
 * that Windows adds; in UTF-16 they are not aligned, but for a byte that makes
 * the count even. */
static void
read_nt_names(struct identity_facts *facts, const struct block *block, struct strings *strings)
{
	const uint8_t capabilities = block->words[19];
	struct strings names = *strings;
	char text[DETAIL_ROOM];

	names.at += block->words[33];
	if (names.at > names.end)
		return;
	names.unicode = names.unicode || (capabilities & CAP_UNICODE);
	if (names.unicode && (names.end - names.at) % 2 != 0)
		names.at++;
	names.bytes += names.at;	/* as if aligned */
	names.end -= names.at;
	names.at = 0;
	next_string(&names, text);
	identity_say(facts, SERVER_DOMAIN, SOURCE_NEGOTIATE, text);
	next_string(&names, text);
	identity_say(facts, SERVER_NAME, SOURCE_NEGOTIATE, text);
}

/* Likewise of LANMAN, without the server's name. */
static void
read_lanman_names(struct identity_facts *facts, const struct block *block, struct strings *strings)
{
	char text[DETAIL_ROOM];

	strings->at += word_at(block->words, 22);
	next_string(strings, text);
	identity_say(facts, SERVER_DOMAIN, SOURCE_NEGOTIATE, text);
}

static void
read_negotiate_response(struct identity_facts *facts, const struct block *block,
    struct strings *strings)
{
	if (block->word_count == 13)
		read_lanman_names(facts, block, strings);
	if (block->word_count != 17)
		return;
	if (block->words[2] & SECURITY_SIGNATURES_REQUIRED)
		facts->signing = SIGNING_REQUIRED;
	else
		facts->signing = block->words[2] & SECURITY_SIGNATURES_ENABLED ?
		    SIGNING_ENABLED : SIGNING_NOT_OFFERED;
	if (!(block->words[22] & CAP_EXTENDED_SECURITY_TOP))
		read_nt_names(facts, block, strings);
}

static void
read_request_block(struct identity_facts *facts, const struct block *block, struct strings *strings)
{
	switch (block->command) {
	case SMB_COM_SESSION_SETUP_ANDX:
		read_setup_request(facts, block, strings);
		break;
	case SMB_COM_TREE_CONNECT_ANDX:
		read_tree_connect_andx(facts, block, strings);
		break;
	case SMB_COM_TREE_CONNECT:
		read_tree_connect(facts, strings);
		break;
	case SMB_COM_TRANSACTION:
		read_transaction(facts, strings);
		break;
	case SMB_COM_LOGOFF_ANDX:
		break;
	default:		/* at the end of a chain: an Open, say */
		facts->works = true;
	}
}

static void
read_response_block(struct identity_facts *facts, const struct smb_pdu *pdu,
    const struct block *block, struct strings *strings)
{
	switch (block->command) {
	case SMB_COM_NEGOTIATE:
		read_negotiate_response(facts, block, strings);
		break;
	case SMB_COM_SESSION_SETUP_ANDX:
		read_setup_response(facts, block, strings);
		break;
	case SMB_COM_TREE_CONNECT_ANDX:
	case SMB_COM_TREE_CONNECT:
		facts->tree_connected = !pdu->failed;
		break;
	}
}

bool
identity_is_shown_on(const struct smb_pdu *pdu)
{
	return !pdu->smb2 && (pdu->command == SMB_COM_SESSION_SETUP_ANDX ||
	    pdu->command == SMB_COM_TREE_CONNECT_ANDX || pdu->command == SMB_COM_TREE_CONNECT);
}

bool
identity_is_told_by(const struct smb_pdu *pdu)
{
	if (pdu->smb2)
		return false;
	if (pdu->command == SMB_COM_NEGOTIATE)
		return pdu->response;
	if (pdu->command == SMB_COM_TRANSACTION)
		return !pdu->response;
	return identity_is_shown_on(pdu);
}

void
identity_read(struct identity_facts *facts, const struct smb_pdu *pdu)
{
	struct block block;
	bool more = read_block(&block, pdu->command, pdu->bytes, SMB1_HEADER, pdu->length);

	memset(facts, 0, sizeof *facts);
	for (unsigned i = 0; more && i < CHAIN_MOST; i++) {
		struct strings strings = { pdu->bytes, block.data, block.end, pdu->unicode, block.cut };

		if (pdu->response)
			read_response_block(facts, pdu, &block, &strings);
		else
			read_request_block(facts, &block, &strings);
		more = next_block(&block, pdu->bytes, pdu->length);
	}
}

/* pdus.c - the SMB PDUs of a frame as the built-in dissectors show them
 *
 * One walk over the tree. What hangs below an smb or smb2 item, a logon's SPNEGO and
 * NTLMSSP too, belongs to that PDU; its fields come in the order of its bytes. Layer
 * numbers are no way to tell PDUs apart: SPNEGO leaves its own behind.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "pdus.h"

#include "reading.h"

static void
take_command(struct reading *reading, enum field field _U_, const field_info *item)
{
	reading->next_command = (unsigned)field_number(item);
	if (reading->has_command)
		return;
	reading->pdu.command = reading->next_command;
	reading->has_command = true;
}

static void
take_response(struct reading *reading, enum field field _U_, const field_info *item)
{
	reading->pdu.response = field_number(item) != 0;
	reading->has_direction = true;
}

enum { STATUS_ERROR = 31 };		/* MS-ERREF 2.3: the bit that is clear in success */
#define STATUS_MORE_PROCESSING_REQUIRED 0xC0000016

static void
take_nt_status(struct reading *reading, enum field field _U_, const field_info *item)
{
	const uint64_t status = field_number(item);

	if (reading->blocks > 0)
		return;
	reading->pdu.failed = status >> STATUS_ERROR != 0;
	reading->pdu.wants_more = status == STATUS_MORE_PROCESSING_REQUIRED;
}

/* A DOS error has a class (MS-CIFS 2.2.3.1). */
static void
take_error_class(struct reading *reading, enum field field _U_, const field_info *item)
{
	if (reading->blocks == 0)
		reading->pdu.failed = field_number(item) != 0;
}

static void
take_header_word(struct reading *reading, enum field field, const field_info *item)
{
	const uint16_t word = (uint16_t)field_number(item);

	if (reading->blocks > 0)
		return;
	switch (field) {
	case FIELD_FLAGS2:
		reading->pdu.flags2 = word;
		break;
	case FIELD_TID:
		reading->pdu.tid = word;
		break;
	case FIELD_PID:
		reading->pdu.pid = word;
		break;
	case FIELD_UID:
		reading->pdu.uid = word;
		break;
	default:
		reading->pdu.mid = word;
		reading->pdu.message = word;
		reading->has_mid = true;
	}
}

static void
take_message(struct reading *reading, enum field field _U_, const field_info *item)
{
	reading->pdu.message = field_number(item);
}

static bool
is_tree_connect(unsigned command)
{
	return command == SMB_COM_TREE_CONNECT || command == SMB_COM_TREE_CONNECT_ANDX;
}

/* Whether a chain that goes on to it is still at opening or closing a session. Of a
 * Transaction there, Wireshark does not show what it goes to. */
static bool
is_session_command(unsigned command)
{
	return command == SMB_COM_SESSION_SETUP_ANDX || command == SMB_COM_LOGOFF_ANDX ||
	    is_tree_connect(command);
}

/* Each block begins with its word count. */
static void
take_word_count(struct reading *reading, enum field field _U_, const field_info *item)
{
	struct identity_facts *says = &reading->pdu.says;

	reading->block.command = reading->next_command;
	reading->block.words = (unsigned)field_number(item);
	if (reading->blocks++ == 0) {
		reading->pdu.has_word_count = true;
		reading->pdu.word_count = reading->block.words;
	} else if (!reading->pdu.response && !is_session_command(reading->block.command)) {
		says->works = true;
	}
	if (reading->pdu.response && is_tree_connect(reading->block.command))
		says->tree_connected = !reading->pdu.failed;
}

static bool
is_negotiate_request(const struct reading *reading)
{
	return pdu_is_negotiate(&reading->pdu) && !reading->pdu.response;
}

/* How long the list is: in SMB1 the bytes of all its strings. */
static void
take_announced(struct reading *reading, enum field field _U_, const field_info *item)
{
	if (!is_negotiate_request(reading) || reading->has_announced)
		return;
	reading->announced = field_number(item);
	reading->has_announced = true;
}

static void
add_dialect(struct reading *reading, const char *name)
{
	if (reading->dialects == NULL)
		reading->dialects = wmem_array_new(reading->scope, sizeof name);
	wmem_array_append_one(reading->dialects, name);
}

/* The item is as long as the string with its format byte and its NUL, which may lie
 * outside of what was announced. */
static void
take_dialect(struct reading *reading, enum field field _U_, const field_info *item)
{
	if (!is_negotiate_request(reading))
		return;
	if (reading->list->count++ < OFFER_KEPT)
		add_dialect(reading, field_text(item, reading->scope));
	reading->listed += (unsigned)item->length;
}

static void
take_index(struct reading *reading, enum field field _U_, const field_info *item)
{
	reading->pdu.has_index = true;
	reading->pdu.index = (uint16_t)field_number(item);
}

static const char *
revision_text(uint16_t revision, wmem_allocator_t *scope)
{
	const char *name = revision_name(revision);

	return name ? name : wmem_strdup_printf(scope, "0x%04x", revision);
}

/* In an answer it is the one that was chosen; an error has none. */
static void
take_revision(struct reading *reading, enum field field _U_, const field_info *item)
{
	const uint16_t revision = (uint16_t)field_number(item);

	if (!pdu_is_negotiate(&reading->pdu))
		return;
	if (reading->pdu.response) {
		reading->pdu.has_revision = !reading->pdu.failed;
		reading->pdu.revision = revision;
		return;
	}
	reading->listed++;
	if (reading->list->count++ < OFFER_KEPT)
		add_dialect(reading, revision_text(revision, reading->scope));
}

/* MS-CIFS 2.2.5.5. Wireshark shows what a Transaction does with a pipe behind its PDU, and
 * once more behind the answer. */
static void
take_pipe_function(const struct reading *around, const field_info *item)
{
	const unsigned count = wmem_array_get_count(around->pdus);
	struct smb_pdu *pdu = count ? (struct smb_pdu *)wmem_array_index(around->pdus, count - 1) : NULL;

	if (pdu != NULL && !pdu->smb2 && !pdu->response && pdu->command == SMB_COM_TRANSACTION &&
	    field_number(item) == TRANS_PEEK_NMPIPE)
		pdu->says.is_peek = true;
}

static take_field *const takers[FIELDS] = {
	[FIELD_COMMAND]			= take_command,
	[FIELD_RESPONSE]		= take_response,
	[FIELD_NT_STATUS]		= take_nt_status,
	[FIELD_ERROR_CLASS]		= take_error_class,
	[FIELD_FLAGS2]			= take_header_word,
	[FIELD_TID]			= take_header_word,
	[FIELD_PID]			= take_header_word,
	[FIELD_UID]			= take_header_word,
	[FIELD_MID]			= take_header_word,
	[FIELD_WORD_COUNT]		= take_word_count,
	[FIELD_BYTE_COUNT]		= take_announced,
	[FIELD_DIALECT]			= take_dialect,
	[FIELD_INDEX]			= take_index,
	[FIELD_SMB2_NT_STATUS]		= take_nt_status,
	[FIELD_SMB2_COMMAND]		= take_command,
	[FIELD_SMB2_RESPONSE]		= take_response,
	[FIELD_SMB2_MESSAGE]		= take_message,
	[FIELD_SMB2_DIALECT_COUNT]	= take_announced,
	[FIELD_SMB2_DIALECT]		= take_revision,
	[FIELD_SIGNATURES]		= take_signing,
	[FIELD_SIGNATURES_REQUIRED]	= take_signing,
	[FIELD_SERVER]			= take_text,
	[FIELD_PRIMARY_DOMAIN]		= take_text,
	[FIELD_ACCOUNT]			= take_text,
	[FIELD_NATIVE_OS]		= take_text,
	[FIELD_NATIVE_LANMAN]		= take_text,
	[FIELD_GUEST]			= take_guest,
	[FIELD_PASSWORD_LENGTH]		= take_password_length,
	[FIELD_ANSI_PASSWORD_LENGTH]	= take_password_length,
	[FIELD_UNICODE_PASSWORD_LENGTH]	= take_password_length,
	[FIELD_PATH]			= take_text,
	[FIELD_TRANSACTION]		= take_transaction,
	[FIELD_GSS_MECHANISM]		= take_gss,
	[FIELD_NTLM_MESSAGE]		= take_ntlm_message,
	[FIELD_NTLM_WORKSTATION]	= take_text,
	[FIELD_NTLM_COMPUTER]		= take_text,
	[FIELD_NTLM_COMPUTER_DNS]	= take_text,
	[FIELD_NTLM_COMPUTER_DOMAIN]	= take_text,
	[FIELD_NTLM_DOMAIN]		= take_text,
	[FIELD_NTLM_USER]		= take_text,
	[FIELD_NTLM_HOST]		= take_text,
	[FIELD_NTLM_LM_RESPONSE]	= take_ntlm_response,
	[FIELD_NTLM_NT_RESPONSE]	= take_ntlm_response,
	[FIELD_NTLM_MAJOR]		= take_version,
	[FIELD_NTLM_MINOR]		= take_version,
	[FIELD_NTLM_BUILD]		= take_version,
};

/* A request with parameter words is none that MS-CIFS 2.2.4.52.1 knows: where its list
 * begins is anybody's guess, so that it is not whole. */
static void
finish_list(struct reading *reading)
{
	const struct smb_pdu *pdu = &reading->pdu;
	struct dialect_list *list = reading->list;

	list->smb2 = pdu->smb2;
	list->kept = reading->dialects ? wmem_array_get_count(reading->dialects) : 0;
	list->names = list->kept ? (const char **)wmem_array_get_raw(reading->dialects) : NULL;
	list->whole = reading->has_announced && reading->listed >= reading->announced &&
	    list->kept == list->count && (pdu->smb2 || pdu->word_count == 0);
}

/* Of SMB2 nothing else is read. */
static bool
is_wanted_smb2(const struct smb_pdu *pdu)
{
	return pdu->command == SMB2_NEGOTIATE || pdu->command == SMB2_SESSION_SETUP;
}

/* One whose header was cut says nothing. */
static void
finish_pdu(struct reading *reading)
{
	struct smb_pdu *pdu = &reading->pdu;

	if (!reading->has_command || !reading->has_direction)
		return;
	if (pdu->smb2 ? !is_wanted_smb2(pdu) : !reading->has_mid)
		return;
	reading_finish_session(reading);
	if (is_negotiate_request(reading)) {
		finish_list(reading);
		pdu->list = reading->list;
	}
	wmem_array_append_one(reading->pdus, *pdu);
}

static void visit(proto_node *node, void *data);

static void
read_pdu(proto_node *item, const struct reading *around, bool smb2)
{
	struct reading reading = { .message = -1, .next_command = SMB_COM_NO_ANDX,
	    .pdus = around->pdus, .scope = around->scope, .pdu.smb2 = smb2 };

	reading.list = wmem_new0(reading.scope, struct dialect_list);
	proto_tree_children_foreach(item, visit, &reading);
	finish_pdu(&reading);
}

/* Below a PDU there may be another: a tunnel's, or one that was encrypted. */
static void
visit(proto_node *node, void *data)
{
	struct reading *reading = (struct reading *)data;
	const field_info *item = PNODE_FINFO(node);
	const enum field field = item ? field_of(item) : FIELDS;

	if (field == FIELD_SMB1 || field == FIELD_SMB2) {
		read_pdu(node, reading, field == FIELD_SMB2);
		return;
	}
	if (field == FIELD_PIPE_FUNCTION)
		take_pipe_function(reading, item);
	else if (field != FIELDS && takers[field] != NULL && reading->list != NULL)
		takers[field](reading, field, item);
	proto_tree_children_foreach(node, visit, data);
}

wmem_array_t *
pdus_read(proto_tree *tree, wmem_allocator_t *scope)
{
	struct reading outside = { .scope = scope };

	outside.pdus = wmem_array_new(scope, sizeof (struct smb_pdu));
	proto_tree_children_foreach(tree, visit, &outside);
	return outside.pdus;
}

/* session.c - what the PDUs that open a session say of who and what
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "reading.h"

#include "../../audit/software.h"

/* MS-CIFS 2.2.4.52.2: only an answer of 17 words speaks of signing this way. */
void
take_signing(struct reading *reading, enum field field, const field_info *item)
{
	struct identity_facts *says = &reading->pdu.says;

	if (!pdu_is_negotiate(&reading->pdu) || !reading->pdu.response || reading->block.words != 17)
		return;
	if (says->signing == SIGNING_ABSENT)
		says->signing = SIGNING_NOT_OFFERED;
	if (field_number(item) != 0 && says->signing != SIGNING_REQUIRED)
		says->signing = field == FIELD_SIGNATURES_REQUIRED ?
		    SIGNING_REQUIRED : SIGNING_ENABLED;
}

/* MS-CIFS 2.2.4.53, MS-SMB 2.2.4.6: of a session setup with other word counts, Wireshark
 * shows strings that are not there. MS-SMB2 2.2.5 has one form. */
static bool
is_known_setup(const struct reading *reading)
{
	const unsigned words = reading->block.words;

	if (reading->pdu.smb2)
		return reading->pdu.command == SMB2_SESSION_SETUP;
	if (reading->block.command != SMB_COM_SESSION_SETUP_ANDX)
		return false;
	if (reading->pdu.response)
		return words == 3 || words == 4;
	return words == 10 || words == 12 || words == 13;
}

void
take_guest(struct reading *reading, enum field field _U_, const field_info *item)
{
	if (is_known_setup(reading) && field_number(item) != 0)
		reading->pdu.says.auth = AUTH_GUEST;
}

/* A Tree Connect has a password, too. */
void
take_password_length(struct reading *reading, enum field field, const field_info *item)
{
	if (!is_known_setup(reading))
		return;
	if (field == FIELD_UNICODE_PASSWORD_LENGTH)
		reading->nt = field_number(item);
	else
		reading->lm = field_number(item);
	reading->has_lm = reading->has_nt = true;
}

void
take_gss(struct reading *reading, enum field field _U_, const field_info *item _U_)
{
	reading->begins_gss = is_known_setup(reading);
}

void
take_ntlm_message(struct reading *reading, enum field field _U_, const field_info *item)
{
	reading->message = item->start;
	reading->major = reading->minor = 0;
}

/* MS-NLMP 2.2.1.3: from the type of an AUTHENTICATE message to the shortest header's
 * end. */
enum { NTLM_HEADER = 52 - 8 };

/* Where an NTLMSSP text or response is empty, Wireshark's item is the eight bytes in the
 * header that say so, and the text is "NULL". */
static bool
is_in_ntlm_header(const struct reading *reading, const field_info *item)
{
	return item->length == 8 && item->start >= reading->message &&
	    item->start - reading->message < NTLM_HEADER;
}

void
take_ntlm_response(struct reading *reading, enum field field, const field_info *item)
{
	const uint64_t length = is_in_ntlm_header(reading, item) ? 0 : (unsigned)item->length;

	if (!is_known_setup(reading) || reading->pdu.response)
		return;
	if (field == FIELD_NTLM_LM_RESPONSE) {
		reading->lm = length;
		reading->has_lm = true;
	} else {
		reading->nt = length;
		reading->has_nt = true;
	}
}

/* MS-NLMP 2.2.2.10: the build is the last of three. */
void
take_version(struct reading *reading, enum field field, const field_info *item)
{
	const unsigned number = (unsigned)field_number(item);
	const char *name;

	if (field == FIELD_NTLM_MAJOR)
		reading->major = number;
	else if (field == FIELD_NTLM_MINOR)
		reading->minor = number;
	if (field != FIELD_NTLM_BUILD || !is_known_setup(reading))
		return;
	name = software_of_version(reading->major, reading->minor, number);
	if (name != NULL)
		identity_say(&reading->pdu.says, reading->pdu.response ? SERVER_OS : CLIENT_OS,
		    SOURCE_VERSION, wmem_strdup_printf(reading->scope, "%s (%u.%u.%u)", name,
		    reading->major, reading->minor, number));
}

enum direction { REQUEST, RESPONSE };

/* Which text of which block says what of whom. */
static const struct {
	enum field field;
	unsigned command;
	enum direction direction;
	enum detail detail;
	enum source source;
} texts[] = {
	/* MS-CIFS 2.2.4.52.2 */
	{ FIELD_PRIMARY_DOMAIN, SMB_COM_NEGOTIATE, RESPONSE, SERVER_DOMAIN, SOURCE_NEGOTIATE },
	{ FIELD_SERVER, SMB_COM_NEGOTIATE, RESPONSE, SERVER_NAME, SOURCE_NEGOTIATE },
	/* MS-CIFS 2.2.4.53, MS-SMB 2.2.4.6 */
	{ FIELD_ACCOUNT, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_USER, SOURCE_SETUP },
	{ FIELD_PRIMARY_DOMAIN, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_DOMAIN, SOURCE_SETUP },
	{ FIELD_NATIVE_OS, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_OS, SOURCE_SETUP },
	{ FIELD_NATIVE_LANMAN, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_LANMAN, SOURCE_SETUP },
	{ FIELD_NATIVE_OS, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_OS, SOURCE_SETUP },
	{ FIELD_NATIVE_LANMAN, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_LANMAN, SOURCE_SETUP },
	{ FIELD_PRIMARY_DOMAIN, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_DOMAIN, SOURCE_SETUP },
	/* MS-NLMP 2.2.1 */
	{ FIELD_NTLM_WORKSTATION, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_NAME, SOURCE_NTLM_NEGOTIATE },
	{ FIELD_NTLM_HOST, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_NAME, SOURCE_AUTHENTICATE },
	{ FIELD_NTLM_USER, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_USER, SOURCE_AUTHENTICATE },
	{ FIELD_NTLM_DOMAIN, SMB_COM_SESSION_SETUP_ANDX, REQUEST, CLIENT_DOMAIN, SOURCE_AUTHENTICATE },
	{ FIELD_NTLM_COMPUTER, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_NAME, SOURCE_CHALLENGE },
	{ FIELD_NTLM_COMPUTER_DNS, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_NAME, SOURCE_CHALLENGE_DNS },
	{ FIELD_NTLM_COMPUTER_DOMAIN, SMB_COM_SESSION_SETUP_ANDX, RESPONSE, SERVER_DOMAIN, SOURCE_CHALLENGE },
	/* MS-CIFS 2.2.4.50.1, 2.2.4.55.1 */
	{ FIELD_PATH, SMB_COM_TREE_CONNECT, REQUEST, TREE_PATH, SOURCE_TREE },
	{ FIELD_PATH, SMB_COM_TREE_CONNECT_ANDX, REQUEST, TREE_PATH, SOURCE_TREE },
};

/* An SMB2 session setup carries the same NTLMSSP messages. */
static unsigned
command_of(const struct reading *reading)
{
	if (!reading->pdu.smb2)
		return reading->block.command;
	return is_known_setup(reading) ? SMB_COM_SESSION_SETUP_ANDX : SMB_COM_NO_ANDX;
}

/* What Wireshark remembers of a TID or UID, it shows again in items without bytes. */
static bool
is_text_of_frame(const struct reading *reading, enum field field, const field_info *item)
{
	if (item->length == 0)
		return false;
	if (field >= FIELD_NTLM_WORKSTATION && is_in_ntlm_header(reading, item))
		return false;
	return command_of(reading) != SMB_COM_SESSION_SETUP_ANDX || is_known_setup(reading);
}

void
take_text(struct reading *reading, enum field field, const field_info *item)
{
	if (!is_text_of_frame(reading, field, item))
		return;
	for (unsigned i = 0; i < array_length(texts); i++)
		if (texts[i].field == field && texts[i].command == command_of(reading) &&
		    (texts[i].direction == RESPONSE) == reading->pdu.response)
			identity_say(&reading->pdu.says, texts[i].detail, texts[i].source,
			    field_text(item, reading->scope));
}

/* MS-CIFS 2.2.4.33.1, 2.2.5: what a Transaction goes to. */
void
take_transaction(struct reading *reading, enum field field _U_, const field_info *item)
{
	const char *name = field_text(item, reading->scope);

	if (reading->block.command != SMB_COM_TRANSACTION || reading->pdu.response)
		return;
	reading->pdu.says.is_lanman_transaction = strcmp(name, "\\PIPE\\LANMAN") == 0;
	reading->pdu.says.is_mailslot = g_str_has_prefix(name, "\\MAILSLOT\\");
}

/* What the lengths of the client's responses, and the lack of NTLMSSP, say of its logon:
 * RFC 4178 4.2 for what begins an exchange. */
void
reading_finish_session(struct reading *reading)
{
	if (reading->has_lm && reading->has_nt)
		identity_say_auth(&reading->pdu.says, reading->lm, reading->nt);
	else if (reading->begins_gss && reading->message == -1)
		reading->pdu.says.auth = AUTH_OTHER;
}

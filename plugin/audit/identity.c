/* identity.c - who the two ends of a connection are, by what they say
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "pdu.h"
#include "software.h"

void
identity_say(struct identity_facts *facts, enum detail detail, enum source source, const char *text)
{
	if (text[0] == '\0' || (facts->text[detail] != NULL && facts->source[detail] <= source))
		return;
	facts->text[detail] = text;
	facts->source[detail] = (uint8_t)source;
}

/* Which lengths stand for which response: 24 bytes for LM and NTLMv1, more for
 * NTLMv2 (MS-NLMP 2.2.2), nothing or a NUL for nobody. */
static enum auth
auth_of_lengths(uint64_t lm, uint64_t nt)
{
	enum { RESPONSE = 24 };

	if (nt > RESPONSE)
		return AUTH_NTLMV2;
	if (nt == RESPONSE)
		return AUTH_NTLMV1;
	if (nt <= 1 && lm == RESPONSE)
		return AUTH_LM;
	return nt <= 1 && lm <= 1 ? AUTH_ANONYMOUS : AUTH_ABSENT;
}

/* An account with no password is not nobody. */
void
identity_say_auth(struct identity_facts *facts, uint64_t lm, uint64_t nt)
{
	facts->auth = auth_of_lengths(lm, nt);
	if (facts->auth == AUTH_ANONYMOUS && facts->text[CLIENT_USER] != NULL)
		facts->auth = AUTH_ABSENT;
}

bool
identity_says_something(const struct identity_facts *facts)
{
	for (unsigned i = 0; i < DETAILS; i++)
		if (facts->text[i] != NULL)
			return true;
	return facts->signing != SIGNING_ABSENT || facts->auth != AUTH_ABSENT ||
	    facts->tree_connected;
}

/* SMB1 opens sessions and trees with these; of SMB2, a session setup is only read. */
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
		return pdu->command == SMB2_SESSION_SETUP;
	if (pdu->command == SMB_COM_NEGOTIATE)
		return pdu->response;
	if (pdu->command == SMB_COM_TRANSACTION)
		return !pdu->response;
	return identity_is_shown_on(pdu);
}

static void
make_room(struct texts *texts, const struct storage *storage)
{
	const unsigned room = texts->room ? 2u * texts->room : 2;
	const char **list = (const char **)storage->zeroed(room * sizeof *list);

	if (texts->count > 0)
		memcpy(list, texts->list, texts->count * sizeof *list);
	texts->list = list;
	texts->room = (uint16_t)room;
}

/* Equal texts that are kept are the same. */
static void
add_text(struct texts *texts, const char *text, const struct storage *storage)
{
	for (unsigned i = 0; i < texts->count; i++)
		if (texts->list[i] == text)
			return;
	texts->more = texts->more || texts->count == TEXTS_MOST;
	if (texts->more)
		return;
	if (texts->count == texts->room)
		make_room(texts, storage);
	texts->list[texts->count++] = text;
}

/* "\\\\SERVER\\IPC$", or the name alone. */
static bool
is_ipc(const char *path)
{
	static const char name[] = "IPC$";
	const char *last = strrchr(path, '\\');

	path = last ? last + 1 : path;
	for (size_t i = 0; i < sizeof name; i++)
		if (path[i] != name[i] && (name[i] < 'A' || path[i] != (name[i] | 0x20)))
			return false;
	return true;
}

static const char *
keep(const char *text, const struct storage *storage)
{
	return text ? storage->text(text) : NULL;
}

/* A session setup that names nobody and proves nothing is a step of one that does. */
static bool
is_logon(const struct identity_facts *says)
{
	return says->text[CLIENT_USER] != NULL || says->auth != AUTH_ABSENT;
}

/* A MID is used again once it was answered; the oldest that waits makes room. */
static void
learn_request(struct identity *identity, const struct smb_pdu *pdu, const struct storage *storage)
{
	const struct identity_facts *says = &pdu->says;
	struct request request = { .message = pdu->message, .waits = true };
	unsigned place = identity->next_request;

	if (!is_logon(says) && says->text[TREE_PATH] == NULL)
		return;
	if (identity->requests == NULL)
		identity->requests = (struct request *)storage->zeroed(
		    REQUESTS_WAITING * sizeof *identity->requests);
	request.path = keep(says->text[TREE_PATH], storage);
	request.is_logon = is_logon(says);
	request.logon.user = keep(says->text[CLIENT_USER], storage);
	request.logon.domain = keep(says->text[CLIENT_DOMAIN], storage);
	if (request.is_logon)
		identity->negotiating = AUTH_ABSENT;
	request.logon.auth = pdu->smb2 ? AUTH_ABSENT : (uint8_t)says->auth;
	for (unsigned i = 0; i < REQUESTS_WAITING; i++)
		if (identity->requests[i].waits && identity->requests[i].message == pdu->message)
			place = i;
	if (place == identity->next_request)
		identity->next_request = (uint8_t)((place + 1) % REQUESTS_WAITING);
	identity->requests[place] = request;
}

/* Somebody is told of rather than nobody, the first rather than those after him. */
static void
learn_logon(struct identity *identity, struct logon logon, enum auth answered,
    const struct storage *storage)
{
	if (answered == AUTH_GUEST)
		logon.auth = AUTH_GUEST;
	if (logon.user != NULL)
		add_text(&identity->users, logon.user, storage);
	if (!identity->has_logon || (identity->logon.user == NULL && logon.user != NULL) ||
	    (identity->logon.auth == AUTH_ANONYMOUS && logon.auth != AUTH_ANONYMOUS))
		identity->logon = logon;
	identity->has_logon = true;
}

static bool
is_session_setup(const struct smb_pdu *pdu)
{
	return pdu->command == (pdu->smb2 ? SMB2_SESSION_SETUP : SMB_COM_SESSION_SETUP_ANDX);
}

/* In a chain the status is that of the command that failed; a session setup that did
 * not fail has words (MS-CIFS 2.2.4.53.2). */
static bool
has_logged_on(const struct smb_pdu *pdu)
{
	return !pdu->failed || (!pdu->smb2 && pdu->word_count >= 3);
}

static void
learn_answer(struct identity *identity, const struct smb_pdu *pdu, struct request *request,
    const struct storage *storage)
{
	request->waits = false;
	if (request->is_logon && has_logged_on(pdu))
		learn_logon(identity, request->logon, pdu->says.auth, storage);
	else if (request->logon.user != NULL)
		add_text(&identity->refused, request->logon.user, storage);
	if (request->path != NULL && pdu->says.tree_connected) {
		add_text(&identity->shares, request->path, storage);
		identity->reached_other = identity->reached_other || !is_ipc(request->path);
	}
}

/* The answer is that with the MID of the request. One that asks for more
 * (STATUS_MORE_PROCESSING_REQUIRED) refuses nothing; where the steps that follow name
 * nobody, as those of Kerberos, the last answer is that to the first of them. */
static void
learn_response(struct identity *identity, const struct smb_pdu *pdu, const struct storage *storage)
{
	const struct logon unknown = { NULL, NULL, identity->negotiating };
	bool asked = false;

	for (unsigned i = 0; identity->requests != NULL && i < REQUESTS_WAITING; i++) {
		struct request *request = &identity->requests[i];

		if (!request->waits || request->message != pdu->message)
			continue;
		asked = true;
		if (pdu->wants_more) {
			request->waits = false;
			identity->negotiating = request->logon.auth;
		} else {
			learn_answer(identity, pdu, request, storage);
		}
	}
	if (asked || pdu->wants_more || !is_session_setup(pdu))
		return;
	identity->negotiating = AUTH_ABSENT;
	if (!pdu->failed && (pdu->says.auth == AUTH_GUEST || unknown.auth != AUTH_ABSENT))
		learn_logon(identity, unknown, pdu->says.auth, storage);
}

/* What the Computer Browser does besides its Transactions. */
static bool
is_session_work(unsigned command)
{
	switch (command) {
	case SMB_COM_NEGOTIATE:
	case SMB_COM_SESSION_SETUP_ANDX:
	case SMB_COM_LOGOFF_ANDX:
	case SMB_COM_TREE_CONNECT:
	case SMB_COM_TREE_CONNECT_ANDX:
	case SMB_COM_TREE_DISCONNECT:
	case SMB_COM_ECHO:
		return true;
	}
	return false;
}

/* Nobody peeks into a pipe that he did not open, but who probes a server for MS17-010,
 * which answers by its status. */
static void
learn_work(struct identity *identity, const struct smb_pdu *pdu, bool told)
{
	if (pdu->smb2 || pdu->response)
		return;
	if (told && pdu->says.is_peek && identity->has_logon && !identity->used_other)
		identity->is_scanner = true;
	if (told && pdu->says.is_lanman_transaction)
		identity->used_lanman = true;
	else if (!is_session_work(pdu->command) || pdu->says.works)
		identity->used_other = true;
}

static void
learn_detail(struct identity *identity, enum detail detail, const struct identity_facts *says,
    const struct storage *storage)
{
	if (says->text[detail] == NULL ||
	    (identity->details[detail] != NULL && identity->sources[detail] <= says->source[detail]))
		return;
	identity->details[detail] = storage->text(says->text[detail]);
	identity->sources[detail] = says->source[detail];
}

/* The user and domain of a logon are kept with it. */
static void
learn_details(struct identity *identity, const struct identity_facts *says,
    const struct storage *storage)
{
	for (unsigned i = 0; i < TREE_PATH; i++)
		if (!is_logon(says) || (i != CLIENT_USER && i != CLIENT_DOMAIN))
			learn_detail(identity, (enum detail)i, says, storage);
	if (says->signing != SIGNING_ABSENT)
		identity->signing = (uint8_t)says->signing;
	if (software_is_scanner(identity->details[CLIENT_OS], identity->details[CLIENT_LANMAN]))
		identity->is_scanner = true;
}

void
identity_learn(struct identity *identity, const struct smb_pdu *pdu, const struct storage *storage)
{
	const bool told = identity_is_told_by(pdu);

	if (told) {
		learn_details(identity, &pdu->says, storage);
		if (pdu->response)
			learn_response(identity, pdu, storage);
		else
			learn_request(identity, pdu, storage);
	}
	learn_work(identity, pdu, told);
}

void
identity_learn_names(struct identity *identity, const struct identity_facts *names,
    const struct storage *storage)
{
	learn_details(identity, names, storage);
}

/* A named user is told of rather than nobody, one who was let in rather than one who
 * waits for the answer. */
struct logon
identity_logon(const struct identity *identity)
{
	struct logon logon = identity->logon;

	for (unsigned i = 0; identity->requests != NULL && logon.user == NULL && i < REQUESTS_WAITING; i++) {
		const struct request *request = &identity->requests[i];

		if (request->waits && request->is_logon &&
		    (request->logon.user != NULL || !identity->has_logon))
			logon = request->logon;
	}
	return logon;
}

const char *
identity_detail(const struct identity *identity, enum detail detail)
{
	const struct logon logon = identity_logon(identity);

	if (detail == CLIENT_USER)
		return logon.user;
	if (detail == CLIENT_DOMAIN && logon.domain != NULL)
		return logon.domain;
	return identity->details[detail];
}

bool
identity_is_browser(const struct identity *identity)
{
	return identity->used_lanman && !identity->used_other && !identity->reached_other;
}

static const char *const signing_names[] = {
	[SIGNING_NOT_OFFERED]	= "not offered",
	[SIGNING_ENABLED]	= "enabled",
	[SIGNING_REQUIRED]	= "required",
};

static const char *const auth_names[] = {
	[AUTH_ANONYMOUS]	= "anonymous",
	[AUTH_GUEST]		= "guest",
	[AUTH_LM]		= "LM",
	[AUTH_NTLMV1]		= "NTLMv1",
	[AUTH_NTLMV2]		= "NTLMv2",
	[AUTH_OTHER]		= "Kerberos or other",
};

const char *
signing_name(enum signing signing)
{
	return signing <= SIGNING_REQUIRED ? signing_names[signing] : NULL;
}

const char *
auth_name(enum auth auth)
{
	return auth <= AUTH_OTHER ? auth_names[auth] : NULL;
}

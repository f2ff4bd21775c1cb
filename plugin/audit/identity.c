/* identity.c - who the two ends of an SMB1 connection say they are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "pdu.h"

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

static bool
is_ipc(const char *path)
{
	static const char name[] = "\\IPC$";
	const size_t length = strlen(path);
	const char *end = path + (length >= sizeof name - 1 ? length - (sizeof name - 1) : 0);

	for (size_t i = 0; i < sizeof name - 1; i++)
		if (end[i] != name[i] && end[i] != (name[i] | 0x20))
			return false;
	return true;
}

static void
learn_share(struct identity *identity, const char *path)
{
	if (!is_ipc(path))
		identity->reached_other = true;
	for (unsigned i = 0; i < identity->shares_count; i++)
		if (strcmp(identity->shares[i], path) == 0)
			return;
	if (identity->shares_count < SHARES_KEPT)
		identity->shares[identity->shares_count++] = path;
}

/* A share counts once the answer with the MID of its request says so; after any
 * answer, the MID may be used again. */
static void
learn_tree(struct identity *identity, const struct identity_facts *facts,
    const struct smb_pdu *pdu, const char *(*keep)(const char *))
{
	if (facts->text[TREE_PATH] != NULL) {
		identity->trees[identity->next_tree].mid = pdu->mid;
		identity->trees[identity->next_tree].path = keep(facts->text[TREE_PATH]);
		identity->next_tree = (uint8_t)((identity->next_tree + 1) % TREES_PENDING);
	}
	for (unsigned i = 0; pdu->response && i < TREES_PENDING; i++) {
		if (identity->trees[i].path == NULL || identity->trees[i].mid != pdu->mid)
			continue;
		if (facts->tree_connected)
			learn_share(identity, identity->trees[i].path);
		identity->trees[i].path = NULL;
	}
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

static void
learn_work(struct identity *identity, const struct identity_facts *facts, const struct smb_pdu *pdu)
{
	if (pdu->smb2 || pdu->response)
		return;
	if (facts != NULL && facts->is_lanman_transaction)
		identity->used_lanman = true;
	else if (!is_session_work(pdu->command) || (facts != NULL && facts->works))
		identity->used_other = true;
}

/* The user that is kept is the first, and so is the way it logged on; a server
 * that took it for a guest says so afterwards, and nobody is no user. */
static bool
is_news(const struct identity *identity, enum auth auth)
{
	return auth == AUTH_GUEST || (auth != AUTH_ABSENT &&
	    (identity->auth == AUTH_ABSENT || identity->auth == AUTH_ANONYMOUS));
}

static void
learn_details(struct identity *identity, const struct identity_facts *facts,
    const char *(*keep)(const char *))
{
	for (unsigned i = 0; i < TREE_PATH; i++) {
		if (facts->text[i] == NULL ||
		    (identity->details[i] != NULL && identity->sources[i] <= facts->source[i]))
			continue;
		identity->details[i] = keep(facts->text[i]);
		identity->sources[i] = facts->source[i];
	}
	if (facts->signing != SIGNING_ABSENT)
		identity->signing = (uint8_t)facts->signing;
	if (is_news(identity, facts->auth))
		identity->auth = (uint8_t)facts->auth;
}

void
identity_learn(struct identity *identity, const struct identity_facts *facts,
    const struct smb_pdu *pdu, const char *(*keep)(const char *text))
{
	if (facts != NULL)
		learn_details(identity, facts, keep);
	if (facts != NULL && pdu != NULL)
		learn_tree(identity, facts, pdu, keep);
	if (pdu != NULL)
		learn_work(identity, facts, pdu);
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

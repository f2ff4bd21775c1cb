/* identity.h - who the two ends of a connection are, by what they say
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_IDENTITY_H
#define SMB1AUDIT_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "storage.h"

enum detail {
	CLIENT_NAME,
	CLIENT_DOMAIN,
	CLIENT_USER,
	CLIENT_OS,
	CLIENT_LANMAN,
	SERVER_NAME,
	SERVER_DOMAIN,
	SERVER_OS,
	SERVER_LANMAN,
	TREE_PATH,		/* of a tree connect; not known to be reached */
	DETAILS
};

/* Where a detail comes from. A lower source goes before a higher one: what a host says
 * of itself before what the other side calls it. */
enum source {
	SOURCE_NETBIOS,		/* the caller's own name */
	SOURCE_NEGOTIATE,
	SOURCE_AUTHENTICATE,	/* NTLMSSP messages */
	SOURCE_CHALLENGE,
	SOURCE_CHALLENGE_DNS,
	SOURCE_NTLM_NEGOTIATE,
	SOURCE_SETUP,		/* Session Setup AndX */
	SOURCE_VERSION,		/* NTLMSSP version */
	SOURCE_TREE,
	SOURCE_CALLED		/* the name that a NetBIOS session request asks for */
};

/* Values and names are the public interface (smb1audit.signing, .auth). */
enum signing { SIGNING_ABSENT, SIGNING_NOT_OFFERED, SIGNING_ENABLED, SIGNING_REQUIRED };
enum auth {
	AUTH_ABSENT,
	AUTH_ANONYMOUS,
	AUTH_GUEST,
	AUTH_LM,
	AUTH_NTLMV1,
	AUTH_NTLMV2,
	AUTH_OTHER
};

/* What one PDU, or a NetBIOS session request, says. */
struct identity_facts {
	const char *text[DETAILS];	/* printable; NULL: not said */
	uint8_t source[DETAILS];	/* enum source */
	enum signing signing;
	enum auth auth;
	bool tree_connected;		/* a response: the tree of that MID was reached */
	bool is_lanman_transaction;	/* on \PIPE\LANMAN */
	bool is_mailslot;		/* a Transaction on \MAILSLOT\ */
	bool is_peek;			/* PeekNamedPipe */
	bool works;			/* a chain goes on to a command of another kind */
};

/* Says a text, unless a better source said one; empty ones are absent. */
void identity_say(struct identity_facts *facts, enum detail detail, enum source source,
    const char *text);

/* Says how the client logs on, from the lengths of its LM and NT responses; after
 * its user was said. */
void identity_say_auth(struct identity_facts *facts, uint64_t lm, uint64_t nt);

/* Whether there is anything in them to show. */
bool identity_says_something(const struct identity_facts *facts);

struct smb_pdu;

/* Whether PDUs of that kind say anything of who or what. */
bool identity_is_told_by(const struct smb_pdu *pdu);

/* Whether a frame with such a PDU is shown for what it says. */
bool identity_is_shown_on(const struct smb_pdu *pdu);

/* Different texts in order of arrival. Beyond TEXTS_MOST it is only known that there are
 * more. */
enum { TEXTS_MOST = 128 };
struct texts {
	const char **list;
	uint16_t count, room;
	bool more;
};

/* One attempt to log on. */
struct logon {
	const char *user, *domain;	/* NULL: not said */
	uint8_t auth;			/* enum auth */
};

/* A session setup or tree connect, or both in one chain, that is not answered yet. */
struct request {
	uint64_t message;
	struct logon logon;
	const char *path;		/* NULL: no tree connect */
	bool is_logon, waits;
};
enum { REQUESTS_WAITING = 4 };

/* What is known of a connection; lives as long as it. All zero knows nothing. */
struct identity {
	const char *details[TREE_PATH];	/* NULL: not known; of the user, see identity_logon() */
	uint8_t sources[TREE_PATH];
	uint8_t signing;
	bool used_lanman, used_other;	/* Transaction on \PIPE\LANMAN; any other work */
	bool reached_other;		/* a share that is not IPC$ */
	bool is_scanner;		/* by what it says or does in its session */
	bool has_logon;			/* a logon succeeded: */
	uint8_t next_request;
	uint8_t negotiating;		/* enum auth of a logon that takes several steps */
	struct logon logon;
	struct texts users, refused;	/* names of logons that succeeded, or did not */
	struct texts shares;
	struct request *requests;	/* REQUESTS_WAITING, or NULL before the first */
};

/* Adds what one PDU says, or that it was sent. */
void identity_learn(struct identity *identity, const struct smb_pdu *pdu,
    const struct storage *storage);

/* Adds the names of a NetBIOS session request or datagram. */
void identity_learn_names(struct identity *identity, const struct identity_facts *names,
    const struct storage *storage);

/* The logon that is told of: one that succeeded, else one that was not refused. */
struct logon identity_logon(const struct identity *identity);

/* A detail; of the user and domain those of the logon. NULL where it is not known. */
const char *identity_detail(const struct identity *identity, enum detail detail);

/* Whether the connection served the Computer Browser alone. */
bool identity_is_browser(const struct identity *identity);

const char *signing_name(enum signing signing);
const char *auth_name(enum auth auth);

#endif

/* identity.h - who the two ends of an SMB1 connection say they are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_IDENTITY_H
#define SMB1AUDIT_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Where a detail comes from. A lower source goes before a higher one. */
enum source {
	SOURCE_NETBIOS,
	SOURCE_NEGOTIATE,
	SOURCE_AUTHENTICATE,	/* NTLMSSP messages */
	SOURCE_CHALLENGE,
	SOURCE_CHALLENGE_DNS,
	SOURCE_NTLM_NEGOTIATE,
	SOURCE_SETUP,		/* Session Setup AndX */
	SOURCE_VERSION,		/* NTLMSSP version */
	SOURCE_TREE
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

enum { SHARES_KEPT = 16, TREES_PENDING = 4 };

/* What is known of a connection; lives as long as it. All zero knows nothing. */
struct identity {
	const char *details[TREE_PATH];		/* NULL: not known */
	uint8_t sources[TREE_PATH];
	uint8_t signing, auth;
	bool used_lanman, used_other;		/* Transaction on \PIPE\LANMAN; any other work */
	bool reached_other;			/* a share that is not IPC$ */
	uint8_t shares_count;
	uint8_t next_tree;
	struct {
		uint16_t mid;
		const char *path;
	} trees[TREES_PENDING];			/* asked for, not answered */
	const char *shares[SHARES_KEPT];
};

/* Adds the facts of one PDU; facts is NULL where it tells none but that it was
 * sent, pdu for a NetBIOS session request. keep() returns a copy that lives as
 * long as the identity. */
void identity_learn(struct identity *identity, const struct identity_facts *facts,
    const struct smb_pdu *pdu, const char *(*keep)(const char *text));

/* Whether the connection served the Computer Browser alone. */
bool identity_is_browser(const struct identity *identity);

const char *signing_name(enum signing signing);
const char *auth_name(enum auth auth);

#endif

/* check_identity.c - who and what, as one PDU after the other tells
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "check.h"
#include "pdu.h"

enum { SESSION_SETUP = SMB_COM_SESSION_SETUP_ANDX, TREE_CONNECT = SMB_COM_TREE_CONNECT_ANDX,
    TRANSACTION = SMB_COM_TRANSACTION, READ = 0x2E };

enum { WORDS_OF_SETUP = 3 };	/* of an answer that did not fail: MS-CIFS 2.2.4.53.2 */

/* A session setup, a tree connect, or with both a chain of the two. NULL: not said. */
static void
ask(struct identity *identity, uint64_t message, const char *user, enum auth auth, const char *path)
{
	struct smb_pdu pdu = { .command = user || auth ? SESSION_SETUP : TREE_CONNECT,
	    .message = message };

	if (user != NULL)
		identity_say(&pdu.says, CLIENT_USER, SOURCE_SETUP, user);
	if (path != NULL)
		identity_say(&pdu.says, TREE_PATH, SOURCE_TREE, path);
	pdu.says.auth = auth;
	identity_learn(identity, &pdu, for_good());
}

enum answer {
	SUCCESS,
	FAILURE,
	GUEST,			/* a success that lets in as guest */
	MORE,			/* STATUS_MORE_PROCESSING_REQUIRED */
	TREE_FAILURE		/* of a chain: the session setup did not fail */
};

static void
answer(struct identity *identity, uint64_t message, enum answer answer)
{
	const struct smb_pdu pdu = { .command = SESSION_SETUP, .message = message, .response = true,
	    .failed = answer == FAILURE || answer == MORE || answer == TREE_FAILURE,
	    .wants_more = answer == MORE,
	    .word_count = answer == FAILURE ? 0 : WORDS_OF_SETUP,
	    .says.auth = answer == GUEST ? AUTH_GUEST : AUTH_ABSENT,
	    .says.tree_connected = answer == SUCCESS || answer == GUEST };

	identity_learn(identity, &pdu, for_good());
}

static const char *
joined(const struct texts *texts)
{
	static char text[256];

	text[0] = '\0';
	for (unsigned i = 0; i < texts->count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
		    i > 0 ? " " : "", texts->list[i]);
	return text;
}

/* Two session setups, and what is told after each of them was answered. */
static const struct {
	struct { const char *user; enum auth auth; enum answer answer; } setups[2];
	const char *user;
	enum auth auth;
	const char *users, *refused;
} logons[] = {
	{ { { "ALICE", AUTH_NTLMV2, SUCCESS } },				"ALICE", AUTH_NTLMV2, "ALICE", "" },
	{ { { "ALICE", AUTH_NTLMV2, SUCCESS }, { "BOB", AUTH_LM, SUCCESS } },	"ALICE", AUTH_NTLMV2, "ALICE BOB", "" },
	{ { { "ALICE", AUTH_NTLMV2, FAILURE } },				NULL, AUTH_ABSENT, "", "ALICE" },
	{ { { "ALICE", AUTH_NTLMV2, FAILURE }, { "BOB", AUTH_LM, SUCCESS } },	"BOB", AUTH_LM, "BOB", "ALICE" },
	{ { { "ALICE", AUTH_NTLMV2, SUCCESS }, { "BOB", AUTH_LM, FAILURE } },	"ALICE", AUTH_NTLMV2, "ALICE", "BOB" },
	{ { { "ALICE", AUTH_NTLMV2, FAILURE }, { "ALICE", AUTH_LM, SUCCESS } },	"ALICE", AUTH_LM, "ALICE", "ALICE" },
	{ { { NULL, AUTH_ANONYMOUS, SUCCESS } },				NULL, AUTH_ANONYMOUS, "", "" },
	{ { { NULL, AUTH_ANONYMOUS, FAILURE } },				NULL, AUTH_ABSENT, "", "" },
	{ { { NULL, AUTH_ANONYMOUS, SUCCESS }, { "BOB", AUTH_LM, SUCCESS } },	"BOB", AUTH_LM, "BOB", "" },
	{ { { NULL, AUTH_ANONYMOUS, SUCCESS }, { "BOB", AUTH_LM, FAILURE } },	NULL, AUTH_ANONYMOUS, "", "BOB" },
	{ { { "ALICE", AUTH_LM, SUCCESS }, { NULL, AUTH_ANONYMOUS, SUCCESS } },	"ALICE", AUTH_LM, "ALICE", "" },
	{ { { NULL, AUTH_ANONYMOUS, SUCCESS }, { NULL, AUTH_OTHER, SUCCESS } },	NULL, AUTH_OTHER, "", "" },
	{ { { "ALICE", AUTH_NTLMV2, GUEST } },					"ALICE", AUTH_GUEST, "ALICE", "" },
	{ { { NULL, AUTH_ANONYMOUS, GUEST } },					NULL, AUTH_GUEST, "", "" },
	{ { { NULL, AUTH_ANONYMOUS, SUCCESS }, { NULL, AUTH_ANONYMOUS, GUEST } }, NULL, AUTH_GUEST, "", "" },
	{ { { NULL, AUTH_ANONYMOUS, GUEST }, { "BOB", AUTH_LM, SUCCESS } },	"BOB", AUTH_LM, "BOB", "" },
	{ { { NULL, AUTH_OTHER, SUCCESS }, { NULL, AUTH_ANONYMOUS, SUCCESS } },	NULL, AUTH_OTHER, "", "" },
	{ { { "ALICE", AUTH_NTLMV2, MORE } },					NULL, AUTH_ABSENT, "", "" },
	{ { { "ALICE", AUTH_NTLMV2, MORE }, { "ALICE", AUTH_NTLMV2, SUCCESS } }, "ALICE", AUTH_NTLMV2, "ALICE", "" },
	{ { { "ALICE", AUTH_NTLMV2, MORE }, { "ALICE", AUTH_NTLMV2, FAILURE } }, NULL, AUTH_ABSENT, "", "ALICE" },
};

static void
a_logon_is_one_that_succeeded(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(logons); i++) {
		struct identity identity = { 0 };
		struct logon logon;

		for (unsigned k = 0; k < 2; k++) {
			if (!logons[i].setups[k].user && !logons[i].setups[k].auth)
				continue;
			ask(&identity, k, logons[i].setups[k].user, logons[i].setups[k].auth, NULL);
			answer(&identity, k, logons[i].setups[k].answer);
		}
		logon = identity_logon(&identity);
		if ((logons[i].user == NULL) != (logon.user == NULL))
			fail_msg("row %zu: user %s", i, logon.user ? logon.user : "(none)");
		if (logons[i].user != NULL)
			assert_string_equal(logon.user, logons[i].user);
		assert_int_equal(logon.auth, logons[i].auth);
		assert_string_equal(joined(&identity.users), logons[i].users);
		assert_string_equal(joined(&identity.refused), logons[i].refused);
	}
}

static const char *
user_of(const struct identity *identity)
{
	return identity_detail(identity, CLIENT_USER);
}

/* As far as it is known on a frame. */
static void
unanswered_logon_is_told_until_refused(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 1, NULL, AUTH_ANONYMOUS, NULL);
	assert_int_equal(identity_logon(&identity).auth, AUTH_ANONYMOUS);
	ask(&identity, 2, "ALICE", AUTH_NTLMV2, NULL);
	answer(&identity, 1, SUCCESS);
	assert_string_equal(user_of(&identity), "ALICE");
	assert_int_equal(identity_logon(&identity).auth, AUTH_NTLMV2);
	assert_int_equal(identity.users.count, 0);
	answer(&identity, 2, FAILURE);
	assert_null(user_of(&identity));
	assert_int_equal(identity_logon(&identity).auth, AUTH_ANONYMOUS);
	ask(&identity, 3, "BOB", AUTH_LM, NULL);
	answer(&identity, 3, SUCCESS);
	ask(&identity, 4, "CAROL", AUTH_LM, NULL);
	assert_string_equal(user_of(&identity), "BOB");	/* who was let in */
}

/* Of several that wait, the first who asked. */
static void
first_of_unanswered_logons(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 1, "ALICE", AUTH_LM, NULL);
	ask(&identity, 2, "BOB", AUTH_LM, NULL);
	ask(&identity, 3, "CAROL", AUTH_LM, NULL);
	assert_string_equal(user_of(&identity), "ALICE");
	answer(&identity, 1, FAILURE);
	assert_string_equal(user_of(&identity), "BOB");
}

/* The second step of Kerberos names nobody and shows no method. */
static void
logon_in_two_steps_is_as_the_first_says(void **state)
{
	static const struct { enum answer last; enum auth auth; } rows[] = {
		{ SUCCESS, AUTH_OTHER }, { FAILURE, AUTH_ABSENT }, { GUEST, AUTH_GUEST },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct identity identity = { 0 };

		ask(&identity, 1, NULL, AUTH_OTHER, NULL);
		answer(&identity, 1, MORE);
		answer(&identity, 2, rows[i].last);
		assert_int_equal(identity_logon(&identity).auth, rows[i].auth);
		assert_int_equal(identity.has_logon, rows[i].auth != AUTH_ABSENT);
	}
}

/* One step more, and other answers between them: they say nothing of that logon. */
static void
logon_in_three_steps(void **state)
{
	const struct smb_pdu tree = { .command = TREE_CONNECT, .message = 8, .response = true };
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 1, NULL, AUTH_OTHER, NULL);
	answer(&identity, 1, MORE);
	answer(&identity, 2, MORE);
	identity_learn(&identity, &tree, for_good());
	assert_false(identity.has_logon);
	answer(&identity, 3, SUCCESS);
	assert_int_equal(identity_logon(&identity).auth, AUTH_OTHER);
}

/* Two that begin at a time: the refusal of one is no answer to the other. */
static void
logons_beside_each_other(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 1, NULL, AUTH_OTHER, NULL);
	ask(&identity, 2, "BOB", AUTH_NTLMV1, NULL);
	answer(&identity, 1, MORE);
	answer(&identity, 2, FAILURE);
	assert_false(identity.has_logon);
	answer(&identity, 3, SUCCESS);
	assert_true(identity.has_logon);
	assert_int_equal(identity_logon(&identity).auth, AUTH_OTHER);
}

/* A logon that ended, or that another one took the place of, is not ended once more. */
static void
logon_in_steps_ends_once(void **state)
{
	struct identity refused = { 0 }, left = { 0 };

	(void)state;
	ask(&refused, 1, NULL, AUTH_OTHER, NULL);
	answer(&refused, 1, MORE);
	answer(&refused, 2, FAILURE);
	answer(&refused, 3, SUCCESS);
	assert_false(refused.has_logon);

	ask(&left, 1, NULL, AUTH_OTHER, NULL);
	answer(&left, 1, MORE);
	ask(&left, 2, NULL, AUTH_ABSENT, "\\\\NAS\\DATA");	/* no logon */
	assert_int_equal(left.negotiating, AUTH_OTHER);
	ask(&left, 3, "BOB", AUTH_NTLMV1, NULL);
	answer(&left, 4, SUCCESS);
	assert_false(left.has_logon);
	assert_string_equal(user_of(&left), "BOB");
	assert_int_equal(identity_logon(&left).auth, AUTH_NTLMV1);
}

/* The domain is that of the logon; one said besides stands in. */
static void
domain_of_the_logon(void **state)
{
	struct identity identity = { 0 };
	struct smb_pdu step = { .command = SESSION_SETUP, .message = 1 };
	struct smb_pdu setup = { .command = SESSION_SETUP, .message = 2 };

	(void)state;
	identity_say(&step.says, CLIENT_DOMAIN, SOURCE_NTLM_NEGOTIATE, "WORKGROUP");
	identity_learn(&identity, &step, for_good());
	answer(&identity, 1, MORE);
	assert_string_equal(identity_detail(&identity, CLIENT_DOMAIN), "WORKGROUP");
	identity_say(&setup.says, CLIENT_USER, SOURCE_AUTHENTICATE, "ALICE");
	identity_say(&setup.says, CLIENT_DOMAIN, SOURCE_AUTHENTICATE, "CORP");
	identity_learn(&identity, &setup, for_good());
	assert_string_equal(identity_detail(&identity, CLIENT_DOMAIN), "CORP");
	answer(&identity, 2, FAILURE);
	assert_string_equal(identity_detail(&identity, CLIENT_DOMAIN), "WORKGROUP");
	ask(&identity, 3, "BOB", AUTH_LM, NULL);
	answer(&identity, 3, SUCCESS);
	assert_string_equal(identity_detail(&identity, CLIENT_DOMAIN), "WORKGROUP");
}

/* The request was not captured. */
static void
guest_by_an_answer_alone(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	answer(&identity, 7, FAILURE);
	assert_false(identity.has_logon);
	answer(&identity, 7, SUCCESS);
	assert_false(identity.has_logon);
	answer(&identity, 7, GUEST);
	assert_true(identity.has_logon);
	assert_int_equal(identity_logon(&identity).auth, AUTH_GUEST);
}

static void
guest_by_an_smb2_answer_alone(void **state)
{
	const struct smb_pdu pdu = { .smb2 = true, .command = SMB2_SESSION_SETUP, .response = true,
	    .says.auth = AUTH_GUEST };
	struct identity identity = { 0 };

	(void)state;
	identity_learn(&identity, &pdu, for_good());
	assert_int_equal(identity_logon(&identity).auth, AUTH_GUEST);
}

/* In a chain the status is that of the command that failed. */
static void
chain_of_setup_and_tree_connect(void **state)
{
	static const struct { enum answer answer; const char *users, *refused, *shares; } rows[] = {
		{ SUCCESS,	"ALICE", "",	  "\\\\NAS\\DATA" },
		{ GUEST,	"ALICE", "",	  "\\\\NAS\\DATA" },
		{ TREE_FAILURE,	"ALICE", "",	  "" },
		{ FAILURE,	"",	 "ALICE", "" },
		{ MORE,		"",	 "",	  "" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct identity identity = { 0 };

		ask(&identity, 1, "ALICE", AUTH_NTLMV1, "\\\\NAS\\DATA");
		answer(&identity, 1, rows[i].answer);
		assert_string_equal(joined(&identity.users), rows[i].users);
		assert_string_equal(joined(&identity.refused), rows[i].refused);
		assert_string_equal(joined(&identity.shares), rows[i].shares);
	}
}

/* SMB2 has no chains of that kind: its status is that of the session setup. */
static void
smb2_logon(void **state)
{
	static const struct { bool failed; const char *users, *refused; } rows[] = {
		{ false, "ALICE", "" }, { true, "", "ALICE" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct identity identity = { 0 };
		struct smb_pdu request = { .smb2 = true, .command = SMB2_SESSION_SETUP, .message = 3,
		    .says.auth = AUTH_NTLMV2 };
		const struct smb_pdu response = { .smb2 = true, .command = SMB2_SESSION_SETUP,
		    .message = 3, .response = true, .failed = rows[i].failed, .word_count = WORDS_OF_SETUP };

		identity_say(&request.says, CLIENT_USER, SOURCE_AUTHENTICATE, "ALICE");
		identity_learn(&identity, &request, for_good());
		identity_learn(&identity, &response, for_good());
		assert_string_equal(joined(&identity.users), rows[i].users);
		assert_string_equal(joined(&identity.refused), rows[i].refused);
		assert_int_equal(identity_logon(&identity).auth, AUTH_ABSENT);	/* that of SMB1 */
	}
}

static void
a_message_number_is_used_again(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 5, "LOST", AUTH_LM, NULL);	/* its answer was not captured */
	ask(&identity, 5, "ALICE", AUTH_LM, NULL);
	answer(&identity, 5, SUCCESS);
	answer(&identity, 5, FAILURE);			/* captured twice */
	assert_string_equal(joined(&identity.users), "ALICE");
	ask(&identity, 5, NULL, AUTH_ABSENT, "\\\\NAS\\DATA");
	answer(&identity, 5, SUCCESS);
	assert_string_equal(joined(&identity.users), "ALICE");
	assert_string_equal(joined(&identity.refused), "");
	assert_string_equal(joined(&identity.shares), "\\\\NAS\\DATA");
	ask(&identity, 6, "BOB", AUTH_LM, NULL);
	ask(&identity, 7, "LOST", AUTH_LM, NULL);
	ask(&identity, 7, "CAROL", AUTH_LM, NULL);
	answer(&identity, 7, SUCCESS);
	assert_string_equal(joined(&identity.users), "ALICE CAROL");
}

/* Of more requests than are kept waiting the oldest are forgotten. */
static void
the_oldest_request_makes_room(void **state)
{
	struct identity identity = { 0 };
	char user[] = "U0";

	(void)state;
	for (unsigned i = 0; i <= REQUESTS_WAITING; i++) {
		user[1] = (char)('0' + i);
		ask(&identity, i, user, AUTH_LM, NULL);
	}
	for (unsigned i = 0; i <= REQUESTS_WAITING; i++)
		answer(&identity, i, SUCCESS);
	assert_string_equal(joined(&identity.users), "U1 U2 U3 U4");
}

static void
learn_tree_connect(struct identity *identity, const char *path, enum answer result)
{
	ask(identity, 9, NULL, AUTH_ABSENT, path);
	answer(identity, 9, result);
}

static void
a_share_counts_once_reached(void **state)
{
	struct identity identity = { 0 };

	(void)state;
	ask(&identity, 1, NULL, AUTH_ABSENT, "\\\\NAS\\ASKED");
	learn_tree_connect(&identity, "\\\\NAS\\DENIED", FAILURE);
	learn_tree_connect(&identity, "\\\\NAS\\DATA", SUCCESS);
	learn_tree_connect(&identity, "\\\\NAS\\DATA", SUCCESS);
	assert_string_equal(joined(&identity.shares), "\\\\NAS\\DATA");
	assert_int_equal(identity.refused.count, 0);
}

static void
lists_grow_to_a_bound(void **state)
{
	struct identity identity = { 0 };
	char path[32];

	(void)state;
	for (unsigned i = 0; i < TEXTS_MOST; i++) {
		snprintf(path, sizeof path, "\\\\NAS\\S%u", i);
		learn_tree_connect(&identity, path, SUCCESS);
	}
	learn_tree_connect(&identity, "\\\\NAS\\S0", SUCCESS);
	learn_tree_connect(&identity, "\\\\NAS\\S7", SUCCESS);
	assert_int_equal(identity.shares.count, TEXTS_MOST);
	assert_int_equal(TEXTS_MOST, 128);
	assert_false(identity.shares.more);
	learn_tree_connect(&identity, "\\\\NAS\\ONE_MORE", SUCCESS);
	assert_int_equal(identity.shares.count, TEXTS_MOST);
	assert_true(identity.shares.more);
	for (unsigned i = 0; i < TEXTS_MOST; i++) {
		snprintf(path, sizeof path, "\\\\NAS\\S%u", i);
		assert_string_equal(identity.shares.list[i], path);
	}
}

static void
learn_command(struct identity *identity, unsigned command, const char *name)
{
	const struct smb_pdu pdu = { .command = command,
	    .says.is_lanman_transaction = strcmp(name, "\\PIPE\\LANMAN") == 0 };

	identity_learn(identity, &pdu, for_good());
}

static void
browser_is_ipc_and_lanman_alone(void **state)
{
	static const unsigned session_work[] = { SMB_COM_NEGOTIATE, SMB_COM_SESSION_SETUP_ANDX,
	    SMB_COM_LOGOFF_ANDX, SMB_COM_TREE_CONNECT, SMB_COM_TREE_CONNECT_ANDX,
	    SMB_COM_TREE_DISCONNECT, SMB_COM_ECHO };
	const struct smb_pdu answered = { .command = READ, .response = true };
	const struct smb_pdu chained[] = {
		{ .command = SMB_COM_SESSION_SETUP_ANDX, .says.works = true },
		{ .command = SMB_COM_LOGOFF_ANDX, .says.works = true },
	};
	static const char *const no_ipc[] = { "\\\\IPC$\\DATA", "IPC", "IPC$2", "\\\\NAS\\XIPC$", "IPC\x04",
	    "\\\\NAS\\XPC$", "\\\\NAS\\ABC$", "" };
	struct identity browser = { 0 }, other = { 0 }, idle;

	(void)state;
	learn_tree_connect(&browser, "\\\\NAS\\ipc$", SUCCESS);
	learn_tree_connect(&browser, "IPC$", SUCCESS);
	assert_false(identity_is_browser(&browser));
	learn_command(&browser, TRANSACTION, "\\PIPE\\LANMAN");
	assert_true(identity_is_browser(&browser));
	learn_command(&other, TRANSACTION, "\\PIPE\\LANMAN");
	learn_command(&other, TRANSACTION, "\\PIPE\\srvsvc");
	assert_false(identity_is_browser(&other));
	other = (struct identity){ 0 };
	learn_command(&other, TRANSACTION, "\\PIPE\\LANMAN");
	for (size_t i = 0; i < ROWS(session_work); i++)
		learn_command(&other, session_work[i], "");
	assert_true(identity_is_browser(&other));
	idle = other;
	learn_tree_connect(&idle, "\\\\NAS\\DATA", FAILURE);
	assert_true(identity_is_browser(&idle));
	learn_tree_connect(&idle, "\\\\NAS\\DATA", SUCCESS);
	assert_false(identity_is_browser(&idle));
	for (size_t i = 0; i < ROWS(no_ipc); i++) {
		idle = other;
		learn_tree_connect(&idle, no_ipc[i], SUCCESS);
		assert_int_equal(identity_is_browser(&idle), no_ipc[i][0] == '\0');
	}
	idle = other;
	identity_learn(&idle, &answered, for_good());
	assert_true(identity_is_browser(&idle));	/* who asks works */
	learn_command(&idle, READ, "");
	assert_false(identity_is_browser(&idle));
	for (size_t i = 0; i < ROWS(chained); i++) {
		idle = other;
		identity_learn(&idle, &chained[i], for_good());
		assert_false(identity_is_browser(&idle));
	}
}

/* Of two sources of a name the better one is kept, whichever comes first. */
static const struct {
	enum detail detail;
	enum source sources[3];		/* in order of arrival; each says its number */
	const char *kept;
} names[] = {
	{ CLIENT_NAME, { SOURCE_AUTHENTICATE, SOURCE_NETBIOS, SOURCE_NTLM_NEGOTIATE },	"0" },
	{ CLIENT_NAME, { SOURCE_NETBIOS, SOURCE_AUTHENTICATE, SOURCE_NTLM_NEGOTIATE },	"0" },
	{ CLIENT_NAME, { SOURCE_NTLM_NEGOTIATE, SOURCE_AUTHENTICATE, SOURCE_NTLM_NEGOTIATE }, "2" },
	{ SERVER_NAME, { SOURCE_CALLED, SOURCE_CHALLENGE, SOURCE_CALLED },		"3" },
	{ SERVER_NAME, { SOURCE_CHALLENGE, SOURCE_CALLED, SOURCE_CHALLENGE_DNS },	"3" },
	{ SERVER_NAME, { SOURCE_CALLED, SOURCE_NEGOTIATE, SOURCE_CHALLENGE },		"1" },
	{ SERVER_NAME, { SOURCE_CALLED, SOURCE_TREE, SOURCE_CALLED },			"8" },
	{ SERVER_NAME, { SOURCE_CALLED, SOURCE_CALLED, SOURCE_CALLED },		"9" },
	{ CLIENT_OS,   { SOURCE_VERSION, SOURCE_SETUP, SOURCE_VERSION },		"6" },
};

static void
better_sources_win(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct identity identity = { 0 };
		struct identity_facts at_once = { 0 };

		for (unsigned k = 0; k < ROWS(names[i].sources); k++) {
			const enum source source = names[i].sources[k];
			const char text[] = { (char)('0' + source), '\0' };
			struct identity_facts facts = { 0 };

			identity_say(&facts, names[i].detail, source, text);
			identity_say(&at_once, names[i].detail, source, keep_text(text));
			identity_learn_names(&identity, &facts, for_good());
		}
		assert_string_equal(identity_detail(&identity, names[i].detail), names[i].kept);
		assert_string_equal(at_once.text[names[i].detail], names[i].kept);
	}
}

/* Of equal sources the first that speaks. */
static void
first_of_equal_sources(void **state)
{
	struct identity identity = { 0 };
	struct identity_facts at_once = { 0 }, later = { 0 };

	(void)state;
	identity_say(&at_once, SERVER_OS, SOURCE_SETUP, "first");
	identity_say(&at_once, SERVER_OS, SOURCE_SETUP, "second");
	identity_say(&later, SERVER_OS, SOURCE_SETUP, "third");
	identity_learn_names(&identity, &at_once, for_good());
	identity_learn_names(&identity, &later, for_good());
	assert_string_equal(identity_detail(&identity, SERVER_OS), "first");
}

/* Besides the names of a logon, which are kept with it. */
static void
a_session_setup_says_more(void **state)
{
	struct smb_pdu setup = { .command = SESSION_SETUP, .message = 1 };
	struct smb_pdu negotiate = { .command = SMB_COM_NEGOTIATE, .response = true };
	struct identity identity = { 0 };

	(void)state;
	negotiate.says.signing = SIGNING_NOT_OFFERED;
	identity_learn(&identity, &negotiate, for_good());
	identity_say(&setup.says, CLIENT_USER, SOURCE_SETUP, "ALICE");
	identity_say(&setup.says, CLIENT_OS, SOURCE_SETUP, "Nmap");
	identity_learn(&identity, &setup, for_good());
	assert_string_equal(identity_detail(&identity, CLIENT_OS), "Nmap");
	assert_null(identity.details[CLIENT_USER]);
	assert_int_equal(identity.signing, SIGNING_NOT_OFFERED);
	assert_true(identity.is_scanner);
}

static void
what_opens_a_session_is_shown(void **state)
{
	static const struct { bool smb2; unsigned command; bool is_shown; } rows[] = {
		{ false, SMB_COM_SESSION_SETUP_ANDX, true }, { false, SMB_COM_TREE_CONNECT_ANDX, true },
		{ false, SMB_COM_TREE_CONNECT, true }, { false, SMB_COM_TREE_DISCONNECT, false },
		{ false, SMB_COM_LOGOFF_ANDX, false }, { false, SMB_COM_NEGOTIATE, false },
		{ true, SMB_COM_TREE_CONNECT, false }, { true, SMB2_SESSION_SETUP, false },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct smb_pdu pdu = { .smb2 = rows[i].smb2, .command = rows[i].command };

		assert_int_equal(identity_is_shown_on(&pdu), rows[i].is_shown);
	}
}

static void
any_text_is_something(void **state)
{
	(void)state;
	for (unsigned detail = 0; detail < DETAILS; detail++) {
		struct identity_facts facts = { 0 };

		identity_say(&facts, (enum detail)detail, SOURCE_SETUP, "text");
		assert_true(identity_says_something(&facts));
	}
}

static void
empty_texts_are_absent(void **state)
{
	struct identity_facts facts = { 0 };

	(void)state;
	identity_say(&facts, SERVER_NAME, SOURCE_NETBIOS, "");
	assert_null(facts.text[SERVER_NAME]);
	assert_false(identity_says_something(&facts));
	facts.tree_connected = true;
	assert_true(identity_says_something(&facts));
}

static void
auth_by_lengths(void **state)
{
	static const struct { size_t lm, nt; const char *user; enum auth auth; } rows[] = {
		{ 24, 24, "u", AUTH_NTLMV1 }, { 24, 124, "u", AUTH_NTLMV2 }, { 24, 0, "u", AUTH_LM },
		{ 0, 0, "", AUTH_ANONYMOUS }, { 1, 0, "", AUTH_ANONYMOUS }, { 1, 0, "u", AUTH_ABSENT },
		{ 24, 1, "u", AUTH_LM }, { 1, 1, "", AUTH_ANONYMOUS },
		{ 24, 25, "u", AUTH_NTLMV2 }, { 24, 2, "u", AUTH_ABSENT }, { 2, 0, "", AUTH_ABSENT },
		{ 0, 2, "", AUTH_ABSENT }, { 8, 8, "u", AUTH_ABSENT }, { 0, 8, "", AUTH_ABSENT }, { 8, 0, "", AUTH_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct identity_facts facts = { 0 };

		identity_say(&facts, CLIENT_USER, SOURCE_SETUP, rows[i].user);
		identity_say_auth(&facts, rows[i].lm, rows[i].nt);
		assert_int_equal(facts.auth, rows[i].auth);
	}
}

static void
words(void **state)
{
	static const char *const auths[] = { NULL, "anonymous", "guest", "LM", "NTLMv1", "NTLMv2",
	    "Kerberos or other" };
	static const char *const signings[] = { NULL, "not offered", "enabled", "required" };

	(void)state;
	assert_null(auth_name(AUTH_ABSENT));
	for (unsigned i = 1; i < ROWS(auths); i++)
		assert_string_equal(auth_name((enum auth)i), auths[i]);
	assert_null(auth_name((enum auth)ROWS(auths)));
	assert_null(signing_name(SIGNING_ABSENT));
	for (unsigned i = 1; i < ROWS(signings); i++)
		assert_string_equal(signing_name((enum signing)i), signings[i]);
	assert_null(signing_name((enum signing)ROWS(signings)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_logon_is_one_that_succeeded),
		cmocka_unit_test(unanswered_logon_is_told_until_refused),
		cmocka_unit_test(first_of_unanswered_logons),
		cmocka_unit_test(logon_in_two_steps_is_as_the_first_says),
		cmocka_unit_test(logon_in_three_steps),
		cmocka_unit_test(logons_beside_each_other),
		cmocka_unit_test(logon_in_steps_ends_once),
		cmocka_unit_test(domain_of_the_logon),
		cmocka_unit_test(guest_by_an_answer_alone),
		cmocka_unit_test(guest_by_an_smb2_answer_alone),
		cmocka_unit_test(chain_of_setup_and_tree_connect),
		cmocka_unit_test(smb2_logon),
		cmocka_unit_test(a_message_number_is_used_again),
		cmocka_unit_test(the_oldest_request_makes_room),
		cmocka_unit_test(a_share_counts_once_reached),
		cmocka_unit_test(lists_grow_to_a_bound),
		cmocka_unit_test(browser_is_ipc_and_lanman_alone),
		cmocka_unit_test(better_sources_win),
		cmocka_unit_test(first_of_equal_sources),
		cmocka_unit_test(a_session_setup_says_more),
		cmocka_unit_test(what_opens_a_session_is_shown),
		cmocka_unit_test(any_text_is_something),
		cmocka_unit_test(empty_texts_are_absent),
		cmocka_unit_test(auth_by_lengths),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}

/* check_identity.c - who and what, as one PDU after the other tells
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "pdu.h"

enum { SESSION_SETUP = SMB_COM_SESSION_SETUP_ANDX, TREE_CONNECT = SMB_COM_TREE_CONNECT_ANDX,
    TRANSACTION = SMB_COM_TRANSACTION, READ = 0x2E };

static const char *
keep(const char *text)
{
	return keep_for_good(text);
}

static void
learn_tree_connect(struct identity *identity, const char *path, uint16_t mid, bool answered, bool failed)
{
	struct smb_pdu request = { .command = TREE_CONNECT, .mid = mid };
	const struct smb_pdu response = { .command = TREE_CONNECT, .mid = mid, .response = true,
	    .failed = failed, .says.tree_connected = !failed };

	identity_say(&request.says, TREE_PATH, SOURCE_TREE, path);
	identity_learn(identity, &request.says, &request, keep);
	if (answered)
		identity_learn(identity, &response.says, &response, keep);
}

static void
a_share_counts_once_reached(void **state)
{
	struct identity identity = { 0 };
	char path[] = "\\\\NAS\\S00";

	(void)state;
	learn_tree_connect(&identity, "\\\\NAS\\ASKED", 1, false, false);
	learn_tree_connect(&identity, "\\\\NAS\\DENIED", 2, true, true);
	assert_int_equal(identity.shares_count, 0);
	learn_tree_connect(&identity, "\\\\NAS\\DATA", 3, true, false);
	learn_tree_connect(&identity, "\\\\NAS\\DATA", 4, true, false);
	assert_int_equal(identity.shares_count, 1);
	assert_string_equal(identity.shares[0], "\\\\NAS\\DATA");
	for (unsigned i = 0; i < 40; i++) {
		path[8] = (char)('A' + i % 26);
		path[7] = (char)('A' + i / 26);
		learn_tree_connect(&identity, path, (uint16_t)(5 + i), true, false);
	}
	assert_int_equal(identity.shares_count, SHARES_KEPT);
}

static void
learn_command(struct identity *identity, unsigned command, const char *name)
{
	const struct smb_pdu pdu = { .command = command,
	    .says.is_lanman_transaction = strcmp(name, "\\PIPE\\LANMAN") == 0 };

	identity_learn(identity, identity_is_told_by(&pdu) ? &pdu.says : NULL, &pdu, keep);
}

static void
browser_is_ipc_and_lanman_alone(void **state)
{
	struct identity browser = { 0 }, reader = { 0 }, other = { 0 }, idle = { 0 };

	(void)state;
	learn_tree_connect(&browser, "\\\\NAS\\IPC$", 1, true, false);
	assert_false(identity_is_browser(&browser));
	learn_command(&browser, TRANSACTION, "\\PIPE\\LANMAN");
	assert_true(identity_is_browser(&browser));
	reader = browser;
	learn_command(&reader, READ, "");
	assert_false(identity_is_browser(&reader));
	learn_command(&other, TRANSACTION, "\\PIPE\\srvsvc");
	assert_false(identity_is_browser(&other));
	idle = browser;
	learn_tree_connect(&idle, "\\\\NAS\\DATA", 2, true, false);
	assert_false(identity_is_browser(&idle));
}

/* Of two sources of a name the better one is kept, whichever comes first. */
static void
better_sources_win(void **state)
{
	struct identity identity = { 0 };
	struct identity_facts setup = { 0 }, netbios = { 0 };

	(void)state;
	identity_say(&setup, CLIENT_NAME, SOURCE_NTLM_NEGOTIATE, "THIRD");
	identity_say(&setup, CLIENT_NAME, SOURCE_AUTHENTICATE, "SECOND");
	identity_say(&setup, CLIENT_NAME, SOURCE_CHALLENGE, "FOURTH");
	assert_string_equal(setup.text[CLIENT_NAME], "SECOND");
	identity_learn(&identity, &setup, NULL, keep);
	identity_say(&netbios, CLIENT_NAME, SOURCE_NETBIOS, "FIRST");
	identity_say(&netbios, SERVER_NAME, SOURCE_NETBIOS, "");
	identity_learn(&identity, &netbios, NULL, keep);
	identity_learn(&identity, &setup, NULL, keep);
	assert_string_equal(identity.details[CLIENT_NAME], "FIRST");
	assert_null(identity.details[SERVER_NAME]);
}

/* What is kept of the way to log on fits the user that is kept. */
static void
auth_of_the_first_user(void **state)
{
	struct identity identity = { 0 };
	struct identity_facts facts = { 0 };

	(void)state;
	facts.auth = AUTH_ANONYMOUS;
	identity_learn(&identity, &facts, NULL, keep);
	facts.auth = AUTH_NTLMV2;
	identity_learn(&identity, &facts, NULL, keep);
	facts.auth = AUTH_NTLMV1;
	identity_learn(&identity, &facts, NULL, keep);
	assert_int_equal(identity.auth, AUTH_NTLMV2);
	facts.auth = AUTH_GUEST;
	identity_learn(&identity, &facts, NULL, keep);
	assert_int_equal(identity.auth, AUTH_GUEST);
}

static void
auth_by_lengths(void **state)
{
	static const struct { size_t lm, nt; const char *user; enum auth auth; } rows[] = {
		{ 24, 24, "u", AUTH_NTLMV1 }, { 24, 124, "u", AUTH_NTLMV2 }, { 24, 0, "u", AUTH_LM },
		{ 0, 0, "", AUTH_ANONYMOUS }, { 1, 0, "", AUTH_ANONYMOUS }, { 1, 0, "u", AUTH_ABSENT },
		{ 8, 8, "u", AUTH_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct identity_facts facts = { 0 };

		identity_say(&facts, CLIENT_USER, SOURCE_SETUP, rows[i].user);
		identity_say_auth(&facts, rows[i].lm, rows[i].nt);
		assert_int_equal(facts.auth, rows[i].auth);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_counts_once_reached),
		cmocka_unit_test(browser_is_ipc_and_lanman_alone),
		cmocka_unit_test(better_sources_win),
		cmocka_unit_test(auth_of_the_first_user),
		cmocka_unit_test(auth_by_lengths),
	};

	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}

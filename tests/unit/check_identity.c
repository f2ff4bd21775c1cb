/* check_identity.c - who and what, from PDUs that are whole, cut and hostile
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "identity.h"
#include "netbios.h"
#include "ntlmssp.h"

enum { SESSION_SETUP = SMB_COM_SESSION_SETUP_ANDX, TREE_CONNECT = SMB_COM_TREE_CONNECT_ANDX,
    TRANSACTION = SMB_COM_TRANSACTION, READ = 0x2E };

/* A PDU being built; its words and data stand behind a header of zeros. */
struct building {
	uint8_t bytes[512];
	size_t length;
};

static struct building
begin(void)
{
	return (struct building){ .length = 32 };
}

/* Appends a block: words, then data with its count. */
static void
add_block(struct building *building, const void *words, unsigned count, const void *data, uint16_t length)
{
	uint8_t *at = building->bytes + building->length;

	at[0] = (uint8_t)count;
	memcpy(at + 1, words, 2 * count);
	at[1 + 2 * count] = (uint8_t)length;
	at[2 + 2 * count] = (uint8_t)(length >> 8);
	memcpy(at + 3 + 2 * count, data, length);
	building->length += 3 + 2 * count + length;
}

static struct smb_pdu
pdu_of(const struct building *building, unsigned command, bool response)
{
	return (struct smb_pdu){ .command = command, .response = response, .mid = 7,
	    .bytes = building->bytes, .length = building->length };
}

/* 13 words: no further command, no passwords. */
static const uint8_t setup_words[26] = { 0xFF };
static const char setup_data[] = "alice\0EXAMPLE\0Example OS\0Example LAN Manager";

static struct building
setup_request(void)
{
	struct building building = begin();

	add_block(&building, setup_words, 13, setup_data, sizeof setup_data);
	return building;
}

static void
reads_a_session_setup(void **state)
{
	struct building building = setup_request();
	struct smb_pdu pdu = pdu_of(&building, SESSION_SETUP, false);
	struct identity_facts facts;

	(void)state;
	identity_read(&facts, &pdu);
	assert_string_equal(facts.text[CLIENT_USER], "alice");
	assert_string_equal(facts.text[CLIENT_DOMAIN], "EXAMPLE");
	assert_string_equal(facts.text[CLIENT_OS], "Example OS");
	assert_string_equal(facts.text[CLIENT_LANMAN], "Example LAN Manager");
	assert_int_equal(facts.auth, AUTH_ABSENT);	/* a user without a password */
}

/* Nothing is read beyond what was captured, at any length. */
static void
cut_anywhere(void **state)
{
	struct building building = setup_request();

	(void)state;
	for (size_t length = 32; length <= building.length; length++) {
		uint8_t *copy = (uint8_t *)malloc(length);
		struct smb_pdu pdu = { .command = SESSION_SETUP, .bytes = copy, .length = length };
		struct identity_facts facts;

		memcpy(copy, building.bytes, length);
		identity_read(&facts, &pdu);
		free(copy);
	}
}

/* An AndX offset to itself, backwards, or outside ends the chain. */
static void
chain_only_goes_on(void **state)
{
	static const uint16_t offsets[] = { 0, 32, 61, 0xFFFF };

	(void)state;
	for (size_t i = 0; i < ROWS(offsets); i++) {
		struct building building = setup_request();
		struct smb_pdu pdu = pdu_of(&building, SESSION_SETUP, false);
		struct identity_facts facts;

		building.bytes[33] = SESSION_SETUP;
		building.bytes[35] = (uint8_t)offsets[i];
		building.bytes[36] = (uint8_t)(offsets[i] >> 8);
		identity_read(&facts, &pdu);
		assert_string_equal(facts.text[CLIENT_USER], "alice");
	}
}

static void
follows_the_chain(void **state)
{
	static const uint8_t tree_words[8] = { 0xFF };
	struct building building = setup_request();
	const size_t next = building.length;
	struct smb_pdu pdu;
	struct identity_facts facts;

	(void)state;
	building.bytes[33] = TREE_CONNECT;
	building.bytes[35] = (uint8_t)next;
	add_block(&building, tree_words, 4, "\\\\NAS\\DATA\0?????", 16);
	pdu = pdu_of(&building, SESSION_SETUP, false);
	identity_read(&facts, &pdu);
	assert_string_equal(facts.text[TREE_PATH], "\\\\NAS\\DATA");
}

static const char *
keep(const char *text)
{
	return keep_for_good(text);
}

static void
learn_tree_connect(struct identity *identity, const char *path, uint16_t mid, bool answered, bool failed)
{
	static const uint8_t words[8] = { 0xFF };
	struct building request = begin(), response = begin();
	struct identity_facts facts;
	struct smb_pdu pdu;

	add_block(&request, words, 4, path, (uint16_t)(strlen(path) + 1));
	pdu = pdu_of(&request, TREE_CONNECT, false);
	pdu.mid = mid;
	identity_read(&facts, &pdu);
	identity_learn(identity, &facts, &pdu, keep);
	if (!answered)
		return;
	add_block(&response, words, 3, "A:", 3);
	pdu = pdu_of(&response, TREE_CONNECT, true);
	pdu.mid = mid;
	pdu.failed = failed;
	identity_read(&facts, &pdu);
	identity_learn(identity, &facts, &pdu, keep);
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
	struct building building = begin();
	uint8_t words[28] = { 0 };
	struct identity_facts facts;
	struct smb_pdu pdu;

	add_block(&building, words, 14, name, (uint16_t)(strlen(name) + 1));
	pdu = pdu_of(&building, command, false);
	identity_read(&facts, &pdu);
	identity_learn(identity, identity_is_told_by(&pdu) ? &facts : NULL, &pdu, keep);
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

/* An AUTHENTICATE message: domain "D", user "u", workstation "W". */
static const uint8_t authenticate[] = {
	'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 3, 0, 0, 0,
	0, 0, 0, 0, 64, 0, 0, 0,		/* LM response */
	24, 0, 24, 0, 64, 0, 0, 0,		/* NT response */
	2, 0, 2, 0, 88, 0, 0, 0, 2, 0, 2, 0, 90, 0, 0, 0, 2, 0, 2, 0, 92, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	'D', 0, 'u', 0, 'W', 0
};

static void
reads_ntlmssp(void **state)
{
	struct identity_facts facts = { 0 };

	(void)state;
	assert_true(ntlmssp_read(&facts, authenticate, sizeof authenticate));
	assert_string_equal(facts.text[CLIENT_DOMAIN], "D");
	assert_string_equal(facts.text[CLIENT_USER], "u");
	assert_string_equal(facts.text[CLIENT_NAME], "W");
	assert_int_equal(facts.auth, AUTH_NTLMV1);
	assert_false(ntlmssp_read(&facts, authenticate, 7));
}

static void
ntlmssp_lies_are_harmless(void **state)
{
	(void)state;
	for (size_t i = 8; i < sizeof authenticate; i++)
		for (unsigned value = 0; value < 256; value += 51) {
			uint8_t *copy = (uint8_t *)malloc(sizeof authenticate);
			struct identity_facts facts = { 0 };

			memcpy(copy, authenticate, sizeof authenticate);
			copy[i] = (uint8_t)value;
			ntlmssp_read(&facts, copy, sizeof authenticate);
			ntlmssp_read(&facts, copy, i);
			free(copy);
		}
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

static void
netbios_names(void **state)
{
	static const uint8_t encoded[] = "\x20" "EOEBFDCACACACACACACACACACACACACA";
	static const uint8_t wrong[] = "\x20" "eoebfdcacacacacacacacacacacacaca";
	char text[32];

	(void)state;
	assert_true(netbios_name_read(encoded, sizeof encoded, text, sizeof text));
	assert_string_equal(text, "NAS");
	assert_false(netbios_name_read(encoded, sizeof encoded - 1, text, sizeof text));
	assert_false(netbios_name_read(wrong, sizeof wrong, text, sizeof text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_session_setup),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(chain_only_goes_on),
		cmocka_unit_test(follows_the_chain),
		cmocka_unit_test(a_share_counts_once_reached),
		cmocka_unit_test(browser_is_ipc_and_lanman_alone),
		cmocka_unit_test(reads_ntlmssp),
		cmocka_unit_test(ntlmssp_lies_are_harmless),
		cmocka_unit_test(auth_of_the_first_user),
		cmocka_unit_test(auth_by_lengths),
		cmocka_unit_test(netbios_names),
	};

	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}

/* check_audit.c - one connection, PDU by PDU: the judgement, who is who, and the marks
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "audit.h"
#include "need.h"
#include "story.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"
#define SIX "PC NETWORK PROGRAM 1.0|LANMAN1.0|Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12"

enum { READ = 0x2E, CREATE = 0xA2, WORDS_OF_SETUP = 3 };

static unsigned
take(struct audit *audit, const struct smb_pdu *pdu)
{
	static uint32_t frame;

	return audit_take_pdu(audit, pdu, pdu->response ? SIDE_SERVER : SIDE_CLIENT, ++frame, for_good());
}

/* Frames of story.h, closings too. */
static unsigned
take_story(struct audit *audit, const char *letters, const struct offer *offer)
{
	unsigned marks = 0;

	for (uint32_t frame = 1; *letters != '\0'; letters++, frame++) {
		const struct smb_pdu pdu = story_pdu(*letters, offer);

		switch (*letters) {
		case 'R': marks = audit_take_closing(audit, CLOSING_RST, SIDE_CLIENT, frame); break;
		case 'F': marks = audit_take_closing(audit, CLOSING_FIN, SIDE_CLIENT, frame); break;
		case 'r': marks = audit_take_closing(audit, CLOSING_RST, SIDE_SERVER, frame); break;
		case 'f': marks = audit_take_closing(audit, CLOSING_FIN, SIDE_SERVER, frame); break;
		default:  marks = take(audit, &pdu);
		}
	}
	return marks;
}

static struct smb_pdu
request(unsigned command)
{
	return (struct smb_pdu){ .command = command, .message = 7 };
}

static struct smb_pdu
success_of(unsigned command)
{
	return (struct smb_pdu){ .command = command, .message = 7, .response = true,
	    .word_count = WORDS_OF_SETUP };
}

static struct smb_pdu
setup_that_says(enum detail detail, const char *text)
{
	struct smb_pdu pdu = request(SMB_COM_SESSION_SETUP_ANDX);

	identity_say(&pdu.says, detail, SOURCE_SETUP, text);
	return pdu;
}

static void
frames_are_marked_once_for_all(void **state)
{
	struct smb_pdu setup = setup_that_says(CLIENT_USER, "ALICE");
	const struct smb_pdu let_in = success_of(SMB_COM_SESSION_SETUP_ANDX);
	struct smb_pdu negotiated = story_pdu('1', NULL);
	struct audit audit = { 0 };

	(void)state;
	assert_int_equal(take_story(&audit, "o", offer_of(SMB1_ONLY)), MARK_OFFER);
	negotiated.says.signing = SIGNING_REQUIRED;
	assert_int_equal(take(&audit, &negotiated), MARK_ANSWER);
	assert_int_equal(audit.identity->signing, SIGNING_REQUIRED);
	assert_int_equal(take(&audit, &setup), MARK_IDENTITY);
	assert_string_equal(audit_detail(&audit, CLIENT_USER), "ALICE");
	assert_int_equal(take(&audit, &let_in), MARK_USE);
	assert_true(audit.identity->has_logon);
	assert_int_equal(take_story(&audit, "cud", NULL), 0);
	assert_int_equal(audit_verdict(&audit), VERDICT_SMB1_IN_USE);
	assert_int_equal(take_story(&audit, "R", NULL), 0);
}

/* What says who and what may prove use as well. */
static void
an_answer_may_be_both(void **state)
{
	struct smb_pdu let_in = success_of(SMB_COM_SESSION_SETUP_ANDX);
	struct audit audit = { 0 };

	(void)state;
	identity_say(&let_in.says, SERVER_OS, SOURCE_SETUP, "Unix");
	assert_int_equal(take(&audit, &let_in), MARK_JOINED | MARK_USE | MARK_IDENTITY);
	assert_string_equal(audit_detail(&audit, SERVER_OS), "Unix");
	assert_null(audit_detail(&audit, SERVER_LANMAN));
}

/* Most answers say nothing, and take no memory. */
static void
silent_answers_keep_nothing(void **state)
{
	struct audit audit = { 0 };

	(void)state;
	take_story(&audit, "o1uhd", offer_of(SMB1_ONLY));
	assert_null(audit.identity);
	assert_null(audit_detail(&audit, SERVER_OS));
	take_story(&audit, "c", NULL);
	assert_non_null(audit.identity);
}

static void
a_forged_direction_says_nothing(void **state)
{
	const struct smb_pdu setup = setup_that_says(CLIENT_USER, "MALLORY");
	struct smb_pdu smb2 = setup;
	struct audit audit = { 0 };

	(void)state;
	smb2.smb2 = true;
	smb2.command = SMB2_SESSION_SETUP;
	assert_int_equal(audit_take_pdu(&audit, &setup, SIDE_SERVER, 1, for_good()), 0);
	assert_int_equal(audit_take_pdu(&audit, &smb2, SIDE_SERVER, 2, for_good()), 0);
	assert_int_equal(audit_take_closing(&audit, CLOSING_RST, SIDE_UNKNOWN, 3), 0);
	assert_int_equal(audit_take_closing(&audit, CLOSING_NONE, SIDE_CLIENT, 4), 0);
	assert_null(audit.identity);
	assert_int_equal(audit_verdict(&audit), VERDICT_NONE);
}

/* It names itself after the offer; the frame is shown for it, and its need goes. */
static void
scanner_by_its_lan_manager(void **state)
{
	const struct smb_pdu setup = setup_that_says(CLIENT_LANMAN, "Nessus");
	struct audit audit = { 0 };

	(void)state;
	take_story(&audit, "o1", offer_of(SMB1_ONLY));
	assert_false(audit_is_scanner(&audit));
	assert_int_equal(needs_smb1(&audit), NEEDS_CLIENT);
	assert_int_equal(take(&audit, &setup), MARK_IDENTITY);
	assert_true(audit_is_scanner(&audit));
	assert_int_equal(needs_smb1(&audit), NEEDS_ABSENT);
	assert_int_equal(audit_verdict(&audit), VERDICT_SMB1_SELECTED);
}

static void
scanner_by_its_offer(void **state)
{
	const struct smb_pdu setup = setup_that_says(CLIENT_OS, "Windows 2000 2195");
	struct audit audit = { 0 };

	(void)state;
	take_story(&audit, "o", offer_of("LANMAN1.0|TENABLE_NETWORK_SECURITY"));
	assert_string_equal(audit.stack->name, "Nessus");
	assert_true(audit_is_scanner(&audit));
	take(&audit, &setup);
	assert_string_equal(audit_detail(&audit, CLIENT_OS), "Windows 2000 2195");
}

/* Grooming connections of EternalBlue write bytes where their system would stand. */
static void
garbage_of_an_exploit_is_hidden(void **state)
{
	static const struct { uint16_t mid; const char *os, *lanman; } rows[] = {
		{ 0x40, NULL, NULL }, { 0, "\\x8a\\x01", "\\xff" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct smb_pdu offer = story_pdu('o', offer_of(SIX));
		struct smb_pdu setup = setup_that_says(CLIENT_OS, "\\x8a\\x01");
		struct smb_pdu let_in = success_of(SMB_COM_SESSION_SETUP_ANDX);
		struct audit audit = { 0 };

		offer.pid = 0xFEFF;
		offer.flags2 = 0xC853;
		offer.mid = rows[i].mid;
		take(&audit, &offer);
		identity_say(&setup.says, CLIENT_LANMAN, SOURCE_SETUP, "\\xff");
		identity_say(&setup.says, CLIENT_NAME, SOURCE_SETUP, "HOST");
		take(&audit, &setup);
		identity_say(&let_in.says, SERVER_OS, SOURCE_SETUP, "Windows 5.1");
		identity_say(&let_in.says, SERVER_LANMAN, SOURCE_SETUP, "Windows 2000 LAN Manager");
		take(&audit, &let_in);
		assert_int_equal(audit_is_scanner(&audit), rows[i].os == NULL);
		if (rows[i].os == NULL) {
			assert_null(audit_detail(&audit, CLIENT_OS));
			assert_null(audit_detail(&audit, CLIENT_LANMAN));
		} else {
			assert_string_equal(audit_detail(&audit, CLIENT_OS), rows[i].os);
			assert_string_equal(audit_detail(&audit, CLIENT_LANMAN), rows[i].lanman);
		}
		assert_string_equal(audit_detail(&audit, CLIENT_NAME), "HOST");
		assert_string_equal(audit_detail(&audit, SERVER_OS), "Windows 5.1");
		assert_string_equal(audit_detail(&audit, SERVER_LANMAN), "Windows 2000 LAN Manager");
	}
}

/* MS17-010: who logged on and peeks into a pipe before he opened anything. */
static void
probe_is_a_peek_before_an_open(void **state)
{
	static const struct { bool logs_on; unsigned opens; bool is_scanner; } rows[] = {
		{ true, 0, true }, { true, CREATE, false }, { false, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct smb_pdu setup = request(SMB_COM_SESSION_SETUP_ANDX);
		const struct smb_pdu let_in = success_of(SMB_COM_SESSION_SETUP_ANDX);
		struct smb_pdu tree = request(SMB_COM_TREE_CONNECT_ANDX);
		struct smb_pdu reached = success_of(SMB_COM_TREE_CONNECT_ANDX);
		const struct smb_pdu open = request(rows[i].opens);
		struct smb_pdu peek = request(SMB_COM_TRANSACTION);
		struct audit audit = { 0 };

		setup.says.auth = AUTH_ANONYMOUS;
		identity_say(&tree.says, TREE_PATH, SOURCE_TREE, "\\\\10.0.0.1\\IPC$");
		reached.says.tree_connected = true;
		peek.says.is_peek = true;
		take_story(&audit, "o0", offer_of("NT LM 0.12"));
		if (rows[i].logs_on) {
			take(&audit, &setup);
			take(&audit, &let_in);
		}
		take(&audit, &tree);
		take(&audit, &reached);
		if (rows[i].opens)
			take(&audit, &open);
		assert_false(audit_is_scanner(&audit));
		assert_int_equal(take(&audit, &peek), rows[i].is_scanner ? MARK_IDENTITY : 0);
		assert_int_equal(audit_is_scanner(&audit), rows[i].is_scanner);
		assert_int_equal(needs_smb1(&audit), rows[i].is_scanner ? NEEDS_ABSENT : NEEDS_CLIENT);
	}
}

/* Shown where it turns out to be, and where it turns out not to be. */
static void
browser_is_shown_when_it_turns(void **state)
{
	struct smb_pdu enumeration = request(SMB_COM_TRANSACTION);
	const struct smb_pdu read = request(READ);
	struct audit audit = { 0 };

	(void)state;
	enumeration.says.is_lanman_transaction = true;
	take_story(&audit, "o1cu", offer_of(SMB1_ONLY));
	assert_int_equal(take(&audit, &enumeration), MARK_IDENTITY);
	assert_true(audit_is_browser(&audit));
	assert_int_equal(take(&audit, &enumeration), 0);
	assert_int_equal(needs_smb1(&audit), NEEDS_ABSENT);
	assert_int_equal(take(&audit, &read), MARK_IDENTITY);
	assert_false(audit_is_browser(&audit));
	assert_int_equal(needs_smb1(&audit), NEEDS_CLIENT);
	assert_int_equal(take(&audit, &enumeration), 0);
}

/* Names are read, and no frame of SMB2 is shown for them. */
static void
smb2_sessions_name_without_marks(void **state)
{
	struct smb_pdu setup = { .smb2 = true, .command = SMB2_SESSION_SETUP, .message = 2 };
	struct smb_pdu let_in = { .smb2 = true, .command = SMB2_SESSION_SETUP, .message = 2,
	    .response = true };
	const struct smb_pdu other = { .smb2 = true, .command = 5, .message = 3 };
	struct audit audit = { 0 };

	(void)state;
	take_story(&audit, "osnS", offer_of(DECOY));
	assert_int_equal(take(&audit, &other), 0);
	assert_null(audit.identity);
	identity_say(&setup.says, CLIENT_USER, SOURCE_AUTHENTICATE, "ALICE");
	identity_say(&setup.says, CLIENT_NAME, SOURCE_AUTHENTICATE, "DESKTOP");
	identity_say(&let_in.says, SERVER_NAME, SOURCE_CHALLENGE, "NAS");
	assert_int_equal(take(&audit, &setup), 0);
	assert_int_equal(take(&audit, &let_in), 0);
	assert_string_equal(audit_detail(&audit, CLIENT_USER), "ALICE");
	assert_string_equal(audit_detail(&audit, CLIENT_NAME), "DESKTOP");
	assert_string_equal(audit_detail(&audit, SERVER_NAME), "NAS");
	assert_int_equal(audit.identity->users.count, 1);
	assert_false(audit_is_browser(&audit));
	assert_int_equal(audit_verdict(&audit), VERDICT_SMB2_SELECTED);
}

static void
session_request_names_both(void **state)
{
	struct identity_facts names = { 0 };
	struct audit audit = { 0 };

	(void)state;
	identity_say(&names, CLIENT_NAME, SOURCE_NETBIOS, "DESKTOP");
	identity_say(&names, SERVER_NAME, SOURCE_CALLED, "*SMBSERVER");
	audit_take_names(&audit, &names, for_good());
	assert_string_equal(audit_detail(&audit, CLIENT_NAME), "DESKTOP");
	assert_string_equal(audit_detail(&audit, SERVER_NAME), "*SMBSERVER");
	assert_int_equal(audit_verdict(&audit), VERDICT_NONE);
}

/* Where answers may have been missed, silence is no refusal, and nobody needs SMB1 for
 * it; what was seen stands. */
static void
silence_where_not_all_was_seen(void **state)
{
	static const struct { const char *letters, *list; enum verdict seen, unseen;
	    enum needs_smb1 needs; } rows[] = {
		{ "o",	SMB1_ONLY, VERDICT_NO_ANSWER,		VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "or",	SMB1_ONLY, VERDICT_REFUSED_BY_RESET,	VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "of",	SMB1_ONLY, VERDICT_REFUSED_BY_CLOSE,	VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "or",	DECOY,	   VERDICT_SMB2_REFUSED,	VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "of",	"FOO",	   VERDICT_OFFER_REFUSED,	VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "ox",	SMB1_ONLY, VERDICT_REFUSED_BY_ANSWER,	VERDICT_REFUSED_BY_ANSWER, NEEDS_CLIENT },
		{ "oxf", DECOY,	   VERDICT_SMB2_REFUSED,	VERDICT_SMB2_REFUSED,	NEEDS_ABSENT },
		{ "o1",	SMB1_ONLY, VERDICT_SMB1_SELECTED,	VERDICT_SMB1_SELECTED,	NEEDS_CLIENT },
		{ "o1R", SMB1_ONLY, VERDICT_ABANDONED,		VERDICT_ABANDONED,	NEEDS_CLIENT },
		{ "o0R", DECOY,	   VERDICT_RED_HERRING,		VERDICT_RED_HERRING,	NEEDS_SERVER },
		{ "o1cu", SMB1_ONLY, VERDICT_SMB1_IN_USE,	VERDICT_SMB1_IN_USE,	NEEDS_CLIENT },
		{ "os",	DECOY,	   VERDICT_SMB2_SELECTED,	VERDICT_SMB2_SELECTED,	NEEDS_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct audit audit = { 0 };

		take_story(&audit, rows[i].letters, offer_of(rows[i].list));
		assert_int_equal(audit_verdict(&audit), rows[i].seen);
		audit.not_seen = "an encapsulation";
		assert_int_equal(audit_verdict(&audit), rows[i].unseen);
		assert_int_equal(needs_smb1(&audit), rows[i].needs);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_marked_once_for_all),
		cmocka_unit_test(an_answer_may_be_both),
		cmocka_unit_test(silent_answers_keep_nothing),
		cmocka_unit_test(a_forged_direction_says_nothing),
		cmocka_unit_test(scanner_by_its_lan_manager),
		cmocka_unit_test(scanner_by_its_offer),
		cmocka_unit_test(garbage_of_an_exploit_is_hidden),
		cmocka_unit_test(probe_is_a_peek_before_an_open),
		cmocka_unit_test(browser_is_shown_when_it_turns),
		cmocka_unit_test(smb2_sessions_name_without_marks),
		cmocka_unit_test(session_request_names_both),
		cmocka_unit_test(silence_where_not_all_was_seen),
	};

	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}

/* check_need.c - which host of a connection needs SMB1, and why
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "need.h"
#include "story.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"
#define BOTH "LANMAN1.0|NT LM 0.12|SMB 2.002"
#define SMB2_ONLY "SMB 2.002|SMB 2.???"
#define CUT "~NT LM 0.12"		/* a list that was cut behind it */

/* Every verdict with every kind of offer that there can be. Of a host it says "no" only
 * where it spoke SMB2 in that role. */
static const struct row {
	const char *letters;		/* story.h */
	const char *list;		/* NULL: the offer is not captured, or is SMB2's */
	enum verdict verdict;
	enum needs_smb1 needs;
	const char *why;
	enum need client, server;
} rows[] = {
#define SMB1_ONLY_WHY NEEDS_CLIENT, "offers SMB1 only", NEED_CERTAIN, NEED_NOT_SHOWN
#define TOOK_SMB1_WHY NEEDS_SERVER, "took SMB1 though SMB2 was on offer", NEED_NOT_SHOWN, NEED_CERTAIN
#define NOT_TOLD NEEDS_UNKNOWN, "speaks SMB1, the offer does not tell who needs it", NEED_PERHAPS, NEED_PERHAPS
#define NOT_CAPTURED NEEDS_UNKNOWN, "speaks SMB1, the offer was not captured", NEED_PERHAPS, NEED_PERHAPS
#define NOBODY(client, server) NEEDS_ABSENT, NULL, NEED_##client, NEED_##server
	{ "o",		SMB1_ONLY,	VERDICT_NO_ANSWER,		SMB1_ONLY_WHY },
	{ "oF",		SMB1_ONLY,	VERDICT_NO_ANSWER,		SMB1_ONLY_WHY },
	{ "o",		BOTH,		VERDICT_NO_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "o",		DECOY,		VERDICT_NO_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "o",		SMB2_ONLY,	VERDICT_NO_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "n",		NULL,		VERDICT_NO_ANSWER,		NOBODY(NONE, NOT_SHOWN) },
	{ "o",		"FOO",		VERDICT_NO_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "o",		CUT,		VERDICT_NO_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },

	{ "os",		DECOY,		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "osnS",	BOTH,		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "os",		SMB2_ONLY,	VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "nS",		NULL,		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "S",		NULL,		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "os",		"FOO",		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },
	{ "os",		CUT,		VERDICT_SMB2_SELECTED,		NOBODY(NONE, NONE) },

	{ "o1",		SMB1_ONLY,	VERDICT_SMB1_SELECTED,		SMB1_ONLY_WHY },
	{ "o0",		BOTH,		VERDICT_SMB1_SELECTED,		TOOK_SMB1_WHY },
	{ "o0",		DECOY,		VERDICT_SMB1_SELECTED,		TOOK_SMB1_WHY },
	{ "1co",	SMB1_ONLY,	VERDICT_SMB1_SELECTED,		SMB1_ONLY_WHY },	/* a late offer */
	{ "o0",		"FOO",		VERDICT_SMB1_SELECTED,		NOT_TOLD },
	{ "o5",		CUT,		VERDICT_SMB1_SELECTED,		NOT_TOLD },
	{ "5",		NULL,		VERDICT_SMB1_SELECTED,		NOT_CAPTURED },

	{ "o1cu",	SMB1_ONLY,	VERDICT_SMB1_IN_USE,		SMB1_ONLY_WHY },
	{ "o0cu",	BOTH,		VERDICT_SMB1_IN_USE,		TOOK_SMB1_WHY },
	{ "ou",		DECOY,		VERDICT_SMB1_IN_USE,		TOOK_SMB1_WHY },
	{ "0cuo",	DECOY,		VERDICT_SMB1_IN_USE,		TOOK_SMB1_WHY },	/* likewise */
	{ "o0cu",	"FOO",		VERDICT_SMB1_IN_USE,		NOT_TOLD },
	{ "ou",		SMB2_ONLY,	VERDICT_SMB1_IN_USE,		TOOK_SMB1_WHY },
	{ "nu",		NULL,		VERDICT_SMB1_IN_USE,		NEEDS_SERVER,
	    "took SMB1 though SMB2 was on offer", NEED_NONE, NEED_CERTAIN },
	{ "o0cu",	CUT,		VERDICT_SMB1_IN_USE,		NOT_TOLD },
	{ "cu",		NULL,		VERDICT_SMB1_IN_USE,		NOT_CAPTURED },
	{ "5cu",	NULL,		VERDICT_SMB1_IN_USE,		NOT_CAPTURED },

	{ "o0R",	BOTH,		VERDICT_RED_HERRING,		TOOK_SMB1_WHY },
	{ "o0R",	DECOY,		VERDICT_RED_HERRING,		TOOK_SMB1_WHY },

	{ "or",		SMB1_ONLY,	VERDICT_REFUSED_BY_RESET,	SMB1_ONLY_WHY },
	{ "ox",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	SMB1_ONLY_WHY },
	{ "oe",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	SMB1_ONLY_WHY },
	{ "of",		SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE,	SMB1_ONLY_WHY },

	{ "o1R",	SMB1_ONLY,	VERDICT_ABANDONED,		SMB1_ONLY_WHY },
	{ "o0F",	BOTH,		VERDICT_ABANDONED,		TOOK_SMB1_WHY },
	{ "o0r",	DECOY,		VERDICT_ABANDONED,		TOOK_SMB1_WHY },
	{ "1fo",	SMB1_ONLY,	VERDICT_ABANDONED,		SMB1_ONLY_WHY },	/* likewise */
	{ "o0R",	"FOO",		VERDICT_ABANDONED,		NOT_TOLD },
	{ "o5f",	CUT,		VERDICT_ABANDONED,		NOT_TOLD },
	{ "5R",		NULL,		VERDICT_ABANDONED,		NOT_CAPTURED },

	{ "or",		BOTH,		VERDICT_SMB2_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "ox",		DECOY,		VERDICT_SMB2_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "of",		SMB2_ONLY,	VERDICT_SMB2_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "nr",		NULL,		VERDICT_SMB2_REFUSED,		NOBODY(NONE, NOT_SHOWN) },

	{ "o2",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "os",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "o1",		DECOY,		VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "o0",		SMB2_ONLY,	VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "n0",		NULL,		VERDICT_INVALID_ANSWER,		NOBODY(NONE, NOT_SHOWN) },
	{ "o1",		"FOO",		VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "w",		NULL,		VERDICT_INVALID_ANSWER,		NOBODY(NOT_SHOWN, NOT_SHOWN) },

	{ "c",		NULL,		VERDICT_TRAFFIC_SEEN,		NOT_CAPTURED },
	{ "d",		NULL,		VERDICT_TRAFFIC_SEEN,		NOT_CAPTURED },

	{ "or",		"FOO",		VERDICT_OFFER_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "ox",		CUT,		VERDICT_OFFER_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },
	{ "x",		NULL,		VERDICT_OFFER_REFUSED,		NOBODY(NOT_SHOWN, NOT_SHOWN) },

	{ "R",		NULL,		VERDICT_NONE,			NOBODY(NOT_SHOWN, NOT_SHOWN) },
};

static struct audit
audit_of(const struct row *row)
{
	const struct offer *offer = row->list == NULL ? NULL :
	    row->list[0] == '~' ? cut_offer_of(row->list + 1) : offer_of(row->list);

	return (struct audit){ .negotiation = story_tell(row->letters, offer) };
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void
expect_needs(const struct row *row, const struct audit *audit, enum needs_smb1 needs, const char *why)
{
	const struct why found = needs_why(audit);

	if (needs_smb1(audit) != needs || !same(found.text, why) || found.of != NULL)
		fail_msg("%s [%s]: needs %d, why %s", row->letters, row->list ? row->list : "",
		    needs_smb1(audit), found.text ? found.text : "(none)");
}

static void
expect_host(const struct row *row, const struct audit *audit, enum side side, enum need need,
    const char *why, const char *of)
{
	const struct host_need host = need_of(audit, side);
	const struct why found = need_why(&host);

	if (host.need != need || !same(found.text, why) || !same(found.of, of))
		fail_msg("%s [%s]: side %d %d, why %s", row->letters, row->list ? row->list : "", side,
		    host.need, found.text ? found.text : "(none)");
}

static bool
has_ground(enum need need)
{
	return need != NEED_NOT_SHOWN && need != NEED_NONE;
}

static void
expect_plain_host(const struct row *row, const struct audit *audit, enum side side, enum need need)
{
	expect_host(row, audit, side, need, has_ground(need) ? row->why : NULL, NULL);
}

static void
of_every_verdict_and_offer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct audit audit = audit_of(&rows[i]);

		assert_int_equal(audit_verdict(&audit), rows[i].verdict);
		expect_needs(&rows[i], &audit, rows[i].needs, rows[i].why);
		expect_plain_host(&rows[i], &audit, SIDE_CLIENT, rows[i].client);
		expect_plain_host(&rows[i], &audit, SIDE_SERVER, rows[i].server);
		expect_host(&rows[i], &audit, SIDE_UNKNOWN, NEED_NOT_SHOWN, NULL, NULL);
	}
}

/* Who asks as a scanner or for the Computer Browser alone shows no need of his, and what
 * is not told of is not theirs either, nor does it show that of the server; a server that
 * takes SMB1 though SMB2 was on offer is limited to it. */
static const struct stack scanner_stack = { "a scanner", STACK_SCANNER };
static const struct stack windows_stack = { "a Windows", STACK_WINDOWS };
static const struct identity browser = { .used_lanman = true };
static const struct identity worker = { .used_lanman = true, .used_other = true };
static const struct identity scanner_by_session = { .is_scanner = true };

static const struct {
	const struct stack *stack;
	const struct identity *identity;
	enum need need;			/* NEED_NOT_SHOWN: not set apart */
	const char *why;
} marks[] = {
	{ &scanner_stack, NULL,			NEED_SCANNER,	"scanner" },
	{ NULL,		&scanner_by_session,	NEED_SCANNER,	"scanner" },
	{ &scanner_stack, &browser,		NEED_SCANNER,	"scanner" },
	{ &windows_stack, &browser,		NEED_BROWSER,	"Computer Browser" },
	{ NULL,		&browser,		NEED_BROWSER,	"Computer Browser" },
	{ &windows_stack, &worker,		NEED_NOT_SHOWN,	NULL },
};

static void
of_scanners_and_the_browser(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t k = 0; k < ROWS(marks); k++) {
			struct audit audit = audit_of(&rows[i]);
			const bool apart = marks[k].need != NEED_NOT_SHOWN &&
			    (rows[i].needs == NEEDS_CLIENT || rows[i].needs == NEEDS_UNKNOWN);

			audit.stack = marks[k].stack;
			audit.identity = (struct identity *)marks[k].identity;
			if (apart)
				expect_needs(&rows[i], &audit, NEEDS_ABSENT, marks[k].why);
			else
				expect_needs(&rows[i], &audit, rows[i].needs, rows[i].why);
			if (apart)
				expect_host(&rows[i], &audit, SIDE_CLIENT, marks[k].need, marks[k].why, NULL);
			else
				expect_plain_host(&rows[i], &audit, SIDE_CLIENT, rows[i].client);
			if (apart && rows[i].needs == NEEDS_UNKNOWN)
				expect_host(&rows[i], &audit, SIDE_SERVER, NEED_NOT_SHOWN, NULL, NULL);
			else
				expect_plain_host(&rows[i], &audit, SIDE_SERVER, rows[i].server);
		}
}

/* A server that speaks SMB1 and names software without SMB2 needs it, whoever asks; that
 * it took SMB1 though SMB2 was on offer says more. A client may name any. */
static void
of_software_without_smb2(void **state)
{
	struct identity old = { .details = { [CLIENT_OS] = "Windows 5.0", [CLIENT_LANMAN] = "Samba 3.0",
	    [SERVER_OS] = "Windows 5.1" } };
	struct identity forged = { .details = { [CLIENT_OS] = "Windows 5.0" } };

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const bool speaks = rows[i].verdict == VERDICT_SMB1_SELECTED ||
		    rows[i].verdict == VERDICT_SMB1_IN_USE || rows[i].verdict == VERDICT_RED_HERRING ||
		    rows[i].verdict == VERDICT_ABANDONED || rows[i].verdict == VERDICT_TRAFFIC_SEEN;
		struct audit audit = audit_of(&rows[i]);

		audit.identity = &forged;
		expect_plain_host(&rows[i], &audit, SIDE_SERVER, rows[i].server);
		audit.identity = &old;
		for (int scans = 0; scans < 2; scans++) {
			audit.stack = scans ? &scanner_stack : NULL;
			if (speaks && rows[i].needs != NEEDS_SERVER)
				expect_host(&rows[i], &audit, SIDE_SERVER, NEED_CERTAIN,
				    "its software has no SMB2", "Windows 5.1");
			else
				expect_plain_host(&rows[i], &audit, SIDE_SERVER, rows[i].server);
		}
		audit.stack = NULL;
		expect_needs(&rows[i], &audit, rows[i].needs, rows[i].why);
		expect_plain_host(&rows[i], &audit, SIDE_CLIENT, rows[i].client);
	}
}

/* A Samba calls its system what it likes; its LAN manager tells its version. */
static void
of_an_old_samba(void **state)
{
	static const struct row in_use = { "o1cu", SMB1_ONLY, VERDICT_SMB1_IN_USE, SMB1_ONLY_WHY };
	struct identity samba = { .details = { [SERVER_OS] = "Unix", [SERVER_LANMAN] = "Samba 3.0.37" } };
	struct audit audit = audit_of(&in_use);

	(void)state;
	audit.identity = &samba;
	expect_host(&in_use, &audit, SIDE_SERVER, NEED_CERTAIN, "its software has no SMB2", "Samba 3.0.37");
}

static void
names(void **state)
{
	static const char *const needs[NEEDS] = { "not shown", "no", "no (Computer Browser)",
	    "no (scanner)", "perhaps", "yes" };
	static const char *const sides[] = { NULL, "client", "server", "unknown" };

	(void)state;
	for (unsigned i = 0; i < NEEDS; i++)
		assert_string_equal(need_name((enum need)i), needs[i]);
	assert_null(need_name(NEEDS));
	assert_null(needs_smb1_name(NEEDS_ABSENT));
	for (unsigned i = 1; i < ROWS(sides); i++)
		assert_string_equal(needs_smb1_name((enum needs_smb1)i), sides[i]);
	assert_null(needs_smb1_name((enum needs_smb1)ROWS(sides)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_every_verdict_and_offer),
		cmocka_unit_test(of_scanners_and_the_browser),
		cmocka_unit_test(of_software_without_smb2),
		cmocka_unit_test(of_an_old_samba),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("need", tests, NULL, NULL);
}

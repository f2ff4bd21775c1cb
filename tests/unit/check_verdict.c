/* check_verdict.c - whole connections and the verdict on them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "story.h"
#include "verdict.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"
#define BOTH "LANMAN1.0|NT LM 0.12|SMB 2.002"
#define SMB2_ONLY "SMB 2.002|SMB 2.???"

static const struct {
	const char *letters;
	const char *list;
	enum verdict verdict;
	enum needs_smb1 needs;
} stories[] = {
	{ "o",		SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },
	{ "o",		DECOY,		VERDICT_NO_ANSWER,		NEEDS_ABSENT },
	{ "o",		"FOO",		VERDICT_NO_ANSWER,		NEEDS_ABSENT },
	{ "n",		NULL,		VERDICT_NO_ANSWER,		NEEDS_ABSENT },
	{ "oR",		SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },
	{ "oFf",	SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },	/* the client left first */
	{ "oFr",	DECOY,		VERDICT_NO_ANSWER,		NEEDS_ABSENT },
	{ "odr",	SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },	/* the answer was missed */
	{ "oFcr",	SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },
	{ "ot",		SMB1_ONLY,	VERDICT_NO_ANSWER,		NEEDS_CLIENT },

	{ "os",		DECOY,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },
	{ "osnSR",	DECOY,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },
	{ "osnz",	BOTH,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },
	{ "nS",		NULL,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },
	{ "S",		NULL,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },

	{ "o1",		SMB1_ONLY,	VERDICT_SMB1_SELECTED,		NEEDS_CLIENT },
	{ "o0",		DECOY,		VERDICT_SMB1_SELECTED,		NEEDS_SERVER },
	{ "o0",		BOTH,		VERDICT_SMB1_SELECTED,		NEEDS_SERVER },
	{ "o0",		"FOO",		VERDICT_SMB1_SELECTED,		NEEDS_UNKNOWN },
	{ "5",		NULL,		VERDICT_SMB1_SELECTED,		NEEDS_UNKNOWN },
	{ "1o",		SMB1_ONLY,	VERDICT_SMB1_SELECTED,		NEEDS_CLIENT },	/* captured out of order */
	{ "0o",		DECOY,		VERDICT_SMB1_SELECTED,		NEEDS_SERVER },
	{ "o1d",	SMB1_ONLY,	VERDICT_SMB1_SELECTED,		NEEDS_CLIENT },
	{ "o1h",	SMB1_ONLY,	VERDICT_SMB1_SELECTED,		NEEDS_CLIENT },

	{ "o1cu",	SMB1_ONLY,	VERDICT_SMB1_IN_USE,		NEEDS_CLIENT },
	{ "o0cuRF",	DECOY,		VERDICT_SMB1_IN_USE,		NEEDS_SERVER },
	{ "ou",		BOTH,		VERDICT_SMB1_IN_USE,		NEEDS_SERVER },
	{ "cu",		NULL,		VERDICT_SMB1_IN_USE,		NEEDS_UNKNOWN },
	{ "5cuf",	NULL,		VERDICT_SMB1_IN_USE,		NEEDS_UNKNOWN },
	{ "o0cFu",	DECOY,		VERDICT_SMB1_IN_USE,		NEEDS_SERVER },	/* after a half close */

	{ "o0R",	DECOY,		VERDICT_RED_HERRING,		NEEDS_SERVER },
	{ "o0RRr",	DECOY,		VERDICT_RED_HERRING,		NEEDS_SERVER },
	{ "oo00R",	DECOY,		VERDICT_RED_HERRING,		NEEDS_SERVER },	/* mirrored twice */
	{ "o0R",	BOTH,		VERDICT_RED_HERRING,		NEEDS_SERVER },
	{ "o0Rcd",	DECOY,		VERDICT_RED_HERRING,		NEEDS_SERVER },
	{ "0oR",	DECOY,		VERDICT_RED_HERRING,		NEEDS_SERVER },

	{ "or",		SMB1_ONLY,	VERDICT_REFUSED_BY_RESET,	NEEDS_CLIENT },
	{ "ocr",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET,	NEEDS_CLIENT },	/* pipelined */
	{ "orcd",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET,	NEEDS_CLIENT },	/* nothing undoes it */
	{ "ofcd",	SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE,	NEEDS_CLIENT },
	{ "orrR",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET,	NEEDS_CLIENT },
	{ "ox",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	NEEDS_CLIENT },
	{ "oe",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	NEEDS_CLIENT },
	{ "oxf",	SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	NEEDS_CLIENT },
	{ "xo",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	NEEDS_CLIENT },
	{ "ofx",	SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER,	NEEDS_CLIENT },
	{ "of",		SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE,	NEEDS_CLIENT },
	{ "ofF",	SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE,	NEEDS_CLIENT },

	{ "o1R",	SMB1_ONLY,	VERDICT_ABANDONED,		NEEDS_CLIENT },
	{ "o1f",	SMB1_ONLY,	VERDICT_ABANDONED,		NEEDS_CLIENT },
	{ "o0cR",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },
	{ "o0OR",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },	/* a second, other list */
	{ "o0F",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },
	{ "o0r",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },
	{ "oc0R",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },	/* pipelined */
	{ "oFd0",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },
	{ "oR0",	DECOY,		VERDICT_ABANDONED,		NEEDS_SERVER },
	{ "5R",		NULL,		VERDICT_ABANDONED,		NEEDS_UNKNOWN },

	{ "or",		DECOY,		VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "of",		BOTH,		VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "ox",		SMB2_ONLY,	VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "oz",		DECOY,		VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "nz",		NULL,		VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "nr",		NULL,		VERDICT_SMB2_REFUSED,		NEEDS_ABSENT },
	{ "ofs",	DECOY,		VERDICT_SMB2_SELECTED,		NEEDS_ABSENT },

	{ "o2",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },
	{ "o1",		DECOY,		VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },
	{ "os",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },
	{ "ow",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },
	{ "o0S",	DECOY,		VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },	/* SMB1, then SMB2 */
	{ "o1S",	SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },
	{ "2o",		SMB1_ONLY,	VERDICT_INVALID_ANSWER,		NEEDS_ABSENT },

	{ "c",		NULL,		VERDICT_TRAFFIC_SEEN,		NEEDS_UNKNOWN },
	{ "dbhRf",	NULL,		VERDICT_TRAFFIC_SEEN,		NEEDS_UNKNOWN },

	{ "ox",		"FOO",		VERDICT_OFFER_REFUSED,		NEEDS_ABSENT },
	{ "or",		"",		VERDICT_OFFER_REFUSED,		NEEDS_ABSENT },
	{ "x",		NULL,		VERDICT_OFFER_REFUSED,		NEEDS_ABSENT },

	{ "R",		NULL,		VERDICT_NONE,			NEEDS_ABSENT },
};

static void
verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(stories); i++) {
		const struct offer *offer = stories[i].list ? offer_of(stories[i].list) : NULL;
		struct negotiation negotiation = story_tell(stories[i].letters, offer);

		if (verdict_of(&negotiation) != stories[i].verdict ||
		    verdict_needs_smb1(&negotiation) != stories[i].needs)
			fail_msg("%s [%s]: verdict %d, needs %d", stories[i].letters,
			    offer ? stories[i].list : "", verdict_of(&negotiation),
			    verdict_needs_smb1(&negotiation));
	}
}

/* A cut list may have lost its SMB2 strings: nobody is blamed. */
static void
cut_list_blames_nobody(void **state)
{
	static const struct { const char *letters; enum verdict verdict; enum needs_smb1 needs; } rows[] = {
		{ "o",	 VERDICT_NO_ANSWER,	NEEDS_ABSENT },
		{ "or",	 VERDICT_OFFER_REFUSED,	NEEDS_ABSENT },
		{ "ox",	 VERDICT_OFFER_REFUSED,	NEEDS_ABSENT },
		{ "of",	 VERDICT_OFFER_REFUSED,	NEEDS_ABSENT },
		{ "o5",	 VERDICT_SMB1_SELECTED,	NEEDS_UNKNOWN },
		{ "o5R", VERDICT_ABANDONED,	NEEDS_UNKNOWN },
		{ "o5cu", VERDICT_SMB1_IN_USE,	NEEDS_UNKNOWN },
		{ "os",	 VERDICT_SMB2_SELECTED,	NEEDS_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct negotiation negotiation = story_tell(rows[i].letters, cut_offer_of("NT LM 0.12"));

		assert_int_equal(verdict_of(&negotiation), rows[i].verdict);
		assert_int_equal(verdict_needs_smb1(&negotiation), rows[i].needs);
	}
}

static void
smb1_only_shows_the_whole_exchange(void **state)
{
	static const struct { const char *letters, *list; const char *shown; } rows[] = {
		{ "or",		SMB1_ONLY,	"11" },
		{ "of",		SMB1_ONLY,	"11" },
		{ "oxf",	SMB1_ONLY,	"110" },
		{ "o1cu",	SMB1_ONLY,	"1100" },
		{ "o1R",	SMB1_ONLY,	"110" },
		{ "o0R",	DECOY,		"000" },
		{ "or",		DECOY,		"00" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct negotiation negotiation = { 0 };
		const struct offer *offer = offer_of(rows[i].list);

		for (uint32_t f = 1; rows[i].letters[f - 1]; f++) {
			unsigned marks = story_step(&negotiation, rows[i].letters[f - 1], offer, f);

			assert_int_equal(verdict_shows_smb1_only(&negotiation, marks),
			    rows[i].shown[f - 1] == '1');
		}
	}
}

static void
names(void **state)
{
	static const char *const expected[VERDICTS] = { NULL, "No answer seen", "SMB2 selected",
	    "SMB1 selected", "SMB1 in use", "Red herring reset", "SMB1 refused by reset",
	    "SMB1 refused by answer", "SMB1 refused by close", "SMB1 abandoned", "SMB2 refused",
	    "Invalid answer", "SMB1 traffic seen", "Offer refused" };

	(void)state;
	assert_null(verdict_name(VERDICT_NONE));
	for (unsigned i = 1; i < VERDICTS; i++)
		assert_string_equal(verdict_name((enum verdict)i), expected[i]);
	assert_null(verdict_name(VERDICTS));
	assert_string_equal(needs_smb1_name(NEEDS_CLIENT), "client");
	assert_string_equal(needs_smb1_name(NEEDS_SERVER), "server");
	assert_string_equal(needs_smb1_name(NEEDS_UNKNOWN), "unknown");
	assert_null(needs_smb1_name(NEEDS_ABSENT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts),
		cmocka_unit_test(cut_list_blames_nobody),
		cmocka_unit_test(smb1_only_shows_the_whole_exchange),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}

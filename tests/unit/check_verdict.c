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
} stories[] = {
	{ "o",		SMB1_ONLY,	VERDICT_NO_ANSWER },
	{ "o",		DECOY,		VERDICT_NO_ANSWER },
	{ "o",		"FOO",		VERDICT_NO_ANSWER },
	{ "n",		NULL,		VERDICT_NO_ANSWER },
	{ "oR",		SMB1_ONLY,	VERDICT_NO_ANSWER },
	{ "oFf",	SMB1_ONLY,	VERDICT_NO_ANSWER },	/* the client left first */
	{ "oFr",	DECOY,		VERDICT_NO_ANSWER },
	{ "odr",	SMB1_ONLY,	VERDICT_NO_ANSWER },	/* the answer was missed */
	{ "oFcr",	SMB1_ONLY,	VERDICT_NO_ANSWER },
	{ "ot",		SMB1_ONLY,	VERDICT_NO_ANSWER },

	{ "os",		DECOY,		VERDICT_SMB2_SELECTED },
	{ "osnSR",	DECOY,		VERDICT_SMB2_SELECTED },
	{ "osnz",	BOTH,		VERDICT_SMB2_SELECTED },
	{ "nS",		NULL,		VERDICT_SMB2_SELECTED },
	{ "S",		NULL,		VERDICT_SMB2_SELECTED },

	{ "o1",		SMB1_ONLY,	VERDICT_SMB1_SELECTED },
	{ "o0",		DECOY,		VERDICT_SMB1_SELECTED },
	{ "o0",		BOTH,		VERDICT_SMB1_SELECTED },
	{ "o0",		"FOO",		VERDICT_SMB1_SELECTED },
	{ "5",		NULL,		VERDICT_SMB1_SELECTED },
	{ "1o",		SMB1_ONLY,	VERDICT_SMB1_SELECTED },	/* captured out of order */
	{ "0o",		DECOY,		VERDICT_SMB1_SELECTED },
	{ "o1d",	SMB1_ONLY,	VERDICT_SMB1_SELECTED },
	{ "o1h",	SMB1_ONLY,	VERDICT_SMB1_SELECTED },

	{ "o1cu",	SMB1_ONLY,	VERDICT_SMB1_IN_USE },
	{ "o0cuRF",	DECOY,		VERDICT_SMB1_IN_USE },
	{ "ou",		BOTH,		VERDICT_SMB1_IN_USE },
	{ "cu",		NULL,		VERDICT_SMB1_IN_USE },
	{ "5cuf",	NULL,		VERDICT_SMB1_IN_USE },
	{ "o0cFu",	DECOY,		VERDICT_SMB1_IN_USE },	/* after a half close */

	{ "o0R",	DECOY,		VERDICT_RED_HERRING },
	{ "o0RRr",	DECOY,		VERDICT_RED_HERRING },
	{ "oo00R",	DECOY,		VERDICT_RED_HERRING },	/* mirrored twice */
	{ "o0R",	BOTH,		VERDICT_RED_HERRING },
	{ "o0Rcd",	DECOY,		VERDICT_RED_HERRING },
	{ "0oR",	DECOY,		VERDICT_RED_HERRING },
	{ "o0nR",	DECOY,		VERDICT_RED_HERRING },	/* no SMB1 command */

	{ "or",		SMB1_ONLY,	VERDICT_REFUSED_BY_RESET },
	{ "ocr",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET },	/* pipelined */
	{ "orcd",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET },	/* nothing undoes it */
	{ "ofcd",	SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE },
	{ "orrR",	SMB1_ONLY,	VERDICT_REFUSED_BY_RESET },
	{ "ox",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER },
	{ "oe",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER },
	{ "oxf",	SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER },
	{ "xo",		SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER },
	{ "ofx",	SMB1_ONLY,	VERDICT_REFUSED_BY_ANSWER },
	{ "of",		SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE },
	{ "ofF",	SMB1_ONLY,	VERDICT_REFUSED_BY_CLOSE },

	{ "o1R",	SMB1_ONLY,	VERDICT_ABANDONED },
	{ "o1f",	SMB1_ONLY,	VERDICT_ABANDONED },
	{ "o0cR",	DECOY,		VERDICT_ABANDONED },
	{ "o0OR",	DECOY,		VERDICT_ABANDONED },	/* a second, other list */
	{ "o0F",	DECOY,		VERDICT_ABANDONED },
	{ "o0r",	DECOY,		VERDICT_ABANDONED },
	{ "oc0R",	DECOY,		VERDICT_ABANDONED },	/* pipelined */
	{ "oFd0",	DECOY,		VERDICT_ABANDONED },
	{ "oR0",	DECOY,		VERDICT_ABANDONED },
	{ "odr0",	SMB1_ONLY,	VERDICT_ABANDONED },	/* captured out of order */
	{ "5R",		NULL,		VERDICT_ABANDONED },

	{ "or",		DECOY,		VERDICT_SMB2_REFUSED },
	{ "of",		BOTH,		VERDICT_SMB2_REFUSED },
	{ "ox",		SMB2_ONLY,	VERDICT_SMB2_REFUSED },
	{ "oz",		DECOY,		VERDICT_SMB2_REFUSED },
	{ "nz",		NULL,		VERDICT_SMB2_REFUSED },
	{ "nr",		NULL,		VERDICT_SMB2_REFUSED },
	{ "ofs",	DECOY,		VERDICT_SMB2_SELECTED },

	{ "o2",		SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "o1",		DECOY,		VERDICT_INVALID_ANSWER },
	{ "os",		SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "ow",		SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "o0S",	DECOY,		VERDICT_INVALID_ANSWER },	/* SMB1, then SMB2 */
	{ "o1S",	SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "2o",		SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "so",		SMB1_ONLY,	VERDICT_INVALID_ANSWER },
	{ "2co",	SMB1_ONLY,	VERDICT_INVALID_ANSWER },

	{ "c",		NULL,		VERDICT_TRAFFIC_SEEN },
	{ "dbhRf",	NULL,		VERDICT_TRAFFIC_SEEN },

	{ "ox",		"FOO",		VERDICT_OFFER_REFUSED },
	{ "or",		"",		VERDICT_OFFER_REFUSED },
	{ "x",		NULL,		VERDICT_OFFER_REFUSED },

	{ "R",		NULL,		VERDICT_NONE },
};

static void
verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(stories); i++) {
		const struct offer *offer = stories[i].list ? offer_of(stories[i].list) : NULL;
		struct negotiation negotiation = story_tell(stories[i].letters, offer);

		if (verdict_of(&negotiation) != stories[i].verdict)
			fail_msg("%s [%s]: verdict %d", stories[i].letters,
			    offer ? stories[i].list : "", verdict_of(&negotiation));
	}
}

/* A cut list may have lost its SMB2 strings. */
static void
cut_list_is_not_smb1_only(void **state)
{
	static const struct { const char *letters; enum verdict verdict; } rows[] = {
		{ "o",	 VERDICT_NO_ANSWER },
		{ "or",	 VERDICT_OFFER_REFUSED },
		{ "ox",	 VERDICT_OFFER_REFUSED },
		{ "of",	 VERDICT_OFFER_REFUSED },
		{ "o5",	 VERDICT_SMB1_SELECTED },
		{ "o5R", VERDICT_ABANDONED },
		{ "o5cu", VERDICT_SMB1_IN_USE },
		{ "os",	 VERDICT_SMB2_SELECTED },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct negotiation negotiation = story_tell(rows[i].letters, cut_offer_of("NT LM 0.12"));

		assert_int_equal(verdict_of(&negotiation), rows[i].verdict);
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
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts),
		cmocka_unit_test(cut_list_is_not_smb1_only),
		cmocka_unit_test(smb1_only_shows_the_whole_exchange),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}

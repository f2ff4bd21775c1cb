/* check_caption.c - a connection in words
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "caption.h"
#include "story.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"

static const struct stack scanner_stack = { "a scanner", STACK_SCANNER };
static const struct identity browser = { .used_lanman = true };

static const char *
joined(const struct caption *caption)
{
	static char text[512];
	unsigned count = 0;

	text[0] = '\0';
	for (; caption->parts[count] != NULL; count++)
		strcat(text, caption->parts[count]);
	assert_int_equal(count, caption->count);
	assert_true(count < ROWS(caption->parts));
	return text;
}

#define MARK_SCANNER &scanner_stack, NULL, NULL
#define MARK_BROWSER NULL, &browser, NULL
#define NOT_ALL_SEEN NULL, NULL, "an encapsulation"
#define PLAIN NULL, NULL, NULL

static const struct {
	const char *letters;		/* story.h */
	const char *list;
	const struct stack *stack;
	const struct identity *identity;
	const char *not_seen;
	const char *headline, *claim;
} verdicts[] = {
	{ "o",		SMB1_ONLY,	PLAIN,	"No answer seen, client needs SMB1",
						"Client needs SMB1: no answer seen" },
	{ "o",		DECOY,		PLAIN,	"No answer seen", "No answer seen" },
	{ "os",		DECOY,		PLAIN,	"SMB2 selected (SMB 2.??\?)", "SMB2 selected" },
	{ "osnS",	DECOY,		PLAIN,	"SMB2 selected (SMB 3.1.1)", "SMB2 selected" },
	{ "o1",		SMB1_ONLY,	PLAIN,	"SMB1 selected (NT LM 0.12), client needs SMB1",
						"Client needs SMB1: selected" },
	{ "o0",		DECOY,		PLAIN,	"SMB1 selected (NT LM 0.12), server needs SMB1",
						"Server needs SMB1: selected" },
	{ "o0R",	DECOY,		PLAIN,	"Red herring reset (NT LM 0.12), server needs SMB1",
						"Server needs SMB1: red herring" },
	{ "o1cu",	SMB1_ONLY,	PLAIN,	"SMB1 in use (NT LM 0.12), client needs SMB1",
						"Client needs SMB1: in use" },
	{ "o1R",	SMB1_ONLY,	PLAIN,	"SMB1 abandoned (NT LM 0.12), client needs SMB1",
						"Client needs SMB1: abandoned" },
	{ "or",		SMB1_ONLY,	PLAIN,	"SMB1 refused by reset, client needs SMB1",
						"Client needs SMB1: refused by reset" },
	{ "ox",		SMB1_ONLY,	PLAIN,	"SMB1 refused by answer, client needs SMB1",
						"Client needs SMB1: refused by answer" },
	{ "of",		SMB1_ONLY,	PLAIN,	"SMB1 refused by close, client needs SMB1",
						"Client needs SMB1: refused by close" },
	{ "or",		DECOY,		PLAIN,	"SMB2 refused", "SMB2 refused" },
	{ "ox",		"FOO",		PLAIN,	"Offer refused", "Offer refused" },
	{ "o5",		SMB1_ONLY,	PLAIN,	"Invalid answer", "Invalid answer" },
	{ "5",		NULL,		PLAIN,	"SMB1 selected, who needs SMB1 is not known",
						"Who needs SMB1 is not known: selected" },
	{ "c",		NULL,		PLAIN,	"SMB1 traffic seen, who needs SMB1 is not known",
						"Who needs SMB1 is not known: traffic seen" },

	{ "o1cu",	SMB1_ONLY, MARK_SCANNER, "SMB1 in use (NT LM 0.12), needs SMB1: no (scanner)",
						"Needs SMB1: no (scanner): SMB1 in use" },
	{ "cu",		NULL,	   MARK_SCANNER, "SMB1 in use, needs SMB1: no (scanner)",
						"Needs SMB1: no (scanner): SMB1 in use" },
	{ "o0R",	DECOY,	   MARK_SCANNER, "Red herring reset (NT LM 0.12), server needs SMB1",
						"Server needs SMB1: red herring" },
	{ "os",		DECOY,	   MARK_SCANNER, "SMB2 selected (SMB 2.??\?)", "SMB2 selected" },
	{ "o1cu",	SMB1_ONLY, MARK_BROWSER,
	    "SMB1 in use (NT LM 0.12), needs SMB1: no (Computer Browser)",
	    "Needs SMB1: no (Computer Browser): SMB1 in use" },

	{ "or",		SMB1_ONLY, NOT_ALL_SEEN, "No answer seen, not all was looked at", "No answer seen" },
	{ "o1",		SMB1_ONLY, NOT_ALL_SEEN, "SMB1 selected (NT LM 0.12), client needs SMB1",
						"Client needs SMB1: selected" },
};

static void
verdict_and_who_needs_smb1(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(verdicts); i++) {
		const struct audit audit = { .stack = verdicts[i].stack,
		    .identity = (struct identity *)verdicts[i].identity, .not_seen = verdicts[i].not_seen,
		    .negotiation = story_tell(verdicts[i].letters,
		        verdicts[i].list ? offer_of(verdicts[i].list) : NULL) };
		struct caption caption;

		caption_headline(&caption, &audit);
		assert_string_equal(joined(&caption), verdicts[i].headline);
		caption_claim(&caption, &audit);
		assert_string_equal(joined(&caption), verdicts[i].claim);
	}
}

static const struct { const char *letters, *list, *summary; } summaries[] = {
	{ "o",	  SMB1_ONLY, "Negotiate, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "o1",	  SMB1_ONLY, "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "o1cuR", SMB1_ONLY, "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "ox",	  SMB1_ONLY, "Negotiate, Selected Dialect: None, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "o5",	  SMB1_ONLY, "Negotiate, Selected Dialect Index: 5, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "or",	  SMB1_ONLY, "Negotiate, Requested Dialects: [LANMAN1.0, NT LM 0.12]" },
	{ "osnS", DECOY, "Negotiate, Selected Dialect: SMB 3.1.1, Requested Dialects: [NT LM 0.12, SMB 2.002, SMB 2.???]" },
	{ "nS",	  NULL, "Negotiate, Selected Dialect: SMB 3.1.1, Requested Dialects: [SMB 3.1.1]" },
	{ "S",	  NULL, "Negotiate, Selected Dialect: SMB 3.1.1" },
	{ "5",	  NULL, "Negotiate, Selected Dialect Index: 5" },
	{ "x",	  NULL, "Negotiate, Selected Dialect: None" },
	{ "cu",	  NULL, "Negotiate not captured" },
};

static void
what_was_requested_and_selected(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(summaries); i++) {
		const struct audit audit = { .negotiation = story_tell(summaries[i].letters,
		    summaries[i].list ? offer_of(summaries[i].list) : NULL) };
		struct caption caption;

		caption_summary(&caption, &audit, true);
		assert_string_equal(joined(&caption), summaries[i].summary);
	}
}

static void
long_lists_are_shortened(void **state)
{
	struct offer offer = *offer_of(SMB1_ONLY);
	const struct audit audit = { .negotiation = { .offer = &offer } };
	struct caption caption;

	(void)state;
	offer.requested_shortly = "[LANMAN1.0, 1 more]";
	caption_summary(&caption, &audit, true);
	assert_string_equal(joined(&caption), "Negotiate, Requested Dialects: [LANMAN1.0, NT LM 0.12]");
	caption_summary(&caption, &audit, false);
	assert_string_equal(joined(&caption), "Negotiate, Requested Dialects: [LANMAN1.0, 1 more]");
}

static void
a_revision_without_a_name(void **state)
{
	const struct audit audit = { .negotiation = { .family = FAMILY_SMB2, .revision = 0x0999,
	    .answer_frame = 1, .state = STATE_SMB2 } };
	struct caption caption;

	(void)state;
	caption_summary(&caption, &audit, true);
	assert_string_equal(joined(&caption), "Negotiate, Selected Dialect: 0x0999");
	caption_headline(&caption, &audit);
	assert_string_equal(joined(&caption), "SMB2 selected");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdict_and_who_needs_smb1),
		cmocka_unit_test(what_was_requested_and_selected),
		cmocka_unit_test(long_lists_are_shortened),
		cmocka_unit_test(a_revision_without_a_name),
	};

	return cmocka_run_group_tests_name("caption", tests, NULL, NULL);
}

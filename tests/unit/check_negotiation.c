/* check_negotiation.c - the transition table, events, and what is kept
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "story.h"

#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"

static void
every_state_answers_every_event(void **state)
{
	(void)state;
	for (int s = 0; s < NEGOTIATION_STATES; s++)
		for (int e = 0; e < NEGOTIATION_EVENTS; e++)
			if (!negotiation_answers((enum negotiation_state)s, (enum negotiation_event)e))
				fail_msg("state %d has no answer to event %d", s, e);
}

/* Any frames in any order: a state of the table, links to frames that were seen. */
static void
no_story_leaves_the_table(void **state)
{
	static const char letters[] = "oOn05xewtysSzcudhbRFrf";
	uint32_t random = 1;

	(void)state;
	for (int story = 0; story < 20000; story++) {
		const struct offer *offer = offer_of(story % 2 ? DECOY : "NT LM 0.12");
		struct negotiation negotiation = { 0 };

		for (uint32_t frame = 1; frame < 12; frame++) {
			random = random * 1664525u + 1013904223u;
			story_step(&negotiation, letters[(random >> 16) % (sizeof letters - 1)], offer, frame);
			assert_true(negotiation.state < NEGOTIATION_STATES);
			assert_true(negotiation.offer_frame <= frame);
			assert_true(negotiation.answer_frame <= frame);
			assert_true(negotiation.close_frame <= frame);
			assert_int_equal(negotiation.offer != NULL, negotiation.offer_frame != 0);
			assert_int_equal(negotiation.family != FAMILY_ABSENT, negotiation.answer_frame != 0);
		}
	}
}

static const struct {
	const char *list;	/* NULL: offer not captured */
	char letter;
	enum negotiation_event event;
} answers[] = {
	{ "NT LM 0.12",			'0', EVENT_SMB1_SELECTED },
	{ "NT LM 0.12",			'1', EVENT_INVALID_ANSWER },	/* outside the list */
	{ "NT LM 0.12",			'x', EVENT_NONE_SELECTED },
	{ "NT LM 0.12",			'e', EVENT_NONE_SELECTED },
	{ "NT LM 0.12",			'w', EVENT_INVALID_ANSWER },
	{ "NT LM 0.12",			't', EVENT_IGNORED },
	{ "NT LM 0.12",			'y', EVENT_IGNORED },
	{ "NT LM 0.12",			's', EVENT_INVALID_ANSWER },
	{ "NT LM 0.12",			'z', EVENT_NONE_SELECTED },
	{ DECOY,			'0', EVENT_BAIT_TAKEN },
	{ DECOY,			'1', EVENT_INVALID_ANSWER },	/* an SMB2 dialect */
	{ DECOY,			's', EVENT_SMB2_SELECTED },
	{ "NT LM 0.12|SMB 2.002",	'0', EVENT_BAIT_TAKEN },
	{ "SMB 2.002|SMB 2.???",	'0', EVENT_INVALID_ANSWER },
	{ "SMB 2.002|SMB 2.???",	'x', EVENT_NONE_SELECTED },
	{ "FOO",			'0', EVENT_SMB1_SELECTED },
	{ "FOO",			'S', EVENT_SMB2_SELECTED },
	{ NULL,				'7', EVENT_SMB1_SELECTED },
	{ NULL,				'x', EVENT_NONE_SELECTED },
	{ NULL,				'S', EVENT_SMB2_SELECTED },
};

static void
answers_are_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(answers); i++) {
		struct negotiation negotiation = answers[i].list ?
		    story_tell("o", offer_of(answers[i].list)) : (struct negotiation){ 0 };
		struct smb_pdu pdu = story_pdu(answers[i].letter, NULL);

		assert_int_equal(negotiation_event_of_pdu(&negotiation, &pdu, SIDE_SERVER), answers[i].event);
	}
}

static void
index_outside_a_cut_list_may_be_right(void **state)
{
	struct negotiation negotiation = story_tell("o5", cut_offer_of("NT LM 0.12"));

	(void)state;
	assert_int_equal(negotiation.state, STATE_SELECTED);
	assert_null(negotiation_selected(&negotiation));
}

static void
smb1_index_cannot_answer_an_smb2_negotiate(void **state)
{
	(void)state;
	assert_int_equal(story_tell("n0", NULL).state, STATE_INVALID);
	assert_int_equal(story_tell("nx", NULL).state, STATE_REFUSED);
}

/* Wherever it is captured. */
static void
second_round_is_no_offer(void **state)
{
	(void)state;
	assert_null(story_tell("sn", NULL).offer);
	assert_null(story_tell("sSn", NULL).offer);
	assert_non_null(story_tell("Sn", NULL).offer);	/* the only round, its request late */
}

/* A reflected or forged direction is no evidence. */
static void
wrong_direction_is_ignored(void **state)
{
	struct negotiation negotiation = story_tell("o", offer_of("NT LM 0.12"));
	struct smb_pdu answer = story_pdu('0', NULL), command = story_pdu('c', NULL);

	(void)state;
	assert_int_equal(negotiation_event_of_pdu(&negotiation, &answer, SIDE_CLIENT), EVENT_IGNORED);
	assert_int_equal(negotiation_event_of_pdu(&negotiation, &command, SIDE_SERVER), EVENT_IGNORED);
	assert_int_equal(negotiation_event_of_pdu(&negotiation, &command, SIDE_UNKNOWN), EVENT_COMMAND);
}

static void
keeps_the_frames(void **state)
{
	struct negotiation herring = story_tell("o0R", offer_of(DECOY));
	struct negotiation refused = story_tell("ofx", offer_of("NT LM 0.12"));

	(void)state;
	assert_int_equal(herring.offer_frame, 1);
	assert_int_equal(herring.answer_frame, 2);
	assert_int_equal(herring.close_frame, 3);
	assert_int_equal(refused.answer_frame, 3);
	assert_int_equal(refused.close_frame, 0);	/* the late answer decided */
	assert_int_equal(story_tell("o0uR", offer_of(DECOY)).close_frame, 0);
}

/* Of an answer that refuses neither index nor revision says anything, but 0xFFFF. */
static const struct {
	const char *letters;
	enum selected_family family;
	bool has_index;
	uint16_t index, revision;
} kept[] = {
	{ "o0", FAMILY_SMB1, true, 0, 0 },	{ "5", FAMILY_SMB1, true, 5, 0 },
	{ "ox", FAMILY_NONE, true, 0xFFFF, 0 },	{ "oe", FAMILY_NONE, false, 0, 0 },
	{ "oE", FAMILY_NONE, false, 0, 0 },	{ "oZ", FAMILY_NONE, false, 0, 0 },
	{ "ow", FAMILY_SMB1, false, 0, 0 },	{ "os", FAMILY_SMB2, false, 0, 0x02FF },
	{ "oS", FAMILY_SMB2, false, 0, 0x0311 }, { "oz", FAMILY_NONE, false, 0, 0 },
	{ "ot", FAMILY_ABSENT, false, 0, 0 },
};

static void
keeps_the_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(kept); i++) {
		struct negotiation negotiation = { 0 };

		for (const char *letter = kept[i].letters; *letter != '\0'; letter++) {
			/* E and Z: errors that come with an index, a revision */
			struct smb_pdu pdu = story_pdu(*letter == 'E' ? '0' : *letter == 'Z' ? 'S' : *letter,
			    offer_of(DECOY));

			pdu.failed = pdu.failed || *letter == 'E' || *letter == 'Z';
			negotiation_step(&negotiation, negotiation_event_of_pdu(&negotiation, &pdu,
			    SIDE_UNKNOWN), &pdu, 1);
		}
		assert_int_equal(negotiation.family, kept[i].family);
		assert_int_equal(negotiation.has_index, kept[i].has_index);
		if (kept[i].has_index)
			assert_int_equal(negotiation.index, kept[i].index);
		assert_int_equal(negotiation.revision, kept[i].revision);
	}
}

/* A client that left early decides nothing until the answer shows what it left. */
static void
early_leave_decides_late(void **state)
{
	struct negotiation left = story_tell("oF", offer_of(DECOY));
	struct negotiation answered = story_tell("oFR0", offer_of(DECOY));
	struct negotiation upgraded = story_tell("oFs", offer_of(DECOY));

	(void)state;
	assert_int_equal(negotiation_decided_by(&left), 0);
	assert_int_equal(negotiation_decided_by(&answered), 2);
	assert_int_equal(negotiation_decided_by(&upgraded), 0);
}

static const struct { const char *letters, *list, *selected; } selections[] = {
	{ "o1",		"LANMAN1.0|NT LM 0.12",	"NT LM 0.12" },
	{ "o",		DECOY,			NULL },
	{ "os",		DECOY,			"SMB 2.???" },
	{ "osnS",	DECOY,			"SMB 3.1.1" },
	{ "osnSS",	DECOY,			"SMB 3.1.1" },
	{ "nS",		NULL,			"SMB 3.1.1" },
	{ "S",		NULL,			"SMB 3.1.1" },
	{ "5",		NULL,			NULL },
	{ "ox",		"NT LM 0.12",		NULL },
	{ "oz",		DECOY,			NULL },
	{ "0o",		"NT LM 0.12",		"NT LM 0.12" },
};

static void
selected_dialects(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(selections); i++) {
		const struct offer *offer = selections[i].list ? offer_of(selections[i].list) : NULL;
		struct negotiation negotiation = story_tell(selections[i].letters, offer);
		const char *selected = negotiation_selected(&negotiation);

		if (selections[i].selected == NULL)
			assert_null(selected);
		else
			assert_string_equal(selected, selections[i].selected);
	}
}

static const struct { const char *letters; unsigned marks; } marked[] = {
	{ "o",		MARK_OFFER },
	{ "oo",		MARK_FURTHER },
	{ "o0",		MARK_ANSWER },
	{ "o00",	MARK_FURTHER },
	{ "o0c",	0 },
	{ "o0cu",	MARK_USE },
	{ "o0cuu",	0 },
	{ "o0R",	MARK_CLOSE },
	{ "o0RR",	0 },
	{ "osn",	MARK_FURTHER },
	{ "osnS",	MARK_FURTHER },
	{ "osnSR",	0 },
	{ "c",		MARK_JOINED },
	{ "cc",		0 },
	{ "cu",		MARK_USE },
	{ "u",		MARK_JOINED | MARK_USE },
	{ "b",		MARK_JOINED },
	{ "R",		0 },
	{ "0",		MARK_ANSWER },
	{ "0o",		MARK_OFFER },
};

static void
marks_of_the_last_frame(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(marked); i++) {
		struct negotiation negotiation = { 0 };
		const struct offer *offer = offer_of(DECOY);
		unsigned marks = 0;

		for (uint32_t f = 1; marked[i].letters[f - 1]; f++)
			marks = story_step(&negotiation, marked[i].letters[f - 1], offer, f);
		assert_int_equal(marks, marked[i].marks);
	}
}

/* A frame may have any of them together. */
static void
marks_are_bits(void **state)
{
	static const enum negotiation_mark marks[] = { MARK_OFFER, MARK_ANSWER, MARK_CLOSE, MARK_USE,
	    MARK_JOINED, MARK_FURTHER, MARK_IDENTITY, MARK_DATAGRAM };

	(void)state;
	for (unsigned i = 0; i < ROWS(marks); i++)
		assert_int_equal(marks[i], 1u << i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_answers_every_event),
		cmocka_unit_test(no_story_leaves_the_table),
		cmocka_unit_test(answers_are_events),
		cmocka_unit_test(index_outside_a_cut_list_may_be_right),
		cmocka_unit_test(smb1_index_cannot_answer_an_smb2_negotiate),
		cmocka_unit_test(second_round_is_no_offer),
		cmocka_unit_test(wrong_direction_is_ignored),
		cmocka_unit_test(keeps_the_frames),
		cmocka_unit_test(keeps_the_answer),
		cmocka_unit_test(early_leave_decides_late),
		cmocka_unit_test(selected_dialects),
		cmocka_unit_test(marks_of_the_last_frame),
		cmocka_unit_test(marks_are_bits),
	};

	return cmocka_run_group_tests_name("negotiation", tests, NULL, NULL);
}

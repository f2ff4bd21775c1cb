/* check_pdu.c - PDUs as bytes: whole, cut at every length, and malformed
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "pdu.h"

/* SMB, Negotiate request, flags2 0xC853, PID 0xFEFF; no words, 14 bytes: one
 * dialect, "NT LM 0.12", and half of another */
static const uint8_t request[] = {
	0xFF, 'S', 'M', 'B', 0x72, 0, 0, 0, 0, 0x18, 0x53, 0xC8,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 0,
	0, 12, 0, 2, 'N', 'T', ' ', 'L', 'M', ' ', '0', '.', '1', '2', 0
};

/* Its answer: 17 words would follow, index 5. */
static const uint8_t answer[] = {
	0xFF, 'S', 'M', 'B', 0x72, 0, 0, 0, 0, 0x98, 0x53, 0xC8,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 0,
	17, 5, 0
};

/* SMB2 NEGOTIATE request for 2.0.2 and 3.1.1. */
static const uint8_t smb2_request[] = {
	0xFE, 'S', 'M', 'B', 64, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	36, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x02, 0x11, 0x03
};

static void
reads_a_request(void **state)
{
	struct smb_pdu pdu;

	(void)state;
	assert_true(pdu_read_smb1(&pdu, request, sizeof request));
	assert_true(pdu_is_negotiate(&pdu));
	assert_false(pdu.response);
	assert_true(pdu.has_list);
	assert_false(pdu.list.cut);
	assert_int_equal(pdu.list.length, 12);
	assert_string_equal(offer_name(offer_of_list(&pdu.list), 0), "NT LM 0.12");
}

static void
reads_an_answer(void **state)
{
	struct smb_pdu pdu;

	(void)state;
	assert_true(pdu_read_smb1(&pdu, answer, sizeof answer));
	assert_true(pdu.response);
	assert_false(pdu.has_list);
	assert_true(pdu.has_word_count && pdu.has_index);
	assert_int_equal(pdu.word_count, 17);
	assert_int_equal(pdu.index, 5);
	assert_false(pdu.failed);
}

/* What is not captured is absent, at every length; a cut list is never whole. */
static void
cut_anywhere(void **state)
{
	struct smb_pdu pdu;

	(void)state;
	for (size_t length = 0; length < sizeof request; length++) {
		uint8_t *copy = (uint8_t *)malloc(length + 1);	/* valgrind sees reads beyond */

		memcpy(copy, request, length);
		assert_int_equal(pdu_read_smb1(&pdu, copy, length), length >= 32);
		if (length >= 32)
			assert_int_equal(offer_of_list(&pdu.list)->class, OFFER_INCOMPLETE);
		memcpy(copy, answer, length < sizeof answer ? length : sizeof answer);
		if (length < sizeof answer && pdu_read_smb1(&pdu, copy, length))
			assert_false(pdu.has_index);
		free(copy);
	}
}

static void
byte_count_beyond_the_message_is_cut(void **state)
{
	uint8_t copy[sizeof request];
	struct smb_pdu pdu;

	(void)state;
	memcpy(copy, request, sizeof request);
	copy[33] = 13;
	assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
	assert_true(pdu.list.cut);
	copy[33] = 11;			/* the NUL is beyond the byte count */
	assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
	assert_int_equal(offer_of_list(&pdu.list)->class, OFFER_INCOMPLETE);
	memcpy(copy, request, sizeof request);
	copy[32] = 1;			/* a request with a parameter word */
	assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
	assert_int_equal(offer_of_list(&pdu.list)->class, OFFER_INCOMPLETE);
}

static const struct {
	uint8_t flags2, status0, status3;
	bool failed;
} statuses[] = {
	{ 0xC8, 0x00, 0x00, false },	/* STATUS_SUCCESS */
	{ 0xC8, 0x03, 0x40, false },	/* information */
	{ 0xC8, 0x05, 0x80, true },	/* a warning, STATUS_BUFFER_OVERFLOW */
	{ 0xC8, 0x22, 0xC0, true },	/* STATUS_ACCESS_DENIED */
	{ 0x80, 0x00, 0x00, false },	/* DOS, class 0 */
	{ 0x80, 0x00, 0xC0, false },	/* a code without a class */
	{ 0x80, 0x01, 0x00, true },	/* ERRDOS */
};

static void
status_by_flags2(void **state)
{
	uint8_t copy[sizeof answer];
	struct smb_pdu pdu;

	(void)state;
	for (size_t i = 0; i < ROWS(statuses); i++) {
		memcpy(copy, answer, sizeof answer);
		copy[11] = statuses[i].flags2;
		copy[5] = statuses[i].status0;
		copy[8] = statuses[i].status3;
		assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
		assert_int_equal(pdu.failed, statuses[i].failed);
	}
}

static void
oplock_break_by_mid(void **state)
{
	uint8_t copy[sizeof request];
	struct smb_pdu pdu;

	(void)state;
	memcpy(copy, request, sizeof request);
	copy[4] = SMB_COM_LOCKING_ANDX;
	assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
	assert_false(pdu.oplock_break);
	copy[30] = copy[31] = 0xFF;
	assert_true(pdu_read_smb1(&pdu, copy, sizeof copy));
	assert_true(pdu.oplock_break);
	assert_false(pdu.has_list);
}

static void
reads_smb2(void **state)
{
	uint8_t copy[sizeof smb2_request];
	struct smb_pdu pdu;

	(void)state;
	assert_true(pdu_read_smb2(&pdu, smb2_request, sizeof smb2_request));
	assert_true(pdu_is_negotiate(&pdu) && pdu.has_list && !pdu.list.cut);
	assert_string_equal(offer_name(offer_of_list(&pdu.list), 1), "SMB 3.1.1");
	for (size_t length = 0; length < sizeof copy; length++)
		if (pdu_read_smb2(&pdu, smb2_request, length))
			assert_true(pdu.list.cut);
	memcpy(copy, smb2_request, sizeof copy);
	copy[16] = 1;
	copy[68] = 0xFF;
	copy[69] = 0x02;
	assert_true(pdu_read_smb2(&pdu, copy, 70));
	assert_true(pdu.response && pdu.has_revision);
	assert_int_equal(pdu.revision, REVISION_WILDCARD);
	assert_true(pdu_read_smb2(&pdu, copy, 69));
	assert_false(pdu.has_revision);
	copy[11] = 0xC0;
	assert_true(pdu_read_smb2(&pdu, copy, 70));
	assert_true(pdu.failed);
	assert_false(pdu.has_revision);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_request),
		cmocka_unit_test(reads_an_answer),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(byte_count_beyond_the_message_is_cut),
		cmocka_unit_test(status_by_flags2),
		cmocka_unit_test(oplock_break_by_mid),
		cmocka_unit_test(reads_smb2),
	};

	return cmocka_run_group_tests_name("pdu", tests, NULL, NULL);
}

/* check_offer.c - classes of lists that clients really send, and of hostile ones
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#define SIX "PC NETWORK PROGRAM 1.0|LANMAN1.0|Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12"

static const struct { const char *list; enum offer_class class; } classes[] = {
	{ SIX,							OFFER_SMB1_ONLY },	/* Windows XP */
	{ "NT LM 0.12",						OFFER_SMB1_ONLY },	/* cifs:// on macOS */
	{ "NT LM 0.12|POSIX 2",					OFFER_SMB1_ONLY },	/* Linux vers=1.0 */
	{ "NT LM 0.12|",					OFFER_SMB1_ONLY },	/* nmap */
	{ "FOO|NT LM 0.12",					OFFER_SMB1_ONLY },
	{ SIX "|SMB 2.002|SMB 2.???",				OFFER_SMB1_AND_SMB2 },	/* Windows 7 */
	{ SIX "|SMB 2.002",					OFFER_SMB1_AND_SMB2 },	/* Windows Vista */
	{ "NT LM 0.12|SMB 2.???|SMB 2.002",			OFFER_SMB1_AND_SMB2 },	/* jcifs */
	{ "NT LM 0.12|SMB 2.002",				OFFER_SMB1_AND_SMB2 },	/* impacket on 139 */
	{ "NT LM 0.12|SMB 2.002|SMB 2.???|",			OFFER_SMB1_AND_SMB2 },	/* nmap */
	{ "NT LM 0.12|SMB 2.001",				OFFER_SMB1_AND_SMB2 },
	{ "NT LM 0.12|SMB 2.002|SMB 2.???",			OFFER_SMB2_WITH_DECOY },/* Windows 10 1709 */
	{ "SMB 2.002|SMB 2.???",				OFFER_SMB2_ONLY },	/* smbj */
	{ "SMB 2.???",						OFFER_SMB2_ONLY },
	{ "FOO|SMB 2.002",					OFFER_SMB2_ONLY },
	{ "FOO",						OFFER_UNRECOGNIZED },
	{ "",							OFFER_UNRECOGNIZED },	/* one empty string */
	{ "TENABLE_NETWORK_SECURITY",				OFFER_UNRECOGNIZED },
};

static void
classifies(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(classes); i++)
		assert_int_equal(offer_of(classes[i].list)->class, classes[i].class);
}

static void
empty_list_is_unrecognized(void **state)
{
	struct offer offer = { .whole = true };

	(void)state;
	assert_int_equal(offer_classify(&offer), OFFER_UNRECOGNIZED);
}

/* What was cut off may have been "SMB 2.002": never a claim. */
static void
cut_list_is_incomplete(void **state)
{
	(void)state;
	assert_int_equal(cut_offer_of(SIX)->class, OFFER_INCOMPLETE);
	assert_int_equal(cut_offer_of("NT LM 0.12|SMB 2.002")->class, OFFER_INCOMPLETE);
}

static void
smb2_negotiate_is_smb2_only(void **state)
{
	struct offer *cut = smb2_offer_of("SMB 2.0.2");

	(void)state;
	assert_int_equal(cut->class, OFFER_SMB2_ONLY);
	cut->whole = false;
	assert_int_equal(offer_classify(cut), OFFER_SMB2_ONLY);
}

static void
longer_than_kept_is_incomplete(void **state)
{
	const char *names[OFFER_KEPT];
	struct offer offer = { .whole = true, .names = names };

	(void)state;
	for (unsigned i = 0; i < OFFER_KEPT; i++)
		offer_add(&offer, "NT LM 0.12");
	assert_int_equal(offer_classify(&offer), OFFER_SMB1_ONLY);
	offer_add(&offer, "SMB 2.002");
	assert_int_equal(offer.count, OFFER_KEPT + 1);
	assert_int_equal(offer.kept, OFFER_KEPT);
	assert_int_equal(offer_classify(&offer), OFFER_INCOMPLETE);
}

static void
equality(void **state)
{
	struct offer *a = offer_of("NT LM 0.12|SMB 2.002"), *b = offer_of("NT LM 0.12|SMB 2.002");

	(void)state;
	assert_true(offer_equal(a, b));
	assert_int_equal(offer_hash(a), offer_hash(b));
	assert_false(offer_equal(a, offer_of("SMB 2.002|NT LM 0.12")));
	assert_false(offer_equal(a, offer_of("NT LM 0.12")));
	assert_false(offer_equal(a, cut_offer_of("NT LM 0.12|SMB 2.002")));
	assert_false(offer_equal(a, smb2_offer_of("NT LM 0.12|SMB 2.002")));
}

static void
unknown_dialects(void **state)
{
	(void)state;
	assert_null(offer_unknown_dialect(offer_of("NT LM 0.12||TENABLE_NETWORK_SECURITY")));
	assert_string_equal(offer_unknown_dialect(offer_of("NT LM 0.12|FOO|BAR")), "FOO");
	assert_null(offer_unknown_dialect(smb2_offer_of("SMB 3.1.1")));
}

static void
writes_the_list(void **state)
{
	char text[64];

	(void)state;
	assert_int_equal(offer_write(offer_of("NT LM 0.12|SMB 2.002"), text, sizeof text), 23);
	assert_string_equal(text, "[NT LM 0.12, SMB 2.002]");
	assert_int_equal(offer_write(offer_of("NT LM 0.12|SMB 2.002"), NULL, 0), 23);
	offer_write(cut_offer_of("NT LM 0.12"), text, sizeof text);
	assert_string_equal(text, "[NT LM 0.12, ...]");
}

static void
names(void **state)
{
	static const char *const expected[] = { NULL, "SMB1 only", "SMB1 and SMB2",
	    "SMB2 with SMB1 decoy", "SMB2 only", "Unrecognized", "Incomplete", NULL };

	(void)state;
	assert_null(offer_class_name(OFFER_NOT_SEEN));
	for (unsigned i = 1; i < OFFER_CLASSES; i++)
		assert_string_equal(offer_class_name((enum offer_class)i), expected[i]);
	assert_null(offer_class_name(OFFER_CLASSES));
	assert_string_equal(offer_name(offer_of("A|B"), 1), "B");
	assert_null(offer_name(offer_of("A|B"), 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classifies),
		cmocka_unit_test(empty_list_is_unrecognized),
		cmocka_unit_test(cut_list_is_incomplete),
		cmocka_unit_test(smb2_negotiate_is_smb2_only),
		cmocka_unit_test(longer_than_kept_is_incomplete),
		cmocka_unit_test(equality),
		cmocka_unit_test(unknown_dialects),
		cmocka_unit_test(writes_the_list),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}

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
	const struct dialect_list empty = { .whole = true };

	(void)state;
	assert_int_equal(offer_of_list(&empty)->class, OFFER_UNRECOGNIZED);
	assert_int_equal(offer_of_list(&empty)->list.count, 0);
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
	const struct dialect_list cut = { .smb2 = true };

	(void)state;
	assert_int_equal(smb2_offer_of(0x0202)->class, OFFER_SMB2_ONLY);
	assert_int_equal(offer_of_list(&cut)->class, OFFER_SMB2_ONLY);
	assert_string_equal(offer_name(smb2_offer_of(0x0311), 0), "SMB 3.1.1");
}

static void
longer_than_kept_is_incomplete(void **state)
{
	char text[OFFER_KEPT * 2 + 16];

	(void)state;
	memset(text, 0, sizeof text);
	for (unsigned i = 0; i < OFFER_KEPT - 1; i++)
		memcpy(text + 2 * i, "A|", 2);
	strcat(text, "NT LM 0.12");
	assert_int_equal(offer_of(text)->list.count, OFFER_KEPT);
	assert_int_equal(offer_of(text)->class, OFFER_SMB1_ONLY);
	strcat(text, "|A");
	assert_int_equal(offer_of(text)->list.count, OFFER_KEPT + 1);
	assert_int_equal(offer_of(text)->list.kept, OFFER_KEPT);
	assert_int_equal(offer_of(text)->class, OFFER_INCOMPLETE);
}

static void
unknown_dialects(void **state)
{
	(void)state;
	assert_null(offer_of("NT LM 0.12||TENABLE_NETWORK_SECURITY")->unknown);
	assert_string_equal(offer_of("NT LM 0.12|FOO|BAR")->unknown, "FOO");
	assert_null(smb2_offer_of(0x0311)->unknown);
}

/* A name that only looks known is not: neither is one that was escaped. */
static void
lookalikes_are_unknown(void **state)
{
	(void)state;
	assert_int_equal(offer_of("\\x1b[31mNT LM 0.12|NT LM 0.12\\x01|nt lm 0.12")->class,
	    OFFER_UNRECOGNIZED);
}

static void
writes_the_list(void **state)
{
	char text[64];

	(void)state;
	assert_int_equal(offer_write(offer_of("NT LM 0.12|SMB 2.002"), OFFER_KEPT, text, sizeof text), 23);
	assert_string_equal(text, "[NT LM 0.12, SMB 2.002]");
	assert_int_equal(offer_write(offer_of("NT LM 0.12|SMB 2.002"), OFFER_KEPT, NULL, 0), 23);
	offer_write(cut_offer_of("NT LM 0.12"), OFFER_KEPT, text, sizeof text);
	assert_string_equal(text, "[NT LM 0.12, ...]");
	offer_write(offer_of("A|B|C"), 1, text, sizeof text);
	assert_string_equal(text, "[A, 2 more]");
	offer_write(cut_offer_of("A|B|C"), 0, text, sizeof text);
	assert_string_equal(text, "[3 more]");
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
		cmocka_unit_test(unknown_dialects),
		cmocka_unit_test(lookalikes_are_unknown),
		cmocka_unit_test(writes_the_list),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}

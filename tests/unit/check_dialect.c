/* check_dialect.c - the catalogue, row by row
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "dialect.h"

static const struct { const char *name; enum dialect_family family; int smb1; } strings[] = {
	{ "PC NETWORK PROGRAM 1.0",		DIALECT_CORE,		1 },
	{ "PCLAN1.0",				DIALECT_CORE,		1 },
	{ "XENIX CORE",				DIALECT_CORE,		1 },
	{ "MICROSOFT NETWORKS 1.03",		DIALECT_COREPLUS,	1 },
	{ "MICROSOFT NETWORKS 3.0",		DIALECT_LANMAN1,	1 },
	{ "LANMAN1.0",				DIALECT_LANMAN1,	1 },
	{ "LANMAN1.2",				DIALECT_LANMAN1,	1 },
	{ "LM1.2X002",				DIALECT_LANMAN2,	1 },
	{ "DOS LM1.2X002",			DIALECT_LANMAN2,	1 },
	{ "LANMAN2.0",				DIALECT_LANMAN2,	1 },
	{ "LANMAN2.1",				DIALECT_LANMAN2,	1 },
	{ "DOS LANMAN2.1",			DIALECT_LANMAN2,	1 },
	{ "DOS LANMAN 2.1",			DIALECT_LANMAN2,	1 },
	{ "Windows for Workgroups 3.1a",	DIALECT_LANMAN2,	1 },
	{ "Samba",				DIALECT_LANMAN2,	1 },
	{ "NT LANMAN 1.0",			DIALECT_NT,		1 },
	{ "NT LM 0.12",				DIALECT_NT,		1 },
	{ "CIFS",				DIALECT_NT,		1 },
	{ "POSIX 2",				DIALECT_NT,		1 },
	{ "SMB 2.001",				DIALECT_SMB2,		0 },
	{ "SMB 2.002",				DIALECT_SMB2,		0 },
	{ "SMB 2.???",				DIALECT_SMB2,		0 },
	{ "",					DIALECT_MARKER,		0 },
	{ "TENABLE_NETWORK_SECURITY",		DIALECT_MARKER,		0 },
	{ "nt lm 0.12",				DIALECT_UNKNOWN,	0 },
	{ "NT LM 0.12 ",			DIALECT_UNKNOWN,	0 },
	{ "NT LM",				DIALECT_UNKNOWN,	0 },
	{ "SMB 2.?",				DIALECT_UNKNOWN,	0 },
	{ "SMB 3.1.1",				DIALECT_UNKNOWN,	0 },
};

static void
families(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(strings); i++) {
		const struct dialect *dialect = dialect_find(strings[i].name);

		assert_int_equal(dialect ? dialect->family : DIALECT_UNKNOWN, strings[i].family);
		assert_int_equal(dialect_is_smb1(strings[i].family), strings[i].smb1);
	}
}

static void
every_row_has_a_reference(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(strings); i++) {
		const struct dialect *dialect = dialect_find(strings[i].name);

		if (strings[i].family == DIALECT_UNKNOWN) {
			assert_null(dialect);
			continue;
		}
		assert_string_equal(dialect->name, strings[i].name);
		assert_true(strlen(dialect->reference) > 0);
	}
}

static void
revisions(void **state)
{
	static const struct { uint16_t number; const char *name; } rows[] = {
		{ 0x0202, "SMB 2.0.2" }, { 0x0210, "SMB 2.1" }, { 0x02FF, "SMB 2.???" },
		{ 0x0300, "SMB 3.0" }, { 0x0302, "SMB 3.0.2" }, { 0x0311, "SMB 3.1.1" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_string_equal(revision_name(rows[i].number), rows[i].name);
	assert_null(revision_name(0));
	assert_null(revision_name(0xFFFF));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families),
		cmocka_unit_test(every_row_has_a_reference),
		cmocka_unit_test(revisions),
	};

	return cmocka_run_group_tests_name("dialect", tests, NULL, NULL);
}

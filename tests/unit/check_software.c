/* check_software.c - what systems and SMB software that name themselves are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "software.h"

/* Which of the two texts names software that has no SMB2. */
enum named { NEITHER, OS, LANMAN };

static const struct { const char *os, *lanman; enum named named; } servers[] = {
	{ "Windows NT 3.51",			NULL,				OS },
	{ "Windows NT 1057",			"NT LAN Manager 3.51",		OS },
	{ "Windows NT 4.0",			"NT LAN Manager 4.0",		OS },
	{ "Windows NT 1381",			"NT LAN Manager 4.0",		OS },
	{ "Windows 4.0",			"Windows 4.0",			OS },
	{ "Windows 5.0",			"Windows 2000 LAN Manager",	OS },
	{ "Windows 5.1",			"Windows 2000 LAN Manager",	OS },
	{ "Windows 5.2",			"Windows 2000 LAN Manager",	OS },
	{ "Windows 2000 2195",			NULL,				OS },
	{ "Windows 2000 (5.0.2195)",		NULL,				OS },
	{ "Windows 2002 2600 Service Pack 3",	NULL,				OS },
	{ "Windows XP 3790 Service Pack 2",	NULL,				OS },
	{ "Windows XP (5.1.2600)",		NULL,				OS },
	{ "Windows Server 2003 3790",		"Windows Server 2003 5.2",	OS },
	{ "Windows Server 2003 or XP x64",	NULL,				OS },
	{ "Windows for Workgroups 3.11",	NULL,				OS },
	{ "OS/2",				NULL,				OS },
	{ "Samba 3.4.9",			NULL,				OS },
	{ "Unix",				"Samba 2.2.12",			LANMAN },
	{ "Unix",				"Samba 3.0.37",			LANMAN },
	{ "Unix",				"Samba 3.4.17-Debian",		LANMAN },
	{ NULL,					"Samba 3.4",			LANMAN },

	{ "Unix",				"Samba 3.5.0",			NEITHER },
	{ "Unix",				"Samba 3.6.25",			NEITHER },
	{ "Unix",				"Samba 3.10.1",			NEITHER },
	{ "Unix",				"Samba 4.0.0",			NEITHER },
	{ "Windows 6.1",			"Samba 4.17.12-Debian",		NEITHER },
	{ "Unix",				"Samba",			NEITHER },
	{ "Unix",				"Samba 3",			NEITHER },
	{ "Unix",				"Samba 3.",			NEITHER },
	{ "Unix",				"Samba 3.x",			NEITHER },
	{ "Unix",				"Samba 3-4",			NEITHER },
	{ "Unix",				"Samba 9.0",			NEITHER },
	{ "Unix",				"Samba .4",			NEITHER },
	{ "Unix",				"Samba -1.4",			NEITHER },
	{ "Unix",				"Samba  3.4",			NEITHER },
	{ "Unix",				"Samba 4294967298.4",		NEITHER },
	{ "Unix",				"Samba 18446744073709551618.4",	NEITHER },
	{ "Unix",				"Samba 3.4294967300",		NEITHER },
	{ "Unix",				"Samba 2.9",			LANMAN },
	{ "Unix",				"Samba 0.0",			LANMAN },
	{ "Unix",				"NotSamba 3.0",			NEITHER },
	{ "Windows 7 Professional 7601 Service Pack 1", "Windows 7 Professional 6.1", NEITHER },
	{ "Windows Vista (TM) Ultimate 6001",	"Windows Vista (TM) Ultimate 6.0", NEITHER },
	{ "Windows Vista or Server 2008",	NULL,				NEITHER },
	{ "Windows Server (R) 2008 Enterprise 6001", NULL,			NEITHER },
	{ "Windows Server 2008 R2 Standard 7600", NULL,				NEITHER },
	{ "Windows Server 2012 R2 Standard 9600", NULL,				NEITHER },
	{ "Windows Server 2016 Standard 14393",	NULL,				NEITHER },
	{ "Windows 8.1 Pro 9600",		NULL,				NEITHER },
	{ "Windows 10 Pro 10586",		NULL,				NEITHER },
	{ "windows 5.1",			NULL,				NEITHER },
	{ "a Windows 5.1",			NULL,				NEITHER },
	{ "",					"",				NEITHER },
	{ NULL,					NULL,				NEITHER },

	/* Windows of today keep the LAN manager of old ones, and so do others. */
	{ NULL,					"Windows 2000 LAN Manager",	NEITHER },
	{ NULL,					"Windows 5.1",			NEITHER },
	{ NULL,					"Windows Server 2003 5.2",	NEITHER },
	{ "Windows 7 Professional 7601",	"Windows 5.0",			NEITHER },
	{ "Unix",				"OS/2",				NEITHER },
};

static void
without_smb2(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(servers); i++) {
		const char *found = software_without_smb2(servers[i].os, servers[i].lanman);
		const char *expected = servers[i].named == OS ? servers[i].os :
		    servers[i].named == LANMAN ? servers[i].lanman : NULL;

		if (found != expected)
			fail_msg("%s, %s: %s", servers[i].os ? servers[i].os : "(none)",
			    servers[i].lanman ? servers[i].lanman : "(none)", found ? found : "(none)");
	}
}

static void
scanners(void **state)
{
	static const struct { const char *os, *lanman; bool is_scanner; } rows[] = {
		{ "Unix/Nessus",	NULL,		true },
		{ "Unix",		"Nessus",	true },
		{ NULL,			"Nessus",	true },
		{ "Nmap",		"Native Lanman", true },
		{ "Nmap",		NULL,		true },
		{ "Unix",		"Native Lanman", false },
		{ "Unix",		"Samba",	false },
		{ "nessus",		"nessus",	false },
		{ "Nessus",		NULL,		false },	/* it says so as LAN manager */
		{ NULL,			"Nmap",		false },
		{ "Nmap 7",		NULL,		false },
		{ NULL,			NULL,		false },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_int_equal(software_is_scanner(rows[i].os, rows[i].lanman), rows[i].is_scanner);
}

static void
versions(void **state)
{
	static const struct { unsigned major, minor, build; const char *name; } rows[] = {
		{ 5, 0, 2195,	"Windows 2000" },
		{ 5, 1, 2600,	"Windows XP" },
		{ 5, 2, 3790,	"Windows Server 2003 or XP x64" },
		{ 6, 0, 6001,	"Windows Vista or Server 2008" },
		{ 6, 1, 7601,	"Windows 7 or Server 2008 R2" },
		{ 6, 3, 9600,	"Windows 8.1 or Server 2012 R2" },
		{ 10, 0, 14393,	"Windows 10 1607 or Server 2016" },
		{ 10, 0, 17763,	"Windows 10 1809 or Server 2019" },
		{ 10, 0, 20348,	"Windows Server 2022" },
		{ 10, 0, 26100,	"Windows 11 24H2 or Server 2025" },
		{ 6, 1, 0,	NULL },		/* Samba and impacket */
		{ 0, 0, 0,	NULL },
		{ 6, 2, 7601,	NULL },
		{ 5, 1, 2195,	NULL },
		{ 10, 1, 14393,	NULL },
		{ 10, 0, 65535,	NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const char *name = software_of_version(rows[i].major, rows[i].minor, rows[i].build);

		if (rows[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, rows[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_smb2),
		cmocka_unit_test(scanners),
		cmocka_unit_test(versions),
	};

	return cmocka_run_group_tests_name("software", tests, NULL, NULL);
}

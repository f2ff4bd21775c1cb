/* dialect.c - the catalogue of SMB dialects
 *
 * One row per dialect string (MS-CIFS 1.7 and 2.2.4.52.1, MS-SMB2 3.3.5.3) and
 * per SMB2 DialectRevision (MS-SMB2 2.2.3, 2.2.4). A new one is a new row here
 * and one in tests/unit/check_dialect.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "dialect.h"

static const struct dialect catalogue[] = {
	{ "PC NETWORK PROGRAM 1.0",	DIALECT_CORE,		"MS-CIFS 1.7" },
	{ "PCLAN1.0",			DIALECT_CORE,		"MS-CIFS 1.7, alias" },
	{ "XENIX CORE",			DIALECT_CORE,		"Samba smb1_negprot.c" },
	{ "MICROSOFT NETWORKS 1.03",	DIALECT_COREPLUS,	"MS-CIFS 1.7" },
	{ "MICROSOFT NETWORKS 3.0",	DIALECT_LANMAN1,	"MS-CIFS 1.7, DOS" },
	{ "LANMAN1.0",			DIALECT_LANMAN1,	"MS-CIFS 1.7" },
	{ "LANMAN1.2",			DIALECT_LANMAN1,	"third-party lists" },
	{ "LM1.2X002",			DIALECT_LANMAN2,	"MS-CIFS 1.7" },
	{ "DOS LM1.2X002",		DIALECT_LANMAN2,	"MS-CIFS 1.7, DOS" },
	{ "LANMAN2.0",			DIALECT_LANMAN2,	"third-party lists" },
	{ "LANMAN2.1",			DIALECT_LANMAN2,	"MS-CIFS 1.7" },
	{ "DOS LANMAN2.1",		DIALECT_LANMAN2,	"MS-CIFS 1.7, DOS" },
	{ "DOS LANMAN 2.1",		DIALECT_LANMAN2,	"Microsoft SMB Protocol Dialects" },
	{ "Windows for Workgroups 3.1a", DIALECT_LANMAN2,	"Microsoft SMB Protocol Dialects" },
	{ "Samba",			DIALECT_LANMAN2,	"Samba smb1_negprot.c" },
	{ "NT LANMAN 1.0",		DIALECT_NT,		"Samba smb1_negprot.c, alias" },
	{ "NT LM 0.12",			DIALECT_NT,		"MS-CIFS 1.7" },
	{ "CIFS",			DIALECT_NT,		"textbook example" },
	{ "POSIX 2",			DIALECT_NT,		"Linux fs/cifs, Samba smb1_negprot.c" },
	{ "SMB 2.001",			DIALECT_SMB2,		"Windows Vista beta" },
	{ "SMB 2.002",			DIALECT_SMB2,		"MS-SMB2 3.3.5.3.2" },
	{ "SMB 2.???",			DIALECT_SMB2,		"MS-SMB2 3.3.5.3.1" },
	{ "",				DIALECT_MARKER,		"nmap smb.lua" },
	{ "TENABLE_NETWORK_SECURITY",	DIALECT_MARKER,		"Nessus" },
};

static const struct revision revisions[] = {
	{ 0x0202,		"SMB 2.0.2",	"MS-SMB2 2.2.3" },
	{ 0x0210,		"SMB 2.1",	"MS-SMB2 2.2.3" },
	{ REVISION_WILDCARD,	"SMB 2.???",	"MS-SMB2 2.2.4" },
	{ 0x0300,		"SMB 3.0",	"MS-SMB2 2.2.3" },
	{ 0x0302,		"SMB 3.0.2",	"MS-SMB2 2.2.3" },
	{ 0x0311,		"SMB 3.1.1",	"MS-SMB2 2.2.3" },
};

#define ROWS(table) (sizeof (table) / sizeof (table)[0])

const struct dialect *
dialect_find(const char *name)
{
	for (size_t i = 0; i < ROWS(catalogue); i++)
		if (strcmp(catalogue[i].name, name) == 0)
			return &catalogue[i];
	return NULL;
}

int
dialect_is_smb1(enum dialect_family family)
{
	return family >= DIALECT_CORE && family <= DIALECT_NT;
}

const char *
revision_name(uint16_t number)
{
	for (size_t i = 0; i < ROWS(revisions); i++)
		if (revisions[i].number == number)
			return revisions[i].name;
	return NULL;
}

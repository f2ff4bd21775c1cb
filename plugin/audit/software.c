/* software.c - what systems and SMB software that name themselves are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdlib.h>
#include <string.h>

#include "software.h"

#define ROWS(table) (sizeof (table) / sizeof (table)[0])

/* Native OS and LAN manager of servers, by their first characters. SMB2 came with
 * Windows Vista and Server 2008 (MS-SMB2 appendix A), which name themselves otherwise. */
static const struct {
	const char *start;
	const char *reference;
} without_smb2[] = {
	{ "Windows NT 3.",		"MS-CIFS appendix A" },
	{ "Windows NT 1057",		"likewise, 3.51 with its build" },
	{ "Windows NT 4.",		"likewise" },
	{ "Windows NT 1381",		"likewise, 4.0 with its build" },
	{ "Windows 4.",			"MS-CIFS appendix A: Windows 95, 98, Me" },
	{ "Windows 5.0",		"MS-SMB appendix A: Windows 2000" },
	{ "Windows 5.1",		"MS-SMB appendix A: Windows XP" },
	{ "Windows 5.2",		"MS-SMB appendix A: Windows Server 2003" },
	{ "Windows 2000 2",		"likewise, with its build: 2195" },
	{ "Windows 2000 (",		"likewise, from the NTLMSSP version" },
	{ "Windows 2002 ",		"Windows XP, build 2600" },
	{ "Windows XP",			"Windows XP x64, build 3790" },
	{ "Windows Server 2003",	"Windows Server 2003, build 3790" },
	{ "Windows for Workgroups",	"MS-CIFS appendix A" },
	{ "OS/2",			"IBM OS/2 LAN Server" },
};

/* Release notes of Samba 3.5.0: the first with SMB2. */
enum { SAMBA_MAJOR = 3, SAMBA_MINOR = 5 };

static bool
starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* The decimal number at *text, which is moved behind it; false where there is none. One
 * that is too large is the largest: what sscanf() makes of it the C standard leaves open. */
static bool
read_number(const char **text, unsigned long *number)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	*number = strtoul(*text, &end, 10);
	*text = end;
	return true;
}

static bool
is_old_samba(const char *text)
{
	static const char name[] = "Samba ";
	unsigned long major, minor;

	if (!starts_with(text, name))
		return false;
	text += strlen(name);
	if (!read_number(&text, &major) || *text++ != '.' || !read_number(&text, &minor))
		return false;
	return major < SAMBA_MAJOR || (major == SAMBA_MAJOR && minor < SAMBA_MINOR);
}

static bool
lacks_smb2(const char *text)
{
	for (size_t i = 0; i < ROWS(without_smb2); i++)
		if (starts_with(text, without_smb2[i].start))
			return true;
	return is_old_samba(text);
}

/* A system of today keeps old LAN manager strings ("Windows 2000 LAN Manager"), so that
 * those of a Windows say nothing. */
const char *
software_without_smb2(const char *os, const char *lanman)
{
	if (os != NULL && lacks_smb2(os))
		return os;
	return lanman != NULL && is_old_samba(lanman) ? lanman : NULL;
}

/* Seen in public captures of scans. A NULL fits any. */
static const struct {
	const char *os, *lanman;
} scanners[] = {
	{ "Unix/Nessus",	NULL },
	{ NULL,			"Nessus" },
	{ "Nmap",		NULL },
};

static bool
fits(const char *expected, const char *seen)
{
	return expected == NULL || (seen != NULL && strcmp(expected, seen) == 0);
}

bool
software_is_scanner(const char *os, const char *lanman)
{
	for (size_t i = 0; i < ROWS(scanners); i++)
		if (fits(scanners[i].os, os) && fits(scanners[i].lanman, lanman))
			return true;
	return false;
}

bool
software_is_samba(const char *lanman)
{
	return starts_with(lanman, "Samba");
}

/* Builds that Microsoft released (MS-NLMP 2.2.2.10, and Windows release information).
 * Others fill the version with 6.1.0 and the like, which tells nothing. */
static const struct {
	unsigned major, minor, build;
	const char *name;
} versions[] = {
	{ 5, 0, 2195,	"Windows 2000" },
	{ 5, 1, 2600,	"Windows XP" },
	{ 5, 2, 3790,	"Windows Server 2003 or XP x64" },
	{ 6, 0, 6000,	"Windows Vista" },
	{ 6, 0, 6001,	"Windows Vista or Server 2008" },
	{ 6, 0, 6002,	"Windows Vista or Server 2008" },
	{ 6, 0, 6003,	"Windows Server 2008" },
	{ 6, 1, 7600,	"Windows 7 or Server 2008 R2" },
	{ 6, 1, 7601,	"Windows 7 or Server 2008 R2" },
	{ 6, 2, 9200,	"Windows 8 or Server 2012" },
	{ 6, 3, 9600,	"Windows 8.1 or Server 2012 R2" },
	{ 10, 0, 10240,	"Windows 10 1507" },
	{ 10, 0, 10586,	"Windows 10 1511" },
	{ 10, 0, 14393,	"Windows 10 1607 or Server 2016" },
	{ 10, 0, 15063,	"Windows 10 1703" },
	{ 10, 0, 16299,	"Windows 10 1709" },
	{ 10, 0, 17134,	"Windows 10 1803" },
	{ 10, 0, 17763,	"Windows 10 1809 or Server 2019" },
	{ 10, 0, 18362,	"Windows 10 1903 or 1909" },
	{ 10, 0, 18363,	"Windows 10 1909" },
	{ 10, 0, 19041,	"Windows 10 2004 to 22H2" },
	{ 10, 0, 19042,	"Windows 10 20H2" },
	{ 10, 0, 19043,	"Windows 10 21H1" },
	{ 10, 0, 19044,	"Windows 10 21H2" },
	{ 10, 0, 19045,	"Windows 10 22H2" },
	{ 10, 0, 20348,	"Windows Server 2022" },
	{ 10, 0, 22000,	"Windows 11 21H2" },
	{ 10, 0, 22621,	"Windows 11 22H2 or 23H2" },
	{ 10, 0, 22631,	"Windows 11 23H2" },
	{ 10, 0, 25398,	"Windows Server 23H2" },
	{ 10, 0, 26100,	"Windows 11 24H2 or Server 2025" },
	{ 10, 0, 26200,	"Windows 11 25H2" },
};

const char *
software_of_version(unsigned major, unsigned minor, unsigned build)
{
	for (size_t i = 0; i < ROWS(versions); i++)
		if (versions[i].major == major && versions[i].minor == minor &&
		    versions[i].build == build)
			return versions[i].name;
	return NULL;
}

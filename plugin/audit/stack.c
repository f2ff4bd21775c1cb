/* stack.c - which client software a Negotiate request looks like
 *
 * One row per fingerprint, seen in captures or read in a client's source. First
 * match wins: rows that look at more come first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>
#include <string.h>

#include "stack.h"

#include "pdu.h"

enum { ANY = -1 };

#define SIX "PC NETWORK PROGRAM 1.0|LANMAN1.0|Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"
#define SAMBA "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 1.03|MICROSOFT NETWORKS 3.0|LANMAN1.0|" \
	"LM1.2X002|DOS LANMAN2.1|LANMAN2.1|Samba|NT LANMAN 1.0|NT LM 0.12|SMB 2.002|SMB 2.???"
#define SERVICE_PROBE "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 1.03|MICROSOFT NETWORKS 3.0|" \
	"LANMAN1.0|LM1.2X002|Samba|NT LANMAN 1.0|NT LM 0.12"
#define NT4 "PC NETWORK PROGRAM 1.0|XENIX CORE|MICROSOFT NETWORKS 1.03|LANMAN1.0|" \
	"Windows for Workgroups 3.1a|LM1.2X002|LANMAN2.1|NT LM 0.12"
#define WORKGROUPS "PC NETWORK PROGRAM 1.0|MICROSOFT NETWORKS 3.0|DOS LM1.2X002|DOS LANMAN2.1|" \
	"Windows for Workgroups 3.1a"
#define OS2 "PC NETWORK PROGRAM 1.0|XENIX CORE|LANMAN1.0|LM1.2X002|LANMAN2.1"

/* How the list of a row is meant. */
enum list_match { WHOLE, CONTAINS, PART_OF };

static const struct fingerprint {
	struct stack stack;
	enum list_match match;
	const char *list;	/* strings with "|" between them; NULL: any */
	int pid, tid, uid, mid, flags2;
} fingerprints[] = {
	{ { "EternalBlue-style exploit", STACK_SCANNER }, WHOLE, SIX, 0xFEFF, 0, ANY, 0x40, 0xC053 },
	{ { "EternalBlue-style exploit", STACK_GARBAGE }, WHOLE, SIX, 0xFEFF, ANY, ANY, 0x40, 0xC853 },
	{ { "Nessus", STACK_SCANNER }, CONTAINS, "TENABLE_NETWORK_SECURITY", ANY, ANY, ANY, ANY, ANY },
	{ { "nmap", STACK_SCANNER }, WHOLE, "NT LM 0.12|", ANY, 0, ANY, 1, 0x6045 },
	{ { "nmap", STACK_SCANNER }, WHOLE, "NT LM 0.12|", ANY, 0, ANY, 1, 0x6845 },
	{ { "nmap", STACK_SCANNER }, WHOLE, SERVICE_PROBE, ANY, ANY, ANY, ANY, ANY },
	{ { "Metasploit", STACK_SCANNER }, WHOLE, "LANMAN1.0|LM1.2X002|NT LANMAN 1.0|NT LM 0.12",
	    ANY, ANY, ANY, ANY, ANY },
	{ { "Metasploit", STACK_SCANNER }, WHOLE, NULL, 0, 0, 0, 0, 0x6801 },
	{ { "Windows 10 1709 or later", STACK_WINDOWS }, WHOLE, DECOY, 0xFEFF, 0xFFFF, 0, 0, 0xC853 },
	{ { "Windows 7 to Windows 10 1607", STACK_OTHER }, WHOLE, SIX "|SMB 2.002|SMB 2.???",
	    0xFEFF, 0xFFFF, 0, 0, 0xC853 },
	{ { "Windows Vista or Server 2008", STACK_OTHER }, WHOLE, SIX "|SMB 2.002",
	    0xFEFF, 0xFFFF, 0, 0, 0xC853 },
	{ { "Windows 2000, XP or Server 2003", STACK_OTHER }, WHOLE, SIX, 0xFEFF, 0, 0, 0, 0xC853 },
	{ { "Windows Computer Browser", STACK_OTHER }, WHOLE, SIX, 0xFEFF, 0, 0, 0, 0xC843 },
	{ { "Windows NT 4.0", STACK_OTHER }, WHOLE, NT4, 0xCAFE, ANY, ANY, ANY, 0x0003 },
	{ { "macOS", STACK_FALLBACK }, WHOLE, DECOY, 1, 0xFFFF, 0xFFFF, 0, 0xC801 },
	{ { "macOS", STACK_FALLBACK }, WHOLE, "NT LM 0.12", 1, 0xFFFF, 0xFFFF, 0, 0xC801 },
	{ { "impacket", STACK_TOOL }, WHOLE, DECOY, 0, 0xFFFF, 0, 0, 0xC801 },
	{ { "impacket", STACK_TOOL }, WHOLE, DECOY, 0, 0xFFFF, 0, 0, 0x4801 },
	{ { "impacket", STACK_TOOL }, WHOLE, "NT LM 0.12", 0, 0xFFFF, 0, 0, 0xC801 },
	{ { "impacket", STACK_TOOL }, WHOLE, "NT LM 0.12", 0, 0xFFFF, 0, 0, 0x4801 },
	{ { "impacket", STACK_TOOL }, WHOLE, "NT LM 0.12|SMB 2.002", 0, 0xFFFF, 0, 0, 0xC801 },
	{ { "impacket", STACK_TOOL }, WHOLE, "NT LM 0.12|SMB 2.002", 0, 0xFFFF, 0, 0, 0x4801 },
	{ { "Samba", STACK_OTHER }, PART_OF, SAMBA, 0xFFFE, 0, 0, 0, 0xC843 },
	{ { "Linux cifs", STACK_OTHER }, WHOLE, "NT LM 0.12|POSIX 2", ANY, ANY, ANY, ANY, ANY },
	{ { "Linux cifs", STACK_OTHER }, WHOLE, "LM1.2X002|LANMAN2.1|NT LM 0.12|POSIX 2",
	    ANY, ANY, ANY, ANY, ANY },
	{ { "Windows for Workgroups", STACK_OTHER }, WHOLE, WORKGROUPS, ANY, ANY, ANY, ANY, ANY },
	{ { "Windows 95 or 98", STACK_OTHER }, WHOLE, WORKGROUPS "|NT LM 0.12", ANY, ANY, ANY, ANY, ANY },
	{ { "OS/2", STACK_OTHER }, WHOLE, OS2, ANY, ANY, ANY, ANY, ANY },
	{ { "jcifs", STACK_TOOL }, WHOLE, "NT LM 0.12|SMB 2.???|SMB 2.002", ANY, ANY, ANY, ANY, ANY },
	{ { "jcifs", STACK_TOOL }, WHOLE, "SMB 2.???|SMB 2.002", ANY, ANY, ANY, ANY, ANY },
	{ { "smbj", STACK_TOOL }, WHOLE, "SMB 2.002|SMB 2.???", ANY, ANY, ANY, ANY, ANY },
};

static bool
fits(int expected, uint16_t seen)
{
	return expected == ANY || expected == seen;
}

static bool
fits_header(const struct fingerprint *row, const struct smb_pdu *pdu)
{
	return fits(row->flags2, pdu->flags2) && fits(row->pid, pdu->pid) &&
	    fits(row->tid, pdu->tid) && fits(row->uid, pdu->uid) && fits(row->mid, pdu->mid);
}

/* Steps over the entry of a row's list if it is that name; NULL where it is not. */
static const char *
after_entry(const char *list, const char *name)
{
	const size_t length = strlen(name);

	if (strncmp(list, name, length) != 0)
		return NULL;
	return list[length] == '|' || list[length] == '\0' ? list + length : NULL;
}

/* Whether the names are entries of the list, in its order; with all, that and no
 * others. */
static bool
follows_list(const struct offer *offer, const char *list, bool all)
{
	unsigned i = 0;
	const char *entry = list;

	while (entry != NULL && i < offer->list.kept) {
		const char *rest = after_entry(entry, offer->list.names[i]);

		if (rest == NULL && all)
			return false;
		if (rest != NULL)
			i++;
		entry = strchr(entry, '|');
		entry = entry ? entry + 1 : NULL;
	}
	return i == offer->list.kept && (!all || entry == NULL);
}

static bool
contains(const struct offer *offer, const char *name)
{
	for (unsigned i = 0; i < offer->list.kept; i++)
		if (strcmp(offer->list.names[i], name) == 0)
			return true;
	return false;
}

static bool
fits_list(const struct fingerprint *row, const struct offer *offer)
{
	if (row->list == NULL)
		return true;
	if (row->match == CONTAINS)
		return contains(offer, row->list);
	return offer->list.kept > 0 && follows_list(offer, row->list, row->match == WHOLE);
}

/* A list that was cut may be any. */
const struct stack *
stack_of(const struct offer *offer, const struct smb_pdu *pdu)
{
	if (pdu->smb2 || !offer->list.whole)
		return NULL;
	for (size_t i = 0; i < sizeof fingerprints / sizeof fingerprints[0]; i++)
		if (fits_header(&fingerprints[i], pdu) && fits_list(&fingerprints[i], offer))
			return &fingerprints[i].stack;
	return NULL;
}

bool
stack_is_scanner(const struct stack *stack)
{
	return stack != NULL && (stack->kind == STACK_SCANNER || stack->kind == STACK_GARBAGE);
}

bool
stack_fills_in_garbage(const struct stack *stack)
{
	return stack != NULL && stack->kind == STACK_GARBAGE;
}

/* software.h - what systems and SMB software that name themselves are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_SOFTWARE_H
#define SMB1AUDIT_SOFTWARE_H

#include <stdbool.h>

/* The text, os or lanman, that names software which has no SMB2 at all; NULL where
 * neither does. Both are from a session setup and may be NULL. */
const char *software_without_smb2(const char *os, const char *lanman);

/* Whether a client that says so is a scanner. */
bool software_is_scanner(const char *os, const char *lanman);

/* Whether a LAN manager is a Samba, which calls its system a Windows, too. */
bool software_is_samba(const char *lanman);

/* "Windows 7 or Server 2008 R2" for an NTLMSSP version of 6.1.7601; NULL for one that
 * says nothing. */
const char *software_of_version(unsigned major, unsigned minor, unsigned build);

#endif

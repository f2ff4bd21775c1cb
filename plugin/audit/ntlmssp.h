/* ntlmssp.h - who a NTLMSSP message says it is from
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_NTLMSSP_H
#define SMB1AUDIT_NTLMSSP_H

#include "identity.h"

/* Reads the first NTLMSSP message in a security blob, in SPNEGO or bare, into
 * facts. False where there is none. */
bool ntlmssp_read(struct identity_facts *facts, const uint8_t *blob, size_t length);

#endif

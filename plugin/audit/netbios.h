/* netbios.h - NetBIOS names as RFC 1001 encodes them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_NETBIOS_H
#define SMB1AUDIT_NETBIOS_H

#include "identity.h"

enum { NETBIOS_NAME = 34 };	/* bytes of an encoded name without a scope */

/* Decodes a first level name, RFC 1001 14.1, without its padding and suffix. False
 * where it is none. */
bool netbios_name_read(const uint8_t *bytes, size_t length, char *text, size_t room);

/* Reads the names in a session request, RFC 1002 4.3.2: called, then calling. */
void netbios_session_request_read(struct identity_facts *facts, const uint8_t *names,
    size_t length);

#endif

/* column.h - what a negotiation adds to the Info column
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_COLUMN_H
#define SMB1AUDIT_COLUMN_H

#include "../compat.h"
#include "../../audit/audit.h"

/* Registers the preference smb1audit.append_info; once. */
void column_register(int protocol);

/* Appends headline and summary, where the preference and the host want it. */
void column_append(const struct audit *audit, packet_info *pinfo);

#endif

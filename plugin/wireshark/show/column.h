/* column.h - what a connection says in the Info column
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_COLUMN_H
#define SMB1AUDIT_COLUMN_H

#include "../keep/audited.h"

/* Registers the preference smb1audit.info; once. */
void column_register(int protocol);

/* Says who needs SMB1 and why, and on an offer and its answer what was said, where the
 * preference wants it. */
void column_show(const struct audited *audited, packet_info *pinfo);

#endif

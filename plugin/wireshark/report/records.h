/* records.h - one record per connection: tshark -z smb1audit,csv and smb1audit,json
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_RECORDS_H
#define SMB1AUDIT_RECORDS_H

/* Registers both for -z; once. The records go to standard output when the capture has
 * been read, in the order of the connections' first frames. */
void records_register(void);

#endif

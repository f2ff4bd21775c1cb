/* stat_capture.h - how much the audit saw: tshark -z smb1audit,capture
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STAT_CAPTURE_H
#define SMB1AUDIT_STAT_CAPTURE_H

/* Registers the statistic for -z; once. */
void stat_capture_register(void);

#endif

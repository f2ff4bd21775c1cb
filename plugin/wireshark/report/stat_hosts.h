/* stat_hosts.h - who needs SMB1: -z smb1audit,hosts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STAT_HOSTS_H
#define SMB1AUDIT_STAT_HOSTS_H

/* Registers the statistic for the Statistics menu and for -z; once. */
void stat_hosts_register(void);

#endif

/* stat_hosts.h - who needs SMB1: -z smb1audit,hosts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STAT_HOSTS_H
#define SMB1AUDIT_STAT_HOSTS_H

#include "../keep/audited.h"

/* Registers the statistic for the Statistics menu and for -z; once. */
void stat_hosts_register(void);

/* First pass only: what became of a connection counts, be the frame that tells it one
 * that the statistic's filter lets through or not. */
void stat_hosts_follow(const struct audited *audited, packet_info *pinfo);

#endif

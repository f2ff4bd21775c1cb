/* stat_tree.h - connections by verdict, server and client: -z smb1audit,tree
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STAT_TREE_H
#define SMB1AUDIT_STAT_TREE_H

/* Registers the statistic for the Statistics menu and for -z; once. */
void stat_tree_register(void);

#endif

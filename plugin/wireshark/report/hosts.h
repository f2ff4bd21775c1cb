/* hosts.h - the hosts of all connections, as the statistic counts them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_HOSTS_H
#define SMB1AUDIT_HOSTS_H

#include "../keep/audited.h"
#include "host.h"

/* The hosts of a statistic. All of it lives until hosts_forget(). */
void hosts_register(void);
void hosts_forget(void);

/* The connection of a tapped frame takes part. */
void hosts_take(const struct audited *audited, const packet_info *pinfo);

/* A mailslot datagram names its sender. */
void hosts_name_sender(const struct connection *datagram, const address *sender);

/* Counts each connection as it stands; what was counted before, anew. */
void hosts_count(void);

/* Calls show() for each host, in the order of arrival. */
void hosts_show(void (*show)(struct host *host));

/* The connections go, what was counted of them stays. */
void hosts_end_capture(void);

#endif

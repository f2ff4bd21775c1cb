/* host.h - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_HOST_H
#define SMB1AUDIT_HOST_H

#include "../keep/audited.h"
#include "../../audit/need.h"

/* Texts that are all different, TEXT_SHOWN characters of each; what is beyond LIST_SHOWN
 * is counted. */
enum { LIST_SHOWN = 8, TEXT_SHOWN = 64 };
struct text_list {
	GHashTable *counts;		/* text to how many times it was told; NULL while empty */
	GPtrArray *order;		/* of first arrival */
	unsigned present;		/* of those that are told now */
};

/* What is known of one address, whatever its role. */
struct told {
	const char *address;
	int type;			/* AT_IPv4, AT_IPv6 ... */
	struct text_list names, systems;
	const char *datagram_name;	/* what its mailslot datagrams say; or NULL */
	const char *resolved;		/* what the host's name resolution says; or NULL */
	const char *stack;		/* the software that it looks like as a client; or NULL */
	const struct card *card;	/* until the capture is closed */
	const char *vendor;		/* what the card was when it was */
	struct host *hosts[2];		/* client, server; or NULL */
};

/* A row of the statistic. */
struct host {
	struct told *told;
	enum side side;
	struct text_list users, shares;
	const char *software;		/* what has no SMB2, where that was a reason */
	nstime_t first, last;		/* unset: the capture does not say */
	unsigned connections;
	unsigned verdicts[VERDICTS], needs[NEEDS][REASONS];	/* of them */
	void *section;			/* where it is shown; NULL: nowhere */
	unsigned row;			/* there */
};

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

/* The strongest that its connections say. */
enum need host_need(const struct host *host);

/* What a cell shows; "" where nothing is known. It lives until one of these is called
 * again. */
const char *host_why(const struct host *host);
const char *host_names(const struct host *host);
const char *host_systems(const struct host *host);
const char *host_users(const struct host *host);
const char *host_shares(const struct host *host);
const char *host_vendor(const struct host *host);

#endif

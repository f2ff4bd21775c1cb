/* host.h - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_HOST_H
#define SMB1AUDIT_HOST_H

#include "../keep/cards.h"
#include "../../audit/need.h"
#include "../../audit/verdict.h"
#include "text_list.h"

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

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
	const char *shown[LIST_SHOWN];
	GHashTable *all;		/* NULL while it is empty */
	const char *joined;		/* "A, B and 3 more"; NULL: empty */
};

/* What is known of one address, whatever its role. */
struct told {
	const char *address;
	struct text_list names, systems;
	const char *datagram_name;	/* what its mailslot datagrams say; or NULL */
	const char *resolved;		/* what the host's name resolution says; or NULL */
	const char *stack;		/* the software that it looks like as a client; or NULL */
	address host;
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

/* Counts a connection once, as it stands; counted before, it is counted anew. Calls
 * changed() for each host whose row may have changed. The scope is for the moment. */
void hosts_count(const struct connection *connection, const struct ends *ends,
    wmem_allocator_t *scope, void (*changed)(struct host *host));

/* Whether it is counted. */
bool hosts_know(const struct connection *connection);

/* A mailslot datagram names its sender. */
void hosts_name_sender(const struct connection *datagram, const address *sender,
    void (*changed)(struct host *host));

/* The connections are gone, what was counted of them stays. */
void hosts_end_capture(void);

/* The strongest that its connections say. */
enum need host_need(const struct host *host);

/* What a cell shows; "" where nothing is known. host_why() and host_vendor() live until
 * they are called again. */
const char *host_why(const struct host *host);
const char *host_names(const struct host *host);
const char *host_systems(const struct host *host);
const char *host_vendor(const struct host *host);

#endif

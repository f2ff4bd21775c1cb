/* host.h - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_HOST_H
#define SMB1AUDIT_HOST_H

#include "../keep/audited.h"
#include "../../audit/need.h"
#include "../../audit/verdict.h"

/* Texts that are all different, TEXT_SHOWN characters of each; what is beyond LIST_KEPT
 * is only known to be there. */
enum { LIST_KEPT = 8, TEXT_SHOWN = 64 };
struct text_list {
	const char *texts[LIST_KEPT];
	unsigned count;
	bool more;
	const char *joined;		/* "A, B, ..."; NULL: empty */
};

/* What is known of one address, whatever its role. */
struct told {
	const char *address;
	struct text_list names, systems;
	const char *datagram_name;	/* what its mailslot datagrams say; or NULL */
	const char *stack;		/* the software that it looks like as a client; or NULL */
	struct host *hosts[2];		/* client, server; or NULL */
};

/* A row of the statistic. */
struct host {
	struct told *told;
	enum side side;
	struct text_list users, shares;
	unsigned connections;
	unsigned verdicts[VERDICTS], needs[NEEDS];	/* of them */
	void *section;			/* where it is shown; NULL: nowhere */
	unsigned row;			/* there */
};

/* The hosts of a statistic. All of it lives until hosts_forget(). */
void hosts_register(void);
void hosts_forget(void);

/* Counts a connection once, as it stands; counted before, it is counted anew. Calls
 * changed() for each host whose row may have changed. */
void hosts_count(const struct connection *connection, const struct ends *ends,
    void (*changed)(struct host *host));

/* Whether it is counted. */
bool hosts_know(const struct connection *connection);

/* A mailslot datagram names its sender. */
void hosts_name_sender(const struct connection *datagram, const address *sender,
    void (*changed)(struct host *host));

/* The connections are gone, what was counted of them stays. */
void hosts_end_capture(void);

/* The strongest that any of its connections says. */
enum need host_need(const struct host *host);

/* Both "" where nothing is known. */
const char *host_names(const struct host *host);
const char *host_systems(const struct host *host);

#endif

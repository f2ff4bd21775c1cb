/* senders.h - who sent mailslot datagrams
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_SENDERS_H
#define SMB1AUDIT_SENDERS_H

#include "../compat.h"

/* An address and a name that stood together in datagrams. */
struct sender {
	const char *address, *name;	/* NULL: it has none, or did not tell */
	uint32_t frame;			/* the first of them */
	uint32_t datagrams;
};

/* Each once, in the order of arrival. */
struct senders {
	GArray *all;			/* struct sender */
	GHashTable *places;		/* address and name to a place in all, plus 1 */
	GHashTable *texts;
};

void senders_begin(struct senders *senders);
void senders_clear(struct senders *senders);

/* One more datagram. */
void senders_take(struct senders *senders, const char *address, const char *name,
    uint32_t frame);

#endif

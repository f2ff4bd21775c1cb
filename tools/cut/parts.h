/* parts.h - which connections are read together
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_PARTS_H
#define SMB1AUDIT_CUT_PARTS_H

#include "ends.h"

enum { PARTS_MOST = 256 };

/* Of the pass. */
struct parts {
	GHashTable *connections;	/* struct ends to struct placed */
	struct placed *recent;
	unsigned most;			/* parts there may be */
	unsigned begun;			/* parts that have connections; the first has in any case */
	uint64_t least;			/* frames that make another part pay */
	uint64_t frames[PARTS_MOST];	/* of connections, in each */
};

void parts_begin(struct parts *parts, unsigned most, uint64_t least);
void parts_end(struct parts *parts);

/* Where one more frame of that connection goes: where the others went. */
unsigned parts_place(struct parts *parts, const struct ends *ends);

#endif

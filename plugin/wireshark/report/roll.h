/* roll.h - the connections that a tap listener was told of
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_ROLL_H
#define SMB1AUDIT_ROLL_H

#include "../keep/audited.h"
#include "record.h"

/* Each connection once, in the order of arrival. Its records point to connections, so
 * it has to be cleared when the capture is closed. */
struct roll {
	GArray *records;		/* struct record */
	GHashTable *places;		/* connection to its place in records, plus 1 */
	GHashTable *addresses;		/* texts, each once */
};

void roll_begin(struct roll *roll);
void roll_clear(struct roll *roll);
void roll_end(struct roll *roll);

/* Enters the connection of a tapped frame, or its ends anew: until an offer or an answer
 * settles them they are a guess. False where it has no verdict. */
bool roll_take(struct roll *roll, const struct audited *audited, const packet_info *pinfo);

const struct record *roll_at(const struct roll *roll, unsigned i);

#endif

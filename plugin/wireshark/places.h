/* places.h - where the SMB PDUs of a frame are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_PLACES_H
#define SMB1AUDIT_PLACES_H

#include "compat.h"

/* The data source is the frame, or what was reassembled or decrypted. */
struct place {
	tvbuff_t *tvb;
	unsigned start, captured;	/* in it */
};

/* A walk over the PDUs of one frame. */
struct places {
	const proto_node *node;		/* where to look on: among items ... */
	const GSList *source;		/* ... or from at on in data sources */
	unsigned at;
	bool in_stream;			/* PDUs may go on in the next segment */
};

/* Begins the walk with that item. */
void places_begin_items(struct places *places, const proto_node *pdu);

/* Begins it where the PDUs have no items at the top level. */
void places_begin_bytes(struct places *places, const packet_info *pinfo);

/* The next PDU; false after the last. */
bool places_next(struct places *places, struct place *place);

/* Where a field begins; false where nothing of it was captured. */
bool place_of_item(struct place *place, const field_info *item);

/* How many of the captured bytes from start on are the PDU's own. */
size_t place_length(const struct place *place);

/* The captured bytes that begin that far before start, NULL where they cannot. */
const uint8_t *place_before(const struct place *place, unsigned distance, size_t *length);

#endif

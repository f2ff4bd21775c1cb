/* connection.h - which segments of a connection on a port of SMB matter
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_CONNECTION_H
#define SMB1AUDIT_CUT_CONNECTION_H

#include "frame.h"
#include "framing.h"
#include "magic.h"

/* What becomes of a frame. */
enum choice {
	CHOICE_DROP,
	CHOICE_KEEP,		/* kept, but by itself no reason to read anything */
	CHOICE_MATTERS
};

struct direction {
	bool known;			/* next is */
	bool has_acked;
	bool ended;			/* a FIN was seen; once.c */
	uint32_t first, next;		/* sequence numbers: of the SYN, of what comes next */
	uint32_t acked;			/* the highest number that the other end acknowledged */
	uint32_t unwanted;		/* where in one pass: from here on all bytes belong to the */
					/* message that is under way, if it does not matter */
	uint64_t bytes;
	struct framing framing;
	uint8_t tail[MESSAGE_START];	/* where loose: the end of the last segment, a magic */
	uint8_t tail_length;		/* that goes on perhaps */
};

enum roles { ROLES_UNKNOWN, ROLES_FIT, ROLES_UNFIT };

/* A connection on port 139 or 445, for the pass. All zero is new. */
struct connection {
	struct ends ends;
	bool once;			/* there is no second pass: what is dropped is gone */
	uint32_t idle;			/* where loose, in one pass: bytes since what may matter */
	bool loose;			/* the framing is not known or not certain */
	bool whole;			/* every frame of these ends is to be kept */
	bool followed;			/* a SYN or anything else was seen */
	bool has_data;
	bool lacks;			/* a frame of it was dropped */
	uint8_t client;			/* the direction from the client */
	uint8_t roles;			/* enum roles: whether the negotiation says the same */
	bool in_use;			/* an SMB1 command succeeded */
	bool worked;			/* the client read or wrote over SMB1 */
	struct direction directions[2];
};

/* What becomes of this segment of it. May make the connection whole: then what was
 * dropped of it has to come back, or in one pass all that follows is kept. */
enum choice connection_choose(struct connection *connection, const struct segment *segment);

#endif

/* framing.h - the NetBIOS session messages in one direction of a connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_FRAMING_H
#define SMB1AUDIT_CUT_FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SMB_HEADER = 32 };	/* as much of it as is read: all of SMB1's */

/* Which header is being collected. */
enum framing_phase { PHASE_MESSAGE, PHASE_SMB };

/* Lives as long as the connection. All zero is before the first message. */
struct framing {
	uint8_t header[SMB_HEADER];	/* have bytes of it are there, of need */
	uint8_t have, need;
	uint8_t phase;			/* enum framing_phase */
	bool wanted;			/* the message matters */
	bool missing;			/* a segment with part of the message was dropped */
	uint32_t left;			/* bytes of the message that are to come */
	uint32_t to_next;		/* bytes up to its next SMB2 header; 0: none follows */
};

enum judged { JUDGED_UNWANTED, JUDGED_WANTED, JUDGED_NO_SMB };

/* Says of an SMB header whether its message matters. */
typedef enum judged (*message_judge)(void *judged_by, const uint8_t *header);

enum framing_result {
	FRAMING_UNWANTED,	/* nothing in the segment matters */
	FRAMING_WANTED,
	FRAMING_TORN,		/* it matters, and part of it was dropped before */
	FRAMING_BROKEN		/* no messages are where they should be */
};

/* One segment in order; is_smb_port where lengths have 24 bits. The caller says by
 * framing_dropped() or not what became of it. */
enum framing_result framing_follow(struct framing *framing, const uint8_t *bytes, size_t length,
    bool is_smb_port, message_judge judge, void *judged_by);

/* The last segment that was followed is dropped. */
void framing_dropped(struct framing *framing);

/* How many bytes are to come of a message that is known not to matter, all of whose headers
 * were seen; 0: there is none such. So many, or fewer, need not be followed. */
uint32_t framing_unwanted(const struct framing *framing);
void framing_skip(struct framing *framing, uint32_t bytes);

/* Whether the next byte begins a message. */
bool framing_is_between(const struct framing *framing);

/* Whether a message that matters, or may turn out to, goes on in the next segment. */
bool framing_is_within_wanted(const struct framing *framing);

/* Whether the next byte goes on with a message of which a segment was dropped. */
bool framing_is_torn(const struct framing *framing);

#endif

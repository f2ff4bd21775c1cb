/* chooser.h - which frames of a capture the audit is to read
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_CHOOSER_H
#define SMB1AUDIT_CUT_CHOOSER_H

#include "connection.h"
#include "foreign.h"

/* Two passes at most: what the first finds that it should not have dropped, the second
 * keeps. */
struct chooser {
	GHashTable *connections;	/* struct ends to struct connection */
	GHashTable *whole;		/* ends of which every frame is to be kept */
	struct connection *recent;
	struct foreign foreign;
	bool all;			/* keep every frame of SMB's ports */
	bool again;			/* a second pass is needed */
	bool matters;			/* there is something to read at all */
};

void chooser_begin(struct chooser *chooser);
void chooser_end(struct chooser *chooser);

/* Before the second pass: forgets all but what is to be whole. */
void chooser_restart(struct chooser *chooser);

/* Whether to keep this frame. */
bool chooser_keeps(struct chooser *chooser, int encapsulation, const uint8_t *bytes,
    size_t captured, size_t length);

#endif

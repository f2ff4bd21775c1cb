/* chooser.h - which frames of a capture the audit is to read
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_CHOOSER_H
#define SMB1AUDIT_CUT_CHOOSER_H

#include "cards.h"
#include "connection.h"
#include "foreign.h"

/* Two passes at most: what the first finds that it should not have dropped, the second
 * keeps. */
struct chooser {
	GHashTable *connections;	/* struct ends to struct connection */
	GHashTable *whole;		/* ends of which every frame is to be kept */
	struct connection *recent;
	struct foreign foreign;
	struct cards cards;
	bool all;			/* keep every frame of SMB's ports */
	bool again;			/* a second pass is needed */
	bool matters;			/* there is something to read at all */
};

void chooser_begin(struct chooser *chooser);
void chooser_end(struct chooser *chooser);

/* Before the second pass: forgets all but what is to be whole. */
void chooser_restart(struct chooser *chooser);

/* What becomes of a frame. */
struct chosen {
	size_t bytes;			/* of it, to be kept: all that were captured, or 0 */
	size_t headers;			/* those that tell who has which card; 0: nothing new */
	bool is_of_connection;		/* it is read with the others of these ends; else with all */
	struct ends ends;
};

void chooser_choose(struct chooser *chooser, struct chosen *chosen, int encapsulation,
    const uint8_t *bytes, size_t captured, size_t length);

#endif

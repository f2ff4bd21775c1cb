/* cards.h - which addresses stand behind a network card
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CUT_CARDS_H
#define SMB1AUDIT_CUT_CARDS_H

#include "frame.h"

enum { CARDS_RECENT = 256 };

/* Of the pass. */
struct cards {
	GHashTable *all;			/* the card's bytes to struct card */
	struct card *recent[CARDS_RECENT];	/* by the last byte of the card's address */
};

void cards_begin(struct cards *cards);
void cards_end(struct cards *cards);

/* Whether the frame tells something new about its sender's card. */
bool cards_learn(struct cards *cards, const struct frame *frame);

#endif

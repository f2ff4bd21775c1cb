/* text_list.h - texts that several connections tell
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TEXT_LIST_H
#define SMB1AUDIT_TEXT_LIST_H

#include "../compat.h"

/* Texts that are all different; what is beyond LIST_SHOWN is counted. All zero is empty. */
enum { LIST_SHOWN = 8 };
struct text_list {
	GHashTable *counts;		/* text to how many times it was told; NULL while empty */
	GPtrArray *order;		/* of first arrival */
	unsigned present;		/* of those that are told now */
};

void text_list_free(struct text_list *list);

/* Adds a text once more, or takes it away: by is 1 or -1. Equal texts are to be the same
 * (texts.h), and to live as long as the list. NULL is none. */
void text_list_tally(struct text_list *list, const char *text, int by);

/* "A, B and 3 more"; "" where it is empty. It lives until this is called again. */
const char *text_list_joined(const struct text_list *list);

#endif

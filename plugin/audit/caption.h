/* caption.h - a connection in words
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CAPTION_H
#define SMB1AUDIT_CAPTION_H

#include "audit.h"

/* The pieces of a text, NULL after the last; they live as long as the audit and this. */
struct caption {
	const char *parts[8];
	unsigned count;
	char number[sizeof "4294967295"];
};

/* "SMB1 selected (NT LM 0.12), server needs SMB1" */
void caption_headline(struct caption *caption, const struct audit *audit);

/* Who needs SMB1 first: "Server needs SMB1: red herring" */
void caption_claim(struct caption *caption, const struct audit *audit);

/* "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [NT LM 0.12]"; the whole
 * list, or what stands for a long one on all frames but the offer's. */
void caption_summary(struct caption *caption, const struct audit *audit, bool whole);

#endif

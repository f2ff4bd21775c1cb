/* check.h - what every check includes, and offers to check with
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_CHECK_H
#define SMB1AUDIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "offer.h"

#define ROWS(table) (sizeof (table) / sizeof (table)[0])

/* A whole list in an SMB1 frame; text is its strings with "|" between them. The
 * last one built is overwritten after sixteen more. */
static inline struct offer *
offer_of(const char *text)
{
	static struct { struct offer offer; const char *names[OFFER_KEPT]; char text[4096]; } pool[16];
	static unsigned next;
	struct offer *offer = &pool[next % 16].offer;
	char *rest = pool[next % 16].text;

	memset(offer, 0, sizeof *offer);
	offer->names = pool[next % 16].names;
	offer->whole = true;
	next++;
	strcpy(rest, text);
	while (rest != NULL) {
		char *bar = strchr(rest, '|');

		if (bar != NULL)
			*bar++ = '\0';
		offer_add(offer, rest);
		rest = bar;
	}
	offer->class = offer_classify(offer);
	return offer;
}

/* An SMB2 NEGOTIATE. */
static inline struct offer *
smb2_offer_of(const char *text)
{
	struct offer *offer = offer_of(text);

	offer->framed_smb2 = true;
	offer->class = offer_classify(offer);
	return offer;
}

/* A list that was cut after these strings. */
static inline struct offer *
cut_offer_of(const char *text)
{
	struct offer *offer = offer_of(text);

	offer->whole = false;
	offer->class = offer_classify(offer);
	return offer;
}

#endif

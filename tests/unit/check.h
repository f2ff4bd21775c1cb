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
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "offer.h"
#include "storage.h"

#define ROWS(table) (sizeof (table) / sizeof (table)[0])

/* Kept for the life of the check: equal texts are the same. */
static inline const char *
keep_text(const char *text)
{
	static const char *texts[512];
	char *copy;
	unsigned i = 0;

	for (; i < ROWS(texts) && texts[i] != NULL; i++)
		if (strcmp(texts[i], text) == 0)
			return texts[i];
	copy = strcpy((char *)malloc(strlen(text) + 1), text);
	return i < ROWS(texts) ? (texts[i] = copy) : copy;
}

static inline void *
keep_zeroed(size_t size)
{
	return calloc(1, size);
}

static inline const struct storage *
for_good(void)
{
	static const struct storage storage = { keep_text, keep_zeroed };

	return &storage;
}

/* One offer for each list, as the negotiation wants it: equal ones are the same. */
static inline const struct offer *
offer_of_list(const struct dialect_list *list)
{
	static struct offer *offers[256];
	struct offer *offer = (struct offer *)calloc(1, sizeof *offer);
	char *text = (char *)malloc(1 << 16);
	unsigned i = 0;

	offer_read(offer, list, (uint8_t *)calloc(list->kept + 1, 1));
	offer_write(offer, OFFER_KEPT, text, 1 << 16);
	offer->requested = offer->requested_shortly = text;
	for (; i < ROWS(offers) && offers[i] != NULL; i++)
		if (offers[i]->list.smb2 == list->smb2 && offers[i]->list.count == list->count &&
		    strcmp(offers[i]->requested, text) == 0)
			return offers[i];
	return i < ROWS(offers) ? (offers[i] = offer) : offer;
}

/* A list; text is its names with "|" between them. */
static inline struct dialect_list
list_of(const char *text)
{
	struct dialect_list list = { .whole = true };
	char *names = (char *)malloc(strlen(text) + 1), *end;

	strcpy(names, text);
	list.names = (const char **)calloc(OFFER_KEPT, sizeof *list.names);
	do {
		end = strchr(names, '|');
		if (end != NULL)
			*end = '\0';
		if (list.count++ < OFFER_KEPT)
			list.names[list.kept++] = names;
		names = end ? end + 1 : NULL;
	} while (names != NULL);
	list.whole = list.kept == list.count;
	return list;
}

/* A whole list in an SMB1 frame. */
static inline const struct offer *
offer_of(const char *text)
{
	const struct dialect_list list = list_of(text);

	return offer_of_list(&list);
}

/* One that was cut after these strings. */
static inline const struct offer *
cut_offer_of(const char *text)
{
	struct dialect_list list = list_of(text);

	list.whole = false;
	return offer_of_list(&list);
}

/* An SMB2 NEGOTIATE for one revision. */
static inline const struct offer *
smb2_offer_of(uint16_t revision)
{
	struct dialect_list list = list_of(revision_name(revision));

	list.smb2 = true;
	return offer_of_list(&list);
}

#endif

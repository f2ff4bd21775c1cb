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

#define ROWS(table) (sizeof (table) / sizeof (table)[0])

/* Kept for the life of the check. */
static inline const char *
keep_for_good(const char *text)
{
	char *copy = (char *)malloc(strlen(text) + 1);

	return strcpy(copy, text);
}

static inline struct offer *
offer_of_list(const struct dialect_list *list)
{
	struct offer_buffer *buffer = (struct offer_buffer *)malloc(sizeof *buffer);

	offer_read(buffer, list, keep_for_good);
	return &buffer->offer;
}

/* The bytes of a list; text is its strings with "|" between them. */
static inline struct dialect_list
list_of(const char *text)
{
	struct dialect_list list = { .length = (uint32_t)strlen(text) + 2 };
	uint8_t *bytes = (uint8_t *)malloc(2 * strlen(text) + 2);
	uint32_t at = 0;

	bytes[at++] = 2;
	for (; *text; text++) {
		bytes[at++] = *text == '|' ? 0 : (uint8_t)*text;
		if (*text == '|')
			bytes[at++] = 2;
	}
	bytes[at++] = 0;
	list.bytes = bytes;
	list.length = at;
	return list;
}

/* A whole list in an SMB1 frame. */
static inline struct offer *
offer_of(const char *text)
{
	const struct dialect_list list = list_of(text);

	return offer_of_list(&list);
}

/* One that was cut after these strings. */
static inline struct offer *
cut_offer_of(const char *text)
{
	struct dialect_list list = list_of(text);

	list.cut = true;
	return offer_of_list(&list);
}

/* An SMB2 NEGOTIATE for one revision. */
static inline struct offer *
smb2_offer_of(uint16_t revision)
{
	uint8_t *bytes = (uint8_t *)malloc(2);
	const struct dialect_list list = { .bytes = bytes, .length = 2, .smb2 = true };

	bytes[0] = (uint8_t)revision;
	bytes[1] = (uint8_t)(revision >> 8);
	return offer_of_list(&list);
}

#endif

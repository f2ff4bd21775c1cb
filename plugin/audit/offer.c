/* offer.c - the ordered list of dialects that a client put on the table
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "offer.h"

static const char *const class_names[OFFER_CLASSES] = {
	[OFFER_SMB1_ONLY]	= "SMB1 only",
	[OFFER_SMB1_AND_SMB2]	= "SMB1 and SMB2",
	[OFFER_SMB2_WITH_DECOY]	= "SMB2 with SMB1 decoy",
	[OFFER_SMB2_ONLY]	= "SMB2 only",
	[OFFER_UNRECOGNIZED]	= "Unrecognized",
	[OFFER_INCOMPLETE]	= "Incomplete",
};

/* What Windows 10 1709 and later send with SMB1 removed. */
static const char *const decoy[] = { "NT LM 0.12", "SMB 2.002", "SMB 2.???" };

enum { DECOY_COUNT = sizeof decoy / sizeof decoy[0] };

const char *
offer_class_name(enum offer_class class)
{
	return class < OFFER_CLASSES ? class_names[class] : NULL;
}

/* The catalogue has printable names alone: one that had to be escaped is unknown, as
 * it should be. */
static void
read_families(struct offer *offer)
{
	for (unsigned i = 0; i < offer->list.kept; i++) {
		const struct dialect *dialect = offer->list.smb2 ? NULL :
		    dialect_find(offer->list.names[i]);

		offer->families[i] = (uint8_t)(dialect ? dialect->family : DIALECT_UNKNOWN);
		if (dialect == NULL && !offer->list.smb2 && offer->unknown == NULL)
			offer->unknown = offer->list.names[i];
	}
}

static bool
is_decoy(const struct offer *offer)
{
	if (offer->list.count != DECOY_COUNT)
		return false;
	for (unsigned i = 0; i < DECOY_COUNT; i++)
		if (strcmp(offer->list.names[i], decoy[i]) != 0)
			return false;
	return true;
}

/* An SMB2 NEGOTIATE cannot list SMB1 dialects, so that even a cut one is SMB2
 * only (MS-SMB2 2.2.3). A cut SMB1 list may have lost its SMB2 strings: they
 * come last, MS-CIFS 2.2.4.52.1 orders by preference. */
static enum offer_class
classify(const struct offer *offer)
{
	bool smb1 = false, smb2 = false;

	if (offer->list.smb2)
		return OFFER_SMB2_ONLY;
	if (!offer->list.whole)
		return OFFER_INCOMPLETE;
	for (unsigned i = 0; i < offer->list.kept; i++) {
		const enum dialect_family family = offer_family(offer, i);

		smb1 = smb1 || dialect_is_smb1(family);
		smb2 = smb2 || family == DIALECT_SMB2;
	}
	if (smb1 && smb2)
		return is_decoy(offer) ? OFFER_SMB2_WITH_DECOY : OFFER_SMB1_AND_SMB2;
	if (smb1)
		return OFFER_SMB1_ONLY;
	return smb2 ? OFFER_SMB2_ONLY : OFFER_UNRECOGNIZED;
}

void
offer_read(struct offer *offer, const struct dialect_list *list, uint8_t *families)
{
	offer->list = *list;
	offer->families = families;
	offer->unknown = NULL;
	offer->requested = offer->requested_shortly = NULL;
	read_families(offer);
	offer->class = classify(offer);
}

enum dialect_family
offer_family(const struct offer *offer, unsigned index)
{
	return index < offer->list.kept ? (enum dialect_family)offer->families[index] : DIALECT_UNKNOWN;
}

const char *
offer_name(const struct offer *offer, unsigned index)
{
	return index < offer->list.kept ? offer->list.names[index] : NULL;
}

/* Appends what fits; returns the length the text has with it. */
static size_t
append(char *text, size_t room, size_t length, const char *piece)
{
	const size_t more = strlen(piece);

	if (length + more < room)
		memcpy(text + length, piece, more + 1);
	return length + more;
}

size_t
offer_write(const struct offer *offer, unsigned most, char *text, size_t room)
{
	const struct dialect_list *list = &offer->list;
	size_t length = append(text, room, 0, "[");
	char more[sizeof ", 4294967295 more"] = "";
	unsigned i = 0;

	for (; i < list->kept && i < most; i++) {
		if (i > 0)
			length = append(text, room, length, ", ");
		length = append(text, room, length, list->names[i]);
	}
	if (i < list->count)
		snprintf(more, sizeof more, "%s%u more", i > 0 ? ", " : "", list->count - i);
	length = append(text, room, length, more);
	if (!list->whole && i == list->count)
		length = append(text, room, length, i > 0 ? ", ..." : "...");
	return append(text, room, length, "]");
}

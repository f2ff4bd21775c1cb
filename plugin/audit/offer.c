/* offer.c - the ordered list of dialects that a client put on the table
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdint.h>
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

void
offer_start(struct offer_buffer *buffer, bool framed_smb2)
{
	memset(&buffer->offer, 0, sizeof buffer->offer);
	buffer->offer.names = buffer->names;
	buffer->offer.framed_smb2 = framed_smb2;
}

void
offer_add(struct offer *offer, const char *name)
{
	offer->count++;
	if (offer->kept < OFFER_KEPT)
		offer->names[offer->kept++] = name;
	else
		offer->whole = false;
}

void
offer_add_revision(struct offer_buffer *buffer, uint16_t number)
{
	const char *name = revision_name(number);
	char *text = buffer->revisions[buffer->offer.kept % OFFER_KEPT];

	if (name == NULL) {
		snprintf(text, REVISION_TEXT, "0x%04x", number);
		name = text;
	}
	offer_add(&buffer->offer, name);
}

static bool
is_decoy(const struct offer *offer)
{
	if (offer->count != DECOY_COUNT)
		return false;
	for (unsigned i = 0; i < DECOY_COUNT; i++)
		if (strcmp(offer->names[i], decoy[i]) != 0)
			return false;
	return true;
}

/* An SMB2 NEGOTIATE cannot list SMB1 dialects, so that even a cut one is SMB2
 * only (MS-SMB2 2.2.3). A cut SMB1 list may have lost its SMB2 strings: they
 * come last, MS-CIFS 2.2.4.52.1 orders by preference. */
enum offer_class
offer_classify(const struct offer *offer)
{
	bool smb1 = false, smb2 = false;

	if (offer->framed_smb2)
		return OFFER_SMB2_ONLY;
	if (!offer->whole)
		return OFFER_INCOMPLETE;
	for (unsigned i = 0; i < offer->kept; i++) {
		enum dialect_family family = dialect_family_of(offer->names[i]);

		smb1 = smb1 || dialect_is_smb1(family);
		smb2 = smb2 || family == DIALECT_SMB2;
	}
	if (smb1 && smb2)
		return is_decoy(offer) ? OFFER_SMB2_WITH_DECOY : OFFER_SMB1_AND_SMB2;
	if (smb1)
		return OFFER_SMB1_ONLY;
	return smb2 ? OFFER_SMB2_ONLY : OFFER_UNRECOGNIZED;
}

const char *
offer_unknown_dialect(const struct offer *offer)
{
	for (unsigned i = 0; i < offer->kept && !offer->framed_smb2; i++)
		if (dialect_find(offer->names[i]) == NULL)
			return offer->names[i];
	return NULL;
}

bool
offer_equal(const struct offer *a, const struct offer *b)
{
	if (a->count != b->count || a->kept != b->kept ||
	    a->whole != b->whole || a->framed_smb2 != b->framed_smb2)
		return false;
	for (unsigned i = 0; i < a->kept; i++)
		if (strcmp(a->names[i], b->names[i]) != 0)
			return false;
	return true;
}

unsigned
offer_hash(const struct offer *offer)
{
	uint32_t hash = offer->count * 4 + offer->whole * 2 + offer->framed_smb2;

	for (unsigned i = 0; i < offer->kept; i++)
		for (const char *c = offer->names[i]; *c; c++)
			hash = hash * 31 + (unsigned char)*c;
	return hash;
}

const char *
offer_name(const struct offer *offer, unsigned index)
{
	return index < offer->kept ? offer->shown[index] : NULL;
}

/* What is left of room after length. */
static size_t
left_of(size_t room, size_t length)
{
	return length < room ? room - length : 0;
}

size_t
offer_write(const struct offer *offer, char *text, size_t room)
{
	size_t length = dialect_write("[", text, room);

	for (unsigned i = 0; i < offer->kept; i++) {
		if (i > 0)
			length += dialect_write(", ", text + length, left_of(room, length));
		length += dialect_write(offer->names[i], text + length, left_of(room, length));
	}
	if (!offer->whole)
		length += dialect_write(offer->kept ? ", ..." : "...", text + length, left_of(room, length));
	return length + dialect_write("]", text + length, left_of(room, length));
}

/* offer.c - the ordered list of dialects that a client put on the table
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "offer.h"
#include "text.h"

enum { DIALECT_FORMAT = 1 };	/* MS-CIFS 2.2.4.52.1: BufferFormat, before the string */

/* The longest string that a catalogued name or a hostile one is shown with. */
enum { NAME_ROOM = 4 * 256 };

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

static void
add_name(struct offer *offer, const char *name, enum dialect_family family)
{
	offer->count++;
	if (offer->kept == OFFER_KEPT) {
		offer->whole = false;
		return;
	}
	offer->families[offer->kept] = (uint8_t)family;
	offer->names[offer->kept++] = name;
}

/* The catalogue has printable names alone, so that what was written in another
 * way than it came is unknown, as it should be. */
static void
add_string(struct offer *offer, const char *string, const char *(*keep)(const char *))
{
	char text[NAME_ROOM];
	const struct dialect *dialect;

	text_from_oem((const uint8_t *)string, strlen(string), text, sizeof text);
	dialect = dialect_find(text);
	add_name(offer, keep(text), dialect ? dialect->family : DIALECT_UNKNOWN);
	if (offer->unknown == NULL && dialect == NULL)
		offer->unknown = offer->kept ? offer->names[offer->kept - 1] : NULL;
}

/* The list is whole when its strings fill it. */
static void
read_strings(struct offer *offer, const char *(*keep)(const char *))
{
	const struct dialect_list *list = &offer->list;
	size_t at = 0;

	while (at + DIALECT_FORMAT < list->length) {
		const char *string = (const char *)list->bytes + at + DIALECT_FORMAT;
		const char *nul = (const char *)memchr(string, '\0', list->length - at - DIALECT_FORMAT);

		if (nul == NULL)
			break;
		add_string(offer, string, keep);
		at = (size_t)(nul + 1 - (const char *)list->bytes);
	}
	if (at != list->length)
		offer->whole = false;
}

static void
read_revisions(struct offer *offer, const char *(*keep)(const char *))
{
	for (size_t at = 0; at + 2 <= offer->list.length; at += 2) {
		const uint16_t number = word_at(offer->list.bytes, at);
		const char *name = revision_name(number);
		char text[sizeof "0x0311"];

		if (name == NULL) {
			snprintf(text, sizeof text, "0x%04x", number);
			name = keep(text);
		}
		add_name(offer, name, DIALECT_UNKNOWN);
	}
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
static enum offer_class
classify(const struct offer *offer)
{
	bool smb1 = false, smb2 = false;

	if (offer->list.smb2)
		return OFFER_SMB2_ONLY;
	if (!offer->whole)
		return OFFER_INCOMPLETE;
	for (unsigned i = 0; i < offer->kept; i++) {
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
offer_read(struct offer_buffer *buffer, const struct dialect_list *list,
    const char *(*keep)(const char *text))
{
	struct offer *offer = &buffer->offer;

	memset(offer, 0, sizeof *offer);
	offer->list = *list;
	offer->names = buffer->names;
	offer->families = buffer->families;
	offer->whole = !list->cut;
	if (list->smb2)
		read_revisions(offer, keep);
	else
		read_strings(offer, keep);
	offer->class = classify(offer);
}

bool
dialect_list_equal(const struct dialect_list *a, const struct dialect_list *b)
{
	return a->length == b->length && a->cut == b->cut && a->smb2 == b->smb2 &&
	    (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

/* FNV-1a over words of eight bytes, then the rest. */
unsigned
dialect_list_hash(const struct dialect_list *list)
{
	const uint64_t prime = 0x100000001B3;
	uint64_t hash = 0xCBF29CE484222325 ^ (list->length * 4u + list->cut * 2u + list->smb2);
	uint64_t word;
	uint32_t at = 0;

	for (; at + sizeof word <= list->length; at += sizeof word) {
		memcpy(&word, list->bytes + at, sizeof word);
		hash = (hash ^ word) * prime;
		hash ^= hash >> 32;
	}
	for (; at < list->length; at++)
		hash = (hash ^ list->bytes[at]) * prime;
	return (unsigned)(hash ^ hash >> 32);
}

enum dialect_family
offer_family(const struct offer *offer, unsigned index)
{
	return index < offer->kept ? (enum dialect_family)offer->families[index] : DIALECT_UNKNOWN;
}

const char *
offer_name(const struct offer *offer, unsigned index)
{
	return index < offer->kept ? offer->names[index] : NULL;
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
offer_write(const struct offer *offer, char *text, size_t room)
{
	size_t length = append(text, room, 0, "[");

	for (unsigned i = 0; i < offer->kept; i++) {
		if (i > 0)
			length = append(text, room, length, ", ");
		length = append(text, room, length, offer->names[i]);
	}
	if (!offer->whole)
		length = append(text, room, length, offer->kept ? ", ..." : "...");
	return append(text, room, length, "]");
}

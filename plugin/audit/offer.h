/* offer.h - the ordered list of dialects that a client put on the table
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_OFFER_H
#define SMB1AUDIT_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dialect.h"

/* Values and names are the public interface (smb1audit.offer). */
enum offer_class {
	OFFER_NOT_SEEN,
	OFFER_SMB1_ONLY,
	OFFER_SMB1_AND_SMB2,
	OFFER_SMB2_WITH_DECOY,
	OFFER_SMB2_ONLY,
	OFFER_UNRECOGNIZED,
	OFFER_INCOMPLETE,
	OFFER_CLASSES
};

/* Dialects kept of one list. The longest list known has twelve; the bound is
 * for hostile ones: a longer list is counted, but no claim is made from it. */
enum { OFFER_KEPT = 255 };

/* A list as it was read. */
struct dialect_list {
	const char **names;		/* in order; at most OFFER_KEPT */
	unsigned kept;			/* entries of names */
	unsigned count;			/* dialects listed */
	bool whole;			/* every one that was announced is in names */
	bool smb2;			/* names of revisions, in an SMB2 NEGOTIATE */
};

/* A list and what it says. */
struct offer {
	struct dialect_list list;
	enum offer_class class;
	uint8_t *families;		/* enum dialect_family of each name; unknown in SMB2 lists */
	const char *unknown;		/* the first that the catalogue does not know, or NULL */
	const char *requested;		/* what offer_write() writes; the caller's, likewise ... */
	const char *requested_shortly;	/* ... and of at most OFFER_SHORT names */
};

/* Reads a list; its names, and families, which has room for as many, are the caller's
 * and have to live as long as the offer. */
void offer_read(struct offer *offer, const struct dialect_list *list, uint8_t *families);

/* The family of entry index; DIALECT_UNKNOWN where it has no name. */
enum dialect_family offer_family(const struct offer *offer, unsigned index);

/* The name of entry index, or NULL where it has none. */
const char *offer_name(const struct offer *offer, unsigned index);

/* The longest list known has twelve names of some twenty characters. */
enum { OFFER_SHORT = 32 };

/* Writes the list, of at most that many names, as "[a, b, 3 more]" and returns its length
 * without the NUL; what does not fit in room is left out. */
size_t offer_write(const struct offer *offer, unsigned most, char *text, size_t room);

const char *offer_class_name(enum offer_class class);

#endif

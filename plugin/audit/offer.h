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

/* The bytes of a list in a request: strings, each after a format byte and with
 * its NUL (MS-CIFS 2.2.4.52.1), or DialectRevisions (MS-SMB2 2.2.3). */
struct dialect_list {
	const uint8_t *bytes;
	uint32_t length;		/* captured */
	bool cut;			/* the request announced more than that */
	bool smb2;			/* revisions */
};

/* A list and what it says. */
struct offer {
	struct dialect_list list;
	enum offer_class class;
	bool whole;			/* every entry is in names */
	unsigned count;			/* dialects listed */
	unsigned kept;			/* entries of names */
	const char **names;		/* escaped as text_from_oem() does, in order */
	uint8_t *families;		/* enum dialect_family of each; unknown in SMB2 lists */
	const char *unknown;		/* the first that the catalogue does not know, or NULL */
	const char *requested;		/* "[NT LM 0.12, SMB 2.002]" */
};

/* Room for what a list has while it is read. */
struct offer_buffer {
	struct offer offer;
	const char *names[OFFER_KEPT];
	uint8_t families[OFFER_KEPT];
};

/* Reads a list. Its names are allocated by keep(), which returns a copy of text
 * that lives as long as the offer. The list's bytes are not copied. */
void offer_read(struct offer_buffer *buffer, const struct dialect_list *list,
    const char *(*keep)(const char *text));

/* Whether both are the same bytes in the same framing. */
bool dialect_list_equal(const struct dialect_list *a, const struct dialect_list *b);

/* Equal lists have equal hashes. */
unsigned dialect_list_hash(const struct dialect_list *list);

/* The family of entry index; DIALECT_UNKNOWN where it has no name. */
enum dialect_family offer_family(const struct offer *offer, unsigned index);

/* The name of entry index, or NULL where it has none. */
const char *offer_name(const struct offer *offer, unsigned index);

/* Writes the list as "[a, b]" and returns its length without the NUL; what does
 * not fit in room is left out. */
size_t offer_write(const struct offer *offer, char *text, size_t room);

const char *offer_class_name(enum offer_class class);

#endif

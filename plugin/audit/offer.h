/* offer.h - the ordered list of dialects that a client put on the table
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_OFFER_H
#define SMB1AUDIT_OFFER_H

#include <stdbool.h>
#include <stddef.h>

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

struct offer {
	bool framed_smb2;		/* an SMB2 NEGOTIATE, no SMB1 frame */
	bool whole;			/* nothing is missing from names */
	unsigned count;			/* dialects listed */
	unsigned kept;			/* entries of names */
	const char **names;		/* as on the wire, in the client's order */
	enum offer_class class;		/* what offer_classify() says of the above */
	const char **shown;		/* names as dialect_write() writes them */
	const char *requested;		/* the list as offer_write() writes it */
};

enum { REVISION_TEXT = sizeof "0x0311" };

/* An offer that is being read, with room for what it may list. */
struct offer_buffer {
	struct offer offer;
	const char *names[OFFER_KEPT];
	char revisions[OFFER_KEPT][REVISION_TEXT];
};

/* Starts an empty list that was cut, as all are until their end is seen. */
void offer_start(struct offer_buffer *buffer, bool framed_smb2);

/* Appends one dialect; names has room for OFFER_KEPT. The name must live as
 * long as the offer. */
void offer_add(struct offer *offer, const char *name);

enum offer_class offer_classify(const struct offer *offer);

/* The first listed string that the catalogue does not know, or NULL. */
const char *offer_unknown_dialect(const struct offer *offer);

/* Whether both list the same dialects in the same order and framing. */
bool offer_equal(const struct offer *a, const struct offer *b);

/* Equal offers have equal hashes. */
unsigned offer_hash(const struct offer *offer);

/* Appends one DialectRevision, by name or number. */
void offer_add_revision(struct offer_buffer *buffer, uint16_t number);

/* The name of entry index as it is shown, or NULL where it has none. */
const char *offer_name(const struct offer *offer, unsigned index);

/* Writes the list as "[a, b]", its names as dialect_write() does, and returns the
 * length without the NUL; what does not fit in room is left out. */
size_t offer_write(const struct offer *offer, char *text, size_t room);

const char *offer_class_name(enum offer_class class);

#endif

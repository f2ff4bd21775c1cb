/* verdict.h - what became of a negotiation, and who needs SMB1
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_VERDICT_H
#define SMB1AUDIT_VERDICT_H

#include "negotiation.h"

/* Values and names are the public interface (smb1audit.verdict). */
enum verdict {
	VERDICT_NONE,
	VERDICT_NO_ANSWER,
	VERDICT_SMB2_SELECTED,
	VERDICT_SMB1_SELECTED,
	VERDICT_SMB1_IN_USE,
	VERDICT_RED_HERRING,
	VERDICT_REFUSED_BY_RESET,
	VERDICT_REFUSED_BY_ANSWER,
	VERDICT_REFUSED_BY_CLOSE,
	VERDICT_ABANDONED,
	VERDICT_SMB2_REFUSED,
	VERDICT_INVALID_ANSWER,
	VERDICT_TRAFFIC_SEEN,
	VERDICT_OFFER_REFUSED,
	VERDICTS
};

/* The side that loses the connection when SMB1 is switched off. */
enum needs_smb1 { NEEDS_ABSENT, NEEDS_CLIENT, NEEDS_SERVER, NEEDS_UNKNOWN };

enum verdict verdict_of(const struct negotiation *negotiation);

enum needs_smb1 verdict_needs_smb1(const struct negotiation *negotiation);

/* "SMB1 selected", NULL outside 1 to VERDICTS - 1. */
const char *verdict_name(enum verdict verdict);

/* "client needs SMB1", NULL for NEEDS_ABSENT. */
const char *needs_smb1_sentence(enum needs_smb1 needs);

/* "client", NULL for NEEDS_ABSENT. */
const char *needs_smb1_name(enum needs_smb1 needs);

/* Whether a frame with these marks belongs to the exchange that the filter
 * smb1audit.smb1_only shows: an SMB1-only offer, its answer, its refusal. */
bool verdict_shows_smb1_only(const struct negotiation *negotiation, unsigned marks);

#endif

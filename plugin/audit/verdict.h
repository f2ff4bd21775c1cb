/* verdict.h - what became of a negotiation
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

enum verdict verdict_of(const struct negotiation *negotiation);

/* "SMB1 selected", NULL outside 1 to VERDICTS - 1. */
const char *verdict_name(enum verdict verdict);

/* The same where who needs SMB1 was said before: "selected", "red herring". */
const char *verdict_short_name(enum verdict verdict);

/* Whether it says that there was no answer. */
bool verdict_rests_on_silence(const struct negotiation *negotiation);

/* What the offer says of who is to blame. */
enum offer_kind { KIND_UNCLEAR, KIND_SMB1_ONLY, KIND_BOTH, KIND_SMB2_ONLY, OFFER_KINDS };

enum offer_kind offer_kind_of(const struct negotiation *negotiation);

/* Whether a frame with these marks belongs to the exchange that the filter
 * smb1audit.smb1_only shows: an SMB1-only offer, its answer, its refusal. */
bool verdict_shows_smb1_only(const struct negotiation *negotiation, unsigned marks);

#endif

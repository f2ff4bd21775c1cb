/* verdict.c - what became of a negotiation
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

#include "verdict.h"

static const struct {
	const char *name, *short_name;
} verdicts[VERDICTS] = {
	[VERDICT_NO_ANSWER]		= { "No answer seen", "no answer seen" },
	[VERDICT_SMB2_SELECTED]		= { "SMB2 selected", "SMB2 selected" },
	[VERDICT_SMB1_SELECTED]		= { "SMB1 selected", "selected" },
	[VERDICT_SMB1_IN_USE]		= { "SMB1 in use", "in use" },
	[VERDICT_RED_HERRING]		= { "Red herring reset", "red herring" },
	[VERDICT_REFUSED_BY_RESET]	= { "SMB1 refused by reset", "refused by reset" },
	[VERDICT_REFUSED_BY_ANSWER]	= { "SMB1 refused by answer", "refused by answer" },
	[VERDICT_REFUSED_BY_CLOSE]	= { "SMB1 refused by close", "refused by close" },
	[VERDICT_ABANDONED]		= { "SMB1 abandoned", "abandoned" },
	[VERDICT_SMB2_REFUSED]		= { "SMB2 refused", "SMB2 refused" },
	[VERDICT_INVALID_ANSWER]	= { "Invalid answer", "invalid answer" },
	[VERDICT_TRAFFIC_SEEN]		= { "SMB1 traffic seen", "traffic seen" },
	[VERDICT_OFFER_REFUSED]		= { "Offer refused", "offer refused" },
};

static const enum offer_kind kinds[OFFER_CLASSES] = {
	[OFFER_NOT_SEEN]	= KIND_UNCLEAR,
	[OFFER_SMB1_ONLY]	= KIND_SMB1_ONLY,
	[OFFER_SMB1_AND_SMB2]	= KIND_BOTH,
	[OFFER_SMB2_WITH_DECOY]	= KIND_BOTH,
	[OFFER_SMB2_ONLY]	= KIND_SMB2_ONLY,
	[OFFER_UNRECOGNIZED]	= KIND_UNCLEAR,
	[OFFER_INCOMPLETE]	= KIND_UNCLEAR,
};

#define ALWAYS(verdict) \
	{ VERDICT_##verdict, VERDICT_##verdict, VERDICT_##verdict, VERDICT_##verdict }
#define REFUSAL(smb1_only) \
	{ [KIND_UNCLEAR] = VERDICT_OFFER_REFUSED, [KIND_SMB1_ONLY] = VERDICT_##smb1_only, \
	  [KIND_BOTH] = VERDICT_SMB2_REFUSED, [KIND_SMB2_ONLY] = VERDICT_SMB2_REFUSED }

static const enum verdict by_state[NEGOTIATION_STATES][OFFER_KINDS] = {
	[STATE_NEW]		= ALWAYS(NONE),
	[STATE_OFFERED]		= ALWAYS(NO_ANSWER),
	[STATE_PIPELINED]	= ALWAYS(NO_ANSWER),
	[STATE_PRESUMED]	= ALWAYS(NO_ANSWER),
	[STATE_LEFT]		= ALWAYS(NO_ANSWER),
	[STATE_SMB2]		= ALWAYS(SMB2_SELECTED),
	[STATE_SELECTED]	= ALWAYS(SMB1_SELECTED),
	[STATE_BAITED]		= ALWAYS(SMB1_SELECTED),
	[STATE_UNOFFERED]	= ALWAYS(SMB1_SELECTED),
	[STATE_COMMANDED]	= ALWAYS(SMB1_SELECTED),
	[STATE_IN_USE]		= ALWAYS(SMB1_IN_USE),
	[STATE_RED_HERRING]	= ALWAYS(RED_HERRING),
	[STATE_RESET]		= REFUSAL(REFUSED_BY_RESET),
	[STATE_REFUSED]		= REFUSAL(REFUSED_BY_ANSWER),
	[STATE_CLOSED]		= REFUSAL(REFUSED_BY_CLOSE),
	[STATE_ABANDONED]	= ALWAYS(ABANDONED),
	[STATE_INVALID]		= ALWAYS(INVALID_ANSWER),
	[STATE_MIDSTREAM]	= ALWAYS(TRAFFIC_SEEN),
};

enum offer_kind
offer_kind_of(const struct negotiation *negotiation)
{
	return kinds[negotiation->offer ? negotiation->offer->class : OFFER_NOT_SEEN];
}

enum verdict
verdict_of(const struct negotiation *negotiation)
{
	return by_state[negotiation->state][offer_kind_of(negotiation)];
}

const char *
verdict_name(enum verdict verdict)
{
	return verdict < VERDICTS ? verdicts[verdict].name : NULL;
}

const char *
verdict_short_name(enum verdict verdict)
{
	return verdict < VERDICTS ? verdicts[verdict].short_name : NULL;
}

bool
verdict_rests_on_silence(const struct negotiation *negotiation)
{
	return negotiation->state == STATE_RESET || negotiation->state == STATE_CLOSED;
}

bool
verdict_shows_smb1_only(const struct negotiation *negotiation, unsigned marks)
{
	enum verdict verdict = verdict_of(negotiation);

	if (offer_kind_of(negotiation) != KIND_SMB1_ONLY)
		return false;
	if (marks & (MARK_OFFER | MARK_ANSWER))
		return true;
	return (marks & MARK_CLOSE) &&
	    (verdict == VERDICT_REFUSED_BY_RESET || verdict == VERDICT_REFUSED_BY_CLOSE);
}

/* verdict.c - what became of a negotiation, and who needs SMB1
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

#include "verdict.h"

/* Who needs SMB1 by verdict; the last three depend on the offer. */
enum needs_rule {
	RULE_NOBODY,
	RULE_CLIENT,
	RULE_SERVER,
	RULE_UNKNOWN,
	RULE_CLIENT_IF_SMB1_ONLY,
	RULE_BY_OFFER
};

static const struct {
	const char *name;
	enum needs_rule needs;
} verdicts[VERDICTS] = {
	[VERDICT_NO_ANSWER]		= { "No answer seen", RULE_CLIENT_IF_SMB1_ONLY },
	[VERDICT_SMB2_SELECTED]		= { "SMB2 selected", RULE_NOBODY },
	[VERDICT_SMB1_SELECTED]		= { "SMB1 selected", RULE_BY_OFFER },
	[VERDICT_SMB1_IN_USE]		= { "SMB1 in use", RULE_BY_OFFER },
	[VERDICT_RED_HERRING]		= { "Red herring reset", RULE_SERVER },
	[VERDICT_REFUSED_BY_RESET]	= { "SMB1 refused by reset", RULE_CLIENT },
	[VERDICT_REFUSED_BY_ANSWER]	= { "SMB1 refused by answer", RULE_CLIENT },
	[VERDICT_REFUSED_BY_CLOSE]	= { "SMB1 refused by close", RULE_CLIENT },
	[VERDICT_ABANDONED]		= { "SMB1 abandoned", RULE_BY_OFFER },
	[VERDICT_SMB2_REFUSED]		= { "SMB2 refused", RULE_NOBODY },
	[VERDICT_INVALID_ANSWER]	= { "Invalid answer", RULE_NOBODY },
	[VERDICT_TRAFFIC_SEEN]		= { "SMB1 traffic seen", RULE_UNKNOWN },
	[VERDICT_OFFER_REFUSED]		= { "Offer refused", RULE_NOBODY },
};

/* What the offer says of who is to blame. */
enum offer_kind { KIND_UNCLEAR, KIND_SMB1_ONLY, KIND_BOTH, KIND_SMB2_ONLY, OFFER_KINDS };

static const enum offer_kind kinds[OFFER_CLASSES] = {
	[OFFER_NOT_SEEN]	= KIND_UNCLEAR,
	[OFFER_SMB1_ONLY]	= KIND_SMB1_ONLY,
	[OFFER_SMB1_AND_SMB2]	= KIND_BOTH,
	[OFFER_SMB2_WITH_DECOY]	= KIND_BOTH,
	[OFFER_SMB2_ONLY]	= KIND_SMB2_ONLY,
	[OFFER_UNRECOGNIZED]	= KIND_UNCLEAR,
	[OFFER_INCOMPLETE]	= KIND_UNCLEAR,
};

static const enum needs_smb1 needs_by_offer[OFFER_KINDS] = {
	[KIND_UNCLEAR]		= NEEDS_UNKNOWN,
	[KIND_SMB1_ONLY]	= NEEDS_CLIENT,
	[KIND_BOTH]		= NEEDS_SERVER,
	[KIND_SMB2_ONLY]	= NEEDS_UNKNOWN,
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

static const struct {
	const char *name;
	const char *sentence;
} needs[] = {
	[NEEDS_CLIENT]	= { "client", "client needs SMB1" },
	[NEEDS_SERVER]	= { "server", "server needs SMB1" },
	[NEEDS_UNKNOWN]	= { "unknown", "who needs SMB1 is not known" },
};

static enum offer_kind
offer_kind(const struct negotiation *negotiation)
{
	return kinds[negotiation->offer ? negotiation->offer->class : OFFER_NOT_SEEN];
}

enum verdict
verdict_of(const struct negotiation *negotiation)
{
	return by_state[negotiation->state][offer_kind(negotiation)];
}

enum needs_smb1
verdict_needs_smb1(const struct negotiation *negotiation)
{
	enum offer_kind kind = offer_kind(negotiation);

	switch (verdicts[verdict_of(negotiation)].needs) {
	case RULE_CLIENT:
		return NEEDS_CLIENT;
	case RULE_SERVER:
		return NEEDS_SERVER;
	case RULE_UNKNOWN:
		return NEEDS_UNKNOWN;
	case RULE_CLIENT_IF_SMB1_ONLY:
		return kind == KIND_SMB1_ONLY ? NEEDS_CLIENT : NEEDS_ABSENT;
	case RULE_BY_OFFER:
		return needs_by_offer[kind];
	case RULE_NOBODY:
		break;
	}
	return NEEDS_ABSENT;
}

const char *
verdict_name(enum verdict verdict)
{
	return verdict < VERDICTS ? verdicts[verdict].name : NULL;
}

const char *
needs_smb1_sentence(enum needs_smb1 side)
{
	return needs[side].sentence;
}

const char *
needs_smb1_name(enum needs_smb1 side)
{
	return needs[side].name;
}

bool
verdict_shows_smb1_only(const struct negotiation *negotiation, unsigned marks)
{
	enum verdict verdict = verdict_of(negotiation);

	if (offer_kind(negotiation) != KIND_SMB1_ONLY)
		return false;
	if (marks & (MARK_OFFER | MARK_ANSWER))
		return true;
	return (marks & MARK_CLOSE) &&
	    (verdict == VERDICT_REFUSED_BY_RESET || verdict == VERDICT_REFUSED_BY_CLOSE);
}

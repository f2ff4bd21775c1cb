/* need.c - what one connection says of the need that its hosts have of SMB1, and why
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

#include "need.h"
#include "software.h"

static const char *const reasons[REASONS] = {
	[REASON_OFFERS_SMB1_ONLY]	= "offers SMB1 only",
	[REASON_TOOK_SMB1]		= "took SMB1 though SMB2 was on offer",
	[REASON_SOFTWARE]		= "its software has no SMB2",
	[REASON_NOT_CAPTURED]		= "speaks SMB1, the offer was not captured",
	[REASON_NOT_TOLD]		= "speaks SMB1, the offer does not tell who needs it",
	[REASON_BROWSER]		= "Computer Browser",
	[REASON_SCANNER]		= "scanner",
};

static const char *const names[NEEDS] = {
	[NEED_NOT_SHOWN]	= "not shown",
	[NEED_NONE]		= "no",
	[NEED_BROWSER]		= "no (Computer Browser)",
	[NEED_SCANNER]		= "no (scanner)",
	[NEED_PERHAPS]		= "perhaps",
	[NEED_CERTAIN]		= "yes",
};

/* What a verdict says of who needs SMB1; the last two depend on the offer. */
enum needs_rule { RULE_NOBODY, RULE_CLIENT, RULE_SERVER, RULE_UNKNOWN, RULE_CLIENT_IF_SMB1_ONLY,
    RULE_BY_OFFER };

static const enum needs_rule rules[VERDICTS] = {
	[VERDICT_NO_ANSWER]		= RULE_CLIENT_IF_SMB1_ONLY,
	[VERDICT_SMB2_SELECTED]		= RULE_NOBODY,
	[VERDICT_SMB1_SELECTED]		= RULE_BY_OFFER,
	[VERDICT_SMB1_IN_USE]		= RULE_BY_OFFER,
	[VERDICT_RED_HERRING]		= RULE_SERVER,
	[VERDICT_REFUSED_BY_RESET]	= RULE_CLIENT,
	[VERDICT_REFUSED_BY_ANSWER]	= RULE_CLIENT,
	[VERDICT_REFUSED_BY_CLOSE]	= RULE_CLIENT,
	[VERDICT_ABANDONED]		= RULE_BY_OFFER,
	[VERDICT_SMB2_REFUSED]		= RULE_NOBODY,
	[VERDICT_INVALID_ANSWER]	= RULE_NOBODY,
	[VERDICT_TRAFFIC_SEEN]		= RULE_UNKNOWN,
	[VERDICT_OFFER_REFUSED]		= RULE_NOBODY,
};

static enum needs_smb1
needs_by_offer(enum offer_kind kind)
{
	switch (kind) {
	case KIND_SMB1_ONLY:
		return NEEDS_CLIENT;
	case KIND_BOTH:
	case KIND_SMB2_ONLY:
		return NEEDS_SERVER;
	default:
		return NEEDS_UNKNOWN;
	}
}

/* Whoever asked, and for what. */
static enum needs_smb1
needs_by_verdict(const struct audit *audit)
{
	const enum offer_kind kind = offer_kind_of(&audit->negotiation);

	switch (rules[audit_verdict(audit)]) {
	case RULE_CLIENT:
		return NEEDS_CLIENT;
	case RULE_SERVER:
		return NEEDS_SERVER;
	case RULE_UNKNOWN:
		return NEEDS_UNKNOWN;
	case RULE_CLIENT_IF_SMB1_ONLY:
		return kind == KIND_SMB1_ONLY && audit->not_seen == NULL ? NEEDS_CLIENT : NEEDS_ABSENT;
	case RULE_BY_OFFER:
		return needs_by_offer(kind);
	case RULE_NOBODY:
		break;
	}
	return NEEDS_ABSENT;
}

static enum reason
reason_of(const struct audit *audit, enum needs_smb1 needs)
{
	switch (needs) {
	case NEEDS_CLIENT:
		return REASON_OFFERS_SMB1_ONLY;
	case NEEDS_SERVER:
		return REASON_TOOK_SMB1;
	case NEEDS_UNKNOWN:
		return audit->negotiation.offer ? REASON_NOT_TOLD : REASON_NOT_CAPTURED;
	case NEEDS_ABSENT:
		break;
	}
	return REASON_NONE;
}

/* A server that takes SMB1 though SMB2 is on offer is limited to SMB1, whoever asks and
 * for what; any other connection of these is set apart. */
static enum reason
apart(const struct audit *audit, enum needs_smb1 needs)
{
	if (needs == NEEDS_ABSENT || needs == NEEDS_SERVER)
		return REASON_NONE;
	if (audit_is_scanner(audit))
		return REASON_SCANNER;
	return audit_is_browser(audit) ? REASON_BROWSER : REASON_NONE;
}

enum needs_smb1
needs_smb1(const struct audit *audit)
{
	const enum needs_smb1 needs = needs_by_verdict(audit);

	return apart(audit, needs) == REASON_NONE ? needs : NEEDS_ABSENT;
}

static struct why
why_of(enum reason reason, const char *of)
{
	const struct why why = { reasons[reason], of };

	return why;
}

struct why
needs_why(const struct audit *audit)
{
	const enum needs_smb1 needs = needs_by_verdict(audit);
	const enum reason apart_for = apart(audit, needs);

	return why_of(apart_for != REASON_NONE ? apart_for : reason_of(audit, needs), NULL);
}

/* Whether the server spoke SMB1 to its client. */
static bool
serves_smb1(const struct audit *audit)
{
	switch (audit_verdict(audit)) {
	case VERDICT_SMB1_SELECTED:
	case VERDICT_SMB1_IN_USE:
	case VERDICT_RED_HERRING:
	case VERDICT_ABANDONED:
	case VERDICT_TRAFFIC_SEEN:
		return true;
	default:
		return false;
	}
}

/* A client may name any software: tools forge it. A server that serves tells its own; of
 * one that was met by those alone who are set apart, nothing else is shown. */
static const char *
software_of_server(const struct audit *audit)
{
	return serves_smb1(audit) ? software_without_smb2(audit_detail(audit, SERVER_OS),
	    audit_detail(audit, SERVER_LANMAN)) : NULL;
}

static bool
speaks_smb2(const struct audit *audit, enum side side)
{
	const struct negotiation *negotiation = &audit->negotiation;

	if (audit_verdict(audit) == VERDICT_SMB2_SELECTED)
		return true;
	return side == SIDE_CLIENT && negotiation->offer != NULL && negotiation->offer->list.smb2;
}

struct host_need
need_of(const struct audit *audit, enum side side)
{
	const enum needs_smb1 needs = needs_by_verdict(audit);
	const enum reason apart_for = apart(audit, needs);
	const char *software = side == SIDE_SERVER ? software_of_server(audit) : NULL;
	const bool is_needing = (needs == NEEDS_CLIENT && side == SIDE_CLIENT) ||
	    (needs == NEEDS_SERVER && side == SIDE_SERVER);
	struct host_need need = { NEED_NOT_SHOWN, REASON_NONE, NULL };

	if (side == SIDE_UNKNOWN)
		return need;
	if (software != NULL && !is_needing) {
		need.need = NEED_CERTAIN;
		need.reason = REASON_SOFTWARE;
		need.of = software;
	} else if (apart_for != REASON_NONE && side == SIDE_CLIENT) {
		need.need = apart_for == REASON_SCANNER ? NEED_SCANNER : NEED_BROWSER;
		need.reason = apart_for;
	} else if (apart_for == REASON_NONE && (is_needing || needs == NEEDS_UNKNOWN)) {
		need.need = is_needing ? NEED_CERTAIN : NEED_PERHAPS;
		need.reason = reason_of(audit, needs);
	} else if (speaks_smb2(audit, side)) {
		need.need = NEED_NONE;
	}
	return need;
}

struct why
need_why(const struct host_need *need)
{
	return why_of(need->reason, need->of);
}

const char *
need_name(enum need need)
{
	return (unsigned)need < NEEDS ? names[need] : NULL;
}

const char *
needs_smb1_name(enum needs_smb1 needs)
{
	static const char *const sides[] = { NULL, "client", "server", "unknown" };

	return needs <= NEEDS_UNKNOWN ? sides[needs] : NULL;
}

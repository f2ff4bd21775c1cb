/* remarks.c - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "remarks.h"

#include <epan/expert.h>

/* Of each one for hosts, and a note for what is set apart: scanners, the Computer
 * Browser. Both have the same name. */
struct pair {
	expert_field ours, apart;
};

static struct pair ei_smb1_only = { EI_INIT, EI_INIT };
static struct pair ei_smb1_selected = { EI_INIT, EI_INIT };
static struct pair ei_red_herring = { EI_INIT, EI_INIT };
static struct pair ei_smb1_refused = { EI_INIT, EI_INIT };
static struct pair ei_smb1_in_use = { EI_INIT, EI_INIT };
static struct pair ei_decoy = { EI_INIT, EI_INIT };
static struct pair ei_incomplete_offer = { EI_INIT, EI_INIT };
static struct pair ei_invalid_answer = { EI_INIT, EI_INIT };
static struct pair ei_unknown_dialect = { EI_INIT, EI_INIT };

#define BOTH(pair, name, group, severity, severity_apart, text) \
	{ &pair.apart, { "smb1audit.expert." name, group, severity_apart, text, EXPFILL } }, \
	{ &pair.ours, { "smb1audit.expert." name, group, severity, text, EXPFILL } }

static ei_register_info ei[] = {
	BOTH(ei_smb1_only, "smb1_only", PI_SECURITY, PI_WARN, PI_NOTE,
	    "The client offers SMB1 only"),
	BOTH(ei_smb1_selected, "smb1_selected", PI_SECURITY, PI_WARN, PI_NOTE,
	    "The server selects SMB1"),
	BOTH(ei_red_herring, "red_herring", PI_SECURITY, PI_WARN, PI_NOTE,
	    "The server is the SMB1-only host, the client is fine"),
	BOTH(ei_smb1_refused, "smb1_refused", PI_SECURITY, PI_WARN, PI_NOTE,
	    "The server refuses a client that offers SMB1 only"),
	BOTH(ei_smb1_in_use, "smb1_in_use", PI_SECURITY, PI_WARN, PI_NOTE,
	    "SMB1 is in use"),
	BOTH(ei_decoy, "decoy", PI_SECURITY, PI_CHAT, PI_CHAT,
	    "SMB1 on the wire although the client may have none"),
	BOTH(ei_incomplete_offer, "incomplete_offer", PI_UNDECODED, PI_NOTE, PI_NOTE,
	    "The client's dialect list was not captured whole"),
	BOTH(ei_invalid_answer, "invalid_answer", PI_PROTOCOL, PI_WARN, PI_NOTE,
	    "The answer cannot be one to the client's offer"),
	BOTH(ei_unknown_dialect, "unknown_dialect", PI_PROTOCOL, PI_NOTE, PI_NOTE,
	    "The client lists a dialect that is not known"),
};

void
remarks_register(int protocol)
{
	expert_register_field_array(expert_register_protocol(protocol), ei, array_length(ei));
}

static bool
offers(const struct audit *audit, enum offer_class class)
{
	return audit->negotiation.offer != NULL && audit->negotiation.offer->class == class;
}

static bool
offers_smb1_only(const struct audit *audit, uint32_t frame _U_)
{
	return offers(audit, OFFER_SMB1_ONLY);
}

static bool
offers_decoy(const struct audit *audit, uint32_t frame _U_)
{
	return offers(audit, OFFER_SMB2_WITH_DECOY);
}

static bool
offers_incompletely(const struct audit *audit, uint32_t frame _U_)
{
	return offers(audit, OFFER_INCOMPLETE);
}

static bool
offers_unknown_dialect(const struct audit *audit, uint32_t frame _U_)
{
	return audit->negotiation.offer->unknown != NULL;
}

/* Of two answers that contradict each other, the first only selected SMB1. */
static bool
is_invalid_answer(const struct audit *audit, uint32_t frame)
{
	return audit_verdict(audit) == VERDICT_INVALID_ANSWER &&
	    frame == audit->negotiation.answer_frame;
}

/* Whether the answer selected SMB1 from an offer of that kind. */
static bool
selects_smb1(const struct audit *audit, enum offer_kind kind)
{
	return audit->negotiation.family == FAMILY_SMB1 &&
	    audit_verdict(audit) != VERDICT_INVALID_ANSWER && offer_kind_of(&audit->negotiation) == kind;
}

static bool
selects_smb1_for_client(const struct audit *audit, uint32_t frame _U_)
{
	return selects_smb1(audit, KIND_SMB1_ONLY);
}

static bool
selects_smb1_for_server(const struct audit *audit, uint32_t frame _U_)
{
	return selects_smb1(audit, KIND_BOTH) || selects_smb1(audit, KIND_SMB2_ONLY);
}

static bool
selects_smb1_unclear(const struct audit *audit, uint32_t frame)
{
	return selects_smb1(audit, KIND_UNCLEAR) ||
	    (audit_verdict(audit) == VERDICT_INVALID_ANSWER && frame != audit->negotiation.answer_frame);
}

static bool
refuses_by_answer(const struct audit *audit, uint32_t frame _U_)
{
	return audit_verdict(audit) == VERDICT_REFUSED_BY_ANSWER;
}

static bool
refuses_by_closing(const struct audit *audit, uint32_t frame _U_)
{
	return audit_verdict(audit) == VERDICT_REFUSED_BY_RESET ||
	    audit_verdict(audit) == VERDICT_REFUSED_BY_CLOSE;
}

static bool
is_red_herring(const struct audit *audit, uint32_t frame _U_)
{
	return audit_verdict(audit) == VERDICT_RED_HERRING;
}

static bool
is_in_use(const struct audit *audit, uint32_t frame _U_)
{
	return audit_verdict(audit) == VERDICT_SMB1_IN_USE;
}

#define REFUSAL_TEXT "Client %s offers SMB1 only and server %s refuses it: " \
	"the client has no access without SMB1"
#define REFUSAL_APART "Client %s offers SMB1 only and server %s refuses it: " \
	"no need of SMB1, %s"

/* Which expert info stands on which frame of which connection. Expert Information cuts the
 * end off, so the text begins with the side that it is about. Where the connection is set
 * apart and that changes what it means, the second text stands, with why. */
static const struct remark {
	struct pair *fields;
	enum negotiation_mark mark;
	bool (*applies)(const struct audit *audit, uint32_t frame);
	enum side first;		/* whom the text names first */
	const char *text;		/* NULL: depends on the software */
	const char *apart;		/* NULL: the same */
} remarks[] = {
	{ &ei_smb1_only, MARK_OFFER, offers_smb1_only, SIDE_CLIENT,
	    "Client %s offers SMB1 only to server %s: "
	    "it loses that access when SMB1 is switched off",
	    "Client %s offers SMB1 only to server %s: no need of SMB1, %s" },
	{ &ei_decoy, MARK_OFFER, offers_decoy, SIDE_CLIENT, NULL, NULL },
	{ &ei_incomplete_offer, MARK_OFFER, offers_incompletely, SIDE_CLIENT,
	    "The list of client %s for server %s was not captured whole: "
	    "no claim about SMB1 is made from it", NULL },
	{ &ei_unknown_dialect, MARK_OFFER, offers_unknown_dialect, SIDE_CLIENT,
	    "Client %s lists a dialect for server %s that is not known", NULL },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_for_client, SIDE_CLIENT,
	    "Client %s offers SMB1 only, and server %s selects it: the client needs SMB1",
	    "Client %s offers SMB1 only, and server %s selects it: no need of SMB1, %s" },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_for_server, SIDE_SERVER,
	    "Server %s needs SMB1: it selects SMB1 though client %s offers SMB2", NULL },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_unclear, SIDE_CLIENT,
	    "Client %s is answered with SMB1 by server %s: "
	    "who needs SMB1 is not known",
	    "Client %s is answered with SMB1 by server %s: no need of SMB1, %s" },
	{ &ei_smb1_refused, MARK_ANSWER, refuses_by_answer, SIDE_CLIENT, REFUSAL_TEXT, REFUSAL_APART },
	{ &ei_smb1_refused, MARK_CLOSE, refuses_by_closing, SIDE_CLIENT, REFUSAL_TEXT, REFUSAL_APART },
	{ &ei_invalid_answer, MARK_ANSWER, is_invalid_answer, SIDE_CLIENT,
	    "To the offer of client %s, this cannot be the answer of server %s", NULL },
	{ &ei_red_herring, MARK_CLOSE, is_red_herring, SIDE_SERVER,
	    "Server %s needs SMB1: it selected SMB1 though client %s offered SMB2, "
	    "so the client resets; the client is fine", NULL },
	{ &ei_smb1_in_use, MARK_USE, is_in_use, SIDE_CLIENT,
	    "Client %s uses SMB1 on server %s", NULL },
};

/* What a decoy means, by the software that sent it. */
static const char *
decoy_text(const struct stack *stack)
{
	switch (stack ? stack->kind : STACK_OTHER) {
	case STACK_WINDOWS:
		return "Client %s lists NT LM 0.12 for server %s as bait: Windows 10 1709 and later "
		    "do so with SMB1 removed, so that SMB1-only servers show themselves";
	case STACK_FALLBACK:
		return "Client %s would fall back to SMB1 with server %s: macOS lists NT LM 0.12 "
		    "in earnest";
	case STACK_TOOL:
	case STACK_SCANNER:
	case STACK_GARBAGE:
		return "Client %s lists NT LM 0.12 for server %s beside SMB2: it is a tool, which "
		    "says nothing of the host";
	case STACK_OTHER:
		break;
	}
	return "Client %s offers SMB2 to server %s: Windows 10 1709 and later list NT LM 0.12 with "
	    "SMB1 removed, macOS and tools do in earnest; this request tells not which";
}

static const char *
text_of(const struct remark *remark, const struct audit *audit, bool apart)
{
	if (apart && remark->apart != NULL && needs_smb1(audit) == NEEDS_ABSENT)
		return remark->apart;
	return remark->text ? remark->text : decoy_text(audit->stack);
}

void
remarks_add(const struct audited *audited, const char *client, const char *server,
    packet_info *pinfo, proto_item *item)
{
	const struct audit *audit = &audited->connection->audit;
	const bool apart = audit_is_scanner(audit) || audit_is_browser(audit);
	const struct why why = needs_why(audit);

	client = client ? client : "(unknown)";
	server = server ? server : "(unknown)";
	for (unsigned i = 0; i < array_length(remarks); i++) {
		const struct remark *remark = &remarks[i];

		if ((audited->marks & remark->mark) && remark->applies(audit, pinfo->num))
			expert_add_info_format(pinfo, item,
			    apart ? &remark->fields->apart : &remark->fields->ours,
			    text_of(remark, audit, apart),
			    remark->first == SIDE_CLIENT ? client : server,
			    remark->first == SIDE_CLIENT ? server : client, why.text ? why.text : "");
	}
}

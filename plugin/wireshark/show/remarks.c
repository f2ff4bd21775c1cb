/* remarks.c - the expert infos of one finding
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "remarks.h"

#include <epan/expert.h>

static expert_field ei_smb1_only = EI_INIT;
static expert_field ei_smb1_selected = EI_INIT;
static expert_field ei_red_herring = EI_INIT;
static expert_field ei_smb1_refused = EI_INIT;
static expert_field ei_smb1_in_use = EI_INIT;
static expert_field ei_decoy = EI_INIT;
static expert_field ei_incomplete_offer = EI_INIT;
static expert_field ei_invalid_answer = EI_INIT;
static expert_field ei_unknown_dialect = EI_INIT;

static ei_register_info ei[] = {
	{ &ei_smb1_only, { "smb1audit.expert.smb1_only", PI_SECURITY, PI_WARN,
	    "The client offers SMB1 only", EXPFILL } },
	{ &ei_smb1_selected, { "smb1audit.expert.smb1_selected", PI_SECURITY, PI_WARN,
	    "The server selects SMB1", EXPFILL } },
	{ &ei_red_herring, { "smb1audit.expert.red_herring", PI_SECURITY, PI_WARN,
	    "The server is the SMB1-only host, the client is fine", EXPFILL } },
	{ &ei_smb1_refused, { "smb1audit.expert.smb1_refused", PI_SECURITY, PI_WARN,
	    "The server refuses a client that offers SMB1 only", EXPFILL } },
	{ &ei_smb1_in_use, { "smb1audit.expert.smb1_in_use", PI_SECURITY, PI_WARN,
	    "SMB1 is in use", EXPFILL } },
	{ &ei_decoy, { "smb1audit.expert.decoy", PI_SECURITY, PI_CHAT,
	    "SMB1 on the wire although the client may have none", EXPFILL } },
	{ &ei_incomplete_offer, { "smb1audit.expert.incomplete_offer", PI_UNDECODED, PI_NOTE,
	    "The client's dialect list was not captured whole", EXPFILL } },
	{ &ei_invalid_answer, { "smb1audit.expert.invalid_answer", PI_PROTOCOL, PI_WARN,
	    "The answer cannot be one to the client's offer", EXPFILL } },
	{ &ei_unknown_dialect, { "smb1audit.expert.unknown_dialect", PI_PROTOCOL, PI_NOTE,
	    "The client lists a dialect that is not known", EXPFILL } },
};

void
remarks_register(int protocol)
{
	expert_register_field_array(expert_register_protocol(protocol), ei, array_length(ei));
}

static enum offer_class
class_of(const struct negotiation *negotiation)
{
	return negotiation->offer ? negotiation->offer->class : OFFER_NOT_SEEN;
}

static bool
offers_smb1_only(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return class_of(negotiation) == OFFER_SMB1_ONLY;
}

static bool
offers_decoy(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return class_of(negotiation) == OFFER_SMB2_WITH_DECOY;
}

static bool
offers_incompletely(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return class_of(negotiation) == OFFER_INCOMPLETE;
}

static bool
offers_unknown_dialect(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return negotiation->offer->unknown != NULL;
}

static bool
is_invalid(const struct negotiation *negotiation)
{
	return verdict_of(negotiation) == VERDICT_INVALID_ANSWER;
}

/* Of two answers that contradict each other, the first only selected SMB1. */
static bool
is_invalid_answer(const struct negotiation *negotiation, uint32_t frame)
{
	return is_invalid(negotiation) && frame == negotiation->answer_frame;
}

/* Whether the answer selected SMB1, and that side has to change for it. */
static bool
selects_smb1(const struct negotiation *negotiation, enum needs_smb1 side)
{
	return negotiation->family == FAMILY_SMB1 && !is_invalid(negotiation) &&
	    verdict_needs_smb1(negotiation) == side;
}

static bool
selects_smb1_for_client(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return selects_smb1(negotiation, NEEDS_CLIENT);
}

static bool
selects_smb1_for_server(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return selects_smb1(negotiation, NEEDS_SERVER);
}

static bool
selects_smb1_unclear(const struct negotiation *negotiation, uint32_t frame)
{
	return selects_smb1(negotiation, NEEDS_UNKNOWN) ||
	    (is_invalid(negotiation) && frame != negotiation->answer_frame);
}

static bool
refuses_by_answer(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return verdict_of(negotiation) == VERDICT_REFUSED_BY_ANSWER;
}

static bool
refuses_by_closing(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return verdict_of(negotiation) == VERDICT_REFUSED_BY_RESET ||
	    verdict_of(negotiation) == VERDICT_REFUSED_BY_CLOSE;
}

static bool
is_red_herring(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return verdict_of(negotiation) == VERDICT_RED_HERRING;
}

static bool
is_in_use(const struct negotiation *negotiation, uint32_t frame _U_)
{
	return verdict_of(negotiation) == VERDICT_SMB1_IN_USE;
}

#define REFUSAL_TEXT "Client %s offers SMB1 only and server %s refuses it: " \
	"the client has no access without SMB1"

/* Which expert info stands on which frame of which negotiation. The text names
 * the client, then the server. */
static const struct remark {
	expert_field *field;
	enum negotiation_mark mark;
	bool (*applies)(const struct negotiation *negotiation, uint32_t frame);
	const char *text;		/* NULL: depends on the software */
} remarks[] = {
	{ &ei_smb1_only, MARK_OFFER, offers_smb1_only,
	    "Client %s offers SMB1 only to server %s: "
	    "it loses that access when SMB1 is switched off" },
	{ &ei_decoy, MARK_OFFER, offers_decoy, NULL },
	{ &ei_incomplete_offer, MARK_OFFER, offers_incompletely,
	    "The list of client %s for server %s was not captured whole: "
	    "no claim about SMB1 is made from it" },
	{ &ei_unknown_dialect, MARK_OFFER, offers_unknown_dialect,
	    "Client %s lists a dialect for server %s that is not known" },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_for_client,
	    "Client %s offers SMB1 only, and server %s selects it: the client needs SMB1" },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_for_server,
	    "Client %s offers SMB2 too, yet server %s selects SMB1: the server needs SMB1" },
	{ &ei_smb1_selected, MARK_ANSWER, selects_smb1_unclear,
	    "Client %s is answered with SMB1 by server %s: "
	    "who needs SMB1 is not known" },
	{ &ei_smb1_refused, MARK_ANSWER, refuses_by_answer, REFUSAL_TEXT },
	{ &ei_smb1_refused, MARK_CLOSE, refuses_by_closing, REFUSAL_TEXT },
	{ &ei_invalid_answer, MARK_ANSWER, is_invalid_answer,
	    "To the offer of client %s, this cannot be the answer of server %s" },
	{ &ei_red_herring, MARK_CLOSE, is_red_herring,
	    "Client %s is fine: it offered SMB2 and resets since server %s selected SMB1; "
	    "that server is the SMB1-only host" },
	{ &ei_smb1_in_use, MARK_USE, is_in_use,
	    "Client %s uses SMB1 on server %s" },
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
		return "Client %s lists NT LM 0.12 for server %s beside SMB2: it is a tool, which "
		    "says nothing of the host";
	case STACK_OTHER:
		break;
	}
	return "Client %s offers SMB2 to server %s: Windows 10 1709 and later list NT LM 0.12 with "
	    "SMB1 removed, macOS and tools do in earnest; this request tells not which";
}

void
remarks_add(const struct negotiation *negotiation, const struct stack *stack, unsigned marks,
    const struct endpoints *endpoints, packet_info *pinfo, proto_item *item)
{
	for (unsigned i = 0; i < array_length(remarks); i++) {
		const struct remark *remark = &remarks[i];

		if (!(marks & remark->mark) || !remark->applies(negotiation, pinfo->num))
			continue;
		expert_add_info_format(pinfo, item, remark->field,
		    remark->text ? remark->text : decoy_text(stack),
		    endpoints->client ? endpoints->client : "(unknown)",
		    endpoints->server ? endpoints->server : "(unknown)");
	}
}

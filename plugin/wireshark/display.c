/* display.c - the tree, the expert infos and the Info column of one finding
 *
 * Everything is drawn from what the first pass kept, the same on every pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "display.h"

#include <epan/expert.h>
#include <epan/prefs.h>
#include <epan/to_str.h>

static int proto_smb1audit;

static int hf_summary = -1;
static int hf_offer = -1;
static int hf_offer_dialect = -1;
static int hf_offer_count = -1;
static int hf_smb1_only = -1;
static int hf_selected = -1;
static int hf_selected_index = -1;
static int hf_selected_family = -1;
static int hf_verdict = -1;
static int hf_needs_smb1 = -1;
static int hf_offer_frame = -1;
static int hf_answer_frame = -1;
static int hf_close_frame = -1;
static int hf_client_address = -1;
static int hf_server_address = -1;

static int ett_smb1audit = -1;
static int ett_offer = -1;

static expert_field ei_smb1_only = EI_INIT;
static expert_field ei_smb1_selected = EI_INIT;
static expert_field ei_red_herring = EI_INIT;
static expert_field ei_smb1_refused = EI_INIT;
static expert_field ei_smb1_in_use = EI_INIT;
static expert_field ei_decoy = EI_INIT;
static expert_field ei_incomplete_offer = EI_INIT;
static expert_field ei_invalid_answer = EI_INIT;
static expert_field ei_unknown_dialect = EI_INIT;

/* Filled from room 1's tables by fill_names(); the last row stays {0, NULL}. */
static value_string offer_classes[OFFER_CLASSES];
static value_string families[FAMILY_NONE + 1];
static value_string verdicts[VERDICTS];
static value_string needs[NEEDS_UNKNOWN + 1];

static audit_pref_bool append_info = true;

static hf_register_info hf[] = {
	{ &hf_summary, { "Summary", "smb1audit.summary", FT_STRING, BASE_NONE, NULL, 0,
	    "What the client requested and the server selected", HFILL } },
	{ &hf_offer, { "Offer", "smb1audit.offer", FT_UINT8, BASE_DEC, VALS(offer_classes), 0,
	    "Class of the client's dialect list", HFILL } },
	{ &hf_offer_dialect, { "Dialect", "smb1audit.offer.dialect", FT_STRING, BASE_NONE, NULL, 0,
	    "A dialect the client listed", HFILL } },
	{ &hf_offer_count, { "Dialects", "smb1audit.offer.count", FT_UINT16, BASE_DEC, NULL, 0,
	    "How many dialects the client listed", HFILL } },
	{ &hf_smb1_only, { "SMB1 only", "smb1audit.smb1_only", FT_BOOLEAN, BASE_NONE, NULL, 0,
	    "Part of the exchange about an offer of SMB1 alone", HFILL } },
	{ &hf_selected, { "Selected dialect", "smb1audit.selected", FT_STRING, BASE_NONE, NULL, 0,
	    "The dialect the server chose", HFILL } },
	{ &hf_selected_index, { "Selected index", "smb1audit.selected.index", FT_UINT16, BASE_DEC,
	    NULL, 0, "Position in the client's list, 65535 for none", HFILL } },
	{ &hf_selected_family, { "Selected family", "smb1audit.selected.family", FT_UINT8, BASE_DEC,
	    VALS(families), 0, NULL, HFILL } },
	{ &hf_verdict, { "Verdict", "smb1audit.verdict", FT_UINT8, BASE_DEC, VALS(verdicts), 0,
	    "What became of the negotiation", HFILL } },
	{ &hf_needs_smb1, { "Needs SMB1", "smb1audit.needs_smb1", FT_UINT8, BASE_DEC, VALS(needs), 0,
	    "The side that loses this connection when SMB1 is switched off", HFILL } },
	{ &hf_offer_frame, { "Offer in", "smb1audit.offer_frame", FT_FRAMENUM, BASE_NONE,
	    FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0, NULL, HFILL } },
	{ &hf_answer_frame, { "Answer in", "smb1audit.answer_frame", FT_FRAMENUM, BASE_NONE,
	    FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), 0, NULL, HFILL } },
	{ &hf_close_frame, { "Closed in", "smb1audit.close_frame", FT_FRAMENUM, BASE_NONE,
	    FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0, "The RST or FIN that decided the verdict", HFILL } },
	{ &hf_client_address, { "Client address", "smb1audit.client.address", FT_STRING, BASE_NONE,
	    NULL, 0, NULL, HFILL } },
	{ &hf_server_address, { "Server address", "smb1audit.server.address", FT_STRING, BASE_NONE,
	    NULL, 0, NULL, HFILL } },
};

static int *const ett[] = { &ett_smb1audit, &ett_offer };

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

static void
fill_names(value_string *rows, unsigned count, const char *(*name)(unsigned))
{
	for (unsigned i = 1; i < count; i++) {
		rows[i - 1].value = i;
		rows[i - 1].strptr = name(i);
	}
}

static const char *name_of_class(unsigned i) { return offer_class_name((enum offer_class)i); }
static const char *name_of_family(unsigned i) { return selected_family_name((enum selected_family)i); }
static const char *name_of_verdict(unsigned i) { return verdict_name((enum verdict)i); }
static const char *name_of_needs(unsigned i) { return needs_smb1_name((enum needs_smb1)i); }

void
display_register(int protocol)
{
	module_t *preferences;

	proto_smb1audit = protocol;
	fill_names(offer_classes, array_length(offer_classes), name_of_class);
	fill_names(families, array_length(families), name_of_family);
	fill_names(verdicts, array_length(verdicts), name_of_verdict);
	fill_names(needs, array_length(needs), name_of_needs);
	proto_register_field_array(protocol, hf, array_length(hf));
	proto_register_subtree_array(ett, array_length(ett));
	expert_register_field_array(expert_register_protocol(protocol), ei, array_length(ei));

	preferences = prefs_register_protocol(protocol, NULL);
	prefs_register_bool_preference(preferences, "append_info",
	    "Append the summary to the Info column",
	    "Whether the verdict and the dialects of a negotiation are shown in the Info column",
	    &append_info);
}

/* The addresses of both roles as this frame shows them. */
struct endpoints {
	const char *client;		/* NULL where the roles are not known */
	const char *server;
};

static struct endpoints
endpoints_of(const struct drawing *drawing, packet_info *pinfo)
{
	struct endpoints endpoints = { NULL, NULL };
	const address *client = drawing->sender == SIDE_CLIENT ? &pinfo->src : &pinfo->dst;
	const address *server = drawing->sender == SIDE_CLIENT ? &pinfo->dst : &pinfo->src;

	if (drawing->sender != SIDE_UNKNOWN) {
		endpoints.client = address_to_str(pinfo->pool, client);
		endpoints.server = address_to_str(pinfo->pool, server);
	}
	return endpoints;
}

/* "SMB1 selected (NT LM 0.12), server needs SMB1" */
static void
write_headline(const struct negotiation *negotiation, wmem_strbuf_t *text)
{
	const char *selected = negotiation_selected(negotiation);
	const char *sentence = needs_smb1_sentence(verdict_needs_smb1(negotiation));

	wmem_strbuf_append(text, verdict_name(verdict_of(negotiation)));
	if (selected != NULL)
		wmem_strbuf_append_printf(text, " (%s)", selected);
	if (sentence != NULL)
		wmem_strbuf_append_printf(text, ", %s", sentence);
}

/* The part of the summary between "Negotiate" and the requested dialects. */
static void
write_selected(const struct negotiation *negotiation, wmem_strbuf_t *text)
{
	const char *selected = negotiation_selected(negotiation);

	if (selected != NULL)
		wmem_strbuf_append_printf(text, ", Selected Dialect: %s", selected);
	else if (negotiation->family == FAMILY_NONE)
		wmem_strbuf_append(text, ", Selected Dialect: None");
	else if (negotiation->family == FAMILY_SMB2)
		wmem_strbuf_append_printf(text, ", Selected Dialect: 0x%04x", negotiation->revision);
	else if (negotiation->has_index)
		wmem_strbuf_append_printf(text, ", Selected Dialect Index: %u", negotiation->index);
}

/* "Negotiate, Selected Dialect: NT LM 0.12, Requested Dialects: [NT LM 0.12]" */
static void
write_summary(const struct negotiation *negotiation, wmem_strbuf_t *text)
{
	if (negotiation->offer == NULL && negotiation->answer_frame == 0) {
		wmem_strbuf_append(text, "Negotiate not captured");
		return;
	}
	wmem_strbuf_append(text, "Negotiate");
	write_selected(negotiation, text);
	if (negotiation->offer != NULL)
		wmem_strbuf_append_printf(text, ", Requested Dialects: %s",
		    negotiation->offer->requested);
}

static const char *
text_of(const struct negotiation *negotiation, packet_info *pinfo,
    void (*write)(const struct negotiation *, wmem_strbuf_t *))
{
	wmem_strbuf_t *text = wmem_strbuf_new(pinfo->pool, "");

	write(negotiation, text);
	return wmem_strbuf_get_str(text);
}

/* An item of ours is computed, not taken from bytes of the frame. */
static proto_item *
generated(proto_item *item)
{
	proto_item_set_generated(item);
	return item;
}

static void
draw_offer(const struct offer *offer, tvbuff_t *tvb, proto_tree *tree)
{
	proto_item *item = generated(proto_tree_add_uint(tree, hf_offer, tvb, 0, 0, offer->class));
	proto_tree *subtree = proto_item_add_subtree(item, ett_offer);

	for (unsigned i = 0; i < offer->kept; i++)
		generated(proto_tree_add_string(subtree, hf_offer_dialect, tvb, 0, 0,
		    offer->shown[i]));
	generated(proto_tree_add_uint(subtree, hf_offer_count, tvb, 0, 0, offer->count));
}

static void
draw_selected(const struct negotiation *negotiation, tvbuff_t *tvb, proto_tree *tree)
{
	const char *selected = negotiation_selected(negotiation);

	if (selected != NULL)
		generated(proto_tree_add_string(tree, hf_selected, tvb, 0, 0, selected));
	if (negotiation->has_index)
		generated(proto_tree_add_uint(tree, hf_selected_index, tvb, 0, 0, negotiation->index));
	if (negotiation->family != FAMILY_ABSENT)
		generated(proto_tree_add_uint(tree, hf_selected_family, tvb, 0, 0, negotiation->family));
}

static void
draw_verdict(const struct drawing *drawing, tvbuff_t *tvb, proto_tree *tree)
{
	const enum needs_smb1 side = verdict_needs_smb1(drawing->negotiation);

	generated(proto_tree_add_uint(tree, hf_verdict, tvb, 0, 0, verdict_of(drawing->negotiation)));
	if (side != NEEDS_ABSENT)
		generated(proto_tree_add_uint(tree, hf_needs_smb1, tvb, 0, 0, side));
	if (verdict_shows_smb1_only(drawing->negotiation, drawing->marks))
		generated(proto_tree_add_boolean(tree, hf_smb1_only, tvb, 0, 0, true));
}

static void
draw_endpoints(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	struct endpoints endpoints;

	if (!proto_field_is_referenced(tree, hf_client_address) &&
	    !proto_field_is_referenced(tree, hf_server_address))
		return;
	endpoints = endpoints_of(drawing, pinfo);
	if (endpoints.client == NULL)
		return;
	generated(proto_tree_add_string(tree, hf_client_address, tvb, 0, 0, endpoints.client));
	generated(proto_tree_add_string(tree, hf_server_address, tvb, 0, 0, endpoints.server));
}

/* A frame needs no link to itself. */
static void
draw_link(int field, uint32_t to, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	if (to != 0 && to != pinfo->num)
		generated(proto_tree_add_uint(tree, field, tvb, 0, 0, to));
}

static void
draw_items(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	const struct negotiation *negotiation = drawing->negotiation;

	if (proto_field_is_referenced(tree, hf_summary))
		generated(proto_tree_add_string(tree, hf_summary, tvb, 0, 0,
		    text_of(negotiation, pinfo, write_summary)));
	if (drawing->marks & MARK_OFFER)
		draw_offer(negotiation->offer, tvb, tree);
	draw_selected(negotiation, tvb, tree);
	draw_verdict(drawing, tvb, tree);
	draw_endpoints(drawing, tvb, pinfo, tree);
	draw_link(hf_offer_frame, negotiation->offer_frame, tvb, pinfo, tree);
	draw_link(hf_answer_frame, negotiation->answer_frame, tvb, pinfo, tree);
	draw_link(hf_close_frame, negotiation->close_frame, tvb, pinfo, tree);
}

static enum offer_class
class_of(const struct negotiation *negotiation)
{
	return negotiation->offer ? negotiation->offer->class : OFFER_NOT_SEEN;
}

static bool
offers_smb1_only(const struct negotiation *negotiation)
{
	return class_of(negotiation) == OFFER_SMB1_ONLY;
}

static bool
offers_decoy(const struct negotiation *negotiation)
{
	return class_of(negotiation) == OFFER_SMB2_WITH_DECOY;
}

static bool
offers_incompletely(const struct negotiation *negotiation)
{
	return class_of(negotiation) == OFFER_INCOMPLETE;
}

static bool
offers_unknown_dialect(const struct negotiation *negotiation)
{
	return offer_unknown_dialect(negotiation->offer) != NULL;
}

static bool
is_invalid(const struct negotiation *negotiation)
{
	return verdict_of(negotiation) == VERDICT_INVALID_ANSWER;
}

/* Whether the answer selected SMB1, and that side has to change for it. */
static bool
selects_smb1(const struct negotiation *negotiation, enum needs_smb1 side)
{
	return negotiation->family == FAMILY_SMB1 && !is_invalid(negotiation) &&
	    verdict_needs_smb1(negotiation) == side;
}

static bool
selects_smb1_for_client(const struct negotiation *negotiation)
{
	return selects_smb1(negotiation, NEEDS_CLIENT);
}

static bool
selects_smb1_for_server(const struct negotiation *negotiation)
{
	return selects_smb1(negotiation, NEEDS_SERVER);
}

static bool
selects_smb1_unclear(const struct negotiation *negotiation)
{
	return selects_smb1(negotiation, NEEDS_UNKNOWN);
}

static bool
refuses_by_answer(const struct negotiation *negotiation)
{
	return verdict_of(negotiation) == VERDICT_REFUSED_BY_ANSWER;
}

static bool
refuses_by_closing(const struct negotiation *negotiation)
{
	return verdict_of(negotiation) == VERDICT_REFUSED_BY_RESET ||
	    verdict_of(negotiation) == VERDICT_REFUSED_BY_CLOSE;
}

static bool
is_red_herring(const struct negotiation *negotiation)
{
	return verdict_of(negotiation) == VERDICT_RED_HERRING;
}

static bool
is_in_use(const struct negotiation *negotiation)
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
	bool (*applies)(const struct negotiation *negotiation);
	const char *text;
} remarks[] = {
	{ &ei_smb1_only, MARK_OFFER, offers_smb1_only,
	    "Client %s offers SMB1 only to server %s: "
	    "it loses that access when SMB1 is switched off" },
	{ &ei_decoy, MARK_OFFER, offers_decoy,
	    "Client %s offers SMB2 to server %s: Windows 10 1709 and later list NT LM 0.12 even "
	    "with SMB1 removed, so that SMB1-only servers show themselves (macOS and tools send "
	    "the same list)" },
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
	    "The offer of client %s is not known, server %s selects SMB1: "
	    "who needs SMB1 is not known" },
	{ &ei_smb1_refused, MARK_ANSWER, refuses_by_answer, REFUSAL_TEXT },
	{ &ei_smb1_refused, MARK_CLOSE, refuses_by_closing, REFUSAL_TEXT },
	{ &ei_invalid_answer, MARK_ANSWER, is_invalid,
	    "To the offer of client %s, this cannot be the answer of server %s" },
	{ &ei_red_herring, MARK_CLOSE, is_red_herring,
	    "Client %s is fine, it offered SMB2 and resets because server %s selected SMB1: "
	    "the server is the SMB1-only host" },
	{ &ei_smb1_in_use, MARK_USE, is_in_use,
	    "Client %s uses SMB1 on server %s" },
};

static void
draw_remark(const struct remark *remark, const struct drawing *drawing, packet_info *pinfo,
    proto_item *item)
{
	const struct endpoints endpoints = endpoints_of(drawing, pinfo);

	expert_add_info_format(pinfo, item, remark->field, remark->text,
	    endpoints.client ? endpoints.client : "(unknown)",
	    endpoints.server ? endpoints.server : "(unknown)");
}

static void
draw_remarks(const struct drawing *drawing, packet_info *pinfo, proto_item *item)
{
	for (unsigned i = 0; i < array_length(remarks); i++)
		if ((drawing->marks & remarks[i].mark) &&
		    remarks[i].applies(drawing->negotiation))
			draw_remark(&remarks[i], drawing, pinfo, item);
}

static void
append_to_info(const struct negotiation *negotiation, packet_info *pinfo)
{
	col_append_fstr(pinfo->cinfo, COL_INFO, " | %s | %s",
	    text_of(negotiation, pinfo, write_headline),
	    text_of(negotiation, pinfo, write_summary));
}

static proto_item *
draw_tree(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	proto_item *item = generated(proto_tree_add_protocol_format(tree, proto_smb1audit, tvb,
	    0, 0, "SMB1 Audit: %s", text_of(drawing->negotiation, pinfo, write_headline)));

	draw_items(drawing, tvb, pinfo, proto_item_add_subtree(item, ett_smb1audit));
	return item;
}

void
display_draw(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	proto_item *item = draw_tree(drawing, tvb, pinfo, tree);

	draw_remarks(drawing, pinfo, item);
	if (append_info)
		append_to_info(drawing->negotiation, pinfo);
}

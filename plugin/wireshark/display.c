/* display.c - the tree, the expert infos and the Info column of one finding
 *
 * Everything is drawn from what the first pass kept, the same on every pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "display.h"

#include <epan/prefs.h>
#include <epan/to_str.h>
#include <epan/wmem_scopes.h>

#include "remarks.h"
#include "../audit/caption.h"

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

/* A caption of room 1, in that scope. */
static const char *
caption(size_t (*write)(const struct negotiation *, char *, size_t),
    const struct negotiation *negotiation, wmem_allocator_t *scope)
{
	const size_t room = write(negotiation, NULL, 0) + 1;
	char *text = (char *)wmem_alloc(scope, room);

	write(negotiation, text, room);
	return text;
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
		    offer->names[i]));
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
draw_endpoints(const struct endpoints *endpoints, tvbuff_t *tvb, proto_tree *tree)
{
	if (endpoints->client == NULL)
		return;
	generated(proto_tree_add_string(tree, hf_client_address, tvb, 0, 0, endpoints->client));
	generated(proto_tree_add_string(tree, hf_server_address, tvb, 0, 0, endpoints->server));
}

/* A frame needs no link to itself. */
static void
draw_link(int field, uint32_t to, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	if (to != 0 && to != pinfo->num)
		generated(proto_tree_add_uint(tree, field, tvb, 0, 0, to));
}

static void
draw_items(const struct drawing *drawing, const struct endpoints *endpoints, tvbuff_t *tvb,
    packet_info *pinfo, proto_tree *tree)
{
	const struct negotiation *negotiation = drawing->negotiation;

	draw_verdict(drawing, tvb, tree);
	draw_endpoints(endpoints, tvb, tree);
	generated(proto_tree_add_string(tree, hf_summary, tvb, 0, 0,
	    caption(caption_summary, negotiation, pinfo->pool)));
	if (drawing->marks & MARK_OFFER)
		draw_offer(negotiation->offer, tvb, tree);
	draw_selected(negotiation, tvb, tree);
	draw_link(hf_offer_frame, negotiation->offer_frame, tvb, pinfo, tree);
	draw_link(hf_answer_frame, negotiation->answer_frame, tvb, pinfo, tree);
	draw_link(hf_close_frame, negotiation_decided_by(negotiation), tvb, pinfo, tree);
}

static proto_item *
draw_tree(const struct drawing *drawing, const struct endpoints *endpoints, tvbuff_t *tvb,
    packet_info *pinfo, proto_tree *tree)
{
	proto_item *item = generated(proto_tree_add_protocol_format(tree, proto_smb1audit, tvb,
	    0, 0, "SMB1 Audit: %s", caption(caption_headline, drawing->negotiation, pinfo->pool)));

	draw_items(drawing, endpoints, tvb, pinfo, proto_item_add_subtree(item, ett_smb1audit));
	return item;
}

/* Where nobody looks at the tree, its texts are not made: most of the cost. */
static void
draw_what_is_read(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	struct endpoints endpoints = { NULL, NULL };
	proto_item *item = NULL;

	if (proto_field_is_referenced(tree, proto_smb1audit) || remarks_are_read(pinfo, tree)) {
		endpoints = endpoints_of(drawing, pinfo);
		item = draw_tree(drawing, &endpoints, tvb, pinfo, tree);
	}
	remarks_add(drawing->negotiation, drawing->marks, &endpoints, pinfo, item);
}

/* What the Info column says depends on this alone. */
struct info_key {
	const struct offer *offer;
	uint16_t index, revision;
	uint8_t state, family, has_index, answered;
};

/* struct info_key to text. File scope: connections with the same story share it. */
static wmem_map_t *infos;

static unsigned
hash_info(const void *key)
{
	const struct info_key *info = (const struct info_key *)key;

	return (unsigned)((uintptr_t)info->offer >> 4) * 31 + info->state * 257u +
	    info->index * 17u + info->revision * 7u;
}

static int
equal_infos(const void *a, const void *b)
{
	return memcmp(a, b, sizeof (struct info_key)) == 0;
}

static void
start_capture(void)
{
	infos = wmem_map_new(wmem_file_scope(), hash_info, equal_infos);
}

static void
end_capture(void)
{
	infos = NULL;
}

static const char *
new_info_text(const struct info_key *key, const struct negotiation *negotiation)
{
	const char *text = wmem_strdup_printf(wmem_file_scope(), " | %s | %s",
	    caption(caption_headline, negotiation, wmem_file_scope()),
	    caption(caption_summary, negotiation, wmem_file_scope()));

	wmem_map_insert(infos, wmem_memdup(wmem_file_scope(), key, sizeof *key), (void *)text);
	return text;
}

static const char *
info_text(const struct negotiation *negotiation)
{
	const struct info_key key = { negotiation->offer, negotiation->index,
	    negotiation->revision, negotiation->state, negotiation->family,
	    negotiation->has_index, negotiation->answer_frame != 0 };
	const char *text = (const char *)wmem_map_lookup(infos, &key);

	return text ? text : new_info_text(&key, negotiation);
}

/* col_append_str() copies byte by byte, which takes twice as long. */
void
display_draw(const struct drawing *drawing, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	draw_what_is_read(drawing, tvb, pinfo, tree);
	if (append_info && col_get_writable(pinfo->cinfo, COL_INFO))
		col_append_fstr(pinfo->cinfo, COL_INFO, "%s", info_text(drawing->negotiation));
}

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
	remarks_register(protocol);
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);

	preferences = prefs_register_protocol(protocol, NULL);
	prefs_register_bool_preference(preferences, "append_info",
	    "Append the summary to the Info column",
	    "Whether the verdict and the dialects of a negotiation are shown in the Info column",
	    &append_info);
}

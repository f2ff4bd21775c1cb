/* display.c - the tree of one finding
 *
 * Everything is drawn from what the first pass kept, the same on every pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "display.h"

#include <epan/to_str.h>

#include "../../audit/verdict.h"
#include "captions.h"
#include "column.h"
#include "remarks.h"

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
static int hf_offer_stack = -1;
static int hf_client_name = -1;
static int hf_client_domain = -1;
static int hf_client_user = -1;
static int hf_client_os = -1;
static int hf_client_lanman = -1;
static int hf_server_name = -1;
static int hf_server_domain = -1;
static int hf_server_os = -1;
static int hf_server_lanman = -1;
static int hf_share = -1;
static int hf_signing = -1;
static int hf_auth = -1;
static int hf_browser = -1;
static int hf_scanner = -1;
static int hf_datagram = -1;

static int ett_smb1audit = -1;
static int ett_offer = -1;

/* Filled from room 1's tables by fill_names(); the last row stays {0, NULL}. */
static value_string offer_classes[OFFER_CLASSES];
static value_string families[FAMILY_NONE + 1];
static value_string verdicts[VERDICTS];
static value_string needs[NEEDS_UNKNOWN + 1];
static value_string signings[SIGNING_REQUIRED + 1];
static value_string auths[AUTH_OTHER + 1];

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
	{ &hf_offer_stack, { "Client software", "smb1audit.offer.stack", FT_STRING, BASE_NONE,
	    NULL, 0, "Which client software this request looks like", HFILL } },
	{ &hf_client_name, { "Client name", "smb1audit.client.name", FT_STRING, BASE_NONE,
	    NULL, 0, "From the NetBIOS session request or NTLMSSP", HFILL } },
	{ &hf_client_domain, { "Client domain", "smb1audit.client.domain", FT_STRING, BASE_NONE,
	    NULL, 0, "Domain of the user, from NTLMSSP or the session setup", HFILL } },
	{ &hf_client_user, { "Client user", "smb1audit.client.user", FT_STRING, BASE_NONE,
	    NULL, 0, "From NTLMSSP or the session setup", HFILL } },
	{ &hf_client_os, { "Client OS", "smb1audit.client.os", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup or the NTLMSSP version", HFILL } },
	{ &hf_client_lanman, { "Client LAN manager", "smb1audit.client.lanman", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup", HFILL } },
	{ &hf_server_name, { "Server name", "smb1audit.server.name", FT_STRING, BASE_NONE,
	    NULL, 0, "From the NetBIOS session request, the negotiate answer or NTLMSSP", HFILL } },
	{ &hf_server_domain, { "Server domain", "smb1audit.server.domain", FT_STRING, BASE_NONE,
	    NULL, 0, "From the negotiate answer, NTLMSSP or the session setup", HFILL } },
	{ &hf_server_os, { "Server OS", "smb1audit.server.os", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup or the NTLMSSP version", HFILL } },
	{ &hf_server_lanman, { "Server LAN manager", "smb1audit.server.lanman", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup", HFILL } },
	{ &hf_share, { "Share", "smb1audit.share", FT_STRING, BASE_NONE,
	    NULL, 0, "A share reached over SMB1", HFILL } },
	{ &hf_signing, { "Signing", "smb1audit.signing", FT_UINT8, BASE_DEC, VALS(signings), 0,
	    "What the SMB1 answer says of message signing", HFILL } },
	{ &hf_auth, { "Authentication", "smb1audit.auth", FT_UINT8, BASE_DEC, VALS(auths), 0,
	    "How the client logged on over SMB1", HFILL } },
	{ &hf_browser, { "Computer Browser", "smb1audit.browser", FT_BOOLEAN, BASE_NONE, NULL, 0,
	    "The connection served the Computer Browser alone: no file access", HFILL } },
	{ &hf_scanner, { "Scanner", "smb1audit.scanner", FT_BOOLEAN, BASE_NONE, NULL, 0,
	    "The client is a scanner or exploit tool: no dependence on SMB1", HFILL } },
	{ &hf_datagram, { "Datagram", "smb1audit.datagram", FT_BOOLEAN, BASE_NONE, NULL, 0,
	    "SMB1 framing in a UDP 138 mailslot datagram, no SMB1 session", HFILL } },
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
static const char *name_of_signing(unsigned i) { return signing_name((enum signing)i); }
static const char *name_of_auth(unsigned i) { return auth_name((enum auth)i); }

static struct endpoints
endpoints_of(const struct audited *audited, packet_info *pinfo)
{
	const struct ends ends = audited_ends(audited, pinfo);
	struct endpoints endpoints = { NULL, NULL };

	if (ends.client != NULL) {
		endpoints.client = address_to_str(pinfo->pool, ends.client);
		endpoints.server = address_to_str(pinfo->pool, ends.server);
	}
	return endpoints;
}

/* An item of ours is computed, not taken from bytes of the frame. */
static proto_item *
generated(proto_item *item)
{
	proto_item_set_generated(item);
	return item;
}

static void
draw_offer(const struct offer *offer, const struct stack *stack, tvbuff_t *tvb, proto_tree *tree)
{
	proto_item *item = generated(proto_tree_add_uint(tree, hf_offer, tvb, 0, 0, offer->class));
	proto_tree *subtree = proto_item_add_subtree(item, ett_offer);

	for (unsigned i = 0; i < offer->list.kept; i++)
		generated(proto_tree_add_string(subtree, hf_offer_dialect, tvb, 0, 0,
		    offer->list.names[i]));
	generated(proto_tree_add_uint(subtree, hf_offer_count, tvb, 0, 0, offer->list.count));
	if (stack != NULL)
		generated(proto_tree_add_string(subtree, hf_offer_stack, tvb, 0, 0, stack->name));
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
draw_verdict(const struct audited *audited, tvbuff_t *tvb, proto_tree *tree)
{
	const struct negotiation *negotiation = &audited->connection->audit.negotiation;
	const enum needs_smb1 side = verdict_needs_smb1(negotiation);

	generated(proto_tree_add_uint(tree, hf_verdict, tvb, 0, 0, verdict_of(negotiation)));
	if (side != NEEDS_ABSENT)
		generated(proto_tree_add_uint(tree, hf_needs_smb1, tvb, 0, 0, side));
	if (verdict_shows_smb1_only(negotiation, audited->marks))
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

/* The field of each detail. */
static const int *const detail_fields[TREE_PATH] = {
	[CLIENT_NAME]	= &hf_client_name,
	[CLIENT_DOMAIN]	= &hf_client_domain,
	[CLIENT_USER]	= &hf_client_user,
	[CLIENT_OS]	= &hf_client_os,
	[CLIENT_LANMAN]	= &hf_client_lanman,
	[SERVER_NAME]	= &hf_server_name,
	[SERVER_DOMAIN]	= &hf_server_domain,
	[SERVER_OS]	= &hf_server_os,
	[SERVER_LANMAN]	= &hf_server_lanman,
};

static void
draw_identity(const struct identity *identity, tvbuff_t *tvb, proto_tree *tree)
{
	for (unsigned i = 0; i < TREE_PATH; i++)
		if (identity->details[i] != NULL)
			generated(proto_tree_add_string(tree, *detail_fields[i], tvb, 0, 0,
			    identity->details[i]));
	for (unsigned i = 0; i < identity->shares_count; i++)
		generated(proto_tree_add_string(tree, hf_share, tvb, 0, 0, identity->shares[i]));
	if (identity->signing != SIGNING_ABSENT)
		generated(proto_tree_add_uint(tree, hf_signing, tvb, 0, 0, identity->signing));
	if (identity->auth != AUTH_ABSENT)
		generated(proto_tree_add_uint(tree, hf_auth, tvb, 0, 0, identity->auth));
	if (identity_is_browser(identity))
		generated(proto_tree_add_boolean(tree, hf_browser, tvb, 0, 0, true));
}

/* A frame needs no link to itself. */
static void
draw_link(int field, uint32_t to, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	if (to != 0 && to != pinfo->num)
		generated(proto_tree_add_uint(tree, field, tvb, 0, 0, to));
}

static void
draw_items(const struct audited *audited, const struct endpoints *endpoints, tvbuff_t *tvb,
    packet_info *pinfo, proto_tree *tree)
{
	const struct connection *connection = audited->connection;
	const struct negotiation *negotiation = &connection->audit.negotiation;

	draw_verdict(audited, tvb, tree);
	draw_endpoints(endpoints, tvb, tree);
	generated(proto_tree_add_string(tree, hf_summary, tvb, 0, 0,
	    caption_in(audited->marks & MARK_OFFER ? caption_whole_summary : caption_summary,
	    &connection->audit, pinfo->pool)));
	if (audited->marks & MARK_OFFER)
		draw_offer(negotiation->offer, connection->audit.stack, tvb, tree);
	draw_selected(negotiation, tvb, tree);
	if (connection->audit.identity != NULL)
		draw_identity(connection->audit.identity, tvb, tree);
	if (stack_is_scanner(connection->audit.stack))
		generated(proto_tree_add_boolean(tree, hf_scanner, tvb, 0, 0, true));
	draw_link(hf_offer_frame, negotiation->offer_frame, tvb, pinfo, tree);
	draw_link(hf_answer_frame, negotiation->answer_frame, tvb, pinfo, tree);
	draw_link(hf_close_frame, negotiation_decided_by(negotiation), tvb, pinfo, tree);
}

static void
draw_tree(const struct audited *audited, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	const struct connection *connection = audited->connection;
	const struct endpoints endpoints = endpoints_of(audited, pinfo);
	proto_item *item = generated(proto_tree_add_protocol_format(tree, proto_smb1audit, tvb,
	    0, 0, "SMB1 Audit: %s",
	    caption_in(caption_headline, &connection->audit, pinfo->pool)));

	draw_items(audited, &endpoints, tvb, pinfo, proto_item_add_subtree(item, ett_smb1audit));
	remarks_add(&connection->audit.negotiation, connection->audit.stack, audited->marks,
	    &endpoints, pinfo, item);
}

/* Not a session, so that nothing of one is shown. */
static void
draw_datagram(const struct audited *audited, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	const struct identity *identity = audited->connection->audit.identity;
	const char *name = identity ? identity->details[CLIENT_NAME] : NULL;
	proto_item *item = generated(proto_tree_add_protocol_format(tree, proto_smb1audit, tvb,
	    0, 0, "SMB1 Audit: mailslot datagram, not an SMB1 session"));
	proto_tree *subtree = proto_item_add_subtree(item, ett_smb1audit);

	generated(proto_tree_add_boolean(subtree, hf_datagram, tvb, 0, 0, true));
	generated(proto_tree_add_string(subtree, hf_client_address, tvb, 0, 0,
	    address_to_str(pinfo->pool, &pinfo->src)));
	if (name != NULL)
		generated(proto_tree_add_string(subtree, hf_client_name, tvb, 0, 0, name));
}

void
display_draw(const struct audited *audited, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	if (audited->marks & MARK_DATAGRAM) {
		draw_datagram(audited, tvb, pinfo, tree);
		return;
	}
	draw_tree(audited, tvb, pinfo, tree);
	column_append(&audited->connection->audit, pinfo);
}

void
display_register(int protocol)
{
	proto_smb1audit = protocol;
	fill_names(offer_classes, array_length(offer_classes), name_of_class);
	fill_names(families, array_length(families), name_of_family);
	fill_names(verdicts, array_length(verdicts), name_of_verdict);
	fill_names(needs, array_length(needs), name_of_needs);
	fill_names(signings, array_length(signings), name_of_signing);
	fill_names(auths, array_length(auths), name_of_auth);
	proto_register_field_array(protocol, hf, array_length(hf));
	proto_register_subtree_array(ett, array_length(ett));
	remarks_register(protocol);
	column_register(protocol);
}

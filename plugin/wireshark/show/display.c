/* display.c - the tree of one finding
 *
 * Everything is drawn from what the first pass kept, the same on every pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "display.h"

#include <epan/to_str.h>

#include "../keep/captions.h"
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
static int hf_why = -1;
static int hf_offer_frame = -1;
static int hf_answer_frame = -1;
static int hf_close_frame = -1;
static int hf_client_address = -1;
static int hf_server_address = -1;
static int hf_offer_stack = -1;
static int hf_client_name = -1;
static int hf_client_domain = -1;
static int hf_client_user = -1;
static int hf_client_user_refused = -1;
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
static int hf_left_out = -1;

static int ett_smb1audit = -1;
static int ett_offer = -1;
static int ett_answer = -1;
static int ett_client = -1;
static int ett_server = -1;

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
	{ &hf_why, { "Why", "smb1audit.why", FT_STRING, BASE_NONE, NULL, 0,
	    "The ground for who needs SMB1, or for nobody", HFILL } },
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
	    NULL, 0, "Of a logon that was not refused, from NTLMSSP or the session setup", HFILL } },
	{ &hf_client_user_refused, { "Client user, refused", "smb1audit.client.user_refused", FT_STRING,
	    BASE_NONE, NULL, 0, "A name whose logon the server refused", HFILL } },
	{ &hf_client_os, { "Client OS", "smb1audit.client.os", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup or the NTLMSSP version", HFILL } },
	{ &hf_client_lanman, { "Client LAN manager", "smb1audit.client.lanman", FT_STRING, BASE_NONE,
	    NULL, 0, "From the session setup", HFILL } },
	{ &hf_server_name, { "Server name", "smb1audit.server.name", FT_STRING, BASE_NONE,
	    NULL, 0, "From the negotiate answer, NTLMSSP or the NetBIOS session request", HFILL } },
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
	    "SMB1 framing in a mailslot datagram, no SMB1 session", HFILL } },
	{ &hf_left_out, { "Left out", "smb1audit.left_out", FT_STRING, BASE_NONE, NULL, 0,
	    "A list of this connection that has more than is shown", HFILL } },
};

static int *const ett[] = { &ett_smb1audit, &ett_offer, &ett_answer, &ett_client,
    &ett_server };

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


/* What is being drawn, and where; lives as long as the frame is looked at. */
struct drawing {
	const struct audited *audited;
	const struct audit *audit;
	const char *client, *server;	/* addresses; NULL: not known */
	tvbuff_t *tvb;
	packet_info *pinfo;
};

/* An item of ours is computed, not taken from bytes of the frame. */
static proto_item *
generated(proto_item *item)
{
	proto_item_set_generated(item);
	return item;
}

static void
draw_text(const struct drawing *drawing, proto_tree *tree, int field, const char *text)
{
	if (text != NULL)
		generated(proto_tree_add_string(tree, field, drawing->tvb, 0, 0, text));
}

static void
draw_number(const struct drawing *drawing, proto_tree *tree, int field, uint32_t number)
{
	generated(proto_tree_add_uint(tree, field, drawing->tvb, 0, 0, number));
}

static void
draw_number_unless_0(const struct drawing *drawing, proto_tree *tree, int field, uint32_t number)
{
	if (number != 0)
		draw_number(drawing, tree, field, number);
}

static void
draw_if(const struct drawing *drawing, proto_tree *tree, int field, bool what)
{
	if (what)
		generated(proto_tree_add_boolean(tree, field, drawing->tvb, 0, 0, true));
}

static void
draw_texts(const struct drawing *drawing, proto_tree *tree, int field, const struct texts *texts)
{
	for (unsigned i = 0; i < texts->count; i++)
		draw_text(drawing, tree, field, texts->list[i]);
}

static void
draw_verdict(const struct drawing *drawing, proto_tree *tree)
{
	const struct audit *audit = drawing->audit;
	const unsigned marks = drawing->audited->marks;

	draw_number(drawing, tree, hf_verdict, audit_verdict(audit));
	draw_number_unless_0(drawing, tree, hf_needs_smb1, needs_smb1(audit));
	draw_text(drawing, tree, hf_why, why_text(needs_why(audit), drawing->pinfo->pool));
	draw_if(drawing, tree, hf_smb1_only, verdict_shows_smb1_only(&audit->negotiation, marks));
	draw_if(drawing, tree, hf_scanner, audit_is_scanner(audit));
	draw_if(drawing, tree, hf_browser, audit_is_browser(audit));
	draw_text(drawing, tree, hf_summary,
	    summary_text(audit, marks & MARK_OFFER, drawing->pinfo->pool));
}

static void
draw_offer(const struct drawing *drawing, proto_tree *tree)
{
	const struct offer *offer = drawing->audit->negotiation.offer;
	const struct stack *stack = drawing->audit->stack;
	proto_tree *below;

	if (!(drawing->audited->marks & MARK_OFFER))
		return;
	below = proto_item_add_subtree(generated(proto_tree_add_uint(tree, hf_offer, drawing->tvb,
	    0, 0, offer->class)), ett_offer);
	for (unsigned i = 0; i < offer->list.kept; i++)
		draw_text(drawing, below, hf_offer_dialect, offer->list.names[i]);
	draw_number(drawing, below, hf_offer_count, offer->list.count);
	draw_text(drawing, below, hf_offer_stack, stack ? stack->name : NULL);
}

static void
draw_answer(const struct drawing *drawing, proto_tree *tree)
{
	const struct negotiation *negotiation = &drawing->audit->negotiation;
	proto_tree *below;

	if (negotiation->family == FAMILY_ABSENT)
		return;
	below = proto_item_add_subtree(generated(proto_tree_add_uint(tree, hf_selected_family,
	    drawing->tvb, 0, 0, negotiation->family)), ett_answer);
	draw_text(drawing, below, hf_selected, negotiation_selected(negotiation));
	if (negotiation->has_index)
		draw_number(drawing, below, hf_selected_index, negotiation->index);
}

/* What an SMB2 session says is for hosts and records: the frames that are shown are those
 * of the negotiation, which tell of names what NetBIOS does. */
static const char *
shown_detail(const struct audit *audit, enum detail detail)
{
	const bool is_smb2 = audit_verdict(audit) == VERDICT_SMB2_SELECTED;
	const enum source source = audit->identity ? (enum source)audit->identity->sources[detail] :
	    SOURCE_NETBIOS;

	return is_smb2 && (audit->identity == NULL || audit->identity->details[detail] == NULL ||
	    (source != SOURCE_NETBIOS && source != SOURCE_CALLED)) ? NULL : audit_detail(audit, detail);
}

/* The field of each detail of a side, in the order in which they are read. */
struct side_field {
	enum detail detail;
	const int *field;
};
static const struct side_field client_fields[] = {
	{ CLIENT_NAME, &hf_client_name },
	{ CLIENT_OS, &hf_client_os },
	{ CLIENT_LANMAN, &hf_client_lanman },
	{ CLIENT_DOMAIN, &hf_client_domain },
	{ CLIENT_USER, &hf_client_user },
};
static const struct side_field server_fields[] = {
	{ SERVER_NAME, &hf_server_name },
	{ SERVER_OS, &hf_server_os },
	{ SERVER_LANMAN, &hf_server_lanman },
	{ SERVER_DOMAIN, &hf_server_domain },
};

/* The side's node: its address and name; below it all that is known. */
static proto_tree *
draw_side(const struct drawing *drawing, proto_tree *tree, int subtree, const char *role,
    const char *host, int host_field, const struct side_field *fields, unsigned count)
{
	const char *name = shown_detail(drawing->audit, fields[0].detail);
	proto_item *item;
	proto_tree *below = proto_tree_add_subtree_format(tree, drawing->tvb, 0, 0, subtree, &item,
	    "%s: %s%s%s%s", role, host ? host : "", name && host ? " (" : "", name ? name : "",
	    name && host ? ")" : "");

	generated(item);
	draw_text(drawing, below, host_field, host);
	for (unsigned i = 0; i < count; i++)
		draw_text(drawing, below, *fields[i].field, shown_detail(drawing->audit, fields[i].detail));
	return below;
}

/* Whether anything is known of it. */
static bool
knows_side(const struct drawing *drawing, const char *host, const struct side_field *fields,
    unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (shown_detail(drawing->audit, fields[i].detail) != NULL)
			return true;
	return host != NULL;
}

/* Further users of the connection, but for the one who is told of. */
static void
draw_further_users(const struct drawing *drawing, proto_tree *tree, const struct identity *identity)
{
	const char *first = identity_detail(identity, CLIENT_USER);

	for (unsigned i = 0; i < identity->users.count; i++)
		if (identity->users.list[i] != first)
			draw_text(drawing, tree, hf_client_user, identity->users.list[i]);
}

/* The sessions of a connection that are shown: SMB1's. */
static const struct identity *
shown_session(const struct drawing *drawing)
{
	return audit_verdict(drawing->audit) == VERDICT_SMB2_SELECTED ? NULL : drawing->audit->identity;
}

static void
draw_sides(const struct drawing *drawing, proto_tree *tree)
{
	const struct identity *identity = shown_session(drawing);

	if (knows_side(drawing, drawing->client, client_fields, array_length(client_fields)) ||
	    (identity != NULL && identity->refused.count > 0)) {
		proto_tree *below = draw_side(drawing, tree, ett_client, "Client", drawing->client,
		    hf_client_address, client_fields, array_length(client_fields));

		if (identity != NULL) {
			draw_further_users(drawing, below, identity);
			draw_texts(drawing, below, hf_client_user_refused, &identity->refused);
		}
	}
	if (knows_side(drawing, drawing->server, server_fields, array_length(server_fields)))
		draw_side(drawing, tree, ett_server, "Server", drawing->server, hf_server_address,
		    server_fields, array_length(server_fields));
}

static void
draw_session(const struct drawing *drawing, proto_tree *tree)
{
	const struct identity *identity = shown_session(drawing);

	if (identity == NULL)
		return;
	draw_texts(drawing, tree, hf_share, &identity->shares);
	draw_number_unless_0(drawing, tree, hf_signing, identity->signing);
	draw_number_unless_0(drawing, tree, hf_auth, identity_logon(identity).auth);
	draw_text(drawing, tree, hf_left_out, identity->users.more ? "users" : NULL);
	draw_text(drawing, tree, hf_left_out, identity->refused.more ? "refused users" : NULL);
	draw_text(drawing, tree, hf_left_out, identity->shares.more ? "shares" : NULL);
}

/* A frame needs no link to itself. */
static void
draw_link(const struct drawing *drawing, proto_tree *tree, int field, uint32_t to)
{
	if (to != drawing->pinfo->num)
		draw_number_unless_0(drawing, tree, field, to);
}

static void
draw_items(const struct drawing *drawing, proto_tree *tree)
{
	const struct negotiation *negotiation = &drawing->audit->negotiation;

	draw_verdict(drawing, tree);
	draw_offer(drawing, tree);
	draw_answer(drawing, tree);
	draw_sides(drawing, tree);
	draw_session(drawing, tree);
	draw_link(drawing, tree, hf_offer_frame, negotiation->offer_frame);
	draw_link(drawing, tree, hf_answer_frame, negotiation->answer_frame);
	draw_link(drawing, tree, hf_close_frame, negotiation_decided_by(negotiation));
}

/* Not a session, so that nothing of one is shown. */
static void
draw_datagram(const struct drawing *drawing, proto_tree *tree)
{
	draw_if(drawing, tree, hf_datagram, true);
	draw_text(drawing, tree, hf_client_address, drawing->client);
	draw_text(drawing, tree, hf_client_name, audit_detail(drawing->audit, CLIENT_NAME));
}

/* The sentence that explains stands first. Where nobody reads the tree it is not drawn,
 * but a remark is made all the same: Expert Information is no tree. */
void
display_draw(const struct audited *audited, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
	const struct audit *audit = &audited->connection->audit;
	const bool is_datagram = audited->marks & MARK_DATAGRAM;
	const struct ends ends = audited_ends(audited, pinfo);
	const struct drawing drawing = { audited, audit,
	    ends.client ? address_to_str(pinfo->pool, ends.client) : NULL,
	    ends.server ? address_to_str(pinfo->pool, ends.server) : NULL, tvb, pinfo };
	proto_item *item = NULL;
	proto_tree *below = NULL;

	if (proto_field_is_referenced(tree, proto_smb1audit)) {
		item = generated(proto_tree_add_protocol_format(tree, proto_smb1audit, tvb, 0, 0,
		    "SMB1 Audit: %s", is_datagram ? "mailslot datagram, not an SMB1 session" :
		    headline_text(audit, pinfo->pool)));
		below = proto_item_add_subtree(item, ett_smb1audit);
	}
	if (!is_datagram) {
		remarks_add(audited, drawing.client, drawing.server, pinfo, item);
		column_show(audited, pinfo);
	}
	if (below != NULL && is_datagram)
		draw_datagram(&drawing, below);
	else if (below != NULL)
		draw_items(&drawing, below);
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

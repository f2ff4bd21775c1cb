/* fields.c - what the built-in dissectors found, one SMB PDU at a time
 *
 * The built-in dissectors, having followed ports, NetBIOS and reassembly, recognise
 * the PDUs, and room 1 reads the rest from their bytes. Of what they leave, part is
 * there on the first pass only; nothing here is called later.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fields.h"

#include "../audit/netbios.h"
#include "wanted.h"

void
fields_register(dissector_handle_t handle)
{
	layers_register();
	closing_register();
	wanted_register(handle);
}

/* Whether a frame whose last protocol is TCP may close a connection. Its TCP item is
 * the last one, but for what other post-dissectors add. */
static bool
may_close(const proto_tree *tree)
{
	const field_info *tcp = layers_tcp_item(tree->last_child);

	return tcp == NULL || closing_of_header(tcp) != CLOSING_NONE;
}

/* A session request is 72 bytes and alone in its segment, since the client waits
 * for the answer (RFC 1002 4.3.2): no bulk data needs a look. */
enum { SESSION_REQUEST_FRAME = 512 };

static const GPtrArray *
calling_name(const packet_info *pinfo, const proto_tree *tree)
{
	return pinfo->fd->pkt_len < SESSION_REQUEST_FRAME ?
	    wanted_values(tree, WANTED_CALLING_NAME) : NULL;
}

/* Whether the items of a PDU are where nobody sees them. */
static bool
is_hidden(const packet_info *pinfo, const proto_tree *tree)
{
	if (TOP_ITEMS_ARE_BUILT)
		return layers_hide_smb(pinfo, tree);
	return wanted_values(tree, WANTED_SMB1) != NULL || wanted_values(tree, WANTED_SMB2) != NULL;
}

static bool
begin_places(struct places *places, const packet_info *pinfo, const proto_tree *tree,
    const proto_node *first)
{
	if (first != NULL)
		places_begin_items(places, first);
	else if (is_hidden(pinfo, tree))
		places_begin_bytes(places, pinfo);
	else
		return false;
	return true;
}

/* The item of the innermost TCP, NULL where it is not at the top level. */
static const field_info *
innermost_tcp(const struct top_items *items, int depth)
{
	return items->tcp_count == depth ? items->tcp : NULL;
}

bool
fields_begin(struct frame_reading *reading, const packet_info *pinfo, const proto_tree *tree,
    bool closings)
{
	const enum last_layer last = layers_last(pinfo);
	const bool wants_end = closings && pinfo->ptype == PT_TCP;
	struct top_items items;
	struct layers layers;

	if (tree == NULL || (last == LAST_TCP && !(wants_end && may_close(tree))))
		return false;
	items = layers_items(tree);
	reading->calling = last == LAST_NBSS ? calling_name(pinfo, tree) : NULL;
	reading->has_smb = last == LAST_OTHER && begin_places(&reading->places, pinfo, tree, items.pdu);
	reading->closing = CLOSING_NONE;
	if (!wants_end && !reading->has_smb && reading->calling == NULL)
		return false;
	layers = layers_read(pinfo);
	reading->transport = layers.transport;
	if (layers.transport == TRANSPORT_TCP) {
		const field_info *tcp = innermost_tcp(&items, layers.tcp_depth);

		closing_note_drawing(tcp);
		if (wants_end)
			reading->closing = closing_of_layer(tree, tcp, layers.tcp_depth);
	}
	return reading->has_smb || reading->calling != NULL || reading->closing != CLOSING_NONE;
}

/* The first byte tells the protocols apart (MS-CIFS 2.2.3.1, MS-SMB2 2.2.1.2). */
enum { SMB1_FIRST = 0xFF };

static bool
read_pdu(const struct place *place, struct smb_pdu *pdu)
{
	const size_t length = place_length(place);
	const uint8_t *bytes = tvb_get_ptr(place->tvb, (int)place->start, (int)length);

	if (length > 0 && bytes[0] == SMB1_FIRST)
		return pdu_read_smb1(pdu, bytes, length);
	return pdu_read_smb2(pdu, bytes, length);
}

/* Of SMB2, nothing but NEGOTIATE is of interest. */
static bool
is_wanted(const struct smb_pdu *pdu)
{
	return !pdu->smb2 || pdu_is_negotiate(pdu);
}

bool
fields_next_pdu(struct frame_reading *reading, struct smb_pdu *pdu)
{
	struct place place;

	while (reading->has_smb && places_next(&reading->places, &place))
		if (read_pdu(&place, pdu) && is_wanted(pdu))
			return true;
	return false;
}

bool
fields_session_request(const struct frame_reading *reading, struct identity_facts *facts)
{
	const uint8_t *names = NULL;
	struct place place;
	size_t length = 0;

	/* The two names are side by side (RFC 1002 4.3.2); the called one comes first. */
	if (reading->calling != NULL && place_of_item(&place, wanted_at(reading->calling, 0)))
		names = place_before(&place, NETBIOS_NAME, &length);
	if (names != NULL)
		netbios_session_request_read(facts, names, length);
	return names != NULL;
}

/* The two names are before the PDU (RFC 1002 4.4.2), the source's first. */
bool
fields_datagram_source(struct frame_reading *reading, struct identity_facts *facts)
{
	const uint8_t *names;
	char text[DETAIL_ROOM];
	struct place place;
	size_t length = 0;

	if (!reading->has_smb || !places_next(&reading->places, &place) ||
	    tvb_get_ptr(place.tvb, (int)place.start, 1)[0] != SMB1_FIRST)
		return false;
	memset(facts, 0, sizeof *facts);
	names = place_before(&place, 2 * NETBIOS_NAME, &length);
	if (names != NULL && netbios_name_read(names, length, text, sizeof text))
		identity_say(facts, CLIENT_NAME, SOURCE_NETBIOS, text);
	return true;
}

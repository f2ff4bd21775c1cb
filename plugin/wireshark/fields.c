/* fields.c - what the built-in dissectors found, one SMB PDU at a time
 *
 * A wanted field costs on every frame, whether the frame has it or not, and most
 * where it is built. So few are wanted: the protocol items tell where the built-in
 * dissectors, having followed ports, NetBIOS and reassembly, recognised a PDU, and
 * room 1 reads the rest from its bytes. tests/bench/README.md has the figures.
 * Wanted fields exist on the first pass only; nothing here is called later.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fields.h"

#include <wsutil/report_message.h>

#include "../audit/netbios.h"

enum wanted { SMB1_PDU, SMB2_PDU, CALLING_NAME, WANTED_ALWAYS,
	TCP_RST = WANTED_ALWAYS, TCP_FIN, WANTED };

/* Protocol items are there for every PDU anyway. RST and FIN are expert fields of
 * such frames alone: tcp.flags.reset would be built for every TCP frame. Still they
 * are wanted only where the TCP header cannot be found by its item. */
static const char *const wanted_names[WANTED] = {
	[SMB1_PDU]	= "smb",
	[SMB2_PDU]	= "smb2",
	[CALLING_NAME]	= "nbss.calling_name",
	[TCP_RST]	= "tcp.connection.rst",
	[TCP_FIN]	= "tcp.connection.fin",
};

/* For the life of the process. */
static int wanted_ids[WANTED];
static int proto_tcp, proto_nbss, proto_icmp, proto_icmpv6, proto_nbdgm;
static dissector_handle_t postdissector;

static bool wants_closing;		/* whether RST and FIN are among those wanted */
static bool draws_tcp_below;		/* whether they have to be; for the capture */

enum { PROTOCOL_SMB1, PROTOCOL_SMB2, PROTOCOLS };

/* How to read a PDU of each protocol. */
static bool (*const readers[PROTOCOLS])(struct smb_pdu *, const uint8_t *, size_t) = {
	[PROTOCOL_SMB1] = pdu_read_smb1,
	[PROTOCOL_SMB2] = pdu_read_smb2,
};

/* RFC 1002 4.3.1, MS-SMB2 2.1: a zero byte and three of length precede a PDU. */
enum { SESSION_HEADER = 4, SESSION_MESSAGE = 0 };

/* Takes effect with the next frame; the host frees the list. */
static void
want_fields(unsigned count)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof (int));

	for (unsigned i = 0; i < count; i++)
		if (wanted_ids[i] != -1)
			g_array_append_val(ids, wanted_ids[i]);
	set_postdissector_wanted_hfids(postdissector, ids);
	wants_closing = count == WANTED;
}

static void
start_capture(void)
{
	draws_tcp_below = false;
	if (!wants_closing)
		want_fields(WANTED);
}

void
fields_want(dissector_handle_t handle)
{
	for (unsigned i = 0; i < WANTED; i++) {
		wanted_ids[i] = proto_registrar_get_id_byname(wanted_names[i]);
		if (wanted_ids[i] == -1)
			report_warning("SMB1 Audit: this Wireshark has no field %s; "
			    "what depends on it is not judged.", wanted_names[i]);
	}
	postdissector = handle;
	want_fields(WANTED);
	register_init_routine(start_capture);
	proto_tcp = proto_get_id_by_filter_name("tcp");
	proto_nbss = proto_get_id_by_filter_name("nbss");
	proto_icmp = proto_get_id_by_filter_name("icmp");
	proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
	proto_nbdgm = proto_get_id_by_filter_name("nbdgm");
}

/* All occurrences in the frame, in order; NULL where there is none. */
static const GPtrArray *
values(const proto_tree *tree, enum wanted field)
{
	return proto_get_finfo_ptr_array(tree, wanted_ids[field]);
}

static const field_info *
value_at(const GPtrArray *array, unsigned i)
{
	return (const field_info *)g_ptr_array_index(array, i);
}

/* The protocol found last in the frame, our own apart; cheaper to see than that a
 * field is absent. */
static int
last_protocol(const packet_info *pinfo)
{
	wmem_list_frame_t *own = wmem_list_tail(pinfo->layers);
	wmem_list_frame_t *last = own ? wmem_list_frame_prev(own) : NULL;

	return last ? GPOINTER_TO_INT(wmem_list_frame_data(last)) : -1;
}

/* What a frame's layers say: the transport is the last of TCP and NetBIOS
 * datagrams, unless ICMP quotes it. */
struct layers {
	enum transport transport;
	int tcp_depth;			/* how many TCP layers there are */
};

static struct layers
read_layers(const packet_info *pinfo)
{
	struct layers layers = { TRANSPORT_OTHER, 0 };

	for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
	    layer = wmem_list_frame_next(layer)) {
		const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

		if (protocol == proto_icmp || protocol == proto_icmpv6) {
			layers.transport = TRANSPORT_QUOTED;
			break;
		}
		if (protocol == proto_tcp) {
			layers.transport = TRANSPORT_TCP;
			layers.tcp_depth++;
		} else if (protocol == proto_nbdgm)
			layers.transport = TRANSPORT_DATAGRAM;
	}
	return layers;
}

static bool
is_tcp(const proto_node *node)
{
	const field_info *item = node ? PNODE_FINFO(node) : NULL;

	return item != NULL && item->hfinfo->id == proto_tcp;
}

/* The TCP item of that depth, counted from 1; NULL where it is not at the top level.
 * Items there are built whether they are wanted or not. */
static const field_info *
tcp_at_top(const proto_tree *tree, int depth)
{
	for (const proto_node *node = tree->first_child; node != NULL; node = node->next)
		if (is_tcp(node) && --depth == 0)
			return PNODE_FINFO(node);
	return NULL;
}

/* RFC 9293 3.1. The TCP dissector gives up on less than a header. */
enum { TCP_OFFSET = 12, TCP_FLAGS = 13, TCP_HEADER = 20, TCP_FIN_FLAG = 0x01, TCP_RST_FLAG = 0x04 };

static enum tcp_closing
closing_of_header(const field_info *item)
{
	const unsigned captured = item->ds_tvb ? tvb_captured_length(item->ds_tvb) : 0;
	const uint8_t *header;

	if (item->start < 0 || captured < TCP_HEADER || (unsigned)item->start > captured - TCP_HEADER)
		return CLOSING_NONE;
	header = tvb_get_ptr(item->ds_tvb, item->start, TCP_HEADER);
	if ((header[TCP_OFFSET] >> 4) * 4 < TCP_HEADER)
		return CLOSING_NONE;
	if (header[TCP_FLAGS] & TCP_RST_FLAG)
		return CLOSING_RST;
	return header[TCP_FLAGS] & TCP_FIN_FLAG ? CLOSING_FIN : CLOSING_NONE;
}

/* A tunnel's own end is not its content's. */
static bool
is_at_depth(const GPtrArray *array, int depth)
{
	for (unsigned i = 0; array != NULL && i < array->len; i++)
		if (value_at(array, i)->proto_layer_num == depth)
			return true;
	return false;
}

static enum tcp_closing
closing_of_fields(const proto_tree *tree, int depth)
{
	if (is_at_depth(values(tree, TCP_RST), depth))
		return CLOSING_RST;
	return is_at_depth(values(tree, TCP_FIN), depth) ? CLOSING_FIN : CLOSING_NONE;
}

/* Most captures draw every TCP at the top level, and those that do not do so from
 * the start. Only in one that begins to do so later, a close is missed that is in
 * the very first such frame. */
static void
note_drawing(bool at_top)
{
	if (!at_top)
		draws_tcp_below = true;
	if (wants_closing != draws_tcp_below)
		want_fields(draws_tcp_below ? WANTED : WANTED_ALWAYS);
}

/* How the innermost TCP connection is closed. */
static enum tcp_closing
read_closing(const proto_tree *tree, int depth, bool closings)
{
	const field_info *item = tcp_at_top(tree, depth);

	note_drawing(item != NULL);
	if (!closings)
		return CLOSING_NONE;
	return item ? closing_of_header(item) : closing_of_fields(tree, depth);
}

/* Whether a frame whose last protocol is TCP may close a connection. */
static bool
may_close(const proto_tree *tree)
{
	const proto_node *last = tree->last_child;

	return !is_tcp(last) || closing_of_header(PNODE_FINFO(last)) != CLOSING_NONE;
}

/* A session request is 72 bytes and alone in its segment, since the client waits
 * for the answer (RFC 1002 4.3.2): no bulk data needs a look. */
enum { SESSION_REQUEST_FRAME = 512 };

static void
find_items(struct frame_reading *reading, const packet_info *pinfo, const proto_tree *tree, int last)
{
	const bool has_smb = last != proto_tcp && last != proto_nbss;

	reading->protocol = PROTOCOL_SMB1;
	reading->next = 0;
	reading->pdus[PROTOCOL_SMB1] = has_smb ? values(tree, SMB1_PDU) : NULL;
	reading->pdus[PROTOCOL_SMB2] = has_smb ? values(tree, SMB2_PDU) : NULL;
	reading->calling = last == proto_nbss && pinfo->fd->pkt_len < SESSION_REQUEST_FRAME ?
	    values(tree, CALLING_NAME) : NULL;
}

static bool
has_items(const struct frame_reading *reading)
{
	return reading->pdus[PROTOCOL_SMB1] != NULL || reading->pdus[PROTOCOL_SMB2] != NULL ||
	    reading->calling != NULL;
}

bool
fields_begin(struct frame_reading *reading, const packet_info *pinfo, const proto_tree *tree,
    bool closings)
{
	const int last = last_protocol(pinfo);
	const bool wants_end = closings && pinfo->ptype == PT_TCP;
	struct layers layers;

	if (tree == NULL || (last == proto_tcp && !(wants_end && may_close(tree))))
		return false;
	find_items(reading, pinfo, tree, last);
	if (!wants_end && !has_items(reading))
		return false;
	layers = read_layers(pinfo);
	reading->transport = layers.transport;
	reading->closing = layers.transport == TRANSPORT_TCP ?
	    read_closing(tree, layers.tcp_depth, wants_end) : CLOSING_NONE;
	return reading->closing != CLOSING_NONE || has_items(reading);
}

/* Steps to the next PDU's item; NULL after the last. */
static const field_info *
next_item(struct frame_reading *reading)
{
	for (; reading->protocol < PROTOCOLS; reading->protocol++, reading->next = 0) {
		const GPtrArray *pdus = reading->pdus[reading->protocol];

		if (pdus != NULL && reading->next < pdus->len)
			return value_at(pdus, reading->next++);
	}
	return NULL;
}

/* How many of the captured bytes from start on are the PDU's own: the message
 * that carries it says where it ends. */
static size_t
pdu_length(const uint8_t *bytes, size_t start, size_t captured)
{
	const uint8_t *header = bytes + start - SESSION_HEADER;
	size_t length;

	if (start < SESSION_HEADER || header[0] != SESSION_MESSAGE)
		return captured - start;
	length = (size_t)header[1] << 16 | (size_t)header[2] << 8 | header[3];
	return length < captured - start ? length : captured - start;
}

/* The data source is the frame, or what was reassembled or decrypted; where an
 * item starts is an offset into it. */
static bool
read_pdu(const struct frame_reading *reading, const field_info *item, struct smb_pdu *pdu)
{
	const unsigned captured = item->ds_tvb ? tvb_captured_length(item->ds_tvb) : 0;
	const uint8_t *bytes;

	if (item->start < 0 || (unsigned)item->start >= captured)
		return false;
	bytes = tvb_get_ptr(item->ds_tvb, 0, (int)captured);
	return readers[reading->protocol](pdu, bytes + item->start,
	    pdu_length(bytes, (size_t)item->start, captured));
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
	const field_info *item;

	while ((item = next_item(reading)) != NULL)
		if (read_pdu(reading, item, pdu) && is_wanted(pdu))
			return true;
	return false;
}

/* The two names, side by side (RFC 1002 4.3.2, 4.4.2), that begin that far before
 * an item; NULL where they cannot. */
static const uint8_t *
names_before(const field_info *item, int distance, size_t *length)
{
	const unsigned captured = item->ds_tvb ? tvb_captured_length(item->ds_tvb) : 0;
	const int start = item->start - distance;

	if (start < 0 || (unsigned)start >= captured)
		return NULL;
	*length = captured - (unsigned)start;
	return tvb_get_ptr(item->ds_tvb, start, (int)*length);
}

bool
fields_session_request(const struct frame_reading *reading, struct identity_facts *facts)
{
	const uint8_t *names = NULL;
	size_t length = 0;

	if (reading->calling != NULL)
		names = names_before(value_at(reading->calling, 0), NETBIOS_NAME, &length);
	if (names != NULL)
		netbios_session_request_read(facts, names, length);
	return names != NULL;
}

void
fields_datagram_source(const struct frame_reading *reading, struct identity_facts *facts)
{
	const GPtrArray *pdus = reading->pdus[PROTOCOL_SMB1];
	char text[DETAIL_ROOM];
	size_t length = 0;
	const uint8_t *names;

	memset(facts, 0, sizeof *facts);
	names = pdus ? names_before(value_at(pdus, 0), 2 * NETBIOS_NAME, &length) : NULL;
	if (names != NULL && netbios_name_read(names, length, text, sizeof text))
		identity_say(facts, CLIENT_NAME, SOURCE_NETBIOS, text);
}

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

enum wanted { SMB1_PDU, SMB2_PDU, TCP_RST, TCP_FIN, CALLING_NAME, WANTED };

/* Protocol items are there for every PDU anyway. RST and FIN are expert fields of
 * such frames alone: tcp.flags.reset would be built for every TCP frame. */
static const char *const wanted_names[WANTED] = {
	[SMB1_PDU]	= "smb",
	[SMB2_PDU]	= "smb2",
	[TCP_RST]	= "tcp.connection.rst",
	[TCP_FIN]	= "tcp.connection.fin",
	[CALLING_NAME]	= "nbss.calling_name",
};

/* For the life of the process. */
static int wanted_ids[WANTED];
static int proto_tcp, proto_nbss, proto_icmp, proto_icmpv6, proto_nbdgm;

enum { PROTOCOL_SMB1, PROTOCOL_SMB2, PROTOCOLS };

/* How to read a PDU of each protocol. */
static bool (*const readers[PROTOCOLS])(struct smb_pdu *, const uint8_t *, size_t) = {
	[PROTOCOL_SMB1] = pdu_read_smb1,
	[PROTOCOL_SMB2] = pdu_read_smb2,
};

/* RFC 1002 4.3.1, MS-SMB2 2.1: a zero byte and three of length precede a PDU. */
enum { SESSION_HEADER = 4, SESSION_MESSAGE = 0 };

void
fields_want(dissector_handle_t handle)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof (int));

	for (unsigned i = 0; i < WANTED; i++) {
		wanted_ids[i] = proto_registrar_get_id_byname(wanted_names[i]);
		if (wanted_ids[i] == -1)
			report_warning("SMB1 Audit: this Wireshark has no field %s; "
			    "what depends on it is not judged.", wanted_names[i]);
		else
			g_array_append_val(ids, wanted_ids[i]);
	}
	set_postdissector_wanted_hfids(handle, ids);
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

/* A session request is 72 bytes and alone in its segment, since the client waits
 * for the answer (RFC 1002 4.3.2): no bulk data needs a look. */
enum { SESSION_REQUEST_FRAME = 512 };

bool
fields_begin(struct frame_reading *reading, const packet_info *pinfo, const proto_tree *tree,
    bool closings)
{
	const int last = last_protocol(pinfo);
	const bool has_smb = last != proto_tcp && last != proto_nbss;
	const bool wants_closing = closings && pinfo->ptype == PT_TCP;

	reading->pinfo = pinfo;
	reading->protocol = PROTOCOL_SMB1;
	reading->next = 0;
	reading->pdus[PROTOCOL_SMB1] = has_smb ? values(tree, SMB1_PDU) : NULL;
	reading->pdus[PROTOCOL_SMB2] = has_smb ? values(tree, SMB2_PDU) : NULL;
	reading->rst = wants_closing ? values(tree, TCP_RST) : NULL;
	reading->fin = wants_closing ? values(tree, TCP_FIN) : NULL;
	reading->calling = last == proto_nbss && pinfo->fd->pkt_len < SESSION_REQUEST_FRAME ?
	    values(tree, CALLING_NAME) : NULL;
	return reading->pdus[PROTOCOL_SMB1] != NULL ||
	    reading->pdus[PROTOCOL_SMB2] != NULL || reading->calling != NULL ||
	    reading->rst != NULL || reading->fin != NULL;
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

/* What the frame's layers say of the last TCP, NetBIOS datagram and ICMP. */
enum transport
fields_transport(const packet_info *pinfo)
{
	enum transport transport = TRANSPORT_OTHER;

	for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
	    layer = wmem_list_frame_next(layer)) {
		const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

		if (protocol == proto_icmp || protocol == proto_icmpv6)
			return TRANSPORT_QUOTED;
		if (protocol == proto_tcp)
			transport = TRANSPORT_TCP;
		else if (protocol == proto_nbdgm)
			transport = TRANSPORT_DATAGRAM;
	}
	return transport;
}

/* How many TCP layers the frame has: a tunnel's own end is not its content's. */
static int
tcp_depth(const packet_info *pinfo)
{
	int depth = 0;

	for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
	    layer = wmem_list_frame_next(layer))
		depth += GPOINTER_TO_INT(wmem_list_frame_data(layer)) == proto_tcp;
	return depth;
}

static bool
is_at_depth(const GPtrArray *array, int depth)
{
	for (unsigned i = 0; array != NULL && i < array->len; i++)
		if (value_at(array, i)->proto_layer_num == depth)
			return true;
	return false;
}

enum tcp_closing
fields_closing(const struct frame_reading *reading)
{
	int depth;

	if (reading->rst == NULL && reading->fin == NULL)
		return CLOSING_NONE;
	depth = tcp_depth(reading->pinfo);
	if (is_at_depth(reading->rst, depth))
		return CLOSING_RST;
	return is_at_depth(reading->fin, depth) ? CLOSING_FIN : CLOSING_NONE;
}

/* fields.c - what the built-in dissectors found, one SMB PDU at a time
 *
 * Wanted fields exist on the first pass only; nothing here is called later.
 * They come as one flat array a field and frame, several PDUs in it. A value
 * belongs to the PDU in whose bytes it stands: proto_layer_num cannot tell,
 * since an inner dissector (SPNEGO) leaves its own number behind.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "fields.h"

#include <wsutil/report_message.h>

enum wanted {
	SMB_COMMAND,
	SMB_RESPONSE,
	SMB_NT_STATUS,
	SMB_ERROR_CLASS,
	SMB_MID,
	SMB_WORD_COUNT,
	SMB_BYTE_COUNT,
	SMB_DIALECT,
	SMB_DIALECT_INDEX,
	SMB2_COMMAND,
	SMB2_RESPONSE,
	SMB2_NT_STATUS,
	SMB2_DIALECT,
	TCP_RST,
	TCP_FIN,
	WANTED
};

/* None of these exists on a frame without SMB, save the last two, which are
 * expert fields of RST and FIN frames alone: tcp.flags.reset would be built for
 * every TCP frame. */
static const char *const wanted_names[WANTED] = {
	[SMB_COMMAND]		= "smb.cmd",
	[SMB_RESPONSE]		= "smb.flags.response",
	[SMB_NT_STATUS]		= "smb.nt_status",
	[SMB_ERROR_CLASS]	= "smb.error_class",
	[SMB_MID]		= "smb.mid",
	[SMB_WORD_COUNT]	= "smb.wct",
	[SMB_BYTE_COUNT]	= "smb.bcc",
	[SMB_DIALECT]		= "smb.dialect",
	[SMB_DIALECT_INDEX]	= "smb.dialect.index",
	[SMB2_COMMAND]		= "smb2.cmd",
	[SMB2_RESPONSE]		= "smb2.flags.response",
	[SMB2_NT_STATUS]	= "smb2.nt_status",
	[SMB2_DIALECT]		= "smb2.dialect",
	[TCP_RST]		= "tcp.connection.rst",
	[TCP_FIN]		= "tcp.connection.fin",
};

static int wanted_ids[WANTED];		/* for the life of the process */
static int proto_tcp, proto_icmp, proto_icmpv6, proto_nbdgm;

/* The offset of the command field in its header, MS-CIFS 2.2.3.1, MS-SMB2
 * 2.2.1: a PDU begins that much before it. */
static const struct {
	enum wanted command;
	int offset;
} headers[] = {
	{ SMB_COMMAND, 4 },
	{ SMB2_COMMAND, 12 },
};

enum { PROTOCOL_SMB1, PROTOCOL_SMB2, PROTOCOLS };

/* The bytes of one PDU. Offsets are into the data source, a frame or what was
 * reassembled. */
struct extent {
	const tvbuff_t *source;
	int start, end;
};

/* "smb.cmd" names two fields: the command of an AndX block, registered last,
 * and that of the header, registered first. */
static int
field_id(const char *name)
{
	header_field_info *hfinfo = proto_registrar_get_byname(name);

	if (hfinfo == NULL)
		return -1;
	while (hfinfo->same_name_prev_id != -1)
		hfinfo = proto_registrar_get_nth(hfinfo->same_name_prev_id);
	return hfinfo->id;
}

void
fields_want(dissector_handle_t handle)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof (int));

	for (unsigned i = 0; i < WANTED; i++) {
		wanted_ids[i] = field_id(wanted_names[i]);
		if (wanted_ids[i] == -1)
			report_warning("SMB1 Audit: this Wireshark has no field %s; "
			    "what depends on it is not judged.", wanted_names[i]);
		else
			g_array_append_val(ids, wanted_ids[i]);
	}
	set_postdissector_wanted_hfids(handle, ids);
	proto_tcp = proto_get_id_by_filter_name("tcp");
	proto_icmp = proto_get_id_by_filter_name("icmp");
	proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
	proto_nbdgm = proto_get_id_by_filter_name("nbdgm");
}

/* All occurrences in the frame, in order; NULL where there is none. */
static const GPtrArray *
values(proto_tree *tree, enum wanted field)
{
	return proto_get_finfo_ptr_array(tree, wanted_ids[field]);
}

static const field_info *
value_at(const GPtrArray *array, unsigned i)
{
	return (const field_info *)g_ptr_array_index(array, i);
}

static bool
is_inside(const field_info *fi, const struct extent *extent)
{
	return fi->ds_tvb == extent->source &&
	    fi->start >= extent->start && fi->start < extent->end;
}

/* The first occurrence in these bytes; NULL where there is none. */
static const field_info *
first_inside(proto_tree *tree, enum wanted field, const struct extent *extent)
{
	const GPtrArray *array = values(tree, field);

	for (unsigned i = 0; array != NULL && i < array->len; i++)
		if (is_inside(value_at(array, i), extent))
			return value_at(array, i);
	return NULL;
}

static unsigned
number_of(const field_info *fi)
{
	uint64_t number = 0;

	fvalue_to_uinteger64(field_value((field_info *)fi), &number);
	return (unsigned)number;
}

/* Reads a number into *number; false, and *number untouched, where it is absent. */
static bool
read_number(proto_tree *tree, enum wanted field, const struct extent *extent, unsigned *number)
{
	const field_info *fi = first_inside(tree, field, extent);

	if (fi != NULL)
		*number = number_of(fi);
	return fi != NULL;
}

static struct extent
pdu_extent(const GPtrArray *commands, unsigned i, int offset)
{
	const field_info *this = value_at(commands, i);
	struct extent extent = { this->ds_tvb, this->start - offset, G_MAXINT };

	if (i + 1 < commands->len && value_at(commands, i + 1)->ds_tvb == extent.source)
		extent.end = value_at(commands, i + 1)->start - offset;
	return extent;
}

/* NTSTATUS severities 0 and 1 are success and information (MS-ERREF 2.3). */
static bool
is_nt_failure(unsigned status)
{
	return status >> 31;
}

static void
read_smb1_status(proto_tree *tree, const struct extent *extent, struct smb_pdu *pdu)
{
	unsigned number = 0;

	if (read_number(tree, SMB_NT_STATUS, extent, &number)) {
		pdu->has_status = true;
		pdu->failed = is_nt_failure(number);
	} else if (read_number(tree, SMB_ERROR_CLASS, extent, &number)) {
		pdu->has_status = true;
		pdu->failed = number != 0;
	}
}

/* The bytes of a dialect string without its buffer format and NUL; the text of
 * the field has lost bytes that are not ASCII in some releases. */
static const char *
escaped_dialect(wmem_allocator_t *pool, const field_info *fi)
{
	wmem_strbuf_t *text = wmem_strbuf_new(pool, "");
	const int length = fi->length - 2;
	const uint8_t *bytes = tvb_get_ptr(fi->ds_tvb, fi->start + 1, length);

	for (int i = 0; i < length; i++)
		if (g_ascii_isprint(bytes[i]))
			wmem_strbuf_append_c(text, (char)bytes[i]);
		else
			wmem_strbuf_append_printf(text, "\\x%02x", bytes[i]);
	return wmem_strbuf_get_str(text);
}

static const char *
dialect_text(wmem_allocator_t *pool, const field_info *fi)
{
	const char *text = fvalue_get_string(field_value((field_info *)fi));

	for (const char *c = text; *c; c++)
		if (!g_ascii_isprint(*c))
			return escaped_dialect(pool, fi);
	return text;
}

/* The list is whole when its strings, each with its buffer format and NUL, fill
 * the byte count (MS-CIFS 2.2.4.52.1). */
static void
read_smb1_offer(struct frame_reading *reading, const struct extent *extent)
{
	const GPtrArray *dialects = values(reading->tree, SMB_DIALECT);
	unsigned byte_count = 0, listed = 0;
	bool counted = read_number(reading->tree, SMB_BYTE_COUNT, extent, &byte_count);

	reading->offer.whole = true;
	for (unsigned i = 0; dialects != NULL && i < dialects->len; i++) {
		const field_info *fi = value_at(dialects, i);

		if (!is_inside(fi, extent))
			continue;
		listed += (unsigned)fi->length;
		offer_add(&reading->offer, dialect_text(reading->pinfo->pool, fi));
	}
	if (!counted || listed != byte_count)
		reading->offer.whole = false;
}

static void
read_smb1_answer(proto_tree *tree, const struct extent *extent, struct smb_pdu *pdu)
{
	unsigned number = 0;

	pdu->has_word_count = read_number(tree, SMB_WORD_COUNT, extent, &pdu->word_count);
	pdu->has_index = read_number(tree, SMB_DIALECT_INDEX, extent, &number);
	pdu->index = (uint16_t)number;
}

static void
read_smb2_offer(struct frame_reading *reading, const struct extent *extent)
{
	const GPtrArray *dialects = values(reading->tree, SMB2_DIALECT);

	reading->offer.framed_smb2 = true;
	reading->offer.whole = true;
	for (unsigned i = 0; dialects != NULL && i < dialects->len; i++) {
		const field_info *fi = value_at(dialects, i);
		const char *name;

		if (!is_inside(fi, extent))
			continue;
		name = revision_name((uint16_t)number_of(fi));
		offer_add(&reading->offer, name ? name :
		    wmem_strdup_printf(reading->pinfo->pool, "0x%04x", number_of(fi)));
	}
}

static void
read_smb2_answer(proto_tree *tree, const struct extent *extent, struct smb_pdu *pdu)
{
	unsigned number = 0;

	if (read_number(tree, SMB2_NT_STATUS, extent, &number)) {
		pdu->has_status = true;
		pdu->failed = is_nt_failure(number);
	}
	number = 0;
	pdu->has_revision = read_number(tree, SMB2_DIALECT, extent, &number);
	pdu->revision = (uint16_t)number;
}

/* A Negotiate request brings its list. */
static void
begin_offer(struct frame_reading *reading, struct smb_pdu *pdu)
{
	memset(&reading->offer, 0, sizeof reading->offer);
	reading->offer.names = reading->names;
	pdu->offer = &reading->offer;
}

/* MS-CIFS 2.2.4.32.1: the server breaks an oplock with a request whose MID is
 * 0xFFFF. */
static bool
is_oplock_break(proto_tree *tree, const struct extent *extent, const struct smb_pdu *pdu)
{
	unsigned mid = 0;

	return pdu->command == SMB_COM_LOCKING_ANDX && !pdu->response &&
	    read_number(tree, SMB_MID, extent, &mid) && mid == 0xFFFF;
}

static bool
read_smb1_pdu(struct frame_reading *reading, const struct extent *extent, struct smb_pdu *pdu)
{
	unsigned response = 0;

	if (!read_number(reading->tree, SMB_RESPONSE, extent, &response))
		return false;
	pdu->response = response != 0;
	pdu->oplock_break = is_oplock_break(reading->tree, extent, pdu);
	if (pdu->response)
		read_smb1_status(reading->tree, extent, pdu);
	if (!pdu_is_negotiate(pdu))
		return true;
	if (pdu->response) {
		read_smb1_answer(reading->tree, extent, pdu);
	} else {
		begin_offer(reading, pdu);
		read_smb1_offer(reading, extent);
	}
	return true;
}

static bool
read_smb2_pdu(struct frame_reading *reading, const struct extent *extent, struct smb_pdu *pdu)
{
	unsigned response = 0;

	pdu->smb2 = true;
	if (!pdu_is_negotiate(pdu) ||
	    !read_number(reading->tree, SMB2_RESPONSE, extent, &response))
		return false;
	pdu->response = response != 0;
	if (pdu->response) {
		read_smb2_answer(reading->tree, extent, pdu);
	} else {
		begin_offer(reading, pdu);
		read_smb2_offer(reading, extent);
	}
	return true;
}

bool
fields_begin(struct frame_reading *reading, packet_info *pinfo, proto_tree *tree)
{
	reading->pinfo = pinfo;
	reading->tree = tree;
	reading->protocol = PROTOCOL_SMB1;
	reading->next = 0;
	reading->headers[PROTOCOL_SMB1] = values(tree, SMB_COMMAND);
	reading->headers[PROTOCOL_SMB2] = values(tree, SMB2_COMMAND);
	return reading->headers[PROTOCOL_SMB1] != NULL ||
	    reading->headers[PROTOCOL_SMB2] != NULL ||
	    values(tree, TCP_RST) != NULL || values(tree, TCP_FIN) != NULL;
}

/* Steps to the next header field; NULL after the last. */
static const field_info *
next_header(struct frame_reading *reading)
{
	while (reading->protocol < PROTOCOLS) {
		const GPtrArray *commands = reading->headers[reading->protocol];

		if (commands != NULL && reading->next < commands->len)
			return value_at(commands, reading->next++);
		reading->protocol++;
		reading->next = 0;
	}
	return NULL;
}

bool
fields_next_pdu(struct frame_reading *reading, struct smb_pdu *pdu)
{
	const field_info *header;

	while ((header = next_header(reading)) != NULL) {
		const unsigned protocol = reading->protocol;
		const struct extent extent = pdu_extent(reading->headers[protocol],
		    reading->next - 1, headers[protocol].offset);

		memset(pdu, 0, sizeof *pdu);
		pdu->command = number_of(header);
		if (protocol == PROTOCOL_SMB1 ? read_smb1_pdu(reading, &extent, pdu) :
		    read_smb2_pdu(reading, &extent, pdu))
			return true;
	}
	return false;
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
	const GPtrArray *rst = values(reading->tree, TCP_RST);
	const GPtrArray *fin = values(reading->tree, TCP_FIN);
	int depth;

	if (rst == NULL && fin == NULL)
		return CLOSING_NONE;
	depth = tcp_depth(reading->pinfo);
	if (is_at_depth(rst, depth))
		return CLOSING_RST;
	return is_at_depth(fin, depth) ? CLOSING_FIN : CLOSING_NONE;
}

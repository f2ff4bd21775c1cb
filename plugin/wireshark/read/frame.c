/* frame.c - what one frame shows of SMB and of the connection that carries it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frame.h"

#include "fields.h"
#include "pdus.h"

/* For the life of the process. */
static int proto_tcp, proto_nbdgm, proto_icmp, proto_icmpv6;

void
frame_register(dissector_handle_t handle)
{
	proto_tcp = proto_get_id_by_filter_name("tcp");
	proto_nbdgm = proto_get_id_by_filter_name("nbdgm");
	proto_icmp = proto_get_id_by_filter_name("icmp");
	proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
	fields_register(handle);
}

struct layers {
	enum transport transport;
	int tcp_depth;			/* how many TCP layers there are */
	bool quoted;			/* by an ICMP error */
};

/* The transport is the last of TCP and NetBIOS datagrams: a tunnel may hold others. */
static struct layers
read_layers(const packet_info *pinfo)
{
	struct layers layers = { TRANSPORT_OTHER, 0, false };

	for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
	    layer = wmem_list_frame_next(layer)) {
		const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

		if (protocol == proto_icmp || protocol == proto_icmpv6)
			layers.quoted = true;
		if (protocol == proto_tcp) {
			layers.transport = TRANSPORT_TCP;
			layers.tcp_depth++;
		} else if (protocol == proto_nbdgm)
			layers.transport = TRANSPORT_DATAGRAM;
	}
	return layers;
}

/* A tunnel's own end is not its content's. */
static bool
is_at_depth(const proto_tree *tree, enum field field, int depth)
{
	const GPtrArray *items = field_items(tree, field);

	for (unsigned i = 0; items != NULL && i < items->len; i++)
		if (((const field_info *)g_ptr_array_index(items, i))->proto_layer_num == depth)
			return true;
	return false;
}

static enum tcp_closing
read_closing(const proto_tree *tree, int depth)
{
	if (is_at_depth(tree, FIELD_RST, depth))
		return CLOSING_RST;
	return is_at_depth(tree, FIELD_FIN, depth) ? CLOSING_FIN : CLOSING_NONE;
}

/* How Wireshark writes a NetBIOS name: its characters, those that are not printable as
 * <xx>, the last of the sixteen always so, then perhaps a dot and a scope. Returns where
 * the last one begins; NULL where there is none, for then it is no name. */
static const char *
suffix_of(const char *name)
{
	const char *last = NULL;

	for (const char *at = strchr(name, '<'); at != NULL; at = strchr(at + 1, '<'))
		if (g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2]) && at[3] == '>' &&
		    (at[4] == '\0' || at[4] == '.'))
			last = at;
	return last;
}

/* Names are filled up with blanks, or with NULs by some. */
static void
say_netbios_name(struct frame *frame, enum detail detail, enum source source,
    const proto_tree *tree, enum field field, wmem_allocator_t *scope)
{
	const GPtrArray *items = field_items(tree, field);
	const char *text, *end;
	char *name;

	if (items == NULL)
		return;
	text = field_text((const field_info *)g_ptr_array_index(items, 0), scope);
	end = suffix_of(text);
	if (end == NULL || text[0] == '*')	/* "*SMBSERVER": any server */
		return;
	name = wmem_strndup(scope, text, (size_t)(end - text));
	while (g_str_has_suffix(name, "<00>"))
		name[strlen(name) - strlen("<00>")] = '\0';
	identity_say(&frame->names, detail, source, g_strchomp(name));
}

/* RFC 1002 4.3.2: a session request stands alone in its segment, as its client waits for
 * the answer. 4.4.2: a datagram's source stands before the SMB that it carries. */
static void
read_names(struct frame *frame, const proto_tree *tree, wmem_allocator_t *scope)
{
	if (frame->transport == TRANSPORT_DATAGRAM) {
		say_netbios_name(frame, CLIENT_NAME, SOURCE_NETBIOS, tree, FIELD_SOURCE_NAME, scope);
	} else if (field_items(tree, FIELD_CALLING_NAME) != NULL) {
		say_netbios_name(frame, CLIENT_NAME, SOURCE_NETBIOS, tree, FIELD_CALLING_NAME, scope);
		say_netbios_name(frame, SERVER_NAME, SOURCE_CALLED, tree, FIELD_CALLED_NAME, scope);
	}
	frame->has_names = identity_says_something(&frame->names);
}

static void
read_pdus(struct frame *frame, proto_tree *tree, wmem_allocator_t *scope)
{
	wmem_array_t *pdus = pdus_read(tree, scope);

	frame->count = wmem_array_get_count(pdus);
	frame->pdus = frame->count ? (struct smb_pdu *)wmem_array_get_raw(pdus) : NULL;
	for (unsigned i = 0; i < frame->count; i++)
		frame->begins = frame->begins || !frame->pdus[i].smb2 || pdu_is_negotiate(&frame->pdus[i]);
}

/* A RST that an ICMP error quotes was sent, but by somebody else and at another time:
 * such frames are no evidence. */
bool
frame_read(struct frame *frame, packet_info *pinfo, proto_tree *tree)
{
	const bool has_smb = field_items(tree, FIELD_SMB1) != NULL ||
	    field_items(tree, FIELD_SMB2) != NULL;
	struct layers layers;

	if (!has_smb && field_items(tree, FIELD_CALLING_NAME) == NULL &&
	    field_items(tree, FIELD_RST) == NULL && field_items(tree, FIELD_FIN) == NULL)
		return false;
	layers = read_layers(pinfo);
	if (layers.quoted)
		return false;
	memset(frame, 0, sizeof *frame);
	frame->transport = layers.transport;
	if (layers.transport == TRANSPORT_TCP)
		frame->closing = read_closing(tree, layers.tcp_depth);
	read_names(frame, tree, pinfo->pool);
	if (has_smb)
		read_pdus(frame, tree, pinfo->pool);
	if (frame->transport == TRANSPORT_OTHER && frame->count > 0 && frame->pdus[0].says.is_mailslot)
		frame->transport = TRANSPORT_DATAGRAM;
	frame->begins = frame->begins || frame->has_names;
	return frame->begins || frame->count > 0 || frame->closing != CLOSING_NONE;
}

/* layers.c - which protocols a frame has, and where their items are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "layers.h"

#include <wsutil/report_message.h>

/* For the life of the process. */
static int proto_tcp, proto_nbss, proto_nbdgm, proto_icmp, proto_icmpv6, proto_smb, proto_smb2;

static const struct {
	int *id;
	const char *name;
} protocols[] = {
	{ &proto_tcp,		"tcp" },
	{ &proto_nbss,		"nbss" },
	{ &proto_nbdgm,		"nbdgm" },
	{ &proto_icmp,		"icmp" },
	{ &proto_icmpv6,	"icmpv6" },
	{ &proto_smb,		"smb" },
	{ &proto_smb2,		"smb2" },
};

void
layers_register(void)
{
	for (unsigned i = 0; i < array_length(protocols); i++) {
		*protocols[i].id = proto_get_id_by_filter_name(protocols[i].name);
		if (*protocols[i].id == -1)
			report_warning("SMB1 Audit: this Wireshark has no protocol %s; "
			    "what depends on it is not judged.", protocols[i].name);
	}
}

/* The transport is the last of TCP and NetBIOS datagrams, unless ICMP quotes it. */
struct layers
layers_read(const packet_info *pinfo)
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

enum last_layer
layers_last(const packet_info *pinfo)
{
	wmem_list_frame_t *own = wmem_list_tail(pinfo->layers);
	wmem_list_frame_t *last = own ? wmem_list_frame_prev(own) : NULL;
	const int protocol = last ? GPOINTER_TO_INT(wmem_list_frame_data(last)) : -1;

	if (protocol == proto_tcp)
		return LAST_TCP;
	return protocol == proto_nbss ? LAST_NBSS : LAST_OTHER;
}

/* The protocol that carries the first SMB; -1 where there is no SMB. */
static int
carrier_of_smb(const packet_info *pinfo)
{
	int carrier = -1;

	for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer != NULL;
	    layer = wmem_list_frame_next(layer)) {
		const int protocol = GPOINTER_TO_INT(wmem_list_frame_data(layer));

		if (protocol == proto_smb || protocol == proto_smb2)
			return carrier;
		carrier = protocol;
	}
	return -1;
}

bool
layers_hide_smb(const packet_info *pinfo, const proto_tree *tree)
{
	const int carrier = carrier_of_smb(pinfo);

	for (const proto_node *node = tree->first_child; node != NULL; node = node->next)
		if (PNODE_FINFO(node) != NULL && PNODE_FINFO(node)->hfinfo->id == carrier)
			return false;
	return carrier != -1;
}

const field_info *
layers_tcp_item(const proto_node *node)
{
	const field_info *item = node ? PNODE_FINFO(node) : NULL;

	return item != NULL && item->hfinfo->id == proto_tcp ? item : NULL;
}

static bool
is_pdu(const field_info *item)
{
	return item->hfinfo->id == proto_smb || item->hfinfo->id == proto_smb2;
}

const proto_node *
layers_pdu_from(const proto_node *node)
{
	while (node != NULL && (PNODE_FINFO(node) == NULL || !is_pdu(PNODE_FINFO(node))))
		node = node->next;
	return node;
}

struct top_items
layers_items(const proto_tree *tree)
{
	struct top_items items = { NULL, NULL, 0 };

	for (const proto_node *node = tree->first_child; node != NULL; node = node->next) {
		const field_info *item = PNODE_FINFO(node);

		if (item == NULL)
			continue;
		if (item->hfinfo->id == proto_tcp) {
			items.tcp = item;
			items.tcp_count++;
		} else if (items.pdu == NULL && is_pdu(item))
			items.pdu = node;
	}
	return items;
}

/* fuzz_tree.c - what is drawn of a frame: tree, remarks, and the Info column
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/show/display.h"

#include <epan/column-info.h>
#include <epan/column-utils.h>
#include <epan/column.h>
#include <epan/epan_dissect.h>
#include <epan/prefs.h>
#include <epan/proto.h>

#include "host.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All of the host's session that is needed. */
static const struct packet_provider_funcs nothing_known;
static column_info columns;
static epan_t *session;

static void
register_tree(void)
{
	display_register(proto_register_protocol("SMB1 Audit", "SMB1 Audit", "smb1audit"));
}

int
LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
	static proto_plugin plugin = { register_tree, NULL };

	proto_register_plugin(&plugin);
	host_start();
	build_column_format_array(&columns, prefs.num_cols, TRUE);
	session = epan_new(NULL, &nothing_known);
	return 0;
}

static unsigned items;

static void
check_item(proto_node *node, void *data)
{
	field_info *item = PNODE_FINFO(node);
	char label[ITEM_LABEL_LENGTH];

	items++;
	if (item->rep != NULL) {
		host_must_show(item->rep->representation);
	} else {
		proto_item_fill_label(item, label);
		host_must_show(label);
	}
	if (item->hfinfo->type == FT_STRING)
		host_must_show(fvalue_get_string(field_value(item)));
	proto_tree_children_foreach(node, check_item, data);
}

static void
check_column(void)
{
	const char *text = col_get_text(&columns, COL_INFO);

	MUST(text != NULL && strlen(text) > 0);
	host_must_show(text);
}

/* A frame of that event, in the first pass or a later one. */
static void
show(const struct connection *connection, const struct event *event, unsigned marks, uint32_t number)
{
	const struct audited audited = { .connection = connection, .marks = marks,
	    .sender = event_side(event), .again = event->rest[1] & 1 };
	epan_dissect_t *dissection = epan_dissect_new(session, TRUE, TRUE);
	packet_info *pinfo = &dissection->pi;
	tvbuff_t *tvb = tvb_new_real_data((const uint8_t *)"", 1, 1);

	pinfo->num = number;
	pinfo->cinfo = &columns;
	host_fill_frame(pinfo, event_connection(event), audited.sender);
	col_set_writable(&columns, -1, TRUE);
	col_set_str(&columns, COL_INFO, "Negotiate Protocol Request");
	display_draw(&audited, tvb, pinfo, dissection->tree);
	items = 0;
	proto_tree_children_foreach(dissection->tree, check_item, NULL);
	MUST(items > 0);
	check_column();
	tvb_free(tvb);
	epan_dissect_free(dissection);
}

/* The first frame with a direction tells who the client is. */
static void
settle_client(struct connection *connection, const struct event *event)
{
	packet_info pinfo = { .num = 0 };

	host_fill_frame(&pinfo, event_connection(event), SIDE_CLIENT);
	connection->client = pinfo.src;
	connection->client_port = pinfo.srcport;
	connection->has_client = true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct connection connections[CONNECTIONS] = { 0 };
	struct events events = { .printable = host_printable };

	for (size_t i = 0; i < size / EVENT_SIZE && i < EVENTS_MOST; i++) {
		struct event event;
		struct connection *connection;
		unsigned marks;

		memcpy(&event, data + i * EVENT_SIZE, EVENT_SIZE);
		marks = event_take(&events, &event);
		connection = host_connection(connections, &events, &event);
		if (event_side(&event) != SIDE_UNKNOWN)
			settle_client(connection, &event);
		if (marks != 0)
			show(connection, &event, marks, events.frame);
		if (event.rest[1] >= 0xF8)	/* a datagram */
			show(connection, &event, MARK_DATAGRAM, events.frame);
	}
	arena_empty();
	return 0;
}

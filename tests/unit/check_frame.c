/* check_frame.c - which frames show something of SMB
 *
 * Stands in for what fields.c and pdus.c read, and for the host's protocols.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <wireshark.h>

#include "check.h"

#include "fields.h"
#include "frame.h"
#include "pdus.h"

static const char *const protocols[] = { "eth", "ip", "tcp", "icmp", "icmpv6", "nbdgm" };

int
proto_get_id_by_filter_name(const char *name)
{
	for (unsigned i = 0; i < ROWS(protocols); i++)
		if (strcmp(protocols[i], name) == 0)
			return (int)i;
	return -1;
}

/* The only field that is there, in the first TCP layer. */
static enum field present;

const GPtrArray *
field_items(const proto_tree *tree, enum field field)
{
	static field_info item = { .proto_layer_num = 1 };
	static void *items[] = { &item };
	static GPtrArray array = { items, 1 };

	assert_null(tree);
	return field == present ? &array : NULL;
}

void
fields_register(dissector_handle_t handle)
{
	assert_null(handle);
}

const char *
field_text(const field_info *item, wmem_allocator_t *scope)
{
	assert_non_null(item);
	return wmem_strdup(scope, "DESK1<20>");
}

wmem_array_t *
pdus_read(proto_tree *tree, wmem_allocator_t *scope)
{
	assert_null(tree);
	return wmem_array_new(scope, sizeof (struct smb_pdu));
}

/* What was read of the frame before does not count. */
static bool
reads(struct frame *frame, enum field field, const char *layers)
{
	char **names = g_strsplit(layers, ":", -1);
	packet_info pinfo = { .num = 1, .pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE) };
	bool read;

	frame_register(NULL);
	present = field;
	pinfo.layers = wmem_list_new(pinfo.pool);
	for (unsigned i = 0; names[i] != NULL; i++)
		wmem_list_append(pinfo.layers, GINT_TO_POINTER(proto_get_id_by_filter_name(names[i])));
	memset(frame, 1, sizeof *frame);
	read = frame_read(frame, &pinfo, NULL);
	wmem_destroy_allocator(pinfo.pool);
	g_strfreev(names);
	return read;
}

static void
others_show_nothing(void **state)
{
	struct frame frame;

	(void)state;
	assert_false(reads(&frame, FIELDS, "eth:ip:tcp"));
	assert_false(reads(&frame, FIELD_GUEST, "eth:ip:tcp"));
}

static void
a_close_is_told_by_its_flag(void **state)
{
	struct frame frame;

	(void)state;
	assert_true(reads(&frame, FIELD_RST, "eth:ip:tcp"));
	assert_int_equal(frame.closing, CLOSING_RST);
	assert_int_equal(frame.transport, TRANSPORT_TCP);
	assert_false(frame.begins);
	assert_true(reads(&frame, FIELD_FIN, "eth:ip:tcp"));
	assert_int_equal(frame.closing, CLOSING_FIN);
}

/* It is of another time, by somebody else. */
static void
what_an_error_quotes_shows_nothing(void **state)
{
	struct frame frame;

	(void)state;
	assert_false(reads(&frame, FIELD_RST, "eth:ip:icmp:ip:tcp"));
	assert_false(reads(&frame, FIELD_FIN, "eth:ip:icmpv6:ip:tcp"));
	assert_false(reads(&frame, FIELD_SMB1, "eth:ip:icmp:ip:tcp"));
}

static void
the_end_of_a_tunnel_is_not_that_of_its_content(void **state)
{
	struct frame frame;

	(void)state;
	assert_false(reads(&frame, FIELD_RST, "eth:ip:tcp:ip:tcp"));
}

static void
a_session_request_begins(void **state)
{
	struct frame frame;

	(void)state;
	assert_true(reads(&frame, FIELD_CALLING_NAME, "eth:ip:tcp"));
	assert_true(frame.has_names);
	assert_true(frame.begins);
	assert_int_equal(frame.closing, CLOSING_NONE);
	assert_int_equal(frame.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_show_nothing),
		cmocka_unit_test(a_close_is_told_by_its_flag),
		cmocka_unit_test(what_an_error_quotes_shows_nothing),
		cmocka_unit_test(the_end_of_a_tunnel_is_not_that_of_its_content),
		cmocka_unit_test(a_session_request_begins),
	};

	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}

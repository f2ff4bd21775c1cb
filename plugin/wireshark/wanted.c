/* wanted.c - the few fields that the host builds for us
 *
 * A wanted field costs on every frame, whether the frame has it or not, and most
 * where it is built. tests/bench/README.md has the figures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wanted.h"

#include <wsutil/report_message.h>

/* RST and FIN are expert fields of such frames alone: tcp.flags.reset would be
 * built for every TCP frame. */
static const char *const names[WANTED] = {
	[WANTED_CALLING_NAME]	= "nbss.calling_name",
	[WANTED_RST]		= "tcp.connection.rst",
	[WANTED_FIN]		= "tcp.connection.fin",
};

/* For the life of the process. */
static int ids[WANTED];
static dissector_handle_t postdissector;

static bool has_closing;		/* whether RST and FIN are wanted now */

/* The host frees the list. */
static void
want(unsigned count)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof (int));

	for (unsigned i = 0; i < count; i++)
		if (ids[i] != -1)
			g_array_append_val(list, ids[i]);
	set_postdissector_wanted_hfids(postdissector, list);
	has_closing = count == WANTED;
}

void
wanted_set_closing(bool needed)
{
	if (needed != has_closing)
		want(needed ? WANTED : WANTED_ALWAYS);
}

static void
start_capture(void)
{
	wanted_set_closing(true);
}

void
wanted_register(dissector_handle_t handle)
{
	for (unsigned i = 0; i < WANTED; i++) {
		ids[i] = proto_registrar_get_id_byname(names[i]);
		if (ids[i] == -1)
			report_warning("SMB1 Audit: this Wireshark has no field %s; "
			    "what depends on it is not judged.", names[i]);
	}
	postdissector = handle;
	want(WANTED);
	register_init_routine(start_capture);
}

const GPtrArray *
wanted_values(const proto_tree *tree, enum wanted field)
{
	return proto_get_finfo_ptr_array(tree, ids[field]);
}

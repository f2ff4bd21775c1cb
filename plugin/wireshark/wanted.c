/* wanted.c - the few fields that the host builds for us
 *
 * A wanted field costs on every frame, whether the frame has it or not, and most
 * where it is built. tests/bench/README.md has the figures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wanted.h"

#include <wsutil/report_message.h>

enum occasion {
	ALWAYS,
	AT_TOP,		/* where the host builds no item at the top level else */
	CLOSING
};

/* RST and FIN are expert fields of such frames alone: tcp.flags.reset would be
 * built for every TCP frame. */
static const struct {
	const char *name;
	enum occasion when;
} fields[WANTED] = {
	[WANTED_CALLING_NAME]	= { "nbss.calling_name", ALWAYS },
	[WANTED_SMB1]		= { "smb", AT_TOP },
	[WANTED_SMB2]		= { "smb2", AT_TOP },
	[WANTED_RST]		= { "tcp.connection.rst", CLOSING },
	[WANTED_FIN]		= { "tcp.connection.fin", CLOSING },
};

/* For the life of the process. */
static int ids[WANTED];
static dissector_handle_t postdissector;

static bool has_closing;		/* whether RST and FIN are wanted now */

static bool
is_needed(enum occasion when)
{
	switch (when) {
	case AT_TOP:
		return !TOP_ITEMS_ARE_BUILT;
	case CLOSING:
		return has_closing;
	case ALWAYS:
		break;
	}
	return true;
}

/* The host frees the list. */
static void
want(void)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof (int));

	for (unsigned i = 0; i < WANTED; i++)
		if (ids[i] != -1 && is_needed(fields[i].when))
			g_array_append_val(list, ids[i]);
	set_postdissector_wanted_hfids(postdissector, list);
}

void
wanted_set_closing(bool needed)
{
	if (needed == has_closing)
		return;
	has_closing = needed;
	want();
}

static void
start_capture(void)
{
	wanted_set_closing(false);
}

void
wanted_register(dissector_handle_t handle)
{
	for (unsigned i = 0; i < WANTED; i++) {
		ids[i] = proto_registrar_get_id_byname(fields[i].name);
		if (ids[i] == -1)
			report_warning("SMB1 Audit: this Wireshark has no field %s; "
			    "what depends on it is not judged.", fields[i].name);
	}
	postdissector = handle;
	want();
	register_init_routine(start_capture);
}

const GPtrArray *
wanted_values(const proto_tree *tree, enum wanted field)
{
	return proto_get_finfo_ptr_array(tree, ids[field]);
}

/* idle.c - a post-dissector that is called and does nothing
 *
 * It may want fields: IDLE_WANTS in the environment has their names, parted by blanks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WS_BUILD_DLL
#include <wireshark.h>
#include <ws_version.h>
#include <epan/packet.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

static int
dissect_idle(tvbuff_t *tvb _U_, packet_info *pinfo _U_, proto_tree *tree _U_, void *data _U_)
{
	return 0;
}

static dissector_handle_t handle;

static void
register_idle(void)
{
	const int protocol = proto_register_protocol("Idle", "Idle", "idle");

	handle = create_dissector_handle(dissect_idle, protocol);
	register_postdissector(handle);
}

/* All fields of a name, as several protocols may have one. */
static void
want(GArray *wanted, const char *name)
{
	const header_field_info *info = proto_registrar_get_byname(name);

	while (info != NULL) {
		g_array_append_val(wanted, info->id);
		info = info->same_name_prev_id == -1 ? NULL :
		    proto_registrar_get_nth((unsigned)info->same_name_prev_id);
	}
}

static void
want_all(void)
{
	const char *wants = g_getenv("IDLE_WANTS");
	GArray *wanted = g_array_new(FALSE, FALSE, sizeof (int));	/* the host frees it */
	char **names = g_strsplit(wants ? wants : "", " ", -1);

	for (unsigned i = 0; names[i] != NULL; i++)
		want(wanted, names[i]);
	if (wanted->len > 0)
		set_postdissector_wanted_hfids(handle, wanted);
	else
		g_array_free(wanted, TRUE);
	g_strfreev(names);
}

void
plugin_register(void)
{
	static proto_plugin plugin;

	plugin.register_protoinfo = register_idle;
	plugin.register_handoff = want_all;
	proto_register_plugin(&plugin);
}

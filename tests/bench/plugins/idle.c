/* idle.c - a post-dissector that is called and does nothing
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

static void
register_idle(void)
{
	const int protocol = proto_register_protocol("Idle", "Idle", "idle");

	register_postdissector(create_dissector_handle(dissect_idle, protocol));
}

void
plugin_register(void)
{
	static proto_plugin plugin;

	plugin.register_protoinfo = register_idle;
	proto_register_plugin(&plugin);
}

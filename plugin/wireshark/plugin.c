/* plugin.c - what Wireshark looks for in a plugin
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WS_BUILD_DLL
#include "compat.h"

#ifndef VERSION
#define VERSION "0.0.0"
#endif

WS_DLL_PUBLIC_DEF const char plugin_version[] = VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

void proto_register_smb1audit(void);
void proto_reg_handoff_smb1audit(void);

void
plugin_register(void)
{
	static proto_plugin plugin;	/* for the life of the process */

	plugin.register_protoinfo = proto_register_smb1audit;
	plugin.register_handoff = proto_reg_handoff_smb1audit;
	proto_register_plugin(&plugin);
}

uint32_t
plugin_describe(void)
{
	return WS_PLUGIN_DESC_DISSECTOR;
}

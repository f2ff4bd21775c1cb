/* meter.c - tells callgrind to count from the opening of the capture on
 *
 * Run with --instr-atstart=no: the start of tshark is neither slow nor counted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define WS_BUILD_DLL
#include <wireshark.h>
#include <ws_version.h>
#include <epan/packet.h>

#include <valgrind/callgrind.h>

WS_DLL_PUBLIC_DEF const char plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

static void
start(void)
{
	CALLGRIND_START_INSTRUMENTATION;
}

static void
stop(void)
{
	CALLGRIND_STOP_INSTRUMENTATION;
}

static void
register_meter(void)
{
	proto_register_protocol("Meter", "Meter", "meter");
	register_init_routine(start);
	register_cleanup_routine(stop);
}

void
plugin_register(void)
{
	static proto_plugin plugin;

	plugin.register_protoinfo = register_meter;
	proto_register_plugin(&plugin);
}

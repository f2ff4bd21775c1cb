/* host.h - what the host has around a frame, and what it may show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_FUZZ_HOST_H
#define SMB1AUDIT_FUZZ_HOST_H

#include <epan/epan.h>
#include <wiretap/wtap.h>
#include <wsutil/privileges.h>

#include "wireshark/keep/audited.h"
#include "wireshark/text.h"

#include "event.h"
#include "must.h"

/* Addresses and trees are the host's. Its memory is handed out piece by piece, else the
 * sanitizer sees nothing of it. */
static inline void
host_start(void)
{
	MUST(g_setenv("WIRESHARK_DEBUG_WMEM_OVERRIDE", "simple", TRUE));
	init_process_policies();
	wtap_init(FALSE);
	MUST(epan_init(NULL, NULL, FALSE));
}

/* As what is read from fields. */
static inline const char *
host_printable(const char *text)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	const char *kept = arena_text(text_printable(text, scope));

	wmem_destroy_allocator(scope);
	return kept;
}

/* Valid, and with nothing in it that a terminal or a window would obey. */
static inline void
host_must_show(const char *text)
{
	MUST(g_utf8_validate(text, -1, NULL));
	for (; *text != '\0'; text = g_utf8_next_char(text))
		switch (g_unichar_type(g_utf8_get_char(text))) {
		case G_UNICODE_CONTROL:
		case G_UNICODE_FORMAT:
		case G_UNICODE_LINE_SEPARATOR:
		case G_UNICODE_PARAGRAPH_SEPARATOR:
		case G_UNICODE_SURROGATE:
			MUST(!"shown as it is");
			break;
		default:
			break;
		}
}

/* Two clients of two servers. */
static inline void
host_fill_frame(packet_info *pinfo, unsigned number, enum side sender)
{
	static const uint8_t clients[][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 } };
	static const uint8_t servers[][4] = { { 198, 51, 100, 1 }, { 198, 51, 100, 2 } };
	const bool from_client = sender != SIDE_SERVER;

	pinfo->ptype = PT_TCP;
	pinfo->srcport = from_client ? 1024 + number : 445;
	pinfo->destport = from_client ? 445 : 1024 + number;
	set_address(from_client ? &pinfo->src : &pinfo->dst, AT_IPv4, 4, clients[number % 2]);
	set_address(from_client ? &pinfo->dst : &pinfo->src, AT_IPv4, 4, servers[number / 2 % 2]);
}

/* The connection of an event, as the one who keeps it has it after that event. */
static inline struct connection *
host_connection(struct connection *connections, struct events *events, const struct event *event)
{
	struct connection *connection = &connections[event_connection(event)];

	connection->audit = *event_audit(events, event);
	connection->last.frame = events->frame;
	connection->last.time.secs = (time_t)event_number(event) << 24;
	if (connection->first.frame == 0)
		connection->first = connection->last;
	return connection;
}

#endif

/* stat_capture.c - how much the audit saw: tshark -z smb1audit,capture
 *
 * One JSON object a capture: what no connection tells. Frames and times say what can be
 * in the records at all, and mailslot datagrams are no connections.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stat_capture.h"

#include "../compat.h"

#include <epan/stat_tap_ui.h>
#include <epan/to_str.h>
#include <wsutil/json_dumper.h>
#include <wsutil/report_message.h>

#include "../keep/audited.h"
#include "../keep/coverage.h"
#include "output.h"
#include "senders.h"
#include "times.h"

#define CLI "smb1audit,capture"

static struct senders senders;		/* for the life of the process; of one capture */
static bool is_written = true;		/* nothing is owed */

static void
write_text(json_dumper *dumper, const char *name, const char *text)
{
	if (text == NULL)
		return;
	json_dumper_set_member_name(dumper, name);
	json_dumper_value_string(dumper, text);
}

static void
write_number(json_dumper *dumper, const char *name, uint32_t number)
{
	json_dumper_set_member_name(dumper, name);
	json_dumper_value_anyf(dumper, "%u", number);
}

static void
write_links(json_dumper *dumper, wmem_array_t *links)
{
	json_dumper_set_member_name(dumper, "links");
	json_dumper_begin_array(dumper);
	for (unsigned i = 0; i < wmem_array_get_count(links); i++)
		json_dumper_value_string(dumper,
		    proto_get_protocol_filter_name(*(int *)wmem_array_index(links, i)));
	json_dumper_end_array(dumper);
}

static void
write_sender(json_dumper *dumper, const struct sender *sender)
{
	json_dumper_begin_object(dumper);
	write_text(dumper, "address", sender->address);
	write_text(dumper, "name", sender->name);
	write_number(dumper, "frame", sender->frame);
	write_number(dumper, "datagrams", sender->datagrams);
	json_dumper_end_object(dumper);
}

static void
write_capture(const struct coverage *coverage)
{
	wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	json_dumper dumper = { .output_file = stdout };

	output_as_bytes();
	json_dumper_begin_object(&dumper);
	write_number(&dumper, "frames", coverage->frames);
	write_number(&dumper, "cut_frames", coverage->cut);
	write_text(&dumper, "time", times_text(&coverage->first, scope));
	write_text(&dumper, "last_time", times_text(&coverage->last, scope));
	write_links(&dumper, coverage->links);
	json_dumper_set_member_name(&dumper, "datagrams");
	json_dumper_begin_array(&dumper);
	for (unsigned i = 0; i < senders.all->len; i++)
		write_sender(&dumper, &g_array_index(senders.all, struct sender, i));
	json_dumper_end_array(&dumper);
	json_dumper_end_object(&dumper);
	json_dumper_finish(&dumper);
	wmem_destroy_allocator(scope);
	output_check(CLI);
	output_as_text();
}

static void
draw_capture(void *data _U_)
{
	if (coverage_of_capture() != NULL)
		write_capture(coverage_of_capture());
	is_written = true;
}

static void
reset_capture(void *data _U_)
{
	senders_clear(&senders);
}

/* A session that tshark -M ends is a capture of its own; that of a ring begins with a new file,
 * and may have no frame yet. */
static void
end_capture(void)
{
	const struct coverage *coverage = coverage_of_capture();

	if (!is_written && coverage != NULL && coverage->frames > 0)
		write_capture(coverage);
	senders_clear(&senders);
}

static tap_packet_status
take_frame(void *data _U_, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
    tap_flags_t flags _U_)
{
	const struct audited *audited = (const struct audited *)tapped;
	const struct ends ends = audited_ends(audited, pinfo);

	if (!(audited->marks & MARK_DATAGRAM))
		return TAP_PACKET_DONT_REDRAW;
	senders_take(&senders, ends.client ? address_to_str(pinfo->pool, ends.client) : NULL,
	    audit_detail(&audited->connection->audit, CLIENT_NAME), pinfo->num);
	return TAP_PACKET_REDRAW;
}

static STAT_TAP_INIT
start_capture(const char *argument, void *data _U_)
{
	GString *error = register_tap_listener(AUDIT_TAP, &senders,
	    argument[strlen(CLI)] == ',' ? argument + strlen(CLI ",") : NULL,
	    TL_REQUIRES_NOTHING, reset_capture, take_frame, draw_capture, NULL);
	const bool started = error == NULL;

	is_written = false;
	if (!started) {
		report_failure("-z " CLI ": %s", error->str);
		g_string_free(error, TRUE);
	}
	STAT_TAP_END(started);
}

void
stat_capture_register(void)
{
	stat_tap_ui ui = {
		.group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
		.cli_string = CLI,
		.tap_init_cb = start_capture,
	};

	senders_begin(&senders);
	register_cleanup_routine(end_capture);
	register_stat_tap_ui(&ui, NULL);
}

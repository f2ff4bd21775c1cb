/* records.c - one record per connection: tshark -z smb1audit,csv and smb1audit,json
 *
 * A connection is remembered with the first of its frames that is tapped, and read when
 * the records are written: by then its verdict is the last one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "records.h"

#include "roll.h"

#include <epan/stat_tap_ui.h>
#include <wsutil/report_message.h>

#include "output.h"
#include "records_write.h"

/* The records of one -z, for the life of the process; what it holds, until it was
 * written or the capture is closed. */
struct records {
	const struct record_format *format;
	bool has_heading;
	struct roll roll;
};

static GPtrArray *all_records;		/* of each -z that is in use */

static int
compare_frames(const void *a, const void *b)
{
	const uint32_t frame_a = ((const struct record *)a)->connection->first.frame;
	const uint32_t frame_b = ((const struct record *)b)->connection->first.frame;

	return (frame_a > frame_b) - (frame_a < frame_b);
}

static void
write_records(struct records *records)
{
	GString *text = g_string_new(NULL);

	output_as_bytes();
	if (!records->has_heading)
		records->format->write_heading(text);
	records->has_heading = true;
	g_array_sort(records->roll.records, compare_frames);
	for (unsigned i = 0; i < records->roll.records->len; i++) {
		records->format->write(text, roll_at(&records->roll, i));
		fwrite(text->str, 1, text->len, stdout);
		g_string_truncate(text, 0);
	}
	fwrite(text->str, 1, text->len, stdout);	/* a heading alone */
	g_string_free(text, TRUE);
	roll_clear(&records->roll);
	output_check(records->format->cli);
	output_as_text();
}

static void
draw_records(void *data)
{
	write_records((struct records *)data);
}

static void
reset_records(void *data)
{
	roll_clear(&((struct records *)data)->roll);
}

/* A session that tshark -M ends takes its connections with it. */
static void
end_capture(void)
{
	for (unsigned i = 0; all_records != NULL && i < all_records->len; i++) {
		struct records *records = (struct records *)g_ptr_array_index(all_records, i);

		if (records->roll.records->len > 0)
			write_records(records);
	}
}

static tap_packet_status
take_frame(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
    tap_flags_t flags _U_)
{
	struct records *records = (struct records *)data;

	return roll_take(&records->roll, (const struct audited *)tapped, pinfo) ?
	    TAP_PACKET_REDRAW : TAP_PACKET_DONT_REDRAW;
}

static struct records *
new_records(const struct record_format *format)
{
	struct records *records = g_new0(struct records, 1);

	records->format = format;
	roll_begin(&records->roll);
	if (all_records == NULL)
		all_records = g_ptr_array_new();
	g_ptr_array_add(all_records, records);
	return records;
}

/* What follows the name and a comma is a display filter. */
static const char *
filter_of(const char *argument, const char *cli)
{
	const size_t length = strlen(cli);

	return argument[length] == ',' ? argument + length + 1 : NULL;
}

static STAT_TAP_INIT
start_records(const char *argument, void *data)
{
	const struct record_format *format = (const struct record_format *)data;
	GString *error = register_tap_listener(AUDIT_TAP, new_records(format),
	    filter_of(argument, format->cli), TL_REQUIRES_NOTHING, reset_records, take_frame,
	    draw_records, NULL);
	const bool started = error == NULL;

	if (!started) {
		report_failure("-z %s: %s", format->cli, error->str);
		g_string_free(error, TRUE);
	}
	STAT_TAP_END(started);
}

void
records_register(void)
{
	register_cleanup_routine(end_capture);
	for (unsigned i = 0; i < RECORD_FORMATS; i++) {
		stat_tap_ui ui = {
			.group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
			.cli_string = record_formats[i].cli,
			.tap_init_cb = start_records,
		};

		register_stat_tap_ui(&ui, (void *)&record_formats[i]);
	}
}

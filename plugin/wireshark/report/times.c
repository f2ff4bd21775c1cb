/* times.c - times as the records have them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "times.h"

/* To be freed; NULL where it is no date. */
static char *
seconds_of(const nstime_t *time, const char *format)
{
	GDateTime *date = nstime_is_unset(time) ? NULL : g_date_time_new_from_unix_utc(time->secs);
	char *text = date ? g_date_time_format(date, format) : NULL;

	if (date != NULL)
		g_date_time_unref(date);
	return text;
}

const char *
times_text(const nstime_t *time, wmem_allocator_t *scope)
{
	char *seconds = seconds_of(time, "%Y-%m-%dT%H:%M:%S");
	const char *text = seconds ?
	    wmem_strdup_printf(scope, "%s.%06dZ", seconds, time->nsecs / 1000) : NULL;

	g_free(seconds);
	return text;
}

const char *
times_cell(const nstime_t *time)
{
	static char *cell;

	g_free(cell);
	cell = seconds_of(time, "%Y-%m-%d %H:%M:%S");
	return cell ? cell : "";
}

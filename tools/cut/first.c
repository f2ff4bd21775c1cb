/* first.c - when captures begin
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "first.h"

#include <inttypes.h>
#include <stdio.h>

#include "capture.h"

/* Events of the system have no time, perhaps. */
static void
tell_time(struct capture *capture)
{
	const wtap_rec *rec = &capture->record.rec;

	while (capture_next(capture))
		if (rec->presence_flags & WTAP_HAS_TS) {
			printf("%" PRId64 ".%09d", (int64_t)rec->ts.secs, rec->ts.nsecs);
			return;
		}
	if (capture->complaint == NULL)
		putchar('-');
}

static void
tell(const char *name)
{
	struct capture capture;

	if (capture_open(&capture, name) == STATUS_CUT)
		tell_time(&capture);
	putchar('\n');
	capture_close(&capture);
}

enum status
first_tell(char *const *captures, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		tell(captures[i]);
	return fflush(stdout) == 0 ? STATUS_CUT : STATUS_FAILED;
}

/* statistic.h - who calls a statistic, for checks of one
 *
 * Stands in for the host's end of a capture, and for before_draw.c and output.c. Included by
 * one file of a check, which says in checked_name what the statistic is called.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STATISTIC_H
#define SMB1AUDIT_STATISTIC_H

#include "../../plugin/wireshark/report/before_draw.h"
#include "../../plugin/wireshark/report/output.h"

static void (*draw)(void), (*end_capture)(void);

void
register_cleanup_routine(void (*routine)(void))
{
	end_capture = routine;
}

void
before_draw_starts(void)
{
}

void
before_draw(void (*act)(void))
{
	draw = act;
}

void
output_check_at_end(const char *what)
{
	assert_string_equal(what, checked_name);
}

#endif

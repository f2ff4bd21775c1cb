/* output.c - what tshark prints for us on standard output
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "output.h"

#include "../compat.h"

#include <errno.h>
#include <stdio.h>
#include <wsutil/report_message.h>

static const char *drawn;	/* checked at the end; NULL: nothing */

static int text_mode;		/* of standard output, while it takes bytes */

void
output_as_bytes(void)
{
	fflush(stdout);		/* in the mode in which it was written */
	text_mode = audit_byte_mode(stdout);
}

void
output_as_text(void)
{
	fflush(stdout);
	audit_restore_mode(stdout, text_mode);
}

/* tshark does not look at what became of it, and there is no other way to tell the
 * shell. */
void
output_check(const char *what)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return;
	report_failure("-z %s: cannot write to standard output: %s", what,
	    g_strerror(audit_write_error()));
	exit(EXIT_FAILURE);
}

static void
check_drawn(void)
{
	if (drawn != NULL)
		output_check(drawn);
}

void
output_check_at_end(const char *what)
{
	static bool registered;		/* for the life of the process */

	drawn = what;
	if (!registered)
		register_shutdown_routine(check_drawn);
	registered = true;
}

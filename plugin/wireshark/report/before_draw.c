/* before_draw.c - what a statistic does before it is drawn
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "before_draw.h"

#include "../compat.h"

#include <epan/tap.h>

#include "../keep/audited.h"

enum { ACTS = 2 };
static void (*acts[ACTS])(void);

static void
call_acts(void *data _U_)
{
	for (unsigned i = 0; i < ACTS && acts[i] != NULL; i++)
		acts[i]();
}

static void
add(void (*act)(void))
{
	unsigned i = 0;

	while (i < ACTS && acts[i] != NULL && acts[i] != act)
		i++;
	if (i < ACTS)
		acts[i] = act;
}

static bool is_there, is_first;		/* of all listeners that are drawn */

void
before_draw_starts(void)
{
	is_first = false;
}

void
before_draw(void (*act)(void))
{
	GString *error;

	add(act);
	if (is_first)
		return;
	if (is_there)
		remove_tap_listener(acts);
	is_there = is_first = true;
	error = register_tap_listener(AUDIT_TAP, acts, NULL, TL_IS_DISSECTOR_HELPER, NULL, NULL,
	    call_acts, NULL);
	if (error != NULL)		/* the tap is there, and there is no filter */
		g_string_free(error, TRUE);
}

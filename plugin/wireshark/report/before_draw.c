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

static bool
add(void (*act)(void))
{
	for (unsigned i = 0; i < ACTS; i++) {
		if (acts[i] == act)
			return false;
		if (acts[i] == NULL) {
			acts[i] = act;
			return i == 0;
		}
	}
	return false;
}

void
before_draw(void (*act)(void))
{
	GString *error;

	if (!add(act))
		return;
	error = register_tap_listener(AUDIT_TAP, acts, NULL, TL_IS_DISSECTOR_HELPER, NULL, NULL,
	    call_acts, NULL);
	if (error != NULL)		/* the tap is there, and there is no filter */
		g_string_free(error, TRUE);
}

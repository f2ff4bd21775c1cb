/* column.c - what a connection says in the Info column
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

#include <epan/column-utils.h>
#include <epan/prefs.h>

#include "../keep/captions.h"

/* A window is seldom wide enough for what comes last. */
enum { INFO_BEFORE, INFO_AFTER, INFO_OFF };
static int info = INFO_BEFORE;

static const enum_val_t places[] = {
	{ "before", "Before what is there", INFO_BEFORE },
	{ "after", "After it", INFO_AFTER },
	{ "off", "Not at all", INFO_OFF },
	{ NULL, NULL, 0 }
};

void
column_show(const struct audited *audited, packet_info *pinfo)
{
	const struct audit *audit = &audited->connection->audit;

	if (info == INFO_OFF || !col_get_writable(pinfo->cinfo, COL_INFO))
		return;
	if (info == INFO_BEFORE)
		col_prepend_fstr(pinfo->cinfo, COL_INFO, "%s | ", claim_text(audit, pinfo->pool));
	else
		col_append_lstr(pinfo->cinfo, COL_INFO, " | ", claim_text(audit, pinfo->pool),
		    COL_ADD_LSTR_TERMINATOR);
	if (audited->marks & (MARK_OFFER | MARK_ANSWER))
		col_append_lstr(pinfo->cinfo, COL_INFO, " | ", summary_text(audit, false, pinfo->pool),
		    COL_ADD_LSTR_TERMINATOR);
}

void
column_register(int protocol)
{
	prefs_register_enum_preference(prefs_register_protocol(protocol, NULL), "info",
	    "Verdict in the Info column",
	    "Where the Info column says who needs SMB1; offers and answers end with their dialects",
	    &info, places, FALSE);
}

/* column.c - what a negotiation adds to the Info column
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

#include <epan/column-utils.h>
#include <epan/prefs.h>

#include "captions.h"

static audit_pref_bool append_info = true;

void
column_append(const struct audit *audit, packet_info *pinfo)
{
	if (append_info)
		col_append_fstr(pinfo->cinfo, COL_INFO, " | %s | %s",
		    caption_in(caption_headline, audit, pinfo->pool),
		    caption_in(caption_summary, audit, pinfo->pool));
}

void
column_register(int protocol)
{
	prefs_register_bool_preference(prefs_register_protocol(protocol, NULL), "append_info",
	    "Append the summary to the Info column",
	    "Whether the verdict and the dialects of a negotiation are shown in the Info column",
	    &append_info);
}

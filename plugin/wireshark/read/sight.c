/* sight.c - whether the host looks at all that a verdict rests on
 *
 * A client must not be blamed for an answer that nobody looked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sight.h"

#include "../compat.h"

#include <epan/prefs.h>
#include <epan/prefs-int.h>
#include <wsutil/report_message.h>

static const struct {
	const char *protocol;
	const char *preference;		/* NULL: the protocol itself */
	const char *missing;
} needed[] = {
	{ "tcp",	NULL,				"the protocol TCP is disabled" },
	{ "nbss",	NULL,				"the protocol NBSS is disabled" },
	{ "smb",	NULL,				"the protocol SMB is disabled" },
	{ "smb2",	NULL,				"the protocol SMB2 is disabled" },
	{ "tcp",	"desegment_tcp_streams",	"TCP streams are not reassembled" },
	{ "nbss",	"desegment_nbss_commands",	"NBSS messages are not reassembled" },
};

static const char *missing;		/* in this capture; NULL: nothing */

static bool
is_looked_at(const char *protocol, const char *preference)
{
	module_t *module = preference ? prefs_find_module(protocol) : NULL;
	pref_t *pref = module ? prefs_find_preference(module, preference) : NULL;
	const int id = proto_get_id_by_filter_name(protocol);

	if (pref != NULL)
		return prefs_get_bool_value(pref, pref_current);
	return id == -1 || proto_is_protocol_enabled(find_protocol_by_id(id));
}

static void
start_capture(void)
{
	static const char *told;	/* for the life of the process: once is enough */

	missing = NULL;
	for (unsigned i = 0; missing == NULL && i < array_length(needed); i++)
		if (!is_looked_at(needed[i].protocol, needed[i].preference))
			missing = needed[i].missing;
	if (missing != NULL && missing != told)
		report_warning("SMB1 Audit: %s; what depends on it is not judged.", missing);
	told = missing;
}

void
sight_register(void)
{
	register_init_routine(start_capture);
}

const char *
sight_missing(void)
{
	return missing;
}

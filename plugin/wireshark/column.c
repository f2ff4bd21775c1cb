/* column.c - what a negotiation adds to the Info column
 *
 * The text is made once for all connections with the same story: the column is
 * filled for every frame, whether anybody sees it or not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

#include <epan/prefs.h>
#include <epan/wmem_scopes.h>

#include "captions.h"

static audit_pref_bool append_info = true;

/* What the Info column says depends on this alone. */
struct info_key {
	const struct offer *offer;
	uint16_t index, revision;
	uint8_t state, family, has_index, answered;
};

/* struct info_key to text. File scope: connections with the same story share it. */
static wmem_map_t *infos;

static unsigned
hash_info(const void *key)
{
	const struct info_key *info = (const struct info_key *)key;

	return (unsigned)((uintptr_t)info->offer >> 4) * 31 + info->state * 257u +
	    info->index * 17u + info->revision * 7u;
}

static int
equal_infos(const void *a, const void *b)
{
	return memcmp(a, b, sizeof (struct info_key)) == 0;
}

static void
start_capture(void)
{
	infos = wmem_map_new(wmem_file_scope(), hash_info, equal_infos);
}

static void
end_capture(void)
{
	infos = NULL;
}

static const char *
new_info_text(const struct info_key *key, const struct negotiation *negotiation)
{
	const char *text = wmem_strdup_printf(wmem_file_scope(), " | %s | %s",
	    caption_in(caption_headline, negotiation, wmem_file_scope()),
	    caption_in(caption_summary, negotiation, wmem_file_scope()));

	wmem_map_insert(infos, wmem_memdup(wmem_file_scope(), key, sizeof *key), (void *)text);
	return text;
}

static const char *
info_text(const struct negotiation *negotiation)
{
	const struct info_key key = { negotiation->offer, negotiation->index,
	    negotiation->revision, negotiation->state, negotiation->family,
	    negotiation->has_index, negotiation->answer_frame != 0 };
	const char *text = (const char *)wmem_map_lookup(infos, &key);

	return text ? text : new_info_text(&key, negotiation);
}

/* col_append_str() copies byte by byte, which takes twice as long. */
void
column_append(const struct negotiation *negotiation, packet_info *pinfo)
{
	if (append_info && col_get_writable(pinfo->cinfo, COL_INFO))
		col_append_fstr(pinfo->cinfo, COL_INFO, "%s", info_text(negotiation));
}

void
column_register(int protocol)
{
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
	prefs_register_bool_preference(prefs_register_protocol(protocol, NULL), "append_info",
	    "Append the summary to the Info column",
	    "Whether the verdict and the dialects of a negotiation are shown in the Info column",
	    &append_info);
}

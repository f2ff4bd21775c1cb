/* column.c - what a negotiation adds to the Info column
 *
 * The text is made once for all connections with the same story: the column is
 * filled for every frame, whether anybody sees it or not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "column.h"

#include <epan/column-info.h>
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

struct info {
	struct info_key key;
	const char *text;
	size_t length;
};

/* By struct info_key. File scope: connections with the same story share it. */
static wmem_map_t *infos;

/* Those shown of late, by the high bits of their hash; the same few come again and
 * again. */
enum { RECENT_BITS = 8 };
static const struct info *recent[1 << RECENT_BITS];

/* Golden ratio: neighbours end up far apart. */
#define HASH_FACTOR 2654435769u

static unsigned
hash_info(const void *key)
{
	const struct info_key *info = (const struct info_key *)key;

	return ((unsigned)((uintptr_t)info->offer >> 4) * 31 + info->state * 257u +
	    info->index * 17u + info->revision * 7u) * HASH_FACTOR;
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
	memset(recent, 0, sizeof recent);
}

static const struct info *
new_info(const struct info_key *key, const struct negotiation *negotiation)
{
	struct info *info = wmem_new(wmem_file_scope(), struct info);

	info->key = *key;
	info->text = wmem_strdup_printf(wmem_file_scope(), " | %s | %s",
	    caption_in(caption_headline, negotiation, wmem_file_scope()),
	    caption_in(caption_summary, negotiation, wmem_file_scope()));
	info->length = strlen(info->text);
	wmem_map_insert(infos, &info->key, info);
	return info;
}

static const struct info *
find_info(const struct info_key *key, const struct negotiation *negotiation)
{
	const struct info *info = (const struct info *)wmem_map_lookup(infos, key);

	return info ? info : new_info(key, negotiation);
}

static const struct info *
info_of(const struct negotiation *negotiation)
{
	const struct info_key key = { negotiation->offer, negotiation->index,
	    negotiation->revision, negotiation->state, negotiation->family,
	    negotiation->has_index, negotiation->answer_frame != 0 };
	const struct info **info = &recent[hash_info(&key) >> (32 - RECENT_BITS)];

	if (*info == NULL || !equal_infos(&(*info)->key, &key))
		*info = find_info(&key, negotiation);
	return *info;
}

/* The Info column where there is one, whose text is in its own buffer; else NULL. */
static col_item_t *
only_info_column(const column_info *columns)
{
	const int first = columns->col_first[COL_INFO];
	col_item_t *column = first >= 0 ? &columns->columns[first] : NULL;

	if (column == NULL || columns->col_last[COL_INFO] != first ||
	    !column->fmt_matx[COL_INFO] || column->col_data != column->col_buf)
		return NULL;
	return column;
}

/* What col_append_str() does, which goes byte by byte and then costs as much as all
 * else here; where it would do more than copy, it does it. */
static void
append(column_info *columns, const struct info *info)
{
	col_item_t *column = only_info_column(columns);
	const size_t length = column ? strlen(column->col_buf) : 0;

	if (column != NULL && length + info->length < COL_MAX_INFO_LEN)
		memcpy(column->col_buf + length, info->text, info->length + 1);
	else
		col_append_str(columns, COL_INFO, info->text);
}

void
column_append(const struct negotiation *negotiation, packet_info *pinfo)
{
	if (append_info && col_get_writable(pinfo->cinfo, COL_INFO))
		append(pinfo->cinfo, info_of(negotiation));
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

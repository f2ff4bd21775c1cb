/* text_list.c - texts that several connections tell
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text_list.h"

void
text_list_free(struct text_list *list)
{
	if (list->counts == NULL)
		return;
	g_hash_table_destroy(list->counts);
	g_ptr_array_free(list->order, TRUE);
}

static unsigned
times_in(const struct text_list *list, const char *text)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(list->counts, text));
}

void
text_list_tally(struct text_list *list, const char *text, int by)
{
	unsigned before;

	if (text == NULL)
		return;
	if (list->counts == NULL) {
		list->counts = g_hash_table_new(NULL, NULL);
		list->order = g_ptr_array_new();
	}
	before = times_in(list, text);
	if (before == 0 && !g_hash_table_contains(list->counts, text))
		g_ptr_array_add(list->order, (void *)text);
	g_hash_table_insert(list->counts, (void *)text, GUINT_TO_POINTER(before + (unsigned)by));
	if (before == 0)
		list->present++;
	else if (before + (unsigned)by == 0)
		list->present--;
}

const char *
text_list_joined(const struct text_list *list)
{
	static GString *all;
	unsigned shown = 0;

	if (all == NULL)
		all = g_string_new(NULL);
	g_string_truncate(all, 0);
	for (unsigned i = 0; shown < LIST_SHOWN && shown < list->present; i++) {
		const char *text = (const char *)g_ptr_array_index(list->order, i);

		if (times_in(list, text) > 0)
			g_string_append_printf(all, "%s%s", shown++ > 0 ? ", " : "", text);
	}
	if (list->present > shown)
		g_string_append_printf(all, " and %u more", list->present - shown);
	return all->str;
}

/* senders.c - who sent mailslot datagrams
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "senders.h"

#include "texts.h"

void
senders_begin(struct senders *senders)
{
	senders->all = g_array_new(FALSE, FALSE, sizeof (struct sender));
	senders->places = texts_new();
	senders->texts = texts_new();
}

void
senders_clear(struct senders *senders)
{
	g_array_set_size(senders->all, 0);
	g_hash_table_remove_all(senders->places);
	g_hash_table_remove_all(senders->texts);
}

static const char *
keep(struct senders *senders, const char *text)
{
	return text ? texts_keep(senders->texts, text) : NULL;
}

void
senders_take(struct senders *senders, const char *address, const char *name, uint32_t frame)
{
	/* No address has a line feed in it. */
	char *key = g_strdup_printf("%s\n%s", address ? address : "", name ? name : "");
	unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(senders->places, key));

	if (place == 0) {
		const struct sender new = { keep(senders, address), keep(senders, name), frame, 0 };

		g_array_append_val(senders->all, new);
		place = senders->all->len;
		g_hash_table_insert(senders->places, g_strdup(key), GUINT_TO_POINTER(place));
	}
	g_array_index(senders->all, struct sender, place - 1).datagrams++;
	g_free(key);
}

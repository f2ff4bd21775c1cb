/* texts.h - texts of a statistic, each once
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_TEXTS_H
#define SMB1AUDIT_TEXTS_H

#include "../compat.h"

/* The table owns the texts, and its hash is keyed: they come from the network. Removing
 * them all frees them. */
static inline GHashTable *
texts_new(void)
{
	return g_hash_table_new_full(wmem_str_hash, g_str_equal, g_free, NULL);
}

/* The kept text that is equal to this one. */
static inline const char *
texts_keep(GHashTable *texts, const char *text)
{
	void *kept;

	if (!g_hash_table_lookup_extended(texts, text, &kept, NULL)) {
		kept = g_strdup(text);
		g_hash_table_add(texts, kept);
	}
	return (const char *)kept;
}

#endif

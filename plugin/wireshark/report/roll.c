/* roll.c - the connections that a tap listener was told of
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "roll.h"

#include <epan/to_str.h>

#include "../text.h"
#include "texts.h"

void
roll_begin(struct roll *roll)
{
	roll->records = g_array_new(FALSE, FALSE, sizeof (struct record));
	roll->places = g_hash_table_new(NULL, NULL);
	roll->addresses = texts_new();
}

void
roll_clear(struct roll *roll)
{
	g_array_set_size(roll->records, 0);
	g_hash_table_remove_all(roll->places);
	g_hash_table_remove_all(roll->addresses);
}

void
roll_end(struct roll *roll)
{
	g_array_free(roll->records, TRUE);
	g_hash_table_destroy(roll->places);
	g_hash_table_destroy(roll->addresses);
}

static const char *
keep_address(struct roll *roll, const address *host, wmem_allocator_t *scope)
{
	return host == NULL ? NULL :
	    texts_keep(roll->addresses, address_to_str(scope, host));
}

/* What name resolution says of an address, where it is on and says something. */
static const char *
resolved(struct roll *roll, const address *host, wmem_allocator_t *scope)
{
	const char *text = host ? address_to_display(scope, host) : NULL;

	return text == NULL || strcmp(text, address_to_str(scope, host)) == 0 ? NULL :
	    texts_keep(roll->addresses, text_printable(text, scope));
}

static struct record *
record_of(struct roll *roll, const struct connection *connection)
{
	const struct record new = { .connection = connection };
	unsigned place = GPOINTER_TO_UINT(g_hash_table_lookup(roll->places, connection));

	if (place == 0) {
		g_array_append_val(roll->records, new);
		place = roll->records->len;
		g_hash_table_insert(roll->places, (void *)connection, GUINT_TO_POINTER(place));
	}
	return &g_array_index(roll->records, struct record, place - 1);
}

bool
roll_take(struct roll *roll, const struct audited *audited, const packet_info *pinfo)
{
	const struct ends ends = audited_ends(audited, pinfo);
	struct record *record;

	if (!audited_is_judged(audited))
		return false;
	record = record_of(roll, audited->connection);
	record->client_address = keep_address(roll, ends.client, pinfo->pool);
	record->server_address = keep_address(roll, ends.server, pinfo->pool);
	record->client_resolved = resolved(roll, ends.client, pinfo->pool);
	record->server_resolved = resolved(roll, ends.server, pinfo->pool);
	record->client_port = ends.client_port;
	record->server_port = ends.server_port;
	return true;
}

const struct record *
roll_at(const struct roll *roll, unsigned i)
{
	return &g_array_index(roll->records, struct record, i);
}

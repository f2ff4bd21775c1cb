/* parts.c - which connections are read together
 *
 * What is told of a connection depends on its own frames and on those of none: tunnels,
 * fragments, what is not known. Where a tunnel has SMB in it, there is one part.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "parts.h"

#include <string.h>

struct placed {
	struct ends ends;
	unsigned part;
};

void
parts_begin(struct parts *parts, unsigned most, uint64_t least)
{
	memset(parts, 0, sizeof *parts);
	parts->connections = ends_table(NULL, g_free);
	parts->most = most;
	parts->least = least;
	parts->begun = 1;
}

void
parts_end(struct parts *parts)
{
	g_hash_table_destroy(parts->connections);
}

/* The part with the fewest frames; a new one where that one has enough. */
static unsigned
draw_part(struct parts *parts)
{
	unsigned part = 0;

	for (unsigned i = 1; i < parts->begun; i++)
		if (parts->frames[i] < parts->frames[part])
			part = i;
	if (parts->frames[part] < parts->least || parts->begun >= parts->most)
		return part;
	return parts->begun++;
}

static struct placed *
place(struct parts *parts, const struct ends *ends)
{
	struct placed *placed = (struct placed *)g_hash_table_lookup(parts->connections, ends);

	if (placed != NULL)
		return placed;
	placed = g_new(struct placed, 1);
	placed->ends = *ends;
	placed->part = draw_part(parts);
	g_hash_table_insert(parts->connections, &placed->ends, placed);
	return placed;
}

unsigned
parts_place(struct parts *parts, const struct ends *ends)
{
	if (parts->most == 1)
		return 0;
	if (parts->recent == NULL || !ends_equal(&parts->recent->ends, ends))
		parts->recent = place(parts, ends);
	parts->frames[parts->recent->part]++;
	return parts->recent->part;
}

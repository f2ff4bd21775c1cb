/* followed.c - the connections that a stream is followed by, a bounded number of them
 *
 * One that was forgotten and goes on is one that was joined in the midst.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "followed.h"

#include <string.h>

/* How many, and how long they may be silent, in seconds. Systems send a TCP keep-alive
 * after two hours (RFC 9293 3.8.4), SMB clients an echo long before. */
static const struct {
	unsigned most;
	int64_t idle;
} bounds[STAGES] = {
	[STAGE_HALF_OPEN]	= { 16384, 60 },
	[STAGE_OPEN]		= { 65536, 10800 },
};

struct entry {
	struct connection connection;		/* first: the one is the other */
	GList link;
	enum stage stage;
	int64_t seen;
};

void
followed_begin(struct followed *followed)
{
	memset(followed, 0, sizeof *followed);
	followed->all = ends_table(NULL, g_free);
	for (unsigned i = 0; i < STAGES; i++)
		g_queue_init(&followed->waiting[i]);
	followed->now = INT64_MIN;
}

void
followed_end(struct followed *followed)
{
	g_hash_table_destroy(followed->all);
}

void
followed_forget(struct followed *followed, struct connection *connection)
{
	struct entry *entry = (struct entry *)connection;

	g_queue_unlink(&followed->waiting[entry->stage], &entry->link);
	g_hash_table_remove(followed->all, &connection->ends);
}

static struct entry *
oldest(const struct followed *followed, enum stage stage)
{
	const GList *first = followed->waiting[stage].head;

	return first ? (struct entry *)first->data : NULL;
}

static void
forget_idle(struct followed *followed, enum stage stage)
{
	struct entry *entry;

	while ((entry = oldest(followed, stage)) != NULL &&
	    entry->seen < followed->now - bounds[stage].idle)
		followed_forget(followed, &entry->connection);
}

void
followed_tick(struct followed *followed, int64_t now)
{
	if (now <= followed->now)
		return;
	followed->now = now;
	for (unsigned i = 0; i < STAGES; i++)
		forget_idle(followed, (enum stage)i);
}

struct connection *
followed_find(const struct followed *followed, const struct ends *ends)
{
	return (struct connection *)g_hash_table_lookup(followed->all, ends);
}

/* At the end of those of its stage. */
static void
queue(struct followed *followed, struct entry *entry, enum stage stage)
{
	GQueue *waiting = &followed->waiting[stage];

	if (waiting->length >= bounds[stage].most)
		followed_forget(followed, &oldest(followed, stage)->connection);
	entry->stage = stage;
	entry->seen = followed->now;
	g_queue_push_tail_link(waiting, &entry->link);
}

struct connection *
followed_get(struct followed *followed, const struct ends *ends)
{
	struct connection *connection = followed_find(followed, ends);
	struct entry *entry;

	if (connection != NULL)
		return connection;
	entry = g_new0(struct entry, 1);
	entry->connection.ends = *ends;
	entry->connection.once = true;
	entry->link.data = entry;
	g_hash_table_insert(followed->all, &entry->connection.ends, entry);
	queue(followed, entry, STAGE_HALF_OPEN);
	return &entry->connection;
}

static bool
is_open(const struct connection *connection)
{
	return connection->has_data || connection->whole;
}

void
followed_touch(struct followed *followed, struct connection *connection)
{
	struct entry *entry = (struct entry *)connection;

	g_queue_unlink(&followed->waiting[entry->stage], &entry->link);
	queue(followed, entry, is_open(connection) ? STAGE_OPEN : entry->stage);
}

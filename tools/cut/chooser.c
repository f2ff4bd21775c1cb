/* chooser.c - which frames of a capture the audit is to read
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "chooser.h"

#include "magic.h"

static void
begin_pass(struct chooser *chooser)
{
	chooser->connections = ends_table(NULL, g_free);
	chooser->recent = NULL;
	chooser->again = chooser->matters = false;
	foreign_begin(&chooser->foreign);
}

static void
end_pass(struct chooser *chooser)
{
	g_hash_table_destroy(chooser->connections);
	foreign_end(&chooser->foreign);
}

void
chooser_begin(struct chooser *chooser)
{
	chooser->whole = ends_table(g_free, NULL);
	chooser->all = false;
	begin_pass(chooser);
}

void
chooser_end(struct chooser *chooser)
{
	end_pass(chooser);
	g_hash_table_destroy(chooser->whole);
}

void
chooser_restart(struct chooser *chooser)
{
	end_pass(chooser);
	begin_pass(chooser);
}

/* A connection that goes another way as well, through a tunnel, is one for Wireshark. */
static void
keep_all(struct chooser *chooser)
{
	chooser->again = chooser->again || !chooser->all;
	chooser->all = true;
}

static void
keep_whole(struct chooser *chooser, const struct ends *ends, bool lacks)
{
	if (g_hash_table_add(chooser->whole, g_memdup2(ends, sizeof *ends)))
		chooser->again = chooser->again || lacks;
}

static bool
is_whole(const struct chooser *chooser, const struct ends *ends)
{
	return g_hash_table_size(chooser->whole) > 0 &&
	    g_hash_table_contains(chooser->whole, ends);
}

static struct connection *
connection_of(struct chooser *chooser, const struct ends *ends)
{
	struct connection *connection = chooser->recent;

	if (connection != NULL && ends_equal(&connection->ends, ends))
		return connection;
	connection = (struct connection *)g_hash_table_lookup(chooser->connections, ends);
	if (connection == NULL) {
		connection = g_new0(struct connection, 1);
		connection->ends = *ends;
		g_hash_table_insert(chooser->connections, &connection->ends, connection);
	}
	chooser->recent = connection;
	return connection;
}

static enum choice
choose_smb(struct chooser *chooser, const struct segment *segment)
{
	struct connection *connection = connection_of(chooser, &segment->ends);
	enum choice choice = connection_choose(connection, segment);

	if (connection->whole)
		keep_whole(chooser, &segment->ends, connection->lacks);
	return choice == CHOICE_DROP && chooser->all ? CHOICE_KEEP : choice;
}

static enum choice
choose_tcp(struct chooser *chooser, const struct segment *segment)
{
	if (is_whole(chooser, &segment->ends))
		return CHOICE_MATTERS;
	if (segment_is_smb(segment))
		return choose_smb(chooser, segment);
	if (!foreign_has_smb(&chooser->foreign, segment))
		return CHOICE_DROP;
	keep_whole(chooser, &segment->ends, true);
	return CHOICE_MATTERS;
}

static enum choice
choose(struct chooser *chooser, const struct frame *frame, const uint8_t *bytes, size_t captured)
{
	switch (frame->kind) {
	case FRAME_HARMLESS:
		return CHOICE_DROP;
	case FRAME_NOTE:
		return CHOICE_KEEP;
	case FRAME_OPAQUE:
		if (!frame->is_datagram && magic_is_in(bytes, captured))
			keep_all(chooser);
		return CHOICE_MATTERS;
	case FRAME_LOST:
		keep_all(chooser);
		return CHOICE_MATTERS;
	case FRAME_TCP_ODD:
		keep_whole(chooser, &frame->segment.ends, true);
		return CHOICE_MATTERS;
	case FRAME_TCP:
		return choose_tcp(chooser, &frame->segment);
	}
	return CHOICE_MATTERS;
}

bool
chooser_keeps(struct chooser *chooser, int encapsulation, const uint8_t *bytes,
    size_t captured, size_t length)
{
	struct frame frame;
	enum choice choice;

	frame_read(&frame, encapsulation, bytes, captured, length);
	choice = choose(chooser, &frame, bytes, captured);
	chooser->matters = chooser->matters || choice == CHOICE_MATTERS;
	return choice != CHOICE_DROP;
}

/* once.c - which frames of a stream the audit is to read: in one pass
 *
 * What was dropped is gone. So it is dropped only if nothing that comes later can make it
 * matter, and what is in doubt is kept from then on: see connection.c. SMB on other ports
 * begins where it is seen to begin (foreign.c); what came before it is gone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "once.h"

#include "magic.h"

/* What goes through a tunnel goes the plain way as well perhaps, for that long. Seconds. */
enum { ALL_TIME = 3600 };

/* RFC 1928. What is behind the proxy, its dissector tells by the first messages. */
enum { PORT_SOCKS = 1080 };

void
once_begin(struct once *once)
{
	followed_begin(&once->followed);
	foreign_begin(&once->foreign);
	cards_begin(&once->cards);
	once->all_until = INT64_MIN;
}

void
once_end(struct once *once)
{
	followed_end(&once->followed);
	foreign_end(&once->foreign);
	cards_end(&once->cards);
}

static void
keep_all(struct once *once)
{
	once->all_until = once->followed.now + ALL_TIME;
}

static bool
is_closed(const struct connection *connection, const struct segment *segment)
{
	return (segment->flags & TCP_RST) ||
	    (connection->directions[0].ended && connection->directions[1].ended);
}

static void
touch_or_forget(struct once *once, struct connection *connection, const struct segment *segment)
{
	if (segment->flags & TCP_FIN)
		connection->directions[segment->direction].ended = true;
	if (is_closed(connection, segment))
		followed_forget(&once->followed, connection);
	else
		followed_touch(&once->followed, connection);
}

/* Every frame from now on, until it is closed. */
static enum choice
keep_whole(struct once *once, const struct segment *segment)
{
	struct connection *connection = followed_get(&once->followed, &segment->ends);

	connection->whole = true;
	touch_or_forget(once, connection, segment);
	return CHOICE_MATTERS;
}

/* What a connection leaves behind when it is closed makes no new one. */
static bool
is_nothing_new(const struct segment *segment)
{
	return segment->length == 0 && !(segment->flags & TCP_SYN);
}

static enum choice
choose_smb(struct once *once, const struct segment *segment)
{
	struct connection *connection = followed_find(&once->followed, &segment->ends);
	enum choice choice;

	if (connection == NULL && is_nothing_new(segment))
		return CHOICE_KEEP;
	if (connection == NULL)
		connection = followed_get(&once->followed, &segment->ends);
	choice = connection->whole ? CHOICE_MATTERS : connection_choose(connection, segment);
	touch_or_forget(once, connection, segment);
	return choice == CHOICE_DROP && once->followed.now < once->all_until ? CHOICE_KEEP : choice;
}

static enum choice
choose_foreign(struct once *once, const struct segment *segment)
{
	if (followed_find(&once->followed, &segment->ends) != NULL)
		return keep_whole(once, segment);
	if (segment->source_port == PORT_SOCKS || segment->destination_port == PORT_SOCKS)
		return CHOICE_MATTERS;
	foreign_bound(&once->foreign);
	if (foreign_has_smb(&once->foreign, segment) || foreign_leads_to_smb(segment))
		return keep_whole(once, segment);
	return foreign_ends_in_smb(segment) || foreign_opens_proxy(segment) ? CHOICE_MATTERS :
	    CHOICE_DROP;
}

static enum choice
choose(struct once *once, const struct frame *frame, const uint8_t *bytes, size_t captured)
{
	switch (frame->kind) {
	case FRAME_HARMLESS:
		return CHOICE_DROP;
	case FRAME_NOTE:
	case FRAME_OPAQUE:
		if (!frame->is_datagram && magic_is_in(bytes, captured))
			keep_all(once);
		return CHOICE_KEEP;
	case FRAME_LOST:
		keep_all(once);
		return CHOICE_KEEP;
	case FRAME_TCP_ODD:
		return keep_whole(once, &frame->segment);
	case FRAME_TCP:
		return segment_is_smb(&frame->segment) ? choose_smb(once, &frame->segment) :
		    choose_foreign(once, &frame->segment);
	}
	return CHOICE_MATTERS;
}

size_t
once_choose(struct once *once, int64_t time, int encapsulation, const uint8_t *bytes,
    size_t captured, size_t length)
{
	struct frame frame;
	enum choice choice;

	followed_tick(&once->followed, time);
	frame_read(&frame, encapsulation, bytes, captured, length);
	choice = choose(once, &frame, bytes, captured);
	if (choice != CHOICE_DROP) {
		cards_learn(&once->cards, &frame);
		return captured;
	}
	return cards_learn(&once->cards, &frame) ? (size_t)(frame.behind_ip - bytes) : 0;
}

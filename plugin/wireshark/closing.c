/* closing.c - the closing of a TCP connection as one frame shows it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "closing.h"

#include "wanted.h"

/* RFC 9293 3.1. The TCP dissector reads the flags of a header that is cut behind them,
 * and its item is then no longer than what IP says is TCP's: what follows is padding. */
enum { TCP_OFFSET = 12, TCP_FLAGS = 13, TCP_HEADER = 20 };
enum { FLAG_FIN = 0x01, FLAG_RST = 0x04 };

/* For the capture: the item of some tunnel holds those of its content. */
static bool draws_below;

static void
start_capture(void)
{
	draws_below = false;
}

void
closing_register(void)
{
	register_init_routine(start_capture);
}

/* Nearly all captures draw every TCP at the top level, and those that do not do so
 * from the start. A top-level item that is built because somebody wants it now says
 * nothing of the next frame. */
void
closing_note_drawing(const field_info *tcp)
{
	draws_below = draws_below || tcp == NULL || !TOP_ITEMS_ARE_BUILT;
	wanted_set_closing(draws_below);
}

enum tcp_closing
closing_of_header(const field_info *tcp)
{
	const unsigned captured = tcp->ds_tvb ? tvb_captured_length(tcp->ds_tvb) : 0;
	const uint8_t *header;

	if (tcp->length <= TCP_FLAGS || tcp->start < 0 ||
	    (unsigned)tcp->start + TCP_FLAGS >= captured)
		return CLOSING_NONE;
	header = tvb_get_ptr(tcp->ds_tvb, tcp->start, TCP_FLAGS + 1);
	if ((header[TCP_OFFSET] >> 4) * 4 < TCP_HEADER)
		return CLOSING_NONE;
	if (header[TCP_FLAGS] & FLAG_RST)
		return CLOSING_RST;
	return header[TCP_FLAGS] & FLAG_FIN ? CLOSING_FIN : CLOSING_NONE;
}

/* A tunnel's own end is not its content's. */
static bool
is_at_depth(const GPtrArray *values, int depth)
{
	for (unsigned i = 0; values != NULL && i < values->len; i++)
		if (wanted_at(values, i)->proto_layer_num == depth)
			return true;
	return false;
}

enum tcp_closing
closing_of_layer(const proto_tree *tree, const field_info *tcp, int depth)
{
	if (tcp != NULL)
		return closing_of_header(tcp);
	if (is_at_depth(wanted_values(tree, WANTED_RST), depth))
		return CLOSING_RST;
	return is_at_depth(wanted_values(tree, WANTED_FIN), depth) ? CLOSING_FIN : CLOSING_NONE;
}

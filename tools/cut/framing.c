/* framing.c - the NetBIOS session messages in one direction of a connection
 *
 * RFC 1002 4.3 on port 139, MS-SMB2 2.1 on port 445; a message may have several SMB2
 * headers, MS-SMB2 2.2.1.2 (NextCommand) and 3.2.4.1.4. Goes byte by byte through the
 * stream, whatever the segments are. What Wireshark's dissector would read in another
 * way is broken.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "framing.h"

#include "bytes.h"
#include "magic.h"

enum { NETBIOS_HEADER = 4 };
enum { SESSION_MESSAGE = 0x00, SESSION_REQUEST = 0x81, SESSION_LAST = 0x84,
	SESSION_KEEP_ALIVE = 0x85 };

/* RFC 1002 4.3.1 has 17 bits of length. With more, Wireshark goes by the message that
 * a segment begins with. */
enum { LENGTH_NETBIOS = 0x1FFFF };

enum { SMB2_FIRST = 0xFE, SMB2_NEXT_COMMAND = 20, SMB2_HEADER = 64 };

/* One segment on its way through. */
struct walk {
	struct framing *framing;
	const uint8_t *bytes;
	size_t length, at;
	bool is_smb_port;
	bool begins;		/* it begins with a message */
	message_judge judge;
	void *judged_by;
	bool wanted, torn;
};

/* Where the segment begins in the midst of a message, Wireshark goes by the port. */
static bool
may_be_long(const struct walk *walk)
{
	if (!walk->is_smb_port)
		return false;
	return !walk->begins || (walk->length >= NETBIOS_HEADER + MAGIC &&
	    walk->bytes[0] == SESSION_MESSAGE && walk->bytes[5] == 'S' &&
	    walk->bytes[6] == 'M' && walk->bytes[7] == 'B');
}

/* Of a message that matters, every segment is to be there, and so is every segment of
 * the one before if they share one. */
static void
want(struct walk *walk)
{
	walk->framing->wanted = true;
	walk->wanted = true;
	walk->torn = walk->torn || walk->framing->missing;
}

static void
collect(struct framing *framing, enum framing_phase phase, size_t need)
{
	framing->phase = (uint8_t)phase;
	framing->have = 0;
	framing->need = (uint8_t)need;
}

/* False where that is no message. */
static bool
begin_message(struct walk *walk)
{
	struct framing *framing = walk->framing;
	const uint32_t length = net32(framing->header) & 0xFFFFFF;
	const uint8_t type = framing->header[0];

	framing->left = length;
	framing->to_next = 0;
	if (length > LENGTH_NETBIOS && !may_be_long(walk))
		return false;
	if (type == SESSION_KEEP_ALIVE)
		return length == 0;
	if (type != SESSION_MESSAGE) {
		want(walk);
		return type >= SESSION_REQUEST && type <= SESSION_LAST;
	}
	collect(framing, PHASE_SMB, least(length, SMB_HEADER));
	return length > 0;
}

/* Where the next SMB2 header of the message is. One that is nowhere makes it matter:
 * who knows what a dissector sees there. */
static void
find_next(struct walk *walk)
{
	struct framing *framing = walk->framing;
	const uint32_t next = smb32(framing->header + SMB2_NEXT_COMMAND);

	framing->to_next = 0;
	if (framing->header[0] != SMB2_FIRST || next == 0)
		return;
	if (next < SMB2_HEADER || next - SMB_HEADER >= framing->left)
		want(walk);
	else
		framing->to_next = next - SMB_HEADER;
}

/* A message that is too short for a header is nothing known, and may be all there is. */
static bool
begin_smb(struct walk *walk, bool whole)
{
	const enum judged judged = whole ?
	    walk->judge(walk->judged_by, walk->framing->header) : JUDGED_WANTED;

	if (judged == JUDGED_WANTED)
		want(walk);
	if (whole)
		find_next(walk);
	return judged != JUDGED_NO_SMB;
}

static void
collect_more(struct walk *walk)
{
	struct framing *framing = walk->framing;

	while (framing->have < framing->need && walk->at < walk->length) {
		framing->header[framing->have++] = walk->bytes[walk->at++];
		if (framing->phase == PHASE_SMB)
			framing->left--;
	}
}

static bool
take_header(struct walk *walk)
{
	struct framing *framing = walk->framing;
	const bool whole = framing->need == SMB_HEADER;

	collect_more(walk);
	if (framing->have < framing->need)
		return true;
	framing->have = framing->need = 0;
	return framing->phase == PHASE_MESSAGE ? begin_message(walk) : begin_smb(walk, whole);
}

static void
pass_over(struct walk *walk)
{
	struct framing *framing = walk->framing;
	const size_t stretch = framing->to_next ? framing->to_next : framing->left;
	const size_t passed = least(stretch, walk->length - walk->at);

	walk->at += passed;
	framing->left -= (uint32_t)passed;
	if (framing->to_next == 0)
		return;
	framing->to_next -= (uint32_t)passed;
	if (framing->to_next == 0)
		collect(framing, PHASE_SMB, least(framing->left, SMB_HEADER));
}

static void
begin_next(struct framing *framing)
{
	framing->wanted = false;
	framing->missing = false;
	collect(framing, PHASE_MESSAGE, NETBIOS_HEADER);
}

/* False where the stream is not as it should be. */
static bool
go_on(struct walk *walk)
{
	if (walk->framing->need > 0)
		return take_header(walk);
	if (walk->framing->left > 0)
		pass_over(walk);
	else
		begin_next(walk->framing);
	return true;
}

static bool
is_between(const struct framing *framing)
{
	return framing->left == 0 && framing->need == 0;
}

/* Reads a segment afresh, as Wireshark would if it had lost its way. */
static bool
seems_to_begin(const struct walk *walk)
{
	return walk->length >= NETBIOS_HEADER + MESSAGE_START &&
	    walk->bytes[0] == SESSION_MESSAGE && magic_may_matter(walk->bytes + NETBIOS_HEADER);
}

enum framing_result
framing_follow(struct framing *framing, const uint8_t *bytes, size_t length, bool is_smb_port,
    message_judge judge, void *judged_by)
{
	struct walk walk = { .framing = framing, .bytes = bytes, .length = length,
	    .is_smb_port = is_smb_port, .begins = is_between(framing), .judge = judge,
	    .judged_by = judged_by, .wanted = framing->wanted && !is_between(framing) };
	const bool was_missing = framing->missing && !walk.begins;

	if (walk.begins && length < NETBIOS_HEADER)
		return FRAMING_BROKEN;
	if (!walk.begins && !walk.wanted && seems_to_begin(&walk))
		return FRAMING_BROKEN;
	while (walk.at < length)
		if (!go_on(&walk))
			return FRAMING_BROKEN;
	if (!walk.wanted)
		return FRAMING_UNWANTED;
	return walk.torn || was_missing ? FRAMING_TORN : FRAMING_WANTED;
}

void
framing_dropped(struct framing *framing)
{
	framing->missing = !is_between(framing);
}

uint32_t
framing_unwanted(const struct framing *framing)
{
	return framing->wanted || framing->need > 0 || framing->to_next > 0 ? 0 : framing->left;
}

void
framing_skip(struct framing *framing, uint32_t bytes)
{
	framing->left -= bytes;
}

bool
framing_is_between(const struct framing *framing)
{
	return is_between(framing);
}

bool
framing_is_within_wanted(const struct framing *framing)
{
	return !is_between(framing) && (framing->wanted || framing->need > 0);
}

bool
framing_is_torn(const struct framing *framing)
{
	return !is_between(framing) && framing->missing;
}

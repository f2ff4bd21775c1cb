/* connection.c - which segments of a connection on a port of SMB matter
 *
 * As long as the connection is followed from its SYN, in order and without a gap, its
 * messages are known, and a segment is dropped that has no message which matters. After
 * anything else (loss, overlap, data that was acknowledged before it was captured) it is
 * loose: what Wireshark reads there is not known, but it reads no message without its
 * first bytes. As long as these do not turn up, nothing of it matters; if they do, all
 * of its frames are kept. What came before was read in order by then.
 *
 * In one pass what was dropped cannot come back. So a message that does not matter but
 * is longer than its first segment leaves that one behind, from which Wireshark knows
 * where the next message begins, and what is lost in the midst of it is no doubt; and of
 * a loose connection everything is kept, until there was enough of it that cannot matter.
 *
 * Wireshark's sequence analysis judges retransmissions by what it saw: a segment in
 * order is none, whether those before are there or not.
 *
 * RFC 9293 3.4, 3.10; MS-CIFS 2.2.3.1, MS-SMB2 2.2.1.2.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "connection.h"

#include <string.h>

#include "bytes.h"

/* -- SMB headers -------------------------------------------------------------- */

enum { SMB1 = 0xFF, SMB2 = 0xFE, ENCRYPTED = 0xFD, COMPRESSED = 0xFC };

/* MS-CIFS 2.2.3.1, 2.2.2.1 */
enum { SMB1_COMMAND = 4, SMB1_STATUS = 5, SMB1_FLAGS = 9, SMB1_FLAGS2 = 10 };
enum { SMB1_REPLY = 0x80, SMB1_NT_STATUS = 0x4000 };
enum { SMB_COM_ECHO = 0x2B, SMB_COM_READ_ANDX = 0x2E, SMB_COM_WRITE_ANDX = 0x2F,
	SMB_COM_NEGOTIATE = 0x72 };

/* MS-SMB2 2.2.1.2 */
enum { SMB2_COMMAND = 12, SMB2_FLAGS = 16, SMB2_RESPONSE = 0x01, SMB2_NEGOTIATE = 0 };

/* A header and who sent it. */
struct sent {
	struct connection *connection;
	bool by_client;
};

/* Who asks is the client for the audit; it should be who opened the connection. */
static void
compare_roles(const struct sent *sent, bool response)
{
	if (sent->connection->roles == ROLES_UNKNOWN)
		sent->connection->roles = response != sent->by_client ? ROLES_FIT : ROLES_UNFIT;
}

/* MS-ERREF 2.3: NT's errors have the highest bit; others a class. */
static bool
has_failed(const uint8_t *header)
{
	if (smb16(header + SMB1_FLAGS2) & SMB1_NT_STATUS)
		return header[SMB1_STATUS + 3] >> 7;
	return header[SMB1_STATUS] != 0;
}

/* Once SMB1 is in use, a read or a write changes nothing but that the client did more
 * than the Computer Browser does. */
static bool
is_known_data(const struct sent *sent, unsigned command, bool response)
{
	struct connection *connection = sent->connection;
	bool known;

	if ((command != SMB_COM_READ_ANDX && command != SMB_COM_WRITE_ANDX) ||
	    connection->roles != ROLES_FIT || !connection->in_use ||
	    response == sent->by_client)
		return false;
	known = response || connection->worked;
	connection->worked = true;
	return known;
}

static enum judged
judge_smb1(const struct sent *sent, const uint8_t *header)
{
	const unsigned command = header[SMB1_COMMAND];
	const bool response = header[SMB1_FLAGS] & SMB1_REPLY;

	if (command == SMB_COM_NEGOTIATE)
		compare_roles(sent, response);
	else if (is_known_data(sent, command, response))
		return JUDGED_UNWANTED;
	else if (response && !sent->by_client && command != SMB_COM_ECHO && !has_failed(header))
		sent->connection->in_use = true;
	return JUDGED_WANTED;
}

static enum judged
judge_smb2(const struct sent *sent, const uint8_t *header)
{
	if (smb16(header + SMB2_COMMAND) == SMB2_NEGOTIATE)
		compare_roles(sent, header[SMB2_FLAGS] & SMB2_RESPONSE);
	return magic_may_matter(header) ? JUDGED_WANTED : JUDGED_UNWANTED;
}

static enum judged
judge(void *judged_by, const uint8_t *header)
{
	const struct sent *sent = (const struct sent *)judged_by;

	if (memcmp(header + 1, "SMB", 3) != 0)
		return JUDGED_NO_SMB;
	switch (header[0]) {
	case SMB1:
		return judge_smb1(sent, header);
	case SMB2:
		return judge_smb2(sent, header);
	case COMPRESSED:
		return JUDGED_WANTED;
	case ENCRYPTED:
		return JUDGED_UNWANTED;
	}
	return JUDGED_NO_SMB;
}

/* -- loose -------------------------------------------------------------------- */

enum { TAIL_MOST = MESSAGE_START - 1 };

/* Where the start of a message may be that goes on in the next segment. */
static size_t
find_tail(const uint8_t *bytes, size_t length)
{
	size_t at = magic_find(bytes, length, length > TAIL_MOST ? length - TAIL_MOST : 0);

	return at < length ? at : length - magic_at_end(bytes, length);
}

static bool
has_message(const uint8_t *bytes, size_t length)
{
	for (size_t at = magic_find(bytes, length, 0); at + MESSAGE_START <= length;
	    at = magic_find(bytes, length, at + 1))
		if (magic_may_matter(bytes + at))
			return true;
	return false;
}

/* With the tail of the segment before; true also where nobody can say. */
static bool
has_message_across(const struct direction *direction, const struct segment *segment)
{
	uint8_t joined[2 * MESSAGE_START];
	size_t length = direction->tail_length;

	if (length == 0)
		return false;
	if (segment->sequence != direction->next || segment->captured < TAIL_MOST)
		return true;
	memcpy(joined, direction->tail, length);
	memcpy(joined + length, segment->payload, TAIL_MOST);
	return has_message(joined, length + TAIL_MOST);
}

static void
keep_tail(struct direction *direction, const struct segment *segment)
{
	const size_t at = find_tail(segment->payload, segment->captured);

	direction->tail_length = (uint8_t)(segment->captured - at);
	memcpy(direction->tail, segment->payload + at, segment->captured - at);
	direction->next = segment->sequence + (uint32_t)segment->length;
}

/* The same bytes once more, as a mirror port gives them. */
static bool
is_repeated(const struct direction *direction, const struct segment *segment)
{
	return direction->tail_length > 0 &&
	    segment->sequence + (uint32_t)segment->length == direction->next &&
	    segment->captured >= direction->tail_length &&
	    memcmp(segment->payload + segment->captured - direction->tail_length,
	    direction->tail, direction->tail_length) == 0;
}

/* RFC 1002 4.3.2: a session request has names and no magic. */
enum { SESSION_REQUEST = 0x81 };

static bool
may_matter(struct direction *direction, const struct segment *segment)
{
	if (segment->captured == 0)
		return false;
	if (segment->payload[0] == SESSION_REQUEST ||
	    (!is_repeated(direction, segment) && has_message_across(direction, segment)) ||
	    has_message(segment->payload, segment->captured))
		return true;
	keep_tail(direction, segment);
	return false;
}

/* So much without a start of what may matter is the data of files, over SMB2. */
enum { IDLE_MOST = 16 << 20 };

/* What ends with the start of a message that goes on perhaps is kept in any case. */
static enum choice
choose_loose_once(struct connection *connection, const struct segment *segment)
{
	struct direction *direction = &connection->directions[segment->direction];

	if (may_matter(direction, segment)) {
		connection->idle = 0;
		keep_tail(direction, segment);
	} else if (connection->idle < IDLE_MOST) {
		connection->idle += (uint32_t)least(segment->length, IDLE_MOST);
	} else if (direction->tail_length == 0) {
		return CHOICE_DROP;
	}
	return CHOICE_MATTERS;
}

static enum choice
choose_loose(struct connection *connection, const struct segment *segment)
{
	if (connection->once)
		return choose_loose_once(connection, segment);
	if (may_matter(&connection->directions[segment->direction], segment))
		connection->whole = true;
	return connection->whole ? CHOICE_MATTERS : CHOICE_DROP;
}

/* From that segment on, which is NULL where it has no data; a message that matters and is not at its end is in doubt itself. */
static enum choice
loosen(struct connection *connection, const struct segment *segment)
{
	for (unsigned i = 0; i < 2; i++)
		if (!connection->loose && !connection->once &&
		    framing_is_within_wanted(&connection->directions[i].framing))
			connection->whole = true;
	connection->loose = true;
	return segment ? choose_loose(connection, segment) : CHOICE_DROP;
}

/* -- in order ----------------------------------------------------------------- */

/* Wireshark loses its way where sequence numbers come again. */
enum { BYTES_MOST = 0xF0000000 };

/* One byte before the next is there to be acknowledged again (RFC 9293 3.8.4). */
static bool
is_keep_alive(const struct direction *direction, const struct segment *segment)
{
	return segment->length == 1 && direction->known &&
	    segment->sequence == direction->next - 1 &&
	    !(segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_URG)) &&
	    !framing_is_within_wanted(&direction->framing);
}

static bool
is_in_order(const struct direction *direction, const struct segment *segment)
{
	if (!direction->known || segment->sequence != direction->next ||
	    segment->captured < segment->length || segment->length < 2 ||
	    (segment->flags & (TCP_SYN | TCP_RST | TCP_URG)))
		return false;
	if (direction->has_acked && (int32_t)(direction->acked - segment->sequence) > 0)
		return false;
	return direction->bytes + segment->length < BYTES_MOST;
}

/* In one pass, of a message that goes on: the segments in which it begins, up to its last
 * header, are what Wireshark reads the next one by. */
static enum choice
choose_unwanted(const struct connection *connection, struct direction *direction,
    const struct segment *segment, uint32_t were_unwanted, bool was_between)
{
	if (!connection->once || (framing_is_between(&direction->framing) &&
	    (was_between || were_unwanted > 0)) || were_unwanted > segment->length)
		return CHOICE_DROP;
	direction->unwanted = segment->sequence + (uint32_t)segment->length;
	return CHOICE_MATTERS;
}

static enum choice
follow(struct connection *connection, struct direction *direction, const struct segment *segment)
{
	struct sent sent = { connection, segment->direction == connection->client };
	const bool is_smb_port = segment->source_port == PORT_SMB ||
	    segment->destination_port == PORT_SMB;
	const uint32_t unwanted = framing_unwanted(&direction->framing);
	const bool between = framing_is_between(&direction->framing);

	switch (framing_follow(&direction->framing, segment->payload, segment->length,
	    is_smb_port, judge, &sent)) {
	case FRAMING_UNWANTED:
		return choose_unwanted(connection, direction, segment, unwanted, between);
	case FRAMING_TORN:
		connection->whole = !connection->once;
		break;
	case FRAMING_WANTED:
		break;
	case FRAMING_BROKEN:
		return loosen(connection, segment);
	}
	direction->unwanted = segment->sequence + (uint32_t)segment->length;
	return CHOICE_MATTERS;
}

/* In one pass, the midst of a message that does not matter: whatever is lost there, comes
 * again or not in order, Wireshark goes on where the message ends. */
static bool
is_unwanted(const struct connection *connection, const struct direction *direction,
    const struct segment *segment)
{
	const uint32_t unwanted = framing_unwanted(&direction->framing);
	const uint32_t end = direction->next + unwanted;

	return connection->once && unwanted > 0 &&
	    !(segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_URG)) &&
	    (int32_t)(segment->sequence - direction->unwanted) >= 0 &&
	    (int32_t)(segment->sequence + (uint32_t)segment->length - end) <= 0;
}

/* Up to the number, if what lies before it is the midst or the end of such a message. */
static void
skip_unwanted(const struct connection *connection, struct direction *direction, uint32_t to)
{
	const uint32_t bytes = to - direction->next;

	if (!connection->once || !direction->known || (int32_t)bytes <= 0 ||
	    bytes > framing_unwanted(&direction->framing))
		return;
	framing_skip(&direction->framing, bytes);
	direction->next = to;
	direction->bytes += bytes;
}

static enum choice
choose_payload(struct connection *connection, const struct segment *segment)
{
	struct direction *direction = &connection->directions[segment->direction];
	enum choice choice;

	if (connection->loose)
		return choose_loose(connection, segment);
	if (is_keep_alive(direction, segment))
		return CHOICE_DROP;
	if (is_unwanted(connection, direction, segment)) {
		skip_unwanted(connection, direction, segment->sequence + (uint32_t)segment->length);
		return CHOICE_DROP;
	}
	skip_unwanted(connection, direction, segment->sequence);
	if (!is_in_order(direction, segment))
		return loosen(connection, segment);
	choice = follow(connection, direction, segment);
	if (!connection->loose) {
		direction->next += (uint32_t)segment->length;
		direction->bytes += segment->length;
	}
	return choice;
}

/* -- the beginning and the end ------------------------------------------------- */

static bool
is_port_of_smb(unsigned port)
{
	return port == PORT_SMB || port == PORT_NETBIOS;
}

/* Wireshark goes by the port that the SYN went to. */
static bool
is_to_smb(const struct segment *segment)
{
	return is_port_of_smb(segment->destination_port) &&
	    !is_port_of_smb(segment->source_port);
}

static void
begin_direction(struct direction *direction, const struct segment *segment)
{
	direction->known = true;
	direction->first = segment->sequence;
	direction->next = segment->sequence + 1;
}

/* A SYN with another number begins another connection, for Wireshark, too. */
static void
begin(struct connection *connection, const struct segment *segment)
{
	const struct ends ends = connection->ends;
	const bool once = connection->once, lacks = connection->lacks;

	memset(connection, 0, sizeof *connection);
	connection->ends = ends;
	connection->once = once;
	connection->lacks = lacks;
	connection->client = (uint8_t)segment->direction;
	connection->loose = !is_to_smb(segment);
	begin_direction(&connection->directions[segment->direction], segment);
}

/* RFC 9293 3.5. Sent once more, it changes nothing before there are data. */
static void
take_syn(struct connection *connection, const struct segment *segment)
{
	struct direction *direction = &connection->directions[segment->direction];
	const bool again = direction->known && direction->first == segment->sequence;
	const bool answers = segment->flags & TCP_ACK;

	if (again && !connection->has_data)
		return;
	if (!answers && (!connection->followed || (direction->known && !again)))
		begin(connection, segment);
	else if (answers && connection->followed && !direction->known &&
	    segment->direction != connection->client)
		begin_direction(direction, segment);
	else
		loosen(connection, NULL);
}

/* Wireshark takes the number for the next one, also where nothing is sent. */
static void
take_empty(struct connection *connection, const struct segment *segment)
{
	struct direction *direction = &connection->directions[segment->direction];

	if (segment->flags & TCP_SYN)
		return;
	skip_unwanted(connection, direction, segment->sequence);
	if (!direction->known || (int32_t)(segment->sequence - direction->next) > 0)
		loosen(connection, NULL);
}

/* In one pass, what would be a doubt in the next segment is there for Wireshark to see, and
 * the end of the handshake: by the time that it took, Wireshark tells what comes again from
 * what comes late. */
static enum choice
choose_empty(struct connection *connection, const struct segment *segment)
{
	const struct direction *other = &connection->directions[!segment->direction];

	if (!connection->loose)
		take_empty(connection, segment);
	if (!connection->once)
		return CHOICE_DROP;
	if (connection->loose)
		return connection->idle < IDLE_MOST ? CHOICE_MATTERS : CHOICE_DROP;
	if (!connection->has_data)
		return CHOICE_MATTERS;
	return (segment->flags & TCP_ACK) && other->known &&
	    (int32_t)(segment->acknowledged - other->next) > 0 ? CHOICE_MATTERS : CHOICE_DROP;
}

static void
take_acknowledgement(struct direction *of, const struct segment *segment)
{
	if (segment->acknowledged == 0 ||
	    (of->has_acked && (int32_t)(segment->acknowledged - of->acked) <= 0))
		return;
	of->has_acked = true;
	of->acked = segment->acknowledged;
}

/* What is kept for its flags is read by itself, if what came before was dropped. */
static bool
misleads(const struct segment *segment)
{
	return segment->captured > 0 && (segment->payload[0] == SESSION_REQUEST ||
	    has_message(segment->payload, segment->captured));
}

static enum choice
choose_closing(struct connection *connection, const struct segment *segment, bool torn)
{
	struct direction *direction = &connection->directions[segment->direction];

	if (torn && misleads(segment))
		connection->whole = true;
	if (!connection->loose && (segment->flags & TCP_FIN) &&
	    segment->sequence + (uint32_t)segment->length == direction->next)
		direction->next++;
	return connection->whole ? CHOICE_MATTERS : CHOICE_KEEP;
}

static enum choice
choose(struct connection *connection, const struct segment *segment)
{
	struct direction *direction = &connection->directions[segment->direction];
	const bool torn = framing_is_torn(&direction->framing);
	enum choice choice = CHOICE_DROP;

	if (segment->flags & TCP_SYN)
		take_syn(connection, segment);
	else if (!connection->followed)
		connection->loose = true;
	connection->followed = true;
	if (segment->length > 0)
		choice = choose_payload(connection, segment);
	else
		choice = choose_empty(connection, segment);
	connection->has_data = connection->has_data || segment->length > 0;
	take_acknowledgement(&connection->directions[!segment->direction], segment);
	if (connection->whole)
		return CHOICE_MATTERS;
	if (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST))
		return choice == CHOICE_DROP ? choose_closing(connection, segment, torn) : choice;
	if (choice == CHOICE_DROP && segment->length > 0 && !connection->loose)
		framing_dropped(&direction->framing);
	return choice;
}

enum choice
connection_choose(struct connection *connection, const struct segment *segment)
{
	const enum choice choice = choose(connection, segment);

	connection->lacks = connection->lacks || choice == CHOICE_DROP;
	return choice;
}

/* ntlmssp.c - who a NTLMSSP message says it is from
 *
 * MS-NLMP 2.2.1.1 (NEGOTIATE), 2.2.1.2 (CHALLENGE), 2.2.1.3 (AUTHENTICATE),
 * 2.2.2.1 (AV_PAIR), 2.2.2.5 (flags), 2.2.2.10 (VERSION). Offsets and lengths
 * are hostile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "ntlmssp.h"
#include "text.h"

static const uint8_t signature[8] = "NTLMSSP";

enum { NEGOTIATE_MESSAGE = 1, CHALLENGE_MESSAGE = 2, AUTHENTICATE_MESSAGE = 3 };
enum { FLAG_UNICODE = 0x00000001, FLAG_WORKSTATION = 0x00002000, FLAG_VERSION = 0x02000000 };
enum { AV_EOL = 0, AV_NB_COMPUTER = 1, AV_NB_DOMAIN = 2, AV_DNS_COMPUTER = 3 };

/* A message, from its signature on. */
struct message {
	const uint8_t *bytes;
	size_t length;
	uint32_t flags;
};

static uint32_t
number_at(const struct message *message, size_t offset, unsigned bytes)
{
	uint32_t number = 0;

	if (offset + bytes > message->length)
		return 0;
	for (unsigned i = bytes; i > 0; i--)
		number = number << 8 | message->bytes[offset + i - 1];
	return number;
}

/* The payload that the length and offset at that place speak of; NULL where it
 * is not all there. */
static const uint8_t *
payload_at(const struct message *message, size_t place, size_t *length)
{
	const size_t offset = number_at(message, place + 4, 4);

	*length = number_at(message, place, 2);
	if (offset > message->length || *length > message->length - offset)
		return NULL;
	return message->bytes + offset;
}

static void
say_payload(struct identity_facts *facts, const struct message *message, size_t place,
    bool unicode, enum detail detail, enum source source)
{
	char text[DETAIL_ROOM];
	size_t length;
	const uint8_t *payload = payload_at(message, place, &length);

	if (payload == NULL)
		return;
	if (unicode)
		text_from_utf16(payload, length, text, sizeof text);
	else
		text_from_oem(payload, length, text, sizeof text);
	identity_say(facts, detail, source, text);
}

static void
say_version(struct identity_facts *facts, const struct message *message, size_t place,
    enum detail detail)
{
	char text[DETAIL_ROOM];

	if (!(message->flags & FLAG_VERSION) || place + 8 > message->length ||
	    number_at(message, place, 4) == 0)
		return;
	snprintf(text, sizeof text, "NTLMSSP %u.%u build %u", (unsigned)number_at(message, place, 1),
	    (unsigned)number_at(message, place + 1, 1), (unsigned)number_at(message, place + 2, 2));
	identity_say(facts, detail, SOURCE_VERSION, text);
}

static void
read_negotiate(struct identity_facts *facts, struct message *message)
{
	message->flags = number_at(message, 12, 4);
	if (message->flags & FLAG_WORKSTATION)
		say_payload(facts, message, 24, false, CLIENT_NAME, SOURCE_NTLM_NEGOTIATE);
	say_version(facts, message, 32, CLIENT_OS);
}

/* One pair of the target information. */
static void
say_pair(struct identity_facts *facts, unsigned id, const uint8_t *value, size_t length)
{
	static const struct {
		unsigned id;
		enum detail detail;
		enum source source;
	} rows[] = {
		{ AV_NB_COMPUTER,	SERVER_NAME,	SOURCE_CHALLENGE },
		{ AV_DNS_COMPUTER,	SERVER_NAME,	SOURCE_CHALLENGE_DNS },
		{ AV_NB_DOMAIN,		SERVER_DOMAIN,	SOURCE_CHALLENGE },
	};
	char text[DETAIL_ROOM];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].id != id)
			continue;
		text_from_utf16(value, length, text, sizeof text);
		identity_say(facts, rows[i].detail, rows[i].source, text);
	}
}

static void
read_challenge(struct identity_facts *facts, struct message *message)
{
	size_t length;
	const uint8_t *pairs = payload_at(message, 40, &length);

	message->flags = number_at(message, 20, 4);
	say_version(facts, message, 48, SERVER_OS);
	while (pairs != NULL && length >= 4) {
		const unsigned id = word_at(pairs, 0);
		const size_t value = word_at(pairs, 2);

		if (id == AV_EOL || value > length - 4)
			return;
		say_pair(facts, id, pairs + 4, value);
		pairs += 4 + value;
		length -= 4 + value;
	}
}

static void
read_authenticate(struct identity_facts *facts, struct message *message)
{
	bool unicode;

	message->flags = number_at(message, 60, 4);
	unicode = message->flags & FLAG_UNICODE;
	say_payload(facts, message, 28, unicode, CLIENT_DOMAIN, SOURCE_AUTHENTICATE);
	say_payload(facts, message, 36, unicode, CLIENT_USER, SOURCE_AUTHENTICATE);
	say_payload(facts, message, 44, unicode, CLIENT_NAME, SOURCE_AUTHENTICATE);
	say_version(facts, message, 64, CLIENT_OS);
	identity_say_auth(facts, number_at(message, 12, 2), number_at(message, 20, 2));
}

/* Where the message begins in a blob, length where there is none. */
static size_t
find_signature(const uint8_t *blob, size_t length)
{
	for (size_t i = 0; i + sizeof signature <= length; i++)
		if (memcmp(blob + i, signature, sizeof signature) == 0)
			return i;
	return length;
}

bool
ntlmssp_read(struct identity_facts *facts, const uint8_t *blob, size_t length)
{
	const size_t start = find_signature(blob, length);
	struct message message = { blob + start, length - start, 0 };

	if (start == length)
		return false;
	switch (number_at(&message, 8, 4)) {
	case NEGOTIATE_MESSAGE:
		read_negotiate(facts, &message);
		break;
	case CHALLENGE_MESSAGE:
		read_challenge(facts, &message);
		break;
	case AUTHENTICATE_MESSAGE:
		read_authenticate(facts, &message);
		break;
	}
	return true;
}

/* magic.c - where an SMB message may begin
 *
 * MS-CIFS 2.2.3.1, MS-SMB2 2.2.1 and 2.2.42: each begins with a byte of its own and then
 * the three letters. Whatever Wireshark takes for an SMB message has these four bytes,
 * whatever carries it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "magic.h"

#include <string.h>

#include "bytes.h"

enum { SMB1 = 0xFF, SMB2 = 0xFE, COMPRESSED = 0xFC };

/* MS-SMB2 2.2.1.2: offset and values of the command. */
enum { SMB2_COMMAND = 12, SMB2_SESSION_SETUP = 1 };

static bool
is_first(uint8_t byte)
{
	return byte == SMB1 || byte == SMB2 || byte == COMPRESSED;
}

bool
magic_begins(const uint8_t *bytes)
{
	return is_first(bytes[0]) && bytes[1] == 'S' && bytes[2] == 'M' && bytes[3] == 'B';
}

/* M is rare in text and in zeros alike, and memchr() takes many bytes at a time. */
size_t
magic_find(const uint8_t *bytes, size_t length, size_t from)
{
	size_t at = from + 2;

	while (at + 1 < length) {
		const uint8_t *found = (const uint8_t *)memchr(bytes + at, 'M', length - 1 - at);

		if (found == NULL)
			return length;
		at = (size_t)(found - bytes);
		if (magic_begins(bytes + at - 2))
			return at - 2;
		at++;
	}
	return length;
}

bool
magic_is_in(const uint8_t *bytes, size_t length)
{
	return magic_find(bytes, length, 0) < length;
}

/* Of SMB2, NEGOTIATE decides, and SESSION_SETUP has names. */
bool
magic_may_matter(const uint8_t *bytes)
{
	return magic_begins(bytes) &&
	    (bytes[0] != SMB2 || smb16(bytes + SMB2_COMMAND) <= SMB2_SESSION_SETUP);
}

size_t
magic_at_end(const uint8_t *bytes, size_t length)
{
	static const char letters[] = "SMB";

	for (size_t tail = 1; tail < MAGIC && tail <= length; tail++) {
		const uint8_t *from = bytes + length - tail;

		if (is_first(from[0]) && memcmp(from + 1, letters, tail - 1) == 0)
			return tail;
	}
	return 0;
}

size_t
magic_at_start(const uint8_t *bytes, size_t length)
{
	static const char letters[] = "SMB";

	for (size_t head = MAGIC - 1; head > 0; head--)
		if (head <= length && memcmp(bytes, letters + MAGIC - 1 - head, head) == 0)
			return head;
	return 0;
}

/* text.c - hostile bytes as text that is safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdbool.h>
#include <string.h>

#include "text.h"

/* A text being written: once a piece does not fit, nothing more is. */
struct writing {
	char *text;
	size_t room;
	size_t length, written;
};

static void
put(struct writing *writing, const char *piece, size_t length)
{
	if (writing->written == writing->length && writing->length + length < writing->room) {
		memcpy(writing->text + writing->length, piece, length);
		writing->written += length;
	}
	writing->length += length;
}

static size_t
finish(struct writing *writing)
{
	if (writing->room > 0)
		writing->text[writing->written] = '\0';
	return writing->length;
}

static void
put_escaped(struct writing *writing, uint8_t byte)
{
	static const char digits[] = "0123456789abcdef";
	const char piece[] = { '\\', 'x', digits[byte >> 4], digits[byte & 15] };

	put(writing, piece, sizeof piece);
}

static bool
is_printable_ascii(uint32_t character)
{
	return character >= ' ' && character <= '~';
}

/* Characters that are not seen, or change how what follows is shown: C1 controls,
 * format characters (Unicode category Cf), line and paragraph separators, tags,
 * private use, noncharacters. */
static const struct {
	uint32_t first, last;
} harmful[] = {
	{ 0x0080, 0x009F }, { 0x00AD, 0x00AD }, { 0x061C, 0x061C }, { 0x180E, 0x180E },
	{ 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xE000, 0xF8FF },
	{ 0xFDD0, 0xFDEF }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0x10FFFF },
};

static bool
is_harmful(uint32_t character)
{
	if (character < ' ' || character == 0x7F || (character & 0xFFFE) == 0xFFFE)
		return true;
	for (size_t i = 0; i < sizeof harmful / sizeof harmful[0]; i++)
		if (character >= harmful[i].first && character <= harmful[i].last)
			return true;
	return false;
}

static void
put_utf8(struct writing *writing, uint32_t character)
{
	char piece[4];

	if (character < 0x800) {
		piece[0] = (char)(0xC0 | character >> 6);
		piece[1] = (char)(0x80 | (character & 0x3F));
		put(writing, piece, 2);
	} else if (character < 0x10000) {
		piece[0] = (char)(0xE0 | character >> 12);
		piece[1] = (char)(0x80 | (character >> 6 & 0x3F));
		piece[2] = (char)(0x80 | (character & 0x3F));
		put(writing, piece, 3);
	} else {
		piece[0] = (char)(0xF0 | character >> 18);
		piece[1] = (char)(0x80 | (character >> 12 & 0x3F));
		piece[2] = (char)(0x80 | (character >> 6 & 0x3F));
		piece[3] = (char)(0x80 | (character & 0x3F));
		put(writing, piece, 4);
	}
}

size_t
text_from_oem(const uint8_t *bytes, size_t count, char *text, size_t room)
{
	struct writing writing = { text, room, 0, 0 };

	for (size_t i = 0; i < count && bytes[i] != 0; i++)
		if (is_printable_ascii(bytes[i]))
			put(&writing, (const char *)&bytes[i], 1);
		else
			put_escaped(&writing, bytes[i]);
	return finish(&writing);
}

static uint32_t
unit_at(const uint8_t *bytes, size_t at, size_t count)
{
	return at + 2 <= count ? (uint32_t)(bytes[at] | bytes[at + 1] << 8) : 0;
}

/* Writes what stands at *at and steps over it: a pair of surrogates is one
 * character, one alone is none. */
static void
put_utf16(struct writing *writing, const uint8_t *bytes, size_t *at, size_t count)
{
	uint32_t character = unit_at(bytes, *at, count);
	const uint32_t low = unit_at(bytes, *at + 2, count);
	size_t length = 2;
	const bool is_surrogate = character >= 0xD800 && character < 0xE000;
	const bool is_pair = is_surrogate && character < 0xDC00 && low >= 0xDC00 && low < 0xE000;

	if (is_pair) {
		character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
		length = 4;
	}
	if (is_printable_ascii(character)) {
		put(writing, (const char *)&bytes[*at], 1);
	} else if ((is_surrogate && !is_pair) || is_harmful(character)) {
		for (size_t i = 0; i < length; i++)
			put_escaped(writing, bytes[*at + i]);
	} else {
		put_utf8(writing, character);
	}
	*at += length;
}

size_t
text_from_utf16(const uint8_t *bytes, size_t count, char *text, size_t room)
{
	struct writing writing = { text, room, 0, 0 };
	size_t at = 0;

	while (at + 2 <= count && unit_at(bytes, at, count) != 0)
		put_utf16(&writing, bytes, &at, count);
	return finish(&writing);
}

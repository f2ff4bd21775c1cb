/* text.c - text from the network, safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text.h"

/* Characters outside the categories below that show nothing: fillers, the joiner of
 * graphemes, the blank Braille pattern, variation selectors. */
static const struct {
	gunichar first, last;
} invisible[] = {
	{ 0x034F, 0x034F }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F },
	{ 0x2800, 0x2800 }, { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFFA0, 0xFFA0 },
	{ 0xE0100, 0xE01EF },
};

static bool
is_visible(gunichar character)
{
	switch (g_unichar_type(character)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return false;
	default:
		break;
	}
	for (unsigned i = 0; i < array_length(invisible); i++)
		if (character >= invisible[i].first && character <= invisible[i].last)
			return false;
	return true;
}

/* How many bytes the character here has; 1, and not readable, where there is none. */
static size_t
character_at(const char *text, bool *readable)
{
	const gunichar character = g_utf8_get_char_validated(text, -1);
	const bool valid = character != (gunichar)-1 && character != (gunichar)-2;

	*readable = valid && is_visible(character);
	return valid ? (size_t)(g_utf8_next_char(text) - text) : 1;
}

static void
append_escaped(wmem_strbuf_t *printable, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		wmem_strbuf_append_printf(printable, "\\x%02x", (uint8_t)bytes[i]);
}

/* Most texts are as they should be: those need no copy. */
static bool
is_plain(const char *text)
{
	size_t length = 0;

	while (text[length] >= ' ' && text[length] <= '~')
		length++;
	return length <= TEXT_LONGEST && text[length] == '\0';
}

/* Room for "..." is left before it is known whether the rest fits; so a text ends whole,
 * or with it. */
const char *
text_printable(const char *text, wmem_allocator_t *scope)
{
	static const char cut[] = "...";
	wmem_strbuf_t *printable;
	size_t whole = 0;		/* what may stand before "..." */

	if (is_plain(text))
		return text;
	printable = wmem_strbuf_new(scope, NULL);
	while (*text != '\0') {
		bool readable;
		const size_t length = character_at(text, &readable);

		if (readable)
			wmem_strbuf_append_len(printable, text, length);
		else
			append_escaped(printable, text, length);
		if (wmem_strbuf_get_len(printable) > TEXT_LONGEST) {
			wmem_strbuf_truncate(printable, whole);
			wmem_strbuf_append(printable, cut);
			break;
		}
		if (wmem_strbuf_get_len(printable) + strlen(cut) <= TEXT_LONGEST)
			whole = wmem_strbuf_get_len(printable);
		text += length;
	}
	return wmem_strbuf_get_str(printable);
}

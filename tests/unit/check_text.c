/* check_text.c - hostile text, safe to show
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <wireshark.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text.h"

static const struct { const char *text, *printable; } rows[] = {
	{ "NT LM 0.12",			"NT LM 0.12" },
	{ "",				"" },
	{ "100%s%n",			"100%s%n" },
	{ "\x1b[31m\x07",		"\\x1b[31m\\x07" },
	{ "\xc3\xa9\xf0\x9f\x98\x80",	"\xc3\xa9\xf0\x9f\x98\x80" },
	{ "caf\xe9\x7f",		"caf\\xe9\\x7f" },		/* no UTF-8 */
	{ "\xc3",			"\\xc3" },			/* cut */
	{ "\xc0\xaf",			"\\xc0\\xaf" },		/* overlong */
	{ "\xed\xa0\x80",		"\\xed\\xa0\\x80" },		/* half a surrogate pair */
	{ "\xc2\x9b",			"\\xc2\\x9b" },		/* a C1 control */
	{ "a\xe2\x80\xae" "b",		"a\\xe2\\x80\\xaeb" },	/* right-to-left override */
	{ "\xee\x80\x80",		"\\xee\\x80\\x80" },		/* private use */
	{ "\xef\xbf\xbf",		"\\xef\\xbf\\xbf" },		/* no character */
};

static void
harmful_bytes_are_escaped(void **state)
{
	(void)state;
	for (unsigned i = 0; i < array_length(rows); i++)
		assert_string_equal(text_printable(rows[i].text, NULL), rows[i].printable);
}

/* Category Cf, and the fillers, joiners and selectors outside of it that show nothing. */
static void
invisible_characters_are_escaped(void **state)
{
	static const gunichar invisible[] = { 0x00AD, 0x0600, 0x061C, 0x06DD, 0x070F, 0x08E2,
	    0x180E, 0x200B, 0x200F, 0x2028, 0x2029, 0x202A, 0x2060, 0x2065, 0x2069, 0xFEFF, 0xFFF9,
	    0x110BD, 0x13430, 0x1BCA0, 0x1D173, 0xE0001, 0xE0020, 0xE007F,
	    0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, 0xE0100, 0xE01EF };

	(void)state;
	for (unsigned i = 0; i < array_length(invisible); i++) {
		char text[8] = "";

		g_unichar_to_utf8(invisible[i], text);
		if (strncmp(text_printable(text, NULL), "\\x", 2) != 0)
			fail_msg("U+%04X is shown", invisible[i]);
	}
}

/* Their neighbours show something. */
static void
visible_characters_stay(void **state)
{
	static const gunichar visible[] = { 0x00AE, 0x034E, 0x0350, 0x115E, 0x1161, 0x17B3, 0x17B6, 0x180A, 0x1810,
	    0x27FF, 0x2801, 0x3163, 0x3165, 0xFDFF, 0xFE10, 0xFFA1, 0xFFFD, 0x1F600, 0x4E2D };

	(void)state;
	for (unsigned i = 0; i < array_length(visible); i++) {
		char text[8] = "";

		g_unichar_to_utf8(visible[i], text);
		if (strcmp(text_printable(text, NULL), text) != 0)
			fail_msg("U+%04X is not shown", visible[i]);
	}
}

/* What is cut says so, never within a character or an escape. */
static void
long_text_is_cut(void **state)
{
	char text[2 * TEXT_LONGEST];

	(void)state;
	memset(text, 'A', sizeof text);
	text[TEXT_LONGEST] = '\0';
	assert_string_equal(text_printable(text, NULL), text);
	memcpy(text, "\xc3\xa9", 2);		/* what is not plain takes another way */
	assert_string_equal(text_printable(text, NULL), text);
	memcpy(text + TEXT_LONGEST, "A", 2);
	assert_int_equal(strlen(text_printable(text, NULL)), TEXT_LONGEST);
	assert_string_equal(text_printable(text, NULL) + TEXT_LONGEST - 4, "A...");
	for (unsigned start = 0; start < 4; start++) {
		const char *printable;

		memset(text, 'A', sizeof text);
		memset(text + start, 0x01, sizeof text - start - 1);
		text[sizeof text - 1] = '\0';
		printable = text_printable(text, NULL);
		assert_true(strlen(printable) <= TEXT_LONGEST);
		assert_string_equal(printable + strlen(printable) - 7, "\\x01...");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(harmful_bytes_are_escaped),
		cmocka_unit_test(invisible_characters_are_escaped),
		cmocka_unit_test(visible_characters_stay),
		cmocka_unit_test(long_text_is_cut),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

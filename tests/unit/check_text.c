/* check_text.c - hostile bytes as text
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "text.h"

#define BYTES(literal) (const uint8_t *)literal, sizeof literal - 1

static const struct { const uint8_t *bytes; size_t count; const char *text; } oem[] = {
	{ BYTES("NT LM 0.12"),		"NT LM 0.12" },
	{ BYTES("A\0B"),		"A" },
	{ BYTES(""),			"" },
	{ BYTES("\x1b[31m\x07"),	"\\x1b[31m\\x07" },
	{ BYTES("caf\xe9\x7f"),		"caf\\xe9\\x7f" },
	{ BYTES("100%s%n"),		"100%s%n" },
};

static const struct { const uint8_t *bytes; size_t count; const char *text; } utf16[] = {
	{ BYTES("H\0i\0"),		"Hi" },
	{ BYTES("H\0\0\0i\0"),		"H" },
	{ BYTES("H\0i"),		"H" },			/* an odd last byte */
	{ BYTES("\xe9\0"),		"\xc3\xa9" },
	{ BYTES("\x3d\xd8\x00\xde"),	"\xf0\x9f\x98\x80" },	/* a pair */
	{ BYTES("\x3d\xd8H\0"),		"\\x3d\\xd8H" },	/* half a pair */
	{ BYTES("\x00\xde"),		"\\x00\\xde" },
	{ BYTES("\x1b\0"),		"\\x1b\\x00" },
	{ BYTES("\x2e\x20"),		"\\x2e\\x20" },		/* right-to-left override */
	{ BYTES("\xff\xff"),		"\\xff\\xff" },
	{ BYTES("\x9b\0"),		"\\x9b\\x00" },		/* a C1 control */
};

static void
oem_is_ascii_or_escaped(void **state)
{
	char text[64];

	(void)state;
	for (size_t i = 0; i < ROWS(oem); i++) {
		assert_int_equal(text_from_oem(oem[i].bytes, oem[i].count, text, sizeof text), strlen(oem[i].text));
		assert_string_equal(text, oem[i].text);
	}
}

static void
utf16_is_utf8_or_escaped(void **state)
{
	char text[64];

	(void)state;
	for (size_t i = 0; i < ROWS(utf16); i++) {
		text_from_utf16(utf16[i].bytes, utf16[i].count, text, sizeof text);
		assert_string_equal(text, utf16[i].text);
	}
}

/* A piece is written whole or not at all, and nothing after it. */
static void
writes_what_fits(void **state)
{
	char text[8];

	(void)state;
	assert_int_equal(text_from_oem(BYTES("ABCDE\xff" "F"), text, sizeof text), 10);
	assert_string_equal(text, "ABCDE");
	assert_int_equal(text_from_oem(BYTES("ABC"), NULL, 0), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oem_is_ascii_or_escaped),
		cmocka_unit_test(utf16_is_utf8_or_escaped),
		cmocka_unit_test(writes_what_fits),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

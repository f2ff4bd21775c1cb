/* check_text_list.c - texts that come, go and come again
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <wireshark.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "in_use.h"
#include "text_list.h"

static const char *const letters[] = { "A", "B", "C", "D", "E", "F", "G", "H", "I", "J" };

static void
an_empty_list_has_no_text(void **state)
{
	struct text_list list = { NULL, NULL, 0 };

	(void)state;
	assert_string_equal(text_list_joined(&list), "");
	text_list_tally(&list, NULL, 1);
	assert_null(list.counts);
	text_list_free(&list);
}

static void
texts_stand_in_the_order_of_arrival(void **state)
{
	struct text_list list = { NULL, NULL, 0 };

	(void)state;
	text_list_tally(&list, letters[1], 1);
	text_list_tally(&list, letters[0], 1);
	text_list_tally(&list, letters[1], 1);
	assert_string_equal(text_list_joined(&list), "B, A");
	assert_int_equal(list.present, 2);
	text_list_free(&list);
}

/* As often as it came: a statistic takes away what it counted before. */
static void
a_text_goes_when_all_took_it_away(void **state)
{
	struct text_list list = { NULL, NULL, 0 };

	(void)state;
	for (unsigned times = 0; times < 3; times++) {
		text_list_tally(&list, letters[0], 1);
		text_list_tally(&list, letters[0], 1);
		text_list_tally(&list, letters[1], 1);
		text_list_tally(&list, letters[0], -1);
		assert_string_equal(text_list_joined(&list), "A, B");
		text_list_tally(&list, letters[0], -1);
		assert_string_equal(text_list_joined(&list), "B");
		assert_int_equal(list.present, 1);
		assert_int_equal(list.order->len, 2);
		text_list_tally(&list, letters[1], -1);
		assert_string_equal(text_list_joined(&list), "");
		assert_int_equal(list.present, 0);
	}
	text_list_free(&list);
}

static void
what_is_beyond_is_counted(void **state)
{
	struct text_list list = { NULL, NULL, 0 };

	(void)state;
	for (unsigned i = 0; i < LIST_SHOWN; i++)
		text_list_tally(&list, letters[i], 1);
	assert_string_equal(text_list_joined(&list), "A, B, C, D, E, F, G, H");
	text_list_tally(&list, letters[LIST_SHOWN], 1);
	text_list_tally(&list, letters[LIST_SHOWN + 1], 1);
	assert_string_equal(text_list_joined(&list), "A, B, C, D, E, F, G, H and 2 more");
	text_list_tally(&list, letters[2], -1);
	assert_string_equal(text_list_joined(&list), "A, B, D, E, F, G, H, I and 1 more");
	text_list_free(&list);
}

static void
freeing_frees_all(void **state)
{
	size_t before = 0;

	(void)state;
	for (unsigned times = 0; times < 2 * ROUNDS; times++) {
		struct text_list list = { NULL, NULL, 0 };

		if (times == ROUNDS)
			before = bytes_in_use();
		text_list_tally(&list, letters[0], 1);
		text_list_free(&list);
	}
	assert_nothing_lost(before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_list_has_no_text),
		cmocka_unit_test(texts_stand_in_the_order_of_arrival),
		cmocka_unit_test(a_text_goes_when_all_took_it_away),
		cmocka_unit_test(what_is_beyond_is_counted),
		cmocka_unit_test(freeing_frees_all),
	};

	g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
	return cmocka_run_group_tests_name("text_list", tests, NULL, NULL);
}

/* check_before_draw.c - what statistics do before they are drawn is done once, and first
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#include <epan/tap.h>

#include "before_draw.h"

/* The host's listener that is ours; it draws those that came later first. */
static struct {
	void *data;
	tap_draw_cb draw;
	unsigned added, removed;
} listener;

GString *
register_tap_listener(const char *tap, void *data, const char *filter, unsigned flags,
    tap_reset_cb reset, tap_packet_cb packet, tap_draw_cb draw, tap_finish_cb finish)
{
	(void)filter;
	(void)reset;
	(void)packet;
	(void)finish;
	assert_string_equal(tap, "smb1audit");
	assert_true(flags & TL_IS_DISSECTOR_HELPER);	/* without it the host would read all again */
	assert_int_equal(listener.added, listener.removed);
	listener.data = data;
	listener.draw = draw;
	listener.added++;
	return NULL;
}

void
remove_tap_listener(void *data)
{
	assert_ptr_equal(data, listener.data);
	listener.removed++;
}

static unsigned ones, others;

static void
one(void)
{
	ones++;
}

static void
other(void)
{
	others++;
}

static void
draw(void)
{
	ones = others = 0;
	listener.draw(listener.data);
}

static void
each_acts_once(void **state)
{
	(void)state;
	before_draw(one);
	draw();
	assert_int_equal(ones, 1);
	assert_int_equal(others, 0);
	before_draw(other);
	before_draw(one);
	draw();
	assert_int_equal(ones, 1);
	assert_int_equal(others, 1);
}

static void
it_is_the_first_again_after_another_statistic_started(void **state)
{
	const unsigned added = listener.added;

	(void)state;
	before_draw(one);
	assert_int_equal(listener.added, added);
	before_draw_starts();
	assert_int_equal(listener.added, added);
	before_draw(one);
	before_draw(other);
	assert_int_equal(listener.added, added + 1);
	assert_int_equal(listener.removed, added);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_acts_once),
		cmocka_unit_test(it_is_the_first_again_after_another_statistic_started),
	};

	return cmocka_run_group_tests_name("before_draw", tests, NULL, NULL);
}

/* check_memory.c - what the first pass found is kept once, and found again
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define _GNU_SOURCE			/* RTLD_NEXT */

#include "capture_scope.h"

#include <dlfcn.h>

#include "memory.h"

/* That of the map of lists, which is ours; texts have the host's. */
static GHashFunc hash_of_lists;

wmem_map_t *
wmem_map_new(wmem_allocator_t *scope, GHashFunc hash, GEqualFunc equal)
{
	wmem_map_t *(*of_host)(wmem_allocator_t *, GHashFunc, GEqualFunc);

	*(void **)&of_host = dlsym(RTLD_NEXT, "wmem_map_new");
	if (hash != wmem_str_hash)
		hash_of_lists = hash;
	return of_host(scope, hash, equal);
}

static const char *one[] = { "NT LM 0.12", "SMB 2.002" };
static const char *other[] = { "SMB 2.002", "NT LM 0.12" };
static const char *twice[] = { "SMB 2.002", "SMB 2.002" };
/* Each differs from another in one thing. */
static const struct dialect_list lists[] = {
	{ one, 2, 2, true, false },
	{ one, 2, 2, true, true },
	{ one, 2, 2, false, false },
	{ one, 2, 3, false, false },
	{ one, 1, 2, false, false },
	{ other, 2, 2, true, false },
	{ twice, 2, 2, true, false },
};

static void
equal_lists_are_one_offer(void **state)
{
	const struct offer *offers[array_length(lists)];

	(void)state;
	for (unsigned i = 0; i < array_length(lists); i++) {
		offers[i] = memory_offer(&lists[i]);
		assert_int_equal(offers[i]->list.kept, lists[i].kept);
		for (unsigned j = 0; j < i; j++)
			assert_ptr_not_equal(offers[i], offers[j]);
	}
	for (unsigned i = 0; i < array_length(lists); i++)
		assert_ptr_equal(memory_offer(&lists[i]), offers[i]);
}

/* As the list, with a number before each of its names, for which there is room. */
static struct dialect_list
numbered(const struct dialect_list *list, unsigned number, char room[2][32], const char *names[2])
{
	struct dialect_list result = *list;

	for (unsigned i = 0; i < 2; i++) {
		snprintf(room[i], sizeof room[i], "%u %s", number, list->names[i]);
		names[i] = room[i];
	}
	result.names = names;
	return result;
}

/* Lists are compared where their hashes fall into one of 32 places, by a key that no test
 * chooses: so many pairs are tried, each in a capture of its own. */
static void
lists_that_fall_together_are_told_apart(void **state)
{
	for (unsigned i = 0; i < array_length(lists); i++)
		for (unsigned j = 0; j < i; j++)
			for (unsigned number = 0; number < 1000; number++) {
				char room[2][2][32];
				const char *names[2][2];
				const struct dialect_list x = numbered(&lists[i], number, room[0], names[0]);
				const struct dialect_list y = numbered(&lists[j], number, room[1], names[1]);

				assert_ptr_not_equal(memory_offer(&x), memory_offer(&y));
				close_capture(state);
				open_capture(state);
			}
}

/* Two of 32 bits are equal by chance once in four billion times. */
static void
each_thing_goes_into_the_hash(void **state)
{
	(void)state;
	for (unsigned i = 0; i < array_length(lists); i++)
		for (unsigned j = 0; j < i; j++)
			assert_int_not_equal(hash_of_lists(&lists[i]), hash_of_lists(&lists[j]));
}

/* What was read goes with the frame. */
static void
names_are_copies(void **state)
{
	char text[] = "NT LM 0.12";
	const char *names[] = { text };
	const struct dialect_list list = { names, 1, 1, true, false };
	const struct offer *offer = memory_offer(&list);

	(void)state;
	text[0] = 'X';
	names[0] = NULL;
	assert_string_equal(offer->list.names[0], "NT LM 0.12");
	assert_ptr_equal(offer->list.names[0], memory_storage.text("NT LM 0.12"));
}

static void
what_is_asked_for_is_written(void **state)
{
	const char *names[OFFER_SHORT + 1];
	const struct dialect_list list = { names, OFFER_SHORT + 1, OFFER_SHORT + 1, true, false };
	const struct offer *offer;

	(void)state;
	for (unsigned i = 0; i < array_length(names); i++)
		names[i] = "X";
	offer = memory_offer(&list);
	assert_int_equal(strlen(offer->requested), 2 + 3 * array_length(names) - 2);
	assert_string_equal(memory_offer(&lists[0])->requested, "[NT LM 0.12, SMB 2.002]");
	assert_non_null(strstr(offer->requested_shortly, ", 1 more]"));
}

static void
equal_texts_are_one(void **state)
{
	const char text[] = "FILESERVER", same[] = "FILESERVER";

	(void)state;
	assert_ptr_not_equal(memory_storage.text(text), text);
	assert_ptr_equal(memory_storage.text(text), memory_storage.text(same));
	assert_string_equal(memory_storage.text(text), text);
	assert_ptr_not_equal(memory_storage.text("OTHER"), memory_storage.text(text));
}

static void
room_is_zeroed(void **state)
{
	const char *room = (const char *)memory_storage.zeroed(100);

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(room[i], 0);
}

static packet_info
frame(uint32_t number, bool has_time)
{
	packet_info pinfo = { .num = number };

	if (has_time) {
		pinfo.presence_flags = PINFO_HAS_TS;
		pinfo.abs_ts.secs = 1000 + number;
	}
	return pinfo;
}

enum { FRAMES = 100 };

/* Every third frame is one of the connection. */
static void
a_frame_finds_its_own(void **state)
{
	struct connection connection = { .first.frame = 0 };

	(void)state;
	for (uint32_t number = 3; number < FRAMES; number += 3) {
		const packet_info pinfo = frame(number, true);
		const struct finding *kept = memory_keep_finding(&pinfo, number % 7, &connection);

		assert_int_equal(kept->frame, number);
	}
	for (uint32_t number = 0; number <= FRAMES; number++) {
		const packet_info pinfo = frame(number, true);
		const struct finding *found = memory_finding(&pinfo);

		if (number == 0 || number >= FRAMES || number % 3 != 0) {
			assert_null(found);
			continue;
		}
		assert_int_equal(found->frame, number);
		assert_int_equal(found->marks, number % 7);
		assert_ptr_equal(found->connection, &connection);
	}
	assert_int_equal(connection.first.frame, 3);
	assert_int_equal(connection.first.time.secs, 1003);
	assert_int_equal(connection.last.frame, 99);
	assert_int_equal(connection.last.time.secs, 1099);
}

static void
a_capture_may_lack_times(void **state)
{
	struct connection connection = { .first.frame = 0 };
	const packet_info pinfo = frame(5, false);

	(void)state;
	memory_keep_finding(&pinfo, 0, &connection);
	assert_true(nstime_is_unset(&connection.first.time));
	assert_true(nstime_is_unset(&connection.last.time));
	assert_ptr_equal(memory_finding(&pinfo)->connection, &connection);
}

static void
nothing_is_found_before_anything_is_kept(void **state)
{
	const packet_info pinfo = frame(0, true);

	(void)state;
	assert_null(memory_finding(&pinfo));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH_IN_A_CAPTURE(equal_lists_are_one_offer),
		EACH_IN_A_CAPTURE(lists_that_fall_together_are_told_apart),
		EACH_IN_A_CAPTURE(each_thing_goes_into_the_hash),
		EACH_IN_A_CAPTURE(names_are_copies),
		EACH_IN_A_CAPTURE(what_is_asked_for_is_written),
		EACH_IN_A_CAPTURE(equal_texts_are_one),
		EACH_IN_A_CAPTURE(room_is_zeroed),
		EACH_IN_A_CAPTURE(a_frame_finds_its_own),
		EACH_IN_A_CAPTURE(a_capture_may_lack_times),
		EACH_IN_A_CAPTURE(nothing_is_found_before_anything_is_kept),
	};

	wmem_init();
	registers = memory_register;
	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}

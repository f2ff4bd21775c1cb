/* check_fields.c - what is asked of the host, and what its items are known by
 *
 * Stands in for the host's register of fields, which has what each test says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <wireshark.h>

#include "check.h"

#include <wsutil/report_message.h>

#include "fields.h"

/* smb.cmd is two fields. One that is lacking has no number. */
enum { FIRST = 100, OTHER_COMMAND = 3, LACKING = FIELD_GUEST };

static header_field_info registered[FIELDS], other_command;
static GArray *wanted;
static char warning[256];
static unsigned warnings;

header_field_info *
proto_registrar_get_byname(const char *name)
{
	static int known;		/* names are asked for in the order of the fields */
	header_field_info *field = &registered[known++];

	field->abbrev = name;
	field->id = FIRST + known;
	field->same_name_prev_id = -1;
	if (known - 1 == FIELD_COMMAND) {
		field->same_name_prev_id = OTHER_COMMAND;
		other_command.id = OTHER_COMMAND;
		other_command.same_name_prev_id = -1;
	}
	return known - 1 == LACKING ? NULL : field;
}

header_field_info *
proto_registrar_get_nth(unsigned id)
{
	assert_int_equal(id, OTHER_COMMAND);
	return &other_command;
}

void
set_postdissector_wanted_hfids(dissector_handle_t handle, GArray *ids)
{
	assert_null(handle);
	wanted = ids;
}

void
report_warning(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(warning, sizeof warning, format, arguments);
	va_end(arguments);
	warnings++;
}

/* Of which field items are asked for. */
GPtrArray *
proto_get_finfo_ptr_array(const proto_tree *tree, const int id)
{
	assert_null(tree);
	return (GPtrArray *)(intptr_t)id;
}

static enum field
field_of_id(int id)
{
	header_field_info field = { .id = id };
	const field_info item = { .hfinfo = &field };

	return field_of(&item);
}

static int
id_asked_for(enum field field)
{
	return (int)(intptr_t)field_items(NULL, field);
}

static void
each_is_wanted_and_found_again(void **state)
{
	(void)state;
	assert_int_equal(wanted->len, FIELDS);	/* one twice, one not at all */
	for (int i = 0; i < FIELDS; i++) {
		if (i == LACKING)
			continue;
		assert_int_equal(field_of_id(registered[i].id), i);
		assert_int_equal(id_asked_for((enum field)i), registered[i].id);
	}
	assert_int_equal(field_of_id(OTHER_COMMAND), FIELD_COMMAND);
}

static void
others_are_none_of_ours(void **state)
{
	(void)state;
	for (int id = 0; id <= FIRST; id++)
		if (id != OTHER_COMMAND)
			assert_int_equal(field_of_id(id), FIELDS);
	for (int id = FIRST + FIELDS + 1; id < FIRST + FIELDS + 100; id++)
		assert_int_equal(field_of_id(id), FIELDS);
}

/* It has the number of no field, and is warned of once. */
static void
one_may_be_lacking(void **state)
{
	(void)state;
	assert_int_equal(field_of_id(registered[LACKING].id), FIELDS);
	assert_int_equal(id_asked_for(LACKING), -1);
	assert_int_equal(warnings, 1);
	assert_string_equal(warning, "SMB1 Audit: this Wireshark has no field smb.setup.action.guest; "
	    "what depends on it is not judged.");
}

static int
register_once(void **state)
{
	(void)state;
	fields_register(NULL);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_wanted_and_found_again),
		cmocka_unit_test(others_are_none_of_ours),
		cmocka_unit_test(one_may_be_lacking),
	};

	return cmocka_run_group_tests_name("fields", tests, register_once, NULL);
}

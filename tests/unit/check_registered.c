/* check_registered.c - what the windows of Wireshark show of it, and no program prints
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"

#include <epan/expert.h>
#include <epan/prefs.h>

#include "column.h"
#include "display.h"
#include "host_flag.h"
#include "remarks.h"

/* What was registered, as the host gets it. */
static struct {
	const hf_register_info *fields;
	int fields_count;
	const ei_register_info *remarks;
	int remarks_count;
	const char *title;
	const enum_val_t *places;
	bool is_radio;
} registered;

void
proto_register_field_array(const int protocol, hf_register_info *fields, const int count)
{
	(void)protocol;
	registered.fields = fields;
	registered.fields_count = count;
}

void
proto_register_subtree_array(int *const *subtrees, const int count)
{
	(void)subtrees;
	(void)count;
}

expert_module_t *
expert_register_protocol(int protocol)
{
	(void)protocol;
	return NULL;
}

void
expert_register_field_array(expert_module_t *module, ei_register_info *remarks, const int count)
{
	(void)module;
	registered.remarks = remarks;
	registered.remarks_count = count;
}

module_t *
prefs_register_protocol(int protocol, void (*apply)(void))
{
	(void)protocol;
	(void)apply;
	return NULL;
}

void
prefs_register_enum_preference(module_t *module, const char *name, const char *title,
    const char *description, int *value, const enum_val_t *places, host_flag is_radio)
{
	(void)module;
	(void)name;
	(void)description;
	(void)value;
	registered.title = title;
	registered.places = places;
	registered.is_radio = is_radio;
}

/* The packet list marks the frames that are told of with arrows, by these. */
static const struct {
	const char *name;
	const void *type;
} links[] = {
	{ "smb1audit.offer_frame", FRAMENUM_TYPE(FT_FRAMENUM_REQUEST) },
	{ "smb1audit.answer_frame", FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE) },
	{ "smb1audit.close_frame", FRAMENUM_TYPE(FT_FRAMENUM_NONE) },
};

static void
links_have_their_arrows(void **state)
{
	unsigned found = 0;

	(void)state;
	for (int i = 0; i < registered.fields_count; i++) {
		const header_field_info *field = &registered.fields[i].hfinfo;

		for (unsigned j = 0; j < ROWS(links); j++)
			if (strcmp(field->abbrev, links[j].name) == 0) {
				assert_int_equal(field->type, FT_FRAMENUM);
				assert_ptr_equal(field->strings, links[j].type);
				found++;
			}
	}
	assert_int_equal(found, ROWS(links));
}

static void
the_preference_is_a_list_with_a_title(void **state)
{
	unsigned count = 0;

	(void)state;
	assert_string_equal(registered.title, "Verdict in the Info column");
	assert_false(registered.is_radio);
	for (; registered.places[count].name != NULL; count++) {
		assert_string_not_equal(registered.places[count].name, "");
		assert_string_not_equal(registered.places[count].description, "");
	}
	assert_int_equal(count, 3);
}

/* The severity for hosts, and for what is set apart. */
static const struct {
	const char *name;
	int group, ours, apart;
} severities[] = {
	{ "smb1_only", PI_SECURITY, PI_WARN, PI_NOTE },
	{ "smb1_selected", PI_SECURITY, PI_WARN, PI_NOTE },
	{ "red_herring", PI_SECURITY, PI_WARN, PI_NOTE },
	{ "smb1_refused", PI_SECURITY, PI_WARN, PI_NOTE },
	{ "smb1_in_use", PI_SECURITY, PI_WARN, PI_NOTE },
	{ "decoy", PI_SECURITY, PI_CHAT, PI_CHAT },
	{ "incomplete_offer", PI_UNDECODED, PI_NOTE, PI_NOTE },
	{ "invalid_answer", PI_PROTOCOL, PI_WARN, PI_NOTE },
	{ "unknown_dialect", PI_PROTOCOL, PI_NOTE, PI_NOTE },
};

/* Filters see one name; which of both is meant, Expert Information shows by the severity. */
static void
remarks_are_milder_for_what_is_set_apart(void **state)
{
	(void)state;
	assert_int_equal(registered.remarks_count, 2 * ROWS(severities));
	for (unsigned i = 0; i < ROWS(severities); i++) {
		const ei_register_info *pair = &registered.remarks[2 * i];

		for (unsigned j = 0; j < 2; j++) {
			assert_string_equal(pair[j].eiinfo.name + strlen("smb1audit.expert."), severities[i].name);
			assert_int_equal(pair[j].eiinfo.group, severities[i].group);
			assert_string_equal(pair[j].eiinfo.summary, pair[0].eiinfo.summary);
		}
		assert_int_equal(pair[0].eiinfo.severity, severities[i].apart);
		assert_int_equal(pair[1].eiinfo.severity, severities[i].ours);
	}
}

static int
once(void **state)
{
	(void)state;
	display_register(0);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_have_their_arrows),
		cmocka_unit_test(the_preference_is_a_list_with_a_title),
		cmocka_unit_test(remarks_are_milder_for_what_is_set_apart),
	};

	return cmocka_run_group_tests_name("registered", tests, once, NULL);
}

/* check_need.c - which host of a connection needs SMB1
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "check.h"
#include "need.h"
#include "story.h"

#define SMB1_ONLY "LANMAN1.0|NT LM 0.12"
#define DECOY "NT LM 0.12|SMB 2.002|SMB 2.???"

static const struct identity browser = { .used_lanman = true };
static const struct identity worker = { .used_lanman = true, .used_other = true };
static const struct stack scanner = { "a scanner", STACK_SCANNER };
static const struct stack windows = { "a Windows", STACK_WINDOWS };

static const struct {
	const char *letters;		/* story.h */
	const char *list;		/* NULL: the offer is not captured */
	const struct identity *identity;
	const struct stack *stack;
	enum need client, server;
} rows[] = {
	{ "o1cu",	SMB1_ONLY,	NULL,		NULL,		NEED_CERTAIN,	NEED_NONE },
	{ "or",		SMB1_ONLY,	NULL,		&windows,	NEED_CERTAIN,	NEED_NONE },
	{ "o1cu",	SMB1_ONLY,	&worker,	NULL,		NEED_CERTAIN,	NEED_NONE },
	{ "o1cu",	SMB1_ONLY,	&browser,	NULL,		NEED_BROWSER,	NEED_NONE },
	{ "o1cu",	SMB1_ONLY,	NULL,		&scanner,	NEED_SCANNER,	NEED_NONE },
	{ "o1cu",	SMB1_ONLY,	&browser,	&scanner,	NEED_SCANNER,	NEED_NONE },
	{ "o0R",	DECOY,		NULL,		&windows,	NEED_NONE,	NEED_CERTAIN },
	{ "o0cu",	DECOY,		&browser,	&windows,	NEED_NONE,	NEED_CERTAIN },
	{ "o0R",	DECOY,		NULL,		&scanner,	NEED_NONE,	NEED_CERTAIN },
	{ "cu",		NULL,		NULL,		NULL,		NEED_PERHAPS,	NEED_PERHAPS },
	{ "cu",		NULL,		&browser,	NULL,		NEED_BROWSER,	NEED_BROWSER },
	{ "osnS",	DECOY,		NULL,		&scanner,	NEED_NONE,	NEED_NONE },
	{ "o",		DECOY,		NULL,		NULL,		NEED_NONE,	NEED_NONE },
};

static void
needs(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct offer *offer = rows[i].list ? offer_of(rows[i].list) : NULL;
		const struct audit audit = { .negotiation = story_tell(rows[i].letters, offer),
		    .stack = rows[i].stack, .identity = (struct identity *)rows[i].identity };

		assert_int_equal(rows[i].client, need_of(&audit, SIDE_CLIENT));
		assert_int_equal(rows[i].server, need_of(&audit, SIDE_SERVER));
		assert_int_equal(NEED_NONE, need_of(&audit, SIDE_UNKNOWN));
	}
}

static void
names(void **state)
{
	static const char *const expected[NEEDS] = { "no", "no (Computer Browser)", "no (scanner)",
	    "perhaps", "yes" };

	(void)state;
	for (unsigned i = 0; i < NEEDS; i++)
		assert_string_equal(need_name((enum need)i), expected[i]);
	assert_null(need_name(NEEDS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needs),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("need", tests, NULL, NULL);
}

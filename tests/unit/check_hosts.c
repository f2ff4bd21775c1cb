/* check_hosts.c - hosts as they are counted, and counted again
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture_scope.h"
#include "told_hosts.h"

#include "hosts.h"

/* A frame of it that one of the hosts sends to another. */
static void
take(const struct connection *connection, unsigned client, unsigned server)
{
	const packet_info pinfo = between(client, server);
	const struct audited audited = audited_of(connection, SIDE_CLIENT);

	hosts_take(&audited, &pinfo);
}

static struct host *shown[8];
static unsigned count;

static void
show(struct host *host)
{
	assert_true(count < array_length(shown));
	shown[count++] = host;
}

static void
count_hosts(void)
{
	count = 0;
	hosts_count();
	hosts_show(show);
}

/* The host of that address in that role. */
static const struct host *
host_at(const char *address, enum side side)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(shown[i]->told->address, address) == 0 && shown[i]->side == side)
			return shown[i];
	fail_msg("no %s", address);
	return NULL;
}

static int
start(void **state)
{
	(void)state;
	hosts_forget();
	return 0;
}

static void
what_is_counted_again_counts_once(void **state)
{
	const struct connection refused = connection_of("or", SMB1_ONLY, 10, 11);
	const struct connection chosen = connection_of("os", BOTH, 20, 21);

	(void)state;
	take(&refused, 0, 1);
	take(&chosen, 0, 1);
	take(&refused, 0, 1);
	for (unsigned times = 0; times < 3; times++) {
		const struct host *client;

		count_hosts();
		assert_int_equal(count, 2);
		client = host_at("host 1", SIDE_CLIENT);
		assert_int_equal(client->connections, 2);
		assert_int_equal(client->verdicts[VERDICT_REFUSED_BY_RESET], 1);
		assert_int_equal(client->verdicts[VERDICT_SMB2_SELECTED], 1);
		assert_int_equal(host_need(client), NEED_CERTAIN);
		assert_string_equal(host_why(client), "offers SMB1 only in 1 of 2 connections: "
		    "an application, not the system");
		assert_int_equal(host_need(host_at("host 2", SIDE_SERVER)), NEED_NONE);
	}
}

/* What came later takes the place of what was counted. */
static void
a_connection_counts_as_it_stands(void **state)
{
	struct connection connection = connection_of("o", BOTH, 10, 10);

	(void)state;
	take(&connection, 0, 1);
	count_hosts();
	assert_int_equal(host_need(host_at("host 2", SIDE_SERVER)), NEED_NOT_SHOWN);
	assert_string_equal(host_why(host_at("host 2", SIDE_SERVER)), "");
	connection.audit = connection_of("o0R", BOTH, 10, 12).audit;
	count_hosts();
	assert_int_equal(host_need(host_at("host 2", SIDE_SERVER)), NEED_CERTAIN);
	assert_int_equal(host_at("host 2", SIDE_SERVER)->connections, 1);
	assert_int_equal(host_at("host 2", SIDE_SERVER)->verdicts[VERDICT_NO_ANSWER], 0);
	assert_int_equal(host_at("host 2", SIDE_SERVER)->verdicts[VERDICT_RED_HERRING], 1);
}

/* Who is the client was a guess. */
static void
ends_that_change_roles_leave_nothing(void **state)
{
	const struct connection connection = connection_of("or", SMB1_ONLY, 10, 11);

	(void)state;
	take(&connection, 1, 0);
	count_hosts();
	take(&connection, 0, 1);
	count_hosts();
	assert_int_equal(host_at("host 1", SIDE_CLIENT)->connections, 1);
	assert_int_equal(host_at("host 2", SIDE_CLIENT)->connections, 0);
	assert_int_equal(host_need(host_at("host 2", SIDE_CLIENT)), NEED_NOT_SHOWN);
}

/* Where the roles are not known there is no host. */
static void
a_connection_without_roles_has_no_hosts(void **state)
{
	const struct connection connection = connection_of("or", SMB1_ONLY, 10, 11);
	const struct audited audited = audited_of(&connection, SIDE_UNKNOWN);
	const packet_info pinfo = between(0, 1);

	(void)state;
	hosts_take(&audited, &pinfo);
	count_hosts();
	assert_int_equal(count, 0);
}

/* A second capture adds to what the first one told. */
static void
captures_add_up(void **state)
{
	struct connection first = connection_of("or", SMB1_ONLY, 10, 11);
	struct connection second = connection_of("or", SMB1_ONLY, 30, 31);

	(void)state;
	take(&first, 0, 1);
	count_hosts();
	hosts_end_capture();
	memset(&first, 0, sizeof first);
	count_hosts();
	assert_int_equal(host_at("host 1", SIDE_CLIENT)->connections, 1);
	take(&second, 0, 1);
	count_hosts();
	assert_int_equal(host_at("host 1", SIDE_CLIENT)->connections, 2);
	assert_int_equal(host_at("host 1", SIDE_CLIENT)->first.secs, 10);
	assert_int_equal(host_at("host 1", SIDE_CLIENT)->last.secs, 31);
	hosts_forget();
	count_hosts();
	assert_int_equal(count, 0);
}

/* Of all hosts; their makers stay. */
static void
cards_go_with_the_capture(void **state)
{
	struct connection connection = connection_of("or", SMB1_ONLY, 10, 11);

	open_capture(state);
	for (unsigned i = 0; i < 2; i++) {
		const uint8_t bytes[6] = { 2, 0, 0, 0, 0, (uint8_t)(i + 1) };
		packet_info pinfo = between(i, 1 - i);

		set_address(&pinfo.dl_src, AT_ETHER, sizeof bytes, bytes);
		connection.cards[i] = cards_see(&pinfo);
	}
	take(&connection, 0, 1);
	count_hosts();
	for (unsigned times = 0; times < 2; times++) {
		assert_string_equal(host_vendor(host_at("host 1", SIDE_CLIENT)), "Maker 1");
		assert_string_equal(host_vendor(host_at("host 2", SIDE_SERVER)), "Maker 2");
		if (times == 0) {
			hosts_end_capture();
			close_capture(state);
		}
	}
}

/* To the second and the nanosecond; a connection whose times are not known changes none. */
static void
times_are_the_first_and_the_last(void **state)
{
	struct connection middle = connection_of("or", SMB1_ONLY, 11, 12);
	const struct connection around = connection_of("or", SMB1_ONLY, 10, 13);
	struct connection without = connection_of("or", SMB1_ONLY, 0, 0);
	const struct connection *const orders[][3] = {
		{ &middle, &around, &without }, { &without, &middle, &around },
		{ &around, &without, &middle } };

	(void)state;
	nstime_set_unset(&without.first.time);
	nstime_set_unset(&without.last.time);
	for (unsigned i = 0; i < array_length(orders); i++) {
		hosts_forget();
		for (unsigned j = 0; j < 3; j++) {
			take(orders[i][j], 0, 1);
			count_hosts();
		}
		assert_int_equal(host_at("host 1", SIDE_CLIENT)->first.secs, 10);
		assert_int_equal(host_at("host 1", SIDE_CLIENT)->last.secs, 13);
	}
}

/* A name of its own goes before that of a datagram, and that before the host's own. */
static void
names_have_an_order(void **state)
{
	struct connection connection = connection_of("or", SMB1_ONLY, 10, 11), datagram;
	struct identity_facts names = { .text = { NULL } };
	const packet_info from = between(2, 1), to = between(0, 1);

	(void)state;
	memset(&datagram, 0, sizeof datagram);
	take(&connection, 2, 1);
	count_hosts();
	assert_string_equal(host_names(host_at("host 9", SIDE_CLIENT)), "desk\\x7c9");
	assert_string_equal(host_names(host_at("host 2", SIDE_SERVER)), "");
	hosts_name_sender(&datagram, &to.src);		/* says nothing */
	identity_say(&names, CLIENT_NAME, SOURCE_NETBIOS, "DESK9");
	identity_say(&names, CLIENT_DOMAIN, SOURCE_NETBIOS, "DOMAIN");
	audit_take_names(&datagram.audit, &names, for_good());
	hosts_name_sender(&datagram, &from.src);
	assert_string_equal(host_names(host_at("host 9", SIDE_CLIENT)), "DESK9");
	names.text[CLIENT_NAME] = "OWN";
	audit_take_names(&connection.audit, &names, for_good());
	memset(&datagram, 0, sizeof datagram);
	audit_take_names(&datagram.audit, &names, for_good());
	hosts_name_sender(&datagram, &from.src);	/* the first name stays */
	assert_string_equal(host_names(host_at("host 9", SIDE_CLIENT)), "DESK9");
	count_hosts();
	assert_string_equal(host_names(host_at("host 9", SIDE_CLIENT)), "OWN");
	hosts_forget();
	hosts_forget();
}

/* What a server's software is called comes from the network: a bar parts columns, and no
 * name pushes them away. */
static void
a_ground_is_bounded(void **state)
{
	static const char called[] = "Windows NT 4.0 | ";
	struct connection connection = connection_of("cu", SMB1_ONLY, 10, 11);
	struct identity_facts says = { .text = { NULL } };
	char name[256];
	const char *why;

	(void)state;
	memset(name, 'A', sizeof name);
	memcpy(name, called, strlen(called));
	name[sizeof name - 1] = '\0';
	identity_say(&says, SERVER_OS, SOURCE_SETUP, name);
	audit_take_names(&connection.audit, &says, for_good());
	take(&connection, 0, 1);
	count_hosts();
	why = host_why(host_at("host 2", SIDE_SERVER));
	assert_non_null(strstr(why, "its software has no SMB2 (Windows NT 4.0 \\x7c A"));
	assert_null(strchr(why, '|'));
	assert_string_equal(why + strlen(why) - 5, "A...)");
	assert_true(strlen(why) < 128);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_counted_again_counts_once, start),
		cmocka_unit_test_setup(a_connection_counts_as_it_stands, start),
		cmocka_unit_test_setup(ends_that_change_roles_leave_nothing, start),
		cmocka_unit_test_setup(a_connection_without_roles_has_no_hosts, start),
		cmocka_unit_test_setup(captures_add_up, start),
		cmocka_unit_test_setup(cards_go_with_the_capture, start),
		cmocka_unit_test_setup(times_are_the_first_and_the_last, start),
		cmocka_unit_test_setup(names_have_an_order, start),
		cmocka_unit_test_setup(a_ground_is_bounded, start),
	};

	wmem_init();
	registers = cards_register;
	hosts_register();
	g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
	return cmocka_run_group_tests_name("hosts", tests, NULL, NULL);
}

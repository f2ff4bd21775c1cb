/* check_stat_tree.c - which nodes of the tree a connection is counted in
 *
 * Stands in for the host's tree: a node is its parent and its name.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "told_hosts.h"

#include "host_flag.h"
#include "in_use.h"

#include <epan/stats_tree.h>

#include "stat_tree.h"

static const char checked_name[] = "smb1audit,tree";

#include "statistic.h"

enum { NODES = 4096, LISTED_MOST = 1000 };

static struct node {
	int parent, ticks;
	bool has_children;
	char name[64];
} nodes[NODES];
static int nodes_count = 1;		/* the first is the root */

int
stats_tree_manip_node_int(manip_node_mode mode, stats_tree *tree, const char *name, int parent,
    host_flag has_children, int value)
{
	int i = 1;

	(void)tree;
	assert_int_equal(mode, MN_INCREASE);
	assert_true(parent >= 0 && parent < nodes_count);
	while (i < nodes_count && (nodes[i].parent != parent || strcmp(nodes[i].name, name) != 0))
		i++;
	if (i == nodes_count) {
		assert_int_not_equal(++nodes_count, NODES);
		nodes[i].parent = parent;
		nodes[i].has_children = has_children;
		g_strlcpy(nodes[i].name, name, sizeof nodes[i].name);
	}
	assert_int_equal(nodes[i].has_children, has_children);
	nodes[i].ticks += value;
	return i;
}

static stat_tree_packet_cb take_frame;
static stat_tree_init_cb start_tree;
static stat_tree_cleanup_cb end_tree;

#if WIRESHARK_BEFORE(4, 4)
void
#else
stats_tree_cfg *
#endif
stats_tree_register_plugin(const char *tap, const char *name, const char *title, unsigned flags,
    stat_tree_packet_cb packet, stat_tree_init_cb init, stat_tree_cleanup_cb cleanup)
{
	assert_string_equal(tap, "smb1audit");
	assert_string_equal(name, "smb1audit");
	assert_string_equal(title, "SMB1 Audit Verdicts");
	assert_int_equal(flags, 0);
	take_frame = packet;
	start_tree = init;
	end_tree = cleanup;
#if !WIRESHARK_BEFORE(4, 4)
	return NULL;
}

void
stats_tree_set_first_column_name(stats_tree_cfg *tree, const char *name)
{
	assert_null(tree);
	assert_string_equal(name, "Verdict, server, client");
#endif
}

/* Any will do: the statistic gives it back. */
static stats_tree *const tree = (stats_tree *)nodes;

/* A frame of it from that client to that server, by their numbers. */
static tap_packet_status
take(const struct connection *connection, unsigned client, unsigned server, bool again)
{
	packet_info pinfo = between(0, 0);
	const uint8_t from[] = { 192, (uint8_t)(client >> 8), 2, (uint8_t)client };
	const uint8_t to[] = { 192, (uint8_t)(server >> 8), 2, (uint8_t)server };
	struct audited audited = audited_of(connection, SIDE_CLIENT);

	audited.again = again;
	set_address(&pinfo.src, AT_IPv4, sizeof from, from);
	set_address(&pinfo.dst, AT_IPv4, sizeof to, to);
	return take_frame(tree, &pinfo, NULL, &audited, 0);
}

/* The node at a path with bars; NULL: none. */
static const struct node *
node_at(const char *path)
{
	char **names = g_strsplit(path, "|", -1);
	int found = 0;

	for (char **name = names; *name != NULL && found >= 0; name++) {
		int i = 1;

		while (i < nodes_count && (nodes[i].parent != found || strcmp(nodes[i].name, *name) != 0))
			i++;
		found = i < nodes_count ? i : -1;
	}
	g_strfreev(names);
	return found > 0 ? &nodes[found] : NULL;
}

static void
assert_ticks(const char *path, int ticks, bool has_children)
{
	const struct node *node = node_at(path);

	assert_non_null(node);
	assert_int_equal(node->ticks, ticks);
	assert_int_equal(node->has_children, has_children);
}

static int
open_tree(void **state)
{
	(void)state;
	nodes_count = 1;
	memset(nodes, 0, sizeof nodes);
	start_tree(tree);
	return 0;
}

static int
close_tree(void **state)
{
	(void)state;
	end_tree(tree);
	return 0;
}

static struct connection refused;

static void
a_connection_is_counted_at_each_depth(void **state)
{
	(void)state;
	for (unsigned times = 0; times < 2; times++)
		assert_int_equal(take(&refused, 1, 4, true), TAP_PACKET_REDRAW);
	assert_ticks("Connections", 1, true);
	assert_ticks("Connections|SMB1 refused by reset", 1, true);
	assert_ticks("Connections|SMB1 refused by reset|host 4", 1, true);
	assert_ticks("Connections|SMB1 refused by reset|host 4|host 1", 1, false);
	assert_int_equal(nodes_count, 5);
}

/* What is read for the first time may still change. */
static void
it_waits_until_the_tree_is_drawn(void **state)
{
	(void)state;
	take(&refused, 1, 4, false);
	assert_int_equal(nodes_count, 1);
	for (unsigned times = 0; times < 2; times++)
		draw();
	assert_ticks("Connections|SMB1 refused by reset|host 4|host 1", 1, false);
	take(&refused, 2, 4, false);
	draw();
	assert_int_equal(nodes_count, 5);
	end_capture();
	take(&refused, 2, 4, false);
	end_capture();
	assert_ticks("Connections|SMB1 refused by reset|host 4|host 2", 1, false);
}

static void
a_datagram_is_no_connection(void **state)
{
	packet_info pinfo = between(0, 1);
	struct audited audited = audited_of(&refused, SIDE_CLIENT);

	(void)state;
	audited.marks = MARK_DATAGRAM;
	assert_int_equal(take_frame(tree, &pinfo, NULL, &audited, 0), TAP_PACKET_DONT_REDRAW);
	draw();
	assert_int_equal(nodes_count, 1);
}

/* Connections of one kind, for each number one. */
static const struct connection *
one_of_many(unsigned number)
{
	static struct connection all[2 * LISTED_MOST];

	all[number] = refused;
	return &all[number];
}

static void
each_server_has_clients_of_its_own(void **state)
{
	(void)state;
	for (unsigned client = 0; client < 2 * LISTED_MOST; client++)
		take(one_of_many(client), client + 10, client / LISTED_MOST, true);
	for (unsigned server = 0; server < 2; server++) {
		char *path = g_strdup_printf("Connections|SMB1 refused by reset|host %u", server);
		char *further = g_strconcat(path, "|Further clients, not listed", NULL);

		assert_ticks(path, LISTED_MOST, true);
		assert_null(node_at(further));
		g_free(further);
		g_free(path);
	}
	assert_int_equal(nodes_count, 3 + 2 * (LISTED_MOST + 1));
}

static void
clients_that_are_not_listed_are_counted_once(void **state)
{
	(void)state;
	for (unsigned client = 0; client < LISTED_MOST + 2; client++)
		for (unsigned times = 0; times < 2; times++)
			take(one_of_many(client), client + 10, 4, true);
	take(one_of_many(LISTED_MOST + 2), LISTED_MOST + 10, 4, true);
	assert_ticks("Connections|SMB1 refused by reset|host 4", LISTED_MOST + 3, true);
	assert_ticks("Connections|SMB1 refused by reset|host 4|Further clients, not listed", 2, false);
	assert_int_equal(nodes_count, 4 + LISTED_MOST + 1);
}

/* Nor are their clients told of. */
static void
servers_that_are_not_listed_are_counted_once(void **state)
{
	(void)state;
	for (unsigned server = 0; server < LISTED_MOST + 2; server++)
		take(one_of_many(server), 1, server + 10, true);
	assert_ticks("Connections|SMB1 refused by reset", LISTED_MOST + 2, true);
	assert_ticks("Connections|SMB1 refused by reset|Further servers, not listed", 2, false);
	assert_int_equal(nodes_count, 3 + 2 * LISTED_MOST + 1);
}

static void
closing_frees_all(void **state)
{
	size_t before = 0;

	for (unsigned times = 0; times < 2 * ROUNDS; times++) {
		if (times == ROUNDS)
			before = bytes_in_use();
		take(&refused, 1, 4, true);
		close_tree(state);
		open_tree(state);
	}
	assert_nothing_lost(before);
}

static int
register_once(void **state)
{
	(void)state;
	refused = connection_of("or", SMB1_ONLY, 10, 11);
	stat_tree_register();
	return 0;
}

#define IN_A_TREE(check) cmocka_unit_test_setup_teardown(check, open_tree, close_tree)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_TREE(a_connection_is_counted_at_each_depth),
		IN_A_TREE(it_waits_until_the_tree_is_drawn),
		IN_A_TREE(a_datagram_is_no_connection),
		IN_A_TREE(each_server_has_clients_of_its_own),
		IN_A_TREE(clients_that_are_not_listed_are_counted_once),
		IN_A_TREE(servers_that_are_not_listed_are_counted_once),
		IN_A_TREE(closing_frees_all),
	};

	wmem_init();
	return cmocka_run_group_tests_name("stat_tree", tests, register_once, NULL);
}

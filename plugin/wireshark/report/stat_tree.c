/* stat_tree.c - connections by verdict, server and client: -z smb1audit,tree
 *
 * A node of a stats_tree can be ticked, but never taken away. So a connection is counted
 * once, with its last verdict: when it is tapped, if the capture was read before; else it
 * waits until the tree is drawn, or its session ends.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stat_tree.h"

#include "roll.h"

#include <epan/stats_tree.h>

#include "before_draw.h"
#include "output.h"
#include "texts.h"

/* What waits in one tree, until the tree or the capture is closed. */
struct waiting {
	stats_tree *tree;
	struct roll roll;
	unsigned counted;		/* so many of its records are in the tree */
	GHashTable *children;		/* path of a node to how many it has; keyed, as all here */
	GHashTable *listed, *not_listed;	/* paths */
};

static GHashTable *all_waiting;		/* stats_tree to struct waiting */

static const char *
or_unknown(const char *text)
{
	return text ? text : "(unknown)";
}

/* The host's tree walks all children of a node whenever one comes, and nobody reads
 * thousands: what is beyond is counted. */
enum { CHILDREN_MOST = 1000 };

/* A child of the node at that path: listed, or one more of those that are not; -1 then. */
static int
tick_child(struct waiting *waiting, const char *path, const char *name, int node, bool parent,
    const char *not_listed)
{
	char *whole = g_strdup_printf("%s\n%s", path, name);
	unsigned children = GPOINTER_TO_UINT(g_hash_table_lookup(waiting->children, path));
	bool is_listed = g_hash_table_contains(waiting->listed, whole);
	int child = -1;

	if (!is_listed && children < CHILDREN_MOST) {
		g_hash_table_insert(waiting->children, g_strdup(path), GUINT_TO_POINTER(children + 1));
		g_hash_table_add(waiting->listed, g_strdup(whole));
		is_listed = true;
	}
	if (is_listed)
		child = tick_stat_node(waiting->tree, name, node, parent);
	else if (g_hash_table_add(waiting->not_listed, g_strdup(whole)))
		tick_stat_node(waiting->tree, not_listed, node, FALSE);
	g_free(whole);
	return child;
}

static void
count(struct waiting *waiting, const struct record *record)
{
	const char *verdict = verdict_name(audit_verdict(&record->connection->audit));
	const char *server = or_unknown(record->server_address);
	char *path = g_strdup_printf("%s\n%s", verdict, server);
	int node = tick_stat_node(waiting->tree, "Connections", 0, TRUE);

	node = tick_stat_node(waiting->tree, verdict, node, TRUE);
	node = tick_child(waiting, verdict, server, node, true, "Further servers, not listed");
	if (node != -1)
		tick_child(waiting, path, or_unknown(record->client_address), node, false,
		    "Further clients, not listed");
	g_free(path);
}

static void
forget(struct waiting *waiting)
{
	roll_clear(&waiting->roll);
	waiting->counted = 0;
}

/* The tree is empty again. */
static void
forget_tree(struct waiting *waiting)
{
	forget(waiting);
	g_hash_table_remove_all(waiting->children);
	g_hash_table_remove_all(waiting->listed);
	g_hash_table_remove_all(waiting->not_listed);
}

static void
count_waiting(struct waiting *waiting)
{
	for (; waiting->counted < waiting->roll.records->len; waiting->counted++)
		count(waiting, roll_at(&waiting->roll, waiting->counted));
}

static struct waiting *
new_waiting(stats_tree *tree)
{
	struct waiting *waiting = g_new0(struct waiting, 1);

	waiting->tree = tree;
	waiting->children = texts_new();
	waiting->listed = texts_new();
	waiting->not_listed = texts_new();
	roll_begin(&waiting->roll);
	return waiting;
}

static struct waiting *
waiting_of(stats_tree *tree)
{
	struct waiting *waiting = (struct waiting *)g_hash_table_lookup(all_waiting, tree);

	if (waiting == NULL) {
		waiting = new_waiting(tree);
		g_hash_table_insert(all_waiting, tree, waiting);
	}
	return waiting;
}

static void
count_all_waiting(void)
{
	GHashTableIter iter;
	void *waiting;

	g_hash_table_iter_init(&iter, all_waiting);
	while (g_hash_table_iter_next(&iter, NULL, &waiting))
		count_waiting((struct waiting *)waiting);
}

static tap_packet_status
take_frame(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
    tap_flags_t flags _U_)
{
	struct waiting *waiting = waiting_of(tree);
	const struct audited *audited = (const struct audited *)tapped;

	if (!roll_take(&waiting->roll, audited, pinfo))
		return TAP_PACKET_DONT_REDRAW;
	if (audited->again)
		count_waiting(waiting);
	else
		before_draw(count_all_waiting);
	return TAP_PACKET_REDRAW;
}

static void
end_waiting(void *data)
{
	struct waiting *waiting = (struct waiting *)data;

	roll_end(&waiting->roll);
	g_hash_table_destroy(waiting->children);
	g_hash_table_destroy(waiting->listed);
	g_hash_table_destroy(waiting->not_listed);
	g_free(waiting);
}

/* Called when the tree is made, and again whenever it is to start anew. */
static void
start_tree(stats_tree *tree)
{
	before_draw_starts();
	output_check_at_end("smb1audit,tree");
	forget_tree(waiting_of(tree));
}

static void
end_tree(stats_tree *tree)
{
	g_hash_table_remove(all_waiting, tree);
}

/* The connections end with the capture, or with the session that tshark -M ends. */
static void
end_capture(void)
{
	GHashTableIter iter;
	void *waiting;

	count_all_waiting();
	g_hash_table_iter_init(&iter, all_waiting);
	while (g_hash_table_iter_next(&iter, NULL, &waiting))
		forget((struct waiting *)waiting);
}

void
stat_tree_register(void)
{
	all_waiting = g_hash_table_new_full(NULL, NULL, NULL, end_waiting);
	register_cleanup_routine(end_capture);
	audit_stats_tree(AUDIT_TAP, "smb1audit", "SMB1 Audit Verdicts", take_frame, start_tree,
	    end_tree);
}

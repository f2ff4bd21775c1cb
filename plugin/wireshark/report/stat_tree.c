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

#include "output.h"
#include "../../audit/verdict.h"

/* What waits in one tree, until the tree or the capture is closed. */
struct waiting {
	stats_tree *tree;
	struct roll roll;
	unsigned counted;		/* so many of its records are in the tree */
};

static GHashTable *all_waiting;		/* stats_tree to struct waiting */

static const char *
or_unknown(const char *text)
{
	return text ? text : "(unknown)";
}

static void
count(stats_tree *tree, const struct record *record)
{
	const char *verdict = verdict_name(verdict_of(&record->connection->audit.negotiation));
	int node = tick_stat_node(tree, "Connections", 0, TRUE);

	node = tick_stat_node(tree, verdict, node, TRUE);
	node = tick_stat_node(tree, or_unknown(record->server_address), node, TRUE);
	tick_stat_node(tree, or_unknown(record->client_address), node, FALSE);
}

static void
forget(struct waiting *waiting)
{
	roll_clear(&waiting->roll);
	waiting->counted = 0;
}

static void
count_waiting(struct waiting *waiting)
{
	for (; waiting->counted < waiting->roll.records->len; waiting->counted++)
		count(waiting->tree, roll_at(&waiting->roll, waiting->counted));
}

static struct waiting *
new_waiting(stats_tree *tree)
{
	struct waiting *waiting = g_new0(struct waiting, 1);

	waiting->tree = tree;
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
count_all_waiting(void *data _U_)
{
	GHashTableIter iter;
	void *waiting;

	g_hash_table_iter_init(&iter, all_waiting);
	while (g_hash_table_iter_next(&iter, NULL, &waiting))
		count_waiting((struct waiting *)waiting);
}

/* A listener is drawn before those that were there when it came: the trees' own, which
 * all come before the first frame. It stays for the life of the process. */
static void
count_when_drawn(void)
{
	static bool registered;
	GString *error;

	if (registered)
		return;
	error = register_tap_listener(AUDIT_TAP, all_waiting, NULL, TL_IS_DISSECTOR_HELPER, NULL,
	    NULL, count_all_waiting, NULL);
	g_assert(error == NULL);	/* the tap is there, and there is no filter */
	registered = true;
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
		count_when_drawn();
	return TAP_PACKET_REDRAW;
}

static void
end_waiting(void *data)
{
	struct waiting *waiting = (struct waiting *)data;

	roll_end(&waiting->roll);
	g_free(waiting);
}

/* Called when the tree is made, and again whenever it is to start anew. */
static void
start_tree(stats_tree *tree)
{
	output_check_at_end("smb1audit,tree");
	forget(waiting_of(tree));
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

	count_all_waiting(NULL);
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

/* check_stat_hosts.c - the rows of the hosts' tables, as they come, move, go and are freed
 *
 * Wireshark's windows keep pointers to the cells, so a row that was made stays where it is.
 * The tables are the host's own; what is stood in for is who registers and who draws.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "told_hosts.h"

#include "in_use.h"

#include <epan/stat_tap_ui.h>

#include "hosts.h"
#include "stat_hosts.h"

static const char checked_name[] = "smb1audit,hosts";

#include "statistic.h"

static stat_tap_table_ui *ui;

void
register_stat_tap_table_ui(stat_tap_table_ui *registered)
{
	ui = registered;
}

/* The tables, by their titles' order in the menu. */
enum { NEED, PERHAPS, NONE, SILENT };
static const char *const titles[] = { [NEED] = "Need SMB1", [PERHAPS] = "Perhaps need SMB1",
    [NONE] = "Showed no need of SMB1", [SILENT] = "Spoke no SMB2: need not shown" };

static stat_tap_table *
table(unsigned section)
{
	return stat_tap_find_table(ui, titles[section]);
}

/* A table has these hosts, in some order; each is "host N". */
static void
assert_hosts(unsigned section, const char *expected)
{
	const stat_tap_table *found = table(section);
	GPtrArray *names = g_ptr_array_new();
	char *all;

	for (unsigned row = 0; row < found->num_elements; row++) {
		const stat_tap_table_item_type *cells = found->elements[row];

		assert_int_equal(cells[0].type, TABLE_ITEM_STRING);
		g_ptr_array_add(names, (void *)(cells[0].value.string_value + strlen("host ")));
		for (unsigned column = 1; column < found->num_fields; column++)
			assert_int_equal(cells[column].type, ui->fields[column].type);
	}
	g_ptr_array_add(names, NULL);
	all = g_strjoinv(" ", (char **)names->pdata);
	assert_string_equal(all, expected);
	g_free(all);
	g_ptr_array_free(names, TRUE);
}

static void
take(const struct connection *connection, unsigned client, unsigned server)
{
	packet_info pinfo = between(client, server);
	const struct audited audited = audited_of(connection, SIDE_CLIENT);

	assert_int_equal(ui->packet_func(NULL, &pinfo, NULL, &audited, 0), TAP_PACKET_REDRAW);
}

static int
open_tables(void **state)
{
	(void)state;
	ui->stat_tap_init_cb(ui);
	assert_int_equal(ui->tables->len, array_length(titles));
	for (unsigned i = 0; i < array_length(titles); i++)
		assert_hosts(i, "");
	return 0;
}

static int
close_tables(void **state)
{
	(void)state;
	free_stat_tables(ui);
	hosts_forget();
	return 0;
}

static struct connection refused, also_refused, chosen;

static void
take_all(void)
{
	refused = connection_of("or", SMB1_ONLY, 10, 11);
	also_refused = refused;
	chosen = connection_of("os", BOTH, 20, 21);
	take(&refused, 0, 3);
	take(&also_refused, 1, 3);
	take(&chosen, 2, 4);
	draw();
}

static void
hosts_stand_by_their_need(void **state)
{
	struct connection others[3];

	(void)state;
	others[0] = others[1] = others[2] = connection_of("or", SMB1_ONLY, 10, 11);
	for (unsigned i = 0; i < 3; i++)
		take(&others[i], i, 3);
	draw();
	assert_hosts(NEED, "1 2 9");
	assert_hosts(SILENT, "4");
	assert_hosts(PERHAPS, "");
	assert_hosts(NONE, "");
}

/* The last row takes the place of the one that goes, wherever that is. */
static void
hosts_move(void **state)
{
	static const char *const left[] = { "9 2", "1 9", "1 2" };

	(void)state;
	for (unsigned moved = 0; moved < 3; moved++) {
		struct connection others[3], more = connection_of("o", BOTH, 30, 31);

		others[0] = others[1] = others[2] = connection_of("or", SMB1_ONLY, 10, 11);
		for (unsigned i = 0; i < 3; i++)
			take(&others[i], i, 3);
		draw();
		others[moved] = more;
		draw();
		assert_hosts(NEED, left[moved]);
		assert_int_equal(table(SILENT)->num_elements, 2);
		others[moved] = connection_of("or", SMB1_ONLY, 10, 11);
		draw();
		assert_int_equal(table(NEED)->num_elements, 3);
		assert_hosts(SILENT, "4");
		reset_stat_table(ui);
	}
}

/* Who is the client was a guess: the host that was none goes. */
static void
a_host_without_connections_goes(void **state)
{
	(void)state;
	refused = connection_of("or", SMB1_ONLY, 10, 11);
	take(&refused, 3, 0);
	draw();
	assert_hosts(NEED, "4");
	assert_hosts(SILENT, "1");
	take(&refused, 0, 3);
	draw();
	assert_hosts(NEED, "1");
	assert_hosts(SILENT, "4");
}

/* Once for all tables, whichever the host calls it for. */
static void
rows_are_used_again(void **state)
{
	const stat_tap_table_item_type *cells[2];

	(void)state;
	take_all();
	for (unsigned times = 0; times < 2; times++) {
		assert_hosts(NEED, "1 2");
		assert_hosts(NONE, "9 5");
		assert_hosts(SILENT, "4");
		for (unsigned row = 0; row < 2; row++)
			if (times == 0)
				cells[row] = table(NEED)->elements[row];
			else
				assert_ptr_equal(cells[row], table(NEED)->elements[row]);
		reset_stat_table(ui);
		for (unsigned i = 0; i < array_length(titles); i++)
			assert_hosts(i, "");
		for (unsigned row = 0; row < 2; row++)		/* of an old window */
			assert_string_equal(cells[row][0].value.string_value, "");
		draw();
		assert_hosts(NEED, "");
		take_all();
	}
}

/* Another window has the same tables, which are filled anew. */
static void
tables_are_made_once(void **state)
{
	const stat_tap_table *first = table(NEED);

	take_all();
	open_tables(state);
	assert_ptr_equal(table(NEED), first);
	take_all();
	assert_hosts(NEED, "1 2");
}

/* After that another statistic may be drawn. */
static void
nothing_is_drawn_where_there_are_no_tables(void **state)
{
	take_all();
	close_tables(state);
	take_all();
	end_capture();
	open_tables(state);
	take_all();
	assert_hosts(NEED, "1 2");
}

/* As many rows in each table. */
static void
fill_tables(unsigned rows)
{
	static struct connection all[3][2];
	static const unsigned between_ends[3][2][2] = { { { 0, 3 }, { 1, 4 } },
	    { { 5, 6 }, { 7, 8 } }, { { 2, 9 }, { 10, 11 } } };

	if (all[0][0].first.frame == 0)
		for (unsigned i = 0; i < 2; i++) {
			all[0][i] = connection_of("or", SMB1_ONLY, 10, 11);
			all[1][i] = connection_of("cu", SMB1_ONLY, 10, 11);
			all[2][i] = connection_of("os", BOTH, 10, 11);
		}
	for (unsigned i = 0; i < 3; i++)
		for (unsigned row = 0; row < rows; row++)
			take(&all[i][row], between_ends[i][row][0], between_ends[i][row][1]);
	draw();
}

/* Rows in use, spare ones, and those that hosts left while others stay. */
static void
closing_frees_all(void **state)
{
	const struct connection stays = connection_of("or", SMB1_ONLY, 10, 11);
	struct connection leaves = stays;
	const struct connection goes = connection_of("os", BOTH, 10, 11);
	size_t before = 0;

	for (unsigned times = 0; times < 2 * ROUNDS; times++) {
		fill_tables(2);
		reset_stat_table(ui);
		fill_tables(1);
		assert_hosts(NEED, "1");
		assert_hosts(PERHAPS, "6 7");
		assert_hosts(NONE, "9 11");
		assert_hosts(SILENT, "4");
		leaves.audit = stays.audit;
		take(&leaves, 10, 3);
		draw();
		leaves.audit = goes.audit;
		draw();
		assert_hosts(NEED, "1");
		close_tables(state);
		if (times == ROUNDS)
			before = bytes_in_use();
		open_tables(state);
	}
	close_tables(state);
	assert_nothing_lost(before);
	open_tables(state);
}

/* What tshark -M ends is told, too. */
static void
a_capture_ends(void **state)
{
	(void)state;
	refused = connection_of("or", SMB1_ONLY, 10, 11);
	take(&refused, 0, 3);
	end_capture();
	assert_hosts(NEED, "1");
	take(&refused, 1, 3);
	end_capture();
	assert_hosts(NEED, "1 2");
}

/* The number of connections, and of those with each verdict. */
static void
counts_stand_behind(void **state)
{
	const stat_tap_table_item_type *cells;
	unsigned columns = 0;

	(void)state;
	take_all();
	cells = table(NEED)->elements[0];
	for (unsigned column = 0; column < ui->nfields; column++)
		if (strcmp(ui->fields[column].column_name, "Connections") == 0 ||
		    strcmp(ui->fields[column].column_name, "SMB1 refused by reset") == 0) {
			assert_int_equal(cells[column].value.uint_value, 1);
			columns++;
		}
	assert_int_equal(columns, 2);
	assert_string_equal(cells[9].value.string_value, "1970-01-01 00:00:10");
	assert_string_equal(cells[10].value.string_value, "1970-01-01 00:00:11");
}

/* In the menu itself, and with a filter that may be left out. */
static void
windows_are_told_what_they_ask_for(void **state)
{
	(void)state;
	assert_int_equal(ui->group, REGISTER_PACKET_STAT_GROUP_UNSORTED);
	assert_string_equal(ui->title, "SMB1 Audit Hosts");
	assert_int_equal(ui->nparams, 1);
	assert_int_equal(ui->params[0].type, PARAM_FILTER);
	assert_string_equal(ui->params[0].name, "filter");
	assert_string_equal(ui->params[0].title, "Filter");
	assert_true(ui->params[0].optional);
	for (unsigned column = 0; column < ui->nfields; column++)
		assert_int_equal(ui->fields[column].align,
		    ui->fields[column].type == TABLE_ITEM_STRING ? TAP_ALIGN_LEFT : TAP_ALIGN_RIGHT);
}

#define WITH_TABLES(test) cmocka_unit_test_setup_teardown(test, open_tables, close_tables)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TABLES(hosts_stand_by_their_need),
		WITH_TABLES(hosts_move),
		WITH_TABLES(a_host_without_connections_goes),
		WITH_TABLES(rows_are_used_again),
		WITH_TABLES(tables_are_made_once),
		WITH_TABLES(nothing_is_drawn_where_there_are_no_tables),
		WITH_TABLES(closing_frees_all),
		WITH_TABLES(a_capture_ends),
		WITH_TABLES(counts_stand_behind),
		WITH_TABLES(windows_are_told_what_they_ask_for),
	};

	wmem_init();
	stat_hosts_register();
	g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
	return cmocka_run_group_tests_name("stat_hosts", tests, NULL, NULL);
}

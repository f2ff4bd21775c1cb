/* stat_hosts.c - who needs SMB1: -z smb1audit,hosts
 *
 * A table for each answer, since neither tshark nor the Statistics window sorts by what
 * matters. A host moves from one to another as its connections tell more.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "stat_hosts.h"

#include "../compat.h"

#include <epan/stat_tap_ui.h>

#include "before_draw.h"
#include "hosts.h"
#include "output.h"
#include "times.h"

/* The tables, in the order in which the Statistics window sorts their titles. */
enum { SECTION_NEED, SECTION_PERHAPS, SECTION_NONE, SECTION_SILENT, SECTIONS };

/* Wireshark's windows keep pointers to the cells of a row, so a row that was made stays
 * where it is until the tables are freed; without a host it is spare, and the next host
 * gets it. */
static struct section {
	const char *title;
	stat_tap_table *table;		/* its num_elements are the rows in use */
	GPtrArray *hosts;		/* struct host, by row */
	GPtrArray *rows;		/* all that were made: those in use, then the spare ones */
} sections[SECTIONS] = {
	[SECTION_NEED]		= { "Need SMB1", NULL, NULL, NULL },
	[SECTION_PERHAPS]	= { "Perhaps need SMB1", NULL, NULL, NULL },
	[SECTION_NONE]		= { "Showed no need of SMB1", NULL, NULL, NULL },
	[SECTION_SILENT]	= { "Spoke no SMB2: need not shown", NULL, NULL, NULL },
};

static const unsigned section_of_need[NEEDS] = {
	[NEED_NOT_SHOWN] = SECTION_SILENT,
	[NEED_NONE]	= SECTION_NONE,
	[NEED_BROWSER]	= SECTION_NONE,
	[NEED_SCANNER]	= SECTION_NONE,
	[NEED_PERHAPS]	= SECTION_PERHAPS,
	[NEED_CERTAIN]	= SECTION_NEED,
};

/* What is known of a host, then a count for each verdict but VERDICT_NONE, which is 0. */
enum { HOST_COLUMNS = 12, COLUMNS = HOST_COLUMNS + VERDICTS - 1 };

static const char *address_of(const struct host *host) { return host->told->address; }
static const char *role_of(const struct host *host) { return host->side == SIDE_CLIENT ? "client" : "server"; }
static const char *need_text(const struct host *host) { return need_name(host_need(host)); }
static const char *first_of(const struct host *host) { return times_cell(&host->first); }
static const char *last_of(const struct host *host) { return times_cell(&host->last); }

/* tshark prints headings as they are: blanks make them as wide as the cells below. The
 * window is as wide as the first few columns. */
static const struct {
	const char *heading, *format;
	const char *(*text)(const struct host *host);	/* NULL: number of connections */
} host_columns[HOST_COLUMNS] = {
	{ "Host           ", "%-15s", address_of },
	{ "Role  ", "%-6s", role_of },
	{ "Needs SMB1  ", "%-12s", need_text },
	{ "Why                     ", "%-24s", host_why },
	{ "Name           ", "%-15s", host_names },
	{ "OS                      ", "%-24s", host_systems },
	{ "Vendor          ", "%-16s", host_vendor },
	{ "Users           ", "%-16s", host_users },
	{ "Shares                  ", "%-24s", host_shares },
	{ "First seen (UTC)   ", "%-19s", first_of },
	{ "Last seen (UTC)    ", "%-19s", last_of },
	{ "Connections", "%11u", NULL },
};

/* The verdict that a column beyond those counts. */
static enum verdict
verdict_of_column(unsigned column)
{
	return (enum verdict)(column - HOST_COLUMNS + 1);
}

static bool
is_text(unsigned column)
{
	return column < HOST_COLUMNS && host_columns[column].text != NULL;
}

static unsigned
count_in(const struct host *host, unsigned column)
{
	return column < HOST_COLUMNS ? host->connections : host->verdicts[verdict_of_column(column)];
}

static stat_tap_table_item
field_of_column(unsigned column)
{
	const stat_tap_table_item text = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, NULL, NULL };
	const stat_tap_table_item count = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, NULL, NULL };
	stat_tap_table_item field = is_text(column) ? text : count;

	if (column < HOST_COLUMNS) {
		field.column_name = host_columns[column].heading;
		field.field_format = host_columns[column].format;
	} else {
		field.column_name = verdict_name(verdict_of_column(column));
		field.field_format = g_strdup_printf("%%%zuu", strlen(field.column_name));
	}
	return field;
}

static stat_tap_table_item fields[COLUMNS];

static void
fill_fields(void)
{
	for (unsigned i = 0; i < COLUMNS; i++)
		fields[i] = field_of_column(i);
}

/* A cell owns its text by its user data. host is NULL for a spare row. */
static void
fill_cell(stat_tap_table_item_type *cell, unsigned column, const struct host *host)
{
	g_free(cell->user_data.ptr_value);
	cell->user_data.ptr_value = NULL;
	cell->type = fields[column].type;
	if (host == NULL) {
		cell->type = TABLE_ITEM_STRING;
		cell->value.string_value = "";
	} else if (is_text(column)) {
		cell->user_data.ptr_value = g_strdup(host_columns[column].text(host));
		cell->value.string_value = (const char *)cell->user_data.ptr_value;
	} else {
		cell->value.uint_value = count_in(host, column);
	}
}

static void
fill_cells(stat_tap_table_item_type *cells, const struct host *host)
{
	for (unsigned i = 0; i < COLUMNS; i++)
		fill_cell(&cells[i], i, host);
}

static void
fill_row(struct section *section, unsigned row)
{
	fill_cells(section->table->elements[row], (struct host *)g_ptr_array_index(section->hosts, row));
}

static void
add_row(struct section *section, struct host *host)
{
	const unsigned row = section->hosts->len;
	stat_tap_table_item_type cells[COLUMNS];

	g_ptr_array_add(section->hosts, host);
	host->section = section;
	host->row = row;
	if (row < section->rows->len) {
		section->table->num_elements = row + 1;
		return;
	}
	memset(cells, 0, sizeof cells);
	stat_tap_init_table_row(section->table, row, COLUMNS, cells);
	g_ptr_array_add(section->rows, section->table->elements[row]);
}

/* The last row takes the place of the one that goes. */
static void
remove_row(struct host *host)
{
	struct section *section = (struct section *)host->section;
	const unsigned last = section->hosts->len - 1;

	fill_cells(section->table->elements[last], NULL);
	g_ptr_array_remove_index_fast(section->hosts, host->row);
	section->table->num_elements = last;
	if (host->row < last) {
		((struct host *)g_ptr_array_index(section->hosts, host->row))->row = host->row;
		fill_row(section, host->row);
	}
	host->section = NULL;
}

static void
show_host(struct host *host)
{
	struct section *section = host->connections > 0 ?
	    &sections[section_of_need[host_need(host)]] : NULL;

	if (host->section != NULL && host->section != section)
		remove_row(host);
	if (section == NULL)
		return;
	if (host->section == NULL)
		add_row(section, host);
	fill_row(section, host->row);
}

static void
clear_section(struct section *section)
{
	for (unsigned row = 0; row < section->rows->len; row++)
		fill_cells((stat_tap_table_item_type *)g_ptr_array_index(section->rows, row), NULL);
	section->table->num_elements = 0;
	g_ptr_array_set_size(section->hosts, 0);
}

static void
clear_tables(void)
{
	for (unsigned i = 0; i < SECTIONS; i++)
		clear_section(&sections[i]);
	hosts_forget();
}

/* Called for each table: the first one clears all. */
static void
reset_table(stat_tap_table *table)
{
	if (table == sections[0].table)
		clear_tables();
}

/* The host frees the rows in use with their table, and knows of no other. */
static void
forget_rows(struct section *section)
{
	for (unsigned row = section->hosts->len; row < section->rows->len; row++)
		g_free(g_ptr_array_index(section->rows, row));
	g_ptr_array_set_size(section->rows, 0);
}

static void
start_tables(stat_tap_table_ui *ui)
{
	for (unsigned i = 0; i < SECTIONS; i++) {
		struct section *section = &sections[i];

		section->table = stat_tap_find_table(ui, section->title);
		if (section->table != NULL)
			continue;
		forget_rows(section);
		section->table = stat_tap_init_table(section->title, COLUMNS, 0, NULL);
		stat_tap_add_table(ui, section->table);
	}
	before_draw_starts();
	clear_tables();
	output_check_at_end(ui->cli_string);
}

/* Called for each cell of the rows in use. */
static void
free_cell(stat_tap_table *table _U_, unsigned row _U_, unsigned column _U_,
    stat_tap_table_item_type *cell)
{
	g_free(cell->user_data.ptr_value);
	cell->user_data.ptr_value = NULL;
}

static bool has_tables(void);

/* A connection may tell more after the last of its frames that is tapped, and a card turn
 * out to be a router's: rows are made when they are drawn. When the last window with the
 * tables is closed they are freed, and another statistic may be drawn after that. */
static void
show_hosts(void)
{
	hosts_count();
	if (has_tables())
		hosts_show(show_host);
}

/* The connections end with the capture, or with the session that tshark -M ends. */
static void
end_capture(void)
{
	show_hosts();
	hosts_end_capture();
}

static tap_packet_status
take_frame(void *data _U_, packet_info *pinfo, epan_dissect_t *edt _U_, const void *tapped,
    tap_flags_t flags _U_)
{
	const struct audited *audited = (const struct audited *)tapped;

	before_draw(show_hosts);
	if (audited->marks & MARK_DATAGRAM)
		hosts_name_sender(audited->connection, &pinfo->src);
	else
		hosts_take(audited, pinfo);
	return TAP_PACKET_REDRAW;
}

static tap_param params[] = {
	{ PARAM_FILTER, "filter", "Filter", NULL, TRUE },
};

/* For the life of the process; Wireshark keeps the tables in it. */
static stat_tap_table_ui hosts_ui = {
	.group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
	.title = "SMB1 Audit Hosts",
	.tap_name = AUDIT_TAP,
	.cli_string = "smb1audit,hosts",
	.stat_tap_init_cb = start_tables,
	.packet_func = take_frame,
	.stat_tap_reset_table_cb = reset_table,
	.stat_tap_free_table_item_cb = free_cell,
	.nfields = COLUMNS,
	.fields = fields,
	.nparams = array_length(params),
	.params = params,
};

/* The tables are freed when the last window with them is closed. */
static bool
has_tables(void)
{
	return hosts_ui.tables != NULL && hosts_ui.tables->len > 0;
}

void
stat_hosts_register(void)
{
	fill_fields();
	for (unsigned i = 0; i < SECTIONS; i++) {
		sections[i].hosts = g_ptr_array_new();
		sections[i].rows = g_ptr_array_new();
	}
	hosts_register();
	register_cleanup_routine(end_capture);
	register_stat_tap_table_ui(&hosts_ui);
}

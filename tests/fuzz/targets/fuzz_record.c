/* fuzz_record.c - what is written of connections: CSV, JSON, and the cells of the hosts
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "wireshark/report/hosts.h"
#include "wireshark/report/records_write.h"

#include <wsutil/wsjson.h>

#include "host.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
	host_start();
	hosts_register();
	return 0;
}

/* How many cells the line of RFC 4180 has, and that a spreadsheet takes none for a formula. */
static unsigned
count_cells(const char *line)
{
	unsigned cells = 0;

	do {
		const bool quoted = *line == '"';

		line += quoted;
		MUST(strchr("=+-@\t\r", *line) == NULL || *line == '\0' || g_str_has_prefix(line, "\r\n"));
		while (quoted ? *line != '"' || line[1] == '"' : strchr(",\r", *line) == NULL) {
			MUST((unsigned char)*line >= ' ');
			line += quoted && *line == '"' ? 2 : 1;
		}
		line += quoted;
		cells++;
	} while (*line++ == ',');
	MUST(strcmp(line - 1, "\r\n") == 0);
	return cells;
}

static void
check_record(const struct record *record)
{
	GString *text = g_string_new(NULL);

	record_formats[RECORD_CSV].write(text, record);
	MUST(g_utf8_validate(text->str, (gssize)text->len, NULL));
	MUST(count_cells(text->str) == record_columns());
	g_string_truncate(text, 0);
	record_formats[RECORD_JSON].write(text, record);
	MUST(strchr(text->str, '\n') == text->str + text->len - 1);
	MUST(json_validate((const guint8 *)text->str, text->len));
	g_string_free(text, TRUE);
}

/* tshark parts the columns by bars. */
static void
check_cell(const char *text)
{
	MUST(strchr(text, '|') == NULL);
	host_must_show(text);
}

static unsigned connections_shown;

static void
check_host(struct host *host)
{
	unsigned verdicts = 0, needs = 0;

	for (unsigned i = 0; i < VERDICTS; i++)
		verdicts += host->verdicts[i];
	for (unsigned i = 0; i < NEEDS; i++)
		for (unsigned k = 0; k < REASONS; k++)
			needs += host->needs[i][k];
	MUST(verdicts == host->connections && needs == host->connections);
	MUST(host->verdicts[VERDICT_NONE] == 0);
	check_cell(host_why(host));
	check_cell(host_names(host));
	check_cell(host_systems(host));
	check_cell(host_users(host));
	check_cell(host_shares(host));
	check_cell(host_vendor(host));
	MUST(need_name(host_need(host)) != NULL);
	connections_shown += host->connections;
}

/* A connection takes part in the statistic. */
static void
take(struct connection *connections, struct events *events, const struct event *event)
{
	struct connection *connection = host_connection(connections, events, event);
	const struct audited audited = { .connection = connection, .sender = event_side(event) };
	wmem_allocator_t *pool = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
	packet_info pinfo = { .pool = pool };

	connection->client.type = AT_IPv4;
	host_fill_frame(&pinfo, event_connection(event), audited.sender);
	hosts_take(&audited, &pinfo);
	wmem_destroy_allocator(pool);
}

static void
check_all(const struct connection *connections)
{
	for (unsigned i = 0; i < CONNECTIONS; i++) {
		struct record record = { .connection = &connections[i], .client_address = "192.0.2.1",
		    .client_resolved = connections[i].audit.identity ?
		    connections[i].audit.identity->details[CLIENT_NAME] : NULL };

		check_record(&record);
	}
	hosts_count();
	connections_shown = 0;
	hosts_show(check_host);
	MUST(connections_shown <= 2 * CONNECTIONS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct connection connections[CONNECTIONS] = { 0 };
	struct events events = { .printable = host_printable };
	unsigned shown;

	for (size_t i = 0; i < size / EVENT_SIZE && i < EVENTS_MOST; i++) {
		struct event event;

		memcpy(&event, data + i * EVENT_SIZE, EVENT_SIZE);
		event_take(&events, &event);
		take(connections, &events, &event);
		if (event.rest[1] == 0xFF)	/* a window is drawn now and then */
			check_all(connections);
	}
	check_all(connections);
	shown = connections_shown;
	hosts_end_capture();
	connections_shown = 0;
	hosts_show(check_host);
	MUST(connections_shown == shown);
	hosts_forget();
	arena_empty();
	return 0;
}

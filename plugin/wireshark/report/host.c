/* host.c - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host.h"

#include <epan/to_str.h>

/* How one connection is counted, so that this can be taken back. */
struct counted {
	struct host *hosts[2];		/* client, server; NULL: roles not known */
	enum verdict verdict;
	enum need needs[2];
};

static GStringChunk *texts;		/* each text once, so that equal ones are the same */
static GHashTable *addresses;		/* text to struct told, which the table owns */
static GHashTable *connections;		/* struct connection to struct counted, likewise */

/* Places in the arrays of two. */
enum { CLIENT, SERVER };
static const enum side sides[] = { [CLIENT] = SIDE_CLIENT, [SERVER] = SIDE_SERVER };

static void
free_told(void *data)
{
	struct told *told = (struct told *)data;

	g_free(told->hosts[CLIENT]);
	g_free(told->hosts[SERVER]);
	g_free(told);
}

void
hosts_register(void)
{
	texts = g_string_chunk_new(4096);
	addresses = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_told);
	connections = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

void
hosts_end_capture(void)
{
	g_hash_table_remove_all(connections);
}

void
hosts_forget(void)
{
	hosts_end_capture();
	g_hash_table_remove_all(addresses);
	g_string_chunk_clear(texts);
}

bool
hosts_know(const struct connection *connection)
{
	return g_hash_table_contains(connections, connection);
}

static void
join(struct text_list *list)
{
	GString *joined = g_string_new(NULL);

	for (unsigned i = 0; i < list->count; i++)
		g_string_append_printf(joined, "%s%s", i > 0 ? ", " : "", list->texts[i]);
	if (list->more)
		g_string_append(joined, ", ...");
	list->joined = g_string_chunk_insert(texts, joined->str);
	g_string_free(joined, TRUE);
}

/* What a cell may have of a text: tshark parts columns by bars, and one long name would
 * push all columns behind it off the screen. */
static const char *
keep_cell_text(const char *text)
{
	GString *cell = g_string_new(NULL);
	const char *kept;
	unsigned shown = 0;

	for (; *text != '\0' && shown < TEXT_SHOWN; text = g_utf8_next_char(text), shown++)
		if (*text == '|')
			g_string_append(cell, "\\x7c");
		else
			g_string_append_len(cell, text, g_utf8_next_char(text) - text);
	if (*text != '\0')
		g_string_append(cell, "...");
	kept = g_string_chunk_insert_const(texts, cell->str);
	g_string_free(cell, TRUE);
	return kept;
}

static void
add_text(struct text_list *list, const char *text)
{
	const char *kept = text && !list->more ? keep_cell_text(text) : NULL;

	if (kept == NULL)
		return;
	for (unsigned i = 0; i < list->count; i++)
		if (list->texts[i] == kept)
			return;
	if (list->count < LIST_KEPT)
		list->texts[list->count++] = kept;
	else
		list->more = true;
	join(list);
}

/* The operating system, with the SMB software where that says more. */
static void
add_system(struct text_list *list, const char *os, const char *lanman)
{
	char *both;

	if (os == NULL || lanman == NULL || strcmp(os, lanman) == 0) {
		add_text(list, os ? os : lanman);
		return;
	}
	both = g_strdup_printf("%s (%s)", os, lanman);
	add_text(list, both);
	g_free(both);
}

static struct told *
told_of(const address *host)
{
	char *text = address_to_str(NULL, host);
	struct told *told = (struct told *)g_hash_table_lookup(addresses, text);

	if (told == NULL) {
		told = g_new0(struct told, 1);
		told->address = g_string_chunk_insert_const(texts, text);
		g_hash_table_insert(addresses, (void *)told->address, told);
	}
	wmem_free(NULL, text);
	return told;
}

static struct host *
host_of(const address *host, unsigned place)
{
	struct told *told = told_of(host);

	if (told->hosts[place] == NULL) {
		told->hosts[place] = g_new0(struct host, 1);
		told->hosts[place]->told = told;
		told->hosts[place]->side = sides[place];
	}
	return told->hosts[place];
}

/* Who is refused never comes to tell its system. */
static void
learn_stack(struct told *told, const struct stack *stack)
{
	char *text;

	if (stack == NULL || told->stack != NULL)
		return;
	text = g_strdup_printf("looks like %s", stack->name);
	told->stack = g_string_chunk_insert_const(texts, text);
	g_free(text);
}

static const struct {
	enum detail name, os, lanman;
} details[] = {
	[CLIENT] = { CLIENT_NAME, CLIENT_OS, CLIENT_LANMAN },
	[SERVER] = { SERVER_NAME, SERVER_OS, SERVER_LANMAN },
};

static void
learn(struct host *host, const struct identity *identity, unsigned place)
{
	if (identity == NULL)
		return;
	add_text(&host->told->names, identity->details[details[place].name]);
	add_system(&host->told->systems, identity->details[details[place].os],
	    identity->details[details[place].lanman]);
	add_text(&host->users, identity->details[CLIENT_USER]);
	for (unsigned i = 0; i < identity->shares_count; i++)
		add_text(&host->shares, identity->shares[i]);
}

/* Adds 1 to what is counted of the connection, or takes it away: by is 1 or -1. */
static void
tally(struct counted *counted, int by)
{
	for (unsigned place = CLIENT; place <= SERVER; place++) {
		struct host *host = counted->hosts[place];

		if (host == NULL)
			continue;
		host->connections += (unsigned)by;
		host->verdicts[counted->verdict] += (unsigned)by;
		host->needs[counted->needs[place]] += (unsigned)by;
	}
}

static struct counted *
counted_of(const struct connection *connection)
{
	struct counted *counted = (struct counted *)g_hash_table_lookup(connections, connection);

	if (counted == NULL) {
		counted = g_new0(struct counted, 1);
		g_hash_table_insert(connections, (void *)connection, counted);
	}
	return counted;
}

static void
show_both(struct told *told, void (*changed)(struct host *host))
{
	for (unsigned place = CLIENT; place <= SERVER; place++)
		if (told->hosts[place] != NULL)
			changed(told->hosts[place]);
}

void
hosts_count(const struct connection *connection, const struct ends *ends,
    void (*changed)(struct host *host))
{
	struct counted *counted = counted_of(connection);
	const struct counted before = *counted;

	tally(counted, -1);
	counted->verdict = verdict_of(&connection->audit.negotiation);
	counted->hosts[CLIENT] = ends->client ? host_of(ends->client, CLIENT) : NULL;
	counted->hosts[SERVER] = ends->server ? host_of(ends->server, SERVER) : NULL;
	for (unsigned place = CLIENT; place <= SERVER; place++)
		counted->needs[place] = need_of(&connection->audit, sides[place]);
	tally(counted, 1);
	for (unsigned place = CLIENT; place <= SERVER; place++) {
		if (before.hosts[place] != NULL && before.hosts[place] != counted->hosts[place])
			changed(before.hosts[place]);
		if (counted->hosts[place] == NULL)
			continue;
		learn(counted->hosts[place], connection->audit.identity, place);
		if (place == CLIENT)
			learn_stack(counted->hosts[place]->told, connection->audit.stack);
		show_both(counted->hosts[place]->told, changed);
	}
}

void
hosts_name_sender(const struct connection *datagram, const address *sender,
    void (*changed)(struct host *host))
{
	const char *name = datagram->audit.identity ? datagram->audit.identity->details[CLIENT_NAME] : NULL;
	struct told *told = name ? told_of(sender) : NULL;

	if (told == NULL || told->datagram_name != NULL)
		return;
	told->datagram_name = keep_cell_text(name);
	show_both(told, changed);
}

enum need
host_need(const struct host *host)
{
	unsigned need = NEEDS - 1;

	while (need > NEED_NONE && host->needs[need] == 0)
		need--;
	return (enum need)need;
}

const char *
host_names(const struct host *host)
{
	const struct told *told = host->told;

	if (told->names.joined != NULL)
		return told->names.joined;
	return told->datagram_name ? told->datagram_name : "";
}

const char *
host_systems(const struct host *host)
{
	const struct told *told = host->told;

	if (told->systems.joined != NULL)
		return told->systems.joined;
	return told->stack ? told->stack : "";
}

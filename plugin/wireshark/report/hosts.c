/* hosts.c - the hosts of all connections, as the statistic counts them
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hosts.h"

#include <epan/to_str.h>

#include "../../audit/software.h"
#include "roll.h"
#include "texts.h"

/* How one connection is counted, so that this can be taken back. */
struct counted {
	struct told *told[2];		/* client, server; NULL: roles not known */
	const char *names[2], *systems[2];	/* or NULL */
	enum verdict verdict;
	struct host_need needs[2];
};

/* The connections until the capture is closed, the others until hosts_forget(). */
static struct roll roll;
static GArray *all_counted;		/* struct counted of the first records in roll */
static GHashTable *texts;
static GHashTable *addresses;		/* text to struct told, which the table owns */
static GPtrArray *all_told;		/* the same, in the order of arrival */

enum { TEXT_SHOWN = 64 };		/* characters of a name in a cell */

/* Places in the arrays of two. */
enum { CLIENT, SERVER };
static const enum side sides[] = { [CLIENT] = SIDE_CLIENT, [SERVER] = SIDE_SERVER };

static void
free_host(struct host *host)
{
	if (host == NULL)
		return;
	text_list_free(&host->users);
	text_list_free(&host->shares);
	g_free(host);
}

static void
free_told(void *data)
{
	struct told *told = (struct told *)data;

	free_host(told->hosts[CLIENT]);
	free_host(told->hosts[SERVER]);
	text_list_free(&told->names);
	text_list_free(&told->systems);
	g_free(told);
}

void
hosts_register(void)
{
	roll_begin(&roll);
	all_counted = g_array_new(FALSE, TRUE, sizeof (struct counted));
	texts = texts_new();
	addresses = g_hash_table_new_full(wmem_str_hash, g_str_equal, NULL, free_told);
	all_told = g_ptr_array_new();
}

static void
forget_connections(void)
{
	roll_clear(&roll);
	g_array_set_size(all_counted, 0);
}

/* The cards go with the capture; what they were stays. */
static void
forget_cards(void)
{
	for (unsigned i = 0; i < all_told->len; i++) {
		struct told *told = (struct told *)g_ptr_array_index(all_told, i);
		const char *vendor = told->card ? card_vendor(told->card, told->type) : NULL;

		if (vendor != NULL)
			told->vendor = texts_keep(texts, vendor);
		told->card = NULL;
	}
}

void
hosts_end_capture(void)
{
	forget_cards();
	forget_connections();
}

void
hosts_forget(void)
{
	forget_connections();
	g_ptr_array_set_size(all_told, 0);
	g_hash_table_remove_all(addresses);
	g_hash_table_remove_all(texts);
}

static const char *
keep_printf(const char *format, ...)
{
	va_list arguments;
	char *text;
	const char *kept;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	kept = texts_keep(texts, text);
	g_free(text);
	return kept;
}

/* What a cell may have of a text: tshark parts columns by bars, and one long name would
 * push all columns behind it off the screen. NULL of NULL. */
static const char *
keep_cell_text(const char *text)
{
	GString *cell;
	const char *kept;

	if (text == NULL)
		return NULL;
	cell = g_string_new(NULL);
	for (unsigned shown = 0; *text != '\0' && shown < TEXT_SHOWN; text = g_utf8_next_char(text), shown++)
		if (*text == '|')
			g_string_append(cell, "\\x7c");
		else
			g_string_append_len(cell, text, g_utf8_next_char(text) - text);
	if (*text != '\0')
		g_string_append(cell, "...");
	kept = texts_keep(texts, cell->str);
	g_string_free(cell, TRUE);
	return kept;
}

static struct told *
told_of(const char *host)
{
	struct told *told = (struct told *)g_hash_table_lookup(addresses, host);

	if (told == NULL) {
		told = g_new0(struct told, 1);
		told->address = texts_keep(texts, host);
		g_hash_table_insert(addresses, (void *)told->address, told);
		g_ptr_array_add(all_told, told);
	}
	return told;
}

static struct host *
host_of(struct told *told, unsigned place)
{
	if (told->hosts[place] == NULL) {
		told->hosts[place] = g_new0(struct host, 1);
		told->hosts[place]->told = told;
		told->hosts[place]->side = sides[place];
		nstime_set_unset(&told->hosts[place]->first);
		nstime_set_unset(&told->hosts[place]->last);
	}
	return told->hosts[place];
}

/* The system that a host says it is, with the Samba that says so: it calls itself a
 * Windows, too. What a scanner names is forged. */
static const char *
system_of(const struct audit *audit, unsigned place)
{
	static const enum detail systems[] = { CLIENT_OS, SERVER_OS };
	static const enum detail lanmans[] = { CLIENT_LANMAN, SERVER_LANMAN };
	const char *system = audit_detail(audit, systems[place]);
	const char *lanman = audit_detail(audit, lanmans[place]);

	if (system == NULL || (place == CLIENT && audit_is_scanner(audit)))
		return NULL;
	if (lanman == NULL || !software_is_samba(lanman) || software_is_samba(system))
		return keep_cell_text(system);
	return keep_cell_text(keep_printf("%s (%s)", system, lanman));
}

static void
learn_times(struct host *host, const struct connection *connection)
{
	if (!nstime_is_unset(&connection->first.time) && (nstime_is_unset(&host->first) ||
	    nstime_cmp(&connection->first.time, &host->first) < 0))
		host->first = connection->first.time;
	if (!nstime_is_unset(&connection->last.time) && (nstime_is_unset(&host->last) ||
	    nstime_cmp(&connection->last.time, &host->last) > 0))
		host->last = connection->last.time;
}

static void
add_texts(struct text_list *list, const struct texts *all)
{
	for (unsigned i = 0; i < all->count; i++)
		text_list_tally(list, keep_cell_text(all->list[i]), 1);
}

/* What only grows. A user is who logged on: names that were refused, or not answered,
 * are none. Who is refused never comes to tell its system. */
static void
learn(struct host *host, const struct connection *connection, unsigned place)
{
	const struct identity *identity = connection->audit.identity;
	const struct stack *stack = connection->audit.stack;
	struct told *told = host->told;

	learn_times(host, connection);
	if (identity != NULL) {
		add_texts(&host->users, &identity->users);
		add_texts(&host->shares, &identity->shares);
	}
	if (connection->cards[place] != NULL)
		told->card = connection->cards[place];
	if (place == CLIENT && stack != NULL && told->stack == NULL)
		told->stack = keep_printf("looks like %s", stack->name);
}

/* Adds 1 to what is counted of the connection, or takes it away. */
static void
tally(const struct counted *counted, int by)
{
	for (unsigned place = CLIENT; place <= SERVER; place++) {
		struct told *told = counted->told[place];
		const struct host_need *need = &counted->needs[place];
		struct host *host = told ? host_of(told, place) : NULL;

		if (host == NULL)
			continue;
		text_list_tally(&told->names, counted->names[place], by);
		text_list_tally(&told->systems, counted->systems[place], by);
		host->connections += (unsigned)by;
		host->verdicts[counted->verdict] += (unsigned)by;
		host->needs[need->need][need->reason] += (unsigned)by;
		if (need->of != NULL)
			host->software = keep_cell_text(need->of);
	}
}

/* As a connection stands now. */
static struct counted
count_of_record(const struct record *record)
{
	static const enum detail names[] = { CLIENT_NAME, SERVER_NAME };
	const char *ends[] = { record->client_address, record->server_address };
	const char *resolved[] = { record->client_resolved, record->server_resolved };
	const struct audit *audit = &record->connection->audit;
	struct counted counted = { .verdict = audit_verdict(audit) };

	for (unsigned place = CLIENT; place <= SERVER; place++) {
		struct told *told = ends[place] ? told_of(ends[place]) : NULL;

		if (told == NULL)
			continue;
		told->type = record->connection->client.type;
		if (resolved[place] != NULL)
			told->resolved = keep_cell_text(resolved[place]);
		counted.told[place] = told;
		counted.names[place] = keep_cell_text(audit_detail(audit, names[place]));
		counted.systems[place] = system_of(audit, place);
		counted.needs[place] = need_of(audit, sides[place]);
	}
	return counted;
}

void
hosts_take(const struct audited *audited, const packet_info *pinfo)
{
	roll_take(&roll, audited, pinfo);
}

void
hosts_count(void)
{
	g_array_set_size(all_counted, roll.records->len);
	for (unsigned i = 0; i < roll.records->len; i++) {
		const struct record *record = roll_at(&roll, i);
		struct counted *counted = &g_array_index(all_counted, struct counted, i);

		tally(counted, -1);
		*counted = count_of_record(record);
		tally(counted, 1);
		for (unsigned place = CLIENT; place <= SERVER; place++)
			if (counted->told[place] != NULL)
				learn(counted->told[place]->hosts[place], record->connection, place);
	}
}

void
hosts_show(void (*show)(struct host *host))
{
	for (unsigned i = 0; i < all_told->len; i++) {
		const struct told *told = (const struct told *)g_ptr_array_index(all_told, i);

		for (unsigned place = CLIENT; place <= SERVER; place++)
			if (told->hosts[place] != NULL)
				show(told->hosts[place]);
	}
}

void
hosts_name_sender(const struct connection *datagram, const address *sender)
{
	const char *name = audit_detail(&datagram->audit, CLIENT_NAME);
	char *text = name ? address_to_str(NULL, sender) : NULL;
	struct told *told = text ? told_of(text) : NULL;

	if (told != NULL && told->datagram_name == NULL)
		told->datagram_name = keep_cell_text(name);
	wmem_free(NULL, text);
}

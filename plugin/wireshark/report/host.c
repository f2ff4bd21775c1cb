/* host.c - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host.h"

#include <epan/to_str.h>

#include "../text.h"
#include "texts.h"

/* How one connection is counted, so that this can be taken back. */
struct counted {
	struct host *hosts[2];		/* client, server; NULL: roles not known */
	enum verdict verdict;
	struct host_need needs[2];
};

static GHashTable *texts;
static GHashTable *addresses;		/* text to struct told, which the table owns */
static GHashTable *connections;		/* struct connection to struct counted, likewise */

/* Places in the arrays of two. */
enum { CLIENT, SERVER };
static const enum side sides[] = { [CLIENT] = SIDE_CLIENT, [SERVER] = SIDE_SERVER };

static void
free_list(struct text_list *list)
{
	if (list->all != NULL)
		g_hash_table_destroy(list->all);
}

static void
free_host(struct host *host)
{
	if (host == NULL)
		return;
	free_list(&host->users);
	free_list(&host->shares);
	g_free(host);
}

static void
free_told(void *data)
{
	struct told *told = (struct told *)data;

	free_host(told->hosts[CLIENT]);
	free_host(told->hosts[SERVER]);
	free_list(&told->names);
	free_list(&told->systems);
	free_address(&told->host);
	g_free(told);
}

void
hosts_register(void)
{
	texts = texts_new();
	addresses = g_hash_table_new_full(wmem_str_hash, g_str_equal, NULL, free_told);
	connections = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

/* The cards go with the capture; what they were stays. */
static void
forget_card(void *key _U_, void *value, void *data _U_)
{
	struct told *told = (struct told *)value;
	const char *vendor = told->card ? card_vendor(told->card, told->host.type) : NULL;

	if (vendor != NULL)
		told->vendor = texts_keep(texts, vendor);
	told->card = NULL;
}

void
hosts_end_capture(void)
{
	g_hash_table_foreach(addresses, forget_card, NULL);
	g_hash_table_remove_all(connections);
}

void
hosts_forget(void)
{
	g_hash_table_remove_all(connections);
	g_hash_table_remove_all(addresses);
	g_hash_table_remove_all(texts);
}

bool
hosts_know(const struct connection *connection)
{
	return g_hash_table_contains(connections, connection);
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

static void
join(struct text_list *list)
{
	const unsigned count = g_hash_table_size(list->all);
	GString *joined = g_string_new(NULL);

	for (unsigned i = 0; i < count && i < LIST_SHOWN; i++)
		g_string_append_printf(joined, "%s%s", i > 0 ? ", " : "", list->shown[i]);
	if (count > LIST_SHOWN)
		g_string_append_printf(joined, " and %u more", count - LIST_SHOWN);
	list->joined = texts_keep(texts, joined->str);
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
	kept = texts_keep(texts, cell->str);
	g_string_free(cell, TRUE);
	return kept;
}

static void
add_text(struct text_list *list, const char *text)
{
	const char *kept = text ? keep_cell_text(text) : NULL;
	unsigned count;

	if (kept == NULL)
		return;
	if (list->all == NULL)
		list->all = g_hash_table_new(NULL, NULL);	/* of kept texts, which are the same */
	if (!g_hash_table_add(list->all, (void *)kept))
		return;
	count = g_hash_table_size(list->all);
	if (count <= LIST_SHOWN)
		list->shown[count - 1] = kept;
	join(list);
}

static struct told *
told_of(const address *host)
{
	char *text = address_to_str(NULL, host);
	struct told *told = (struct told *)g_hash_table_lookup(addresses, text);

	if (told == NULL) {
		told = g_new0(struct told, 1);
		told->address = texts_keep(texts, text);
		copy_address(&told->host, host);
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
		nstime_set_unset(&told->hosts[place]->first);
		nstime_set_unset(&told->hosts[place]->last);
	}
	return told->hosts[place];
}

/* Who is refused never comes to tell its system. */
static void
learn_stack(struct told *told, const struct stack *stack)
{
	if (stack != NULL && told->stack == NULL)
		told->stack = keep_printf("looks like %s", stack->name);
}

/* Where the user switched name resolution on, it has other words for an address. */
static void
learn_resolved(struct told *told, wmem_allocator_t *scope)
{
	const char *text = address_to_display(scope, &told->host);

	if (strcmp(text, told->address) != 0)
		told->resolved = keep_cell_text(text_printable(text, scope));
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

/* The system that a scanner names is forged. */
static void
learn_side(struct host *host, const struct audit *audit, unsigned place)
{
	static const enum detail names[] = { CLIENT_NAME, SERVER_NAME };
	static const enum detail systems[] = { CLIENT_OS, SERVER_OS };

	add_text(&host->told->names, audit_detail(audit, names[place]));
	if (place == SERVER || !audit_is_scanner(audit))
		add_text(&host->told->systems, audit_detail(audit, systems[place]));
}

/* A user is who logged on: names that were refused, or not answered, are none. */
static void
learn_session(struct host *host, const struct identity *identity)
{
	for (unsigned i = 0; i < identity->users.count; i++)
		add_text(&host->users, identity->users.list[i]);
	for (unsigned i = 0; i < identity->shares.count; i++)
		add_text(&host->shares, identity->shares.list[i]);
}

static void
learn(struct host *host, const struct connection *connection, unsigned place,
    wmem_allocator_t *scope)
{
	learn_side(host, &connection->audit, place);
	if (connection->audit.identity != NULL)
		learn_session(host, connection->audit.identity);
	learn_times(host, connection);
	learn_resolved(host->told, scope);
	if (connection->cards[place] != NULL)
		host->told->card = connection->cards[place];
	if (place == CLIENT)
		learn_stack(host->told, connection->audit.stack);
}

/* Adds 1 to what is counted of the connection, or takes it away: by is 1 or -1. */
static void
tally(struct counted *counted, int by)
{
	for (unsigned place = CLIENT; place <= SERVER; place++) {
		struct host *host = counted->hosts[place];
		const struct host_need *need = &counted->needs[place];

		if (host == NULL)
			continue;
		host->connections += (unsigned)by;
		host->verdicts[counted->verdict] += (unsigned)by;
		host->needs[need->need][need->reason] += (unsigned)by;
		if (need->of != NULL)
			host->software = texts_keep(texts, need->of);
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
    wmem_allocator_t *scope, void (*changed)(struct host *host))
{
	struct counted *counted = counted_of(connection);
	const struct counted before = *counted;

	tally(counted, -1);
	counted->verdict = audit_verdict(&connection->audit);
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
		learn(counted->hosts[place], connection, place, scope);
		show_both(counted->hosts[place]->told, changed);
	}
}

void
hosts_name_sender(const struct connection *datagram, const address *sender,
    void (*changed)(struct host *host))
{
	const char *name = audit_detail(&datagram->audit, CLIENT_NAME);
	struct told *told = name ? told_of(sender) : NULL;

	if (told == NULL || told->datagram_name != NULL)
		return;
	told->datagram_name = keep_cell_text(name);
	show_both(told, changed);
}

static unsigned
count_of(const struct host *host, enum need need)
{
	unsigned count = 0;

	for (unsigned reason = 0; reason < REASONS; reason++)
		count += host->needs[need][reason];
	return count;
}

/* Who was seen to speak SMB2 has it, whatever its software is called. */
static bool
counts(const struct host *host, enum need need, enum reason reason)
{
	return host->needs[need][reason] > 0 &&
	    (reason != REASON_SOFTWARE || count_of(host, NEED_NONE) == 0);
}

/* The strongest need, and the first reason of it. */
static struct host_need
strongest(const struct host *host)
{
	for (unsigned need = NEEDS - 1; need > NEED_NOT_SHOWN; need--)
		for (unsigned reason = 0; reason < REASONS; reason++)
			if (counts(host, (enum need)need, (enum reason)reason))
				return (struct host_need){ (enum need)need, (enum reason)reason,
				    reason == REASON_SOFTWARE ? host->software : NULL };
	return (struct host_need){ NEED_NOT_SHOWN, REASON_NONE, NULL };
}

enum need
host_need(const struct host *host)
{
	return strongest(host).need;
}

/* A host that speaks SMB2 at other times has an application that does not. */
const char *
host_why(const struct host *host)
{
	static char text[256];
	const struct host_need need = strongest(host);
	const struct why why = need_why(&need);
	const unsigned such = host->needs[need.need][need.reason];

	if (why.text == NULL)
		return "";
	if (why.of != NULL)
		snprintf(text, sizeof text, "%s (%s)", why.text, why.of);
	else if (need.need == NEED_CERTAIN && count_of(host, NEED_NONE) > 0)
		snprintf(text, sizeof text, "%s in %u of %u connections%s", why.text, such,
		    host->connections,
		    host->side == SIDE_CLIENT ? ": an application, not the system" : "");
	else
		return why.text;
	return text;
}

/* What a host says of itself goes before what others say of it. */
const char *
host_names(const struct host *host)
{
	const struct told *told = host->told;

	if (told->names.joined != NULL)
		return told->names.joined;
	if (told->datagram_name != NULL)
		return told->datagram_name;
	return told->resolved ? told->resolved : "";
}

const char *
host_systems(const struct host *host)
{
	const struct told *told = host->told;

	if (told->systems.joined != NULL)
		return told->systems.joined;
	return told->stack ? told->stack : "";
}

const char *
host_vendor(const struct host *host)
{
	const struct told *told = host->told;
	const char *vendor = told->card ? card_vendor(told->card, told->host.type) : told->vendor;

	return vendor ? vendor : "";
}

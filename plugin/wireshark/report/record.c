/* record.c - all that is known of one connection, as columns
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "record.h"

#include "../keep/captions.h"
#include "times.h"

static struct value
absent(void)
{
	const struct value value = { .kind = VALUE_ABSENT };

	return value;
}

static struct value
text(const char *what)
{
	const struct value value = { .kind = VALUE_TEXT, .text = what };

	return what ? value : absent();
}

static struct value
number(uint32_t what)
{
	const struct value value = { .kind = VALUE_NUMBER, .number = what };

	return value;
}

/* A frame of which there is none has the number 0, and so has a port where there is no
 * TCP or nobody knows who the client is. */
static struct value
number_unless_0(uint32_t what)
{
	return what ? number(what) : absent();
}

static struct value
true_if(bool what)
{
	const struct value value = { .kind = VALUE_TRUE };

	return what ? value : absent();
}

static struct value
list(const char *const *entries, unsigned count)
{
	const struct value value = { .kind = VALUE_LIST, .list = entries, .count = count };

	return count ? value : absent();
}

/* What a column is made of; detail is for those that share a function. */
typedef struct value (*column_of)(const struct record *record, unsigned detail,
    wmem_allocator_t *scope);

#define COLUMN(name) static struct value \
	name(const struct record *record, unsigned detail _U_, wmem_allocator_t *scope _U_)

static const struct negotiation *
negotiation_of(const struct record *record)
{
	return &record->connection->audit.negotiation;
}

COLUMN(first_frame) { return number(record->connection->first.frame); }
COLUMN(first_time) { return text(times_text(&record->connection->first.time, scope)); }
COLUMN(last_frame) { return number(record->connection->last.frame); }
COLUMN(last_time) { return text(times_text(&record->connection->last.time, scope)); }

static const struct audit *
audit_of(const struct record *record)
{
	return &record->connection->audit;
}

COLUMN(verdict) { return text(verdict_name(audit_verdict(audit_of(record)))); }
COLUMN(needs) { return text(needs_smb1_name(needs_smb1(audit_of(record)))); }
COLUMN(why) { return text(why_text(needs_why(audit_of(record)), scope)); }

static struct value
end_need(const struct record *record, unsigned side, wmem_allocator_t *scope _U_)
{
	return text(need_name(need_of(audit_of(record), (enum side)side).need));
}

static struct value
end_why(const struct record *record, unsigned side, wmem_allocator_t *scope)
{
	const struct host_need need = need_of(audit_of(record), (enum side)side);

	return text(why_text(need_why(&need), scope));
}

COLUMN(client_address) { return text(record->client_address); }
COLUMN(server_address) { return text(record->server_address); }
COLUMN(client_port) { return number_unless_0(record->client_port); }
COLUMN(server_port) { return number_unless_0(record->server_port); }

static const struct offer *
offer_of(const struct record *record)
{
	return negotiation_of(record)->offer;
}

COLUMN(offer)
{
	return offer_of(record) ? text(offer_class_name(offer_of(record)->class)) : absent();
}

COLUMN(offer_dialect)
{
	return offer_of(record) ? list(offer_of(record)->list.names, offer_of(record)->list.kept) : absent();
}

COLUMN(offer_count)
{
	return offer_of(record) ? number(offer_of(record)->list.count) : absent();
}

COLUMN(offer_stack)
{
	return record->connection->audit.stack ? text(record->connection->audit.stack->name) : absent();
}

COLUMN(smb1_only)
{
	return true_if(offer_of(record) != NULL && offer_of(record)->class == OFFER_SMB1_ONLY);
}

COLUMN(selected) { return text(negotiation_selected(negotiation_of(record))); }

COLUMN(selected_index)
{
	const struct negotiation *negotiation = negotiation_of(record);

	return negotiation->has_index ? number(negotiation->index) : absent();
}

COLUMN(selected_family)
{
	return text(selected_family_name((enum selected_family)negotiation_of(record)->family));
}

COLUMN(summary) { return text(summary_text(audit_of(record), true, scope)); }

COLUMN(offer_frame) { return number_unless_0(negotiation_of(record)->offer_frame); }
COLUMN(answer_frame) { return number_unless_0(negotiation_of(record)->answer_frame); }
COLUMN(close_frame) { return number_unless_0(negotiation_decided_by(negotiation_of(record))); }

static const struct identity *
identity_of(const struct record *record)
{
	return record->connection->audit.identity;
}

static struct value
detail(const struct record *record, unsigned which, wmem_allocator_t *scope _U_)
{
	return text(audit_detail(audit_of(record), (enum detail)which));
}

static struct value
texts_list(const struct texts *texts)
{
	return list(texts->list, texts->count);
}

COLUMN(share)
{
	return identity_of(record) ? texts_list(&identity_of(record)->shares) : absent();
}

COLUMN(refused)
{
	return identity_of(record) ? texts_list(&identity_of(record)->refused) : absent();
}

/* The column of the user's name tells of a logon that was not answered, too. */
COLUMN(users)
{
	return identity_of(record) ? texts_list(&identity_of(record)->users) : absent();
}

COLUMN(left_out)
{
	const struct identity *identity = identity_of(record);
	const char **names = (const char **)wmem_alloc(scope, 3 * sizeof *names);
	unsigned count = 0;

	if (identity != NULL && identity->shares.more)
		names[count++] = "share";
	if (identity != NULL && identity->users.more)
		names[count++] = "client_users";
	if (identity != NULL && identity->refused.more)
		names[count++] = "client_user_refused";
	return list(names, count);
}

COLUMN(signing)
{
	return identity_of(record) ?
	    text(signing_name((enum signing)identity_of(record)->signing)) : absent();
}

COLUMN(auth)
{
	return identity_of(record) ?
	    text(auth_name((enum auth)identity_logon(identity_of(record)).auth)) : absent();
}

COLUMN(browser) { return true_if(audit_is_browser(audit_of(record))); }
COLUMN(scanner) { return true_if(audit_is_scanner(audit_of(record))); }

/* Both ends have addresses of one type. */
COLUMN(client_vendor)
{
	const struct connection *connection = record->connection;

	return text(card_vendor(connection->cards[0], connection->client.type));
}

COLUMN(server_vendor)
{
	const struct connection *connection = record->connection;

	return text(card_vendor(connection->cards[1], connection->client.type));
}

COLUMN(client_resolved) { return text(record->client_resolved); }
COLUMN(server_resolved) { return text(record->server_resolved); }
COLUMN(unseen) { return text(audit_of(record)->not_seen); }

#define NO_DETAIL 0			/* those that take one read it, no other */

static const struct {
	const char *name;
	column_of of;
	unsigned detail;
} columns[] = {
	{ "frame", first_frame, NO_DETAIL },
	{ "time", first_time, NO_DETAIL },
	{ "last_frame", last_frame, NO_DETAIL },
	{ "last_time", last_time, NO_DETAIL },
	{ "verdict", verdict, NO_DETAIL },
	{ "needs_smb1", needs, NO_DETAIL },
	{ "client_address", client_address, NO_DETAIL },
	{ "client_port", client_port, NO_DETAIL },
	{ "server_address", server_address, NO_DETAIL },
	{ "server_port", server_port, NO_DETAIL },
	{ "offer", offer, NO_DETAIL },
	{ "offer_dialect", offer_dialect, NO_DETAIL },
	{ "offer_count", offer_count, NO_DETAIL },
	{ "offer_stack", offer_stack, NO_DETAIL },
	{ "smb1_only", smb1_only, NO_DETAIL },
	{ "selected", selected, NO_DETAIL },
	{ "selected_index", selected_index, NO_DETAIL },
	{ "selected_family", selected_family, NO_DETAIL },
	{ "summary", summary, NO_DETAIL },
	{ "offer_frame", offer_frame, NO_DETAIL },
	{ "answer_frame", answer_frame, NO_DETAIL },
	{ "close_frame", close_frame, NO_DETAIL },
	{ "client_name", detail, CLIENT_NAME },
	{ "client_domain", detail, CLIENT_DOMAIN },
	{ "client_user", detail, CLIENT_USER },
	{ "client_os", detail, CLIENT_OS },
	{ "client_lanman", detail, CLIENT_LANMAN },
	{ "server_name", detail, SERVER_NAME },
	{ "server_domain", detail, SERVER_DOMAIN },
	{ "server_os", detail, SERVER_OS },
	{ "server_lanman", detail, SERVER_LANMAN },
	{ "share", share, NO_DETAIL },
	{ "signing", signing, NO_DETAIL },
	{ "auth", auth, NO_DETAIL },
	{ "browser", browser, NO_DETAIL },
	{ "scanner", scanner, NO_DETAIL },
	{ "why", why, NO_DETAIL },
	{ "client_user_refused", refused, NO_DETAIL },
	{ "client_users", users, NO_DETAIL },
	{ "client_need", end_need, SIDE_CLIENT },
	{ "client_why", end_why, SIDE_CLIENT },
	{ "server_need", end_need, SIDE_SERVER },
	{ "server_why", end_why, SIDE_SERVER },
	{ "client_vendor", client_vendor, NO_DETAIL },
	{ "server_vendor", server_vendor, NO_DETAIL },
	{ "client_resolved", client_resolved, NO_DETAIL },
	{ "server_resolved", server_resolved, NO_DETAIL },
	{ "left_out", left_out, NO_DETAIL },
	{ "unseen", unseen, NO_DETAIL },
};

unsigned
record_columns(void)
{
	return array_length(columns);
}

const char *
record_column_name(unsigned column)
{
	return columns[column].name;
}

struct value
record_value(const struct record *record, unsigned column, wmem_allocator_t *scope)
{
	return columns[column].of(record, columns[column].detail, scope);
}

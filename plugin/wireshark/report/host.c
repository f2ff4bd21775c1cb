/* host.c - a host in one role, as the statistic counts its connections
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "host.h"

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
	static GString *text;
	const struct host_need need = strongest(host);
	const struct why why = need_why(&need);
	const unsigned such = host->needs[need.need][need.reason];

	if (why.text == NULL)
		return "";
	if (text == NULL)
		text = g_string_new(NULL);
	if (why.of != NULL)
		g_string_printf(text, "%s (%s)", why.text, why.of);
	else if (need.need == NEED_CERTAIN && count_of(host, NEED_NONE) > 0)
		g_string_printf(text, "%s in %u of %u connections%s", why.text, such,
		    host->connections,
		    host->side == SIDE_CLIENT ? ": an application, not the system" : "");
	else
		return why.text;
	return text->str;
}

/* What a host says of itself goes before what others say of it. */
const char *
host_names(const struct host *host)
{
	const struct told *told = host->told;

	if (told->names.present > 0)
		return text_list_joined(&told->names);
	if (told->datagram_name != NULL)
		return told->datagram_name;
	return told->resolved ? told->resolved : "";
}

const char *
host_users(const struct host *host)
{
	return text_list_joined(&host->users);
}

const char *
host_shares(const struct host *host)
{
	return text_list_joined(&host->shares);
}

const char *
host_systems(const struct host *host)
{
	const struct told *told = host->told;

	if (told->systems.present > 0)
		return text_list_joined(&told->systems);
	return told->stack ? told->stack : "";
}

const char *
host_vendor(const struct host *host)
{
	const struct told *told = host->told;
	const char *vendor = told->card ? card_vendor(told->card, told->type) : told->vendor;

	return vendor ? vendor : "";
}

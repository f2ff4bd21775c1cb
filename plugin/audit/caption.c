/* caption.c - a negotiation in words
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "caption.h"
#include "verdict.h"

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

/* What sets a connection apart: it is no ground to say that a host needs SMB1. */
static const char *
apart_text(const struct audit *audit)
{
	if (audit_is_scanner(audit))
		return " (a scanner)";
	return audit_is_browser(audit) ? " (Computer Browser only, no file access)" : "";
}

size_t
caption_headline(const struct audit *audit, char *text, size_t room)
{
	const struct negotiation *negotiation = &audit->negotiation;
	const char *selected = negotiation_selected(negotiation);
	const char *needs = needs_smb1_sentence(verdict_needs_smb1(negotiation));

	return (size_t)snprintf(text, room, "%s%s%s%s%s%s%s",
	    or_empty(verdict_name(verdict_of(negotiation))),
	    selected ? " (" : "", or_empty(selected), selected ? ")" : "",
	    needs ? ", " : "", or_empty(needs), apart_text(audit));
}

/* The part about the answer; nothing while there is none. */
static void
write_selected(const struct negotiation *negotiation, char *text, size_t room)
{
	const char *selected = negotiation_selected(negotiation);

	text[0] = '\0';
	if (selected != NULL)
		snprintf(text, room, ", Selected Dialect: %s", selected);
	else if (negotiation->family == FAMILY_NONE)
		snprintf(text, room, ", Selected Dialect: None");
	else if (negotiation->family == FAMILY_SMB2)
		snprintf(text, room, ", Selected Dialect: 0x%04x", negotiation->revision);
	else if (negotiation->has_index)
		snprintf(text, room, ", Selected Dialect Index: %u", negotiation->index);
}

/* requested is NULL where the offer was not captured. */
static size_t
write_summary(const struct negotiation *negotiation, const char *requested, char *text, size_t room)
{
	char selected[1280];	/* the longest name is cut to less */

	if (requested == NULL && negotiation->answer_frame == 0)
		return (size_t)snprintf(text, room, "Negotiate not captured");
	write_selected(negotiation, selected, sizeof selected);
	return (size_t)snprintf(text, room, "Negotiate%s%s%s", selected,
	    requested ? ", Requested Dialects: " : "", or_empty(requested));
}

size_t
caption_whole_summary(const struct audit *audit, char *text, size_t room)
{
	const struct offer *offer = audit->negotiation.offer;

	return write_summary(&audit->negotiation, offer ? offer->requested : NULL, text, room);
}

size_t
caption_summary(const struct audit *audit, char *text, size_t room)
{
	const struct offer *offer = audit->negotiation.offer;

	return write_summary(&audit->negotiation, offer ? offer->requested_shortly : NULL, text, room);
}

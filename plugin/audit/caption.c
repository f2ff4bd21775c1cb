/* caption.c - a connection in words
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "caption.h"
#include "need.h"

static void
begin(struct caption *caption)
{
	caption->count = 0;
	caption->parts[0] = NULL;
}

static void
add(struct caption *caption, const char *part)
{
	caption->parts[caption->count++] = part;
	caption->parts[caption->count] = NULL;
}

/* Who needs SMB1: behind the verdict, and before it. */
static const struct {
	const char *behind, *before;
} who[] = {
	[NEEDS_CLIENT]	= { ", client needs SMB1", "Client needs SMB1: " },
	[NEEDS_SERVER]	= { ", server needs SMB1", "Server needs SMB1: " },
	[NEEDS_UNKNOWN]	= { ", who needs SMB1 is not known", "Who needs SMB1 is not known: " },
};

/* Why nobody does, though SMB1 was spoken: the words of the statistics. */
static const char *
apart_of(const struct audit *audit)
{
	const struct host_need need = need_of(audit, SIDE_CLIENT);

	return need.need == NEED_SCANNER || need.need == NEED_BROWSER ? need_name(need.need) : NULL;
}

void
caption_headline(struct caption *caption, const struct audit *audit)
{
	const char *selected = negotiation_selected(&audit->negotiation);
	const enum needs_smb1 needs = needs_smb1(audit);
	const char *apart = apart_of(audit);

	begin(caption);
	add(caption, verdict_name(audit_verdict(audit)));
	if (selected != NULL) {
		add(caption, " (");
		add(caption, selected);
		add(caption, ")");
	}
	if (needs != NEEDS_ABSENT) {
		add(caption, who[needs].behind);
	} else if (apart != NULL) {
		add(caption, ", needs SMB1: ");
		add(caption, apart);
	} else if (audit->not_seen != NULL) {
		add(caption, ", not all was looked at");
	}
}

void
caption_claim(struct caption *caption, const struct audit *audit)
{
	const enum needs_smb1 needs = needs_smb1(audit);
	const char *apart = apart_of(audit);

	begin(caption);
	if (needs != NEEDS_ABSENT) {
		add(caption, who[needs].before);
		add(caption, verdict_short_name(audit_verdict(audit)));
		return;
	}
	if (apart != NULL) {
		add(caption, "Needs SMB1: ");
		add(caption, apart);
		add(caption, ": ");
	}
	add(caption, verdict_name(audit_verdict(audit)));
}

/* The part about the answer; nothing while there is none. */
static void
add_selected(struct caption *caption, const struct negotiation *negotiation)
{
	const char *selected = negotiation_selected(negotiation);

	if (selected == NULL && negotiation->family == FAMILY_NONE)
		selected = "None";
	if (selected != NULL) {
		add(caption, ", Selected Dialect: ");
		add(caption, selected);
	} else if (negotiation->family == FAMILY_SMB2) {
		snprintf(caption->number, sizeof caption->number, "0x%04x", negotiation->revision);
		add(caption, ", Selected Dialect: ");
		add(caption, caption->number);
	} else if (negotiation->has_index) {
		snprintf(caption->number, sizeof caption->number, "%u", negotiation->index);
		add(caption, ", Selected Dialect Index: ");
		add(caption, caption->number);
	}
}

void
caption_summary(struct caption *caption, const struct audit *audit, bool whole)
{
	const struct negotiation *negotiation = &audit->negotiation;
	const struct offer *offer = negotiation->offer;

	begin(caption);
	if (offer == NULL && negotiation->answer_frame == 0) {
		add(caption, "Negotiate not captured");
		return;
	}
	add(caption, "Negotiate");
	add_selected(caption, negotiation);
	if (offer != NULL) {
		add(caption, ", Requested Dialects: ");
		add(caption, whole ? offer->requested : offer->requested_shortly);
	}
}

/* audit.c - one connection: all that is judged of it, step by step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "audit.h"

#include "pdu.h"

static void
learn(struct audit *audit, const struct identity_facts *says, const struct smb_pdu *pdu,
    const struct storage *storage)
{
	if (audit->identity == NULL)
		audit->identity = (struct identity *)storage->zeroed(sizeof *audit->identity);
	identity_learn(audit->identity, says, pdu, storage->text);
}

/* Who and what. Most answers say nothing, and of them nothing is kept. A frame is shown
 * for it where it names one of them, and where the connection turns out to be the
 * Computer Browser's, or not to be. */
static unsigned
identify(struct audit *audit, const struct smb_pdu *pdu, const struct storage *storage)
{
	const bool told = identity_is_told_by(pdu);
	const bool says = told && identity_says_something(&pdu->says);
	const bool was_browser = audit_is_browser(audit);

	if (!pdu->response || says || (told && audit->identity != NULL))
		learn(audit, told ? &pdu->says : NULL, pdu, storage);
	if (says && identity_is_shown_on(pdu))
		return MARK_IDENTITY;
	return audit_is_browser(audit) != was_browser ? MARK_IDENTITY : 0;
}

unsigned
audit_take_pdu(struct audit *audit, const struct smb_pdu *pdu, enum side sender, uint32_t frame,
    const struct storage *storage)
{
	const enum negotiation_event event =
	    negotiation_event_of_pdu(&audit->negotiation, pdu, sender);
	unsigned marks = negotiation_step(&audit->negotiation, event, pdu, frame);

	if (marks & MARK_OFFER)
		audit->stack = stack_of(pdu->offer, pdu);
	if (event == EVENT_IGNORED || pdu->smb2 || (pdu_is_negotiate(pdu) && !pdu->response))
		return marks;
	return marks | identify(audit, pdu, storage);
}

unsigned
audit_take_closing(struct audit *audit, enum tcp_closing closing, enum side sender,
    uint32_t frame)
{
	return negotiation_step(&audit->negotiation,
	    negotiation_event_of_closing(closing, sender), NULL, frame);
}

void
audit_take_names(struct audit *audit, const struct identity_facts *names,
    const struct storage *storage)
{
	learn(audit, names, NULL, storage);
}

bool
audit_is_browser(const struct audit *audit)
{
	return audit->identity != NULL && identity_is_browser(audit->identity);
}

bool
audit_is_scanner(const struct audit *audit)
{
	return stack_is_scanner(audit->stack);
}

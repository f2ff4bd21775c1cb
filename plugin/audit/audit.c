/* audit.c - one connection: all that is judged of it, step by step
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "audit.h"

#include "pdu.h"

static struct identity *
identity_of(struct audit *audit, const struct storage *storage)
{
	if (audit->identity == NULL)
		audit->identity = (struct identity *)storage->zeroed(sizeof *audit->identity);
	return audit->identity;
}

/* Who and what. Most answers say nothing, and of them nothing is kept. A frame is shown
 * for it where it names one of them, and where the connection turns out to be the
 * Computer Browser's or a scanner's, or not to be. */
static unsigned
identify(struct audit *audit, const struct smb_pdu *pdu, const struct storage *storage)
{
	const bool told = identity_is_told_by(pdu);
	const bool says = told && identity_says_something(&pdu->says);
	const bool was_browser = audit_is_browser(audit), was_scanner = audit_is_scanner(audit);

	if (!pdu->response || says || (told && audit->identity != NULL))
		identity_learn(identity_of(audit, storage), pdu, storage);
	if (says && identity_is_shown_on(pdu))
		return MARK_IDENTITY;
	return audit_is_browser(audit) != was_browser || audit_is_scanner(audit) != was_scanner ?
	    MARK_IDENTITY : 0;
}

/* Of SMB2 sessions names are kept, and no frame is shown for them. */
static void
learn_smb2(struct audit *audit, const struct smb_pdu *pdu, enum side sender,
    const struct storage *storage)
{
	const bool fits = sender == (pdu->response ? SIDE_SERVER : SIDE_CLIENT);

	if (fits && (audit->identity != NULL || identity_says_something(&pdu->says)))
		identity_learn(identity_of(audit, storage), pdu, storage);
}

unsigned
audit_take_pdu(struct audit *audit, const struct smb_pdu *pdu, enum side sender, uint32_t frame,
    const struct storage *storage)
{
	const enum negotiation_event event =
	    negotiation_event_of_pdu(&audit->negotiation, pdu, sender);
	const unsigned marks = negotiation_step(&audit->negotiation, event, pdu, frame);

	if (marks & MARK_OFFER)
		audit->stack = stack_of(pdu->offer, pdu);
	if (pdu->smb2 && !pdu_is_negotiate(pdu))
		learn_smb2(audit, pdu, sender, storage);
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
	identity_learn_names(identity_of(audit, storage), names, storage);
}

enum verdict
audit_verdict(const struct audit *audit)
{
	const enum verdict verdict = verdict_of(&audit->negotiation);

	return audit->not_seen != NULL && verdict_rests_on_silence(&audit->negotiation) ?
	    VERDICT_NO_ANSWER : verdict;
}

bool
audit_is_scanner(const struct audit *audit)
{
	return stack_is_scanner(audit->stack) ||
	    (audit->identity != NULL && audit->identity->is_scanner);
}

bool
audit_is_browser(const struct audit *audit)
{
	return audit->identity != NULL && identity_is_browser(audit->identity);
}

/* What an exploit puts where its system would stand is garbage. */
const char *
audit_detail(const struct audit *audit, enum detail detail)
{
	if (audit->identity == NULL)
		return NULL;
	if ((detail == CLIENT_OS || detail == CLIENT_LANMAN) && stack_fills_in_garbage(audit->stack))
		return NULL;
	return identity_detail(audit->identity, detail);
}

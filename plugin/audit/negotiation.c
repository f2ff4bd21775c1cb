/* negotiation.c - one connection: what was offered, answered, and became of it
 *
 * Follows MS-CIFS 2.2.4.52 and 3.2.4.2.2 (Negotiate, DialectIndex), MS-SMB
 * 2.2.4.5 (extended security changes nothing here), MS-SMB2 3.2.5.2, 3.3.5.3
 * (multi-protocol negotiate) and 3.3.5.4. Deliberate deviations:
 *  - A server need not honour the client's order (MS-CIFS 2.2.4.52.1); none
 *    does, so that only the index counts.
 *  - A second Negotiate is an error (MS-CIFS 2.2.4.52) and changes no verdict.
 *  - Frames may be captured out of order: a late answer or a late offer is
 *    judged as if it had come in time. What a close decided, nothing else undoes
 *    but a command that succeeds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stddef.h>

#include "negotiation.h"

enum { INDEX_NONE = 0xFFFF };	/* MS-CIFS 2.2.4.52.2: no dialect is acceptable */

struct transition {
	bool answered;
	uint8_t next;
	uint8_t mark;
};

#define TO(state)	{ true, STATE_##state, 0 }
#define OFFER(state)	{ true, STATE_##state, MARK_OFFER }
#define ANSWER(state)	{ true, STATE_##state, MARK_ANSWER }
#define FURTHER(state)	{ true, STATE_##state, MARK_FURTHER }
#define CLOSE(state)	{ true, STATE_##state, MARK_CLOSE }
#define USE(state)	{ true, STATE_##state, MARK_USE }
#define JOIN(state)	{ true, STATE_##state, MARK_JOINED }
#define JOIN_USE(state)	{ true, STATE_##state, MARK_JOINED | MARK_USE }

#define OFFERS(first, again, late) \
	[EVENT_OFFER] = first, [EVENT_OFFER_AGAIN] = again, [EVENT_OFFER_LATE] = late
#define ANSWERS(smb1, bait, smb2, none, invalid) \
	[EVENT_SMB1_SELECTED] = smb1, [EVENT_BAIT_TAKEN] = bait, \
	[EVENT_SMB2_SELECTED] = smb2, [EVENT_NONE_SELECTED] = none, \
	[EVENT_INVALID_ANSWER] = invalid
#define COMMANDS(command, success, other) \
	[EVENT_COMMAND] = command, [EVENT_SUCCESS] = success, [EVENT_OTHER] = other
#define CLOSES(client_reset, client_close, server_reset, server_close) \
	[EVENT_CLIENT_RESET] = client_reset, [EVENT_CLIENT_CLOSE] = client_close, \
	[EVENT_SERVER_RESET] = server_reset, [EVENT_SERVER_CLOSE] = server_close

static const struct transition transitions[NEGOTIATION_STATES][NEGOTIATION_EVENTS] = {
	[STATE_NEW] = {
		OFFERS(OFFER(OFFERED), OFFER(OFFERED), OFFER(OFFERED)),
		ANSWERS(ANSWER(UNOFFERED), ANSWER(UNOFFERED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(JOIN(MIDSTREAM), JOIN_USE(IN_USE), JOIN(MIDSTREAM)),
		CLOSES(TO(NEW), TO(NEW), TO(NEW), TO(NEW)),
	},
	[STATE_OFFERED] = {
		OFFERS(FURTHER(OFFERED), FURTHER(OFFERED), FURTHER(OFFERED)),
		ANSWERS(ANSWER(SELECTED), ANSWER(BAITED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(PIPELINED), USE(IN_USE), TO(PRESUMED)),
		CLOSES(TO(LEFT), TO(LEFT), CLOSE(RESET), CLOSE(CLOSED)),
	},
	[STATE_PIPELINED] = {
		OFFERS(FURTHER(PIPELINED), FURTHER(PIPELINED), FURTHER(PIPELINED)),
		ANSWERS(ANSWER(COMMANDED), ANSWER(COMMANDED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(PIPELINED), USE(IN_USE), TO(PRESUMED)),
		CLOSES(TO(LEFT), TO(LEFT), CLOSE(RESET), CLOSE(CLOSED)),
	},
	[STATE_PRESUMED] = {	/* the answer was missed: a close refuses nothing */
		OFFERS(FURTHER(PRESUMED), FURTHER(PRESUMED), FURTHER(PRESUMED)),
		ANSWERS(ANSWER(COMMANDED), ANSWER(COMMANDED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(PRESUMED), USE(IN_USE), TO(PRESUMED)),
		CLOSES(TO(LEFT), TO(LEFT), TO(LEFT), TO(LEFT)),
	},
	[STATE_LEFT] = {	/* closed, and no refusal: the server's close answers the client's */
		OFFERS(FURTHER(LEFT), FURTHER(LEFT), FURTHER(LEFT)),
		ANSWERS(ANSWER(ABANDONED), ANSWER(ABANDONED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(LEFT), USE(IN_USE), TO(LEFT)),
		CLOSES(TO(LEFT), TO(LEFT), TO(LEFT), TO(LEFT)),
	},
	[STATE_SMB2] = {
		OFFERS(FURTHER(SMB2), FURTHER(SMB2), OFFER(OFFERED)),
		ANSWERS(FURTHER(SMB2), FURTHER(SMB2), FURTHER(SMB2), FURTHER(SMB2), FURTHER(SMB2)),
		COMMANDS(TO(SMB2), TO(SMB2), TO(SMB2)),
		CLOSES(TO(SMB2), TO(SMB2), TO(SMB2), TO(SMB2)),
	},
	[STATE_SELECTED] = {
		OFFERS(FURTHER(COMMANDED), FURTHER(SELECTED), FURTHER(SELECTED)),
		ANSWERS(FURTHER(SELECTED), FURTHER(SELECTED), ANSWER(INVALID), FURTHER(SELECTED), FURTHER(SELECTED)),
		COMMANDS(TO(COMMANDED), USE(IN_USE), TO(COMMANDED)),
		CLOSES(CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED)),
	},
	[STATE_BAITED] = {
		OFFERS(FURTHER(COMMANDED), FURTHER(BAITED), FURTHER(BAITED)),
		ANSWERS(FURTHER(BAITED), FURTHER(BAITED), ANSWER(INVALID), FURTHER(BAITED), FURTHER(BAITED)),
		COMMANDS(TO(COMMANDED), USE(IN_USE), TO(COMMANDED)),
		CLOSES(CLOSE(RED_HERRING), CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED)),
	},
	[STATE_UNOFFERED] = {
		OFFERS(OFFER(OFFERED), OFFER(OFFERED), OFFER(OFFERED)),
		ANSWERS(FURTHER(UNOFFERED), FURTHER(UNOFFERED), ANSWER(INVALID), FURTHER(UNOFFERED), FURTHER(UNOFFERED)),
		COMMANDS(TO(COMMANDED), USE(IN_USE), TO(COMMANDED)),
		CLOSES(CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED)),
	},
	[STATE_COMMANDED] = {
		OFFERS(FURTHER(COMMANDED), FURTHER(COMMANDED), OFFER(PIPELINED)),
		ANSWERS(FURTHER(COMMANDED), FURTHER(COMMANDED), ANSWER(INVALID), FURTHER(COMMANDED), FURTHER(COMMANDED)),
		COMMANDS(TO(COMMANDED), USE(IN_USE), TO(COMMANDED)),
		CLOSES(CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED), CLOSE(ABANDONED)),
	},
	[STATE_IN_USE] = {
		OFFERS(FURTHER(IN_USE), FURTHER(IN_USE), OFFER(IN_USE)),
		ANSWERS(FURTHER(IN_USE), FURTHER(IN_USE), FURTHER(IN_USE), FURTHER(IN_USE), FURTHER(IN_USE)),
		COMMANDS(TO(IN_USE), TO(IN_USE), TO(IN_USE)),
		CLOSES(TO(IN_USE), TO(IN_USE), TO(IN_USE), TO(IN_USE)),
	},
	[STATE_RED_HERRING] = {
		OFFERS(FURTHER(RED_HERRING), FURTHER(RED_HERRING), FURTHER(RED_HERRING)),
		ANSWERS(FURTHER(RED_HERRING), FURTHER(RED_HERRING), ANSWER(INVALID), FURTHER(RED_HERRING), FURTHER(RED_HERRING)),
		COMMANDS(TO(RED_HERRING), USE(IN_USE), TO(RED_HERRING)),
		CLOSES(TO(RED_HERRING), TO(RED_HERRING), TO(RED_HERRING), TO(RED_HERRING)),
	},
	[STATE_RESET] = {
		OFFERS(FURTHER(RESET), FURTHER(RESET), FURTHER(RESET)),
		ANSWERS(ANSWER(ABANDONED), ANSWER(ABANDONED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(RESET), USE(IN_USE), TO(RESET)),
		CLOSES(TO(RESET), TO(RESET), TO(RESET), TO(RESET)),
	},
	[STATE_REFUSED] = {
		OFFERS(FURTHER(REFUSED), FURTHER(REFUSED), OFFER(REFUSED)),
		ANSWERS(FURTHER(REFUSED), FURTHER(REFUSED), FURTHER(REFUSED), FURTHER(REFUSED), FURTHER(REFUSED)),
		COMMANDS(TO(REFUSED), USE(IN_USE), TO(REFUSED)),
		CLOSES(TO(REFUSED), TO(REFUSED), TO(REFUSED), TO(REFUSED)),
	},
	[STATE_CLOSED] = {
		OFFERS(FURTHER(CLOSED), FURTHER(CLOSED), FURTHER(CLOSED)),
		ANSWERS(ANSWER(ABANDONED), ANSWER(ABANDONED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(CLOSED), USE(IN_USE), TO(CLOSED)),
		CLOSES(TO(CLOSED), TO(CLOSED), TO(CLOSED), TO(CLOSED)),
	},
	[STATE_ABANDONED] = {
		OFFERS(FURTHER(ABANDONED), FURTHER(ABANDONED), OFFER(LEFT)),
		ANSWERS(FURTHER(ABANDONED), FURTHER(ABANDONED), ANSWER(INVALID), FURTHER(ABANDONED), FURTHER(ABANDONED)),
		COMMANDS(TO(ABANDONED), USE(IN_USE), TO(ABANDONED)),
		CLOSES(TO(ABANDONED), TO(ABANDONED), TO(ABANDONED), TO(ABANDONED)),
	},
	[STATE_INVALID] = {
		OFFERS(FURTHER(INVALID), FURTHER(INVALID), OFFER(INVALID)),
		ANSWERS(FURTHER(INVALID), FURTHER(INVALID), FURTHER(INVALID), FURTHER(INVALID), FURTHER(INVALID)),
		COMMANDS(TO(INVALID), USE(IN_USE), TO(INVALID)),
		CLOSES(TO(INVALID), TO(INVALID), TO(INVALID), TO(INVALID)),
	},
	[STATE_MIDSTREAM] = {
		OFFERS(OFFER(OFFERED), OFFER(OFFERED), OFFER(OFFERED)),
		ANSWERS(ANSWER(COMMANDED), ANSWER(COMMANDED), ANSWER(SMB2), ANSWER(REFUSED), ANSWER(INVALID)),
		COMMANDS(TO(MIDSTREAM), USE(IN_USE), TO(MIDSTREAM)),
		CLOSES(TO(MIDSTREAM), TO(MIDSTREAM), TO(MIDSTREAM), TO(MIDSTREAM)),
	},
};

static const char *const family_names[] = {
	[FAMILY_SMB1] = "SMB1",
	[FAMILY_SMB2] = "SMB2",
	[FAMILY_NONE] = "None",
};

const char *
selected_family_name(enum selected_family family)
{
	return family <= FAMILY_NONE ? family_names[family] : NULL;
}

bool
negotiation_answers(enum negotiation_state state, enum negotiation_event event)
{
	return transitions[state][event].answered;
}

/* MS-CIFS 2.2.4.52.2: a core answer has one word, LANMAN 13, NT LM 0.12 17. */
static bool
is_answer_word_count(unsigned count)
{
	return count == 1 || count == 13 || count == 17;
}

/* The index is 0-based into the client's list (MS-CIFS 2.2.4.52.2). */
static enum negotiation_event
event_of_index(const struct offer *offer, uint16_t index)
{
	if (index == INDEX_NONE)
		return EVENT_NONE_SELECTED;
	if (offer == NULL)
		return EVENT_SMB1_SELECTED;
	if (offer->list.smb2)
		return EVENT_INVALID_ANSWER;
	if (index >= offer->list.count)
		return offer->list.whole ? EVENT_INVALID_ANSWER : EVENT_SMB1_SELECTED;
	if (offer_family(offer, index) == DIALECT_SMB2)
		return EVENT_INVALID_ANSWER;
	if (offer->class == OFFER_SMB1_AND_SMB2 || offer->class == OFFER_SMB2_WITH_DECOY)
		return EVENT_BAIT_TAKEN;
	return EVENT_SMB1_SELECTED;
}

static enum negotiation_event
event_of_revision(const struct offer *offer)
{
	return offer != NULL && offer->class == OFFER_SMB1_ONLY ? EVENT_INVALID_ANSWER :
	    EVENT_SMB2_SELECTED;
}

static enum negotiation_event
event_of_smb1_answer(const struct offer *offer, const struct smb_pdu *pdu)
{
	if (pdu->failed)
		return EVENT_NONE_SELECTED;
	if (!pdu->has_word_count)
		return EVENT_IGNORED;
	if (!is_answer_word_count(pdu->word_count))
		return EVENT_INVALID_ANSWER;
	return pdu->has_index ? event_of_index(offer, pdu->index) : EVENT_IGNORED;
}

static enum negotiation_event
event_of_smb2_answer(const struct negotiation *negotiation, const struct smb_pdu *pdu)
{
	if (pdu->failed)
		return EVENT_NONE_SELECTED;
	if (!pdu->has_revision)
		return EVENT_IGNORED;
	return negotiation->family == FAMILY_SMB1 ? EVENT_SMB2_SELECTED :
	    event_of_revision(negotiation->offer);
}

/* The SMB2 NEGOTIATE after a 0x02FF answer is the second round (MS-SMB2
 * 3.2.5.2), also where the first offer was not captured. */
static enum negotiation_event
event_of_offer(const struct negotiation *negotiation, const struct smb_pdu *pdu)
{
	if (negotiation->offer != NULL)
		return pdu->smb2 || negotiation->offer == pdu->offer ? EVENT_OFFER_AGAIN : EVENT_OFFER;
	if (negotiation->answer_frame == 0)
		return EVENT_OFFER;
	if (pdu->smb2 && negotiation->has_two_rounds)
		return EVENT_OFFER;
	return EVENT_OFFER_LATE;
}

static enum negotiation_event
event_of_command(const struct smb_pdu *pdu, enum side sender)
{
	if (!pdu->response)
		return pdu_is_oplock_break(pdu) && sender != SIDE_CLIENT ? EVENT_OTHER : EVENT_COMMAND;
	if (pdu->command == SMB_COM_ECHO || pdu->failed)
		return EVENT_OTHER;
	return EVENT_SUCCESS;
}

enum negotiation_event
negotiation_event_of_pdu(const struct negotiation *negotiation,
    const struct smb_pdu *pdu, enum side sender)
{
	if (sender == SIDE_CLIENT && pdu->response)
		return EVENT_IGNORED;
	if (sender == SIDE_SERVER && !pdu->response && !pdu_is_oplock_break(pdu))
		return EVENT_IGNORED;
	if (!pdu_is_negotiate(pdu))
		return pdu->smb2 ? EVENT_IGNORED : event_of_command(pdu, sender);
	if (!pdu->response)
		return event_of_offer(negotiation, pdu);
	if (pdu->smb2)
		return event_of_smb2_answer(negotiation, pdu);
	return event_of_smb1_answer(negotiation->offer, pdu);
}

enum negotiation_event
negotiation_event_of_closing(enum tcp_closing closing, enum side sender)
{
	static const enum negotiation_event events[][3] = {
		[CLOSING_NONE]	= { EVENT_IGNORED, EVENT_IGNORED, EVENT_IGNORED },
		[CLOSING_RST]	= { EVENT_IGNORED, EVENT_CLIENT_RESET, EVENT_SERVER_RESET },
		[CLOSING_FIN]	= { EVENT_IGNORED, EVENT_CLIENT_CLOSE, EVENT_SERVER_CLOSE },
	};

	return events[closing][sender];
}

static void
keep_answer(struct negotiation *negotiation, enum negotiation_event event,
    const struct smb_pdu *pdu, uint32_t frame)
{
	negotiation->answer_frame = frame;
	negotiation->has_index = pdu->has_index &&
	    (event != EVENT_NONE_SELECTED || pdu->index == INDEX_NONE);
	negotiation->index = pdu->index;
	negotiation->revision = pdu->has_revision && event != EVENT_NONE_SELECTED ?
	    pdu->revision : 0;
	negotiation->has_two_rounds = negotiation->revision == REVISION_WILDCARD;
	if (event == EVENT_NONE_SELECTED)
		negotiation->family = FAMILY_NONE;
	else
		negotiation->family = pdu->smb2 ? FAMILY_SMB2 : FAMILY_SMB1;
}

/* The second round brings the revision that is used (MS-SMB2 3.3.5.4). */
static void
keep_final_revision(struct negotiation *negotiation, const struct smb_pdu *pdu)
{
	if (negotiation->revision == REVISION_WILDCARD)
		negotiation->revision = pdu->revision;
}

/* Which close decided, as long as one did. That of a client which left before
 * the answer decides when the answer comes. */
static void
keep_close(struct negotiation *negotiation, enum negotiation_state before, unsigned mark,
    uint32_t frame)
{
	switch (negotiation->state) {
	case STATE_LEFT:
		if (before != STATE_LEFT && !(mark & MARK_OFFER))
			negotiation->close_frame = frame;
		break;
	case STATE_RED_HERRING:
	case STATE_RESET:
	case STATE_CLOSED:
	case STATE_ABANDONED:
		if (mark & MARK_CLOSE)
			negotiation->close_frame = frame;
		break;
	default:
		negotiation->close_frame = 0;
	}
}

static void
apply(struct negotiation *negotiation, const struct transition *transition, uint32_t frame)
{
	const enum negotiation_state before = (enum negotiation_state)negotiation->state;

	negotiation->state = transition->next;
	keep_close(negotiation, before, transition->mark, frame);
}

/* An answer that was captured before its offer is judged against it now: the states that
 * a late offer leads to are those before an answer, where it can change anything. */
static void
judge_earlier_answer(struct negotiation *negotiation)
{
	enum negotiation_event event = negotiation->family == FAMILY_SMB2 ?
	    event_of_revision(negotiation->offer) :
	    event_of_index(negotiation->offer, negotiation->index);

	apply(negotiation, &transitions[negotiation->state][event], 0);
}

unsigned
negotiation_step(struct negotiation *negotiation, enum negotiation_event event,
    const struct smb_pdu *pdu, uint32_t frame)
{
	const struct transition *transition;

	if (event == EVENT_IGNORED)
		return 0;
	transition = &transitions[negotiation->state][event];
	apply(negotiation, transition, frame);
	if (transition->mark & MARK_OFFER) {
		negotiation->offer = pdu->offer;
		negotiation->offer_frame = frame;
		if (negotiation->answer_frame)
			judge_earlier_answer(negotiation);
	}
	if (transition->mark & MARK_ANSWER)
		keep_answer(negotiation, event, pdu, frame);
	if (event == EVENT_SMB2_SELECTED && negotiation->state == STATE_SMB2)
		keep_final_revision(negotiation, pdu);
	return transition->mark;
}

const char *
negotiation_selected(const struct negotiation *negotiation)
{
	if (negotiation->family == FAMILY_SMB2 && negotiation->revision)
		return revision_name(negotiation->revision);
	if (negotiation->family == FAMILY_SMB1 && negotiation->has_index &&
	    negotiation->offer && !negotiation->offer->list.smb2)
		return offer_name(negotiation->offer, negotiation->index);
	return NULL;
}

uint32_t
negotiation_decided_by(const struct negotiation *negotiation)
{
	return negotiation->state == STATE_LEFT ? 0 : negotiation->close_frame;
}

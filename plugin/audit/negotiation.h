/* negotiation.h - one connection: what was offered, answered, and became of it
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_NEGOTIATION_H
#define SMB1AUDIT_NEGOTIATION_H

#include <stdbool.h>
#include <stdint.h>

#include "offer.h"
#include "pdu.h"

/* Where a connection stands. Every state answers every event. */
enum negotiation_state {
	STATE_NEW,		/* nothing seen yet */
	STATE_OFFERED,		/* the client's list, no answer */
	STATE_PIPELINED,	/* likewise, and the client sent a command */
	STATE_PRESUMED,		/* no answer captured, but the server serves SMB1 */
	STATE_LEFT,		/* closed before an answer, by the client or PRESUMED */
	STATE_SMB2,		/* the server answered with SMB2 */
	STATE_SELECTED,		/* the server chose SMB1; nothing since */
	STATE_BAITED,		/* likewise, though SMB2 was on offer */
	STATE_UNOFFERED,	/* likewise, the offer was not captured */
	STATE_COMMANDED,	/* SMB1 chosen, and the client sent a command */
	STATE_IN_USE,		/* an SMB1 command succeeded */
	STATE_RED_HERRING,	/* the client reset after BAITED */
	STATE_RESET,		/* the server reset the offer */
	STATE_REFUSED,		/* the server answered that nothing suits */
	STATE_CLOSED,		/* the server closed with no answer */
	STATE_ABANDONED,	/* SMB1 chosen, then closed without use */
	STATE_INVALID,		/* an answer that cannot be one to the offer */
	STATE_MIDSTREAM,	/* SMB1 commands, no negotiation captured */
	NEGOTIATION_STATES
};

enum negotiation_event {
	EVENT_OFFER,		/* a Negotiate request, SMB1 or SMB2 */
	EVENT_OFFER_AGAIN,	/* the very list that was offered before, or an SMB2 one after it */
	EVENT_OFFER_LATE,	/* captured after its answer */
	EVENT_SMB1_SELECTED,
	EVENT_BAIT_TAKEN,	/* SMB1 selected though SMB2 was on offer */
	EVENT_SMB2_SELECTED,
	EVENT_NONE_SELECTED,	/* 0xFFFF or an error */
	EVENT_INVALID_ANSWER,
	EVENT_COMMAND,		/* an SMB1 request other than Negotiate */
	EVENT_SUCCESS,		/* an SMB1 command other than Negotiate and Echo succeeded */
	EVENT_OTHER,		/* any other SMB1 frame */
	EVENT_CLIENT_RESET,
	EVENT_CLIENT_CLOSE,
	EVENT_SERVER_RESET,
	EVENT_SERVER_CLOSE,
	EVENT_IGNORED,		/* says nothing; not in the table */
	NEGOTIATION_EVENTS = EVENT_IGNORED
};

/* What a frame is to its negotiation, or to the audit besides. */
enum negotiation_mark {
	MARK_OFFER	= 1 << 0,
	MARK_ANSWER	= 1 << 1,
	MARK_CLOSE	= 1 << 2,	/* the RST or FIN that decided */
	MARK_USE	= 1 << 3,	/* proves that SMB1 is in use */
	MARK_JOINED	= 1 << 4,	/* first SMB1 frame after a missed negotiation */
	MARK_FURTHER	= 1 << 5,	/* another Negotiate PDU */
	MARK_IDENTITY	= 1 << 6,	/* says who or what */
	MARK_DATAGRAM	= 1 << 7,	/* SMB1 framing on UDP 138, no connection */
};

/* Whose frame it is. */
enum side { SIDE_UNKNOWN, SIDE_CLIENT, SIDE_SERVER };

/* Which dialect family an answer stood for; names in the interface. */
enum selected_family { FAMILY_ABSENT, FAMILY_SMB1, FAMILY_SMB2, FAMILY_NONE };

/* Lives as long as the connection. All zero is a new one. */
struct negotiation {
	const struct offer *offer;	/* NULL: not captured */
	uint32_t offer_frame;		/* 0: none */
	uint32_t answer_frame;
	uint32_t close_frame;
	uint16_t index;			/* where has_index */
	uint16_t revision;		/* where not 0 */
	uint8_t state;			/* enum negotiation_state */
	uint8_t family;			/* enum selected_family */
	bool has_index;
	bool has_two_rounds;		/* the answer was "SMB 2.???" */
};

/* How a frame ends its TCP connection. */
enum tcp_closing { CLOSING_NONE, CLOSING_RST, CLOSING_FIN };

/* What this PDU, or closing, sent by that side, is to the negotiation. */
enum negotiation_event negotiation_event_of_pdu(const struct negotiation *negotiation,
    const struct smb_pdu *pdu, enum side sender);

enum negotiation_event negotiation_event_of_closing(enum tcp_closing closing, enum side sender);

/* Takes one event into account. pdu is NULL for a RST or FIN; its offer, of which
 * there is one for each list, must live as long as the negotiation. Returns the marks of the frame, 0 where it
 * is of no interest to the audit. */
unsigned negotiation_step(struct negotiation *negotiation,
    enum negotiation_event event, const struct smb_pdu *pdu, uint32_t frame);

/* The dialect the server selected, as the client listed it or by its SMB2
 * name; NULL where there is none or it is not known. */
const char *negotiation_selected(const struct negotiation *negotiation);

/* The frame of the RST or FIN that decided the verdict, 0 where none did. */
uint32_t negotiation_decided_by(const struct negotiation *negotiation);

const char *selected_family_name(enum selected_family family);

/* The table's cell, for the proof that every state answers every event: false
 * where it has none. */
bool negotiation_answers(enum negotiation_state state, enum negotiation_event event);

#endif

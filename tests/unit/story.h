/* story.h - a connection told in one letter a frame
 *
 *	o  the client's SMB1-framed list	O  another list, [LANMAN1.0]
 *	n  the client's SMB2 NEGOTIATE
 *	0..9  SMB1 answer with that index	x  answer 0xFFFF
 *	e  answer with an error			w  answer with word count 2
 *	t  answer cut before its index		y  SMB2 answer cut before its revision
 *	s  SMB2 answer 0x02FF			S  SMB2 answer 0x0311
 *	z  SMB2 answer with an error
 *	c  the client's command			u  a command succeeds
 *	d  a command fails			h  Echo answered
 *	b  the server's oplock break
 *	R  client's RST	F  client's FIN		r  server's RST  f  server's FIN
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_STORY_H
#define SMB1AUDIT_STORY_H

#include "check.h"
#include "negotiation.h"
#include "pdu.h"

enum { SESSION_SETUP = 0x73 };

static inline struct smb_pdu
story_offer(const struct offer *offer)
{
	return (struct smb_pdu){ .smb2 = offer->list.smb2, .list = &offer->list,
	    .command = offer->list.smb2 ? SMB2_NEGOTIATE : SMB_COM_NEGOTIATE, .offer = offer };
}

static inline struct smb_pdu
story_pdu(char letter, const struct offer *offer)
{
	struct smb_pdu pdu = { .command = SMB_COM_NEGOTIATE, .response = true };

	switch (letter) {
	case 'o': return story_offer(offer);
	case 'O': return story_offer(offer_of("LANMAN1.0"));
	case 'n': return story_offer(smb2_offer_of(0x0311));
	case 'x': pdu.has_word_count = pdu.has_index = true; pdu.word_count = 1; pdu.index = 0xFFFF; break;
	case 'e': pdu.failed = pdu.has_word_count = true; break;
	case 'w': pdu.has_word_count = true; pdu.word_count = 2; break;
	case 't': pdu.has_word_count = true; pdu.word_count = 17; break;
	case 'y': pdu.smb2 = true; pdu.command = SMB2_NEGOTIATE; break;
	case 's': pdu.smb2 = true; pdu.command = SMB2_NEGOTIATE; pdu.has_revision = true; pdu.revision = 0x02FF; break;
	case 'S': pdu.smb2 = true; pdu.command = SMB2_NEGOTIATE; pdu.has_revision = true; pdu.revision = 0x0311; break;
	case 'z': pdu.smb2 = true; pdu.command = SMB2_NEGOTIATE; pdu.failed = true; break;
	case 'c': return (struct smb_pdu){ .command = SESSION_SETUP };
	case 'u': pdu.command = SESSION_SETUP; break;
	case 'd': pdu.command = SESSION_SETUP; pdu.failed = true; break;
	case 'h': pdu.command = SMB_COM_ECHO; break;
	case 'b': return (struct smb_pdu){ .command = SMB_COM_LOCKING_ANDX, .mid = MID_OF_OPLOCK_BREAK };
	default:
		pdu.has_word_count = pdu.has_index = true;
		pdu.word_count = 17;
		pdu.index = (uint16_t)(letter - '0');
	}
	return pdu;
}

/* Takes one frame; returns its marks. */
static inline unsigned
story_step(struct negotiation *negotiation, char letter, const struct offer *offer, uint32_t frame)
{
	struct smb_pdu pdu;

	switch (letter) {
	case 'R': return negotiation_step(negotiation, EVENT_CLIENT_RESET, NULL, frame);
	case 'F': return negotiation_step(negotiation, EVENT_CLIENT_CLOSE, NULL, frame);
	case 'r': return negotiation_step(negotiation, EVENT_SERVER_RESET, NULL, frame);
	case 'f': return negotiation_step(negotiation, EVENT_SERVER_CLOSE, NULL, frame);
	}
	pdu = story_pdu(letter, offer);
	return negotiation_step(negotiation, negotiation_event_of_pdu(negotiation, &pdu,
	    pdu.response || pdu_is_oplock_break(&pdu) ? SIDE_SERVER : SIDE_CLIENT), &pdu, frame);
}

/* The whole story; its frames count from 1. */
static inline struct negotiation
story_tell(const char *letters, const struct offer *offer)
{
	struct negotiation negotiation = { 0 };

	for (uint32_t frame = 1; letters[frame - 1] != '\0'; frame++)
		story_step(&negotiation, letters[frame - 1], offer, frame);
	return negotiation;
}

#endif

/* fuzz_audit.c - room 1: every sequence of events keeps the rules that hold for all
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "audit/caption.h"
#include "audit/need.h"

#include "event.h"
#include "must.h"

static void
check_caption(const struct caption *caption)
{
	const size_t most = sizeof caption->parts / sizeof caption->parts[0];
	size_t length = 0;

	MUST(caption->count > 0 && caption->count < most);
	MUST(caption->parts[caption->count] == NULL);
	for (unsigned i = 0; i < caption->count; i++) {
		MUST(caption->parts[i] != NULL);
		length += strlen(caption->parts[i]);	/* a dialect may have no letters */
	}
	MUST(length > 0);
}

static void
check_captions(const struct audit *audit)
{
	struct caption caption;

	caption_headline(&caption, audit);
	check_caption(&caption);
	caption_claim(&caption, audit);
	check_caption(&caption);
	caption_summary(&caption, audit, true);
	check_caption(&caption);
	caption_summary(&caption, audit, false);
	check_caption(&caption);
}

/* The interface: never "client" for scanners and the Computer Browser; a side that needs
 * SMB1 is one whose row says yes, with a reason. */
static void
check_need(const struct audit *audit)
{
	const enum needs_smb1 needs = needs_smb1(audit);
	const struct host_need client = need_of(audit, SIDE_CLIENT), server = need_of(audit, SIDE_SERVER);

	MUST(needs <= NEEDS_UNKNOWN);
	MUST((needs == NEEDS_ABSENT) == (needs_smb1_name(needs) == NULL));
	MUST(needs == NEEDS_ABSENT || needs_why(audit).text != NULL);
	MUST(needs != NEEDS_CLIENT || (!audit_is_scanner(audit) && !audit_is_browser(audit)));
	MUST(needs != NEEDS_CLIENT || client.need == NEED_CERTAIN);
	MUST(needs != NEEDS_SERVER || server.need == NEED_CERTAIN);
	MUST(client.need != NEED_CERTAIN || needs == NEEDS_CLIENT);
	MUST(need_name(client.need) != NULL && need_name(server.need) != NULL);
	MUST((client.need > NEED_NONE) == (need_why(&client).text != NULL));
	MUST((server.need > NEED_NONE) == (need_why(&server).text != NULL));
	MUST(need_of(audit, SIDE_UNKNOWN).need == NEED_NOT_SHOWN);
}

static void
check_texts(const struct texts *texts)
{
	MUST(texts->count <= TEXTS_MOST && texts->count <= texts->room);
	MUST(!texts->more || texts->count == TEXTS_MOST);
	for (unsigned i = 0; i < texts->count; i++)
		for (unsigned k = 0; k < i; k++)
			MUST(strcmp(texts->list[i], texts->list[k]) != 0);
}

static void
check_identity(const struct audit *audit)
{
	for (unsigned i = 0; i < TREE_PATH; i++) {
		const char *text = audit_detail(audit, (enum detail)i);

		MUST(text == NULL || strlen(text) > 0);
	}
	if (audit->identity == NULL)
		return;
	check_texts(&audit->identity->users);
	check_texts(&audit->identity->refused);
	check_texts(&audit->identity->shares);
	MUST(audit->identity->requests == NULL || audit->identity->next_request < REQUESTS_WAITING);
	MUST(signing_name((enum signing)audit->identity->signing) != NULL ||
	    audit->identity->signing == SIGNING_ABSENT);
	MUST(auth_name((enum auth)identity_logon(audit->identity).auth) != NULL ||
	    identity_logon(audit->identity).auth == AUTH_ABSENT);
}

static void
check_negotiation(const struct audit *audit, uint32_t frame, unsigned marks)
{
	const struct negotiation *negotiation = &audit->negotiation;
	const enum verdict verdict = audit_verdict(audit);

	MUST(negotiation->state < NEGOTIATION_STATES);
	MUST((unsigned)verdict < VERDICTS);
	MUST((verdict == VERDICT_NONE) == (negotiation->state == STATE_NEW));
	MUST(verdict == VERDICT_NONE || verdict_name(verdict) != NULL);
	MUST(negotiation->offer_frame <= frame && negotiation->answer_frame <= frame);
	MUST(negotiation->close_frame <= frame && negotiation_decided_by(negotiation) <= frame);
	MUST((negotiation->offer == NULL) == (negotiation->offer_frame == 0));
	MUST((negotiation->family == FAMILY_ABSENT) == (negotiation->answer_frame == 0));
	MUST(!(marks & MARK_OFFER) || negotiation->offer_frame == frame);
	MUST(!(marks & MARK_ANSWER) || negotiation->answer_frame == frame);
	MUST(!(marks & MARK_CLOSE) || negotiation->close_frame == frame);
	MUST(marks < MARK_DATAGRAM);
}

/* What was once in use stays so, and an answer in SMB2 is undone by no close. */
static void
check_change(enum verdict before, const struct audit *audit, const struct event *event)
{
	const enum verdict after = audit_verdict(audit);
	const enum kind kind = (enum kind)(event->kind % KINDS);

	MUST(before != VERDICT_SMB1_IN_USE || after == before);
	MUST(before == VERDICT_NONE || after != VERDICT_NONE);
	if (kind == KIND_RST || kind == KIND_FIN)
		MUST(before != VERDICT_SMB2_SELECTED || after == before);
}

static void
check(const struct audit *audit, uint32_t frame, unsigned marks)
{
	check_negotiation(audit, frame, marks);
	check_need(audit);
	check_identity(audit);
	if (audit_verdict(audit) != VERDICT_NONE)
		check_captions(audit);
}

/* Frames that are captured twice change no verdict. */
static void
check_twice(struct events *events, const struct event *event)
{
	const struct audit *audit = event_audit(events, event);
	const enum verdict verdict = verdict_of(&audit->negotiation);
	struct negotiation copy = audit->negotiation;
	struct dialect_list list;
	struct smb_pdu pdu;

	switch (event->kind % KINDS) {
	case KIND_RST: case KIND_FIN:
		negotiation_step(&copy, negotiation_event_of_closing(event->kind % KINDS == KIND_RST ?
		    CLOSING_RST : CLOSING_FIN, event_side(event)), NULL, events->frame + 1);
		break;
	case KIND_NAMES:
		break;
	default:
		pdu = event_pdu(events, event, &list);
		negotiation_step(&copy, negotiation_event_of_pdu(&copy, &pdu, event_side(event)),
		    &pdu, events->frame + 1);
	}
	MUST(verdict_of(&copy) == verdict);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long steps;

static void
tell_steps(void)
{
	fprintf(stderr, "events: %lu\n", steps);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return atexit(tell_steps);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct events events = { .printable = arena_text };

	for (size_t i = 0; i < size / EVENT_SIZE && i < EVENTS_MOST; i++) {
		struct event event;
		enum verdict before;
		unsigned marks;

		memcpy(&event, data + i * EVENT_SIZE, EVENT_SIZE);
		before = audit_verdict(event_audit(&events, &event));
		marks = event_take(&events, &event);
		check(event_audit(&events, &event), events.frame, marks);
		check_change(before, event_audit(&events, &event), &event);
		check_twice(&events, &event);
		steps++;
	}
	arena_empty();
	return 0;
}

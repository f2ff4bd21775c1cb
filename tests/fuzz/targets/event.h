/* event.h - an input as the events of a few connections
 *
 * Every EVENT_SIZE bytes are one event, so that inputs are changed by the event. What an
 * event says is drawn from tables where the rules know it, else from its own bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SMB1AUDIT_EVENT_H
#define SMB1AUDIT_EVENT_H

#include "audit/audit.h"
#include "audit/pdu.h"

#include "arena.h"

enum { EVENT_SIZE = 16, EVENT_TEXTS = 6, EVENTS_MOST = 256, CONNECTIONS = 4 };

/* The bytes of an event. */
struct event {
	uint8_t kind;			/* enum kind */
	uint8_t where;			/* side, and connection */
	uint8_t flags;			/* enum flag */
	uint8_t message;
	uint8_t number[2];		/* of what kind of number it has */
	uint8_t words;
	uint8_t facts;			/* signing, auth */
	uint8_t texts[EVENT_TEXTS];	/* which texts, and dialects, it has */
	uint8_t rest[2];
};
_Static_assert(sizeof (struct event) == EVENT_SIZE, "an event has no holes");

enum flag {
	FLAG_FAILED	= 1 << 0,
	FLAG_MORE	= 1 << 1,	/* processing required; of a list: it is long */
	FLAG_NUMBER	= 1 << 2,	/* has the number */
	FLAG_WORDS	= 1 << 3,	/* has the word count; of a list: it is whole */
	FLAG_TREE	= 1 << 4,
	FLAG_LANMAN	= 1 << 5,
	FLAG_PEEK	= 1 << 6,
	FLAG_WORKS	= 1 << 7,
};

enum kind {
	KIND_OFFER, KIND_ANSWER, KIND_OFFER2, KIND_ANSWER2, KIND_SETUP, KIND_TREE,
	KIND_TRANSACTION, KIND_COMMAND, KIND_SETUP2, KIND_BREAK, KIND_RST, KIND_FIN, KIND_NAMES,
	KINDS
};

static const char *const event_dialects[] = {
	"NT LM 0.12", "SMB 2.002", "SMB 2.???", "LANMAN1.0", "LM1.2X002", "LANMAN2.1", "Samba",
	"PC NETWORK PROGRAM 1.0", "Windows for Workgroups 3.1a", "MICROSOFT NETWORKS 1.03",
	"TENABLE_NETWORK_SECURITY", "POSIX 2", "NT LANMAN 1.0", "DOS LANMAN2.1", "XENIX CORE", "",
};

static const char *const event_revisions[] = { "SMB 2.0.2", "SMB 2.1", "SMB 3.0", "SMB 3.1.1" };

static const char *const event_texts[] = {
	"ALICE", "NAS1", "WORKGROUP", "Windows 5.1", "Windows 4.0", "Samba 3.0.37", "Samba 4.9.5",
	"Unix", "Windows Server 2003 3790 Service Pack 1", "Nmap", "Native Lanman", "nmap",
	"\\\\NAS1\\IPC$", "\\\\NAS1\\DATA", "ipc$", "A:", "=1+1", "\xef\xbc\x9dX", "a,b;\"c\"", "a|b|c",
	"\\", " @x", "\xc3\xa9\xf0\x9f\x98\x80",
};

#define EVENT_ROWS(table) (sizeof (table) / sizeof (table)[0])

/* Makes a text printable, as the one that reads fields does, and one with its equals. */
typedef const char *event_printable(const char *text);

/* What the events lead to. */
struct events {
	struct audit audits[CONNECTIONS];
	struct event_offer {
		struct event_offer *next;
		struct offer offer;
	} *offers;
	event_printable *printable;
	uint32_t frame;
};

static inline enum side
event_side(const struct event *event)
{
	return (enum side)(event->where % 3);
}

static inline unsigned
event_connection(const struct event *event)
{
	return event->where / 3 % CONNECTIONS;
}

static inline struct audit *
event_audit(struct events *events, const struct event *event)
{
	return &events->audits[event_connection(event)];
}

static inline uint16_t
event_number(const struct event *event)
{
	return (uint16_t)(event->number[0] | event->number[1] << 8);
}

/* From a table, or the bytes behind as they are; NULL for 0. */
static inline const char *
event_text(const struct events *events, const struct event *event, unsigned i)
{
	const unsigned which = event->texts[i];
	char raw[EVENT_TEXTS + 1] = "";

	if (which == 0)
		return NULL;
	if (which <= EVENT_ROWS(event_texts))
		return events->printable(event_texts[which - 1]);
	memcpy(raw, event->texts + i, EVENT_TEXTS - i);
	return events->printable(arena_text(raw));
}

static inline const char *
event_dialect(const struct events *events, const struct event *event, unsigned i)
{
	const unsigned which = event->texts[i % EVENT_TEXTS];

	if (event->kind % KINDS == KIND_OFFER2)
		return arena_text(event_revisions[which % EVENT_ROWS(event_revisions)]);
	if (which < 2 * EVENT_ROWS(event_dialects))
		return arena_text(event_dialects[which % EVENT_ROWS(event_dialects)]);
	return event_text(events, event, i % EVENT_TEXTS);
}

static inline struct dialect_list
event_list(const struct events *events, const struct event *event)
{
	struct dialect_list list = { .smb2 = event->kind % KINDS == KIND_OFFER2 };

	list.count = event->flags & FLAG_MORE ? event->number[0] * 2u : event->words % (EVENT_TEXTS + 1u);
	list.kept = list.count < OFFER_KEPT ? list.count : OFFER_KEPT;
	list.names = (const char **)arena_zeroed(list.kept * sizeof *list.names);
	for (unsigned i = 0; i < list.kept; i++)
		list.names[i] = event_dialect(events, event, i);
	list.whole = event->flags & FLAG_WORDS && list.kept == list.count;
	return list;
}

/* Equal names are one. */
static inline bool
event_is_list(const struct dialect_list *a, const struct dialect_list *b)
{
	if (a->smb2 != b->smb2 || a->whole != b->whole || a->count != b->count || a->kept != b->kept)
		return false;
	for (unsigned i = 0; i < a->kept; i++)
		if (a->names[i] != b->names[i])
			return false;
	return true;
}

static inline const char *
event_requested(const struct offer *offer, unsigned most)
{
	const size_t size = offer_write(offer, most, NULL, 0) + 1;
	char *text = (char *)arena_zeroed(size);

	if (offer_write(offer, most, text, size) + 1 != size || strlen(text) + 1 != size)
		abort();
	return text;
}

/* One for each list, as room 1 asks for. */
static inline const struct offer *
event_offer(struct events *events, const struct dialect_list *list)
{
	struct event_offer *entry = events->offers;

	while (entry != NULL && !event_is_list(&entry->offer.list, list))
		entry = entry->next;
	if (entry == NULL) {
		entry = (struct event_offer *)arena_zeroed(sizeof *entry);
		offer_read(&entry->offer, list, (uint8_t *)arena_zeroed(list->kept));
		entry->offer.requested = event_requested(&entry->offer, OFFER_KEPT);
		entry->offer.requested_shortly = event_requested(&entry->offer, OFFER_SHORT);
		entry->next = events->offers;
		events->offers = entry;
	}
	return &entry->offer;
}

static inline unsigned
event_command(const struct event *event)
{
	static const unsigned commands[KINDS] = {
		[KIND_OFFER] = SMB_COM_NEGOTIATE, [KIND_ANSWER] = SMB_COM_NEGOTIATE,
		[KIND_OFFER2] = SMB2_NEGOTIATE, [KIND_ANSWER2] = SMB2_NEGOTIATE,
		[KIND_SETUP] = SMB_COM_SESSION_SETUP_ANDX, [KIND_TREE] = SMB_COM_TREE_CONNECT_ANDX,
		[KIND_TRANSACTION] = SMB_COM_TRANSACTION, [KIND_SETUP2] = SMB2_SESSION_SETUP,
		[KIND_BREAK] = SMB_COM_LOCKING_ANDX,
	};
	const enum kind kind = (enum kind)(event->kind % KINDS);

	return kind == KIND_COMMAND ? event->number[0] : commands[kind];
}

/* Texts of one PDU of whatever kind; what does not fit to it is to be left alone. */
static inline struct identity_facts
event_says(const struct events *events, const struct event *event)
{
	struct identity_facts says = { .signing = (enum signing)(event->facts % (SIGNING_REQUIRED + 1)),
	    .auth = (enum auth)(event->facts / 8 % (AUTH_OTHER + 1)),
	    .tree_connected = event->flags & FLAG_TREE, .is_peek = event->flags & FLAG_PEEK,
	    .is_lanman_transaction = event->flags & FLAG_LANMAN, .works = event->flags & FLAG_WORKS };

	for (unsigned i = 0; i < EVENT_TEXTS; i++) {
		const char *text = event_text(events, event, i);

		if (text != NULL)
			identity_say(&says, (enum detail)((event->rest[0] + i) % DETAILS),
			    (enum source)(event->rest[1] % (SOURCE_CALLED + 1)), text);
	}
	return says;
}

static inline bool
event_is_response(const struct event *event)
{
	switch (event->kind % KINDS) {
	case KIND_OFFER: case KIND_OFFER2: case KIND_BREAK:
		return false;
	case KIND_ANSWER: case KIND_ANSWER2:
		return true;
	}
	return event->message & 0x80;
}

static inline struct smb_pdu
event_pdu(struct events *events, const struct event *event, struct dialect_list *list)
{
	const enum kind kind = (enum kind)(event->kind % KINDS);
	struct smb_pdu pdu = { .smb2 = kind == KIND_OFFER2 || kind == KIND_ANSWER2 || kind == KIND_SETUP2,
	    .response = event_is_response(event), .command = event_command(event),
	    .failed = event->flags & FLAG_FAILED, .message = event->message & 0x7F,
	    .flags2 = 0xC853, .pid = 0xFEFF, .has_word_count = event->flags & FLAG_WORDS,
	    .word_count = event->words };

	pdu.mid = kind == KIND_BREAK ? MID_OF_OPLOCK_BREAK : event->message;
	pdu.wants_more = pdu.failed && event->flags & FLAG_MORE;
	if (pdu_is_negotiate(&pdu) && !pdu.response) {	/* has a list, if an empty one */
		*list = event_list(events, event);
		pdu.list = list;
		pdu.offer = event_offer(events, list);
	} else if (kind == KIND_ANSWER) {
		pdu.has_index = event->flags & FLAG_NUMBER;
		pdu.index = event_number(event);
	} else if (kind == KIND_ANSWER2) {
		pdu.has_revision = event->flags & FLAG_NUMBER;
		pdu.revision = event_number(event);
	}
	if (kind != KIND_OFFER && kind != KIND_OFFER2 && kind != KIND_ANSWER2)
		pdu.says = event_says(events, event);
	return pdu;
}

/* Takes one event into account; returns the marks. */
static inline unsigned
event_take(struct events *events, const struct event *event)
{
	struct audit *audit = event_audit(events, event);
	const enum kind kind = (enum kind)(event->kind % KINDS);
	struct dialect_list list;
	struct smb_pdu pdu;

	events->frame++;
	if (kind == KIND_RST || kind == KIND_FIN)
		return audit_take_closing(audit, kind == KIND_RST ? CLOSING_RST : CLOSING_FIN,
		    event_side(event), events->frame);
	if (kind == KIND_NAMES) {
		const struct identity_facts names = event_says(events, event);

		audit_take_names(audit, &names, &arena);
		if (event->flags & FLAG_FAILED)		/* TCP's reassembly is off, say */
			audit->not_seen = event_texts[0];
		return 0;
	}
	pdu = event_pdu(events, event, &list);
	return audit_take_pdu(audit, &pdu, event_side(event), events->frame, &arena);
}

/* Inputs are changed by the event: one is changed, goes, comes twice, or moves. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_most, unsigned seed);

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_most, unsigned seed)
{
	const size_t count = size / EVENT_SIZE, most = size_most / EVENT_SIZE;
	uint8_t *one, *other, kept[EVENT_SIZE];

	size = count * EVENT_SIZE;			/* what is behind the last one goes */
	if (count == 0 || seed % 16 == 0)
		return LLVMFuzzerMutate(data, size, size_most);
	one = data + seed / 16 % count * EVENT_SIZE;
	other = data + seed / 4096 % count * EVENT_SIZE;
	if (seed % 16 == 1 && count > 1) {		/* goes */
		memmove(one, one + EVENT_SIZE, (size_t)(data + size - one) - EVENT_SIZE);
		return size - EVENT_SIZE;
	}
	memcpy(kept, one, EVENT_SIZE);
	if (seed % 16 < 6 && count < most) {		/* comes twice */
		memmove(other + EVENT_SIZE, other, (size_t)(data + size - other));
		memcpy(other, kept, EVENT_SIZE);
		if (seed % 16 < 4)
			LLVMFuzzerMutate(other, EVENT_SIZE, EVENT_SIZE);
		return size + EVENT_SIZE;
	}
	if (seed % 16 == 6) {				/* changes place with another */
		memmove(one, other, EVENT_SIZE);
		memcpy(other, kept, EVENT_SIZE);
	} else {
		LLVMFuzzerMutate(one, EVENT_SIZE, EVENT_SIZE);
	}
	return size;
}

#endif

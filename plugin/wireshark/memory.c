/* memory.c - what the first pass found, for every pass
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "memory.h"

#include <epan/wmem_scopes.h>

/* File scope, as everything that they point to. */
static wmem_map_t *offers;
static struct finding *findings;	/* by frame */
static unsigned findings_count, findings_room;
static wmem_map_t *texts;		/* each text once: hosts say the same again and again */
static unsigned awaiting;		/* connections whose closing would say something */

enum { FINDINGS_FIRST = 32 };		/* room at first, doubled when it is full */

/* Stacks of requests seen of late; the same few come again and again. */
enum { STACKS_RECENT = 64 };
static struct {
	const struct offer *offer;
	uint16_t flags2, pid, tid, uid, mid;
	const struct stack *stack;
} stacks[STACKS_RECENT];

static unsigned
hash_list(const void *list)
{
	return dialect_list_hash((const struct dialect_list *)list);
}

static int
equal_lists(const void *a, const void *b)
{
	return dialect_list_equal((const struct dialect_list *)a, (const struct dialect_list *)b);
}

static void
start_capture(void)
{
	offers = wmem_map_new(wmem_file_scope(), hash_list, equal_lists);
	texts = wmem_map_new(wmem_file_scope(), g_str_hash, g_str_equal);
	awaiting = 0;
}

static void
end_capture(void)
{
	offers = NULL;
	findings = NULL;
	findings_count = findings_room = 0;
	texts = NULL;
	memset(stacks, 0, sizeof stacks);
}

void
memory_register(void)
{
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

bool
memory_awaits_closing(void)
{
	return awaiting > 0;
}

void
memory_count_awaiting(bool before, bool after)
{
	awaiting += (unsigned)after - (unsigned)before;
}

static const char *
keep_text(const char *text)
{
	const char *kept = (const char *)wmem_map_lookup(texts, text);

	if (kept == NULL) {
		kept = wmem_strdup(wmem_file_scope(), text);
		wmem_map_insert(texts, kept, (void *)kept);
	}
	return kept;
}

static const char *
requested_text(const struct offer *offer)
{
	const size_t room = offer_write(offer, NULL, 0) + 1;
	char *text = (char *)wmem_alloc(wmem_file_scope(), room);

	offer_write(offer, text, room);
	return text;
}

static struct offer *
read_offer(const struct dialect_list *list)
{
	struct offer_buffer buffer;
	struct offer *offer;

	offer_read(&buffer, list, keep_text);
	offer = (struct offer *)wmem_memdup(wmem_file_scope(), &buffer.offer, sizeof buffer.offer);
	offer->names = (const char **)wmem_memdup(wmem_file_scope(), buffer.names,
	    offer->kept * sizeof *offer->names);
	offer->families = (uint8_t *)wmem_memdup(wmem_file_scope(), buffer.families, offer->kept);
	offer->list.bytes = (const uint8_t *)wmem_memdup(wmem_file_scope(), list->bytes, list->length);
	offer->requested = requested_text(offer);
	return offer;
}

const struct offer *
memory_offer(const struct dialect_list *list)
{
	struct offer *offer = (struct offer *)wmem_map_lookup(offers, list);

	if (offer == NULL) {
		offer = read_offer(list);
		wmem_map_insert(offers, &offer->list, offer);
	}
	return offer;
}

const struct stack *
memory_stack(const struct smb_pdu *pdu)
{
	const unsigned i = ((unsigned)((uintptr_t)pdu->offer >> 4) ^ pdu->pid ^ pdu->flags2) % STACKS_RECENT;

	if (stacks[i].offer == pdu->offer && stacks[i].flags2 == pdu->flags2 &&
	    stacks[i].pid == pdu->pid && stacks[i].tid == pdu->tid &&
	    stacks[i].uid == pdu->uid && stacks[i].mid == pdu->mid)
		return stacks[i].stack;
	stacks[i].offer = pdu->offer;
	stacks[i].flags2 = pdu->flags2;
	stacks[i].pid = pdu->pid;
	stacks[i].tid = pdu->tid;
	stacks[i].uid = pdu->uid;
	stacks[i].mid = pdu->mid;
	stacks[i].stack = stack_of(pdu->offer, pdu);
	return stacks[i].stack;
}

void
memory_learn(struct connection *connection, const struct identity_facts *facts,
    const struct smb_pdu *pdu)
{
	if (connection->identity == NULL)
		connection->identity = wmem_new0(wmem_file_scope(), struct identity);
	identity_learn(connection->identity, facts, pdu, keep_text);
}

static void
make_room(void)
{
	if (findings_count < findings_room)
		return;
	findings_room = findings_room ? 2 * findings_room : FINDINGS_FIRST;
	findings = (struct finding *)wmem_realloc(wmem_file_scope(), findings,
	    findings_room * sizeof *findings);
}

static void
keep_moment(struct connection *connection, const packet_info *pinfo)
{
	connection->last.frame = pinfo->num;
	if (pinfo->presence_flags & PINFO_HAS_TS)
		connection->last.time = pinfo->abs_ts;
	else
		nstime_set_unset(&connection->last.time);
	if (connection->first.frame == 0)
		connection->first = connection->last;
}

const struct finding *
memory_keep_finding(const packet_info *pinfo, unsigned marks, struct connection *connection)
{
	struct finding *finding;

	keep_moment(connection, pinfo);
	make_room();
	finding = &findings[findings_count++];
	finding->frame = pinfo->num;
	finding->marks = marks;
	finding->connection = connection;
	return finding;
}

const struct finding *
memory_finding(const packet_info *pinfo)
{
	unsigned low = 0, high = findings_count;

	while (low < high) {
		const unsigned middle = low + (high - low) / 2;
		const struct finding *finding = &findings[middle];

		if (finding->frame == pinfo->num)
			return finding;
		if (finding->frame < pinfo->num)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* memory.c - the negotiation of each connection, the finding of each frame
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "memory.h"

#include <epan/conversation.h>
#include <epan/wmem_scopes.h>

static int proto_smb1audit;

/* File scope, as everything that they point to. */
static wmem_map_t *offers;
static wmem_array_t *findings;		/* struct finding, by frame */

static unsigned
hash_offer(const void *offer)
{
	return offer_hash((const struct offer *)offer);
}

static int
equal_offers(const void *a, const void *b)
{
	return offer_equal((const struct offer *)a, (const struct offer *)b);
}

static void
start_capture(void)
{
	offers = wmem_map_new(wmem_file_scope(), hash_offer, equal_offers);
	findings = wmem_array_new(wmem_file_scope(), sizeof (struct finding));
}

static void
end_capture(void)
{
	offers = NULL;
	findings = NULL;
}

void
memory_register(int protocol)
{
	proto_smb1audit = protocol;
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

static struct connection *
connection_of(conversation_t *conversation)
{
	if (conversation == NULL)
		return NULL;
	return (struct connection *)conversation_get_proto_data(conversation, proto_smb1audit);
}

struct connection *
memory_find_connection(packet_info *pinfo)
{
	return connection_of(find_conversation_pinfo(pinfo, 0));
}

struct connection *
memory_open_alone(void)
{
	return wmem_new0(wmem_file_scope(), struct connection);
}

struct connection *
memory_open_connection(packet_info *pinfo)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	struct connection *connection = connection_of(conversation);

	if (connection == NULL) {
		connection = memory_open_alone();
		conversation_add_proto_data(conversation, proto_smb1audit, connection);
	}
	return connection;
}

/* A dialect string as it is shown; the string itself where that is the same. */
static const char *
shown_text(const char *name)
{
	const size_t room = dialect_write(name, NULL, 0) + 1;
	char *text;

	if (room == strlen(name) + 1)
		return name;
	text = (char *)wmem_alloc(wmem_file_scope(), room);
	dialect_write(name, text, room);
	return text;
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
copy_offer(const struct offer *offer)
{
	struct offer *copy = (struct offer *)wmem_memdup(wmem_file_scope(), offer, sizeof *offer);

	copy->names = wmem_alloc_array(wmem_file_scope(), const char *, offer->kept + 1);
	copy->shown = wmem_alloc_array(wmem_file_scope(), const char *, offer->kept + 1);
	for (unsigned i = 0; i < offer->kept; i++) {
		copy->names[i] = wmem_strdup(wmem_file_scope(), offer->names[i]);
		copy->shown[i] = shown_text(copy->names[i]);
	}
	copy->class = offer_classify(copy);
	copy->requested = requested_text(copy);
	return copy;
}

const struct offer *
memory_keep_offer(const struct offer *offer)
{
	struct offer *kept = (struct offer *)wmem_map_lookup(offers, offer);

	if (kept == NULL) {
		kept = copy_offer(offer);
		wmem_map_insert(offers, kept, kept);
	}
	return kept;
}

static const struct finding *
finding_at(unsigned i)
{
	return (const struct finding *)wmem_array_index(findings, i);
}

const struct finding *
memory_keep_finding(const packet_info *pinfo, unsigned marks, const struct connection *connection)
{
	const struct finding finding = { pinfo->num, marks, connection };

	wmem_array_append_one(findings, finding);
	return finding_at(wmem_array_get_count(findings) - 1);
}

const struct finding *
memory_finding(const packet_info *pinfo)
{
	unsigned low = 0, high = wmem_array_get_count(findings);

	while (low < high) {
		const unsigned middle = low + (high - low) / 2;
		const struct finding *finding = finding_at(middle);

		if (finding->frame == pinfo->num)
			return finding;
		if (finding->frame < pinfo->num)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static uint32_t
hash_address(const address *address)
{
	return add_address_to_hash(0, address);
}

void
connection_settle_client(struct connection *connection, const packet_info *pinfo, bool sender)
{
	connection->client_hash = hash_address(sender ? &pinfo->src : &pinfo->dst);
	connection->client_port = (uint16_t)(sender ? pinfo->srcport : pinfo->destport);
	connection->has_client = true;
}

static bool
is_client(const struct connection *connection, const address *address, uint32_t port)
{
	return connection->client_port == port &&
	    connection->client_hash == hash_address(address);
}

enum side
connection_sender(const struct connection *connection, const packet_info *pinfo)
{
	bool source, destination;

	if (!connection->has_client)
		return SIDE_UNKNOWN;
	source = is_client(connection, &pinfo->src, pinfo->srcport);
	destination = is_client(connection, &pinfo->dst, pinfo->destport);
	if (source == destination)
		return SIDE_UNKNOWN;
	return source ? SIDE_CLIENT : SIDE_SERVER;
}

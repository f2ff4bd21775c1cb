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
static unsigned awaiting;		/* connections whose closing would say something */

/* The connection of the frame before. The very next frame with the same ends is
 * on the same connection: no SYN came between. Most PDUs follow one of their own
 * connection, and finding a conversation costs more than all else here. */
static struct {
	uint32_t frame;
	uint32_t ports[2];
	uint8_t addresses[2][16];
	int lengths[2];
	struct connection *connection;
} recent;

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
	findings = wmem_array_new(wmem_file_scope(), sizeof (struct finding));
	awaiting = 0;
}

static void
end_capture(void)
{
	offers = NULL;
	findings = NULL;
	recent.connection = NULL;
}

void
memory_register(int protocol)
{
	proto_smb1audit = protocol;
	register_init_routine(start_capture);
	register_cleanup_routine(end_capture);
}

static bool
is_recent(const address *address, uint32_t port, unsigned end)
{
	return port == recent.ports[end] && address->len == recent.lengths[end] &&
	    memcmp(address->data, recent.addresses[end], (size_t)address->len) == 0;
}

/* NULL where the frame before is not known to be of this connection. */
static struct connection *
recent_connection(const packet_info *pinfo)
{
	if (recent.connection == NULL || pinfo->num != recent.frame + 1)
		return NULL;
	for (unsigned end = 0; end < 2; end++)
		if (is_recent(&pinfo->src, pinfo->srcport, end) &&
		    is_recent(&pinfo->dst, pinfo->destport, !end))
			return recent.connection;
	return NULL;
}

static void
set_recent_end(unsigned end, const address *address, uint32_t port)
{
	memcpy(recent.addresses[end], address->data, (size_t)address->len);
	recent.lengths[end] = address->len;
	recent.ports[end] = port;
}

static struct connection *
remember_recent(const packet_info *pinfo, struct connection *connection)
{
	if (pinfo->src.len > 16 || pinfo->dst.len > 16)
		return connection;
	if (pinfo->num != recent.frame + 1 || connection != recent.connection) {
		set_recent_end(0, &pinfo->src, pinfo->srcport);
		set_recent_end(1, &pinfo->dst, pinfo->destport);
	}
	recent.frame = pinfo->num;
	recent.connection = connection;
	return connection;
}

static struct connection *
connection_of(conversation_t *conversation)
{
	return (struct connection *)conversation_get_proto_data(conversation, proto_smb1audit);
}

struct connection *
memory_find_connection(packet_info *pinfo)
{
	struct connection *connection = recent_connection(pinfo);
	conversation_t *conversation = connection ? NULL : find_conversation_pinfo(pinfo, 0);

	if (conversation != NULL)
		connection = connection_of(conversation);
	return remember_recent(pinfo, connection);
}

struct connection *
memory_open_alone(void)
{
	return wmem_new0(wmem_file_scope(), struct connection);
}

struct connection *
memory_open_connection(packet_info *pinfo)
{
	struct connection *connection = recent_connection(pinfo);
	conversation_t *conversation = connection ? NULL : find_or_create_conversation(pinfo);

	if (conversation != NULL)
		connection = connection_of(conversation);
	if (connection == NULL) {
		connection = memory_open_alone();
		conversation_add_proto_data(conversation, proto_smb1audit, connection);
	}
	return remember_recent(pinfo, connection);
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
	return wmem_strdup(wmem_file_scope(), text);
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
	    (offer->kept + 1) * sizeof *offer->names);
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

/* connection.c - the negotiation of each TCP connection
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "connection.h"

#include <epan/conversation.h>
#include <epan/wmem_scopes.h>

static int proto_smb1audit;		/* for the life of the process */

/* The connection of the frame before. The very next frame with the same ends is
 * on the same connection: no SYN came between. Most PDUs follow one of their own
 * connection, and finding a conversation costs more than all else here. */
static struct {
	uint32_t frame;
	uint32_t ports[2];
	uint8_t addresses[2][16];
	int lengths[2], types[2];
	struct connection *connection;
} recent;

static void
end_capture(void)
{
	recent.connection = NULL;
}

void
connection_register(int protocol)
{
	proto_smb1audit = protocol;
	register_cleanup_routine(end_capture);
}

static bool
is_recent(const address *host, uint32_t port, unsigned end)
{
	return port == recent.ports[end] && host->len == recent.lengths[end] &&
	    host->type == recent.types[end] &&
	    memcmp(host->data, recent.addresses[end], (size_t)host->len) == 0;
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
set_recent_end(unsigned end, const address *host, uint32_t port)
{
	memcpy(recent.addresses[end], host->data, (size_t)host->len);
	recent.lengths[end] = host->len;
	recent.types[end] = host->type;
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
connection_find(packet_info *pinfo)
{
	struct connection *connection = recent_connection(pinfo);
	conversation_t *conversation = connection ? NULL : find_conversation_pinfo(pinfo, 0);

	if (conversation != NULL)
		connection = connection_of(conversation);
	return remember_recent(pinfo, connection);
}

struct connection *
connection_alone(void)
{
	return wmem_new0(wmem_file_scope(), struct connection);
}

struct connection *
connection_open(packet_info *pinfo)
{
	struct connection *connection = recent_connection(pinfo);
	conversation_t *conversation = connection ? NULL : find_or_create_conversation(pinfo);

	if (conversation != NULL)
		connection = connection_of(conversation);
	if (connection == NULL) {
		connection = connection_alone();
		conversation_add_proto_data(conversation, proto_smb1audit, connection);
	}
	return remember_recent(pinfo, connection);
}

/* An IPv4 address is its own. */
static uint32_t
hash_address(const address *host)
{
	uint32_t hash;

	if (host->len != (int)sizeof hash)
		return add_address_to_hash(0, host);
	memcpy(&hash, host->data, sizeof hash);
	return hash;
}

void
connection_settle_client(struct connection *connection, const packet_info *pinfo, bool sender)
{
	connection->client_hash = hash_address(sender ? &pinfo->src : &pinfo->dst);
	connection->client_port = (uint16_t)(sender ? pinfo->srcport : pinfo->destport);
	connection->has_client = true;
}

static bool
is_client(const struct connection *connection, const address *host, uint32_t port)
{
	return connection->client_port == port &&
	    connection->client_hash == hash_address(host);
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

void
connection_settle_roles(struct connection *connection, const struct smb_pdu *pdu,
    const packet_info *pinfo)
{
	const bool settles = pdu_is_negotiate(pdu);

	if (connection->roles_settled || (connection->has_client && !settles))
		return;
	connection_settle_client(connection, pinfo, pdu->response == pdu->oplock_break);
	connection->roles_settled = settles;
}

enum side
connection_trusted_sender(const struct connection *connection, const packet_info *pinfo)
{
	return connection->roles_settled ? connection_sender(connection, pinfo) : SIDE_UNKNOWN;
}

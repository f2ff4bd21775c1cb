/* connection.c - the audit of each connection, and who its two ends are
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "connection.h"

#include <epan/conversation.h>
#include <epan/wmem_scopes.h>

#include "../../audit/pdu.h"

static int proto_smb1audit;		/* for the life of the process */

void
connection_register(int protocol)
{
	proto_smb1audit = protocol;
}

static struct connection *
connection_of(const conversation_t *conversation)
{
	return (struct connection *)conversation_get_proto_data(conversation, proto_smb1audit);
}

struct connection *
connection_find(packet_info *pinfo)
{
	const conversation_t *conversation = find_conversation_pinfo(pinfo, 0);

	return conversation ? connection_of(conversation) : NULL;
}

struct connection *
connection_alone(void)
{
	return wmem_new0(wmem_file_scope(), struct connection);
}

struct connection *
connection_open(packet_info *pinfo)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	struct connection *connection = connection_of(conversation);

	if (connection == NULL) {
		connection = connection_alone();
		conversation_add_proto_data(conversation, proto_smb1audit, connection);
	}
	return connection;
}

void
connection_settle_client(struct connection *connection, const packet_info *pinfo, bool sender)
{
	copy_address_wmem(wmem_file_scope(), &connection->client, sender ? &pinfo->src : &pinfo->dst);
	connection->client_port = sender ? pinfo->srcport : pinfo->destport;
	connection->has_client = true;
}

static bool
is_client(const struct connection *connection, const address *host, uint32_t port)
{
	return connection->client_port == port && addresses_equal(&connection->client, host);
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
	connection_settle_client(connection, pinfo, pdu->response == pdu_is_oplock_break(pdu));
	connection->roles_settled = settles;
}

enum side
connection_trusted_sender(const struct connection *connection, const packet_info *pinfo)
{
	return connection->roles_settled ? connection_sender(connection, pinfo) : SIDE_UNKNOWN;
}

void
connection_note_card(struct connection *connection, const struct card *card,
    const packet_info *pinfo)
{
	const enum side sender = connection_sender(connection, pinfo);

	if (sender != SIDE_UNKNOWN && card != NULL)
		connection->cards[sender == SIDE_SERVER] = card;
}

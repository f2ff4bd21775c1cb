/* packet-smb1audit.c - SMB1 Audit: who still needs SMB1
 *
 * A post-dissector. Each frame takes one walk: read the fields that the built-in
 * dissectors left, step the negotiation of its connection, keep the finding,
 * draw it. The first pass judges; every pass draws what was kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/audit/negotiation.h"
#include "plugin/wireshark/display.h"
#include "plugin/wireshark/fields.h"
#include "plugin/wireshark/memory.h"

void proto_register_smb1audit(void);
void proto_reg_handoff_smb1audit(void);

static dissector_handle_t handle;

/* An offer or an answer settles who is the client; before, the first frame
 * with a direction is the best guess. */
static void
settle_roles(struct connection *connection, const struct smb_pdu *pdu, const packet_info *pinfo)
{
	const bool settles = pdu_is_negotiate(pdu);

	if (connection->roles_settled || (connection->has_client && !settles))
		return;
	connection_settle_client(connection, pinfo, pdu->response == pdu->oplock_break);
	connection->roles_settled = settles;
}

/* While roles are a guess, they are no ground to doubt a PDU's direction. */
static enum side
trusted_sender(const struct connection *connection, const packet_info *pinfo)
{
	return connection->roles_settled ? connection_sender(connection, pinfo) : SIDE_UNKNOWN;
}

static unsigned
audit_pdu(struct connection *connection, struct smb_pdu *pdu, const packet_info *pinfo)
{
	enum negotiation_event event;

	settle_roles(connection, pdu, pinfo);
	if (pdu->has_list)
		pdu->offer = memory_offer(&pdu->list);
	event = negotiation_event_of_pdu(&connection->negotiation, pdu,
	    trusted_sender(connection, pinfo));
	return negotiation_step(&connection->negotiation, event, pdu, pinfo->num);
}

static enum negotiation_event
event_of_closing(enum tcp_closing closing, enum side sender)
{
	static const enum negotiation_event events[][3] = {
		[CLOSING_NONE]	= { EVENT_IGNORED, EVENT_IGNORED, EVENT_IGNORED },
		[CLOSING_RST]	= { EVENT_IGNORED, EVENT_CLIENT_RESET, EVENT_SERVER_RESET },
		[CLOSING_FIN]	= { EVENT_IGNORED, EVENT_CLIENT_CLOSE, EVENT_SERVER_CLOSE },
	};

	return events[closing][sender];
}

static unsigned
audit_closing(struct connection *connection, const struct frame_reading *reading,
    const packet_info *pinfo)
{
	const enum tcp_closing closing = fields_closing(reading);

	if (closing == CLOSING_NONE)
		return 0;
	return negotiation_step(&connection->negotiation,
	    event_of_closing(closing, connection_sender(connection, pinfo)), NULL, pinfo->num);
}

/* A connection is followed from its first SMB PDU on. */
static struct connection *
open_connection(packet_info *pinfo, enum transport transport)
{
	return transport == TRANSPORT_TCP ? memory_open_connection(pinfo) : memory_open_alone();
}

/* The PDUs, then the closing: a segment may bring both. */
static unsigned
audit_connection(struct connection *connection, struct frame_reading *reading,
    struct smb_pdu *pdu, const packet_info *pinfo)
{
	const bool awaited = negotiation_awaits_close(&connection->negotiation);
	unsigned marks = 0;

	for (bool more = pdu != NULL; more; more = fields_next_pdu(reading, pdu))
		marks |= audit_pdu(connection, pdu, pinfo);
	marks |= audit_closing(connection, reading, pinfo);
	memory_count_awaiting(awaited, negotiation_awaits_close(&connection->negotiation));
	return marks;
}

/* First pass: judges the frame and keeps what it is; NULL where it is nothing. */
static const struct finding *
audit_frame(packet_info *pinfo, proto_tree *tree)
{
	struct frame_reading reading;
	struct connection *connection = NULL;
	struct smb_pdu pdu;
	bool has_pdu;
	enum transport transport;
	unsigned marks;

	if (!fields_begin(&reading, pinfo, tree, memory_awaits_closing()))
		return NULL;
	transport = fields_transport(pinfo);
	if (transport == TRANSPORT_DATAGRAM || transport == TRANSPORT_QUOTED)
		return NULL;
	has_pdu = fields_next_pdu(&reading, &pdu);
	if (has_pdu)
		connection = open_connection(pinfo, transport);
	else if (transport == TRANSPORT_TCP)
		connection = memory_find_connection(pinfo);
	if (connection == NULL)
		return NULL;
	marks = audit_connection(connection, &reading, has_pdu ? &pdu : NULL, pinfo);
	return marks ? memory_keep_finding(pinfo, marks, connection) : NULL;
}

static int
dissect_smb1audit(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	const struct finding *finding = PINFO_FD_VISITED(pinfo) ?
	    memory_finding(pinfo) : audit_frame(pinfo, tree);
	struct drawing drawing;

	if (finding == NULL)
		return 0;
	drawing.negotiation = &finding->connection->negotiation;
	drawing.marks = finding->marks;
	drawing.sender = connection_sender(finding->connection, pinfo);
	display_draw(&drawing, tvb, pinfo, tree);
	return tvb_captured_length(tvb);
}

void
proto_register_smb1audit(void)
{
	const int protocol = proto_register_protocol("SMB1 Audit", "SMB1 Audit", "smb1audit");

	handle = create_dissector_handle(dissect_smb1audit, protocol);
	memory_register(protocol);
	display_register(protocol);
	register_postdissector(handle);
}

void
proto_reg_handoff_smb1audit(void)
{
	fields_want(handle);
}

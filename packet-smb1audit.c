/* packet-smb1audit.c - SMB1 Audit: who still needs SMB1
 *
 * A post-dissector. Each frame takes one walk: read the fields that the built-in
 * dissectors left, step the negotiation of its connection, keep the finding,
 * draw it, tap it. The first pass judges; every pass draws and taps what was kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <epan/tap.h>

#include "plugin/audit/negotiation.h"
#include "plugin/wireshark/display.h"
#include "plugin/wireshark/fields.h"
#include "plugin/wireshark/memory.h"
#include "plugin/wireshark/records.h"
#include "plugin/wireshark/stat_hosts.h"
#include "plugin/wireshark/stat_tree.h"

void proto_register_smb1audit(void);
void proto_reg_handoff_smb1audit(void);

static dissector_handle_t handle;
static int tap;

static bool
is_browser(const struct connection *connection)
{
	return connection->identity != NULL && identity_is_browser(connection->identity);
}

/* Whether the PDU itself names who or what. */
static bool
learn(struct connection *connection, const struct smb_pdu *pdu)
{
	struct identity_facts facts;
	bool says;

	if (!identity_is_told_by(pdu)) {
		if (!pdu->response)
			memory_learn(connection, NULL, pdu);
		return false;
	}
	identity_read(&facts, pdu);
	says = identity_says_something(&facts);
	if (connection->identity != NULL || !pdu->response || says)
		memory_learn(connection, &facts, pdu);
	return identity_is_shown_on(pdu) && says;
}

/* Who and what. A frame is shown for it where it names one of them, and where the
 * connection turns out to be the Computer Browser's, or not to be. */
static unsigned
identify(struct connection *connection, const struct smb_pdu *pdu)
{
	const bool was_browser = is_browser(connection);
	bool shown;

	if (pdu->smb2 || (pdu_is_negotiate(pdu) && !pdu->response))
		return 0;
	shown = learn(connection, pdu);
	return shown || is_browser(connection) != was_browser ? MARK_IDENTITY : 0;
}

static unsigned
audit_pdu(struct connection *connection, struct smb_pdu *pdu, const packet_info *pinfo)
{
	enum negotiation_event event;
	unsigned marks;

	connection_settle_roles(connection, pdu, pinfo);
	if (pdu->has_list)
		pdu->offer = memory_offer(&pdu->list);
	event = negotiation_event_of_pdu(&connection->negotiation, pdu,
	    connection_trusted_sender(connection, pinfo));
	marks = negotiation_step(&connection->negotiation, event, pdu, pinfo->num);
	if (marks & MARK_OFFER)
		connection->stack = memory_stack(pdu);
	return event == EVENT_IGNORED ? marks : marks | identify(connection, pdu);
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
	if (reading->closing == CLOSING_NONE)
		return 0;
	return negotiation_step(&connection->negotiation,
	    event_of_closing(reading->closing, connection_sender(connection, pinfo)), NULL,
	    pinfo->num);
}

/* A connection is followed from its first SMB PDU on. */
static struct connection *
open_connection(packet_info *pinfo, enum transport transport)
{
	return transport == TRANSPORT_TCP ? connection_open(pinfo) : connection_alone();
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

/* A datagram belongs to no connection and gets no verdict. */
static const struct finding *
audit_datagram(struct frame_reading *reading, const packet_info *pinfo)
{
	struct connection *alone;
	struct identity_facts facts;

	if (!fields_datagram_source(reading, &facts))
		return NULL;
	alone = connection_alone();
	memory_learn(alone, &facts, NULL);
	connection_settle_client(alone, pinfo, true);
	return memory_keep_finding(pinfo, MARK_DATAGRAM, alone);
}

/* A TCP connection that is followed, or begins to be by this frame; NULL where
 * the frame is of no interest. */
static struct connection *
connection_of_frame(struct frame_reading *reading, packet_info *pinfo, bool has_pdu)
{
	struct identity_facts facts;
	struct connection *connection;

	if (has_pdu)
		return open_connection(pinfo, reading->transport);
	if (reading->transport != TRANSPORT_TCP)
		return NULL;
	if (!fields_session_request(reading, &facts))
		return reading->closing != CLOSING_NONE ? connection_find(pinfo) : NULL;
	connection = connection_open(pinfo);
	memory_learn(connection, &facts, NULL);
	return connection;
}

/* First pass: judges the frame and keeps what it is; NULL where it is nothing. */
static const struct finding *
audit_frame(packet_info *pinfo, proto_tree *tree)
{
	struct frame_reading reading;
	struct connection *connection;
	struct smb_pdu pdu;
	bool has_pdu;
	unsigned marks;

	if (!fields_begin(&reading, pinfo, tree, memory_awaits_closing()))
		return NULL;
	if (reading.transport == TRANSPORT_QUOTED)
		return NULL;
	if (reading.transport == TRANSPORT_DATAGRAM)
		return audit_datagram(&reading, pinfo);
	has_pdu = fields_next_pdu(&reading, &pdu);
	connection = connection_of_frame(&reading, pinfo, has_pdu);
	if (connection == NULL)
		return NULL;
	marks = audit_connection(connection, &reading, has_pdu ? &pdu : NULL, pinfo);
	return marks ? memory_keep_finding(pinfo, marks, connection) : NULL;
}

/* To the statistics and records, where there are any. */
static void
report(const struct audited *audited, packet_info *pinfo)
{
	if (!have_tap_listener(tap))
		return;
	if (!audited->again)
		stat_hosts_follow(audited, pinfo);
	tap_queue_packet(tap, pinfo, wmem_memdup(pinfo->pool, audited, sizeof *audited));
}

static int
dissect_smb1audit(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	const bool again = PINFO_FD_VISITED(pinfo);
	const struct finding *finding = again ? memory_finding(pinfo) : audit_frame(pinfo, tree);
	struct audited audited;

	if (finding == NULL)
		return 0;
	audited.connection = finding->connection;
	audited.marks = finding->marks;
	audited.sender = connection_sender(finding->connection, pinfo);
	audited.again = again;
	display_draw(&audited, tvb, pinfo, tree);
	report(&audited, pinfo);
	return tvb_captured_length(tvb);
}

void
proto_register_smb1audit(void)
{
	const int protocol = proto_register_protocol("SMB1 Audit", "SMB1 Audit", "smb1audit");

	handle = create_dissector_handle(dissect_smb1audit, protocol);
	connection_register(protocol);
	memory_register();
	display_register(protocol);
	tap = register_tap(AUDIT_TAP);
	stat_hosts_register();
	stat_tree_register();
	records_register();
	register_postdissector(handle);
}

void
proto_reg_handoff_smb1audit(void)
{
	fields_register(handle);
}

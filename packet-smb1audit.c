/* packet-smb1audit.c - SMB1 Audit: who still needs SMB1
 *
 * A post-dissector. Each frame takes one walk: read the fields that the built-in
 * dissectors left, step the audit of its connection, keep the finding, show it, tap it.
 * The first pass judges; every pass shows and taps what was kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <epan/tap.h>

#include "plugin/wireshark/keep/coverage.h"
#include "plugin/wireshark/keep/memory.h"
#include "plugin/wireshark/read/frame.h"
#include "plugin/wireshark/read/sight.h"
#include "plugin/wireshark/report/records.h"
#include "plugin/wireshark/report/stat_capture.h"
#include "plugin/wireshark/report/stat_hosts.h"
#include "plugin/wireshark/report/stat_tree.h"
#include "plugin/wireshark/show/display.h"

void proto_register_smb1audit(void);
void proto_reg_handoff_smb1audit(void);

static dissector_handle_t handle;
static int tap;

/* A connection is followed from its first SMB1 PDU, SMB2 NEGOTIATE or NetBIOS session
 * request on; NULL where the frame is of no interest. */
static struct connection *
connection_of(const struct frame *frame, packet_info *pinfo)
{
	if (!frame->begins)
		return frame->transport == TRANSPORT_TCP ? connection_find(pinfo) : NULL;
	return frame->transport == TRANSPORT_TCP ? connection_open(pinfo) : connection_alone();
}

/* The PDUs, then the closing: a segment may bring both. */
static unsigned
audit_connection(struct connection *connection, const struct frame *frame,
    const packet_info *pinfo)
{
	unsigned marks = 0;

	if (frame->has_names)
		audit_take_names(&connection->audit, &frame->names, &memory_storage);
	for (unsigned i = 0; i < frame->count; i++) {
		struct smb_pdu *pdu = &frame->pdus[i];

		connection_settle_roles(connection, pdu, pinfo);
		if (pdu->list != NULL)
			pdu->offer = memory_offer(pdu->list);
		marks |= audit_take_pdu(&connection->audit, pdu,
		    connection_trusted_sender(connection, pinfo), pinfo->num, &memory_storage);
	}
	return marks | audit_take_closing(&connection->audit, frame->closing,
	    connection_sender(connection, pinfo), pinfo->num);
}

/* A datagram belongs to no connection and gets no verdict. */
static unsigned
audit_datagram(struct connection *alone, const struct frame *frame, const packet_info *pinfo)
{
	if (frame->count == 0 || frame->pdus[0].smb2)
		return 0;
	if (frame->has_names)
		audit_take_names(&alone->audit, &frame->names, &memory_storage);
	connection_settle_client(alone, pinfo, true);
	return MARK_DATAGRAM;
}

/* First pass: judges the frame and keeps what it is; NULL where it is nothing. */
static const struct finding *
audit_frame(packet_info *pinfo, proto_tree *tree)
{
	const struct card *card = cards_see(pinfo);
	struct frame frame;
	struct connection *connection = NULL;
	unsigned marks;

	coverage_see(pinfo);
	if (frame_read(&frame, pinfo, tree))
		connection = connection_of(&frame, pinfo);
	if (connection == NULL)
		return NULL;
	connection->audit.not_seen = sight_missing();
	marks = frame.transport == TRANSPORT_DATAGRAM ?
	    audit_datagram(connection, &frame, pinfo) : audit_connection(connection, &frame, pinfo);
	/* The cut in front of tshark leaves out frames that are marked as nothing. */
	if (marks != 0)
		connection_note_card(connection, card, pinfo);
	return marks ? memory_keep_finding(pinfo, marks, connection) : NULL;
}

static int
dissect_smb1audit(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
	const bool again = PINFO_FD_VISITED(pinfo);
	const struct finding *finding = again ? memory_finding(pinfo) : audit_frame(pinfo, tree);
	struct audited *audited;

	if (finding == NULL)
		return 0;
	audited = wmem_new(pinfo->pool, struct audited);
	audited->connection = finding->connection;
	audited->marks = finding->marks;
	audited->sender = connection_sender(finding->connection, pinfo);
	audited->again = again;
	display_draw(audited, tvb, pinfo, tree);
	tap_queue_packet(tap, pinfo, audited);
	return (int)tvb_captured_length(tvb);
}

void
proto_register_smb1audit(void)
{
	const int protocol = proto_register_protocol("SMB1 Audit", "SMB1 Audit", "smb1audit");

	handle = create_dissector_handle(dissect_smb1audit, protocol);
	sight_register();
	cards_register();
	connection_register(protocol);
	coverage_register();
	memory_register();
	display_register(protocol);
	tap = register_tap(AUDIT_TAP);
	stat_hosts_register();
	stat_tree_register();
	stat_capture_register();
	records_register();
	register_postdissector(handle);
}

void
proto_reg_handoff_smb1audit(void)
{
	frame_register(handle);
}

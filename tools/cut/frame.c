/* frame.c - what a frame holds, down to TCP
 *
 * IEEE 802.3 and 802.1Q, RFC 791, RFC 8200, RFC 9293, RFC 768; the link types are those
 * of tcpdump.org/linktypes.html. Follows what Wireshark's dissectors take for the same;
 * whatever is not plain is opaque or odd. Bytes are hostile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "frame.h"

#include <string.h>

#include "bytes.h"
#include "compat.h"
#include "magic.h"

/* The rest of a frame that is being read. */
struct rest {
	const uint8_t *bytes;
	size_t captured, length;
};

static bool
step(struct rest *rest, size_t over)
{
	if (over > rest->captured)
		return false;
	rest->bytes += over;
	rest->captured -= over;
	rest->length -= over;
	return true;
}

static bool
is_listed(unsigned what, const uint16_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == what)
			return true;
	return false;
}

#define IS_LISTED(what, list) is_listed(what, list, G_N_ELEMENTS(list))

/* -- UDP ---------------------------------------------------------------------- */

/* What has a dissector that takes all of the datagram, and none of these tunnels
 * anything: DNS, DHCP, TFTP, NTP, NetBIOS names, SNMP, QUIC, syslog, DHCPv6, SSDP,
 * WS-Discovery, multicast DNS, LLMNR. */
static const uint16_t harmless_ports[] = {
	53, 67, 68, 123, 137, 161, 162, 443, 514, 546, 547, 1900, 3702, 5353, 5355
};

/* From here on clients draw their ports. Of what Wireshark knows there, TZSP alone
 * (37008) is a tunnel, and a harmless port goes before it, being the lower one. */
enum { PORT_EPHEMERAL = 32768, PORT_DATAGRAM = 138, PORT_TZSP = 37008 };

static bool
is_harmless_pair(unsigned a, unsigned b)
{
	return IS_LISTED(a, harmless_ports) && b != PORT_TZSP &&
	    (b >= PORT_EPHEMERAL || IS_LISTED(b, harmless_ports));
}

static void
read_udp(struct frame *frame, struct rest *rest)
{
	unsigned source, destination;

	frame->kind = FRAME_OPAQUE;
	if (rest->captured < 8)
		return;
	source = net16(rest->bytes);
	destination = net16(rest->bytes + 2);
	frame->is_datagram = source == PORT_DATAGRAM || destination == PORT_DATAGRAM;
	if ((is_harmless_pair(source, destination) || is_harmless_pair(destination, source)) &&
	    !magic_is_in(rest->bytes, rest->captured))
		frame->kind = FRAME_HARMLESS;
}

/* -- TCP ---------------------------------------------------------------------- */

enum { TCP_PORTS = 4, TCP_HEADER = 20 };

/* The addresses of the IP header around it. */
struct addresses {
	const uint8_t *source, *destination;
	size_t length;
};

static bool
read_ports(struct frame *frame, const struct rest *rest, const struct addresses *addresses)
{
	struct segment *segment = &frame->segment;

	frame->kind = FRAME_LOST;
	if (rest->captured < TCP_PORTS)
		return false;
	segment->source_port = net16(rest->bytes);
	segment->destination_port = net16(rest->bytes + 2);
	segment->direction = ends_make(&segment->ends, addresses->source, addresses->destination,
	    addresses->length, segment->source_port, segment->destination_port);
	segment->flags = 0;
	segment->payload = rest->bytes;
	segment->length = rest->length;
	segment->captured = rest->captured;
	frame->kind = FRAME_TCP_ODD;
	return true;
}

static void
read_tcp(struct frame *frame, struct rest *rest, const struct addresses *addresses)
{
	struct segment *segment = &frame->segment;
	size_t header;

	if (!read_ports(frame, rest, addresses) || rest->captured < TCP_HEADER)
		return;
	header = (size_t)(rest->bytes[12] >> 4) * 4;
	if (header < TCP_HEADER || header > rest->length)
		return;
	frame->kind = FRAME_TCP;
	segment->sequence = net32(rest->bytes + 4);
	segment->acknowledged = net32(rest->bytes + 8);
	segment->flags = rest->bytes[13];
	segment->payload = rest->bytes + least(header, rest->captured);
	segment->length = rest->length - header;
	segment->captured = rest->captured > header ? rest->captured - header : 0;
}

/* -- IP ----------------------------------------------------------------------- */

enum {
	IP_HOP_BY_HOP		= 0,
	IP_ICMP			= 1,
	IP_IGMP			= 2,
	IP_TCP			= 6,
	IP_UDP			= 17,
	IP_FRAGMENT		= 44,
	IP_ICMPV6		= 58,
	IP_DESTINATION_OPTIONS	= 60,
	IP_EIGRP		= 88,
	IP_OSPF			= 89,
	IP_VRRP			= 112
};

static void
read_transport(struct frame *frame, struct rest *rest, unsigned protocol,
    const struct addresses *addresses)
{
	switch (protocol) {
	case IP_TCP:
		read_tcp(frame, rest, addresses);
		break;
	case IP_UDP:
		read_udp(frame, rest);
		break;
	case IP_ICMP:
	case IP_ICMPV6:
		frame->kind = FRAME_NOTE;
		break;
	case IP_IGMP:
	case IP_EIGRP:
	case IP_OSPF:
	case IP_VRRP:
		frame->kind = FRAME_HARMLESS;
		break;
	default:
		frame->kind = FRAME_OPAQUE;
	}
}

/* A fragment is put together by Wireshark. The first one of TCP tells the ends. */
static void
read_fragment(struct frame *frame, struct rest *rest, unsigned protocol, bool is_first,
    const struct addresses *addresses)
{
	frame->kind = FRAME_OPAQUE;
	if (protocol == IP_TCP && is_first)
		read_ports(frame, rest, addresses);
}

/* RFC 791 3.1. A source route would change the ends: options are not read. */
enum { IPV4_HEADER = 20, IPV4_MORE_FRAGMENTS = 0x2000, IPV4_OFFSET = 0x1FFF };

static void
read_ipv4(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;
	const struct addresses addresses = { header + 12, header + 16, 4 };
	size_t total;
	unsigned fragment, protocol;

	frame->kind = FRAME_LOST;
	if (rest->captured < IPV4_HEADER || header[0] >> 4 != 4)
		return;
	total = net16(header + 2);
	fragment = net16(header + 6);
	protocol = header[9];
	if (total == 0)			/* what the network card was to cut into segments */
		total = rest->length;
	if (header[0] != 0x45 || total < IPV4_HEADER) {
		if (protocol != IP_TCP)
			frame->kind = FRAME_OPAQUE;
		return;
	}
	if (total < rest->length)
		rest->length = total;
	rest->captured = least(rest->captured, rest->length);
	step(rest, IPV4_HEADER);
	if (fragment & (IPV4_MORE_FRAGMENTS | IPV4_OFFSET))
		read_fragment(frame, rest, protocol, (fragment & IPV4_OFFSET) == 0, &addresses);
	else
		read_transport(frame, rest, protocol, &addresses);
}

/* RFC 8200 4.3, 4.5, 4.6: to what is behind options. TCP is behind none. */
static void
read_ipv6_options(struct frame *frame, struct rest *rest)
{
	unsigned next;

	frame->kind = FRAME_LOST;
	do {
		if (rest->captured < 2)
			return;
		next = rest->bytes[0];
		if (!step(rest, ((size_t)rest->bytes[1] + 1) * 8))
			return;
	} while (next == IP_HOP_BY_HOP || next == IP_DESTINATION_OPTIONS);
	if (next == IP_ICMPV6)
		frame->kind = FRAME_NOTE;
	else if (next != IP_TCP)
		frame->kind = FRAME_OPAQUE;
}

enum { IPV6_HEADER = 40, IPV6_FRAGMENT = 8, IPV6_OFFSET = 0xFFF8 };

static void
read_ipv6_fragment(struct frame *frame, struct rest *rest, const struct addresses *addresses)
{
	const uint8_t *header = rest->bytes;

	frame->kind = FRAME_LOST;
	if (step(rest, IPV6_FRAGMENT))
		read_fragment(frame, rest, header[0], (net16(header + 2) & IPV6_OFFSET) == 0,
		    addresses);
}

static void
read_ipv6(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;
	const struct addresses addresses = { header + 8, header + 24, 16 };
	size_t payload;

	frame->kind = FRAME_LOST;
	if (rest->captured < IPV6_HEADER || header[0] >> 4 != 6)
		return;
	payload = net16(header + 4);
	if (payload == 0)		/* a jumbogram, or nothing */
		return;
	step(rest, IPV6_HEADER);
	if (payload < rest->length)
		rest->length = payload;
	rest->captured = least(rest->captured, rest->length);
	switch (header[6]) {
	case IP_HOP_BY_HOP:
	case IP_DESTINATION_OPTIONS:
		read_ipv6_options(frame, rest);
		break;
	case IP_FRAGMENT:
		read_ipv6_fragment(frame, rest, &addresses);
		break;
	default:
		read_transport(frame, rest, header[6], &addresses);
	}
}

/* -- links -------------------------------------------------------------------- */

enum { ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86DD, ETHERTYPE_LEAST = 0x0600 };

static const uint16_t vlan_types[] = { 0x8100, 0x88A8, 0x9100 };

/* ARP, RARP, LACP, EAPOL, LLDP, PTP, loopback. */
static const uint16_t harmless_types[] = {
	0x0806, 0x8035, 0x8809, 0x888E, 0x88CC, 0x88F7, 0x9000
};

static void
read_type(struct frame *frame, struct rest *rest, unsigned type)
{
	while (IS_LISTED(type, vlan_types)) {
		const uint8_t *tag = rest->bytes;

		if (!step(rest, 4))
			return;
		type = net16(tag + 2);
	}
	if (type == ETHERTYPE_IPV4)
		read_ipv4(frame, rest);
	else if (type == ETHERTYPE_IPV6)
		read_ipv6(frame, rest);
	else if (IS_LISTED(type, harmless_types))
		frame->kind = FRAME_HARMLESS;
}

/* Spanning tree and Cisco's discovery have LLC (IEEE 802.2) in common with NetBEUI and
 * IPX, but no more. */
static const struct {
	size_t length;
	uint8_t bytes[8];
} harmless_llc[] = {
	{ 3, { 0x42, 0x42, 0x03 } },
	{ 8, { 0xAA, 0xAA, 0x03, 0x00, 0x00, 0x0C, 0x20, 0x00 } },
};

static bool
is_harmless_llc(const struct rest *rest)
{
	for (size_t i = 0; i < G_N_ELEMENTS(harmless_llc); i++)
		if (rest->captured >= harmless_llc[i].length &&
		    memcmp(rest->bytes, harmless_llc[i].bytes, harmless_llc[i].length) == 0)
			return true;
	return false;
}

/* A frame of Cisco's ISL begins with its own address, before those of what it holds. */
static bool
is_isl(const uint8_t *header)
{
	static const uint8_t isl[] = { 0x00, 0x0C, 0x00, 0x00 };

	return (header[0] == 0x01 || header[0] == 0x0C || header[0] == 0x03) &&
	    memcmp(header + 1, isl, sizeof isl) == 0;
}

static void
read_ethernet(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;
	unsigned type;

	if (!step(rest, 14) || is_isl(header))
		return;
	type = net16(header + 12);
	if (type >= ETHERTYPE_LEAST)
		read_type(frame, rest, type);
	else if (is_harmless_llc(rest))
		frame->kind = FRAME_HARMLESS;
}

/* What ARPHRD_ kinds of Linux's interfaces have an Ethernet type in the header:
 * Ethernet, PPP, loopback, none. */
static const uint16_t plain_interfaces[] = { 1, 512, 772, 65534 };

static void
read_cooked(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;

	if (step(rest, 16) && IS_LISTED(net16(header + 2), plain_interfaces))
		read_type(frame, rest, net16(header + 14));
}

static void
read_cooked2(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;

	if (step(rest, 20) && IS_LISTED(net16(header + 8), plain_interfaces))
		read_type(frame, rest, net16(header));
}

static void
read_raw(struct frame *frame, struct rest *rest)
{
	if (rest->captured > 0 && rest->bytes[0] >> 4 == 4)
		read_ipv4(frame, rest);
	else if (rest->captured > 0 && rest->bytes[0] >> 4 == 6)
		read_ipv6(frame, rest);
}

/* The address family, in the order of the machine that captured; IPv6 has a number on
 * each system. */
static void
read_loopback(struct frame *frame, struct rest *rest)
{
	const uint8_t *header = rest->bytes;
	unsigned family;

	if (!step(rest, 4) || header[1] != 0 || header[2] != 0)
		return;
	family = header[0] | header[3];
	if (family == 2)
		read_ipv4(frame, rest);
	else if (family == 24 || family == 28 || family == 30)
		read_ipv6(frame, rest);
}

static const struct {
	int encapsulation;
	void (*read)(struct frame *frame, struct rest *rest);
} links[] = {
	{ WTAP_ENCAP_ETHERNET,	read_ethernet },
	{ WTAP_ENCAP_SLL,	read_cooked },
	{ WTAP_ENCAP_SLL2,	read_cooked2 },
	{ WTAP_ENCAP_RAW_IP,	read_raw },
	{ WTAP_ENCAP_RAW_IP4,	read_raw },
	{ WTAP_ENCAP_RAW_IP6,	read_raw },
	{ WTAP_ENCAP_NULL,	read_loopback },
	{ WTAP_ENCAP_LOOP,	read_loopback },
};

bool
frame_knows_link(int encapsulation)
{
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++)
		if (links[i].encapsulation == encapsulation)
			return true;
	return false;
}

void
frame_read(struct frame *frame, int encapsulation, const uint8_t *bytes, size_t captured,
    size_t length)
{
	struct rest rest = { bytes, captured < length ? captured : length, length };

	frame->kind = FRAME_OPAQUE;
	frame->is_datagram = false;
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++)
		if (links[i].encapsulation == encapsulation) {
			links[i].read(frame, &rest);
			return;
		}
}

bool
segment_is_smb(const struct segment *segment)
{
	return segment->source_port == PORT_SMB || segment->destination_port == PORT_SMB ||
	    segment->source_port == PORT_NETBIOS || segment->destination_port == PORT_NETBIOS;
}

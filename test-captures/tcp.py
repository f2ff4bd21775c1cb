# SPDX-License-Identifier: GPL-2.0-or-later
"""TCP connections as captures: right sequence numbers, checksums and times."""

from dataclasses import dataclass

from scapy.layers.inet import GRE, ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6DestUnreach, IPv6
from scapy.layers.l2 import Dot1Q, Ether
from scapy.packet import Raw
from scapy.utils import RawPcapWriter

from smb import session_message

START = 1577880000          # 2020-01-01 12:00:00 UTC, the time of frame 1
CLIENT_MAC, SERVER_MAC = "02:00:00:00:00:01", "02:00:00:00:00:02"
SNAPSHOT_LENGTH = 262144
ETHERNET, RAW, USER0 = 1, 101, 147       # link types


@dataclass(frozen=True)
class Host:
    """An address and what the link layer calls it."""

    address: str
    mac: str = CLIENT_MAC
    hops: int = 128


CLIENT = Host("192.0.2.10", CLIENT_MAC)
SERVER = Host("198.51.100.20", SERVER_MAC)
CLIENT6 = Host("2001:db8::10", CLIENT_MAC)
SERVER6 = Host("2001:db8:1::20", SERVER_MAC)


def ethernet(source, destination, payload):
    """The plain way to carry a segment."""
    ip = IPv6 if ":" in source.address else IP
    hops = {"hlim": source.hops} if ip is IPv6 else {"ttl": source.hops}
    return (Ether(src=source.mac, dst=destination.mac)
            / ip(src=source.address, dst=destination.address, **hops) / payload)


def vlan(source, destination, payload):
    """With an IEEE 802.1Q tag."""
    frame = ethernet(source, destination, payload)
    tagged = Ether(src=source.mac, dst=destination.mac) / Dot1Q(vlan=42)
    return tagged / frame.payload


def raw(source, destination, payload):
    """IP with nothing below it."""
    return ethernet(source, destination, payload).payload


def gre(source, destination, payload):
    """Inside IPv4 in GRE between two routers."""
    inner = ethernet(source, destination, payload).payload
    ends = ["203.0.113.1", "203.0.113.2"]
    if source.mac == SERVER_MAC:
        ends.reverse()
    return (Ether(src=source.mac, dst=destination.mac)
            / IP(src=ends[0], dst=ends[1]) / GRE() / inner)


def bare(source, destination, payload):
    """TCP with nothing below it: no addresses, and no checksum without them."""
    return TCP(bytes(payload))


MOBILE_IP = 434
TUNNEL_DATA_OF_IP = bytes((4, 4, 0, 0))


def mobile_ip(source, destination, payload):
    """In Mobile IP tunnel data over UDP (RFC 3519 3.2), which Wireshark draws with
    all it carries below the tunnel."""
    inner = ethernet(source, destination, payload).payload
    ends = ["203.0.113.1", "203.0.113.2"]
    if source.mac == SERVER_MAC:
        ends.reverse()
    return (Ether(src=source.mac, dst=destination.mac) / IP(src=ends[0], dst=ends[1])
            / UDP(sport=MOBILE_IP, dport=MOBILE_IP) / Raw(TUNNEL_DATA_OF_IP + bytes(inner)))


class Capture:
    """Frames in the order they were captured, a millisecond apart, or each at one of
    `seconds` after the start.

    `port` is the client's in the first connection. Each capture has its own, so
    that captures can be read one after the other as if they were one.
    """

    def __init__(self, port):
        self.port = port
        self.link = ETHERNET
        self.frames = []
        self.seconds = None

    def add(self, frame, captured=None):
        """Append a frame, cut to `captured` bytes; return its number."""
        self.frames.append((bytes(frame), captured))
        return len(self.frames)

    def repeat(self, number):
        """The same frame again: a retransmission or a mirror port's copy."""
        self.frames.append(self.frames[number - 1])
        return len(self.frames)

    def swap(self, one, other):
        """Exchange two frames: captured in another order than sent."""
        frames = self.frames
        frames[one - 1], frames[other - 1] = frames[other - 1], frames[one - 1]

    def drop(self, *numbers):
        """Frames that the capture missed; later ones move up."""
        self.frames = [frame for number, frame in enumerate(self.frames, 1)
                       if number not in numbers]

    def write(self, path):
        """As a little-endian microsecond pcap file."""
        with RawPcapWriter(path, linktype=self.link, snaplen=SNAPSHOT_LENGTH,
                           endianness="<", sync=True) as writer:
            writer.write_header(None)
            for position, (frame, captured) in enumerate(self.frames):
                kept = frame[:captured] if captured else frame
                second, millisecond = ((self.seconds[position], 0) if self.seconds
                                       else (0, position))
                writer.write_packet(kept, sec=START + second, usec=millisecond * 1000,
                                    caplen=len(kept), wirelen=len(frame))


GTP_U_T_PDU = bytes((0x30, 0xFF))


class GtpOverTcp:
    """Carries IP in GTP-U (3GPP TS 29.281 5.1) in the stream of one TCP connection of its
    own, which nobody does; but TCP within TCP, of which each may close."""

    PORT = 2002

    def __init__(self, capture):
        routers = Host("203.0.113.1", CLIENT_MAC), Host("203.0.113.2", SERVER_MAC)
        self.sender = Connection(capture, client=routers[0], server=routers[1],
                                 server_port=self.PORT).client
        self.flags = "PA"               # of the next outer segments

    def __call__(self, source, destination, payload):
        inner = bytes(ethernet(source, destination, payload).payload)
        message = GTP_U_T_PDU + len(inner).to_bytes(2, "big") + bytes(4) + inner
        segment = self.sender.segment(self.flags, message)
        self.sender.next += len(message)
        return ethernet(self.sender.host, self.sender.peer.host, segment)


class Side:
    """What one end of a connection sends."""

    def __init__(self, connection, host, port, sequence):
        self.connection, self.host, self.port = connection, host, port
        self.next = sequence
        self.peer = None

    def segment(self, flags, payload=b"", window=64240):
        """The bytes of a TCP segment at this side's place in the stream."""
        head = TCP(sport=self.port, dport=self.peer.port, flags=flags,
                   seq=self.next, window=window,
                   ack=self.peer.next if "A" in flags else 0)
        return head / Raw(payload) if payload else head

    def emit(self, flags, payload=b"", captured=None, window=64240):
        """Capture one segment; return its frame number."""
        carried = self.connection.carry(self.host, self.peer.host,
                                        self.segment(flags, payload, window))
        self.next += len(payload) + ("S" in flags) + ("F" in flags)
        return self.connection.capture.add(carried, captured)

    def send(self, *pdus, captured=None, flags="PA"):
        """SMB messages in one segment."""
        return self.emit(flags, session_message(*pdus), captured)

    def send_split(self, pdu, *cuts):
        """One SMB message over several segments, cut at these offsets."""
        data = session_message(pdu)
        ends = [*cuts, len(data)]
        for begin, end in zip([0, *cuts], ends):
            number = self.emit("PA" if end == len(data) else "A",
                               data[begin:end])
        return number

    def ack(self):
        """A bare acknowledgement."""
        return self.emit("A")

    def fin(self, *pdus):
        """Close, with or without last words."""
        return self.send(*pdus, flags="FPA" if pdus else "FA")

    def reset(self):
        """RST as Windows sends it: with ACK, window 0."""
        return self.emit("RA", window=0)


class Connection:
    """Two sides, and how their segments are carried."""

    def __init__(self, capture, *, client=CLIENT, server=SERVER, port=None,
                 server_port=445, carry=ethernet, sequence=1000):
        self.capture, self.carry = capture, carry
        self.client = Side(self, client, port or capture.port, sequence)
        self.server = Side(self, server, server_port, sequence + 500000)
        self.client.peer, self.server.peer = self.server, self.client

    def open(self):
        """The handshake: three frames."""
        self.client.emit("S")
        self.server.emit("SA")
        self.client.ack()
        return self


def icmp_unreachable(router, receiver, quoted):
    """An ICMP error that quotes a whole IP packet."""
    error = ICMPv6DestUnreach() if ":" in router.address else ICMP(type=3, code=1)
    return ethernet(router, receiver, error / Raw(bytes(quoted)))


def datagram(source, destination, port, payload):
    """UDP from and to the same port."""
    return ethernet(source, destination,
                    UDP(sport=port, dport=port) / Raw(payload))


def netbios_frames(source, destination, sequence, pdu):
    """NetBIOS Frames (DATA ONLY LAST) in IEEE 802.2 LLC: SMB without TCP."""
    llc = b"\xf0\xf0" + bytes([sequence * 2, 0])
    header = (b"\x0e\x00\xff\xef\x16" + bytes([0]) + b"\0\0" + b"\0\0" + b"\0\0"
              + b"\x01\x01")
    body = llc + header + pdu
    return _macs(source, destination) + len(body).to_bytes(2, "big") + body


def netbios_name_bytes(name, suffix):
    """A NetBIOS name as it stands outside of TCP/IP: 16 bytes."""
    return name.encode("ascii").ljust(15) + bytes([suffix])


def _macs(source, destination):
    return bytes.fromhex((destination.mac + source.mac).replace(":", ""))


def netbios_frames_datagram(source, destination, pdu, sender="CLIENT"):
    """The same with DATAGRAM: no session, two names."""
    header = (b"\x2c\x00\xff\xef\x08" + bytes(7)
              + netbios_name_bytes("WORKGROUP", 0x1D)
              + netbios_name_bytes(sender, 0x00))
    body = b"\xf0\xf0\x03" + header + pdu
    return _macs(source, destination) + len(body).to_bytes(2, "big") + body


NETBIOS_SOCKET, MAILSLOT_SOCKET = 0x0455, 0x0553
IPX_NETWORK = bytes((0, 0, 0, 1))


def ipx(source, destination, socket, payload):
    """IPX in Ethernet II, packet type 4 (PEP), from and to the same socket."""
    header = b"\xff\xff" + (30 + len(payload)).to_bytes(2, "big") + b"\0\x04"
    macs = _macs(source, destination)
    for mac in (macs[:6], macs[6:]):
        header += IPX_NETWORK + mac + socket.to_bytes(2, "big")
    return macs + b"\x81\x37" + header + payload


def ipx_datagram(source, destination, pdu, sender="CLIENT"):
    """A directed datagram of NetBIOS over IPX."""
    return ipx(source, destination, NETBIOS_SOCKET, b"\0\x0b"
               + netbios_name_bytes("WORKGROUP", 0x1D)
               + netbios_name_bytes(sender, 0x00) + pdu)


def ipx_mailslot(source, destination, pdu, sender="CLIENT"):
    """A mailslot write of the Name Management Protocol over IPX."""
    return ipx(source, destination, MAILSLOT_SOCKET, bytes(32)
               + b"\xfc\x02\0\0" + netbios_name_bytes("WORKGROUP", 0x1D)
               + netbios_name_bytes(sender, 0x00) + pdu)

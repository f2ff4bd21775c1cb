# SPDX-License-Identifier: GPL-2.0-or-later
"""The TCP connections and datagrams of a capture, taken out of their frames and put back
into frames: lengths, sequence numbers and checksums are right again, so that what is
changed in between is seen by SMB's dissector and not by those below it.

Ethernet and IPv4 alone; what else a capture has is left out.
"""

import struct
from dataclasses import dataclass

import frames

TCP, UDP = 6, 17
FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
ETHERTYPE_IPV4 = 0x0800
MAC = (b"\x02\0\0\0\0\x01", b"\x02\0\0\0\0\x02")
SERVERS = bytes((198, 18, 0, 20))       # RFC 2544's; the clients' are 10.0.0.0/8
START = 1577880000                      # 2020-01-01 12:00:00 UTC


@dataclass(frozen=True)
class Message:
    """A segment or datagram: who sends it (0 the client, 1 the server), with which TCP
    flags, and what it carries."""

    side: int
    flags: int
    payload: bytes


@dataclass(frozen=True)
class Story:
    """The messages of one connection, in the order in which they were captured."""

    protocol: int
    server_port: int
    messages: tuple


def _transport(frame):
    """(ends, protocol, flags, payload) of a frame, or None where it is of another kind."""
    data = frame.captured
    if len(data) < 34 or struct.unpack_from(">H", data, 12)[0] != ETHERTYPE_IPV4:
        return None
    start = 14 + (data[14] & 15) * 4
    end = 14 + struct.unpack_from(">H", data, 16)[0]
    fragment = struct.unpack_from(">H", data, 20)[0] & 0x3FFF
    if data[23] not in (TCP, UDP) or fragment or end > len(data) or end < start + 8:
        return None
    ports = struct.unpack_from(">HH", data, start)
    source, target = (data[26:30], ports[0]), (data[30:34], ports[1])
    if data[23] == UDP:
        return source, target, UDP, 0, data[start + 8:end]
    if end < start + 20:
        return None
    return source, target, TCP, data[start + 13], data[start + (data[start + 12] >> 4) * 4:end]


def _is_client(source, target):
    """Whether the sender of a connection's first frame looks like its client."""
    return target[1] in (139, 445) or source[1] not in (139, 445)


def read(path):
    """The stories of a capture that have something to say."""
    content, link = frames.read(path)
    found = {}
    for frame in content if link == frames.ETHERNET else ():
        parts = _transport(frame)
        if parts is None:
            continue
        source, target, protocol, flags, payload = parts
        key = (protocol, *sorted((source, target)))
        if key not in found:
            found[key] = (source if _is_client(source, target) else target, [])
        client, messages = found[key]
        messages.append((source, target, Message(int(source != client), flags, payload)))
    return [Story(key[0], _server_port(messages), tuple(each[2] for each in messages))
            for key, (_, messages) in found.items() if any(each[2].payload for each in messages)]


def _server_port(messages):
    source, target, message = messages[0]
    return source[1] if message.side else target[1]


def _checksum(data):
    """RFC 1071."""
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data[:len(data) & ~1]))
    total += data[-1] << 8 if len(data) & 1 else 0
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@dataclass(frozen=True)
class Ends:
    """Where a story takes place; the number makes the client's address."""

    number: int
    client_port: int
    server_port: int

    def addresses(self):
        """Of client and server, 4 bytes each."""
        return struct.pack(">I", 10 << 24 | self.number), SERVERS

    def ports(self):
        """Of client and server."""
        return self.client_port, self.server_port


def _frame(ends, side, protocol, segment):
    """An Ethernet frame around a segment whose checksum field is still 0."""
    addresses = ends.addresses()
    source, target = addresses[side], addresses[1 - side]
    pseudo = source + target + struct.pack(">BBH", 0, protocol, len(segment))
    at = 16 if protocol == TCP else 6
    segment = (segment[:at] + struct.pack(">H", _checksum(pseudo + segment))
               + segment[at + 2:])
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, protocol,
                         0) + source + target
    header = header[:10] + struct.pack(">H", _checksum(header)) + header[12:]
    return MAC[1 - side] + MAC[side] + b"\x08\0" + header + segment


LONGEST = 0xFFFF - 60       # bytes that one IPv4 packet carries


def write(story, ends):
    """The frames of a story, bytes each."""
    following = [1000, 2000]
    for message in story.messages:
        payload, side = message.payload[:LONGEST], message.side
        source, target = ends.ports()[side], ends.ports()[1 - side]
        if story.protocol == UDP:
            yield _frame(ends, side, UDP, struct.pack(
                ">HHHH", source, target, 8 + len(payload), 0) + payload)
            continue
        yield _frame(ends, side, TCP, struct.pack(
            ">HHIIBBHHH", source, target, following[side],
            following[1 - side] if message.flags & ACK else 0, 0x50,
            message.flags & 0xFF, 64240, 0, 0) + payload)
        following[side] = (following[side] + len(payload)
                           + bool(message.flags & (SYN | FIN))) & 0xFFFFFFFF

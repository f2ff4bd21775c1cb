# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures of the same connections in another form.

A variant takes the frames of a capture of Ethernet and gives others.
"""

import struct
from dataclasses import replace

VLAN, IPV4, IPV6 = 0x8100, 0x0800, 0x86DD
TCP, UDP, ICMP = 6, 17, 1
SHIFT = 315_619_200         # seconds: ten years with two leap days
LATER = 3                   # frames after which the second copy comes
SEGMENTS_MOST = 200         # of one segment


def twice(frames):
    """Each frame once more at once, as a mirror port gives it."""
    return [frame for frame in frames for _ in range(2)]


def again(frames):
    """Each frame once more, some frames later."""
    copies = dict(enumerate(frames, LATER))
    return [frame for place in range(len(frames) + LATER)
            for frame in (frames[place] if place < len(frames) else None, copies.get(place))
            if frame is not None]


def shifted(frames):
    """Ten years later."""
    return [replace(frame, time=(frame.time[0] + SHIFT, frame.time[1])) for frame in frames]


def _grown(frame, captured):
    return replace(frame, captured=captured,
                   length=frame.length + len(captured) - len(frame.captured))


def tagged(frames):
    """With a tag of IEEE 802.1Q."""
    return [_grown(frame, frame.captured[:12] + struct.pack(">HH", VLAN, 42) + frame.captured[12:])
            for frame in frames]


def twice_tagged(frames):
    """With two."""
    return tagged(tagged(frames))


def address6(address):
    """What becomes of an IPv4 address, bytes or text."""
    if isinstance(address, str):
        parts = [int(part) for part in address.split(".")]
        return "2001:db8::%x:%x" % (parts[0] << 8 | parts[1], parts[2] << 8 | parts[3])
    return bytes.fromhex("20010db8") + bytes(8) + address


def _is_plain(data):
    """Whether it is TCP or UDP in IPv4, in one piece."""
    return (len(data) >= 34 and struct.unpack_from(">H", data, 12)[0] == IPV4
            and data[23] in (TCP, UDP) and not struct.unpack_from(">H", data, 20)[0] & 0x3FFF)


def _over_ipv6(frame):
    data = frame.captured
    if not _is_plain(data):
        return frame
    header = (data[14] & 15) * 4
    total, = struct.unpack_from(">H", data, 16)
    return _grown(frame, data[:12] + struct.pack(
        ">HIHBB", IPV6, 6 << 28, total - header, data[23], data[22]) + address6(data[26:30])
        + address6(data[30:34]) + data[14 + header:])


def over_ipv6(frames):
    """IPv6 in place of IPv4. Checksums are not looked at."""
    return [_over_ipv6(frame) for frame in frames]


def _foreign(frame, protocol, ports, payload):
    """A frame from the same host to the same host that is none of the connection's."""
    data = frame.captured
    if not _is_plain(data):
        return []
    segment = (struct.pack(">HHHH", *ports, 8 + len(payload), 0) if protocol == UDP else
               struct.pack(">HHIIBBHHH", *ports, 1, 1, 0x50, 0x18, 64240, 0, 0)) + payload
    packet = (struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, protocol, 0)
              + data[26:34] + segment)
    whole = data[:14] + packet
    return [replace(frame, captured=whole, length=len(whole))]


DNS = bytes.fromhex("000101000001000000000000") + b"\x03nas\x07example\0\0\1\0\1"


def mixed(frames):
    """Before each frame others of the same two hosts: a question to DNS, a page."""
    return [each for frame in frames for each in (
        *_foreign(frame, UDP, (40000, 53), DNS),
        *_foreign(frame, TCP, (40001, 80), b"GET / HTTP/1.0\r\n\r\n"), frame)]


def _split(frame, size):
    data = frame.captured
    if not _is_plain(data) or data[23] != TCP or len(data) < frame.length:
        return [frame]
    header = 14 + (data[14] & 15) * 4
    end = 14 + struct.unpack_from(">H", data, 16)[0]
    start = header + (data[header + 12] >> 4) * 4
    payload, (number,) = data[start:end], struct.unpack_from(">I", data, header + 4)
    size = max(size, -(-len(payload) // SEGMENTS_MOST))
    parts = []
    for at in range(0, len(payload), size):
        part, last = payload[at:at + size], at + size >= len(payload)
        flags = data[header + 13] & (0xFF if last else ~0x05 & 0xFF)     # FIN and RST come last
        whole = (data[:16] + struct.pack(">H", start - 14 + len(part)) + data[18:header + 4]
                 + struct.pack(">I", (number + at) & 0xFFFFFFFF) + data[header + 8:header + 13]
                 + bytes([flags]) + data[header + 14:start] + part)
        parts.append(replace(frame, captured=whole, length=len(whole)))
    return parts or [frame]


def segments(size):
    """Segments of so many bytes, more in long ones."""
    def split(frames):
        return [part for frame in frames for part in _split(frame, size)]

    return split


def cut(length):
    """Of each frame no more than so many bytes."""
    return lambda frames: [replace(frame, captured=frame.captured[:length]) for frame in frames]

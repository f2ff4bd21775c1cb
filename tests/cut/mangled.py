# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures as they are not meant to be: each function changes frames by chance."""

import random
import struct

from frames import replace


def lost(frames, chance):
    """Some frames were not captured."""
    return [frame for frame in frames if chance.random() > 0.1]


def repeated(frames, chance):
    """Some frames were captured twice, the second time a little later."""
    told = []
    for place, frame in enumerate(frames):
        told.append((place, frame))
        if chance.random() < 0.15:
            told.append((place + chance.choice((0.5, 1.5, 4.5)), frame))
    return [frame for _, frame in sorted(told, key=lambda each: each[0])]


def mirrored(frames, _):
    """Each frame was captured twice."""
    return [frame for frame in frames for _ in range(2)]


def reordered(frames, chance):
    """Some frames were captured later than sent."""
    places = [place + (chance.random() * 6 if chance.random() < 0.15 else 0)
              for place in range(len(frames))]
    return [frames[place] for place in sorted(range(len(frames)), key=places.__getitem__)]


def shortened(frames, chance):
    """A snapshot length."""
    most = chance.choice((60, 90, 128, 190, 300))
    return [replace(frame, captured=frame.captured[:most]) for frame in frames]


def flipped(frames, chance):
    """Bytes that are not as they were sent."""
    return [replace(frame, captured=_flip(frame.captured, chance))
            if chance.random() < 0.2 else frame for frame in frames]


def _flip(content, chance):
    content = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def joined_late(frames, _):
    """The capture began in the midst."""
    return frames[len(frames) // 3:]


def without_one_side(frames, _):
    """Every other frame: a poor man's capture of one direction."""
    if not frames:
        return frames
    first = frames[0].captured[26:30]
    return [frame for frame in frames if frame.captured[26:30] == first]


def _is_ipv4(frame):
    return frame.captured[12:15] == b"\x08\x00\x45" and len(frame.captured) == frame.length


def _with_ip(frame, header, payload):
    """The frame with another header of IPv4 and another payload, and no checksum."""
    header = header[:2] + struct.pack(">H", 20 + len(payload)) + header[4:]
    content = frame.captured[:14] + header + payload
    return replace(frame, captured=content, length=len(content))


def fragmented(frames, chance):
    """Some packets came in two fragments (RFC 791)."""
    told = []
    for place, frame in enumerate(frames):
        header, payload = frame.captured[14:34], frame.captured[34:]
        if not _is_ipv4(frame) or len(payload) < 16 or chance.random() > 0.1:
            told.append(frame)
            continue
        middle = chance.randrange(1, len(payload) // 8 + (len(payload) % 8 > 0)) * 8
        header = header[:4] + struct.pack(">HH", place & 0xFFFF, 0x2000) + header[8:]
        rest = header[:6] + struct.pack(">H", middle // 8) + header[8:]
        told += [_with_ip(frame, header, payload[:middle]), _with_ip(frame, rest, payload[middle:])]
    return told


def tunnelled(frames, chance):
    """Some packets went another way, IP in IP (RFC 2003), some of them both ways."""
    told = []
    for frame in frames:
        outer = bytes.fromhex("4500000000000000400400000a0900010a090002")
        drawn = chance.random()
        if not _is_ipv4(frame) or drawn > 0.3:
            told.append(frame)
            continue
        if drawn < 0.1:
            told.append(frame)
        told.append(_with_ip(frame, outer, frame.captured[14:]))
    return told


def offloaded(frames, chance):
    """The network card was to make segments: no length in the header of IP."""
    return [replace(frame, captured=frame.captured[:16] + bytes(2) + frame.captured[18:])
            if _is_ipv4(frame) and chance.random() < 0.3 else frame for frame in frames]


def once_more(frames, chance):
    """The same ends speak a second time, with other numbers or the same."""
    return frames + (frames if chance.random() < 0.2 else
                     [_renumbered(frame, chance.randrange(1 << 32)) for frame in frames[:1]]
                     + frames[len(frames) // 2:])


def _renumbered(frame, number):
    content = frame.captured
    return replace(frame, captured=content[:38] + struct.pack(">I", number) + content[42:])


def with_empty_segments(frames, chance):
    """Acknowledgements of what was not yet captured, and numbers ahead of the data."""
    told = []
    for frame in frames:
        if _is_ipv4(frame) and len(frame.captured) >= 54 and chance.random() < 0.05:
            told.append(_bare(frame, chance.choice((1, 700, 1460, 3000))))
        told.append(frame)
    return told


def _bare(frame, ahead):
    content = bytearray(frame.captured[:54])
    for place in (38, 42):
        number = struct.unpack_from(">I", content, place)[0]
        struct.pack_into(">I", content, place, (number + ahead) & 0xFFFFFFFF)
    content[46:48] = b"\x50\x10"
    content[16:18] = struct.pack(">H", 40)
    return replace(frame, captured=bytes(content), length=54)


WAYS = (lost, repeated, mirrored, reordered, shortened, flipped, joined_late, without_one_side,
        fragmented, tunnelled, offloaded, once_more, with_empty_segments)


def mangle(frames, way, seed):
    """The frames, mangled in one of these ways; the same for the same seed."""
    return way(frames, random.Random(f"{way.__name__} {seed}"))

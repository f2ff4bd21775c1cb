# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures as they are not meant to be: each function changes frames by chance."""

import random

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


WAYS = (lost, repeated, mirrored, reordered, shortened, flipped, joined_late, without_one_side)


def mangle(frames, way, seed):
    """The frames, mangled in one of these ways; the same for the same seed."""
    return way(frames, random.Random(f"{way.__name__} {seed}"))

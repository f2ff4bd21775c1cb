#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of captures: what a connection carries is changed, what carries it is right.

    mutants.py --seed SEED --first N --count N -o FILE CAPTURE ...

Mutant number N of a seed is always the same one, has the client address 10.0.0.0 + N and
begins in second N of the capture.
"""

import argparse
import pathlib
import random
import struct
import sys
from dataclasses import replace

if __name__ == "__main__":
    sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "cut"))

import frames
import stories
from stories import ACK, FIN, RST

# -- what is put into a message --------------------------------------------------------

# Ends of terminals, tables, formulas, encodings, and what the parts of SMB begin with.
TOKENS = (
    b"\xffSMB", b"\xfeSMB", b"\xffSMBr\0\0\0\0", b"NTLMSSP\0\x01\0\0\0", b"NTLMSSP\0\x03\0\0\0",
    b"\x02NT LM 0.12\0", b"\x02SMB 2.002\0", b"\x02SMB 2.???\0", b"\x02LANMAN1.0\0", b"\x02\0",
    b"NT LM 0.12\0", b"\\\\HOST\\IPC$\0", b"\\PIPE\\LANMAN\0", b"\\MAILSLOT\\BROWSE\0",
    b"Samba 3.0.37\0", b"Windows 5.1\0", b"\x1b[2J\x1b]0;x\x07", b"\r\n\t", b"=1+1\0", b"@x\0",
    b"\"\"\"", b"\\\\\\", b"|||", b",;,;", b"%s%n%n", b"\xe2\x80\xae", b"\xc2\x9b", b"\xef\xbc\x9d",
    b"\xc0\x80", b"\xed\xa0\x80", b"\xff\xfe", "\u202e\U0001f600".encode("utf-16-le"),
    b"<script>\0", b"A" * 300, b"\x01" * 300, "\u0100".encode("utf-16-le") * 200)
NUMBERS = (0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)

NBSS, SMB_HEADER = 4, 32
# Bytes of the header worth another value: command, status, flags, TID, PID, UID, MID.
HEADER = (4, 5, 6, 7, 8, 9, 10, 11, 24, 25, 26, 28, 30, 32, 33, 34, 35, 36, 37)
COMMANDS = (0x72, 0x73, 0x75, 0x70, 0x71, 0x74, 0x25, 0x2B, 0x24, 0xA2, 0x32, 0xFF, 0x00)


def _place(chance, data):
    """Somewhere in the data, rather in its first bytes."""
    end = len(data) if chance.random() < 0.6 else min(len(data), 64)
    return chance.randrange(end) if end else 0


def _flip(chance, data):
    at = _place(chance, data)
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:]


def _number(chance, data):
    at, form = _place(chance, data), chance.choice(("<B", "<H", "<I"))
    value = chance.choice(NUMBERS) if chance.random() < 0.8 else chance.getrandbits(32)
    new = struct.pack(form, value & (1 << 8 * struct.calcsize(form)) - 1)
    return data[:at] + new + data[at + len(new):]


def _header(chance, data):
    at = NBSS + chance.choice(HEADER)
    new = chance.choice(COMMANDS if at == NBSS + 4 else NUMBERS) & 0xFF
    return data[:at] + bytes([new]) + data[at + 1:]


def _insert(chance, data):
    at = _place(chance, data)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _overwrite(chance, data):
    at, token = _place(chance, data), chance.choice(TOKENS)
    return data[:at] + token + data[at + len(token):]


def _delete(chance, data):
    at = _place(chance, data)
    return data[:at] + data[at + chance.choice((1, 1, 2, 4, 16, 64)):]


def _repeat(chance, data):
    at = _place(chance, data)
    part = data[at:at + chance.choice((1, 2, 8, 32, 128))]
    return data[:at] + part * chance.choice((2, 2, 3, 40)) + data[at:]


def _end(chance, data):
    return data[:_place(chance, data)]


CHANGES = (_flip, _number, _number, _header, _header, _insert, _overwrite, _delete, _repeat, _end)


def _has_right_length(data):
    return (len(data) > NBSS and data[0] == 0
            and int.from_bytes(data[1:4], "big") == len(data) - NBSS)


def changed_payload(chance, data):
    """Most often its NetBIOS length is right again, else nobody looks into it."""
    had = _has_right_length(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if data:
            data = chance.choice(CHANGES)(chance, data)
    if had and len(data) > NBSS and chance.random() < 0.9:
        data = data[:1] + (len(data) - NBSS).to_bytes(3, "big") + data[4:]
    return data


# -- what is done to a story -----------------------------------------------------------


def _change(chance, messages, _):
    full = [i for i, message in enumerate(messages) if message.payload]
    for i in chance.sample(full, min(len(full), chance.choice((1, 1, 2, 4)))):
        messages[i] = replace(messages[i], payload=changed_payload(chance, messages[i].payload))


def _drop(chance, messages, _):
    del messages[chance.randrange(len(messages))]


def _double(chance, messages, _):
    i = chance.randrange(len(messages))
    messages.insert(chance.randrange(i, len(messages)) + 1, messages[i])


def _move(chance, messages, _):
    messages.insert(chance.randrange(len(messages)), messages.pop(chance.randrange(len(messages))))


def _close(chance, messages, _):
    messages.insert(chance.randrange(len(messages) + 1), stories.Message(
        chance.randrange(2), chance.choice((RST, RST | ACK, FIN | ACK)), b""))


def _turn(chance, messages, _):
    i = chance.randrange(len(messages))
    messages[i] = replace(messages[i], side=1 - messages[i].side)


def _split(chance, messages, _):
    i = chance.randrange(len(messages))
    message, size = messages[i], chance.choice((1, 3, 20, 50, 536))
    parts = [message.payload[at:at + size]
             for at in range(0, min(len(message.payload), 64 * size), size)]
    messages[i:i + 1] = [replace(message, payload=part) for part in parts] or [message]


def _join(chance, messages, _):
    i = chance.randrange(len(messages))
    if i + 1 < len(messages) and messages[i].side == messages[i + 1].side:
        messages[i:i + 2] = [replace(messages[i + 1],
                                     payload=messages[i].payload + messages[i + 1].payload)]


def _graft(chance, messages, others):
    donor = chance.choice(others).messages
    at = chance.randrange(len(donor))
    messages[chance.randrange(len(messages) + 1):0] = donor[at:at + chance.choice((1, 2, 5))]


ACTS = (_change,) * 8 + (_drop, _double, _move, _close, _turn, _split, _join, _graft)
MESSAGES_MOST = 120


def mutant(story, chance, others):
    """The story, changed; most often in what it carries, too."""
    messages = list(story.messages[:MESSAGES_MOST])
    for act in (_change, *(chance.choice(ACTS) for _ in range(chance.choice((0, 0, 1, 2, 4))))):
        if messages:
            act(chance, messages, others)
    return replace(story, messages=tuple(messages))


# -- captures of them ------------------------------------------------------------------


def _captured(chance, data):
    """What is captured of a frame: most often all."""
    return data if chance.random() < 0.97 else data[:chance.randrange(34, len(data) + 1)]


def number_of(address):
    """The number of the mutant that has this client address; None for other hosts."""
    parts = [int(part) for part in address.split(".")] if address.count(".") == 3 else [0]
    return int.from_bytes(bytes(parts[1:]), "big") if parts[0] == 10 else None


def frames_of(number, seed, originals):
    """The frames of one mutant."""
    chance = random.Random(f"{seed}/{number}")
    story = mutant(chance.choice(originals), chance, originals)
    ends = stories.Ends(number, 1024 + number % 60000, story.server_port)
    return [frames.Frame((stories.START + number, each), _captured(chance, data), len(data))
            for each, data in enumerate(stories.write(story, ends))]


def write(path, numbers, seed, originals):
    """Writes a capture of these mutants, one after the other."""
    frames.write(path, [frame for number in numbers
                        for frame in frames_of(number, seed, originals)])


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("-o", dest="output", type=pathlib.Path, required=True)
    parser.add_argument("captures", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    originals = [story for path in options.captures for story in stories.read(path)]
    write(options.output, range(options.first, options.first + options.count), options.seed,
          originals)


if __name__ == "__main__":
    main()

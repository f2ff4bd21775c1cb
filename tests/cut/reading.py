# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark tells of a capture, and of what the cut leaves of it."""

import json
import struct
import subprocess
from dataclasses import dataclass

import tshark

CUT = tshark.REPOSITORY / "build" / "smb1audit-cut"
LEFT, FAILED, WHOLE, NOTHING = 0, 2, 3, 4

FRAMES = ("frame", "last_frame", "offer_frame", "answer_frame", "close_frame")
DATAGRAM = ("frame.number", "smb1audit.datagram", "smb1audit.client.name",
            "smb1audit.client.address")


@dataclass(frozen=True)
class Left:
    """How the cut ended, and what it left."""

    status: int
    said: str
    path: str
    numbers: tuple


def cut(path, folder):
    """Runs the cut; its files are in the folder."""
    output, numbers = folder / "left.pcapng", folder / "left.numbers"
    done = subprocess.run([CUT, path, output, numbers], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    told = ()
    if done.returncode == LEFT:
        content = numbers.read_bytes()
        told = struct.unpack(f"<{len(content) // 4}I", content)
        output.chmod(0o644)
    return Left(done.returncode, done.stderr, output, told)


def told(path, numbers=None):
    """The records and datagrams, with the frame numbers of the capture itself."""
    fields = [word for name in DATAGRAM for word in ("-e", name)]
    done = tshark.read(path, "-T", "ek", *fields, "-z", "smb1audit,json",
                       display_filter="smb1audit.datagram")
    items = [json.loads(line, strict=False) for line in done.decode("utf-8", "backslashreplace").splitlines()]
    records = [original(item, numbers) for item in items if "verdict" in item]
    datagrams = [item["layers"] for item in items if "layers" in item]
    for datagram in datagrams if numbers else ():
        datagram["frame_number"] = [str(numbers[int(datagram["frame_number"][0]) - 1])]
    return records, datagrams


def original(record, numbers):
    """The record, with the numbers that its frames had."""
    if numbers is None:
        return record
    return record | {name: numbers[record[name] - 1] for name in FRAMES if name in record}


def told_by_both(path, folder):
    """What is told of the capture, and of what is left of it. The same where the cut says
    that the capture itself is to be read."""
    left = cut(path, folder)
    assert left.status in (LEFT, NOTHING, WHOLE), left
    whole = told(path)
    if left.status == WHOLE:
        return whole, whole
    return whole, told(left.path, left.numbers) if left.status == LEFT else ([], [])

# SPDX-License-Identifier: GPL-2.0-or-later
"""The frames of a capture, to be read, changed and written as a pcap file."""

import struct
import subprocess
from dataclasses import dataclass, replace

__all__ = ["Frame", "read", "write", "replace"]

HEADER = struct.Struct("<IHHiIII")
RECORD = struct.Struct("<IIII")
MAGIC = 0xA1B2C3D4
ETHERNET = 1


@dataclass(frozen=True)
class Frame:
    """What was captured of a frame, how long it was, and when (seconds, microseconds)."""

    time: tuple
    captured: bytes
    length: int


def _as_pcap(path):
    """The file, if need be turned into the kind that `write` writes."""
    content = path.read_bytes()
    if content[:4] == MAGIC.to_bytes(4, "little"):
        return content
    return subprocess.run(["editcap", "-F", "pcap", path, "-"], check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def read(path):
    """The frames of any capture, and its link type."""
    content = _as_pcap(path)
    link = HEADER.unpack_from(content)[6]
    frames, at = [], HEADER.size
    while at < len(content):
        seconds, micro, captured, length = RECORD.unpack_from(content, at)
        at += RECORD.size
        frames.append(Frame((seconds, micro), content[at:at + captured], length))
        at += captured
    return frames, link


def write(path, frames, link=ETHERNET):
    """Writes a pcap file that everybody can read."""
    with open(path, "wb") as file:
        file.write(HEADER.pack(MAGIC, 2, 4, 0, 0, 262144, link))
        for frame in frames:
            file.write(RECORD.pack(*frame.time, len(frame.captured), frame.length))
            file.write(frame.captured)
    path.chmod(0o644)

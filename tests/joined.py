# SPDX-License-Identifier: GPL-2.0-or-later
"""Many captures as one, which tshark -M takes apart again: to start it takes longer than to
read one, and seconds for tshark.exe."""

import struct
import subprocess
import sys

import tshark

sys.path.append(str(tshark.REPOSITORY / "tools" / "report"))

import filling  # noqa: E402  (its folder is known by now)

# Packet blocks (draft-ietf-opsawg-pcapng, sections 4.3, 4.4 and appendix A).
PACKETS = {2, 3, 6}


def frames(content):
    """How many a pcapng file has."""
    at = count = 0
    while at < len(content):
        kind, length = struct.unpack_from("=II", content, at)
        count += kind in PACKETS
        at += length
    return count


def filled(capture):
    """The capture with frames up to filling.FRAMES; None where it is larger, or not whole."""
    done = subprocess.run(["editcap", "-F", "pcapng", capture, "-"], check=False,
                          capture_output=True)
    lacking = filling.FRAMES - frames(done.stdout)
    if done.returncode or lacking < 0:
        return None
    return done.stdout + filling.FIRST + filling.FRAME * lacking


def join(captures, output):
    """Those that can be filled. Returns them, and those that cannot."""
    taken, left = [], []
    with open(output, "wb") as file:
        for capture in captures:
            content = filled(capture)
            (left if content is None else taken).append(capture)
            file.write(content or b"")
    return taken, left

# SPDX-License-Identifier: GPL-2.0-or-later
"""Many captures as one, which tshark -M takes apart again: to start tshark.exe takes seconds."""

import pathlib
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


def join(captures, output):
    """Those that are small and whole, each filled up to filling.FRAMES. Returns them."""
    taken = []
    with open(output, "wb") as file:
        for capture in captures:
            done = subprocess.run(["editcap", "-F", "pcapng", capture, "-"], check=False,
                                  capture_output=True)
            lacking = filling.FRAMES - frames(done.stdout)
            if done.returncode or lacking < 0:
                continue
            file.write(done.stdout + filling.FIRST + filling.FRAME * lacking)
            taken.append(capture)
    pathlib.Path(output).chmod(0o644)
    return taken

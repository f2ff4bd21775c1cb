# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark tells of a capture, and of what the cut leaves of it."""

import functools
import json
import os
import pathlib
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

import tshark

CUT = tshark.REPOSITORY / "build" / "smb1audit-cut"
LEFT, FAILED, WHOLE, NOTHING = 0, 2, 3, 4

FRAMES = ("frame", "last_frame", "offer_frame", "answer_frame", "close_frame")


@dataclass(frozen=True)
class Left:
    """How the cut ended, and what it left: the parts that have frames, and the numbers
    that these had."""

    status: int
    said: str
    paths: tuple
    all_numbers: tuple

    @property
    def path(self):
        """The only part."""
        path, = self.paths
        return path

    @property
    def numbers(self):
        """Of the only part."""
        numbers, = self.all_numbers
        return numbers


def cut(path, folder, *options):
    """Runs the cut; its files are in a new folder in that one."""
    where = pathlib.Path(tempfile.mkdtemp(dir=folder))
    where.chmod(0o755)
    done = subprocess.run([CUT, *options, where, path], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    paths, numbers = [], []
    for output in sorted(where.glob("*.pcapng")) if done.returncode == LEFT else []:
        content = output.with_suffix(".numbers").read_bytes()
        if output.stat().st_size:
            output.chmod(0o644)
            paths.append(output)
            numbers.append(struct.unpack(f"<{len(content) // 8}Q", content))
    return Left(done.returncode, done.stderr, tuple(paths), tuple(numbers))


@functools.lru_cache(maxsize=None)
def dictionaries():
    """Of Wireshark's dictionaries the makers of network cards alone, for the test run."""
    folder = tempfile.TemporaryDirectory(prefix="smb1audit-makers-")
    os.chmod(folder.name, 0o755)
    makers = pathlib.Path("/usr/share/wireshark/manuf")  # 4.0; later ones have it built in
    if makers.exists():
        os.symlink(makers, os.path.join(folder.name, makers.name))
    return folder


def told(path, numbers=None):
    """The records and the senders of datagrams, with the frame numbers of the capture itself."""
    done = tshark.run("tshark", "-n", "-q", "-r", path, "-z", "smb1audit,json",
                      "-z", "smb1audit,capture", WIRESHARK_DATA_DIR=dictionaries().name).stdout
    capture, *records = [json.loads(line, strict=False)
                         for line in done.decode("utf-8", "backslashreplace").splitlines()]
    return ([original(record, numbers) for record in records],
            [original(sender, numbers) for sender in capture["datagrams"]])


def original(record, numbers):
    """The record, with the numbers that its frames had."""
    if numbers is None:
        return record
    return record | {name: numbers[record[name] - 1] for name in FRAMES if name in record}


def told_of_parts(left):
    """Of all parts together: each has all datagrams."""
    parts = tshark.parallel(lambda part: told(*part), [*zip(left.paths, left.all_numbers)])
    assert all(datagrams == parts[0][1] for _, datagrams in parts)
    return [*merge(*(records for records, _ in parts), key=itemgetter("frame"))], parts[0][1]


def told_by_both(path, folder, *options):
    """What is told of the capture, and of what is left of it with each of these options,
    a list. The same where the cut says that the capture itself is to be read."""
    whole = told(path)
    return whole, [told_of_left(whole, cut(path, folder, *each)) for each in options or ((),)]


def told_of_left(whole, left):
    """What is told of the parts, or of the whole, or nothing."""
    assert left.status in (LEFT, NOTHING, WHOLE), left
    if left.status == WHOLE:
        return whole
    return told_of_parts(left) if left.status == LEFT else ([], [])

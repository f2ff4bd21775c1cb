# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of a ring buffer are one capture: which they are, and in which order."""

import os
import re
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from captures import ENDINGS, PACKED
from opened import opened

UNPRIVILEGED = Path(__file__).resolve().parent.parent / "unprivileged"

PACKER = rf"(?:\.(?:{'|'.join(PACKED)}))?"

# dumpcap -b: PREFIX_NUMBER_TIME.ENDING, and with nametimenum:2 PREFIX_TIME_NUMBER.ENDING;
# tcpdump -C: NAME, NAME1 and so on, with -W so many digits, from 0 on.
NAMES = (
    re.compile(rf"(?P<name>.*)_(?P<number>\d{{5}})_\d{{14}}(?P<ending>(?:\.\w+?)?){PACKER}"),
    re.compile(rf"(?P<name>.*)_\d{{14}}_(?P<number>\d{{5}})(?P<ending>(?:\.\w+?)?){PACKER}"),
    re.compile(rf"(?P<name>.*)(?P<ending>\.(?:{'|'.join(ENDINGS)}))(?P<number>\d*){PACKER}",
               re.IGNORECASE),
)

# After the highest number comes 0: dumpcap's is 99999, tcpdump's is what -W says.
FIRST = re.compile("0+")

# How many files are looked at by one process.
BATCH = 200

# What the cut says of a capture that has no frames.
NO_FRAMES = "-"


@dataclass
class Stream:
    """Captures that are read as one, and why not with the one before; most often one."""

    paths: list
    gap: str = ""
    ring: tuple = ()  # the first name among those of its ring, and its place there


@dataclass
class File:
    """One of a ring. Time is that of its first frame, seconds since 1970; None: it has
    none or cannot be read."""

    path: str
    number: int
    is_first: bool  # where numbers begin anew
    time: Decimal | None = None
    is_readable: bool = False


def streams(paths, cut):
    """The captures as they are to be read, a list of Streams, in the order of the first
    path of each. Without the cut there is nothing that could make them one."""
    found = [[File(path, 0, False)] for path in paths]
    if cut:
        rings = {}
        for place, path in enumerate(paths):
            key, file = as_file(path)
            rings.setdefault(key or place, []).append(file)
        found = [*rings.values()]
        look_at([file for files in found if len(files) > 1 for file in files], cut)
    return [stream for files in found for stream in in_ring(split(files))]


def in_ring(found):
    """The Streams of one ring, which know that."""
    first = min(path for stream in found for path in stream.paths)
    for place, stream in enumerate(found):
        stream.ring = first, place
    return found


def as_file(path):
    """Which ring it may be of, and the File; None where the name is none of a ring's."""
    key, number = ring_of(path)
    if key and os.path.isfile(path):
        return key, File(path, int(number or 0), bool(FIRST.fullmatch(number)))
    return None, File(path, 0, False)


def ring_of(path):
    """Which ring it may be of by its name, and the digits of its number there; None and
    no digits where it is none of a ring's."""
    folder, name = os.path.split(path)
    for kind, names in enumerate(NAMES):
        if match := names.fullmatch(name):
            return (folder, kind, match["name"], match["ending"]), match["number"]
    return None, ""


def look_at(files, cut):
    """Find out when each begins."""
    for start in range(0, len(files), BATCH):
        batch = files[start:start + BATCH]
        with opened([file.path for file in batch]) as descriptors:
            done = subprocess.run(
                [UNPRIVILEGED, cut, "--first", *(f"/dev/fd/{each}" for each in descriptors)],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                pass_fds=descriptors,
            )
        for file, line in zip(batch, done.stdout.splitlines()):
            file.is_readable = bool(line)
            file.time = Decimal(line) if line not in ("", NO_FRAMES) else None


def split(files):
    """The Streams of the files of one ring. What has no frames is one by itself."""
    if len(files) == 1:
        return [Stream([files[0].path])]
    unreadable = {file.number for file in files if not file.is_readable}
    numbers = {file.number for file in files}
    timed = sorted((file for file in files if file.time is not None),
                   key=lambda file: (file.time, file.number))
    found = [Stream([file.path]) for file in files if file.time is None]
    for before, file in zip([None, *timed], timed):
        why, is_lost = ("", True) if before is None else gap(before, file, numbers, unreadable)
        if why or is_lost:
            found.append(Stream([], why))
        found[-1].paths.append(file.path)
    return found


def gap(before, file, numbers, unreadable):
    """Why something is missing between the two, and whether a file there, which is
    complained of anyway, cannot be read."""
    if file.is_first and before.number == max(numbers):
        return "", False
    if file.number <= before.number:
        return "the numbers begin anew", False
    between = range(before.number + 1, file.number)
    missing = [number for number in between if number not in numbers]
    if missing:
        return f"{how_many(missing)} missing", False
    return "", any(number in unreadable for number in between)


def how_many(missing):
    """For example `number 4 is`."""
    if len(missing) == 1:
        return f"number {missing[0]} is"
    return f"{len(missing):,} numbers from {missing[0]} on are"

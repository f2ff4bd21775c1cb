# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cut in front of tshark says of the captures that it read as one."""

from datetime import datetime, timedelta, timezone
from itertools import accumulate

NEXT_IS_APART = "-"
ITSELF = "*"

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Account:
    """The files "captures" and "coverage"; see smb1audit-cut --help. Where there are none,
    there was no cut, and one capture."""

    def __init__(self, folder):
        self.frames = []  # in each; empty: not known
        self.starts = [0]  # frames in the captures before each
        self.damage = ""  # why the last one was not read to its end
        self.apart = ""  # why the next one was not read with it
        self.itself = ""  # why the first one was read without the cut
        self.read([line.partition("\t") for line in lines_of(f"{folder}/captures")])
        # Of each one, as -z smb1audit,capture tells it of a capture that was not cut.
        self.coverage = [
            {"frames": frames} | coverage(line)
            for frames, line in zip(self.frames, lines_of(f"{folder}/coverage"))
        ]

    def read(self, lines):
        """Take each line, as what is before and behind the tab."""
        self.frames = [int(word) for word, _, _ in lines if word.isdecimal()]
        self.starts = [0, *accumulate(self.frames[:-1])]
        for word, _, why in lines:
            if word == NEXT_IS_APART:
                self.apart = why
            elif word == ITSELF:
                self.itself = why
            else:
                self.damage = why


def lines_of(path):
    """The lines of a file, which has none where there is no file."""
    try:
        with open(path, encoding="utf-8", errors="backslashreplace") as lines:
            return [line.rstrip("\n") for line in lines]
    except FileNotFoundError:
        return []


def coverage(line):
    """A line of the file "coverage" by the names of -z smb1audit,capture."""
    cut, *times = line.split("\t")
    told = {"cut_frames": int(cut)}
    for name, seconds in zip(("time", "last_time"), times):
        if time := as_in_records(seconds):
            told[name] = time
    return told


def as_in_records(seconds):
    """A time, given as seconds since 1970 with nine decimals, as the records have it; empty
    where it is none, or no date."""
    whole, _, decimals = seconds.partition(".")
    try:
        time = EPOCH + timedelta(seconds=int(whole))
    except (ValueError, OverflowError):
        return ""
    return f"{time:%Y-%m-%dT%H:%M:%S}.{decimals[:6]}Z"

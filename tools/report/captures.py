# SPDX-License-Identifier: GPL-2.0-or-later
"""Which captures the arguments name, and how a name is shown."""

import os
import re
import stat

# What ends the name of a capture in a folder. After the ending may come the
# number of a ring buffer's file (tcpdump -C) and a packer's ending.
ENDINGS = ("pcap", "pcapng", "cap")
PACKED = ("gz", "zst", "lz4")

# The column with the name of its capture, in front of the plugin's.
CAPTURE = "capture"

CAPTURE_NAME = re.compile(
    rf"\.({'|'.join(ENDINGS)})\d*(\.({'|'.join(PACKED)}))?$", re.IGNORECASE
)


class Unreadable(Exception):
    """An input that could not be read, or not all of it: name and reason."""

    def __init__(self, path, reason):
        super().__init__(f"{printable(os.fspath(path))}: {reason}")
        self.path = path
        self.reason = reason


def printable(text):
    """Text as a terminal may have it: control and invalid bytes escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else escaped(c) for c in text)


def escaped(character):
    """One character that is not printable, in ASCII."""
    if "\udc80" <= character <= "\udcff":  # an invalid byte in a file name
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def find_captures(names, complain, wanted=CAPTURE_NAME, what="captures"):
    """Captures in the order of the names, folders sorted, each one once; or files of
    another kind, which in a folder have names that are wanted.

    Calls complain(Unreadable) for what is missing or holds none.
    """
    found = {}
    for name in names:
        try:
            paths = captures_named(name, complain, wanted, what)
        except OSError as error:
            complain(Unreadable(name, error.strerror))
            continue
        for path in paths:
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def captures_named(name, complain, wanted, what):
    """The captures that one argument names."""
    if not stat.S_ISDIR(os.stat(name).st_mode):
        return [name]
    paths = sorted(captures_below(name, complain, wanted))
    if not paths:
        complain(Unreadable(name, f"no {what} in this folder"))
    return paths


def captures_below(folder, complain, wanted):
    """All captures in a folder and below, by their names."""

    def unreadable(error):
        complain(Unreadable(error.filename, error.strerror))

    for where, _, names in os.walk(folder, onerror=unreadable):
        for name in names:
            path = os.path.join(where, name)
            if wanted.search(name) and os.path.isfile(path):
                yield path

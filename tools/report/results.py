# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of records: what tools/audit --records-only keeps of a capture, and --merge reads.

Lines of JSON. The first one is the heading, see `heading`; then come the records, as
`--format json` prints them; the last one has the SHA-256 of all before it, without which
a file is not whole.
"""

import hashlib
import json
import os
import re
from collections import Counter
from itertools import chain, pairwise

from captures import CAPTURE, Unreadable, printable
from told import COVERAGE
from version import numbers, version

# Of this form. It is the first name in the heading, by which a file is known as one.
FORM = 1
KIND = "smb1audit_records"

BEGINNING = f'{{"{KIND}": '.encode()

ENDING = ".jsonl"
RESULT_NAME = re.compile(rf"{re.escape(ENDING)}$")

FOREIGN = "not records of tools/audit"
NEWER = "records of a newer SMB1 Audit"
DAMAGED = "records that are damaged or not whole"

LONGEST_NAME = 80

# What comes of taking one thing for another.
MISTAKES = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


def heading(stream, stretches):
    """The first line. Each of the stretches is a dictionary: gap, captures, datagrams and
    perhaps trouble; see keeping.py."""
    return {KIND: FORM, "version": version(), "host": os.uname().nodename,
            "ring": [*stream.ring], "stretches": stretches}


def start(path):
    """How the line of a record begins, up to where the plugin's own begins."""
    return json.dumps({CAPTURE: printable(path)}).removesuffix("}") + ", "


def name_of(paths, contents):
    """The name of the file for these captures: the first one's, and what differs with
    their names and contents and with the version."""
    key = json.dumps([FORM, version(), [[path, contents[path].sha256] for path in paths]])
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"{readable(paths[0])}-{digest}{ENDING}"


def readable(path):
    """The name of a capture as any file system and shell may have it."""
    return re.sub(r"[^\w.+-]", "_", os.path.basename(path), flags=re.ASCII)[:LONGEST_NAME]


def write(file, head, lines):
    """Write a file of records, whose lines may be many."""
    digest = hashlib.sha256()
    file.write(line := json.dumps(head) + "\n")
    digest.update(line.encode())
    for line in lines:
        file.write(line)
        digest.update(line.encode())
    file.write(json.dumps({"sha256": digest.hexdigest()}) + "\n")


def is_newer_than_this(text):
    """Is it a version behind this one? Raises ValueError where it is none."""
    theirs, own = numbers(text), version()
    return bool(own) and theirs > numbers(own)


class Result:
    """A file of records. Raises Unreadable where it is none, is not whole, or is one that
    only a newer version can read, and OSError."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.head = self.checked(file)
        try:
            self.host = self.head["host"]
            first, place = self.head["ring"]
            self.ring = str(first), int(place)
            self.stretches = [Stretch(self, told) for told in self.head["stretches"]]
        except MISTAKES:
            raise Unreadable(path, DAMAGED) from None
        self.behind_heading()

    def checked(self, file):
        """The heading of a file that is whole."""
        if file.read(len(BEGINNING)) != BEGINNING:
            raise Unreadable(self.path, FOREIGN)
        digest = hashlib.sha256()
        first = last = BEGINNING + file.readline()
        head = self.known(first)
        for line, last in pairwise(chain([first], file)):
            digest.update(line)
        if last != (json.dumps({"sha256": digest.hexdigest()}) + "\n").encode():
            raise Unreadable(self.path, DAMAGED)
        return head

    def known(self, line):
        """The heading, if it is one of these."""
        try:
            head = json.loads(line)
            is_newer = head[KIND] > FORM or is_newer_than_this(head["version"])
        except MISTAKES:
            raise Unreadable(self.path, DAMAGED) from None
        if is_newer:
            raise Unreadable(self.path, f"{NEWER} ({printable(str(head['version']))})")
        return head

    def behind_heading(self):
        """Let each stretch know how many records are before its own."""
        before = 0
        for stretch in self.stretches:
            stretch.before = before
            before += sum(stretch.numbers)

    @property
    def captures(self):
        """Name and SHA-256 of each, in order."""
        return [capture for stretch in self.stretches for capture in stretch.captures]


class Stretch:
    """What was told of captures that were read as one: like Told."""

    def __init__(self, result, told):
        self.result = result
        self.before = 0
        self.captures = [(str(each["name"]), str(each["sha256"])) for each in told["captures"]]
        self.numbers = [int(each["records"]) for each in told["captures"]]
        self.paths = [name for name, _ in self.captures]
        self.path = self.paths[0] if self.paths else ""
        self.covered = [{name: kind(each[name]) for name, kind in COVERAGE.items() if name in each}
                        for each in told["captures"]]
        self.gap = told.get("gap", "")
        self.trouble = told.get("trouble")
        self.datagrams = Counter()
        for each in told["datagrams"]:
            self.datagrams[each.get("name", ""), each.get("address", "")] += each["datagrams"]
        if not self.paths or self.trouble and not self.complaint():
            raise ValueError

    def complaint(self):
        """What was said of what could not be read."""
        return Unreadable(self.paths[self.trouble["capture"]], self.trouble["reason"])

    def coverage(self):
        """As Told.coverage. Files that older versions wrote have the frames alone."""
        return self.covered

    def records(self, parse):
        """As Told.records."""
        try:
            with open(self.result.path, encoding="utf-8", newline="\n") as lines:
                for _ in range(1 + self.before):
                    next(lines, "")
                yield from self.read(lines, parse)
        except (OSError, ValueError):
            # It was whole a moment ago, or its records are none.
            raise Unreadable(self.result.path, DAMAGED) from None
        if self.trouble:
            raise self.complaint()

    def read(self, lines, parse):
        """Yield the place of its capture and what parse makes of each record."""
        for place, (path, number) in enumerate(zip(self.paths, self.numbers)):
            begins = start(path)
            for _ in range(number):
                line = next(lines, "")
                if not line.startswith(begins):
                    raise ValueError
                yield place, parse("{" + line[len(begins):])

# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark told of a capture: the plugin's records and the datagrams."""

import codecs
import json
import os
from collections import Counter
from heapq import merge
from operator import itemgetter

from account import Account
from captures import Unreadable
from renumbered import Numbers

# Wireshark opens pictures, programs and JSON as if they were captures of one
# frame, which begins with one of these protocols.
NO_CAPTURE = ("mime_dlt", "json")

# What is told of a capture as a whole, but for who sent datagrams; and what it is.
COVERAGE = {"frames": int, "cut_frames": int, "time": str, "last_time": str}

# How a record begins, and nothing else.
RECORD = b'{"frame":'

# What tshark says when it fails, and the same to who only knows the file.
REASONS = (
    ("isn't a capture file", "not a capture file"),
    ("special file", "not a capture file"),
    ("cut short", "cut short in the middle of a packet"),
    ("Less data was read", "cut short in the middle of a packet"),
    ("damaged or corrupt", "damaged or corrupt"),
)

# Where the cut failed, which it may not the next time.
CUT_FAILED = "that one was read by itself (the cut failed)"

# Of these a capture will never be rid.
LASTING = {"empty", "not a capture file", *(meaning for _, meaning in REASONS)}

# And when it does not know the plugin's records.
NO_PLUGIN = '-z argument "smb1audit'


class NoPlugin(Exception):
    """There is nothing to report on."""


class Told:
    """What a job left, in a folder, of those captures at the beginning of the paths that
    were read as one; most often of one. Where the job did not end, the folder has no
    status."""

    def __init__(self, paths, folder):
        self.parts = [Part(folder, number) for number in range(number_of_parts(folder))]
        self.account = Account(folder)
        self.paths = paths[:len(self.account.starts)]
        self.path = paths[0]
        self.datagrams = Counter()  # by (name, address), empty where not known
        self.capture = {}  # what the plugin tells of it as a whole
        self.first_datagrams = {}  # of each: the place of its capture, and the frame there

    def records(self, parse):
        """Yield the place of its capture and what parse makes of the text of each
        record, as they come; then the datagrams are there, too.

        Raises Unreadable where a capture is none or not all of it was read.
        """
        if len(self.paths) == 1 and self.parts[0].status == "0" and is_empty(self.path):
            raise Unreadable(self.path, "empty")  # which is fine for tshark
        read = [part.read(self, parse) for part in self.parts]
        for _, place, record in read[0] if len(read) == 1 else merge(*read, key=itemgetter(0)):
            yield place, record
        for part in self.parts:
            if part.status != "0":
                raise Unreadable(self.path, part.reason(self.path))
        if self.account.damage:
            raise Unreadable(self.paths[-1], meaning_of([self.account.damage])
                             or self.account.damage)

    def coverage(self):
        """How much there is of each capture, once the records were read, as a dictionary:
        frames, cut_frames, and where known time and last_time, as -z smb1audit,capture has
        them; empty where that is not known. tshark saw the frames that it was not spared."""
        if self.account.frames:
            return self.account.coverage
        return [{name: self.capture[name] for name in COVERAGE if name in self.capture}]

    def gap_behind(self):
        """Why the next capture was not read as one with these; empty where that is said
        anyway."""
        if self.account.apart:
            return self.account.apart
        if self.account.damage or any(part.status != "0" for part in self.parts):
            return ""
        if not self.account.itself:
            return CUT_FAILED
        return f"that one was read by itself ({self.account.itself})"

    def take(self, capture, numbers):
        """What the plugin tells of the capture as a whole."""
        self.capture = capture
        if any(link in NO_CAPTURE for link in capture.get("links", ())):
            raise Unreadable(self.path, "not a capture file")
        for sender in capture.get("datagrams", ()):
            key = sender.get("name", ""), sender.get("address", "")
            self.datagrams[key] += sender["datagrams"]
            self.first_datagrams.setdefault(key, numbers.original(sender["frame"]))


class Part:
    """What one tshark told."""

    def __init__(self, folder, number):
        self.files = f"{folder}/{number}"
        self.number = number
        try:
            with open(f"{self.files}.status", encoding="ascii") as file:
                self.status = file.read().strip() or "none"
        except FileNotFoundError:
            self.status = "none"

    def read(self, told, parse):
        """Yield the first frame of each record, over all captures that were read as one,
        the place of its capture, and what parse makes of it; let told take all else."""
        if not self.status.isdecimal():
            return
        numbers = Numbers(f"{self.files}.numbers", told.account.starts)
        with open(f"{self.files}.told", "rb") as lines:
            try:
                for line in lines:
                    if line.startswith(RECORD):
                        first, place, line = numbers.restore(line)
                        yield first, place, parse(text(line, "escaped_in_json"))
                    elif self.number == 0:  # the others have the same datagrams
                        told.take(json.loads(text(line, "escaped_in_json"), strict=False), numbers)
            except json.JSONDecodeError:
                self.ends_early(told)

    def ends_early(self, told):
        """A line is broken: it is tshark that must have a reason."""
        if self.status == "0":
            raise Unreadable(told.path, "not all that tshark told could be kept")

    def reason(self, path):
        """Why tshark failed, in a few words."""
        if self.status == "unopened":
            return why_not_opened(path)
        lines = self.said()
        if meaning := meaning_of(lines):
            return meaning
        if any(NO_PLUGIN in line for line in lines):
            raise NoPlugin("tshark does not load the plugin")
        if not self.status.isdecimal():
            return "not read: its job was ended"
        if int(self.status) > 128:
            return f"signal {int(self.status) - 128} ended tshark; its connections are lost"
        if not lines:
            return f"tshark failed with status {self.status}"
        return lines[-1].removeprefix("tshark: ")

    def said(self):
        """The lines that tshark wrote on standard error."""
        try:
            with open(f"{self.files}.said", "rb") as lines:
                return text(lines.read()).splitlines()
        except FileNotFoundError:
            return []


def number_of_parts(folder):
    """How many tsharks told something; one in any case."""
    number = 1
    while os.path.exists(f"{folder}/{number}.told"):
        number += 1
    return number


def meaning_of(lines):
    """What one of them means to who only knows the file; None where none does."""
    for part, meaning in REASONS:
        if any(part in line for line in lines):
            return meaning
    return None


def is_empty(path):
    """Is it a file without content?"""
    return os.path.isfile(path) and os.path.getsize(path) == 0


def why_not_opened(path):
    """The reason why a file cannot be opened."""
    try:
        with open(path, "rb"):
            return "could not be opened, but now it can"
    except OSError as error:
        return error.strerror


def text(received, errors="backslashreplace"):
    """Bytes as text; those that are no UTF-8 as escapes."""
    return received.decode("utf-8", errors)


def escaped_in_json(error):
    """The same within JSON, where the escape's backslash takes another one."""
    invalid = error.object[error.start:error.end]
    return "".join(rf"\\x{byte:02x}" for byte in invalid), error.end


codecs.register_error("escaped_in_json", escaped_in_json)

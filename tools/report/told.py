# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark told of a capture: the plugin's records and the datagrams."""

import codecs
import json
import os

from captures import Unreadable
from renumbered import Numbers

# Wireshark opens pictures, programs and JSON as if they were captures of one
# frame, which begins with one of these protocols.
NO_CAPTURE = ("mime_dlt", "json")

# How a record begins, and nothing else.
RECORD = b'{"frame":'

# What tshark says when it fails, and the same to who only knows the file.
REASONS = (
    ("isn't a capture file", "not a capture file"),
    ("special file", "not a capture file"),
    ("cut short", "cut short in the middle of a packet"),
    ("damaged or corrupt", "damaged or corrupt"),
)


# And when it does not know the plugin's records.
NO_PLUGIN = '-z argument "smb1audit'


class NoPlugin(Exception):
    """There is nothing to report on."""


class Told:
    """What a job left of its capture, and with what status it ended."""

    def __init__(self, path, files, status):
        self.path = path
        self.files = files
        self.status = status
        self.datagrams = {}  # (name, address), empty where not known: how many

    def records(self, parse):
        """Yield what parse makes of the text of each record, as they come; then
        the datagrams are there, too.

        Raises Unreadable where the capture is none or not all of it was read.
        """
        if self.status == "0" and is_empty(self.path):
            raise Unreadable(self.path, "empty")  # which is fine for tshark
        if self.status.isdecimal():
            yield from self.read(parse)
        if self.status != "0":
            raise Unreadable(self.path, self.reason())

    def read(self, parse):
        """Yield the records, and keep the datagrams."""
        numbers = Numbers(f"{self.files}.numbers")
        with open(f"{self.files}.told", "rb") as lines:
            try:
                for line in lines:
                    if line.startswith(RECORD):
                        yield parse(text(numbers.restore(line), "escaped_in_json"))
                    else:
                        self.take(json.loads(text(line, "escaped_in_json"), strict=False))
            except json.JSONDecodeError:
                self.ends_early()

    def take(self, capture):
        """What the plugin tells of the capture as a whole."""
        if any(link in NO_CAPTURE for link in capture.get("links", ())):
            raise Unreadable(self.path, "not a capture file")
        for sender in capture.get("datagrams", ()):
            self.datagrams[sender.get("name", ""), sender.get("address", "")] = sender["datagrams"]

    def ends_early(self):
        """A line is broken: it is tshark that must have a reason."""
        if self.status == "0":
            raise Unreadable(self.path, "not all that tshark told could be kept")

    def reason(self):
        """Why tshark failed, in a few words."""
        if self.status == "unopened":
            return why_not_opened(self.path)
        lines = self.said()
        for part, meaning in REASONS:
            if any(part in line for line in lines):
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

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a capture holds: connections as the plugin judges them, and datagrams."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone

from captures import Unreadable
from frames import TIME, read_frames

# What a record tells of a connection: column, field. The value of the latest
# frame that has one counts.
FACTS = (
    ("client", "smb1audit.client.address"),
    ("server", "smb1audit.server.address"),
    ("offer", "smb1audit.offer"),
    ("dialects", "smb1audit.offer.dialect"),
    ("selected", "smb1audit.selected"),
)
# Likewise who and what. It only grows: the latest frame tells it all.
IDENTITY = (
    ("client_name", "smb1audit.client.name"),
    ("client_domain", "smb1audit.client.domain"),
    ("client_user", "smb1audit.client.user"),
    ("client_os", "smb1audit.client.os"),
    ("client_lanman", "smb1audit.client.lanman"),
    ("server_name", "smb1audit.server.name"),
    ("server_domain", "smb1audit.server.domain"),
    ("server_os", "smb1audit.server.os"),
    ("server_lanman", "smb1audit.server.lanman"),
    ("shares", "smb1audit.share"),
    ("signing", "smb1audit.signing"),
    ("auth", "smb1audit.auth"),
    ("stack", "smb1audit.offer.stack"),
)
# These belong together: they are those of the latest frame that has a verdict,
# and what is absent there is absent.
JUDGEMENT = (
    ("verdict", "smb1audit.verdict"),
    ("needs_smb1", "smb1audit.needs_smb1"),
    ("summary", "smb1audit.summary"),
    ("browser", "smb1audit.browser"),
    ("scanner", "smb1audit.scanner"),
)
# Present only when true. SMB1 for these purposes is by itself no need of it.
MARKS = ("scanner", "browser")

# Of a mailslot datagram the plugin tells no more.
SENDER = (
    ("name", "smb1audit.client.name"),
    ("address", "smb1audit.client.address"),
)
DATAGRAM = "smb1audit.datagram"

FRAME = "frame.number"
STREAM = "tcp.stream"
VERDICT = "smb1audit.verdict"

ALL_COLUMNS = FACTS + IDENTITY + JUDGEMENT
WANTED = (FRAME, STREAM, DATAGRAM, *(name for _, name in ALL_COLUMNS))

# Verdicts to show although nobody is known to need SMB1: the answer was
# invalid (11) or refuses an offer that is not understood (13).
DOUBTFUL = (11, 13)


@dataclass
class Connection:
    """One connection, or one SMB frame that belongs to none."""

    capture: str
    frame: int
    time: datetime
    verdict: int = 0
    values: dict = field(default_factory=dict)

    @property
    def needs_smb1(self):
        """Who needs SMB1: client, server, unknown; empty for nobody."""
        return self.text("needs_smb1")

    @property
    def apart(self):
        """The mark for which it is no need of SMB1; empty if it may be one.

        A server that takes SMB1 though SMB2 is on offer is limited to SMB1,
        whoever asks.
        """
        if self.needs_smb1 in ("", "server"):
            return ""
        return next((mark for mark in MARKS if mark in self.values), "")

    @property
    def matters(self):
        """Is it one that the reader should look at?"""
        return bool(self.needs_smb1) or self.verdict in DOUBTFUL

    def text(self, column):
        """The text of a column, empty where nothing is known."""
        return ", ".join(self.values.get(column, ()))

    def take(self, frame, labels):
        """Take over what a further frame tells."""
        self.values |= named(FACTS + IDENTITY, frame, labels)
        if VERDICT in frame:
            for column, _ in JUDGEMENT:
                self.values.pop(column, None)
            self.values |= named(JUDGEMENT, frame, labels)
            self.values |= {mark: ["yes"] for mark in MARKS if mark in self.values}
            self.verdict = int(frame[VERDICT][0])


def named(columns, frame, labels):
    """Columns of a frame, their numbers replaced by the plugin's names."""
    return {
        column: [labels.get((name, value), value) for value in frame[name]]
        for column, name in columns
        if name in frame
    }


@dataclass
class Capture:
    """What was read of a capture."""

    connections: list
    datagrams: Counter = field(default_factory=Counter)  # by (name, address)


def read_capture(path, labels):
    """The connections of a capture with a verdict, in the order of their first
    frames, the datagrams, and an Unreadable if there may be more, else None."""
    found = {}
    datagrams = Counter()
    trouble = None
    try:
        for frame in read_frames(path, WANTED):
            if DATAGRAM in frame:
                datagrams[sender(frame)] += 1
            else:
                connection_of(frame, found, path).take(frame, labels)
    except Unreadable as error:
        trouble = error
    return Capture([c for c in found.values() if c.verdict], datagrams), trouble


def sender(frame):
    """Name and address of a datagram's sender, empty where not known."""
    return tuple(frame.get(name, [""])[0] for _, name in SENDER)


def connection_of(frame, found, path):
    """The connection that a frame belongs to: its innermost TCP stream."""
    number = frame[FRAME][0]
    key = frame.get(STREAM, [f"frame {number}"])[-1]
    if key not in found:
        time = datetime.fromtimestamp(frame[TIME] / 1000, timezone.utc)
        found[key] = Connection(path, int(number), time)
    return found[key]

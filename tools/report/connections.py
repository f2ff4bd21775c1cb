# SPDX-License-Identifier: GPL-2.0-or-later
"""The connections of a capture, as the plugin judges them."""

from dataclasses import dataclass, field
from datetime import datetime, timezone

from captures import Unreadable
from tshark import TIME, read_frames

# What a record tells of a connection: column, field. The value of the latest
# frame that has one counts.
FACTS = (
    ("client", "smb1audit.client.address"),
    ("server", "smb1audit.server.address"),
    ("offer", "smb1audit.offer"),
    ("dialects", "smb1audit.offer.dialect"),
    ("selected", "smb1audit.selected"),
)
# These belong together: they are those of the latest frame that has a verdict,
# and what is absent there is absent.
JUDGEMENT = (
    ("verdict", "smb1audit.verdict"),
    ("needs_smb1", "smb1audit.needs_smb1"),
    ("summary", "smb1audit.summary"),
)
FRAME = "frame.number"
STREAM = "tcp.stream"
VERDICT = "smb1audit.verdict"

WANTED = (FRAME, STREAM, *(name for _, name in FACTS + JUDGEMENT))

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
    def matters(self):
        """Is it one that the reader should look at?"""
        return bool(self.needs_smb1) or self.verdict in DOUBTFUL

    def text(self, column):
        """The text of a column, empty where nothing is known."""
        return ", ".join(self.values.get(column, ()))

    def take(self, frame, labels):
        """Take over what a further frame tells."""
        self.values |= named(FACTS, frame, labels)
        if VERDICT in frame:
            for column, _ in JUDGEMENT:
                self.values.pop(column, None)
            self.values |= named(JUDGEMENT, frame, labels)
            self.verdict = int(frame[VERDICT][0])


def named(columns, frame, labels):
    """Columns of a frame, their numbers replaced by the plugin's names."""
    return {
        column: [labels.get((name, value), value) for value in frame[name]]
        for column, name in columns
        if name in frame
    }


def read_connections(path, labels):
    """The connections of a capture with a verdict, in the order of their
    first frames, and an Unreadable if there may be more, else None."""
    found = {}
    trouble = None
    try:
        for frame in read_frames(path, WANTED):
            connection_of(frame, found, path).take(frame, labels)
    except Unreadable as error:
        trouble = error
    return [c for c in found.values() if c.verdict], trouble


def connection_of(frame, found, path):
    """The connection that a frame belongs to: its innermost TCP stream."""
    number = frame[FRAME][0]
    key = frame.get(STREAM, [f"frame {number}"])[-1]
    if key not in found:
        time = datetime.fromtimestamp(frame[TIME] / 1000, timezone.utc)
        found[key] = Connection(path, int(number), time)
    return found[key]

# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections of one kind, counted: there are many connections, and few kinds.

Two are of one kind if they tell the same but for when, and on which ports."""

from collections import namedtuple
from itertools import repeat

TEXTS = (
    "verdict needs_smb1 why browser scanner client_address server_address offer offer_stack "
    "client_need client_why server_need server_why "
    "client_name client_os client_lanman client_vendor client_resolved "
    "server_name server_os server_lanman server_vendor server_resolved unseen".split()
)
LISTS = "offer_dialect share client_users client_user_refused left_out".split()

# What is not known is None, or empty for a list.
Kind = namedtuple("Kind", TEXTS + LISTS)


class Seen:
    """How many connections there were of a kind, when, and one of them."""

    __slots__ = ("count", "first", "last", "frame", "capture", "captures")

    def __init__(self, record, capture):
        self.count = 1
        self.first = record.get("time", "")
        self.last = record.get("last_time", self.first)
        self.frame = record.get("frame", 0)
        self.capture = capture
        self.captures = None  # further ones

    def again(self, record, capture):
        """One more connection."""
        self.count += 1
        first = record.get("time", "")
        last = record.get("last_time", first)
        if first < self.first:
            self.first = first
        if last > self.last:
            self.last = last
        if capture != self.capture:
            self.captures = (self.captures or set()) | {capture}


class Kinds:
    """All connections, as one after the other comes."""

    def __init__(self):
        self.seen = {}

    def take(self, record, capture):
        """One more connection, of the capture of this number."""
        get = record.get
        kind = (*map(get, TEXTS), *map(tuple, map(get, LISTS, repeat(()))))
        if seen := self.seen.get(kind):
            seen.again(record, capture)
        else:
            self.seen[kind] = Seen(record, capture)

    def __iter__(self):
        """What there was: kinds, each with what was Seen of it."""
        for kind, seen in self.seen.items():
            yield Kind._make(kind), seen

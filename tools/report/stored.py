# SPDX-License-Identifier: GPL-2.0-or-later
"""What a store has of captures, as told_by_jobs gives it: in the order that they would have."""

from collections import Counter, namedtuple

from captures import Unreadable
from kind_texts import MOVING, Kind
from merging import gap_between
from store import DAMAGED, StoreFailed, as_text

STRETCHES = """
    SELECT stream.id, ring, place, stretch.id, gap, capture.id, name, sha256, trouble,
        frames, cut_frames, time, last_time
    FROM stream
    JOIN stretch ON stretch.stream = stream.id
    JOIN capture ON capture.stretch = stretch.id
    ORDER BY stream.id, stretch.id, capture.id"""

DATAGRAMS = """
    SELECT name, address, datagrams FROM datagram WHERE capture IN
        (SELECT id FROM capture WHERE stretch = ?) ORDER BY id"""

# Of one that is open at both ends, all are.
IN_PERIOD = "(:since IS NULL OR ifnull(last_time, time) >= :since)" \
            " AND (:until IS NULL OR time < :until)"

HAS_SOME = f"SELECT EXISTS (SELECT 1 FROM connection WHERE capture = :capture AND {IN_PERIOD})"

CONNECTIONS = (f"SELECT kind, {', '.join(MOVING)} FROM connection"
               f" WHERE capture = :capture AND {IN_PERIOD} ORDER BY number")

Stream = namedtuple("Stream", "ring stretches")
Capture = namedtuple("Capture", "number name sha256 trouble coverage")

COVERAGE = ("frames", "cut_frames", "time", "last_time")


class Stored:
    """What is in a Store that is being read, of the connections of a Period."""

    def __init__(self, store, period):
        self.store = store
        self.period = {"since": period.since, "until": period.until}
        self.is_all = not period
        self.kinds = {}

    def told(self):
        """Yield each Stretch, and why it does not go on with the one before. Of a period
        that is limited, captures that have nothing of it are none."""
        last = None
        for stream in sorted(self.streams(), key=order):
            for stretch in stream.stretches:
                if self.is_all or stretch.keep_some():
                    yield stretch, stretch.gap or gap_between(last, stretch, stretch.result)
                    last = stretch

    def streams(self):
        """Each stream with all its stretches."""
        found, stretches = {}, {}
        for row in self.store.database.execute(STRETCHES):
            number, ring, place, stretch, gap, *capture = row
            if number not in found:
                found[number] = Stream((as_text(ring), place), [])
            if stretch not in stretches:
                stretches[stretch] = Stretch(self, found[number], stretch, gap)
                found[number].stretches.append(stretches[stretch])
            stretches[stretch].add(*capture)
        return found.values()

    def records(self, capture, parse):
        """Yield what parse makes of the text of each record."""
        rows = self.store.database.execute(CONNECTIONS, {"capture": capture} | self.period)
        try:
            for kind, *values in rows:
                record = (self.kinds.get(kind) or self.kind(kind)).record(values)
                yield parse(f"{record}\n")  # as tshark ends it
        except (ValueError, TypeError, OverflowError):  # whoever wrote that
            raise StoreFailed(self.store.path, DAMAGED) from None

    def kind(self, number):
        """The Kind of that number."""
        row = self.store.database.execute("SELECT record FROM kind WHERE id = ?",
                                          [number]).fetchone()
        if row is None:
            raise StoreFailed(self.store.path, DAMAGED)
        self.kinds[number] = Kind(*row)
        return self.kinds[number]

    def has_some(self, capture):
        """Has a capture connections of the period?"""
        question = {"capture": capture} | self.period
        return bool(self.store.database.execute(HAS_SOME, question).fetchone()[0])


class Stretch:
    """Captures that were read as one: like Told."""

    def __init__(self, stored, stream, number, gap):
        self.stored = stored
        self.result = stream
        self.number = number
        self.gap = gap
        self.captures = []

    def add(self, number, name, sha256, trouble, *coverage):
        """One more capture."""
        known = {what: value for what, value in zip(COVERAGE, coverage) if value is not None}
        self.captures.append(Capture(number, as_text(name), sha256, trouble, known))

    def keep_some(self):
        """Forget the captures that have nothing of the period; are there others?"""
        self.captures = [each for each in self.captures if self.stored.has_some(each.number)]
        return bool(self.captures)

    @property
    def paths(self):
        """The names of the captures."""
        return [capture.name for capture in self.captures]

    @property
    def path(self):
        """The first one."""
        return self.captures[0].name

    @property
    def trouble(self):
        """Why not all could be read: the Unreadable, or None."""
        return next((Unreadable(capture.name, capture.trouble)
                     for capture in self.captures if capture.trouble is not None), None)

    @property
    def datagrams(self):
        """How many, by (name, address) of who sent them."""
        senders = Counter()
        for name, address, number in self.stored.store.database.execute(DATAGRAMS, [self.number]):
            senders[as_text(name), as_text(address)] += number
        return senders

    def coverage(self):
        """As Told.coverage."""
        return [capture.coverage for capture in self.captures]

    def records(self, parse):
        """As Told.records."""
        for place, capture in enumerate(self.captures):
            for record in self.stored.records(capture.number, parse):
                yield place, record
        if trouble := self.trouble:
            raise trouble


def order(stream):
    """As in merging: by the names of the captures, and then by their contents."""
    return *stream.ring, [(capture.name, capture.sha256)
                          for stretch in stream.stretches for capture in stretch.captures]

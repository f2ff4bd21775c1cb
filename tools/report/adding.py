# SPDX-License-Identifier: GPL-2.0-or-later
"""Results come into a store: each stream as a whole, and no capture twice."""

import hashlib
import json
import sqlite3
from contextlib import contextmanager
from itertools import count

from captures import Unreadable
from kind_texts import MOVING, taken_apart
from lines import Json
from results import DAMAGED, MISTAKES
from store import as_column
from version import numbers

# Bytes by which a kind is found.
DIGEST = 16

# More texts of kinds than this are looked up in the store.
KNOWN_KINDS = 100_000

CONNECTION = (f"INSERT INTO connection (capture, number, kind, {', '.join(MOVING)})"
              f" VALUES ({', '.join('?' * (3 + len(MOVING)))})")

# A text where there should be a number, for example, or a number that is too big.
WRONG_VALUES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError,
                sqlite3.DataError, OverflowError)

COVERAGE = ("frames", "cut_frames", "time", "last_time")

# Do two captures, an older and a newer one of the same name, begin with the same
# connection?
SAME_CONNECTION = """
    SELECT EXISTS (SELECT 1 FROM connection AS newer WHERE newer.capture = :newer
        AND newer.time IS older.time AND newer.frame IS older.frame
        AND newer.client_port IS older.client_port AND newer.server_port IS older.server_port)
    FROM connection AS older WHERE older.capture = :older AND older.number = 0"""

# The same of datagrams, where there is no connection.
SAME_DATAGRAM = """
    SELECT EXISTS (SELECT 1 FROM datagram AS newer WHERE newer.capture = :newer
        AND newer.frame = older.frame AND newer.address = older.address)
    FROM datagram AS older WHERE older.capture = :older ORDER BY older.id LIMIT 1"""

STREAM_OF = """
    SELECT stream.id, version FROM capture
    JOIN stretch ON stretch.id = capture.stretch JOIN stream ON stream.id = stretch.stream
    WHERE sha256 = ?"""


def key_of(sha256s):
    """By which a stream is known: the contents of its captures, in their order."""
    return hashlib.sha256(json.dumps([*sha256s]).encode()).hexdigest()


def rank(version):
    """A version, to compare."""
    return numbers(version) if version else ()


class Known(Exception):
    """It is there: what was written is to be taken back."""


class Adding:
    """Adds to a Store."""

    def __init__(self, store):
        self.store = store
        self.kinds = {}  # the number of each text

    def has(self, sha256s, version):
        """Has the store these captures as one stream or as part of one, and read by this
        version or a later one?"""
        database = self.store.database
        found = database.execute("SELECT version FROM stream WHERE key = ?", [key_of(sha256s)])
        if any(rank(other) >= rank(version) for other, in found):
            return True
        having = None
        for sha256 in dict.fromkeys(sha256s):
            rows = database.execute(STREAM_OF, [sha256])
            streams = {stream for stream, other in rows if rank(other) >= rank(version)}
            having = streams if having is None else having & streams
            if not having:
                return False
        return True

    def arrange(self, sha256s, paths, ring, gap):
        """Where a stream stands among those of its ring, if it is there under the same
        names: that changes with the other files of the ring."""
        first, place = ring
        wanted = as_column(first), place, gap
        with self.store.reading() as database:
            found = database.execute("""
                SELECT capture.name, stream.id, stretch.id, ring, place, gap FROM stream
                JOIN stretch ON stretch.stream = stream.id
                JOIN capture ON capture.stretch = stretch.id
                WHERE stream.key = ? ORDER BY capture.id""", [key_of(sha256s)]).fetchall()
        if [name for name, *_ in found] != [*map(as_column, paths)] or found[0][3:] == wanted:
            return
        with self.store.writing() as database:
            _, stream, stretch, *_ = found[0]
            database.execute("UPDATE stream SET ring = ?, place = ? WHERE id = ?",
                             [*wanted[:2], stream])
            database.execute("UPDATE stretch SET gap = ? WHERE id = ?", [gap, stretch])

    def add(self, result):
        """Add a Result, unless the store has it. What the store has of the same captures
        goes, and what it has of the beginnings of captures that have grown since. Raises
        Unreadable where it is no proper one; nothing of it is added then."""
        sha256s = [sha256 for _, sha256 in result.captures]
        try:
            with self.store.writing(), self.remembering():
                if self.has(sha256s, result.head["version"]):
                    raise Known
                self.insert(result, key_of(sha256s))
        except Known:
            self.arrange(sha256s, [name for name, _ in result.captures], result.ring,
                         result.stretches[0].gap)
        except (*MISTAKES, *WRONG_VALUES):
            raise Unreadable(result.path, DAMAGED) from None

    @contextmanager
    def remembering(self):
        """Kinds that come in the with block are known unless they are taken back."""
        try:
            yield
        except BaseException:
            self.kinds.clear()
            raise
        if len(self.kinds) > KNOWN_KINDS:
            self.kinds.clear()

    def insert(self, result, key):
        """Within a transaction."""
        database = self.store.database
        database.execute("DELETE FROM stream WHERE key = ?", [key])
        first, place = result.ring
        stream = database.execute(
            "INSERT INTO stream (key, host, version, ring, place) VALUES (?, ?, ?, ?, ?)",
            [key, result.host, result.head["version"], as_column(first), place]).lastrowid
        captures = []
        for stretch, told in zip(result.stretches, result.head["stretches"]):
            captures += self.insert_stretch(stream, stretch, told)
        self.take_place(stream, captures, result)

    def insert_stretch(self, stream, stretch, told):
        """Returns the numbers of its captures."""
        database = self.store.database
        number = database.execute("INSERT INTO stretch (stream, gap) VALUES (?, ?)",
                                  [stream, stretch.gap]).lastrowid
        trouble = stretch.trouble or {"capture": None}
        captures = [
            database.execute(
                "INSERT INTO capture (stretch, name, sha256, trouble, frames, cut_frames, time,"
                " last_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [number, as_column(name), sha256,
                 trouble["reason"] if place == trouble["capture"] else None,
                 *map(told["captures"][place].get, COVERAGE)]).lastrowid
            for place, (name, sha256) in enumerate(stretch.captures)]
        database.executemany(CONNECTION, self.connections(stretch, captures))
        database.executemany(
            "INSERT INTO datagram (capture, name, address, frame, datagrams)"
            " VALUES (?, ?, ?, ?, ?)",
            [[captures[each["capture"]], as_column(each.get("name", "")),
              as_column(each.get("address", "")), each["frame"], each["datagrams"]]
             for each in told["datagrams"]])
        return captures

    def connections(self, stretch, captures):
        """Yield a row for each record."""
        numbering = [count() for _ in captures]
        try:
            for place, record in stretch.records(Json.parse):
                text, values = taken_apart(record)
                yield captures[place], next(numbering[place]), self.kind(text), *values
        except Unreadable as trouble:
            if not stretch.trouble or str(trouble) != str(stretch.complaint()):
                raise

    def kind(self, text):
        """Its number."""
        if (number := self.kinds.get(text)) is None:
            database = self.store.database
            digest = hashlib.sha256(text.encode()).digest()[:DIGEST]
            found = database.execute("SELECT id FROM kind WHERE digest = ?", [digest]).fetchone()
            if not found:
                if not isinstance(json.loads(text, strict=False), dict):
                    raise ValueError("no record")
                found = [database.execute("INSERT INTO kind (record, digest) VALUES (?, ?)",
                                          [text, digest]).lastrowid]
            number = self.kinds[text] = found[0]
        return number

    def take_place(self, stream, captures, result):
        """Remove what is there of the same captures. Raises Known where these are no more
        than the beginnings of what is there."""
        replaced, is_there, is_older = set(), [], []
        for capture, (name, sha256) in zip(captures, result.captures):
            same, older, newer = self.others(stream, capture, name, sha256, result.host)
            replaced |= same | older
            is_there.append(bool(same or newer))
            is_older.append(bool(newer))
        if all(is_there) and any(is_older):
            raise Known
        self.remove(replaced)

    def others(self, stream, capture, name, sha256, host):
        """Captures of other streams, as three sets: those of the same content; those of
        the same name that are a beginning of this one; those of which it is a beginning."""
        rows = self.store.database.execute("""
            SELECT capture.id, sha256 = :sha256, frames,
                (SELECT frames FROM capture WHERE id = :capture)
            FROM capture
            JOIN stretch ON stretch.id = capture.stretch JOIN stream ON stream.id = stretch.stream
            WHERE (sha256 = :sha256 OR name = :name AND host = :host) AND stream.id <> :stream""",
                                           {"sha256": sha256, "name": as_column(name),
                                            "host": host, "stream": stream,
                                            "capture": capture}).fetchall()
        same, older, newer = set(), set(), set()
        for other, is_same, others_frames, frames in rows:
            if is_same:
                same.add(other)
            elif (others_frames or 0) > (frames or 0):
                if self.begins_as(capture, other):
                    newer.add(other)
            elif self.begins_as(other, capture):
                older.add(other)
        return same, older, newer

    def begins_as(self, older, newer):
        """Does the newer capture begin with what the older one has? One that has nothing
        tells no difference."""
        for question in (SAME_CONNECTION, SAME_DATAGRAM):
            row = self.store.database.execute(
                question, {"older": older, "newer": newer}).fetchone()
            if row:
                return bool(row[0])
        return True

    def remove(self, captures):
        """These captures, and what is empty without them."""
        database = self.store.database
        database.executemany("DELETE FROM capture WHERE id = ?", [[each] for each in captures])
        if captures:
            database.execute("DELETE FROM stretch WHERE NOT EXISTS"
                             " (SELECT 1 FROM capture WHERE capture.stretch = stretch.id)")
            database.execute("DELETE FROM stream WHERE NOT EXISTS"
                             " (SELECT 1 FROM stretch WHERE stretch.stream = stream.id)")

# SPDX-License-Identifier: GPL-2.0-or-later
"""The file of tools/audit --store: an SQLite database; see schema.sql.

It has a rollback journal, SQLite's default, and no write-ahead log: it is one file that
may be copied, lie on a network's disk and be read without a right to write, none of which
goes with a log. What that would gain, to write while others read, is little here: a
stream is written when all of it is known, which takes a moment.
"""

import os
import sqlite3
import stat
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from captures import printable

SCHEMA = Path(__file__).with_name("schema.sql")

# "SMB1", in the header of the file; the offsets there are those of SQLite's file format,
# section 1.3. The other one counts schemas.
APPLICATION = 0x534D4231
VERSION = 1
MAGIC = b"SQLite format 3\0"
HEADER = 100
AT_VERSION, AT_APPLICATION = 60, 68

FOREIGN = "not a store of tools/audit"
NEWER = "a store of a newer SMB1 Audit"
DAMAGED = "a store that is damaged"

# Seconds to wait for other commands, and between two tries.
PATIENCE = 300
PAUSE = 0.05

# What SQLite says, by its primary result codes; else its own words are taken.
REASONS = {
    sqlite3.SQLITE_BUSY: "in use by another command",
    sqlite3.SQLITE_FULL: "cannot be written: No space left on device",
    sqlite3.SQLITE_READONLY: "cannot be written: Permission denied",
    sqlite3.SQLITE_PERM: "Permission denied",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_MISMATCH: DAMAGED,
}


class StoreFailed(Exception):
    """A store that cannot be read or written: name and reason."""

    def __init__(self, path, reason):
        super().__init__(f"{printable(path)}: {reason}")


@contextmanager
def store(path, is_to_write):
    """Gives the Store of that name, which is made where it is to be written and there is
    none. Raises StoreFailed, also for whatever goes wrong with it in the with block."""
    try:
        is_there = look_at(path)
        if not is_there and not is_to_write:
            raise StoreFailed(path, "No such file or directory")
        with closing(connected(path)) as database:
            found = Store(path, database)
            if not is_there:
                found.make()
            yield found
    except sqlite3.Error as error:
        take_back(path)
        raise StoreFailed(path, reason(error)) from error


def take_back(path):
    """Where SQLite failed in the middle of a transaction, as on a full disk, it leaves it to
    whoever reads next to take it back. That is not to be one who copied the file alone."""
    with suppress(sqlite3.Error, OSError, StoreFailed):
        if look_at(path):
            with closing(connected(path)) as database:
                database.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def reason(error):
    """Why SQLite failed, in a few words."""
    code = getattr(error, "sqlite_errorcode", None)
    return REASONS.get(code and code & 0xff) or printable(str(error))


def look_at(path):
    """Is it there? Raises StoreFailed where it is nothing that we may touch: SQLite itself
    would open what is another's, and perhaps mend it."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise StoreFailed(path, FOREIGN)
        with open(path, "rb") as file:
            header = file.read(HEADER)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreFailed(path, error.strerror) from error
    if not header:  # whoever made it was ended
        return False
    application, version = (int.from_bytes(header[at:at + 4], "big")
                            for at in (AT_APPLICATION, AT_VERSION))
    if not header.startswith(MAGIC) or application != APPLICATION or not version:
        raise StoreFailed(path, FOREIGN)
    if version > VERSION:
        raise StoreFailed(path, f"{NEWER} (its schema is {version}, this one knows {VERSION})")
    return True


def connected(path):
    """SQLite's connection. Nothing in the file makes it run anything."""
    # What is there may be one that may only be read: then mode=rwc reads it, too.
    database = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rwc", uri=True,
                               isolation_level=None, timeout=0)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA foreign_keys = ON")
    return database


class Store:
    """A store that is open. Its database is to be used within writing() or reading()."""

    def __init__(self, path, database):
        self.path = path
        self.database = database

    def make(self):
        """The tables, unless another command has made them meanwhile."""
        with self.writing() as database:
            if not database.execute("PRAGMA user_version").fetchone()[0]:
                for statement in statements(SCHEMA.read_text(encoding="utf-8")):
                    database.execute(statement)
                database.execute(f"PRAGMA application_id = {APPLICATION}")
                database.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def writing(self):
        """What is written in the with block is there as a whole, or nothing of it."""
        self.patiently("BEGIN IMMEDIATE")
        try:
            yield self.database
            self.patiently("COMMIT")
        finally:
            if self.database.in_transaction:
                self.database.rollback()

    @contextmanager
    def reading(self):
        """In the with block it is what it was at its beginning."""
        self.patiently("BEGIN")
        try:
            self.patiently("SELECT id FROM stream LIMIT 1")
            yield self.database
        finally:
            self.database.rollback()

    def patiently(self, statement):
        """Run a statement for which other commands may have to end theirs. A signal ends
        the wait, which SQLite's own does not."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.database.execute(statement)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xff != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(PAUSE)


def statements(script):
    """The statements of a script, one by one: executescript ends a transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def as_column(text):
    """Text for a column of type ANY: bytes where it is no UTF-8."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def as_text(value):
    """What as_column made of a text."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else str(value)

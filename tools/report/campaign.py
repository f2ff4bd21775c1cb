# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --store: captures come into a store, and the report is on all that is in it."""

import errno
import os
import tempfile
from collections import namedtuple
from contextlib import contextmanager

import results
from adding import Adding
from captures import find_captures
from changed import Changes
from content import contents
from destination import TEXT
from jobs import CORES, told_by_jobs
from keeping import of_stream, read
from merging import find_results, opened, order
from period import days, period
from rings import streams
from store import store
from stored import Stored
from version import version

# What the command line says, as text: of --store, "yes" for --records, and what else there
# is; empty where it says nothing.
Asked = namedtuple("Asked", "store records since until days")

DAYS = "7"


class Said:
    """What was complained of, to be said later or never."""

    def __init__(self):
        self.gaps, self.troubles = [], []

    def gap(self, path, why):
        """As Complaints."""
        self.gaps.append((path, why))

    def __call__(self, trouble):
        self.troubles.append(trouble)

    def again(self, complain):
        """Say it all."""
        for gap in self.gaps:
            complain.gap(*gap)
        for trouble in self.troubles:
            complain(trouble)


@contextmanager
def filled(asked, output, working, names, complain):
    """Add what these names stand for to the store; gives a function that yields what is told
    to a report, as told_by_jobs gives it. Raises StoreFailed, WrongTime and OSError."""
    chosen, recent = period(asked.since, asked.until), days(asked.days or DAYS)
    if os.path.exists(output) and os.path.exists(asked.store) and \
            os.path.samefile(output, asked.store):
        raise FileExistsError(errno.EEXIST, "it is the store")
    with store(asked.store, bool(names)) as found:
        if names:
            add = add_records if asked.records else add_captures
            add(Adding(found), working, names, complain)
        with found.reading():
            yield lambda report: told(Stored(found, chosen), Changes(chosen, recent), report)


def add_records(adding, _, names, complain):
    """Those of files of records that the store does not have."""
    for result in sorted(opened(find_results(names, complain), complain), key=order):
        try:
            adding.add(result)
        except results.Unreadable as trouble:
            complain(trouble)


def add_captures(adding, working, names, complain):
    """Read the captures that the store does not have."""
    known = contents(find_captures(names, complain), CORES, complain)
    missing = not_there(adding, streams([*known], os.environ.get("SMB1AUDIT_CUT")), known)
    if missing:
        with told_by_jobs(missing, working) as captures:
            for stream in missing:
                add_one(adding, stream, known, of_stream(stream, captures), complain)


def not_there(adding, found, known):
    """The Streams that are to be read; of the same content one."""
    missing = {}
    for stream in found:
        sha256s = tuple(known[path].sha256 for path in stream.paths)
        with adding.store.reading():
            is_there = adding.has(sha256s, version())
        if is_there:
            adding.arrange(sha256s, stream.paths, stream.ring, stream.gap)
        else:
            missing.setdefault(sha256s, stream)
    return [*missing.values()]


def add_one(adding, stream, known, captures, complain):
    """Read one stream and add it. What the report will say is not said before."""
    said = Said()
    with tempfile.TemporaryFile(**TEXT) as lines, \
            tempfile.NamedTemporaryFile(**TEXT, suffix=results.ENDING) as file:
        stretches, is_lasting = read(stream, lines, known, captures, said)
        if not is_lasting:
            said.again(complain)
            return
        results.write(file, results.heading(stream, stretches), lines)
        file.flush()
        adding.add(results.Result(file.name))


def told(stored, changes, report):
    """Yield what is told to a report, which learns of the changes if it tells them."""
    if not hasattr(report, "campaign"):
        yield from stored.told()
        return
    report.campaign = changes
    for stretch, gap in stored.told():
        yield Watched(stretch, changes), gap


class Watched:
    """What is told of captures, of which the changes learn, too."""

    def __init__(self, stretch, changes):
        self.stretch = stretch
        self.changes = changes

    def __getattr__(self, name):
        return getattr(self.stretch, name)

    def records(self, parse):
        """As Told.records."""
        self.changes.datagrams.update(self.stretch.datagrams)
        for place, record in self.stretch.records(parse):
            self.changes.take(record)
            yield place, record

# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --records-only: a file of records of each capture, for --merge."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import results
from captures import Unreadable, find_captures
from content import CHANGED, contents, has_changed
from destination import TEXT, report_to
from jobs import CORES, told_by_jobs
from lines import Json
from rings import streams
from told import CUT_FAILED, LASTING

# What is said where no records are kept, and nothing else is wrong.
NO_CUT = "no records are kept of a ring of which the cut failed"


def keep(where, working, names, complain):
    """Keep the records of the captures of these names in this folder, but for those of
    which they are there. Raises OSError where they cannot be written."""
    where = Path(where)
    where.mkdir(parents=True, exist_ok=True)
    paths = find_captures(names, complain)
    known = contents(paths, CORES, complain)
    missing = []
    for stream in streams([*known], os.environ.get("SMB1AUDIT_CUT")):
        name = where / results.name_of(stream.paths, known)
        if not is_there(name, complain):
            missing.append((stream, name))
    if missing:
        with told_by_jobs([stream for stream, _ in missing], working) as captures:
            for stream, name in missing:
                keep_one(stream, name, known, of_stream(stream, captures), complain)


def is_there(name, complain):
    """Were they kept before, and whole? What could not be read is said again."""
    result = whole(name)
    if result is None:
        return False
    for stretch in result.stretches:
        say(stretch.path, stretch.gap, stretch.trouble and stretch.complaint(), complain)
    return True


def whole(name):
    """What was kept under this name, or None where that is not all, or nothing."""
    try:
        return results.Result(name)
    except (Unreadable, OSError):
        return None


def say(path, gap, trouble, complain):
    """Say where a ring has a gap, and what could not be read."""
    if gap:
        complain.gap(path, gap)
    if trouble:
        complain(trouble)


def of_stream(stream, captures):
    """Yield what is Told of its stretches, and the gap before each."""
    number = 0
    while number < len(stream.paths):
        told, gap = next(captures)
        number += len(told.paths)
        yield told, gap


def keep_one(stream, name, known, captures, complain):
    """Write the file for one stream, unless it was not read as it will be the next time."""
    with tempfile.TemporaryFile(**TEXT) as lines:
        stretches, is_lasting = read(stream, lines, known, captures, complain)
        # Another login may have kept them meanwhile, whose file is not ours to write to.
        if is_lasting and whole(name) is None:
            with report_to(os.fspath(name)) as file:
                results.write(file, results.heading(stream, stretches), lines)
            remove_older(stream, name)


def read(stream, lines, known, captures, complain):
    """Write the records of one stream to these lines, which begin anew. Returns what the
    heading says of its stretches, and whether that will be so the next time: a capture
    that could not be read for a reason that is not its own may be read then."""
    stretches, passing = [], set()
    for told, gap in captures:
        stretch, trouble = take(told, gap, known, lines)
        say(told.path, gap, trouble, complain)
        stretches.append(stretch)
        if trouble and trouble.reason not in LASTING:
            passing.add(trouble.path)
        if gap == CUT_FAILED:
            complain(Unreadable(told.path, NO_CUT))
            passing.add(told.path)
    for path in stream.paths:
        if path not in passing and has_changed(path, known[path]):
            complain(Unreadable(path, CHANGED))
            passing.add(path)
    lines.seek(0)
    return stretches, not passing


def take(told, gap, known, lines):
    """Write the records of captures that were read as one to these lines. Returns what
    the heading says of them, and the Unreadable if there was one."""
    numbers = [0] * len(told.paths)
    begins = [results.start(path) for path in told.paths]
    trouble = None
    try:
        for place, record in told.records(Json.parse):
            numbers[place] += 1
            lines.write(f"{begins[place]}{record[1:]}\n")
    except Unreadable as unreadable:
        trouble = unreadable
    return summary(told, gap, known, numbers, trouble), trouble


def summary(told, gap, known, numbers, trouble):
    """A stretch, as it stands in the heading. Frames, and their times, are those that there
    are, also where tshark was spared most of them."""
    captures = [
        {"name": path, "sha256": known[path].sha256} | coverage | {"records": number}
        for path, coverage, number in zip(told.paths, told.coverage(), numbers)
    ]
    stretch = {"captures": captures, "datagrams": [*senders(told)]}
    if gap:
        stretch["gap"] = gap
    if trouble:
        stretch["trouble"] = {"capture": told.paths.index(trouble.path), "reason": trouble.reason}
    return stretch


def senders(told):
    """Who sent datagrams, as objects; the number of the first one's frame, and of its
    capture among those that were read as one."""
    for (name, address), number in told.datagrams.items():
        place, frame = told.first_datagrams[name, address]
        known = {"name": name, "address": address}
        yield {key: text for key, text in known.items() if text} | {
            "capture": place, "frame": frame, "datagrams": number}


def remove_older(stream, name):
    """What this machine kept of the same captures before they changed, or by an older
    version."""
    own = os.uname().nodename, stream.ring
    for other in name.parent.glob(f"{results.readable(stream.paths[0])}-*{results.ENDING}"):
        with suppress(Unreadable, OSError):
            result = results.Result(other)
            if other != name and (result.host, result.ring) == own:
                other.unlink()

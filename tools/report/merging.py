# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/audit --merge: files of records, in the order that their captures would have."""

from captures import Unreadable, find_captures, printable
from results import RESULT_NAME, Result
from rings import ring_of

BY_ITSELF = "that one was read by itself"


def find_results(names, complain):
    """The files of records that these arguments name, as find_captures finds captures."""
    return find_captures(names, complain, RESULT_NAME, "records")


def merged(paths, complain):
    """What is told in files of records, and why it is none with what was told before, as
    told_by_jobs gives it; whatever the order of the files. What is no whole file of
    records is complained of."""
    last = None
    for result in once(sorted(opened(paths, complain), key=order), complain):
        for stretch in result.stretches:
            yield stretch, stretch.gap or gap_between(last, stretch, result)
            last = stretch


def order(result):
    """By the names of the captures, and where there are several of a name, on several
    machines, by their contents: never by where the records lie."""
    return *result.ring, result.captures


def opened(paths, complain):
    """Yield the Results."""
    for path in paths:
        try:
            yield Result(path)
        except OSError as error:
            complain(Unreadable(path, error.strerror))
        except Unreadable as trouble:
            complain(trouble)


def once(results, complain):
    """Those whose captures are not all in another one. Where some are, their connections
    are in both, which is said."""
    used, seen = set(), set()
    for result in sorted(results, key=lambda result: -len(result.captures)):
        again = [capture for capture in result.captures if capture in seen]
        if len(again) < len(result.captures):
            used.add(id(result))
            seen.update(result.captures)
            if again:
                name, _ = again[0]
                complain(Unreadable(result.path, f"has {printable(name)} once more, whose "
                                    "connections count twice; read the ring as a whole"))
    return [result for result in results if id(result) in used]


def gap_between(last, stretch, result):
    """Whether two files of a ring that would have been read as one were not."""
    if last is None or last.trouble or last.result.ring[0] == result.ring[0]:
        return ""
    (ring, number), (next_ring, next_number) = ring_of(last.paths[-1]), ring_of(stretch.path)
    goes_on = ring and ring == next_ring and int(next_number or 0) == int(number or 0) + 1
    return BY_ITSELF if goes_on else ""

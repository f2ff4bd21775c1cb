# SPDX-License-Identifier: GPL-2.0-or-later
"""The section on what changed: a row per host."""

from captures import printable
from grid import Column, Grid
from host_table import LONGEST_NAME, LONGEST_REASON, known, minute, span
from layout import count, cut, first_of, flowed

COLUMNS = (
    Column("HOST", "host", 0),
    Column("NAME", "name", 3),
    Column("ROLE", "role", 0),
    Column("IN NEED (UTC)", "in need", 1, least=19),
    Column("LAST SEEN (UTC)", "last seen", 2),
    Column("WHY", "why", 4, least=34),
)

# What is told of each list, which is an attribute of Changes, and what is known of it.
LISTS = (
    ("new", "New: in need then, and not before"),
    ("not_seen", "Not seen: in need before, then neither in need nor speaking SMB2. Whether they "
                 "stopped, were off, or were not captured is not known"),
    ("stopped", "Stopped: in need before, then seen to speak SMB2, and in no need that was "
                "captured"),
)

# Room for the days, the last ones first.
DAYS = 3


def period_section(changes, captures, room):
    """What time the report is on, if it is not on all, and whether captures have some of it."""
    if changes and changes.period:
        yield from flowed([f"Connections {changes.period} alone, and captures that have some"
                           if captures else f"No connections {changes.period}"], room)


def changes_section(changes, room):
    """What changed, and which days were captured."""
    if not changes or not changes.captured:
        return
    yield from flowed([*covered(changes)], room, ". ")
    yield from flowed([in_need_by_day(changes, room)], room)
    if changes.before:
        found = [(getattr(changes, name), words) for name, words in LISTS]
        for hosts, words in found:
            if hosts:
                yield ""
                yield from flowed([f"{words}: {count(len(hosts), 'host')}"], room)
                yield from rows(hosts, room)
        if not any(hosts for hosts, _ in found):
            yield "Of the hosts in need none is new, none was not seen, none stopped"


def covered(changes):
    """Which days are compared, and on which nothing is known."""
    days, recent = changes.captured, changes.recent
    if not changes.before:
        yield (f"What changed is not known: SMB was captured on {count(len(days), 'day')}, and the "
               f"last {changes.recent_days} are compared with those before")
    else:
        yield (f"What changed: the last {count(len(recent), 'day')} with SMB captured, from "
               f"{recent[0]} to {recent[-1]}, against the {count(len(changes.before), 'day')} "
               f"before, from {days[0]} to {changes.before[-1]}")
    if missing := changes.span - len(days):
        yield f"Of {count(missing, 'day')} between {days[0]} and {days[-1]} nothing is known"


def in_need_by_day(changes, room):
    """How many hosts were in need on each day."""
    days = [f"{day}: {number:,}" for day, number in reversed(changes.days)]
    start = "Hosts in need by day captured: "
    return start + first_of(days, DAYS * room - len(start))


def rows(hosts, room):
    """The lines of a table."""
    cells = [cells_of(host) for host in hosts]
    grid = Grid(COLUMNS, cells, room)
    yield grid.heading()
    for row in cells:
        yield from grid.lines(row)


def cells_of(host):
    """What is told of a host, for each column."""
    return (
        printable(known(host.address)),
        cut(printable(host.name), LONGEST_NAME),
        host.role,
        span(host.first, host.last),
        minute(host.seen),
        cut(printable(host.why), LONGEST_REASON),
    )

# SPDX-License-Identifier: GPL-2.0-or-later
"""A row per host and role."""

from collections import Counter

from addresses import by_number
from captures import printable
from grid import BELOW, Column, Grid
from layout import cut, first_of, unbroken
from records import APART

COLUMNS = (
    Column("HOST", "host", 0),
    Column("NAME", "name", 4),
    Column("ROLE", "role", 0),
    Column("NEEDS SMB1", "needs SMB1", 0),
    Column("WHY", "why", 3, least=34),
    Column("CONNECTIONS", "connections", 5, least=28),
    Column("OS", "OS", 7, least=20),
    Column("VENDOR", "vendor", 9),
    Column("SEEN (UTC)", "seen", 6, least=19),
    Column("WITH", "with", 8, least=31),
)

# No cell gets more room than this.
LONGEST_NAME, LONGEST_SYSTEM, LONGEST_REASON, LONGEST_LIST = 24, 48, 160, 72

# Of a list below a row, no more lines than this are shown.
LINES = 3

UNKNOWN_ADDRESS = "(not known)"


def host_lines(hosts, room):
    """The lines of a table of hosts."""
    rows = [cells(host) for host in hosts]
    grid = Grid(COLUMNS, rows, room)
    yield grid.heading()
    for host, row in zip(hosts, rows):
        yield from grid.lines(row, *lists(host, room - len(BELOW)))


def cells(host):
    """What is told of a host, for each column."""
    # Where the word says why, there is no other reason.
    reason = "" if host.need in APART else host.why
    return (
        printable(known(host.address)),
        some(host.names, LONGEST_NAME),
        host.role,
        printable(host.need),
        cut(printable(reason), LONGEST_REASON),
        tally(host),
        some(host.systems, LONGEST_SYSTEM),
        some(host.vendors, LONGEST_NAME),
        span(host.first, host.last),
        first_of([*map(known, sorted(host.peers, key=by_number))], LONGEST_LIST),
    )


def known(address):
    """An address, also where there is none."""
    return address or UNKNOWN_ADDRESS


def some(items, room):
    """What is known of a host, more than one thing perhaps."""
    return first_of([*items], room) if items else ""


def lists(host, room):
    """What may be many of one host: users and shares."""
    more = host.left_out
    refused = [name for name in host.refused if name not in host.users]
    told = (
        ("users", [*host.users], "client_users" in more),
        ("refused users", refused, "client_user_refused" in more),
        ("shares", [*host.shares], "share" in more),
    )
    for label, items, unfinished in told:
        if items:
            yield f"{label}: {first_of(items, LINES * room - LONGEST_NAME, unfinished)}"


def span(first, last):
    """From when to when, or one time if it is the same minute."""
    times = dict.fromkeys(filter(None, (minute(first), minute(last))))
    return " to ".join(map(unbroken, times))


def minute(time):
    """A time as a table has room for it, from 2020-01-01T12:00:00.003000Z."""
    return printable(time[:16].replace("T", " "))


def tally(host):
    """The verdicts of its connections, counted. Those are told apart that are
    set apart, unless all of them are."""
    counts = Counter()
    for (verdict, need, _), number in host.connections.items():
        mark = need.removeprefix("no") if need in APART and host.need not in APART else ""
        counts[printable(verdict) + mark] += number
    return ", ".join(unbroken(f"{number:,} {verdict}") for verdict, number in counts.most_common())

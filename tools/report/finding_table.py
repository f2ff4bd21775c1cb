# SPDX-License-Identifier: GPL-2.0-or-later
"""A row per finding, and a display filter to copy below it."""

from captures import printable
from findings import BOTH
from grid import BELOW, Column, Grid
from host_table import LONGEST_REASON, known, span
from layout import count, cut, shortened, unbroken
from records import APART

COLUMNS = (
    Column("COUNT", "count", 0),
    Column("NEEDS SMB1", "needs SMB1", 0, least=12),
    Column("VERDICT", "verdict", 0),
    Column("CLIENT", "client", 1),
    Column("SERVER", "server", 2),
    Column("WHY", "why", 3, least=34),
    Column("SEEN (UTC)", "seen", 4, least=19),
    Column("DIALECTS", "dialects", 6, least=32),
    Column("EXAMPLE", "example", 7),
    Column("FILTER", "", 5),
)

# Where it is known who needs SMB1.
CERTAINLY = ("client", "server", BOTH)

# Where a column tells why, it is not told once more below; else it is in words.
ASKED_BY = {"scanner": "asked by a scanner", "browser": "asked by the Computer Browser"}


def finding_lines(findings, captures, room):
    """The lines of a table of findings; captures are their names."""
    rows = [cells(finding, captures, room) for finding in findings]
    grid = Grid(COLUMNS, rows, room)
    yield grid.heading()
    for row in rows:
        yield from grid.lines(row)


def cells(finding, captures, room):
    """What is told of a finding, for each column."""
    return (
        f"{finding.count:,}",
        finding.needs,
        printable(finding.verdict),
        printable(known(finding.client)),
        printable(known(finding.server)),
        cut(printable(reason(finding)), LONGEST_REASON),
        span(finding.first, finding.last),
        offered(finding, room - len(BELOW) - len("dialects: ;")),
        example(finding, captures),
        printable(finding.filter),
    )


def reason(finding):
    """Why SMB1 is needed. Where it is set apart, the word for it says why."""
    if finding.needs in APART:
        return ""
    asked = ASKED_BY.get(finding.mark) if finding.needs in CERTAINLY else None
    return "; ".join(filter(None, (finding.why, asked)))


def offered(finding, room):
    """The dialects on offer, and what is with them if nobody can be named."""
    if not finding.offer:
        return "(not captured)"
    dialects = [printable(dialect) or '""' for dialect in finding.dialects]
    offer = "" if finding.needs in CERTAINLY else f" ({printable(finding.offer)})"
    if dialects:
        room -= len(offer)
        return shortened([*map(unbroken, dialects)], room, finding.more_dialects) + offer
    return offer.strip()


def example(finding, captures):
    """One of its connections, and how many captures have others."""
    capture, frame = finding.example
    others = len(finding.captures) - 1
    return f"frame {frame} of {captures[capture]}" + (
        f", and in {count(others, 'more capture')}" if others else "")

# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a table with as many columns as a line has room for. What has no
column stands below its row, in words."""

from itertools import chain, zip_longest
from typing import NamedTuple

from layout import flowed

GAP = "  "
BELOW = " " * 6


class Column(NamedTuple):
    """What a table tells of each of its rows."""

    heading: str
    label: str  # before it where it stands below the row; empty: a line of its own
    rank: int  # the lowest get a column first; 0 always does
    least: int = 0  # a column this broad will do, with more lines; 0: none does


class Grid:
    """Rows of cells, one per column, with further lines below some of them."""

    def __init__(self, columns, rows, room):
        self.columns = columns
        self.room = room
        longest = [max(map(len, cells)) for cells in zip(*rows)]
        needed = [max(size, len(column.heading)) if size else 0
                  for column, size in zip(columns, longest)]
        sizes = chosen(columns, needed, room)
        self.shown = [(place, size) for place, size in enumerate(sizes) if size]
        self.below = [place for place, size in enumerate(sizes) if needed[place] and not size]

    def heading(self):
        """The line of headings."""
        return self.line([self.columns[place].heading for place, _ in self.shown])

    def lines(self, row, *more):
        """The lines of a row; then, below it, what got no column, and more."""
        if all(len(row[place]) <= size for place, size in self.shown):
            yield self.line([row[place] for place, _ in self.shown])
        else:
            columns = [flowed([row[place]], size) for place, size in self.shown]
            for cells in zip_longest(*columns, fillvalue=""):
                yield self.line(cells)
        for line in self.lines_below(row, more):
            yield BELOW + line

    def line(self, cells):
        """One line of the columns that there are."""
        padded = [cell.ljust(size) for cell, (_, size) in zip(cells, self.shown)]
        return (GAP + GAP.join(padded)).rstrip()

    def lines_below(self, row, more):
        """What got no column, and more."""
        room = self.room - len(BELOW)
        units, alone = [], []
        for place in self.below:
            if cell := row[place]:
                label = self.columns[place].label
                (units if label else alone).append(f"{label}: {cell}" if label else cell)
        yield from flowed([*units, *more], room, "; ")
        for cell in alone:
            yield from flowed([cell], room)


def chosen(columns, needed, room):
    """How broad each column gets, of what is needed for all of its cells; 0 for
    those that get none."""
    sizes = [0] * len(needed)
    for place in sorted(range(len(needed)), key=lambda place: columns[place].rank):
        column, size = columns[place], needed[place]
        at_least = min(size, column.least or size)
        if size and (column.rank == 0 or len(GAP) + at_least <= room):
            sizes[place] = at_least
            room -= len(GAP) + at_least
    for place, size in enumerate(sizes):
        if size:
            broader = min(max(room, 0), needed[place] - size)
            sizes[place] += broader
            room -= broader
    return sizes

# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a table with as many columns as a line has room for. What has no
column stands below its row, in words."""

from itertools import zip_longest
from typing import NamedTuple

from layout import NO_BREAK, flowed

GAP = "  "
BELOW = " " * 6

# More lines than this make a cell hard to read.
HIGHEST = 3

# Columns of this rank and higher ones get the room that the others leave.
OPTIONAL = 3


class Column(NamedTuple):
    """What a table tells of each of its rows."""

    heading: str
    label: str  # before it where it stands below the row; empty: a line of its own
    rank: int  # the lowest get a column first; 0 always does; see OPTIONAL
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
            yield BELOW + line.replace(NO_BREAK, " ")

    def line(self, cells):
        """One line of the columns that there are."""
        padded = [cell.ljust(size) for cell, (_, size) in zip(cells, self.shown)]
        return (GAP + GAP.join(padded)).rstrip().replace(NO_BREAK, " ")

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
    those that get none. The first ranks have all they need before the others."""
    sizes = [0] * len(columns)
    places = sorted((place for place, size in enumerate(needed) if size),
                    key=lambda place: columns[place].rank)
    for first in (True, False):
        group = [place for place in places if (columns[place].rank < OPTIONAL) == first]
        for place in group:
            least = least_of(columns[place], needed[place])
            if columns[place].rank == 0 or len(GAP) + least <= room:
                sizes[place] = least
                room -= len(GAP) + least
        for place in filter(sizes.__getitem__, group):
            broader = min(max(room, 0), needed[place] - sizes[place])
            sizes[place] += broader
            room -= broader
    return sizes


def least_of(column, needed):
    """How broad a column must be at least, so that no cell gets too high."""
    return min(needed, max(column.least, needed // HIGHEST)) if column.least else needed

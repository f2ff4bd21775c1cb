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
    """Rows of cells, one per column, and of further lines for each row."""

    def __init__(self, columns, rows, room):
        self.columns = columns
        self.rows = rows
        self.room = room
        self.sizes = self.choose([
            max(map(len, cells)) if any(cells) else 0 for cells in zip(*rows)
        ])

    def choose(self, longest):
        """How broad each column gets; 0 if it gets none."""
        needed = [max(size, len(column.heading)) if size else 0
                  for column, size in zip(self.columns, longest)]
        sizes = [0] * len(needed)
        left = self.room
        for place in sorted(range(len(needed)), key=lambda place: self.columns[place].rank):
            column, size = self.columns[place], needed[place]
            at_least = min(size, column.least or size)
            if size and (column.rank == 0 or len(GAP) + at_least <= left):
                sizes[place] = at_least
                left -= len(GAP) + at_least
        for place, size in enumerate(sizes):
            broader = min(max(left, 0), needed[place] - size) if size else 0
            sizes[place] += broader
            left -= broader
        return sizes

    def heading(self):
        """The line of headings."""
        return self.line([column.heading for column in self.columns])

    def lines(self, row, *more):
        """The lines of a row; then, below it, what got no column, and more."""
        shown = [flowed([cell], size) if size else []
                 for cell, size in zip(row, self.sizes)]
        for cells in zip_longest(*shown, fillvalue=""):
            yield self.line(cells)
        below = [(column.label, cell) for column, cell, size
                 in zip(self.columns, row, self.sizes) if cell and not size]
        units = [f"{label}: {cell}" for label, cell in below if label]
        alone = [flowed([cell], self.room - len(BELOW)) for label, cell in below if not label]
        for line in chain(flowed([*units, *more], self.room - len(BELOW), "; "), *alone):
            yield BELOW + line

    def line(self, cells):
        """One line of the columns that there are."""
        padded = [cell.ljust(size) for cell, size in zip(cells, self.sizes) if size]
        return (GAP + GAP.join(padded)).rstrip()

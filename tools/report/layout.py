# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines of a table that fit on the terminal where they can."""

import shutil
import textwrap

from captures import printable

GAP = "  "
NO_BREAK = "\u00a0"

# Without a terminal (a pipe, a file, CI), lines are this long.
WIDTH = 120
NARROWEST = 80

# A list gets at least this much, even if the line gets too long.
SHORTEST_LIST = 24


def aligned(rows, fit):
    """Rows as lines, some perhaps of several. The last cell of a row is a
    list, and fit(list, room) makes lines of it in the room that is left."""
    rows = [([printable(cell) for cell in cells], last) for *cells, last in rows]
    widths = [max(map(len, column)) for column in zip(*(cells for cells, _ in rows))]
    taken = length(widths)
    room = max(width() - taken, SHORTEST_LIST)
    lines = []
    for cells, last in rows:
        padded = [cell.ljust(size) for cell, size in zip(cells, widths)]
        start = GAP + GAP.join([*padded, ""])
        below = "\n" + " " * taken
        lines.append(start + below.join(fit([printable(item) for item in last], room)))
    return lines


def length(widths):
    """How much of a line the columns before the last one take."""
    return sum(widths) + len(GAP) * (len(widths) + 1)


def fits(rows):
    """Is there room for the list in the last cell of each row?"""
    columns = zip(*(cells for *cells, _ in rows))
    widths = [max(len(printable(cell)) for cell in column) for column in columns]
    return length(widths) + SHORTEST_LIST <= width()


def without_empty(rows):
    """Rows without the columns that have nothing below their heading."""
    columns = [column for column in zip(*rows) if any(column[1:])]
    return [list(row) for row in zip(*columns)]


def width():
    """The length of a line."""
    return max(shutil.get_terminal_size((WIDTH, 0)).columns, NARROWEST)


def wrapped(items, room):
    """All of a list, on as many lines as it takes."""
    unbroken = [item.replace(" ", NO_BREAK) for item in items]
    lines = textwrap.wrap(
        ", ".join(unbroken), room, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace(NO_BREAK, " ") for line in lines]


def shortened(items, room):
    """A list on one line: if it must, without its middle, then without its
    start. A client lists last what it likes best."""
    whole = ", ".join(items)
    # No more items fit than there is room for, however long the list is.
    starts = range(max(2, len(items) - room), len(items))
    tails = [", ".join(items[start:]) for start in starts]
    choices = [whole, *(f"{items[0]} ... {tail}" for tail in tails), f"... {items[-1]}"]
    fitting = (text for text in choices if len(text) <= room)
    return [next(fitting, cut(whole, room))]


def first_of(items, room):
    """The start of a list, and how many more there are. As many as fit."""
    items = [printable(item) for item in items]
    # No more items fit than there is room for, however long the list is.
    for shown in range(min(len(items), room), 0, -1):
        text = ", ".join(items[:shown]) + and_more(len(items) - shown)
        if len(text) <= room:
            return text
    rest = and_more(len(items) - 1)
    return cut(items[0], room - len(rest)) + rest


def and_more(number):
    """How many are left out, if any."""
    return f" and {number} more" if number else ""


def cut(text, room):
    """Text, its end left out where there is no room for it."""
    return text if len(text) <= room else f"{text[:room - 3]}..."

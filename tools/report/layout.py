# SPDX-License-Identifier: GPL-2.0-or-later
"""Text that fits on the lines of a terminal, and says what is left out."""

import shutil

from captures import printable

# Without a terminal (a pipe, a file, CI), lines are this long.
WIDTH = 120
NARROWEST, WIDEST = 80, 200

# A blank at which no line ends. No text of a record has one: see printable.
NO_BREAK = "\u00a0"


def width():
    """The length of a line."""
    return min(max(shutil.get_terminal_size((WIDTH, 0)).columns, NARROWEST), WIDEST)


def flowed(units, room, separator=", "):
    """Units on as many lines as it takes. None is broken that fits on one."""
    whole = separator.join(units)
    if len(whole) <= room:
        return [whole] if whole else []
    lines, line = [], ""
    for number, unit in enumerate(units, 1):
        unit += separator.rstrip() if number < len(units) else ""
        gap = " " if line else ""
        if line and len(line) + len(gap) + len(unit) > room:
            lines.append(line)
            line = gap = ""
        line += gap + unit
        while len(line) > room:
            head = broken(line, room)
            lines.append(head.rstrip())
            line = line[len(head):].lstrip()
    return [*lines, line] if line else lines


def unbroken(text):
    """Text that stays on one line, if it fits there."""
    return text.replace(" ", NO_BREAK)


def broken(text, room):
    """The start of a text that fits: to its last comma, if that is not far, or
    to its last blank, if there is one."""
    comma = text.rfind(", ", room // 4, room + 1) + 2
    blank = text.rfind(" ", 1, room + 1) + 1
    return text[:comma if comma > 1 else blank] or text[:room]


def first_of(items, room, more=False):
    """The start of a list, and how many more there are. As many as fit. There
    are still more if its record did not take all of them."""
    shown, length, fitting = [], -len(", "), 0
    for item in items:
        shown.append(printable(item))
        length += len(", ") + len(shown[-1])
        if length > room:
            break
        if length + len(and_more(len(items) - len(shown), more)) <= room:
            fitting = len(shown)
    rest = and_more(len(items) - max(fitting, 1), more)
    return (", ".join(shown[:fitting]) or cut(shown[0], room - len(rest))) + rest


def and_more(number, more=False):
    """How many are left out, if any."""
    if not number:
        return " and more" if more else ""
    return f" and {number:,} more" + (" at least" if more else "")


def shortened(items, room, more=False):
    """A list without its middle, if it must be. A client lists last what it
    likes best."""
    end = ", and more" if more else ""
    if len(whole := ", ".join(items) + end) <= room:
        return whole
    # No more items fit than there is room for, however long the list is.
    for start in range(max(2, len(items) - room), len(items)):
        text = ", ".join([items[0], f"{start - 1:,} more", *items[start:]]) + end
        if len(text) <= room:
            return text
    rest = and_more(len(items) - 1, more)
    return cut(items[0], room - len(rest)) + rest


def cut(text, room):
    """Text, its end left out where there is no room for it."""
    return text if len(text) <= room else f"{text[:max(room - 3, 0)]}..."


def count(number, noun):
    """For example `1 capture`, `2,000 captures`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

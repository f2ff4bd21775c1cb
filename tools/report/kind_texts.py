# SPDX-License-Identifier: GPL-2.0-or-later
"""Records as texts of few kinds, each with the numbers that differ from one connection to
the next: when it was, in which frames, and on which ports.

The text of a kind is JSON, too: a record in which these numbers are 0, and times empty.
"""

import re
from datetime import datetime, timedelta

from records import FRAMES, TIMES

NUMBERS = (*FRAMES, "client_port", "server_port")

# In the order of the columns that a store has for them.
MOVING = (*TIMES, *NUMBERS)

# Within a text, a quotation mark would be escaped. A number has at most 18 digits, so
# that 64 bits have room for it.
TIME_NAME, NUMBER_NAME = (rf'"(?:{"|".join(names)})": ?' for names in (TIMES, NUMBERS))
IN_RECORD = re.compile(rf'({TIME_NAME})"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z)"'
                       rf"|({NUMBER_NAME})(0|[1-9]\d{{0,17}})(?=[,}}])", re.ASCII)
IN_KIND = re.compile(rf'({TIME_NAME})""|({NUMBER_NAME})0(?=[,}}])')

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)


def taken_apart(record):
    """The text of the kind of a record, and what differs, a list as MOVING has it, times
    as microseconds since 1970, None for what is not there. Raises ValueError where a name
    is in it twice."""
    values = [None] * len(MOVING)

    def take(match):
        name = match[1] or match[3]
        place = MOVING.index(name[1:name.rindex('"')])
        if values[place] is not None:
            raise ValueError("a name twice")
        values[place] = microseconds(match[2]) if match[1] else int(match[4])
        if values[place] is None:
            return match[0]
        return f'{name}""' if match[1] else f"{name}0"

    return IN_RECORD.sub(take, record), values


def microseconds(text):
    """A time of a record, since 1970; None where there is no such date."""
    try:
        number = (datetime.fromisoformat(text.removesuffix("Z")) - EPOCH) // MICROSECOND
    except ValueError:
        return None
    return number if time_text(number) == text else None


def time_text(number):
    """The same as text."""
    return f"{(EPOCH + number * MICROSECOND).isoformat(timespec='microseconds')}Z"


class Kind:
    """Makes records of the text of a kind."""

    def __init__(self, record):
        names = []

        def hole(match):
            name = match[1] or match[2]
            names.append(name[1:name.rindex('"')])
            return f'{name}"%s"' if match[1] else f"{name}%s"

        self.format = IN_KIND.sub(hole, record.replace("%", "%%"))
        self.places = [(MOVING.index(name), name in TIMES) for name in names]

    def record(self, values):
        """The text of the record with these values, as taken_apart returned them."""
        return self.format % tuple([
            (values[place] or 0) if not is_time else
            "" if values[place] is None else time_text(values[place])
            for place, is_time in self.places])

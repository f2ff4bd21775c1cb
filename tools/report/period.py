# SPDX-License-Identifier: GPL-2.0-or-later
"""The time that a report is on: --since, --until and --recent-days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from captures import printable
from kind_texts import EPOCH, MICROSECOND, time_text

DAY = timedelta(days=1)

# More would be before the calendar begins.
MOST_DAYS = 36_500


class WrongTime(Exception):
    """What was asked for is no time: one line says which and why."""


@dataclass(frozen=True)
class Period:
    """From a time to another one, which is not in it, in microseconds since 1970; None: not
    limited."""

    since: int | None = None
    until: int | None = None

    def __bool__(self):
        """Is there a limit?"""
        return self.since is not None or self.until is not None

    def has_day(self, day):
        """Is some of this date, as text, in it?"""
        first = "" if self.since is None else time_text(self.since)
        last = "9999-12-31" if self.until is None else time_text(self.until - 1)
        return first[:len(day)] <= day <= last[:len(day)]

    def __str__(self):
        """For people."""
        ends = (("since", self.since), ("before", self.until))
        return " and ".join(f"{word} {shown(end)}" for word, end in ends if end is not None)


def shown(microseconds):
    """A time as short as it can be told."""
    text = time_text(microseconds).replace("T", " ").removesuffix("Z")
    for end in (".000000", ":00", " 00:00"):
        text = text.removesuffix(end)
    return text


def period(since, until):
    """The Period that two options name, empty where there is none. Raises WrongTime."""
    first = moment("--since", since) if since else None
    last = moment("--until", until, DAY) if until else None
    if first is not None and last is not None and first >= last:
        raise WrongTime("--since is not before --until")
    return Period(first, last)


def moment(option, text, of_a_date=timedelta(0)):
    """An ISO 8601 date or time, UTC unless it says otherwise; to a date that is added."""
    try:
        time = datetime.fromisoformat(text)
        if is_date(text):
            time += of_a_date
        if time.tzinfo:
            time = time.astimezone(timezone.utc).replace(tzinfo=None)
        return (time - EPOCH) // MICROSECOND
    except (ValueError, OverflowError):
        raise WrongTime(f"{option}: not an ISO date or time: {printable(text)}") from None


def is_date(text):
    """Has it no time of day?"""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def days(text):
    """A number of days. Raises WrongTime."""
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_DAYS:
        return int(text)
    raise WrongTime(f"--recent-days: not a number of days from 1 to {MOST_DAYS:,}: "
                    f"{printable(text)}")

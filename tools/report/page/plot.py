# SPDX-License-Identifier: GPL-2.0-or-later
"""Bars over time: where they are in the picture, and the same in words."""

from datetime import date, timedelta
from typing import NamedTuple

from layout import count

# The picture's own units; a browser stretches it.
WIDTH, HEIGHT = 900, 200

# Of a bar's room, what is left free beside it.
GAP = 0.15

# Days of a campaign that are shown, the last ones, of those that were captured.
DAYS = 120


class Part(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


class Stack(NamedTuple):
    """A bar: two numbers, one above the other, each with its rectangle or None."""

    start: str
    need: int
    apart: int
    need_part: Part
    apart_part: Part
    unknown_part: Part  # in its place, where nothing was captured


class Plot(NamedTuple):
    """What the template draws."""

    width: int
    height: int
    top: int  # the number at the upper edge
    stacks: list
    labels: list  # below it, from left to right
    span: str  # how long a bar is; empty: a day
    words: str  # the picture in a sentence
    left_out: int  # bars before the first one

    @property
    def has_unknown(self):
        """Are there days of which nothing is known?"""
        return any(stack.unknown_part for stack in self.stacks)


def of_bars(bars, span):
    """The Plot of connections; there is a bar at least."""
    need, apart = sum(bar.need for bar in bars), sum(bar.apart for bar in bars)
    most = max(bars, key=lambda bar: bar.need + bar.apart)
    words = (
        f"{count(need, 'connection')} with need of SMB1 or perhaps, and {apart:,} set apart, "
        f"from {bars[0].start} on, a bar for each {span}; most of them, "
        f"{most.need + most.apart:,}, from {most.start} on.")
    return plotted(bars, span, words, 0)


class Day(NamedTuple):
    """A day as a bar."""

    start: str
    need: int
    apart: int = 0


class Unknown(NamedTuple):
    """Days in a row on which nothing was captured, one or many, in the place of a bar: a
    clock that is wrong makes them thousands."""

    start: str
    need: int = 0
    apart: int = 0


def of_days(days):
    """The Plot of hosts in need by day, from pairs of a date and a number, in order; at
    least one."""
    shown = [Day(day, number) for day, number in days[-DAYS:]]
    words = (
        f"Hosts in need of SMB1 by day: {shown[0].need:,} on {shown[0].start}, {shown[-1].need:,} "
        f"on {shown[-1].start}, at most {max(day.need for day in shown):,}.")
    return plotted([*with_unknown(shown)], "", words, len(days) - len(shown))


def with_unknown(days):
    """Yield each Day, and before it what there is not."""
    day, last = timedelta(days=1), None
    for each in days:
        begins = date.fromisoformat(each.start)
        if last is not None and begins - last > day:
            first, end = (last + day).isoformat(), (begins - day).isoformat()
            yield Unknown(first if first == end else f"{first} to {end}")
        last = begins
        yield each


def plotted(bars, span, words, left_out):
    """The bars, and what is around them."""
    top = rounded(max(bar.need + bar.apart for bar in bars))
    room = WIDTH / max(len(bars), 12)
    stacks = [stack(bar, place * room, room * (1 - GAP), top) for place, bar in enumerate(bars)]
    middle = [bars[len(bars) // 2].start] if len(bars) > 12 else []
    labels = list(dict.fromkeys([bars[0].start, *middle, bars[-1].start]))
    return Plot(WIDTH, HEIGHT, top, stacks, labels, span, words, left_out)


def stack(bar, x, width, top):
    """One of them: what has a need is below."""
    need, apart = (HEIGHT * number / top for number in (bar.need, bar.apart))
    unknown = isinstance(bar, Unknown)
    return Stack(bar.start, bar.need, bar.apart,
                 part(x, HEIGHT - need, width, need) if bar.need else None,
                 part(x, HEIGHT - need - apart, width, apart) if bar.apart else None,
                 part(x - width * GAP / 2, 0, width / (1 - GAP), HEIGHT) if unknown else None)


def part(x, y, width, height):
    """With as many digits as a screen can show."""
    return Part(*(round(number, 2) for number in (x, y, width, height)))


def rounded(number):
    """A round number that is as large or larger, and 1 at least."""
    step = 1
    while step * 10 < number:
        step *= 10
    return next(step * factor for factor in (1, 2, 5, 10) if step * factor >= number)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames that tshark was not spared have other numbers than in their capture."""

import re
import sys
from array import array
from bisect import bisect_right

from records import FRAMES

# In the JSON of a record. Within a text the quotation marks would be escaped.
NUMBER = re.compile(rf'("(?:{"|".join(FRAMES)})": ?)(\d+)'.encode())


class Numbers:
    """The numbers that the frames had: 64 bits each, the lowest byte first, counted over
    all captures that were read as one. Starts is how many frames each has before it."""

    def __init__(self, path, starts):
        self.numbers = None
        self.starts = starts
        try:
            with open(path, "rb") as file:
                self.numbers = array("Q", file.read())
        except FileNotFoundError:  # tshark read the capture itself
            return
        if sys.byteorder == "big":
            self.numbers.byteswap()

    def restore(self, record):
        """The number of its first frame over all captures, the place of the capture
        that has it, and the line of the record with numbers counted from there on."""
        match = NUMBER.search(record) if self.numbers else None
        if match is None:
            return 0, 0, record
        place, frame = self.original(int(match[2]))
        before = self.starts[place]

        def restored(match):
            return match[1] + b"%d" % (self.numbers[int(match[2]) - 1] - before)

        return before + frame, place, NUMBER.sub(restored, record)

    def original(self, number):
        """The place of the capture that has the frame which tshark counted so, and its
        number there."""
        if not self.numbers:
            return 0, number
        number = self.numbers[number - 1]
        place = bisect_right(self.starts, number - 1) - 1
        return place, number - self.starts[place]

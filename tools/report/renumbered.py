# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames that tshark was not spared have other numbers than in their capture."""

import re
import sys
from array import array

from records import FRAMES

# In the JSON of a record. Within a text the quotation marks would be escaped.
NUMBER = re.compile(rf'("(?:{"|".join(FRAMES)})": ?)(\d+)'.encode())


class Numbers:
    """The numbers that the frames had: 32 bits each, the lowest byte first."""

    def __init__(self, path):
        self.numbers = None
        try:
            with open(path, "rb") as file:
                self.numbers = array("I", file.read())
        except FileNotFoundError:  # tshark read the capture itself
            return
        if sys.byteorder == "big":
            self.numbers.byteswap()

    def restore(self, record):
        """The line of a record with the numbers of the capture."""
        if self.numbers is None:
            return record
        return NUMBER.sub(self.restored, record)

    def restored(self, match):
        """One of them."""
        return match[1] + b"%d" % self.numbers[int(match[2]) - 1]

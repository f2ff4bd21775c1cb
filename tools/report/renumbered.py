# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames that tshark was not spared have other numbers than in their capture."""

import sys
from array import array

from records import FRAMES


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
        """The record with the numbers of the capture."""
        if self.numbers is not None:
            for name in FRAMES:
                if name in record:
                    record[name] = self.numbers[record[name] - 1]
        return record

# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cut in front of tshark says of the captures that it read as one."""

from itertools import accumulate

NEXT_IS_APART = "-"
ITSELF = "*"


class Account:
    """The file "captures"; see smb1audit-cut --help. Where there is none, there was no
    cut, and one capture."""

    def __init__(self, folder):
        self.frames = []  # in each; empty: not known
        self.starts = [0]  # frames in the captures before each
        self.damage = ""  # why the last one was not read to its end
        self.apart = ""  # why the next one was not read with it
        self.itself = ""  # why the first one was read without the cut
        try:
            with open(f"{folder}/captures", encoding="utf-8", errors="backslashreplace") as lines:
                self.read([line.rstrip("\n").partition("\t") for line in lines])
        except FileNotFoundError:
            pass

    def read(self, lines):
        """Take each line, as what is before and behind the tab."""
        self.frames = [int(word) for word, _, _ in lines if word.isdecimal()]
        self.starts = [0, *accumulate(self.frames[:-1])]
        for word, _, why in lines:
            if word == NEXT_IS_APART:
                self.apart = why
            elif word == ITSELF:
                self.itself = why
            else:
                self.damage = why
